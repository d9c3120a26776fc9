"""Deadlines: the list, one deadline, what may be done about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entente.kit.forms import ReasonForm
from entente.kit.pages import ActionPage, ListPage, RecordPage, View
from entente.kit.records import view_permission
from entente.office import services
from entente.office.enums import DEADLINE_FLOW
from entente.office.forms import DoneForm, HandOverForm
from entente.office.models import Deadline
from entente.office.reckoning import Duration, declared, say
from entente.office.tables import DeadlineColumns, DeadlineFilter

CHANGE = "office.change_deadline"


class DeadlineListPage(ListPage):
    """The deadlines in a person's units."""

    model = Deadline
    title = _("Deadlines")
    permission_required = "office.view_deadline"
    columns = DeadlineColumns
    filterset_class = DeadlineFilter
    default_sort = "due_on"
    views = (
        View(_("Mine"), {"mine": "yes", "state": "open"}),
        View(_("Late"), {"due": "late"}),
        View(_("Nobody at work answers for it"), {"mine": "nobody", "state": "open"}),
    )
    empty_text = _("No deadline fits. Records set their deadlines by themselves.")


class DeadlinePage(RecordPage):
    """One deadline: what about, who, until when, when it is spoken of."""

    model = Deadline
    permission_required = "office.view_deadline"
    template_name = "office/deadline.html"
    flow = DEADLINE_FLOW

    def context(self) -> dict[str, Any]:
        """Add the record, the stages, and the rules in words."""
        deadline: Deadline = self.object
        subject = deadline.subject
        seen = subject is not None and self.officer.may(view_permission(type(subject)), subject)
        stages = [(self.stage_name(stage.span), stage) for stage in deadline.stages.all()]
        return super().context() | {
            "subject": subject if seen else None,
            "stages": stages,
            "late": deadline.is_late(timezone.localdate()),
            "rules": [
                declared()[name]
                for name in dict.fromkeys([deadline.rule, deadline.stages_rule])
                if name in declared()
            ],
            "may_see_rules": self.officer.may("office.view_rulevalue"),
        }

    @staticmethod
    def stage_name(span: str) -> str:
        """Say how long before the day a stage lies."""
        parsed = Duration.parse(span)
        if not parsed.number:
            return str(_("on the day"))
        number = say("duration", span.partition(" ")[0], parsed.unit)
        return str(_("%(span)s before")) % {"span": number}


class DonePage(ActionPage):
    """Note that it was done."""

    model = Deadline
    permission_required = CHANGE
    form_class = DoneForm
    title = _("Note that it was done")
    submit_label = _("Done")
    done = _("Noted.")

    def act(self, values: Mapping[str, Any]) -> None:
        """Finish it."""
        services.finish_deadline(self.object, on=values["on"], by=self.officer, note=values["note"])


class DropPage(ActionPage):
    """Note that it need not be done."""

    model = Deadline
    permission_required = CHANGE
    form_class = ReasonForm
    title = _("Drop the deadline")
    explanation = _("Nobody is told of it any more. The reason stays in its history.")
    done = _("The deadline is dropped.")
    danger = True

    def act(self, values: Mapping[str, Any]) -> None:
        """Drop it."""
        services.drop_deadline(
            self.object, on=timezone.localdate(), by=self.officer, reason=values["reason"]
        )


class HandOverPage(ActionPage):
    """Name another owner."""

    model = Deadline
    needs_version = True
    permission_required = CHANGE
    form_class = HandOverForm
    title = _("Hand the deadline over")
    explanation = _("The new owner is told of the stages to come.")
    done = _("The deadline is handed over.")

    def initial(self) -> dict[str, Any]:
        """Begin with who owns it now."""
        return {"owner": self.object.owner_id, "version": self.object.version}

    def act(self, values: Mapping[str, Any]) -> None:
        """Hand it over."""
        services.hand_over_deadline(
            self.object, by=self.officer, owner=values["owner"], seen=values["version"]
        )
