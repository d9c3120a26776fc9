"""What is typed about calls."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from entente.kit.fields import day, line
from entente.kit.forms import RemoteChoiceField, VersionedForm, style
from entente.mobility.enums import CHANGE_CALL
from entente.mobility.models import Application, CallQuota, Programme
from entente.mobility.models.calls import CEFR
from entente.mobility.placement.instance import LEVELS
from entente.mobility.services import most_wishes
from entente.office.fields import unit_field
from entente.partnerships.enums import StudyLevel
from entente.people.models import Person

LANGUAGE = re.compile(r"([a-z]{2,3})[ :]*([A-C][12])", re.IGNORECASE)
SHOWN = 500
ANY_LEVEL = [("", _("any level")), *StudyLevel.choices]


def two_decimals(label: Any, **options: Any) -> forms.DecimalField:
    """Make a field for a score or a grade."""
    return forms.DecimalField(label=label, max_digits=6, decimal_places=2, **options)


class CallForm(VersionedForm):
    """What is said of a call."""

    pairs = (("opens_on", "closes_on"),)

    title_zh = line(_("Name in Chinese"), 200)
    title_en = line(_("Name in English"), 200)
    programme = RemoteChoiceField(Programme, label=_("Programme"), required=False)
    academic_year = forms.IntegerField(
        label=_("Academic year, by the year in which it begins"), min_value=1979, max_value=2200
    )
    opens_on = day(_("Opens on"))
    closes_on = day(_("Last day to apply"))

    def prepare(self) -> None:
        """Offer the programmes that this person sees, and the units for which they keep calls."""
        field: Any = self.fields["programme"]
        field.queryset = Programme.objects.visible_to(self.officer)
        self.fields["unit"] = unit_field(self.officer, CHANGE_CALL)


class OfCallForm(VersionedForm):
    """A form of something that belongs to a call."""

    def __init__(self, *args: Any, call: Any, **kwargs: Any) -> None:
        self.call = call
        super().__init__(*args, **kwargs)


class QuotaForm(OfCallForm):
    """A quota of a call: places, and who may wish for them."""

    pairs = (("language", "language_level"), ("level", "field"))
    sections = (
        (
            _("Who may wish for it: what is left empty asks nothing"),
            ("grade", "language", "language_level", "level", "field"),
        ),
    )

    name = forms.CharField(label=_("Name of the quota"), max_length=200)
    cap = forms.IntegerField(label=_("Places"), min_value=0, max_value=100_000)
    grade = two_decimals(_("Least grade"), required=False)
    language = line(_("Language asked for"), 3, help_text=_("As de, en or zh."))
    language_level = forms.ChoiceField(
        label=_("Least level of the language"), choices=[("", "–"), *CEFR], required=False
    )
    level = forms.ChoiceField(label=_("Level"), choices=ANY_LEVEL, required=False)
    field = line(_("Field of study"), 10, help_text=_("A code of ISCED-F, for example 0211."))

    def prepare(self) -> None:
        """Offer the other quotas of the call."""
        parent = forms.ModelChoiceField(
            CallQuota.objects.filter(call=self.call),
            label=_("Part of"),
            required=False,
            empty_label="–",
        )
        style(parent)
        self.fields["parent"] = parent
        self.order_fields(["name", "parent", "cap"])

    def clean_language(self) -> str:
        """Write the code in small letters."""
        return str(self.cleaned_data["language"]).lower()


class ApplicationForm(OfCallForm):
    """An application: facts that rules ask for, the committee's score, ranked wishes."""

    pairs = (("level", "field"), ("grade", "languages"))

    score = forms.DecimalField(
        label=_("Score"),
        max_digits=8,
        decimal_places=2,
        required=False,
        help_text=_("The committee's; a placement needs it of everybody."),
    )
    level = forms.ChoiceField(label=_("Level"), choices=ANY_LEVEL, required=False)
    field = line(_("Field of study"), 10, help_text=_("A code of ISCED-F, for example 0211."))
    grade = two_decimals(_("Grade"), required=False)
    languages = line(_("Languages with level"), 200, help_text=_("As de C1, en B2."))

    def prepare(self) -> None:
        """Offer the options of the call for as many wishes as the rule allows."""
        options = CallQuota.objects.options(self.call)
        self.ranked = [f"wish_{number}" for number in range(1, most_wishes(self.call) + 1)]
        self.sections = (  # type: ignore[misc] # as many as the rule of the call's unit says
            (_("Wishes, the dearest first"), tuple(self.ranked)),
        )
        for number, name in enumerate(self.ranked, 1):
            field = forms.ModelChoiceField(
                options,
                label=_("Wish %(number)s") % {"number": number},
                required=number == 1,
                empty_label="–",
            )
            style(field)
            self.fields[name] = field

    def clean_languages(self) -> dict[str, str]:
        """Read languages with their levels; refuse what is left over."""
        typed = self.cleaned_data["languages"]
        found = {code.lower(): level.upper() for code, level in LANGUAGE.findall(typed)}
        if LANGUAGE.sub("", typed).strip(" ,;，；、"):
            raise forms.ValidationError(
                gettext("Write each language with a level from %(low)s to %(high)s: de C1, en B2.")
                % {"low": LEVELS[0], "high": LEVELS[-1]}
            )
        return found

    def clean(self) -> dict[str, Any]:
        """Collect the wishes in order; refuse one that stands there twice, at its field."""
        values = super().clean() or {}
        wishes: list[CallQuota] = []
        for name in self.ranked:
            wish = values.pop(name, None)
            if wish in wishes:
                self.add_error(name, gettext("An option is wished for twice."))
            elif wish is not None:
                wishes.append(wish)
        return values | {"wishes": wishes}


class ScoresForm(OfCallForm):
    """The committee's scores of those who handed in; what is left as it is stays."""

    def prepare(self) -> None:
        """Ask for one score of each, by name."""
        for application in Application.objects.handed_in(self.call).order_by("pk")[:SHOWN]:
            self.fields[f"score_{application.pk}"] = forms.DecimalField(
                label=str(application.person),
                max_digits=8,
                decimal_places=2,
                required=False,
                initial=application.score,
            )

    def clean(self) -> dict[str, Any]:
        """Keep what was typed anew, by the numbers of applications."""
        values = super().clean() or {}
        return {
            "scores": {
                int(name.partition("_")[2]): values[name]
                for name in self.changed_data
                if name in values and name.startswith("score_")
            }
        }


class NewApplicationForm(ApplicationForm):
    """An application of a person of the register."""

    person = RemoteChoiceField(
        Person,
        label=_("Person"),
        help_text=_("Somebody new is entered in the register of persons first."),
    )

    def prepare(self) -> None:
        """Ask who before what."""
        super().prepare()
        person: Any = self.fields["person"]
        person.queryset = Person.objects.visible_to(self.officer).present()
        self.order_fields(["person"])
