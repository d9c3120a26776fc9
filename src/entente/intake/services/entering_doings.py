"""What a document tells of being done becomes records: visits, joint centres, events, experts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from entente.events import services as events
from entente.experts import services as experts
from entente.intake.documents.cues import told
from entente.intake.enums import ProposedKind
from entente.intake.models import Proposed
from entente.intake.services.entering_names import language_of, partner_of, person_of
from entente.kit.errors import DomainError
from entente.kit.records import Record
from entente.office.models import User
from entente.organisations import services as organisations
from entente.organisations.models import Organisation
from entente.research import services as research
from entente.visits import services as visits
from entente.visits.enums import Way
from entente.visits.models import Visit

LONGEST_SOURCE = 1000
Known = organisations.Known


def _in_both(
    sentence: Callable[[], str], some: Sequence[Organisation], name: str
) -> dict[str, str]:
    """Say a sentence on institutions in both languages, each with the names of its language."""
    said = {}
    for code, language, between in (("zh-hans", "zh", "、"), ("en", "en", ", ")):
        names = [getattr(it, f"name_{language}") or str(it.name) for it in some]
        with override(code):
            said[f"{name}_{language}"] = (sentence() % {"partner": between.join(names)})[:200]
    return said


# --- Visits ---------------------------------------------------------------------------------------


def _visit(proposed: Proposed, known: Known, by: User) -> Record:
    said = proposed.fields
    _need(said["starts_on"], _("The document does not say when. Correct it: give the first day."))
    if not said["hosts"]:
        raise DomainError(
            _("The document does not say with which institution. Enter this visit by hand."),
            code="no_partner",
        )
    partners = [partner_of(it, proposed, known, by) for it in said["hosts"]]
    inbound = said["direction"] == "inbound"
    visit = visits.plan_visit(
        by=by,
        unit=proposed.document.unit,
        way=Way.IN if inbound else Way.OUT,
        starts_on=said["starts_on"],
        ends_on=said["ends_on"] or None,
        incomplete=True,
        source=proposed.quote[:LONGEST_SOURCE],
        **_in_both(_came if inbound else _went, partners, "title"),
    )
    leader = said["led_by"]
    names = [(leader["name"], leader["role"])] if leader else []
    if inbound:
        for at, partner in enumerate(partners):
            named = names if at == 0 else []
            visits.add_delegates(visit, by=by, organisation=partner, names=named, number=1)
    elif names:
        [first] = visits.add_delegates(visit, by=by, names=names)
        visits.change_delegate(first, by=by, leads=True)
    if not inbound:
        for partner in partners:
            visits.add_stop(visit, by=by, organisation=partner)
    _bring(visit, said["outcomes"], by)
    today = timezone.localdate()
    if visit.last_day <= today and visit.delegates.exists():
        visits.confirm_visit(visit, by=by, on=today)
    return visit


def _came() -> str:
    return _("Visit of %(partner)s")


def _went() -> str:
    return _("Visit to %(partner)s")


def _bring(visit: Visit, outcomes: Sequence[Mapping[str, Any]], by: User) -> None:
    for it in outcomes:
        text = it["text"]
        visits.add_outcome(
            visit,
            by=by,
            kind=told("brought", text) or "promise",
            **{f"text_{language_of(text)}": text},
        )


# --- Joint laboratories and centres ---------------------------------------------------------------


def _centre(proposed: Proposed, known: Known, by: User) -> Record:
    said = proposed.fields
    partner = partner_of(said["partner"], proposed, known, by) if said["partner"] else None
    if partner is None and not said["name"]:
        raise DomainError(
            _("The document gives neither a name nor a partner. Enter it by hand."), code="no_name"
        )
    today = timezone.localdate()
    name = said["name"]
    named = {f"name_{language_of(name)}": name} if name else {}
    if partner is not None and not named:
        named = _in_both(_kept, [partner], "name")
    centre = research.plan_centre(
        by=by,
        on=today,
        unit=proposed.document.unit,
        kind=told("together", name or proposed.quote) or "centre",
        founded_on=said["founded_on"] or None,
        source=proposed.quote[:LONGEST_SOURCE],
        **named,
    )
    if partner is not None:
        since = said["founded_on"] or None
        research.add_partner(centre, by=by, organisation=partner, since=since)
    research.found_centre(centre, by=by, on=today)
    return centre


def _kept() -> str:
    return _("Joint centre with %(partner)s")


# --- Events ---------------------------------------------------------------------------------------


def _event(proposed: Proposed, known: Known, by: User) -> Record:
    said = proposed.fields
    _need(said["on"], _("The document does not say when. Correct it: give the first day."))
    words = said.get("title") or " ".join(proposed.spans[0]["text"].split())
    today = timezone.localdate()
    host = partner_of(said["host"], proposed, known, by) if said["host"] else None
    event = events.draft_event(
        by=by,
        unit=proposed.document.unit,
        on=today,
        kind={"lecture": "lectures"}.get(said["kind"], said["kind"]),
        starts_on=said["on"],
        source=proposed.quote[:LONGEST_SOURCE],
        **{f"title_{language_of(words)}": words[:300]},
    )
    if host is not None and host.unit is None:
        events.add_host(event, by=by, on=today, organisation=host, role="host")
    return event


# --- Appointments of experts ----------------------------------------------------------------------


def _appointment(proposed: Proposed, known: Known, by: User) -> Record:
    said = proposed.fields
    _need(said["starts_on"], _("The document does not say when. Correct it: give the first day."))
    home = partner_of(said["organisation"], proposed, known, by) if said["organisation"] else None
    role = said["role"]
    return experts.plan_engagement(
        by=by,
        unit=proposed.document.unit,
        kind=told("engaged", role) or "long_term",
        person=person_of(said["person"], proposed, by),
        organisation=home if home is None or home.unit is None else None,
        starts_on=said["starts_on"],
        source=proposed.quote[:LONGEST_SOURCE],
        **{f"topic_{language_of(role)}": role},
    )


def _need(value: Any, sentence: str) -> None:
    if not value:
        raise DomainError(sentence, code="no_day")


ENTERED_DOINGS: Mapping[str, Callable[[Proposed, Known, User], Record]] = {
    ProposedKind.VISIT: _visit,
    ProposedKind.CENTRE: _centre,
    ProposedKind.EVENT: _event,
    ProposedKind.APPOINTMENT: _appointment,
}
