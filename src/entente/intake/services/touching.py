"""What a proposal of the reader would create or touch, and what is there already."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from entente.consortia.models import Consortium, Mandate, Membership
from entente.events.models import Event
from entente.experts.models import Engagement
from entente.figures.models import Claim
from entente.intake.documents import Proposal
from entente.kit.letters import is_han
from entente.kit.periods import PartialDate
from entente.kit.records import Record
from entente.office.models import Unit
from entente.organisations import services as organisations
from entente.organisations.models import Organisation, OrganisationName
from entente.partnerships.models import Agreement
from entente.people.models import Person
from entente.research.models import JointCentre
from entente.visits.enums import Way
from entente.visits.models import Visit

CREATE, THERE, TOUCH = "create", "there", "touch"
Touch = dict[str, Any]


def touches(it: Proposal, unit: Unit | None, known: organisations.Known) -> Touch:
    """Say what a proposal would do.

    `action` is `create`, `touch` (a record is there and would learn something) or `there` (nothing
    is left to do).
    """
    match it.kind:
        case "organisation":
            return _organisation(it.fields, known)
        case "agreement":
            return _agreement(it, unit, known)
        case "consortium":
            found = consortium_named(it.fields, unit)
            return _said("consortium", found)
        case "member":
            return _member(it.fields, unit, known)
        case "mandate":
            return _mandate(it.fields, unit)
        case "person":
            return _said("person", person_named(it.fields, unit))
        case "claim":
            return _claim(it.fields, unit)
        case _:
            return _said(it.kind, DOINGS[it.kind](it.fields, unit, known))


def organisation_of(
    named: Mapping[str, Any] | None, known: organisations.Known
) -> Organisation | None:
    """Give the row of ours that a name in a document means."""
    if not named:
        return None
    if row := named.get("row"):  # A person chose it.
        return Organisation.objects.standing().filter(pk=row).first()
    if named.get("id") and (pk := known.ours.get(named["id"])):
        return Organisation.objects.standing().filter(pk=pk).first()
    if named.get("id"):
        return None
    rows = Organisation.objects.standing().filter(names__text__iexact=named["as_named"]).distinct()
    some = list(rows[:2])
    return some[0] if len(some) == 1 else None


def consortium_named(fields: Mapping[str, Any], unit: Unit | None) -> Consortium | None:
    """Give the consortium of our tree that bears one of these names."""
    names = {fields.get(name) for name in ("short", "name_zh", "name_en", "consortium")} - {
        "",
        None,
    }
    rows = Consortium.objects.filter(
        Q(short_name__in=names) | Q(name_zh__in=names) | Q(name_en__in=names)
    )
    return (rows.filter(top_unit=unit.top_id) if unit else rows).first()


def _said(record: str, found: Record | None, action: str = "") -> Touch:
    if found is None:
        return {"action": CREATE, "record": record, "id": None, "name": ""}
    return {"action": action or THERE, "record": record, "id": found.pk, "name": str(found)}


def _organisation(fields: Mapping[str, Any], known: organisations.Known) -> Touch:
    found = organisation_of(fields, known)
    if found is None:
        return _said("organisation", None)
    text = fields["as_named"]
    named = OrganisationName.objects.filter(organisation=found, text__iexact=text).exists()
    return _said("organisation", found, THERE if named or fields["id"] else TOUCH)


def _agreement(it: Proposal, unit: Unit | None, known: organisations.Known) -> Touch:
    partner = organisation_of(it.fields["partner"], known)
    if partner is None:
        return _said("agreement", None)
    rows = Agreement.objects.filter(parties__organisation=partner)
    if unit is not None:
        rows = rows.filter(top_unit=unit.top_id)
    signed, kind = it.fields["signed_on"], it.fields["kind"]
    for row in rows.distinct().order_by("pk"):
        there = str(row.signed_on or "")
        same_day = bool(signed) and (
            there.startswith(signed) or (bool(there) and signed.startswith(there))
        )
        if same_day or (row.kind == kind and not signed):
            if row.kind != kind:
                it.conflicts.append(
                    _("The agreement that is there is kept as “%(kind)s”.")
                    % {"kind": row.get_kind_display()}
                )
            return _said("agreement", row)
        if row.kind == kind and signed and there:
            it.conflicts.append(
                _("One of this kind with this partner was signed on another day: %(day)s.")
                % {"day": there}
            )
    return _said("agreement", None)


def _member(fields: Mapping[str, Any], unit: Unit | None, known: organisations.Known) -> Touch:
    consortium = consortium_named(fields, unit)
    member = organisation_of(fields["organisation"], known)
    if consortium is None or member is None:
        return _said("member", None)
    rows = Membership.objects.filter(consortium=consortium, organisation=member)
    return _said("member", rows.first())


def _mandate(fields: Mapping[str, Any], unit: Unit | None) -> Touch:
    consortium = consortium_named(fields, unit)
    rows = Mandate.objects.filter(consortium=consortium, office=fields["office"])
    if fields["person"]:
        rows = rows.filter(Q(name_then_zh=fields["person"]) | Q(name_then_en=fields["person"]))
    return _said("mandate", rows.first() if consortium else None)


def person_named(fields: Mapping[str, Any], unit: Unit | None) -> Person | None:
    """Give the person of our tree who bears the name."""
    rows = Person.objects.all() if unit is None else Person.objects.filter(top_unit=unit.top_id)
    if fields["name_zh"]:
        return rows.filter(name_zh=fields["name_zh"]).first()
    words = fields["name_en"].split()
    both = Q(family_name=words[0], given_name=" ".join(words[1:]))
    return rows.filter(both | Q(family_name=words[-1], given_name=" ".join(words[:-1]))).first()


def _claim(fields: Mapping[str, Any], unit: Unit | None) -> Touch:
    rows = Claim.objects.filter(words=fields["text"])
    if unit is not None:
        rows = rows.filter(text__top_unit=unit.top_id)
    return _said("claim", rows.first())


# --- What was done --------------------------------------------------------------------------------


def _ours(some: Iterable[Mapping[str, Any]], known: organisations.Known) -> list[Organisation]:
    return [there for it in some if (there := organisation_of(it, known)) is not None]


def _visit(
    fields: Mapping[str, Any], unit: Unit | None, known: organisations.Known
) -> Visit | None:
    partners = _ours(fields["hosts"], known)
    if not (fields["starts_on"] and partners):
        return None
    way = Way.IN if fields["direction"] == "inbound" else Way.OUT
    rows = _of_tree(Visit, unit).filter(way=way, first_day=_first(fields["starts_on"]))
    found: Visit | None = rows.with_organisations(partners).order_by("pk").first()
    return found


def _centre(
    fields: Mapping[str, Any], unit: Unit | None, known: organisations.Known
) -> JointCentre | None:
    rows = _of_tree(JointCentre, unit).order_by("pk")
    name, partners = fields["name"], _ours(filter(None, [fields["partner"]]), known)
    found: JointCentre | None = None
    if name:
        found = rows.filter(Q(name_zh__iexact=name) | Q(name_en__iexact=name)).first()
    if found is None and partners:
        some = list(rows.with_organisations(partners)[:2])
        found = some[0] if len(some) == 1 else None
    return found


def _event(
    fields: Mapping[str, Any], unit: Unit | None, _known: organisations.Known
) -> Event | None:
    kind = {"lecture": "lectures"}.get(fields["kind"], fields["kind"])
    if not fields["on"]:
        return None
    rows = _of_tree(Event, unit).filter(kind=kind, first_day=_first(fields["on"]))
    found: Event | None = rows.order_by("pk").first()
    return found


def _appointment(
    fields: Mapping[str, Any], unit: Unit | None, _known: organisations.Known
) -> Engagement | None:
    name = fields["person"]
    person = person_named({"name_zh": name if is_han(name) else "", "name_en": name}, unit)
    role = fields["role"]
    rows = _of_tree(Engagement, unit).filter(Q(topic_zh__iexact=role) | Q(topic_en__iexact=role))
    found: Engagement | None = rows.filter(person=person).order_by("pk").first() if person else None
    return found


def _of_tree(model: Any, unit: Unit | None) -> Any:
    return model.objects.all() if unit is None else model.objects.filter(top_unit=unit.top_id)


def _first(text: str) -> datetime.date:
    return PartialDate.parse(text).earliest


DOINGS: Mapping[str, Callable[..., Record | None]] = {
    "visit": _visit,
    "centre": _centre,
    "event": _event,
    "appointment": _appointment,
}
