"""The desk's pages about public sites: which there are, their pages, the review of a page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from entente.figures.models import Figure
from entente.kit.flow import Step
from entente.kit.forms import ReasonForm
from entente.kit.pages import ActionPage, ListPage, RecordPage, StaffPage, View
from entente.office.models import User
from entente.website import services
from entente.website.enums import CHECK, EDIT, PUBLISH, REVIEW_FLOW, VIEW, ReviewState
from entente.website.forms import PublishForm
from entente.website.models import PageReview, PublicPage, PublicSite
from entente.website.models.reading import tree_of
from entente.website.models.reviews import state_of
from entente.website.models.screening import Finding, drafts, screen
from entente.website.tables import ReviewColumns, ReviewFilter, SiteColumns, SiteFilter


class SiteListPage(ListPage):
    """All public sites in one's scope."""

    model = PublicSite
    title = _("Public sites")
    columns = SiteColumns
    filterset_class = SiteFilter
    permission_required = VIEW
    empty_text = _("No public site has been opened yet.")


class ReviewListPage(ListPage):
    """Pages on their way to the public, those of all sites in one's scope."""

    model = PageReview
    title = _("Pages under review")
    columns = ReviewColumns
    filterset_class = ReviewFilter
    permission_required = VIEW
    default_sort = "since"
    views = (
        View(_("Waits for its check"), {"state": ReviewState.SUBMITTED}),
        View(_("Checked, to be published"), {"state": ReviewState.CHECKED}),
        View(_("Sent back"), {"state": ReviewState.RETURNED}),
    )
    empty_text = _("No page is under review.")


class SitePage(RecordPage):
    """A site: its pages with their state, and whose figures have changed."""

    model = PublicSite
    permission_required = VIEW
    template_name = "website/desk/site.html"

    def context(self) -> dict[str, Any]:
        """Add the pages, both languages on one line."""
        return super().context() | {
            "lines": self._lines(),
            "pictures": self.object.pictures.count(),
            "public_url": self._address(),
            "may_write": self.officer.may(EDIT, self.object),
        }

    def _address(self) -> str:
        port = self.request.get_port()
        usual = port in ("80", "443")
        return f"{self.request.scheme}://{self.object.host}{'' if usual else f':{port}'}/"

    def _lines(self) -> list[dict[str, Any]]:
        lines = tree_of(self.object)
        changed = set(Figure.objects.changed().values_list("pk", flat=True))
        reviews = {it.key: it for it in self.object.reviews.all()}
        for line in lines:
            halves = [half for half in (line["zh"], line["en"]) if half]
            line["review"] = _review(reviews.get(line["page"].translation_key), halves)
            line["page"] = line[_language()] or line["page"]
            held = {figure.pk for half in halves for figure in half.figures()}
            line["changed"] = len(held & changed)
            line["level"] = line["page"].depth - 2
        return lines


class OfPage(StaffPage):
    """Something about one page of a site in one's scope."""

    model = PublicSite
    permission_required = VIEW

    def find(self) -> tuple[PublicSite, PublicPage]:
        """Find both; a page of another site is not found."""
        site = get_object_or_404(self.get_queryset(), pk=self.kwargs["pk"])
        page = get_object_or_404(PublicPage, pk=self.kwargs["page"])
        homes = (site.home_zh, site.home_en)
        if not any(page.path.startswith(home.path) for home in homes):
            return site, get_object_or_404(PublicPage.objects.none())
        return site, page.specific


class ReviewPage(OfPage):
    """What a page says in both languages, what the review finds, and what comes next."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show it."""
        site, page = self.find()
        halves = {half.language: half for half in drafts(page)}
        kept = PageReview.objects.filter(site=site, key=page.translation_key).for_list().first()
        live = [it.specific for it in page.get_translations(inclusive=True)]
        review = _review(kept, live)
        findings = screen(page, on=timezone.localdate(), unit=site.unit)
        context = {
            "site": site,
            "page": halves.get(_language(), page),
            "live": any(it.live for it in live),
            "review": review,
            "steps": self.steps(site, page, review, findings),
            "sides": [(language, halves.get(language)) for language in ("zh", "en")],
            "findings": findings,
            "may_publish": self.officer.may(PUBLISH, site),
            "may_write": self.officer.may(EDIT, site),
            "may_move": page.depth > 2,
        }
        return render(request, "website/desk/review.html", context)

    def steps(
        self, site: PublicSite, page: PublicPage, review: PageReview, findings: list[Finding]
    ) -> list[tuple[str, Step, str]]:
        """Give the steps that this person may take now; without news nothing goes out anew."""
        steps = REVIEW_FLOW.open_to(self.officer, site, state=review.state)
        if review.state == ReviewState.PUBLISHED and "changed" not in {it.kind for it in findings}:
            steps.pop("publish", None)
        return [
            (name, step, reverse(f"website:{name}", args=[site.pk, page.pk]))
            for name, step in steps.items()
        ]


def _review(kept: PageReview | None, halves: list[Any]) -> PageReview:
    return kept or PageReview(state=state_of(halves))


def _language() -> str:
    return "en" if get_language() == "en" else "zh"


class StepOnPage(OfPage, ActionPage):
    """A decision about a page."""

    permission_required = PUBLISH

    def prepare(self) -> None:
        """Find site and page."""
        self.object, self.page = self.find()

    def perform(self, values: Mapping[str, Any]) -> str:
        """Take the step and go back to the review."""
        self.act(values)
        return self.back()

    def back(self) -> str:
        """Give the review of the page."""
        return reverse("website:review", args=[self.object.pk, self.page.pk])


class SubmitPage(StepOnPage):
    """Hand a draft in for its check."""

    permission_required = EDIT
    title = _("Submit for its check")
    explanation = _("Somebody else reads both languages before the page is published.")
    done = _("The page is submitted. Those who check are told.")

    def act(self, values: Mapping[str, Any]) -> None:
        """Submit it."""
        services.submit_page(self.page, by=cast("User", self.officer))


class CheckPage(StepOnPage):
    """Confirm that a page was read."""

    permission_required = CHECK
    title = _("Confirm the check")
    explanation = _("You have read both languages and what the review finds. It is published next.")
    done = _("The page is checked. Those who publish are told.")

    def act(self, values: Mapping[str, Any]) -> None:
        """Confirm it."""
        services.check_page(self.page, by=cast("User", self.officer))


class SendBackPage(StepOnPage):
    """Give a page back to its writer."""

    permission_required = CHECK
    title = _("Send back")
    form_class = ReasonForm
    danger = True
    explanation = _("The writer is told what is to be mended.")
    done = _("The page is sent back.")

    def act(self, values: Mapping[str, Any]) -> None:
        """Send it back."""
        by = cast("User", self.officer)
        services.send_page_back(self.page, by=by, reason=values["reason"])


class PublishPage(StepOnPage):
    """Publish a page in all its languages together."""

    title = pgettext_lazy("page", "Publish")
    form_class = PublishForm
    explanation = _("The page goes to the public in all its languages together.")
    done = _("The page is published.")

    def act(self, values: Mapping[str, Any]) -> None:
        """Ask for a reason where the review has found something."""
        today = timezone.localdate()
        found = screen(self.page, on=today, unit=self.object.unit)
        serious = [it for it in found if it.kind not in ("unreleased", "changed")]
        if serious and not values["reason"].strip():
            raise ValidationError(
                {
                    "reason": gettext("The review has found: %(finding)s Say why it may stay.")
                    % {"finding": serious[0].message}
                }
            )
        services.publish_reviewed(
            self.page,
            by=cast("User", self.officer),
            on=today,
            figures=values["figures"],
            reason=values["reason"],
        )


class WithdrawPage(StepOnPage):
    """Take a page off the site."""

    title = _("Take off the site")
    form_class = ReasonForm
    danger = True
    explanation = _("The page is no longer public; its text stays here.")
    done = _("The page is off the site.")

    def act(self, values: Mapping[str, Any]) -> None:
        """Take it off."""
        by = cast("User", self.officer)
        services.withdraw_pair(self.page, by=by, reason=values["reason"])
