"""What happens to agreements by itself: each day some begin and some run out."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from entente.kit.errors import DomainError
from entente.kit.nightly import nightly
from entente.office.models import User
from entente.partnerships import services
from entente.partnerships.models import Agreement, CooperativeSchooling


@nightly
def bring_agreements_into_force(*, on: datetime.date, by: User) -> int:
    """Let each signed agreement bind whose first day has come. Return how many."""
    return _each(Agreement.objects.beginning(on), services.bring_into_force, on=on, by=by)


@nightly
def renew_agreements_that_go_on(*, on: datetime.date, by: User) -> int:
    """Let each automatic agreement go on whose period has passed without notice."""
    return _each(Agreement.objects.renewing(on), services.renew_by_itself, on=on, by=by)


@nightly
def end_agreements_that_ran_out(*, on: datetime.date, by: User) -> int:
    """End each agreement whose last day has passed. Return how many."""
    return _each(Agreement.objects.run_out(on), services.let_run_out, on=on, by=by)


@nightly
def keep_deadlines_of_agreements(*, on: datetime.date, by: User) -> int:
    """Bring the deadlines of ends in step that no page has touched. Return how many."""
    return _each(services.to_keep(on), services.keep_deadline, on=on, by=by)


@nightly
def keep_deadlines_of_schooling(*, on: datetime.date, by: User) -> int:
    """Set the deadlines of reports that a new year brings. Return how many programmes have any."""
    answerable = CooperativeSchooling.objects.answerable()
    return _each(answerable, services.keep_schooling_deadlines, on=on, by=by)


def _each(rows: Any, service: Callable[..., None], **named: Any) -> int:
    """Take each row through a service; one that somebody moved meanwhile is left alone."""
    done = 0
    for pk in list(rows.order_by("pk").values_list("pk", flat=True)):
        record = rows.model.objects.get(pk=pk)
        try:
            service(record, **named)
        except DomainError:
            continue
        done += 1
    return done
