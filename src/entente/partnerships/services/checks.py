"""Decisions about checks: who is asked, what they answer, when an agreement goes on."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from entente.kit import notices
from entente.kit.audit import changing, creating, locking
from entente.kit.errors import DomainError
from entente.office import rules
from entente.office.models import RoleGrant, User
from entente.office.models.rules import ancestors
from entente.partnerships.enums import AGREEMENT_FLOW, AgreementState, Answer, Department
from entente.partnerships.models import Agreement, Check, fingerprint
from entente.partnerships.services.guards import demand_parties, demand_reason

S = AgreementState
EVERY = "all"
NEEDS_WORDS = (Answer.REMARKS, Answer.OBJECTION)


def departments_for(agreement: Agreement, *, on: datetime.date) -> list[Department]:
    """List the departments that the rules ask to check an agreement, by its kind and content."""
    touched = {EVERY, agreement.kind, *agreement.content_codes}
    return [
        department
        for department in Department
        if touched & set(rules.rule(department.rule, on=on, unit=agreement.unit))
    ]


def nobody_answers(
    agreement: Agreement, departments: Iterable[str], *, on: datetime.date
) -> list[Department]:
    """List those of the departments whose role nobody holds for the unit: they never answer."""
    asked = [Department(department) for department in departments]
    held = set(_grants(agreement, asked, on).values_list("role", flat=True)) if asked else set()
    return [department for department in asked if department.value not in held]


def nobody_in_words(departments: list[Department]) -> str:
    """Say that nobody answers for these departments, and what helps."""
    return _(
        "Nobody answers for %(departments)s: nobody holds that role for this unit. Ask the"
        " administrator to grant it; until then the agreement waits."
    ) % {"departments": _(", ").join(str(it.label) for it in departments)}


def _grants(agreement: Agreement, departments: Iterable[str], on: datetime.date) -> Any:
    return RoleGrant.objects.holding(on).filter(
        Q(unit__isnull=True) | Q(unit__in=ancestors(agreement.unit)),
        role__in=list(departments),
        user__is_active=True,
    )


def submit_agreement(
    agreement: Agreement,
    *,
    by: User,
    on: datetime.date | None = None,
    parts: Mapping[str, str] | None = None,
    also: Iterable[str] = (),
    seen: int | None = None,
) -> None:
    """Hand a draft in: each department that its kind and content need is asked for its part.

    `parts` names for a department the clauses it is to look at, `also` further departments. A
    department that passed the very same text and part is not asked again. Where nobody need be
    asked, the agreement waits for approval at once.
    """
    on = on or timezone.localdate()
    with changing(agreement, by=by, verb="agreement.submitted", seen=seen):
        agreement.state = AGREEMENT_FLOW.move(agreement.state, "submit")
        demand_parties(agreement)
        asked = {*departments_for(agreement, on=on), *map(Department, also)}
        _ask(agreement, asked, parts or {}, on=on, by=by)
        if not Check.objects.current().filter(agreement=agreement, answer="").exists():
            agreement.state = AGREEMENT_FLOW.move(agreement.state, "pass_checks")


def answer_check(check: Check, *, answer: str, note: str = "", on: datetime.date, by: User) -> None:
    """Answer for a department; once all have passed, the agreement goes on to approval."""
    with locking(check.agreement) as agreement:
        if agreement.state != S.CHECKS or not check.is_current:
            raise DomainError(
                _("This text is not being checked any more: the agreement stands at “%(state)s”.")
                % {"state": AgreementState(agreement.state).label},
                code="not_checked",
            )
        if answer in NEEDS_WORDS and not note.strip():
            raise DomainError(
                {"note": _("Say what you remark or why you object.")}, code="no_reason"
            )
        with changing(check, by=by, verb="check.answered"):
            check.answer, check.note = answer, note
            check.answered_by, check.answered_on = by, on
        if answer == Answer.OBJECTION:
            _tell_owner_of_objection(check)
        current = Check.objects.current().filter(agreement=agreement)
        if not current.filter(Q(answer="") | Q(answer=Answer.OBJECTION)).exists():
            _pass(agreement, by=by)


def send_on(agreement: Agreement, *, reason: str, by: User) -> None:
    """Send on to approval in spite of an objection, with the reason; all must have answered."""
    demand_reason(reason)
    with locking(agreement):
        waiting = Check.objects.current().filter(agreement=agreement, answer="")
        if names := [check.get_department_display() for check in waiting]:
            raise DomainError(
                _("Not all departments have answered. Still open: %(departments)s.")
                % {"departments": _(", ").join(map(str, names))},
                code="checks_open",
            )
        _pass(agreement, by=by, note=reason)


def recall_agreement(agreement: Agreement, *, by: User) -> None:
    """Take an agreement back while departments check it, to change its text."""
    with changing(agreement, by=by, verb="agreement.recalled"):
        agreement.state = AGREEMENT_FLOW.move(agreement.state, "recall")


def check_again(agreement: Agreement, *, by: User) -> None:
    """Ask those departments anew whose answer was about another text than there is now."""
    with transaction.atomic(), locking(agreement):
        if agreement.state not in (S.CHECKS, S.IN_REVIEW):
            return
        now = fingerprint(agreement)
        stale = list(Check.objects.current().filter(agreement=agreement).exclude(fingerprint=now))
        if not stale:
            return
        if agreement.state == S.IN_REVIEW:
            with changing(agreement, by=by, verb="agreement.checked_again"):
                agreement.state = AGREEMENT_FLOW.move(agreement.state, "check_again")
        parts = {check.department: check.part for check in stale}
        departments = {Department(check.department) for check in stale}
        _ask(agreement, departments, parts, on=timezone.localdate(), by=by)


def _ask(
    agreement: Agreement,
    departments: set[Department],
    parts: Mapping[str, str],
    *,
    on: datetime.date,
    by: User,
) -> None:
    """Open a check for each department, unless it passed this very text and part before."""
    now = fingerprint(agreement)
    held = {check.department: check for check in agreement.checks.filter(is_current=True)}
    for department in Department:
        last = held.get(department.value)
        if department not in departments:
            if last is not None:
                _replace(last, by=by)
            continue
        part = parts.get(department.value, last.part if last else "").strip()
        if last is not None:
            same = last.fingerprint == now and last.part == part
            if same and last.answer in (Answer.PASS, Answer.REMARKS):
                continue
            _replace(last, by=by)
        check = Check(
            agreement=agreement,
            department=department.value,
            part=part,
            fingerprint=now,
            asked_on=on,
        )
        creating(check, by=by, verb="check.asked")
        _tell_department(check)


def _replace(check: Check, *, by: User) -> None:
    with changing(check, by=by, verb="check.replaced"):
        check.is_current = False


def _pass(agreement: Agreement, *, by: User, note: str = "") -> None:
    with changing(agreement, by=by, verb="agreement.checked", note=note):
        agreement.state = AGREEMENT_FLOW.move(agreement.state, "pass_checks")


# --- Notices --------------------------------------------------------------------------------------


def _tell_department(check: Check) -> None:
    """Tell those who hold the department's role for this unit, once."""
    agreement = check.agreement
    grants = _grants(agreement, [check.department], timezone.localdate())
    users = {grant.user for grant in grants.select_related("user")}
    _tell(users, check, f"check.asked:{check.pk}", check.get_absolute_url(), _asked)


def _tell_owner_of_objection(check: Check) -> None:
    """Tell the owner of the agreement that a department objects."""
    agreement = check.agreement
    if agreement.owner:
        key = f"check.objection:{check.pk}:{check.version}"
        _tell([agreement.owner], check, key, agreement.get_absolute_url(), _objected)


def _asked(check: Check) -> str:
    return _("Please check your part of an agreement: %(title)s") % {"title": check.agreement.title}


def _objected(check: Check) -> str:
    return _("%(department)s objects to an agreement: %(title)s") % {
        "department": check.get_department_display(),
        "title": check.agreement.title,
    }


def _tell(
    users: Iterable[User], check: Check, key: str, url: str, words: Callable[[Check], str]
) -> None:
    said = {}
    for language, code in (("zh", "zh-hans"), ("en", "en")):
        with translation.override(code):
            said[language] = words(check)
    notices.tell(users, key=key, url=url, **said)
