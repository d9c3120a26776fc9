"""What is typed about imports."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from entente.intake.enums import UnknownUnits
from entente.intake.shipped import Mapping
from entente.intake.targets import BY_NAME, TARGETS
from entente.kit.files.kinds import SHEETS
from entente.kit.files.uploads import UploadField
from entente.kit.forms import DeskForm
from entente.kit.grids import letters
from entente.office.fields import unit_field
from entente.partnerships.enums import AgreementKind, Direction

CHANGE = "intake.change_import"


class UploadSheetForm(DeskForm):
    """A sheet, and the unit of ours for which it is imported."""

    file = UploadField(
        label=_("Sheet"),
        allowed=SHEETS,
        help_text=_("A workbook (.xlsx, .xls, .ods) or a table (.csv), at most 100 MB."),
    )

    def prepare(self) -> None:
        """Offer the units for which this person may import."""
        self.fields["unit"] = unit_field(
            self.officer,
            CHANGE,
            help_text=_("It owns the agreements of rows that name no other unit."),
        )


class ColumnsForm(DeskForm):
    """What each column means, and how its values are read."""

    sections = (
        (_("What holds for every row"), ("kind", "direction", "academic_year")),
        (_("How it is read"), ("heading_rows", "day_first", "adds_up", "unknown_units")),
        (_("Keep this for the next sheet"), ("save_as",)),
    )

    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("", "–"), *AgreementKind.choices], required=False
    )
    direction = forms.ChoiceField(
        label=_("Direction"), choices=[("", "–"), *Direction.choices], required=False
    )
    academic_year = forms.IntegerField(
        label=_("Academic year"),
        required=False,
        min_value=1900,
        max_value=2200,
        help_text=_("The year in which it begins, for example 2026."),
    )
    heading_rows = forms.TypedChoiceField(
        label=_("Rows of headings"),
        choices=[("1", "1"), ("2", "2")],
        coerce=int,
        initial="1",
    )
    day_first = forms.BooleanField(label=_("03/05/2026 is the third of May"), required=False)
    adds_up = forms.BooleanField(label=_("Add up rows about the same places"), required=False)
    unknown_units = forms.ChoiceField(
        label=_("Rows that name an unknown unit of ours"),
        choices=UnknownUnits.choices,
        initial=UnknownUnits.REFUSED,
    )
    save_as = forms.CharField(
        label=_("Name of this mapping"),
        max_length=60,
        required=False,
        help_text=_("Saved for the unit; a mapping of the same name is replaced."),
    )

    def __init__(
        self,
        *args: Any,
        headings: Sequence[str] = (),
        samples: Sequence[Sequence[str]] = (),
        sheets: Sequence[str] = (),
        may_make_units: bool = False,
        **kwargs: Any,
    ) -> None:
        self.headings, self.samples, self.sheets = headings, samples, sheets
        self.may_make_units = may_make_units
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        """Make a choice for each column that has a heading; who may not make units cannot ask."""
        if not self.may_make_units:
            offered = [it for it in UnknownUnits.choices if it[0] != UnknownUnits.MADE]
            cast("forms.ChoiceField", self.fields["unknown_units"]).choices = offered
            if self.initial.get("unknown_units") == UnknownUnits.MADE:
                self.initial["unknown_units"] = UnknownUnits.HERE
        choices = [("", _("– not imported –")), *((it.name, it.label) for it in TARGETS)]
        for at, heading in enumerate(self.headings):
            if heading:
                label = f"{letters(at)} · {heading}"
                self.fields[f"column_{at}"] = forms.ChoiceField(
                    label=label, choices=choices, required=False
                )

    @property
    def columns(self) -> list[tuple[str, str, Sequence[str], Any]]:
        """Give for each column its letter, its heading, first values, and the choice."""
        return [
            (letters(at), heading, self.samples[at], self[f"column_{at}"])
            for at, heading in enumerate(self.headings)
            if heading
        ]

    def grouped(self) -> list[tuple[Any, list[Any]]]:
        """Leave the columns to the page, which draws them as a table."""
        named = {name for _title, names in self.sections for name in names}
        return [(title, blocks) for title, blocks in super().grouped() if title and named]

    def clean(self) -> dict[str, Any]:
        """Refuse a meaning that is given to two columns, and sheets without partners."""
        values = super().clean() or {}
        seen: dict[str, int] = {}
        for at, heading in enumerate(self.headings):
            target = values.get(f"column_{at}") if heading else ""
            if not target:
                continue
            if target in seen:
                sentence = gettext("Column %(column)s has this meaning already.")
                self.add_error(f"column_{at}", sentence % {"column": letters(seen[target])})
            seen[target] = at
        if not {"partner", "partner_zh", "partner_en"} & seen.keys():
            raise ValidationError(gettext("Say which column names the partner."))
        return values

    def mapping(self, like: Mapping | None) -> Mapping:
        """Give the mapping that was chosen; what pages do not show is taken from `like`."""
        values = self.cleaned_data
        columns = {
            values[f"column_{at}"]: heading
            for at, heading in enumerate(self.headings)
            if heading and values.get(f"column_{at}")
        }
        constants = {
            name: str(values[name])
            for name in ("kind", "direction", "academic_year")
            if values.get(name) and name not in columns
        }
        held = like.plain() if like else {}
        held |= {
            "columns": columns,
            "constants": constants,
            "heading_rows": values["heading_rows"],
            "day_first": values["day_first"],
            "adds_up": values["adds_up"],
            "unknown_units": values["unknown_units"],
        }
        return Mapping.of(held)


def initial_columns(found: dict[int, str], mapping: Mapping | None) -> dict[str, Any]:
    """Give what the form starts with: what was suggested or chosen before."""
    told: dict[str, Any] = {f"column_{at}": name for at, name in found.items() if name in BY_NAME}
    if mapping is not None:
        told |= dict(mapping.constants)
        told |= {
            "heading_rows": str(mapping.heading_rows),
            "day_first": mapping.day_first,
            "adds_up": mapping.adds_up,
            "unknown_units": mapping.unknown_units,
        }
    return told
