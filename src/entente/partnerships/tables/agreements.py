"""How agreements are listed and filtered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from entente.kit.bilingual import LANGUAGES
from entente.kit.filters import FilterSet, RemoteChoiceFilter, SearchFilter
from entente.kit.names import print_name, print_passage
from entente.kit.periods import add_months
from entente.kit.states import print_mark, print_state
from entente.kit.tables import Column, Columns, DateColumn, NameColumn, StateColumn
from entente.organisations.enums import Region
from entente.organisations.models import Organisation
from entente.partnerships.enums import AgreementKind, AgreementState, Answer, TextLanguage
from entente.partnerships.models import Agreement, AgreementParty, Authorisation, Check

SHOWN_PARTNERS = 3


def print_partners(partners: Sequence[AgreementParty]) -> SafeString:
    """Print the partners; of more than three the first three and how many more there are."""
    shown = ((print_name(party),) for party in partners[:SHOWN_PARTNERS])
    names = format_html_join(" · ", "{}", shown)
    if len(partners) <= SHOWN_PARTNERS:
        return names
    more = gettext("and %(number)s more") % {"number": len(partners) - SHOWN_PARTNERS}
    return format_html("{} <small>{}</small>", names, more)


class PartnerColumn(Column):
    """The partners, and below them the title; a draft without partners shows its title."""

    def cell(self, record: Agreement) -> SafeString:
        """Print the partners, who lead to the agreement, and below them the title."""
        partners, title = record.theirs, print_passage(record.title)
        address = record.get_absolute_url()
        if not partners:
            return format_html('<a href="{}">{}</a>', address, title)
        names = print_partners(partners)
        return format_html('<a href="{}">{}</a><small>{}</small>', address, names, title)

    def plain(self, record: Agreement) -> str:
        """Name every partner."""
        return "; ".join(str(party) for party in record.theirs)


class TextsColumn(Column):
    """In which languages the agreement is written, or which text is missing."""

    def plain(self, record: Agreement) -> str:
        """Say it in words."""
        if record.texts_missing:
            return gettext("missing: %(languages)s") % {
                "languages": language_names(record.texts_missing.split(","))
            }
        return language_names(record.language_codes)

    def text(self, record: Agreement) -> SafeString:
        """Print it; a gap in red."""
        css = "e-late" if record.texts_missing else ""
        return format_html('<span class="{}">{}</span>', css, self.plain(record) or "–")


class WhereItStands(StateColumn):
    """The state; of one that ends within three months, how many days are left."""

    def text(self, record: Agreement) -> SafeString:
        """Print mark and words."""
        return print_standing(record)


def print_standing(agreement: Agreement) -> SafeString:
    """Print the state, or in how many days it ends or renews where they are few."""
    today = timezone.localdate()
    left = agreement.days_left(today)
    if left is None or agreement.last_day > add_months(today, 3):
        return print_state(agreement)
    if agreement.renews_by_itself:
        return print_mark(_renews(left), "wait") if left >= 0 else print_state(agreement)
    if left < 0:
        return print_mark(gettext("has run out"), "stop")
    words = ngettext("ends in %(days)d day", "ends in %(days)d days", left) % {"days": left}
    return print_mark(words, "wait")


def _renews(left: int) -> str:
    words = ngettext("renews in %(days)d day", "renews in %(days)d days", left)
    return words % {"days": left}


def language_names(codes: list[str]) -> str:
    """Name languages in the reader's language, Chinese and English first."""
    order = {code: place for place, code in enumerate([*LANGUAGES, *TextLanguage.values])}
    known = sorted((code for code in codes if code in order), key=lambda code: order[code])
    return gettext(", ").join(str(TextLanguage(code).label) for code in dict.fromkeys(known))


class AgreementColumns(Columns):
    """A line of the list of agreements."""

    partner = PartnerColumn(_("Partner and agreement"))
    number = Column(_("Number"), sheet_only=True)
    title_zh = Column(_("Title in Chinese"), sheet_only=True)
    title_en = Column(_("Title in English"), sheet_only=True)
    unit = NameColumn(_("Unit"), "unit.name")
    kind = Column(_("Kind"), "get_kind_display")
    programme = Column(_("Programme"), sheet_only=True)
    reach = Column(_("Domestic"), lambda it: gettext("Yes") if it.domestic else "", sheet_only=True)
    texts = TextsColumn(_("Texts"), css="e-spare")
    signed_on = DateColumn(_("Signed"), sheet_only=True)
    begins = DateColumn(_("Begins"), lambda it: it.starts_on or it.signed_on, sort="first_day")
    ends_on = DateColumn(_("Ends"), sort="last_day")
    owner = NameColumn(_("Owner"), "owner.name", sheet_only=True)
    state = WhereItStands(_("State"))


class AgreementFilter(FilterSet):
    """Ways to narrow the list of agreements."""

    q = SearchFilter()
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=AgreementState.choices, empty_label=_("State: all")
    )
    kind = django_filters.ChoiceFilter(
        label=_("Kind"), choices=AgreementKind.choices, empty_label=_("Kind: all")
    )
    ends = django_filters.ChoiceFilter(
        label=_("Ends"),
        choices=[
            ("3", _("Within 3 months")),
            ("6", _("Within 6 months")),
            ("12", _("Within 12 months")),
        ],
        method="with_end",
        empty_label=_("Ends: any time"),
    )
    region = django_filters.ChoiceFilter(
        label=_("Region"),
        choices=Region.choices,
        method="with_region",
        empty_label=_("Region: all"),
    )
    reach = django_filters.ChoiceFilter(
        label=_("Reach"),
        choices=[("international", _("International")), ("domestic", _("Domestic"))],
        method="with_reach",
        empty_label=_("Reach: all"),
    )
    texts = django_filters.ChoiceFilter(
        label=_("Texts"),
        choices=[("missing", _("Missing"))],
        method="with_texts",
        widget=forms.HiddenInput,
    )
    mine = django_filters.ChoiceFilter(
        label=_("Owner"),
        choices=[("yes", _("Me"))],
        method="with_owner",
        widget=forms.HiddenInput,
    )
    partner = RemoteChoiceFilter(Organisation, label=_("Partner"), method="with_partner")

    class Meta:
        model = Agreement
        fields = ()

    def with_end(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Keep those in force that end within so many months from today."""
        return rows.ending(timezone.localdate(), months=int(value))  # type: ignore[attr-defined, no-any-return]

    def with_region(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Keep those with a partner in that region."""
        partners = Organisation.objects.in_region(value)
        return rows.with_organisations(partners)  # type: ignore[attr-defined, no-any-return]

    def with_reach(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Keep those within one country, or those across borders."""
        return rows.filter(domestic=value == "domestic")

    def with_texts(self, rows: QuerySet[Any], _name: str, _value: str) -> QuerySet[Any]:
        """Keep those of which a text is not in the files."""
        return rows.lacking_texts()  # type: ignore[attr-defined, no-any-return]

    def with_owner(self, rows: QuerySet[Any], _name: str, _value: str) -> QuerySet[Any]:
        """Keep those that the reader owns."""
        return rows.filter(owner=self.request.user)

    def with_partner(self, rows: QuerySet[Any], _name: str, value: Organisation) -> QuerySet[Any]:
        """Keep those with this partner or with a faculty or laboratory of it."""
        partners = value.itself_and_below
        return rows.with_organisations(partners)  # type: ignore[attr-defined, no-any-return]


class AgreementOfCheck(Column):
    """The agreement; it leads to the department's part of it."""

    def cell(self, record: Check) -> SafeString:
        """Print title and partners."""
        return format_html(
            '<a href="{}">{}</a><small>{}</small>',
            record.get_absolute_url(),
            print_passage(record.agreement.title),
            print_partners(record.agreement.theirs),
        )

    def plain(self, record: Check) -> str:
        """Give the title."""
        return str(record.agreement.title)


class AnswerColumn(Column):
    """What the department said, or that it has not yet."""

    def plain(self, record: Check) -> str:
        """Say it in words."""
        return str(record.get_answer_display() or gettext("waits for an answer"))

    def text(self, record: Check) -> SafeString:
        """Print mark and words."""
        return print_mark(self.plain(record), record.mark)


class CheckColumns(Columns):
    """A line of a department's list."""

    agreement = AgreementOfCheck(_("Agreement"))
    department = Column(_("Department"), "get_department_display")
    unit = NameColumn(_("Unit"), "agreement.unit.name")
    asked_on = DateColumn(_("Asked on"), sort="asked_on")
    answer = AnswerColumn(_("Answer"))


class CheckFilter(FilterSet):
    """Ways to narrow a department's list."""

    answer = django_filters.ChoiceFilter(
        label=_("Answer"),
        choices=[("open", _("Open")), *Answer.choices],
        method="with_answer",
        empty_label=_("Answer: all"),
    )

    class Meta:
        model = Check
        fields = ()

    def with_answer(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Keep what waits for an answer, or one kind of answer."""
        return rows.open() if value == "open" else rows.filter(answer=value)  # type: ignore[attr-defined]


class UnitOfAuthority(Column):
    """The unit; it leads to its authority."""

    def cell(self, record: Authorisation) -> SafeString:
        """Print the unit, and below it the document."""
        return format_html(
            '<a href="{}">{}</a><small>{}</small>',
            record.get_absolute_url(),
            print_name(record.unit),
            record.document,
        )

    def plain(self, record: Authorisation) -> str:
        """Name the unit."""
        return str(record.unit.name)


class AuthorisationColumns(Columns):
    """A line of the list of authorities."""

    unit = UnitOfAuthority(_("Unit"))
    kinds = Column(_("Kinds of agreements"), "kinds_in_words")
    starts_on = DateColumn(_("Holds from"), sort="starts_on")
    ends_on = DateColumn(_("Holds until"))
    granted_by = Column(_("Granted by"), css="e-spare")
    document = Column(_("Document"), sheet_only=True)
