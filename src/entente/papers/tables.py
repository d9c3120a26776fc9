"""How letters and templates are listed and filtered."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from entente.kit.filters import FilterSet, SearchFilter
from entente.kit.names import print_passage
from entente.kit.states import print_mark
from entente.kit.tables import Column, Columns, DateColumn, NameColumn, StateColumn
from entente.papers import vocabulary
from entente.papers.enums import LetterKind, LetterLanguage, LetterState, VersionState
from entente.papers.models import Letter, LetterTemplate


class SubjectColumn(Column):
    """The subject, and below it the number."""

    def cell(self, record: Letter) -> SafeString:
        """Print the subject as a link, with the number."""
        return format_html(
            '<a href="{}">{}</a><small class="e-num">{}</small>',
            record.get_absolute_url(),
            print_passage(record.title),
            record.number or gettext("no number yet"),
        )


class LetterColumns(Columns):
    """A line of the register of letters."""

    title = SubjectColumn(_("Letter"))
    number = Column(_("Number"), sheet_only=True)
    title_zh = Column(_("Subject in Chinese"), sheet_only=True)
    title_en = Column(_("Subject in English"), sheet_only=True)
    addressee = NameColumn(_("Addressee"))
    kind = Column(_("Kind"), "get_kind_display")
    language = Column(_("Language"), "get_language_display", sheet_only=True)
    unit = NameColumn(_("Unit"), "unit.name", css="e-spare")
    writer = NameColumn(_("Written by"), "written_by.name", sheet_only=True)
    issued_on = DateColumn(_("Issued"))
    seal = Column(_("Seal"), sheet_only=True)
    sealed_on = DateColumn(_("Sealed"), css="n e-spare")
    sent_on = DateColumn(_("Sent"))
    sent_by_way = Column(_("By which way"), sheet_only=True)
    state = StateColumn(_("State"))


class LetterFilter(FilterSet):
    """Ways to narrow the register of letters."""

    q = SearchFilter()
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=LetterState.choices, empty_label=_("State: all")
    )
    kind = django_filters.ChoiceFilter(
        label=_("Kind"), choices=LetterKind.choices, empty_label=_("Kind: all")
    )
    year = django_filters.NumberFilter(
        label=_("Year of issue"), field_name="issued_on__year", min_value=1900, max_value=2200
    )
    unsealed = django_filters.ChoiceFilter(
        label=_("Seal"),
        choices=[("yes", _("missing"))],
        method="without_seal",
        widget=forms.HiddenInput,
    )
    mine = django_filters.ChoiceFilter(
        label=_("Written by"),
        choices=[("yes", _("Me"))],
        method="of_writer",
        widget=forms.HiddenInput,
    )
    record = django_filters.CharFilter(
        label=_("About or to"), method="of_record", widget=forms.HiddenInput
    )

    class Meta:
        model = Letter
        fields = ()

    def without_seal(self, rows: QuerySet[Any], _name: str, _value: str) -> QuerySet[Any]:
        """Keep those that lack their seal."""
        return rows.unsealed()  # type: ignore[attr-defined, no-any-return]

    def of_writer(self, rows: QuerySet[Any], _name: str, _value: str) -> QuerySet[Any]:
        """Keep those that the reader wrote."""
        return rows.filter(written_by=self.request.user)

    def of_record(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Keep those about one record or addressed to it."""
        record = find_record(value, self.request.user)
        return rows.concerning(record) if record else rows.none()  # type: ignore[attr-defined]


def find_record(named: str, officer: Any) -> Any:
    """Find a record of which letters are written, such as `people.person:12`, in one's scope."""
    label, _colon, key = named.partition(":")
    subject = vocabulary.subjects().get(label)
    if subject is None or not key.isdigit() or len(key) > 18:
        return None
    return subject.model._default_manager.visible_to(officer).filter(pk=int(key)).first()


def name_record(record: Any) -> str:
    """Name a record as an address does."""
    return f"{record._meta.label_lower}:{record.pk}"


class VersionsColumn(Column):
    """Which version is used, and whether one waits."""

    def plain(self, record: LetterTemplate) -> str:
        """Say it in words."""
        if record.retired:
            return gettext("no longer in use")
        current = record.current()
        if current is None:
            return gettext("none checked yet")
        newer = sum(
            it.number > current.number and it.state == VersionState.UPLOADED
            for it in record.versions.all()
        )
        said = gettext("version %(number)s in use") % {"number": current.number}
        if not newer:
            return said
        more = ngettext("%(count)s waits", "%(count)s wait", newer) % {"count": newer}
        return f"{said} · {more}"

    def text(self, record: LetterTemplate) -> SafeString:
        """Print it with a mark."""
        mark = "" if record.retired else "ok" if record.current() else "wait"
        return print_mark(self.plain(record), mark)


def about_in_words(template: LetterTemplate) -> str:
    """Say which kind of record a template speaks about."""
    subject = vocabulary.subjects().get(template.about)
    return str(subject.model._meta.verbose_name) if subject else ""


class TemplateColumns(Columns):
    """A line of the list of templates."""

    title = NameColumn(_("Template"), link=True)
    kind = Column(_("Kind"), "get_kind_display")
    about = Column(_("Written about"), about_in_words)
    language = Column(_("Language"), "get_language_display")
    unit = NameColumn(_("Unit"), "unit.name", css="e-spare")
    versions = VersionsColumn(_("Version"), css="wide")


class TemplateFilter(FilterSet):
    """Ways to narrow the list of templates."""

    kind = django_filters.ChoiceFilter(
        label=_("Kind"), choices=LetterKind.choices, empty_label=_("Kind: all")
    )
    language = django_filters.ChoiceFilter(
        label=_("Language"), choices=LetterLanguage.choices, empty_label=_("Language: all")
    )
    retired = django_filters.ChoiceFilter(
        label=_("In use"),
        choices=[("no", _("in use")), ("yes", _("no longer in use"))],
        method="in_use",
        empty_label=_("In use or not"),
    )

    class Meta:
        model = LetterTemplate
        fields = ()

    def in_use(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Keep those in use, or the others."""
        return rows.filter(retired=value == "yes")
