"""Pages of the office that asks: rounds, their results."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entente.collecting import services
from entente.collecting.counting import definitions_of, hash_of, result_of
from entente.collecting.enums import CHANGE_ROUND, ROUND_FLOW, VIEW_ROUND, AnswerKind, RoundState
from entente.collecting.forms import ChangeRoundForm, MergeForm, RoundForm
from entente.collecting.models import Round
from entente.collecting.tables import RoundColumns, RoundFilter, lateness
from entente.collecting.views.workbooks import answer_with, result_xlsx
from entente.kit.bilingual import current_language
from entente.kit.forms import ReasonForm
from entente.kit.pages import (
    ActionPage,
    ChangePage,
    CreatePage,
    ListPage,
    RecordPage,
    StaffPage,
    View,
)
from entente.office.acting import signed_in


class RoundListPage(ListPage):
    """All rounds in one's scope."""

    model = Round
    title = _("Collecting rounds")
    columns = RoundColumns
    filterset_class = RoundFilter
    permission_required = VIEW_ROUND
    default_sort = "-due_on"
    views = (
        View(_("Being filled in"), {"state": RoundState.OPEN.value}),
        View(_("Merged"), {"state": RoundState.MERGED.value}),
    )
    create_label = _("New round")
    create_permission = CHANGE_ROUND
    empty_text = _("No round yet. A round asks units for numbers that their heads sign.")

    @property
    def create_url(self) -> str:  # type: ignore[override]
        """Begin one."""
        return reverse("collecting:begin")


class RoundPage(RecordPage):
    """One round: what is asked, who has answered, the result."""

    model = Round
    template_name = "collecting/round.html"
    permission_required = VIEW_ROUND
    change_url = "collecting:change"
    change_permission = CHANGE_ROUND
    flow = ROUND_FLOW

    def context(self) -> dict[str, Any]:
        """Gather the sheets and, once something is signed, the numbers."""
        round, on = self.object, timezone.localdate()
        parts = sorted(round.parts.for_list(), key=lambda part: part.unit.path)
        for part in parts:
            part.round, part.lateness = round, lateness(part)
        signed = any(part.signed_on for part in parts)
        result = result_of(round, on) if round.result or signed else None
        return super().context() | {
            "parts": parts,
            "late": [part for part in parts if part.lateness],
            "signed": sum(part.signed_on is not None for part in parts),
            "result": in_words(result) if result else None,
            "asked": read_definitions(round),
            "units": list(round.units.all()),
            "intact": not round.result or hash_of(round.result) == round.result_hash,
            "on": on,
        }

    def change_address(self) -> str:
        """Offer no change of what was sent."""
        return super().change_address() if self.object.is_draft else ""


def read_definitions(round: Round) -> list[dict[str, Any]]:
    """Give what is asked, as sent or as it would be sent today."""
    language = current_language()
    return [
        {key: entry[f"{key}s"][language] for key in ("label", "definition", "unit", "period")}
        for entry in round.definitions or definitions_of(round)
    ]


def in_words(result: dict[str, Any]) -> dict[str, Any]:
    """Read a result in the reader's language."""
    language = current_language()

    def read(words: dict[str, str]) -> str:
        return words.get(language) or words.get("zh") or words.get("en", "")

    kinds = dict(AnswerKind.choices)
    return {
        "day": result["day"],
        "missing": [read(unit) for unit in result["missing"]],
        "measures": [
            {
                "label": read(entry["labels"]),
                "unit": read(entry["units"]),
                "total": entry["total"]["plain"],
                "adds_up": entry["adds_up"],
                "of_all": entry["from_records_of_all"]["plain"],
                "answers": [
                    {
                        "unit": read(answer["unit"]),
                        "number": answer["number"]["plain"],
                        "records": answer["from_records"]["plain"],
                        "kind": kinds[answer["kind"]],
                        "is_stated": answer["kind"] != "records",
                        "source": answer["source"],
                        "reason": answer["reason"],
                        "signed_by": read(answer["signed_by"]),
                        "signed_on": answer["signed_on"],
                    }
                    for answer in entry["answers"]
                ],
            }
            for entry in result["measures"]
        ],
    }


class BeginPage(CreatePage):
    """Begin a round."""

    model = Round
    form_class = RoundForm
    title = _("New collecting round")
    permission_required = CHANGE_ROUND
    done = _("The round is a draft. Look at it, then send it to the units.")

    def back(self) -> str:
        """Go back to the list."""
        return reverse("collecting:rounds")

    def save(self, values: Mapping[str, Any]) -> Round:
        """Make it."""
        held = {name: value for name, value in values.items() if name != "version"}
        return services.begin_round(by=signed_in(self), **held)


class ChangeRoundPage(ChangePage):
    """Change a draft."""

    model = Round
    form_class = ChangeRoundForm
    title = _("Edit the round")
    permission_required = CHANGE_ROUND
    done = _("Saved.")

    def initial(self) -> dict[str, Any]:
        """Start with the units that are to be asked."""
        return super().initial() | {"units": list(self.object.units.values_list("pk", flat=True))}

    def save(self, values: Mapping[str, Any], seen: int | None) -> None:
        """Change it."""
        services.change_round(self.object, by=signed_in(self), seen=seen, **values)


class OpenPage(ActionPage):
    """Send a round to the units."""

    model = Round
    title = _("Send to the units")
    explanation = _(
        "Each unit gets its sheet, filled from records; its head hears of the day until which it is"
        " due. Measures, dates and definitions stay as they are now."
    )
    permission_required = ROUND_FLOW["open_round"].permission
    done = _("The sheets are with the units.")

    def act(self, values: Mapping[str, Any]) -> None:
        """Send it."""
        services.open_round(self.object, on=timezone.localdate(), by=signed_in(self))


class MergePage(ActionPage):
    """Merge what is signed."""

    model = Round
    form_class = MergeForm
    title = _("Merge the results")
    explanation = _(
        "The signed numbers are added up and kept with their sources. The copy is locked; its hash"
        " shows that nobody has changed it."
    )
    permission_required = ROUND_FLOW["merge_round"].permission
    done = _("Merged. The copy is locked.")

    def act(self, values: Mapping[str, Any]) -> None:
        """Merge it."""
        services.merge_round(
            self.object,
            on=timezone.localdate(),
            by=signed_in(self),
            without_missing=values["without_missing"],
        )


class CancelPage(ActionPage):
    """Stop a round."""

    model = Round
    form_class = ReasonForm
    title = _("Cancel the round")
    explanation = _("Nothing is collected any more; what was filled in stays readable.")
    permission_required = ROUND_FLOW["cancel_round"].permission
    done = _("The round is cancelled.")
    danger = True

    def act(self, values: Mapping[str, Any]) -> None:
        """Cancel it."""
        services.cancel_round(
            self.object, on=timezone.localdate(), by=signed_in(self), reason=values["reason"]
        )


class ResultXlsx(StaffPage):
    """The result as a workbook: the locked copy, or how it stands."""

    model = Round
    permission_required = VIEW_ROUND

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Hand it out."""
        round = get_object_or_404(self.get_queryset().select_related("unit"), pk=pk)
        result = result_of(round, timezone.localdate())
        return answer_with(result_xlsx(round, result), f"round-{round.pk}")
