"""What the office does: rounds, criteria, panels, closing, the committee's list."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from entente.kit.downloads import WRITERS
from entente.kit.forms import DeskForm, ReasonForm
from entente.kit.pages import (
    ActionPage,
    ChangePage,
    ListPage,
    RecordPage,
    RemovePage,
    StaffPage,
    StepPage,
    View,
)
from entente.mobility.models import Call
from entente.office.acting import signed_in
from entente.reviewing import services
from entente.reviewing.enums import CHANGE_ROUND, ROUND_FLOW, VIEW_ROUND, ReviewState, RoundState
from entente.reviewing.forms import CriterionForm, PanellistForm, RoundForm
from entente.reviewing.models import Criterion, Panellist, Review, ReviewRound
from entente.reviewing.services.dealing import gaps
from entente.reviewing.services.panels import usual_reviewers
from entente.reviewing.tables import RoundColumns, RoundFilter

XLSX = "xlsx"


class RoundListPage(ListPage):
    """The rounds in one's scope."""

    model = ReviewRound
    title = _("Reviews of applications")
    columns = RoundColumns
    filterset_class = RoundFilter
    permission_required = VIEW_ROUND
    default_sort = "-due_on"
    views = (View(pgettext_lazy("state of a review round", "Under review"), {"state": "open"}),)
    empty_text = _("No round is prepared yet. It is begun on the page of a call.")


class RoundPage(RecordPage):
    """One round: how far each reviewer is, what lacks a reviewer, by what is scored."""

    model = ReviewRound
    template_name = "reviewing/round.html"
    permission_required = VIEW_ROUND
    flow = ROUND_FLOW
    change_permission = CHANGE_ROUND

    def change_address(self) -> str:
        """Offer to change what is not closed."""
        if self.object.state == RoundState.CLOSED:
            return ""
        self.change_url = "reviewing:change_round"  # type: ignore[misc]
        return super().change_address()

    def steps(self) -> list[Any]:
        """Offer to fill gaps only where there are some."""
        return [it for it in super().steps() if it[0] != "deal_again" or self.lacking]

    def context(self) -> dict[str, Any]:
        """Add the criteria, the panel with its progress, gaps and conflicts."""
        held = self.object
        may = self.officer.may(CHANGE_ROUND, held)
        begun = held.state != RoundState.DRAFT
        self.lacking = gaps(held) if begun else {}
        conflicts = Review.objects.of_round(held).filter(state=ReviewState.CONFLICT)
        panel = list(Panellist.objects.filter(round=held).with_progress())
        return super().context() | {
            "criteria": list(held.criteria.all()),
            "panel": panel,
            "asked": sum(it.asked for it in panel),
            "done": sum(it.done for it in panel),
            "lacking": len(self.lacking),
            "conflicts": list(conflicts.select_related("application")),
            "late": held.is_late(timezone.localdate()),
            "may_score": may and not begun,
            "may_call": may and held.state != RoundState.CLOSED,
            "begun": begun,
        }


class AddRoundPage(ActionPage):
    """Begin to prepare the reviews of a call."""

    model = Call
    template_name = "kit/form.html"
    title = _("Prepare the reviews")
    permission_required = CHANGE_ROUND

    def form(self, data: Any = None, files: Any = None) -> DeskForm:
        """Make the form for the call."""
        given = {"initial": self.initial(), "officer": self.officer, "call": self.object}
        return RoundForm(data, files, **given)

    def initial(self) -> dict[str, Any]:
        """Propose how many review, by the rule."""
        return {"each": usual_reviewers(self.object, on=timezone.localdate())}

    def perform(self, values: Mapping[str, Any]) -> str:
        """Enter it, and go to the round."""
        made = services.add_round(self.object, by=signed_in(self), **values)
        return made.get_absolute_url()

    def act(self, values: Mapping[str, Any]) -> None:
        """Do nothing more: `perform` has entered it."""


class ChangeRoundPage(ChangePage):
    """Change a round."""

    model = ReviewRound
    form_class = RoundForm
    title = _("Edit review round")
    permission_required = CHANGE_ROUND
    done = _("Saved.")

    def form(self, data: Any = None, files: Any = None) -> DeskForm:
        """Make the form for the call of the round."""
        given = {"initial": self.initial(), "officer": self.officer, "call": self.object.call}
        return RoundForm(data, files, **given)

    def save(self, values: Mapping[str, Any], seen: int | None) -> None:
        """Change it."""
        services.change_round(self.object, by=signed_in(self), seen=seen, **values)


# --- Criteria and panel ---------------------------------------------------------------------------


class AddCriterionPage(ActionPage):
    """Add a criterion."""

    model = ReviewRound
    form_class = CriterionForm
    template_name = "kit/form.html"
    title = _("Add a criterion")
    permission_required = CHANGE_ROUND
    done = _("Saved.")

    def act(self, values: Mapping[str, Any]) -> None:
        """Add it."""
        services.add_criterion(self.object, by=signed_in(self), **values)


class ChangeCriterionPage(ChangePage):
    """Change a criterion."""

    model = Criterion
    form_class = CriterionForm
    title = _("Edit criterion")
    permission_required = CHANGE_ROUND
    done = _("Saved.")

    def save(self, values: Mapping[str, Any], seen: int | None) -> None:
        """Change it."""
        services.change_criterion(self.object, by=signed_in(self), seen=seen, **values)


class RemoveCriterionPage(RemovePage):
    """Take a criterion off."""

    model = Criterion
    title = _("Remove the criterion")
    permission_required = CHANGE_ROUND
    done = _("Removed.")

    def act(self, values: Mapping[str, Any]) -> None:
        """Take it off."""
        services.remove_criterion(self.object, by=signed_in(self))


class AddPanellistPage(ActionPage):
    """Call somebody into the panel."""

    model = ReviewRound
    form_class = PanellistForm
    template_name = "kit/form.html"
    title = _("Add a reviewer")
    permission_required = CHANGE_ROUND
    done = _("Saved.")

    def act(self, values: Mapping[str, Any]) -> None:
        """Call them."""
        services.add_panellist(self.object, by=signed_in(self), **values)


class RemovePanellistPage(RemovePage):
    """Take somebody off the panel."""

    model = Panellist
    title = _("Remove the reviewer")
    explanation = _(
        "What they have not handed in is taken off too; the gaps can be filled with others."
    )
    permission_required = CHANGE_ROUND
    done = _("Removed.")

    def act(self, values: Mapping[str, Any]) -> None:
        """Take them off."""
        services.remove_panellist(self.object, by=signed_in(self))


# --- Steps ----------------------------------------------------------------------------------------


class DealPage(StepPage):
    """Assign the applications."""

    model = ReviewRound
    step = "deal"
    done = _("The applications are assigned; each reviewer finds theirs in their work list.")

    def act(self, values: Mapping[str, Any]) -> None:
        """Assign them."""
        services.deal(self.object, by=signed_in(self))


class DealAgainPage(StepPage):
    """Fill gaps."""

    model = ReviewRound
    step = "deal_again"
    done = _("Saved.")

    def act(self, values: Mapping[str, Any]) -> None:
        """Fill them."""
        services.deal_again(self.object, by=signed_in(self))


class CloseRoundPage(StepPage):
    """Close a round."""

    model = ReviewRound
    step = "close_round"
    done = _("The round is closed.")

    def act(self, values: Mapping[str, Any]) -> None:
        """Close it."""
        services.close_round(self.object, by=signed_in(self))


class ReopenRoundPage(StepPage):
    """Open a closed round again."""

    model = ReviewRound
    step = "reopen_round"
    form_class = ReasonForm
    done = _("Saved.")

    def act(self, values: Mapping[str, Any]) -> None:
        """Open it."""
        services.reopen_round(self.object, by=signed_in(self), **values)


class TakeScoresPage(StepPage):
    """Take the means over."""

    model = ReviewRound
    step = "take_scores"
    done = _("The means are the scores of the applications now.")

    def act(self, values: Mapping[str, Any]) -> None:
        """Take them over."""
        services.take_scores(self.object, by=signed_in(self))


class GiveBackPage(StepPage):
    """Give a review back to its reviewer."""

    model = Review
    step = "give_back"
    form_class = ReasonForm
    done = _("The reviewer can correct it.")

    def perform(self, values: Mapping[str, Any]) -> str:
        """Go back to the round: the review's own page is the reviewer's."""
        self.act(values)
        return self.back()

    def back(self) -> str:
        """Give the address of the round."""
        return self.object.round.get_absolute_url()  # type: ignore[no-any-return]

    def act(self, values: Mapping[str, Any]) -> None:
        """Give it back."""
        services.give_back(self.object, by=signed_in(self), **values)


# --- The committee's list -------------------------------------------------------------------------


class CommitteePage(RecordPage):
    """The applications by their means, with spreads and outliers."""

    model = ReviewRound
    template_name = "reviewing/committee.html"
    permission_required = VIEW_ROUND

    def history(self) -> dict[str, Any]:
        """Leave it to the page of the round."""
        return {}

    def context(self) -> dict[str, Any]:
        """Add the lines, and the rule by which a total is marked."""
        held = self.object
        points = services.outlier_points(held, on=timezone.localdate())
        return super().context() | {
            "lines": services.committee(held, points=points),
            "points": points,
            "may_give_back": held.state == RoundState.OPEN and self.officer.may(CHANGE_ROUND, held),
        }


class CommitteeSheetPage(StaffPage):
    """The committee's list as a workbook."""

    model = ReviewRound
    permission_required = VIEW_ROUND

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Write it."""
        held = get_object_or_404(self.get_queryset(), pk=pk)
        points = services.outlier_points(held, on=timezone.localdate())
        lines = services.committee(held, points=points)
        most = max((len(line.reviews) for line in lines), default=0)
        writer, media_type = WRITERS[XLSX]
        file = tempfile.TemporaryFile()  # noqa: SIM115 the response closes it
        writer(_headings(most), _rows(lines, most), file)
        file.seek(0)
        return FileResponse(
            file,
            as_attachment=True,
            filename=f"committee-{held.call_id}.{XLSX}",
            content_type=media_type,
        )


def _headings(most: int) -> list[str]:
    return [
        gettext("Rank"),
        pgettext("of an application", "Code"),
        pgettext("of a person", "Name"),
        gettext("Student number"),
        gettext("Mean"),
        gettext("Spread"),
        *(gettext("Review %(number)s") % {"number": number + 1} for number in range(most)),
        gettext("Outlier"),
        gettext("Reviews missing"),
        gettext("Score"),
        gettext("Wishes"),
        gettext("Comments"),
    ]


def _rows(lines: list[services.Line], most: int) -> Iterator[list[Any]]:
    for line in lines:
        it = line.application
        totals = [review.total for review, _marked in line.reviews]
        yield [
            line.rank,
            it.key,
            it.person.name,
            it.person.student_number,
            line.mean,
            line.spread,
            *totals,
            *[None] * (most - len(totals)),
            gettext("yes") if line.has_outlier else "",
            line.lacking + line.waiting,
            it.score,
            "; ".join(f"{wish.rank}. {wish.quota.name}" for wish in it.wishes.all()),
            "\n".join(review.comment for review, _marked in line.reviews if review.comment),
        ]
