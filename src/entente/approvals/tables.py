"""How approvals, seals and the register of their use are listed and filtered."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from entente.approvals.enums import ApprovalState, SealKind, SealState
from entente.approvals.models import ApiToken, Approval, Seal
from entente.kit.filters import FilterSet, SearchFilter
from entente.kit.names import print_passage
from entente.kit.states import print_mark
from entente.kit.tables import (
    NOTHING,
    Column,
    Columns,
    CountColumn,
    DateColumn,
    NameColumn,
    StateColumn,
)


class AskedColumn(Column):
    """What is asked, in the reader's language."""

    def text(self, record: Approval) -> SafeString:
        """Print it, with its language."""
        return print_passage(record.asked)


class ScanColumn(Column):
    """Whether the scan came back."""

    def plain(self, record: Any) -> str:
        """Say it in words."""
        if record.scan_missing:
            return pgettext("scan", "missing")
        return pgettext("scan", "there") if record.has_scan else ""

    def text(self, record: Any) -> SafeString:
        """Print it; a gap in red."""
        words = self.plain(record)
        if not words:
            return NOTHING
        return format_html('<span class="{}">{}</span>', "e-late" * record.scan_missing, words)


def about(approval: Any) -> str:
    """Name the record that something is about, with its kind."""
    return f"{approval.record_kind}: {approval.record}" if approval.record else ""


class ApprovalColumns(Columns):
    """A line of the list of approvals."""

    asked = AskedColumn(_("What is asked"), link=True, detail=about)
    number = Column(_("Number"), css="e-num")
    asked_zh = Column(_("What is asked, in Chinese"), sheet_only=True)
    asked_en = Column(_("What is asked, in English"), sheet_only=True)
    unit = NameColumn(_("Unit"), "unit.name")
    asked_by = NameColumn(_("Asked by"), "asked_by.name", css="e-spare")
    submitted_on = DateColumn(_("Handed in"), css="n e-spare")
    needed_by = DateColumn(_("Needed by"), sort="needed_by")
    oa_number = Column(_("OA number"), css="e-num e-spare")
    decided_on = DateColumn(_("Decided"), "result.decided_on")
    approver = Column(_("Decided by"), "result.approver", sheet_only=True)
    conditions = Column(_("Conditions or reason"), "result.conditions", sheet_only=True)
    scan = ScanColumn(_("Scan"), css="e-spare")
    state = StateColumn(_("State"))


MISSING = [("missing", _("Missing"))]


class ApprovalFilter(FilterSet):
    """Ways to narrow the list of approvals."""

    q = SearchFilter()
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=ApprovalState.choices, empty_label=_("State: all")
    )
    scan = django_filters.ChoiceFilter(
        label=_("Scan"), choices=MISSING, method="with_scan", empty_label=_("Scan: all")
    )
    mine = django_filters.ChoiceFilter(
        label=_("Asked by"),
        choices=[("yes", _("Me"))],
        method="with_asker",
        widget=forms.HiddenInput,
    )

    class Meta:
        model = Approval
        fields = ()

    def with_scan(self, rows: QuerySet[Any], _name: str, _value: str) -> QuerySet[Any]:
        """Keep those of which the scan is missing."""
        return rows.lacking_scan()  # type: ignore[attr-defined, no-any-return]

    def with_asker(self, rows: QuerySet[Any], _name: str, _value: str) -> QuerySet[Any]:
        """Keep those that the reader asked for."""
        return rows.filter(asked_by=self.request.user)


# --- Seals ----------------------------------------------------------------------------------------


class InUseColumn(Column):
    """Whether a seal may be put on a document today."""

    def plain(self, record: Seal) -> str:
        """Say it in words."""
        return in_use_words(record)

    def text(self, record: Seal) -> SafeString:
        """Print mark and words."""
        return print_in_use(record)


def in_use_words(seal: Seal) -> str:
    """Say whether a seal is in use today."""
    if seal.is_in_use(timezone.localdate()):
        return gettext("in use")
    return gettext("out of use")


def print_in_use(seal: Seal) -> SafeString:
    """Print whether a seal is in use today."""
    return print_mark(in_use_words(seal), "ok" if seal.is_in_use(timezone.localdate()) else "")


class SealColumns(Columns):
    """A line of the list of seals."""

    name = NameColumn(_("Seal"), link=True)
    kind = Column(_("Kind"), "get_kind_display")
    unit = NameColumn(_("Unit"), "unit.name")
    keeper = NameColumn(_("Keeper"), "keeper.name")
    valid_from = DateColumn(_("In use from"), sort="valid_from")
    valid_until = DateColumn(_("Last day in use"))
    copies = CountColumn(_("Copies sealed"), lambda seal: seal.copies_sealed or 0)
    in_use = InUseColumn(_("State"), css="wide")


class SealFilter(FilterSet):
    """Ways to narrow the list of seals."""

    q = SearchFilter()
    kind = django_filters.ChoiceFilter(
        label=_("Kind"), choices=SealKind.choices, empty_label=_("Kind: all")
    )
    in_use = django_filters.ChoiceFilter(
        label=_("In use"),
        choices=[("yes", _("In use today"))],
        method="used_today",
        empty_label=_("In use: all"),
    )

    class Meta:
        model = Seal
        fields = ()

    def used_today(self, rows: QuerySet[Any], _name: str, _value: str) -> QuerySet[Any]:
        """Keep the seals in use today."""
        return rows.in_use(timezone.localdate())  # type: ignore[attr-defined, no-any-return]


class SealRequestColumns(Columns):
    """A line of the register of seals."""

    document = Column(_("Document"), link=True, detail=lambda it: it.purpose)
    number = Column(_("Number"), css="e-num")
    purpose = Column(_("Purpose"), sheet_only=True)
    seal = NameColumn(_("Seal"), "seal.name")
    kind = Column(_("Kind of seal"), "seal.get_kind_display", sheet_only=True)
    unit = NameColumn(_("Unit"), "unit.name", css="e-spare")
    applicant = NameColumn(_("Applicant"), "applicant.name", css="e-spare")
    approved_by = NameColumn(_("Approved by"), "approved_by.name", sheet_only=True)
    approved_on = DateColumn(_("Approved on"), sheet_only=True)
    copies = CountColumn(_("Copies"))
    copies_sealed = CountColumn(_("Copies sealed"))
    applied_on = DateColumn(_("Sealed on"), sort="applied_on")
    applied_by = NameColumn(_("Sealed by"), "applied_by.name", sheet_only=True)
    keeper = NameColumn(_("Keeper"), "seal.keeper.name", sheet_only=True)
    scan = ScanColumn(_("Scan"), css="e-spare")
    state = StateColumn(_("State"))


class SealRequestFilter(FilterSet):
    """Ways to narrow the register of seals."""

    q = SearchFilter()
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=SealState.choices, empty_label=_("State: all")
    )
    kind = django_filters.ChoiceFilter(
        label=_("Kind of seal"),
        choices=SealKind.choices,
        field_name="seal__kind",
        empty_label=_("Kind of seal: all"),
    )
    seal = django_filters.NumberFilter(
        label=_("Seal"), field_name="seal_id", widget=forms.HiddenInput
    )
    scan = django_filters.ChoiceFilter(
        label=_("Scan"), choices=MISSING, method="with_scan", empty_label=_("Scan: all")
    )
    mine = django_filters.ChoiceFilter(
        label=_("Applicant"),
        choices=[("yes", _("Me"))],
        method="with_applicant",
        widget=forms.HiddenInput,
    )

    def with_scan(self, rows: QuerySet[Any], _name: str, _value: str) -> QuerySet[Any]:
        """Keep the uses of which the scan is missing."""
        return rows.lacking_scan()  # type: ignore[attr-defined, no-any-return]

    def with_applicant(self, rows: QuerySet[Any], _name: str, _value: str) -> QuerySet[Any]:
        """Keep those that the reader applied for."""
        return rows.filter(applicant=self.request.user)


# --- Tokens ---------------------------------------------------------------------------------------


class WorksColumn(Column):
    """Whether a token lets a system in today."""

    def plain(self, record: ApiToken) -> str:
        """Say it in words."""
        if record.revoked_at:
            return gettext("revoked")
        return gettext("valid") if record.works_on(timezone.localdate()) else gettext("run out")

    def text(self, record: ApiToken) -> SafeString:
        """Print mark and word."""
        return print_mark(self.plain(record), "ok" if record.works_on(timezone.localdate()) else "")


class TokenColumns(Columns):
    """A line of the list of tokens."""

    name = Column(_("System"), link=True)
    unit = NameColumn(_("Unit"), "unit.name")
    hint = Column(_("Begins with"), lambda it: f"{it.hint}…", css="e-num")
    may = Column(
        pgettext_lazy("access token", "May"),
        lambda it: _("read and report") if it.may_report else _("read only"),
    )
    last_used_at = DateColumn(_("Last used"))
    valid_until = DateColumn(_("Valid until"))
    works = WorksColumn(_("State"), css="wide")
