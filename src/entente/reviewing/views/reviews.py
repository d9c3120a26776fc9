"""A reviewer's own pages: what is mine to review, the blind sheet, a conflict of interest."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from pathlib import PurePath
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from entente.kit.files.views import send
from entente.kit.forms import DeskForm, ReasonForm
from entente.mobility.models import AnswerFile
from entente.office.models import User
from entente.office.views.own import OwnPage
from entente.reviewing import services
from entente.reviewing.enums import ReviewState, RoundState
from entente.reviewing.forms import ReviewForm
from entente.reviewing.models import Criterion, Review
from entente.reviewing.models.reviews import blind
from entente.reviewing.services.writing import field_of

SHOWN = 500


class MyReviewsPage(View):
    """What somebody has to review, and has reviewed."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show it."""
        me = cast("User", request.user)
        rows = list(Review.objects.asked_of(me)[:SHOWN])
        waiting = [it for it in rows if writable(it)]
        context = {"title": _("My reviews"), "waiting": waiting}
        context["others"] = [it for it in rows if not writable(it)]
        return render(request, "reviewing/mine.html", context)


def writable(review: Review) -> bool:
    """Say whether its reviewer can still write it."""
    return review.state == ReviewState.WAITING and review.round.state == RoundState.OPEN


class MyReviewPage(OwnPage):
    """A page about one of one's own reviews."""

    def prepare(self) -> None:
        """Find it; another reviewer's is not found."""
        rows = Review.objects.asked_of(self.me).select_related("application__person")
        self.object = get_object_or_404(rows, pk=self.kwargs["pk"])

    def back(self) -> str:
        """Go back to one's own reviews."""
        return reverse("reviewing:mine")


class ReviewPage(MyReviewPage):
    """The application without its applicant, and the score sheet."""

    template_name = "reviewing/review.html"

    @property
    def criteria(self) -> list[Criterion]:
        """By what it is scored."""
        if not hasattr(self, "_criteria"):
            self._criteria = list(self.object.round.criteria.all())
        return self._criteria

    def initial(self) -> dict[str, Any]:
        """Begin with what is kept."""
        held = self.object
        scores = {field_of(it): held.score(it.key) for it in self.criteria}
        return scores | {"comment": held.comment}

    def form(self, data: Any = None, files: Any = None) -> DeskForm:
        """Make the sheet."""
        return ReviewForm(data, initial=self.initial(), officer=self.me, criteria=self.criteria)

    def typed(self, form: Any) -> dict[str, Any]:
        """Give scores and words."""
        return {"scores": form.scores, "comment": form.cleaned_data["comment"]}

    def perform(self, values: Mapping[str, Any]) -> str:
        """Keep it, or hand it in."""
        final = "hand_in" in self.request.POST
        act = services.hand_in if final else services.save_review
        act(self.object, by=self.me, scores=values["scores"], comment=values["comment"])
        said = _("The review is handed in.") if final else _("Saved. It is not handed in yet.")
        messages.success(self.request, str(said))
        return self.back() if final else self.object.get_absolute_url()

    def show(self, form: Any, status: int = 200) -> HttpResponse:
        """Draw it as it is kept: a refused step may have touched what is in memory."""
        if status != HTTPStatus.OK:
            self.prepare()
        return super().show(form, status)

    def context(self, form: Any) -> dict[str, Any]:
        """Add the blind application; others' totals once one's own is handed in."""
        held = self.object
        kept = held.state == ReviewState.HANDED_IN
        others = held.application.reviews.filter(
            panellist__round=held.round, state=ReviewState.HANDED_IN
        ).exclude(pk=held.pk)
        return super().context(form) | {
            "title": str(held),
            "application": blind(held.round, held.application),
            "may_write": writable(held),
            "kept": [(it.name, held.score(it.key), it.most) for it in self.criteria],
            "others": list(others.order_by("pk")) if kept else [],
            "sees_others": kept,
        }


class ConflictPage(MyReviewPage):
    """Declare a conflict of interest."""

    template_name = "kit/step.html"
    form_class = ReasonForm
    title = _("Declare a conflict of interest")
    done = _("Thank you. The office sees it and asks somebody else.")

    def perform(self, values: Mapping[str, Any]) -> str:
        """Declare it."""
        services.declare_conflict(self.object, by=self.me, reason=values["reason"])
        return self.back()

    def context(self, form: Any) -> dict[str, Any]:
        """Say what follows."""
        words = _(
            "You know or guess who applies, or have an interest in the outcome. The application is"
            " taken from you, and the office reads the reason."
        )
        return super().context(form) | {"explanation": words, "danger": True}

    def back(self) -> str:
        """Go back to one's own reviews."""
        return reverse("reviewing:mine")


class ReviewFilePage(View):
    """A file of an application, for its reviewers, where the round shows files."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Send it under the code of the application instead of its own name."""
        me = cast("User", request.user)
        file = get_object_or_404(AnswerFile.objects.for_list(), pk=pk)
        rows = Review.objects.asked_of(me).standing().filter(panellist__round__shows_files=True)
        review = get_object_or_404(rows, application=file.application_id)
        if file.question_id in review.round.hidden:
            review = get_object_or_404(rows.none())
        file.name = f"{file.application.key}-{file.question_id}{PurePath(file.name).suffix}"
        return send(file)
