"""What is typed about reviews, by the office and by reviewers."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from entente.kit.fields import area, day, line
from entente.kit.forms import DeskForm, RemoteChoiceField, VersionedForm, style
from entente.mobility.models import Application, Call, PlacementRun, Question
from entente.office.models import User
from entente.reviewing.enums import OBJECTION_FLOW
from entente.reviewing.models import Criterion
from entente.reviewing.models.rounds import MOST_REVIEWERS, MOST_SCORE, MOST_WEIGHT
from entente.reviewing.services.writing import field_of


class RoundForm(VersionedForm):
    """What is said of a round."""

    pairs = (("each", "due_on"),)

    each = forms.IntegerField(
        label=_("Reviewers of each application"), min_value=1, max_value=MOST_REVIEWERS
    )
    due_on = day(_("Reviews to be handed in by"))
    about = area(_("Notes for the reviewers"), 4000, rows=4)
    hidden = forms.MultipleChoiceField(
        label=_("Questions hidden from reviewers"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Tick what says who somebody is: passport, family, gender, referees."),
    )
    shows_files = forms.BooleanField(
        label=_("Reviewers see the files"),
        required=False,
        help_text=_("Names inside a file cannot be hidden: the review is then not blind."),
    )

    def __init__(self, *args: Any, call: Call, **kwargs: Any) -> None:
        self.call = call
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        """Offer the questions of the call."""
        asked = [it for it in Question.objects.of_call(self.call) if not it.is_section]
        if not asked:
            del self.fields["hidden"]
            return
        field: Any = self.fields["hidden"]
        field.choices = [(str(it.pk), str(it.label)) for it in asked]

    def clean(self) -> dict[str, Any]:
        """Keep the numbers of hidden questions as numbers."""
        values = super().clean() or {}
        if "hidden" in values:
            values["hidden"] = [int(key) for key in values["hidden"]]
        return values


class CriterionForm(VersionedForm):
    """A criterion of the score sheet."""

    pairs = (("most", "weight"),)

    name_zh = line(_("Name in Chinese"), 200)
    name_en = line(_("Name in English"), 200)
    most = forms.IntegerField(
        label=_("Highest score"),
        min_value=1,
        max_value=MOST_SCORE,
        initial=10,
        help_text=_("Reviewers score from 0 to this."),
    )
    weight = forms.IntegerField(
        label=_("Weight"),
        min_value=1,
        max_value=MOST_WEIGHT,
        initial=1,
        help_text=_("Beside the other criteria; they need not add up to 100."),
    )


class PanellistForm(DeskForm):
    """Who reviews."""

    user = RemoteChoiceField(
        User,
        label=_("Reviewer"),
        help_text=_("Somebody with an account; a role is not needed."),
    )

    def prepare(self) -> None:
        """Offer the people one sees who may sign in."""
        field: Any = self.fields["user"]
        field.queryset = User.objects.visible_to(self.officer).filter(is_active=True)


class ReviewForm(DeskForm):
    """A reviewer's score sheet."""

    def __init__(self, *args: Any, criteria: list[Criterion], **kwargs: Any) -> None:
        self.criteria = criteria
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        """Ask for one score of each criterion, then for words."""
        for criterion in self.criteria:
            words = {"criterion": criterion.name, "most": criterion.most}
            field = forms.DecimalField(
                label=criterion.name,
                required=False,
                max_digits=6,
                decimal_places=2,
                help_text=gettext("From 0 to %(most)s; weight %(weight)s.")
                % {"most": criterion.most, "weight": criterion.weight},
                error_messages={
                    "invalid": gettext("“%(criterion)s” is scored from 0 to %(most)s.") % words,
                },
            )
            # A draft may lack it, what is handed in may not.
            field.demanded = True  # type: ignore[attr-defined]
            field.widget.attrs |= {"inputmode": "decimal", "min": 0, "max": criterion.most}
            style(field)
            self.fields[field_of(criterion)] = field
        self.fields["comment"] = area(_("Comment"), 4000, rows=5)

    @property
    def scores(self) -> dict[str, Decimal | None]:
        """What was given, by the keys of criteria."""
        return {it.key: self.cleaned_data.get(field_of(it)) for it in self.criteria}


# --- Public notices -------------------------------------------------------------------------------

BY_HAND = "hand"
SHOWN = 500


class NoticeWordsForm(VersionedForm):
    """The words of a notice, and what it hides."""

    pairs = (("text_zh", "text_en"), ("mask_names", "mask_numbers"))

    text_zh = area(_("Text in Chinese"), 4000, rows=4)
    text_en = area(_("Text in English"), 4000, rows=4)
    contact = line(
        _("Where objections are sent"),
        300,
        required=True,
        help_text=_("Office, mail address, telephone; everybody reads it."),
    )
    mask_names = forms.BooleanField(label=_("Mask names, as Z**** S**"), required=False)
    mask_numbers = forms.BooleanField(
        label=_("Mask student numbers, as 2019****12"), required=False
    )


class NoticeForm(NoticeWordsForm):
    """A new notice: from a run, or chosen by hand from the committee's ranking."""

    source = forms.ChoiceField(label=_("Who is selected"), widget=forms.RadioSelect)
    chosen = forms.MultipleChoiceField(
        label=_("Chosen by hand, in the order of their scores"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    reason = area(
        _("Reason"),
        2000,
        help_text=_("Needed where somebody with a higher score is passed over; it is not public."),
    )

    def __init__(self, *args: Any, call: Call, **kwargs: Any) -> None:
        self.call = call
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        """Offer the runs that hold, and the applications that have a score."""
        self.runs = {str(it.pk): it for it in PlacementRun.objects.of_call(self.call) if it.holds}
        named = [
            (key, gettext("As %(run)s places them") % {"run": it}) for key, it in self.runs.items()
        ]
        source: Any = self.fields["source"]
        source.choices = [*named, (BY_HAND, gettext("Chosen by hand from the committee's ranking"))]
        chosen: Any = self.fields["chosen"]
        rows = Application.objects.handed_in(self.call).exclude(score=None)
        chosen.choices = [
            (str(it.pk), f"{it.person.name} · {it.score}")
            for it in rows.order_by("-score", "pk")[:SHOWN]
        ]
        if not chosen.choices:
            del self.fields["chosen"]
        self.order_fields(["source", "chosen", "reason"])

    def clean(self) -> dict[str, Any]:
        """Refuse a choice by hand without anybody."""
        values = super().clean() or {}
        if values.get("source") == BY_HAND and not values.get("chosen"):
            self.add_error(
                "chosen" if "chosen" in self.fields else "source",
                gettext("Choose at least one applicant who has a score."),
            )
        return values


class ObjectionForm(DeskForm):
    """What somebody objects to."""

    pairs = (("by_name", "contact"),)

    by_name = line(
        _("Who objects"), 200, help_text=_("May stay empty where it came without a name.")
    )
    contact = line(_("How they are reached"), 300)
    received_on = day(_("Received on"))
    text = area(_("What they object to"), 4000, rows=5, required=True)


class ObjectionAnswerForm(DeskForm):
    """What the office answers."""

    outcome = forms.ChoiceField(
        label=_("Outcome"),
        choices=[(name, step.label) for name, step in OBJECTION_FLOW.steps.items()],
        widget=forms.RadioSelect,
    )
    answer = area(_("Answer"), 4000, rows=5, required=True)
