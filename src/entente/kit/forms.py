"""Forms in the look of the desk, and choices among many records by typing."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.forms.renderers import TemplatesSetting
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

OFFERED = 20
STYLED: dict[type[forms.Widget], str] = {
    forms.Select: "form-select",
    forms.CheckboxInput: "form-check-input",
    forms.RadioSelect: "e-choices",
    forms.CheckboxSelectMultiple: "e-choices",
}


class DeskRenderer(TemplatesSetting):
    """Draws every form with the templates of the design system."""

    form_template_name = "kit/form_fields.html"
    field_template_name = "kit/field.html"


def style(field: forms.Field) -> None:
    """Give a field's widget the classes of the design system."""
    widget = field.widget
    css = next((css for kind, css in STYLED.items() if isinstance(widget, kind)), "form-control")
    given = widget.attrs.get("class", "")
    if css not in given.split():
        widget.attrs["class"] = f"{css} {given}".strip()


class DeskForm(forms.Form):
    """A form of the desk. `x_zh` and `x_en` stand side by side, and so do the fields in `pairs`.

    `sections` groups fields under titles; what no section names comes first.
    """

    pairs: ClassVar[tuple[tuple[str, str], ...]] = (
        ("latitude", "longitude"),
        ("founded_on", "closed_on"),
        ("since", "until"),
        ("starts_on", "ends_on"),
    )
    sections: ClassVar[tuple[tuple[Any, tuple[str, ...]], ...]] = ()

    def __init__(self, *args: Any, officer: Any = None, **kwargs: Any) -> None:
        self.officer = officer
        super().__init__(*args, **kwargs)
        self.prepare()
        for field in self.fields.values():
            style(field)

    def prepare(self) -> None:
        """Adapt fields to the person, before they are drawn."""

    def grouped(self) -> list[tuple[Any, list[Any]]]:
        """Give the visible fields by section, pairs of languages together."""
        named = {name for _title, names in self.sections for name in names}
        groups: list[tuple[Any, list[Any]]] = [
            ("", self._blocks([name for name in self.fields if name not in named]))
        ]
        groups += [(title, self._blocks(list(names))) for title, names in self.sections]
        return [(title, blocks) for title, blocks in groups if blocks]

    def _blocks(self, names: list[str]) -> list[Any]:
        """Put pairs into one block; every block is a list of bound fields."""
        seconds = dict(self.pairs) | {
            name: f"{name[:-3]}_en" for name in names if name.endswith("_zh")
        }
        shown = [name for name in names if name in self.fields and not self[name].is_hidden]
        beside = {seconds[name] for name in shown if seconds.get(name) in shown}
        return [
            [self[name], self[seconds[name]]] if seconds.get(name) in shown else [self[name]]
            for name in shown
            if name not in beside
        ]


class VersionedForm(DeskForm):
    """A form that changes a record: it carries the version that the person had before them."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class ReasonForm(DeskForm):
    """A step that asks why."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000
    )


def blame(form: forms.Form, refusal: ValidationError) -> None:
    """Put a refusal at its field; what belongs to no field of the form stands on top."""
    if not hasattr(refusal, "error_dict"):
        form.add_error(None, refusal)
        return
    for name, errors in refusal.error_dict.items():
        for error in errors:
            form.add_error(name if name in form.fields else None, error)


class PlainForm(DeskForm):
    """A step that asks nothing but to be confirmed."""


class RemoteWidget(forms.Select):
    """Type a few letters, choose among what is found; works without scripts in two rounds."""

    template_name = "kit/remote.html"
    lookup: Any = ""

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """Add the address that finds records."""
        context: dict[str, Any] = super().get_context(name, value, attrs)
        context["widget"]["lookup"] = self.lookup
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Read the chosen key; without one, what was typed."""
        typed = data.get(f"{name}_q", "").strip()
        return data.get(name) or (f"?{typed}" if typed else "")

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Say whether neither a choice nor a typed word was sent."""
        return name not in data and f"{name}_q" not in data


class RemoteIterator(forms.models.ModelChoiceIterator[Any]):
    """Offers only what is chosen or was just found, never the whole table."""

    def __iter__(self) -> Any:
        yield ("", "")
        for record in self.field.offered:  # type: ignore[attr-defined]
            yield self.choice(record)


class RemoteChoiceField(forms.ModelChoiceField[Any]):
    """Choose one of many records: the page holds the chosen one, a lookup finds the others."""

    widget = RemoteWidget
    iterator = RemoteIterator

    def __init__(self, queryset: QuerySet[Any] | type[Model], **options: Any) -> None:
        self.offered: list[Any] = []
        rows = queryset if isinstance(queryset, QuerySet) else queryset._default_manager.all()
        options.setdefault("empty_label", "")
        super().__init__(queryset=rows, **options)
        self.widget.lookup = reverse_lazy("kit:lookup", args=[rows.model._meta.label_lower])

    def prepare_value(self, value: Any) -> Any:
        """Offer the chosen record, so that its name stands in the page."""
        key = super().prepare_value(value)
        if key and not str(key).startswith("?") and not self.offered:
            rows: Any = self.queryset
            self.offered = list(rows.filter(pk=key)) if str(key).isdigit() else []
        return key

    def clean(self, value: Any) -> Any:
        """Accept a key; or a typed name that one record has; else offer what was found."""
        if isinstance(value, str) and value.startswith("?"):
            rows: Any = self.queryset
            self.offered = list(rows.lookup(value[1:])[:OFFERED])
            if len(self.offered) != 1:
                raise ValidationError(self._advice(value[1:]), code="choose")
            value = self.offered[0].pk
        return super().clean(value)

    def _advice(self, typed: str) -> str:
        if self.offered:
            return _("Several are found for “%(typed)s”. Choose one of them.") % {"typed": typed}
        return _("Nothing is found for “%(typed)s”. Type another name.") % {"typed": typed}
