"""What each kind of page has beside its texts."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from entente.consortia.models import Consortium
from entente.kit.bilingual import LANGUAGES
from entente.kit.forms import RemoteChoiceField
from entente.organisations.models import Organisation
from entente.partnerships.models import Agreement
from entente.website import models
from entente.website.forms.writing import WriteForm
from entente.website.models import PublicPage

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
YEAR = re.compile(r"\s*[|｜]\s*")


class NewsForm(WriteForm):
    """News: its day and where it was said first."""

    both, each = ("on",), ("source",)
    on = forms.DateField(label=_("Day"), widget=DAY)
    source_zh = forms.CharField(label=_("Source in Chinese"), max_length=200, required=False)
    source_en = forms.CharField(label=_("Source in English"), max_length=200, required=False)


class CaseForm(WriteForm):
    """A case: with whom, by which agreements, how it went."""

    both, each = ("partner", "since", "agreements"), ("timeline",)
    partner = RemoteChoiceField(Organisation, label=_("Partner"))
    since = forms.CharField(label=_("Since"), max_length=10, required=False)
    agreements = forms.ModelMultipleChoiceField(
        Agreement.objects.none(),
        label=_("Agreements"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    timeline_zh = forms.CharField(
        label=_("How it went, in Chinese"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=10_000,
        required=False,
        help_text=_("A line for each year or day: 2014 | what happened."),
    )
    timeline_en = forms.CharField(
        label=_("How it went, in English"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=10_000,
        required=False,
    )

    def prepare(self) -> None:
        """Offer the agreements with the partner; without one there are none to choose."""
        partner = self.data.get("partner") or self.initial.get("partner")
        key = str(getattr(partner, "pk", partner) or "")
        rows = Agreement.objects.filter(self.site.units())
        found = rows.filter(parties__organisation=int(key) if key.isdigit() else None).distinct()
        self.fields["agreements"].queryset = found  # type: ignore[attr-defined]
        if not found:
            del self.fields["agreements"]

    @classmethod
    def shown(cls, half: PublicPage, name: str) -> Any:
        """Give agreements as a list, the story as lines."""
        held = getattr(half, name)
        if name == "agreements":
            return [child.value for child in held if child.value]
        if name == "timeline":
            return "\n".join(f"{it.value['when']} | {it.value['what']}" for it in held)
        return held

    def clean(self) -> dict[str, Any]:
        """Read the story's lines; what names a year and nothing else is asked about."""
        values = super().clean()
        chosen = values.get("agreements") or []
        values["agreements"] = [("agreement", it) for it in chosen]
        for language in LANGUAGES:
            name, story = f"timeline_{language}", []
            for line in filter(str.strip, values.get(name, "").splitlines()):
                when, *what = YEAR.split(line.strip(), maxsplit=1)
                if not (what and what[0] and len(when) <= 40):
                    message = gettext("Write “%(line)s” as “2014 | what happened”.")
                    self.add_error(name, message % {"line": line.strip()[:80]})
                    break
                story.append(("year", {"when": when, "what": what[0][:300]}))
            values[name] = story
        return values


class ProgrammeForm(WriteForm):
    """A programme: what it is in one line."""

    each = ("kind_line",)
    kind_line_zh = forms.CharField(label=_("In one line, Chinese"), max_length=200, required=False)
    kind_line_en = forms.CharField(label=_("In one line, English"), max_length=200, required=False)


class EventForm(WriteForm):
    """An event: its days and its place."""

    both, each = ("starts_on", "ends_on"), ("place",)
    starts_on = forms.DateField(label=_("First day"), widget=DAY)
    ends_on = forms.DateField(label=_("Last day"), widget=DAY, required=False)
    place_zh = forms.CharField(label=_("Place in Chinese"), max_length=200, required=False)
    place_en = forms.CharField(label=_("Place in English"), max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the beginning."""
        values = super().clean()
        first, last = values.get("starts_on"), values.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", gettext("The last day is before the first."))
        return values


class ConsortiumForm(WriteForm):
    """The page of a consortium: which one."""

    both = ("consortium",)
    consortium = forms.ModelChoiceField(Consortium.objects.none(), label=_("Consortium"))

    def prepare(self) -> None:
        """Offer the consortia of the site's institution."""
        rows = Consortium.objects.filter(top_unit=self.site.top_unit_id)
        self.fields["consortium"].queryset = rows  # type: ignore[attr-defined]


class PartnersForm(WriteForm):
    """The partners' page: whom it names beside those with an agreement."""

    both = ("named",)
    named = forms.CharField(
        label=_("Partners without an agreement"),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=50_000,
        required=False,
        help_text=_("One name a line, as the register has it."),
    )

    @classmethod
    def shown(cls, half: PublicPage, name: str) -> str:
        """Give the names, one a line."""
        named = [child.value for child in getattr(half, name) if child.value]
        return "\n".join(it.name_en or it.name_zh for it in named)

    def clean_named(self) -> list[tuple[str, Organisation]]:
        """Find each name in the register; the first that is not found once is told."""
        lines = [it.strip() for it in self.cleaned_data["named"].splitlines() if it.strip()]
        standing = Organisation.objects.standing()
        known: dict[str, list[Organisation]] = {}
        for it in standing.filter(name_en__in=lines) | standing.filter(name_zh__in=lines):
            for name in {it.name_en, it.name_zh}:
                known.setdefault(name, []).append(it)
        found = []
        for line in dict.fromkeys(lines):
            rows = known.get(line) or list(standing.lookup(line)[:2])
            if len(rows) != 1:
                message = gettext("“%(name)s” is not found once in the register.")
                raise forms.ValidationError(message % {"name": line[:80]})
            found.append(("partner", rows[0]))
        return found


class ContactForm(WriteForm):
    """How to reach the office: its mail address."""

    both = ("email",)
    email = forms.EmailField(label=_("Mail address"), required=False)


class HomeForm(WriteForm):
    """The first page: the figures on top."""

    both = ("highlights",)
    highlights = forms.CharField(
        label=_("Figures on top"),
        max_length=200,
        required=False,
        help_text=_("Their signs, in order: {12} {7}"),
    )

    @classmethod
    def shown(cls, half: PublicPage, name: str) -> str:
        """Give the signs of the figures."""
        return " ".join(f"{{{it.value.pk}}}" for it in getattr(half, name) if it.value)

    def clean_highlights(self) -> list[tuple[str, Any]]:
        """Find the figures."""
        numbers = [int(it) for it in re.findall(r"\d{1,12}", self.cleaned_data["highlights"])]
        for number in numbers:
            if number not in self.figures:
                message = gettext(
                    "There is no figure {%(number)s}; the list beside the text has those there are."
                )
                raise forms.ValidationError(message % {"number": number})
        return [("figure", self.figures[number]) for number in dict.fromkeys(numbers)]


# What can be made on the desk, by its word in addresses.
KINDS: dict[str, type[PublicPage]] = {
    "section": models.SectionPage,
    "article": models.ArticlePage,
    "news": models.NewsPage,
    "case": models.CasePage,
    "programme": models.ProgrammePage,
    "event": models.EventPage,
    "consortium": models.ConsortiumPage,
    "partners": models.PartnersPage,
    "figures": models.FiguresPage,
    "contact": models.ContactPage,
}
FORMS: dict[type[PublicPage], type[WriteForm]] = {
    models.HomePage: HomeForm,
    models.NewsPage: NewsForm,
    models.CasePage: CaseForm,
    models.ProgrammePage: ProgrammeForm,
    models.EventPage: EventForm,
    models.ConsortiumPage: ConsortiumForm,
    models.PartnersPage: PartnersForm,
    models.ContactPage: ContactForm,
}
