"""Pages of texts and of the claims in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from entente.figures import claims as engine
from entente.figures import services
from entente.figures.enums import CHANGE_TEXTS, VIEW, VIEW_CLAIMS, VIEW_TEXTS
from entente.figures.forms import ChangeTextForm, TextForm, TieForm
from entente.figures.models import Claim, Figure, SourceText
from entente.figures.tables import ClaimColumns, ClaimFilter, TextColumns, TextFilter, verdict
from entente.kit.forms import ReasonForm
from entente.kit.pages import ActionPage, ChangePage, CreatePage, ListPage, RecordPage, View
from entente.office.acting import signed_in

OFFERED = 8
CONFLICTS = {
    "unit": _("Units disagree"),
    "comparator": _("Worded differently"),
    "value": _("Numbers disagree"),
    "window": _("Times disagree"),
    "date": _("Dates disagree"),
    "names": _("Names disagree"),
    "list": _("Lists disagree"),
    "part": _("Two numbers, one part of the other"),
    "arithmetic": _("The number cannot be"),
    "stale": _("The plan is past"),
}


class TextListPage(ListPage):
    """All texts in one's scope."""

    model = SourceText
    title = _("Texts")
    columns = TextColumns
    filterset_class = TextFilter
    permission_required = VIEW_TEXTS
    default_sort = "-pk"
    create_label = _("Check a text")
    create_permission = CHANGE_TEXTS
    empty_text = _("No text yet. Paste a page, and its numbers are checked.")

    @property
    def create_url(self) -> str:  # type: ignore[override]
        """Paste one."""
        return reverse("figures:keep_text")


class ClaimListPage(ListPage):
    """All claims of the texts in one's scope."""

    model = Claim
    title = _("Claims")
    columns = ClaimColumns
    filterset_class = ClaimFilter
    permission_required = VIEW_CLAIMS
    default_sort = "-pk"
    views = (
        View(_("Not supported"), {"verdict": "no"}),
        View(_("No figure"), {"verdict": "none"}),
    )
    empty_text = _("No claim yet. They are found in the texts that are checked.")


@dataclass(frozen=True)
class Piece:
    """Some of a text's words: plain ones, or those of a claim with its mark."""

    words: str
    claim: Claim | None = None
    mark: str = ""


def pieces(body: str, claims: list[Claim]) -> list[Piece]:
    """Cut a text where its claims begin and end."""
    cut, at = [], 0
    for claim in claims:
        if claim.start > at:
            cut.append(Piece(body[at : claim.start]))
        cut.append(
            Piece(
                body[claim.start : claim.end],
                claim,
                "none" if claim.is_set_aside else verdict(claim)[0],
            )
        )
        at = claim.end
    return [*cut, Piece(body[at:])] if at < len(body) else cut


class TextPage(RecordPage):
    """One text: its claims marked, what contradicts what, and what the figures say."""

    model = SourceText
    template_name = "figures/text.html"
    permission_required = VIEW_TEXTS
    change_url = "figures:change_text"
    change_permission = CHANGE_TEXTS

    def context(self) -> dict[str, Any]:
        """Mark the claims and check them."""
        text, on = self.object, timezone.localdate()
        claims = list(Claim.objects.of(text))
        counted = [claim for claim in claims if not claim.is_set_aside]
        may = self.officer.may(CHANGE_TEXTS, text)
        return super().context() | {
            "halves": [
                (name, pieces(body, [it for it in claims if it.body == name]))
                for name, body in text.bodies.items()
            ],
            "claims": [(claim, *verdict(claim)) for claim in claims],
            "conflicts": conflicts(text, counted, on),
            "supported": sum(claim.verdict == "yes" for claim in counted),
            "unsupported": [claim for claim in counted if claim.verdict == "no"],
            "free": sum(claim.figure_id is None for claim in counted),
            "counted": len(counted),
            "may_change": may,
            "may_tie": may and self.officer.may(VIEW),
        }


def conflicts(text: SourceText, claims: list[Claim], on: Any) -> list[dict[str, Any]]:
    """Check the claims of a text against each other, and its words against the calendar."""
    numbers = {(claim.body, claim.start): claim for claim in claims}
    placed = [
        (claim.said, engine.Place(claim.start, claim.end, str(claim), claim.body))
        for claim in claims
    ]
    found = engine.review_in_both(text.bodies, placed, on=on, as_of=text.day(on))
    told: dict[tuple[engine.Place, ...], dict[str, Any]] = {}
    for it in found:
        # What two claims disagree in stands together: number, time and unit are one thing to mend.
        one = told.setdefault(it.places, {"kinds": [], "messages": [], "places": []})
        one["kinds"].append(str(CONFLICTS.get(it.kind, it.kind)))
        one["messages"].append(it.message)
        one["places"] = [
            (numbers.get((place.body, place.start)), " ".join(place.text.split()))
            for place in it.places
        ]
    return list(told.values())


class KeepTextPage(CreatePage):
    """Paste a text, in one language or both."""

    model = SourceText
    form_class = TextForm
    title = _("Check a text")
    submit_label = _("Keep and check")
    permission_required = CHANGE_TEXTS

    def save(self, values: Mapping[str, Any]) -> SourceText:
        """Keep it."""
        held = {name: value for name, value in values.items() if name != "version"}
        return services.keep_text(by=signed_in(self), **held)

    def back(self) -> str:
        """Go back to the list."""
        return reverse("figures:texts")


class ChangeTextPage(ChangePage):
    """Change a text; its claims are found anew."""

    model = SourceText
    form_class = ChangeTextForm
    title = _("Edit text")
    permission_required = CHANGE_TEXTS
    done = _("Saved. What is still said keeps its figure.")

    def save(self, values: Mapping[str, Any], seen: int | None) -> None:
        """Change it."""
        services.change_text(self.object, by=signed_in(self), seen=seen, **values)


class RemoveTextPage(ActionPage):
    """Take a text out."""

    model = SourceText
    form_class = ReasonForm
    title = _("Remove the text")
    explanation = _("Its claims go with it. The history keeps what it said, and why it went.")
    permission_required = CHANGE_TEXTS
    done = _("The text has been removed.")
    danger = True

    def perform(self, values: Mapping[str, Any]) -> str:
        """Remove it and go to the list."""
        self.act(values)
        return reverse("figures:texts")

    def act(self, values: Mapping[str, Any]) -> None:
        """Remove it."""
        services.remove_text(self.object, by=signed_in(self), reason=values["reason"])


class TieAllPage(ActionPage):
    """Tie every claim that exactly one published figure supports."""

    model = SourceText
    title = _("Find the figures")
    explanation = _(
        "Each claim without a figure is held against the published figures of its measure. Where"
        " exactly one supports it, the two are tied; every other claim stays as it is."
    )
    permission_required = CHANGE_TEXTS

    def act(self, values: Mapping[str, Any]) -> None:
        """Tie them, and say how many."""
        tied = services.tie_what_agrees(
            self.object,
            figures=published_figures(self.officer, self.object.top_unit_id),
            by=signed_in(self),
        )
        said = ngettext(
            "%(number)s claim is tied to a figure.", "%(number)s claims are tied to figures.", tied
        )
        messages.success(self.request, said % {"number": tied})


def published_figures(officer: Any, tree: int) -> Any:
    """Give the published figures of an institution that a person sees."""
    return Figure.objects.visible_to(officer, VIEW).published().filter(top_unit=tree)


class ClaimStep(ActionPage):
    """A decision about one claim."""

    model = Claim
    permission_required = CHANGE_TEXTS

    def get_queryset(self) -> Any:
        """Fetch the text with it."""
        return super().get_queryset().for_list()  # type: ignore[attr-defined]


class TiePage(ClaimStep):
    """Choose the published figure that a claim is held against."""

    form_class = TieForm
    template_name = "figures/tie.html"
    title = _("Hold against a figure")
    done = _("The claim is held against the figure.")

    def form(self, data: Any = None, files: Any = None) -> TieForm:
        """Offer the published figures of the institution."""
        figures = published_figures(self.officer, self.object.top_unit_id)
        return TieForm(data, files, initial=self.initial(), officer=self.officer, figures=figures)

    def initial(self) -> dict[str, Any]:
        """Begin with what it is held against, or what was chosen on the page of the text."""
        return {"figure": self.object.figure_id or self.request.GET.get("figure")}

    def act(self, values: Mapping[str, Any]) -> None:
        """Tie it."""
        services.tie_claim(self.object, figure=values["figure"], by=signed_in(self))

    def context(self, form: Any) -> dict[str, Any]:
        """Add the figures that come into question, and what each says of the claim."""
        claim = self.object
        offered = []
        # The narrowed figures behind the whole ones: what they leave out, a claim seldom tells.
        rows = published_figures(self.officer, claim.top_unit_id)
        alike = rows.filter(measure=claim.measure) if claim.measure else rows.none()
        for figure in sorted(alike[:100], key=lambda it: (len(it.filters), it.pk))[:OFFERED]:
            release = figure.releases.newest_first().first()
            if release is not None:
                why = services.verdict_of(claim, figure, release)
                offered.append((figure, release, [engine.REASONS[kind] for kind in why]))
        return super().context(form) | {"offered": offered}


class UntiePage(ClaimStep):
    """Hold a claim against no figure."""

    title = _("Hold against no figure")
    explanation = _("The claim stays; it is not compared with a figure any more.")

    def act(self, values: Mapping[str, Any]) -> None:
        """Untie it."""
        services.untie_claim(self.object, by=signed_in(self))


class SetAsidePage(ClaimStep):
    """Leave a claim out of the check."""

    form_class = ReasonForm
    title = _("Set the claim aside")
    explanation = _("What is set aside is left out of every check, for example a number of others.")

    def act(self, values: Mapping[str, Any]) -> None:
        """Set it aside."""
        services.set_aside(self.object, reason=values["reason"], by=signed_in(self))


class TakeBackPage(ClaimStep):
    """Check a claim again."""

    title = _("Check the claim again")
    explanation = _("The claim was set aside; it is checked again.")

    def act(self, values: Mapping[str, Any]) -> None:
        """Take it back."""
        services.take_back(self.object, by=signed_in(self))
