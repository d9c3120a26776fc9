"""Decisions of the office about applications; what applicants do stands in `applying`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entente.kit.audit import changing, changing_all, creating, locking, removing
from entente.kit.errors import DomainError
from entente.mobility.enums import APPLICATION_FLOW, ApplicationState, CallState
from entente.mobility.models import Application, Call, CallQuota, FixedPlace, Wish
from entente.mobility.services.answers import erase_answers
from entente.mobility.services.calls import refuse_published
from entente.office import rules
from entente.office.models import User
from entente.people.models import Person

MOST_WISHES = "mobility.most_wishes"


def enter_application(
    call: Call, *, by: User, person: Person, wishes: Sequence[CallQuota], **values: Any
) -> Application:
    """Enter somebody's application with ranked wishes, the dearest first; it is handed in."""
    with locking(call):
        if call.state != CallState.OPEN:
            message = _("The call is not open: no application can be entered.")
            raise DomainError(message, code="not_open")
        refuse_erased(person)
        application = Application(call=call, person=person, **values)
        if application.state == ApplicationState.HANDED_IN:
            application.handed_in_at = timezone.now()
        creating(application, by=by, verb="application.entered")
        write_wishes(application, wishes, by=by)
    return application


def change_application(
    application: Application,
    *,
    by: User,
    wishes: Sequence[CallQuota],
    seen: int | None = None,
    **values: Any,
) -> None:
    """Correct an application; until the placement is published."""
    with locking(application.call) as call:
        refuse_published(call)
        rewrite(application, wishes, values, by=by, verb="application.changed", seen=seen)


def give_scores(call: Call, scores: Mapping[int, Decimal | None], *, by: User) -> None:
    """Enter what the committee gave, by the numbers of applications; the others stay."""
    with locking(call):
        refuse_published(call)
        rows = Application.objects.filter(
            call=call, state=ApplicationState.HANDED_IN, pk__in=scores
        )
        with changing_all(rows, by=by, verb="application.scored") as held:
            for application in held:
                application.score = scores[application.pk]


def withdraw_application(application: Application, *, by: User) -> None:
    """Take an application back: it stays as it was and takes no part in a placement."""
    with locking(application.call) as call:
        refuse_published(call)
        for place in FixedPlace.objects.filter(application=application):
            removing(place, by=by, verb="place.released")
        with changing(application, by=by, verb="application.withdrawn"):
            application.state = APPLICATION_FLOW.move(application.state, "withdraw_application")


def erase_applications(person: Person, *, by: User) -> None:
    """Erase what a person said of themselves in applications; runs name no person."""
    for application in Application.objects.filter(person=person).order_by("pk"):
        erase_answers(application, by=by)
        with changing(application, by=by, verb="application.erased"):
            application.grade, application.languages, application.answers = None, {}, {}
            application.level = application.field = application.statement = ""


def most_wishes(call: Call) -> int:
    """Give how many wishes an application to a call may rank, by the rule of today."""
    return int(rules.rule(MOST_WISHES, on=timezone.localdate(), unit=call.unit))


# --- What office and applicants share -------------------------------------------------------------


def refuse_erased(person: Person) -> None:
    """Hold a person's row; refuse one whose data were erased."""
    if Person.objects.select_for_update().get(pk=person.pk).erased_at:
        message = _("This person's data were erased; nothing can be added.")
        raise DomainError({"person": message}, code="erased")


def rewrite(
    application: Application,
    wishes: Sequence[CallQuota],
    values: dict[str, Any],
    *,
    by: User,
    verb: str,
    seen: int | None = None,
) -> None:
    """Write other answers, and other wishes where they differ; the call is held by the caller."""
    with changing(application, by=by, verb=verb, seen=seen):
        for name, value in values.items():
            setattr(application, name, value)
    if [wish.quota for wish in application.wishes.select_related("quota")] != list(wishes):
        for wish in application.wishes.all():
            removing(wish, by=by, verb="wish.removed")
        write_wishes(application, wishes, by=by)


def write_wishes(application: Application, wishes: Sequence[CallQuota], *, by: User) -> None:
    """Write ranked wishes: options of the call, each once, not more than the rule allows."""
    if len({wish.pk for wish in wishes}) != len(wishes):
        raise DomainError({"wishes": _("An option is wished for twice.")}, code="twice")
    most = most_wishes(application.call)
    if len(wishes) > most:
        message = ngettext(
            "At most %(most)s wish can be ranked.", "At most %(most)s wishes can be ranked.", most
        )
        raise DomainError({"wishes": message % {"most": most}}, code="too_many")
    for rank, quota in enumerate(wishes, 1):
        if quota.call_id != application.call_id or quota.parts.exists():
            message = _("“%(name)s” is no option of this call.") % {"name": quota.name}
            raise DomainError({"wishes": message}, code="no_option")
        wish = Wish(application=application, quota=quota, rank=rank)
        creating(wish, by=by, verb="wish.entered")
