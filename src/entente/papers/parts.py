"""What letters show in other pages: the record they are about, work list, navigation."""

from __future__ import annotations

import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from entente.kit import paging
from entente.kit.models import Attachment
from entente.kit.models.files import AttachmentKind, Visibility
from entente.kit.parts import (
    ApprovalSubject,
    BriefSection,
    BriefSubject,
    NavEntry,
    Part,
    SealedOn,
    WorkGroup,
    WorkItem,
    agreement_page,
    approval_subjects,
    brief_matters,
    navigation,
    organisation_brief,
    organisation_page,
    person_page,
    record_holds,
    work_list,
)
from entente.kit.scope import Officer
from entente.papers import reading, services
from entente.papers.enums import CHANGE, NUMBERED, SEAL, VIEW, VIEW_TEMPLATES, LetterState
from entente.papers.models import Letter
from entente.papers.tables import name_record

SHOWN = 5
# Who usually approves a letter; an office writes its own list on the first one.
STEPS = (("经办单位", "Unit in charge"), ("国际合作与交流处", "International office"))
# A partner has few faculties and laboratories.
MOST_ASKED = 500


@navigation.fill(order=40)
def letters() -> tuple[Any, list[NavEntry]]:
    """Offer the register and the templates."""
    return pgettext_lazy("navigation", "Papers"), [
        NavEntry(_("Letters"), reverse("papers:letters"), VIEW),
        NavEntry(_("Letter templates"), reverse("papers:templates"), VIEW_TEMPLATES),
    ]


def _of(record: Any, officer: Officer, keys: list[int] | None = None) -> Part | None:
    if not officer.may(VIEW):
        return None
    rows = Letter.objects.visible_to(officer).concerning(record, keys)
    found = list(rows.for_list().order_by("-pk")[: SHOWN + 1])
    may_write = officer.may(CHANGE)
    if not found and not may_write:
        return None
    named = name_record(record)
    return Part(
        "papers/parts/letters_of.html",
        {
            "letters": with_scans(found[:SHOWN]),
            "more": len(found) > SHOWN,
            "all_url": f"{reverse('papers:letters')}?record={named}",
            "write_url": f"{reverse('papers:write')}?about={named}" if may_write else "",
        },
    )


def with_scans(letters: list[Letter]) -> list[tuple[Letter, Attachment | None]]:
    """Put the newest scan beside each letter, in one query; confidential ones stay away."""
    if not letters:
        return []
    scans = Attachment.objects.filter(
        record_type=ContentType.objects.get_for_model(Letter),
        record_id__in=[letter.pk for letter in letters],
        kind=AttachmentKind.SCAN,
    ).exclude(visibility=Visibility.CONFIDENTIAL)
    newest = {scan.record_id: scan for scan in scans.order_by("pk")}
    return [(letter, newest.get(letter.pk)) for letter in letters]


@organisation_page.fill(order=60)
def of_organisation(organisation: Any, officer: Officer) -> Part | None:
    """Show the letters about an organisation or to it, those of merged rows too."""
    merged = organisation.absorbed.values_list("pk", flat=True)
    return _of(organisation, officer, [organisation.pk, *merged])


@agreement_page.fill(order=60)
def of_agreement(agreement: Any, officer: Officer) -> Part | None:
    """Show the letters about an agreement."""
    return _of(agreement, officer)


@person_page.fill(order=60)
def of_person(person: Any, officer: Officer) -> Part | None:
    """Show the letters about a person or to them."""
    return _of(person, officer)


def item(letter: Letter, **values: Any) -> WorkItem:
    """Show a letter as something to do."""
    title = letter.addressee or letter.title
    return WorkItem(title, letter.get_absolute_url(), letter.title, **values)


def group(key: str, title: Any, rows: Any, query: str, **options: Any) -> WorkGroup:
    """Collect the oldest of the rows, and how many there are."""
    found = list(rows.for_list().order_by("pk")[:SHOWN])
    total = paging.count(rows) if len(found) == SHOWN else len(found)
    url = f"{reverse('papers:letters')}?{query}"
    return WorkGroup(key, title, [item(row) for row in found], total, url, **options)


@work_list.fill(order=50)
def to_seal(officer: Officer, _on: datetime.date) -> WorkGroup | None:
    """List the letters that lack their seal."""
    if not officer.may(SEAL):
        return None
    rows = Letter.objects.visible_to(officer, SEAL).unsealed()
    return group("seals", _("Letters that lack their seal"), rows, "unsealed=yes")


@work_list.fill(order=51)
def my_drafts(officer: Officer, _on: datetime.date) -> WorkGroup | None:
    """List the drafts of letters that this person wrote."""
    if not officer.may(CHANGE):
        return None
    rows = Letter.objects.visible_to(officer, CHANGE).drafts_of(officer.pk)
    return group("letters", _("My drafts of letters"), rows, "state=draft&mine=yes", aside=True)


# --- Briefs ---------------------------------------------------------------------------------------


def _with(subject: BriefSubject, officer: Officer) -> Any:
    if subject.organisation is None:
        return Letter.objects.none()
    keys = list(subject.organisations.values_list("pk", flat=True)[:MOST_ASKED])
    return Letter.objects.visible_to(officer).concerning(subject.organisation, keys)


@organisation_brief.fill(order=60)
def in_brief(subject: BriefSubject, officer: Officer, _on: datetime.date) -> list[BriefSection]:
    """Tell which letters went to a partner or were about it."""
    if subject.organisation is None or not officer.may(VIEW):
        return []
    found = _with(subject, officer).filter(state__in=NUMBERED).for_list().order_by("-pk")[:10]
    return [
        BriefSection(
            gettext("Letters"),
            headings=(
                *(gettext("Letter"), gettext("Number"), gettext("Addressee")),
                *(gettext("Issued"), gettext("State")),
            ),
            rows=tuple(
                (it.title, it.number, it.addressee, it.issued_on, it.get_state_display())
                for it in found
            ),
            widths=(5, 4, 5, 3, 2),
            empty=gettext("No letter has been issued."),
        )
    ]


@brief_matters.fill(order=40)
def open_letters(
    subject: BriefSubject, officer: Officer, _on: datetime.date
) -> list[tuple[Any, ...]]:
    """List drafts, and letters that are not sent yet."""
    if not officer.may(VIEW):
        return []
    open_states = (LetterState.DRAFT, LetterState.ISSUED, LetterState.SEALED)
    rows = _with(subject, officer).filter(state__in=open_states).for_list().order_by("-pk")
    return [(it.title, it.get_state_display(), it.issued_on) for it in rows[:10]]


# --- Approval and seal ----------------------------------------------------------------------------


@approval_subjects.fill(order=20)
def to_approve() -> ApprovalSubject:
    """Letters are put to approval and sealed; what lacks its seal is listed above."""
    return ApprovalSubject(
        Letter,
        CHANGE,
        facts,
        STEPS,
        signed_since=issued_since,
        on_sealed=on_sealed,
        lists_itself=True,
    )


def facts(letter: Letter) -> list[tuple[Any, Any]]:
    """Say what the form of an approval says of a letter: what it is, to whom, its whole text."""
    content = services.content_of(letter, timezone.localdate())
    return [
        (gettext("Kind"), letter.get_kind_display()),
        (gettext("Addressee"), letter.addressee),
        (gettext("Signed by"), letter.signatory),
        (gettext("Number"), letter.number),
        (gettext("Text"), "\n".join(reading.read(content).lines()) if content else ""),
    ]


def issued_since(rows: Any, day: datetime.date) -> Any:
    """Keep those that were issued on a day or later and still lack their seal."""
    return rows.unsealed().filter(issued_on__gte=day)


def on_sealed(letter: Letter, sealed: SealedOn) -> None:
    """Take up the seal from the register."""
    if letter.state == LetterState.ISSUED:
        services.seal_letter(letter, on=sealed.day, seal=sealed.seal, by=sealed.by)


@record_holds.fill(order=20)
def not_in_order(record: Any, step: str) -> str | None:
    """Keep the seal from a draft, whose text may change, and from what was withdrawn.

    Approval is asked for drafts only.
    """
    if step not in ("seal", "ask") or not isinstance(record, Letter):
        return None
    if step == "ask" and record.state != LetterState.DRAFT:
        return gettext("The letter is issued. Approval is asked for drafts.")
    if step == "ask":
        return None
    if record.state == LetterState.DRAFT:
        return gettext("The letter is a draft. Issue it first: then its text is fixed.")
    if record.state == LetterState.WITHDRAWN:
        return gettext("The letter was withdrawn.")
    return None
