"""What is typed about evaluations, supervision and complaints."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entente.kit.fields import area, day, line
from entente.kit.forms import DeskForm, VersionedForm


class EvaluationForm(VersionedForm):
    """From when until when learners are asked."""

    pairs = (("opens_on", "closes_on"),)

    opens_on = day(_("First day"))
    closes_on = day(_("Last day"), help_text=_("The results are shown from the day after on."))

    def clean(self) -> dict[str, Any]:
        """Say at its field that the days are the wrong way round."""
        values: dict[str, Any] = super().clean() or {}
        first, last = values.get("opens_on"), values.get("closes_on")
        if first and last and last < first:
            self.add_error("closes_on", _("The last day cannot come before the first."))
        return values


class FindingForm(DeskForm):
    """What is common to visits and complaints."""

    raised_on = day(_("Day"))
    answer_until = day(_("To be answered until"), required=False)

    def prepare(self) -> None:
        """Start with today."""
        self.initial.setdefault("raised_on", timezone.localdate())

    def clean(self) -> dict[str, Any]:
        """Say at their fields what cannot be."""
        values: dict[str, Any] = super().clean() or {}
        found, until = values.get("raised_on"), values.get("answer_until")
        if found and found > timezone.localdate():
            self.add_error("raised_on", _("This day has not come yet."))
        if found and until and until < found:
            self.add_error("answer_until", _("It cannot be answered before it was found."))
        return values


class VisitForm(FindingForm):
    """A supervision visit."""

    field_order = ("raised_on", "raised_by", "words", "answer_until")

    raised_by = line(_("Who visited"), 200, required=True)
    words = area(_("What was found"), 4000, rows=6, required=True)

    def prepare(self) -> None:
        """Say what an empty day means."""
        super().prepare()
        self.fields["answer_until"].help_text = _("Empty: there is nothing to mend.")


class ComplaintForm(FindingForm):
    """A complaint that reached the office."""

    field_order = ("raised_on", "raised_by", "contact", "words", "answer_until")

    raised_by = line(_("Who complains"), 200)
    contact = line(_("How to answer them"), 200)
    words = area(_("What the complaint says"), 4000, rows=6, required=True)

    def prepare(self) -> None:
        """Say what an empty day means."""
        super().prepare()
        self.fields["answer_until"].help_text = _("Empty: as the rule says.")


class AnswerForm(DeskForm):
    """The answer to a finding."""

    answer = area(_("What was done about it"), 4000, rows=6, required=True)


class RemarkForm(DeskForm):
    """What is said when a finding is closed."""

    remark = area(_("Remark"), 2000)


class AskAgainForm(DeskForm):
    """What is still to be mended, until when."""

    remark = area(_("What is still to be mended"), 2000, required=True)
    answer_until = day(_("To be answered until"))
