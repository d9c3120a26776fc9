"""What happens by itself: the jobs of the night, acting as the system."""

from __future__ import annotations

import datetime

from django_tasks import task

from entente.kit import nightly
from entente.office import services
from entente.office.models import User


@task()
def run_nightly_job(name: str, on: str) -> None:
    """Run one job of the nightly list for a day."""
    nightly.run(name, on=datetime.date.fromisoformat(on), by=services.system_user())


@nightly.nightly
def tell_owners_of_deadlines(*, on: datetime.date, by: User) -> int:
    """Tell owners of the deadlines whose stage has come; say of how many."""
    return services.tell_owners(on=on, by=by)


@nightly.nightly
def forget_old_messages(*, on: datetime.date, by: User) -> int:  # noqa: ARG001
    """Delete what is known of messages that left a month ago, the last one to each chat apart."""
    return services.forget_dispatches(before=on - nightly.KEPT)
