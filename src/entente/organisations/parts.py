"""What the register puts into pages of others."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from entente.kit import paging
from entente.kit.parts import (
    Addressee,
    BriefSection,
    BriefSubject,
    LetterField,
    LetterSubject,
    NavEntry,
    letter_subjects,
    navigation,
    organisation_brief,
    organisation_partners,
)
from entente.kit.scope import Officer
from entente.organisations.models import DatedList, DueDiligence, ListEntry, Organisation
from entente.organisations.places import place_name


@navigation.fill(order=10)
def partners() -> tuple[Any, list[NavEntry]]:
    """The register."""
    return _("Partners"), [
        NavEntry(
            _("Organisations"),
            reverse("organisations:organisations"),
            "organisations.view_organisation",
        ),
        NavEntry(
            _("Briefs by country"),
            reverse("organisations:briefs"),
            "organisations.view_organisation",
        ),
        NavEntry(
            _("Groups and rankings"), reverse("organisations:lists"), "organisations.import_list"
        ),
    ]


# --- Letters --------------------------------------------------------------------------------------


@letter_subjects.fill(order=10)
def written_about() -> LetterSubject:
    """Let letters be written about an organisation, to itself."""
    fields = (
        *LetterField.both(
            "organisation", _("Name of the organisation"), lambda it, at: getattr(it, f"name_{at}")
        ),
        *LetterField.both("city", _("Its city"), lambda it, at: getattr(it, f"city_{at}")),
        *LetterField.both(
            "place", _("Its country or region"), lambda it, at: place_name(it.country, at)
        ),
        LetterField("website", _("Its web site"), lambda it: it.website),
    )
    return LetterSubject(Organisation, fields, lambda it, _officer: [addressee(it)])


def addressee(organisation: Organisation) -> Addressee:
    """Let a letter go to an organisation."""
    return Addressee(organisation.name_zh, organisation.name_en, record=organisation)


# --- Briefs ---------------------------------------------------------------------------------------

NEWEST = 50
SEE_NOTES = "organisations.view_duediligence"


@organisation_brief.fill(order=10)
def who_they_are(subject: BriefSubject, officer: Officer, on: datetime.date) -> list[BriefSection]:
    """Tell names, place, identifiers and rankings; of a country our partners there."""
    if subject.organisation is None:
        return [_country(subject, on), _partners_there(subject, officer)]
    sections = [_itself(subject.organisation, on), _below(subject.organisation)]
    if officer.may(SEE_NOTES):
        sections.append(_notes(subject, officer))
    return [section for section in sections if section]


def _itself(organisation: Organisation, on: datetime.date) -> BriefSection:
    names = organisation.names.exclude(text__in=[organisation.name_zh, organisation.name_en])
    place = filter(None, (str(organisation.city), organisation.place))
    facts = [
        (gettext("Kind"), organisation.get_kind_display()),
        (gettext("Place"), " · ".join(place)),
        (gettext("Part of"), organisation.parent and organisation.parent.name),
        (gettext("Founded"), organisation.founded_on and organisation.founded_on.localized()),
        (gettext("Web site"), organisation.website),
        (gettext("Further names"), "; ".join(name.text for name in names[:8])),
        *((it.get_scheme_display(), it.value) for it in organisation.identifiers.all()),
        *_standing(Q(organisation=organisation), organisation.country, on),
    ]
    return BriefSection(
        gettext("Who they are"), facts=tuple((label, value) for label, value in facts if value)
    )


def _standing(whose: Q, country: str, on: datetime.date) -> Iterator[tuple[str, str]]:
    """Tell the place in rankings, and the groups of countries, as they are on that day."""
    newest: dict[str, int] = {}
    for held in DatedList.objects.filter(valid_from__lte=on).order_by("valid_from", "pk"):
        newest[held.name] = held.pk
    entries = ListEntry.objects.filter(of__in=newest.values())
    lines = entries.filter(whose | (Q(country=country) & ~Q(country=""))).select_related("of")
    for entry in lines.order_by("of__kind", "of__name"):
        label = f"{entry.of.name} {entry.of.valid_from.isoformat()}"
        if entry.of.is_ranking:
            yield label, gettext("place %(place)s") % {"place": entry.position}
        else:
            yield label, place_name(entry.country)


def _below(organisation: Organisation) -> BriefSection | None:
    units = list(organisation.units.order_by("pk")[:NEWEST])
    if not units:
        return None
    return BriefSection(
        gettext("Faculties and laboratories known to us"),
        lines=tuple(f"{unit.name} · {unit.get_kind_display()}" for unit in units),
    )


def _notes(subject: BriefSubject, officer: Officer) -> BriefSection:
    notes = DueDiligence.objects.visible_to(officer).about(subject.organisation).for_list()
    return BriefSection(
        gettext("Due diligence"),
        headings=(gettext("Day"), gettext("Grade"), gettext("Note"), gettext("Noted by")),
        rows=tuple(
            (note.noted_on.isoformat(), note.get_grade_display(), note.text, note.owner)
            for note in notes[:10]
        ),
        widths=(3, 3, 7, 3),
        empty=gettext("Your unit has noted nothing."),
    )


def _country(subject: BriefSubject, on: datetime.date) -> BriefSection:
    known = paging.count(subject.organisations)
    facts = [
        (gettext("Organisations in the register"), str(known)),
        *_standing(Q(pk__in=()), subject.place, on),
    ]
    return BriefSection(gettext("The country or region"), facts=tuple(facts))


def _partners_there(subject: BriefSubject, officer: Officer) -> BriefSection:
    ties = Q(pk__in=())
    for keys in organisation_partners(officer):
        ties |= Q(pk__in=keys)
    found = list(subject.organisations.filter(ties).order_by("name_en", "pk")[: NEWEST + 1])
    rows = islice(found, NEWEST)
    return BriefSection(
        gettext("Our partners there"),
        headings=(gettext("Organisation"), gettext("City"), gettext("Kind")),
        rows=tuple((it.name, it.city, it.get_kind_display()) for it in rows),
        widths=(6, 3, 3),
        note=gettext("The first %(number)s are listed.") % {"number": NEWEST}
        if len(found) > NEWEST
        else "",
        empty=gettext("No agreement with anybody there is in force."),
    )
