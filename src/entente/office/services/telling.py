"""Telling owners of deadlines: once at each stage, whatever happens in between."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Callable
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext, override

from entente.kit.notices import tell
from entente.office import tasks
from entente.office.models import Deadline, DeadlineStage, Dispatch, RoleGrant, User, Webhook
from entente.office.models.rules import ancestors
from entente.office.roles import HEAD
from entente.office.services.deadlines import reckon_changed_deadlines

AT_ONCE = 500
LONGEST = 300


def tell_owners(*, on: datetime.date, by: User) -> int:
    """Tell each owner of the deadlines whose stage has come; say how many were spoken of.

    What one person is told is one transaction: stages settled, notices left and the mail to be
    sent, together or not at all. So a run that dies is taken up by the next one, and what was told
    is not told again. After a silence only the nearest stage of a deadline is spoken of.
    """
    reckon_changed_deadlines(by=by)
    told = sum(
        _tell(piece, people, on) for keys, people in _by_recipients(on) for piece in _pieces(keys)
    )
    _tell_hooks(on)
    return told


def _pieces(keys: list[int]) -> list[list[int]]:
    return [keys[start : start + AT_ONCE] for start in range(0, len(keys), AT_ONCE)]


def _by_recipients(on: datetime.date) -> list[tuple[list[int], list[User]]]:
    """Give the deadlines to speak of by those who are told of them.

    That is the owner; where none is named, the account is closed or the owner no longer sees the
    unit, the heads of the unit and of those above it.
    """
    groups: defaultdict[tuple[str, int], list[int]] = defaultdict(list)
    people: dict[tuple[str, int], list[User]] = {}
    owners: dict[int, User] = {}
    rows = Deadline.objects.to_tell(on).select_related("owner", "unit").order_by("due_on", "pk")
    for deadline in rows.iterator(chunk_size=2000):
        owner = deadline.owner and owners.setdefault(deadline.owner.pk, deadline.owner)
        if owner and owner.is_active and owner.may("office.view_deadline", deadline):
            group = ("owner", owner.pk)
            people[group] = [owner]
        else:
            group = ("unit", deadline.unit_id)
            if group not in people:
                people[group] = _heads(ancestors(deadline.unit), on)
        groups[group].append(deadline.pk)
    return [(keys, people[group]) for group, keys in groups.items()]


def _heads(units: list[int], on: datetime.date) -> list[User]:
    grants = RoleGrant.objects.holding(on).filter(role=HEAD.code, unit__in=units)
    return list(User.objects.filter(pk__in=grants.values("user"), is_active=True).order_by("pk"))


def _tell(keys: list[int], people: list[User], on: datetime.date) -> int:
    """Settle the stages that have come and leave word of the nearest of each deadline."""
    with transaction.atomic():
        rows = Deadline.objects.open().filter(pk__in=keys).select_for_update()
        deadlines = {deadline.pk: deadline for deadline in rows.order_by("pk")}
        # Asked for after the lock: what another run told meanwhile waits no longer.
        waiting = DeadlineStage.objects.filter(deadline__in=list(deadlines)).waiting(on)
        nearest = {stage.deadline_id: stage for stage in waiting.order_by("on", "pk")}
        spoken = [stage.pk for stage in nearest.values()]
        waiting.update(told_on=on)
        DeadlineStage.objects.filter(pk__in=spoken).update(spoken=True)
        for key, stage in nearest.items():
            _leave_notice(people, deadlines[key], stage)
        for person in people:
            if spoken and person.email:
                _dispatch(Dispatch(person=person, on=on, stages=spoken))
    return len(nearest)


def _leave_notice(people: list[User], deadline: Deadline, stage: DeadlineStage) -> None:
    def words() -> str:
        said = gettext("Due on %(day)s: %(task)s")
        return said % {"day": deadline.due_on.isoformat(), "task": deadline.task}

    tell(
        people,
        key=f"deadline:{deadline.pk}:{stage.span}:{deadline.due_on}",
        zh=_in("zh-hans", words),
        en=_in("en", words),
        url=deadline.get_absolute_url(),
    )


def _in(language: str, words: Callable[[], str]) -> str:
    with override(language):
        return words()[:LONGEST]


def _dispatch(dispatch: Dispatch) -> None:
    """Keep a message and its task in one transaction, so that neither is there alone.

    Where tasks run at once (in tests), it leaves after the transaction.
    """
    dispatch.save(force_insert=True)
    enqueue: Callable[[], Any] = partial(tasks.deliver.enqueue, dispatch.pk)
    if tasks.deliver.get_backend().supports_defer:
        enqueue()
    else:
        transaction.on_commit(enqueue)


def _tell_hooks(on: datetime.date) -> None:
    """Tell each chat, once a day, how many deadlines of which kind came near in its units."""
    for hook in Webhook.objects.working().select_related("unit"):
        with transaction.atomic():
            Webhook.objects.select_for_update().get(pk=hook.pk)
            if hook.dispatches.filter(on__gte=on).exists():
                continue
            counts = _counts(hook, on)
            if counts:
                _dispatch(Dispatch(hook=hook, on=on, counts=counts))


def _counts(hook: Webhook, on: datetime.date) -> dict[str, int]:
    """Count what was spoken of since the last message, kind by kind."""
    last = hook.dispatches.order_by("-on").values_list("on", flat=True).first()
    after = last or on - datetime.timedelta(days=1)
    stages = DeadlineStage.objects.filter(spoken=True, told_on__gt=after, told_on__lte=on)
    if hook.unit:
        stages = stages.filter(deadline__unit__path__startswith=hook.unit.path)
    kinds = stages.values_list("deadline__kind", "deadline_id").order_by().distinct()
    return dict(Counter(kind for kind, _deadline in kinds))


def forget_dispatches(*, before: datetime.date) -> int:
    """Delete messages of days before one; the last one to each webhook stays, to count from."""
    last = Webhook.objects.annotate(last=Max("dispatches__pk")).values("last")
    old = Dispatch.objects.filter(on__lt=before).exclude(pk__in=last.filter(last__isnull=False))
    return old.delete()[0]
