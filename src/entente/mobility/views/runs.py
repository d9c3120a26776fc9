"""Pages about runs of a placement: the run, publishing it, letters to applicants."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entente.kit.pages import ActionPage, RecordPage
from entente.mobility import outcomes, services
from entente.mobility.enums import OFFER_FLOW, PLACE_CALL, VIEW_CALL, CallState, OfferState
from entente.mobility.forms.rounds import PublishRunForm
from entente.mobility.models import Application, Offer, PlacementRun, Wish, answered
from entente.office.acting import signed_in


class RunPage(RecordPage):
    """One run: quotas with cut-offs, who got which wish, the verifier's verdict, what changed."""

    model = PlacementRun
    template_name = "mobility/run.html"
    permission_required = VIEW_CALL

    def context(self) -> dict[str, Any]:
        """Work out from what is kept of the run what is shown of it."""
        run = self.object
        people = Application.objects.by_key(run.call)
        before = PlacementRun.objects.before(run).first()
        may = self.officer.may(PLACE_CALL, run.call)
        published = run.published_on is not None
        offers = {it.application.key: it for it in Offer.objects.filter(run=run).for_list()}
        wishes = Wish.objects.standing(run.call) if published and may else {}
        last = published and not Offer.objects.standing(run.call).exclude(run=run).exists()
        today = timezone.localdate()
        gone = [key for key, offer in offers.items() if offer.declined(today)]
        return super().context() | {
            "view": outcomes.view_of(run.instance, run.result, run.names),
            "lines": [
                {
                    "application": people.get(key),
                    "option": run.names.get(option, option) if option else "",
                    "fixed": key in run.instance.get("fixed", {}),
                    "offer": offers.get(key),
                    "silent": key in gone and offers[key].state == OfferState.OPEN,
                    "steps": self.answers(offers[key], wishes)
                    if last and key in offers and key not in gone
                    else [],
                }
                for key, option in run.result["assignment"].items()
            ],
            "waiting": [
                (option, [people[key] for key in keys if key in people])
                for option, keys in outcomes.waiting_lists(run.result, run.names, gone)
            ],
            "before": before,
            "changed": [
                (people.get(who), run.names.get(one, one), run.names.get(other, other))
                for who, one, other in (
                    outcomes.changed(before.result, run.result) if before else ()
                )
            ],
            "may_publish": may
            and run.holds
            and not published
            and run.call.state in (CallState.CLOSED, CallState.PUBLISHED),
        }

    def answers(self, offer: Offer, wishes: Mapping[tuple[int, int], int]) -> list[tuple[str, Any]]:
        """Give what this person may enter for an offer: address and words."""
        found: list[tuple[str, Any]] = [
            (reverse(f"mobility:{name}", args=[offer.pk]), step.label)
            for name, step in OFFER_FLOW.open_to(self.officer, offer).items()
        ]
        if wish := wishes.get((offer.application_id, offer.quota_id)):
            found.append((reverse("mobility:strike_wish", args=[wish]), _("Host rejects")))
        return found


class PublishRunPage(ActionPage):
    """Publish a run."""

    model = PlacementRun
    title = _("Publish the placement")
    submit_label = _("Publish")
    permission_required = PLACE_CALL
    explanation = _(
        "The verifier looks at the run once more. From then on quotas and applications of the call"
        " no longer change."
    )

    form_class = PublishRunForm

    def initial(self) -> dict[str, Any]:
        """Propose the last day to answer by the rule."""
        today = timezone.localdate()
        return {"answer_by": services.default_answer_by(self.object.call, on=today)}

    def act(self, values: Mapping[str, Any]) -> None:
        """Publish it."""
        by, on = signed_in(self), timezone.localdate()
        services.publish_run(self.object, by=by, on=on, answer_by=values["answer_by"])


class OutcomePage(RecordPage):
    """What somebody wrote, and is told of a published placement; it names nobody else."""

    model = Application
    template_name = "mobility/outcome.html"
    permission_required = VIEW_CALL

    def context(self) -> dict[str, Any]:
        """Find the published run, and tell the outcome with the reasons."""
        told = outcomes.told(self.object, on=timezone.localdate())
        wishes = list(self.object.wishes.select_related("quota"))
        return super().context() | told | {"wishes": wishes, "answered": answered(self.object)}
