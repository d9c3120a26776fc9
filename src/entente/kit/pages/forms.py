"""Pages with a form: add a record, change it, take a step."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from entente.kit.errors import ChangedMeanwhileError
from entente.kit.flow import Step
from entente.kit.forms import DeskForm, PlainForm, blame
from entente.kit.pages.staff import StaffPage


class FormPage(StaffPage):
    """Show a form, and on success hand its values to a service.

    What a service refuses is shown at its field, everything typed is kept, nothing is saved.
    """

    template_name: ClassVar[str] = "kit/form.html"
    form_class: ClassVar[type[DeskForm]]
    title: ClassVar[str | Promise] = ""
    submit_label: ClassVar[str | Promise] = ""
    done: ClassVar[str | Promise] = ""
    needs_version: ClassVar[bool] = False
    object: Any = None

    def prepare(self) -> None:
        """Find what the page is about, before it is shown or acted upon."""

    def initial(self) -> dict[str, Any]:
        """Give the values that the form starts with."""
        return {}

    def form(self, data: Any = None, files: Any = None) -> DeskForm:
        """Make the form, empty or with what was sent."""
        return self.form_class(data, files, initial=self.initial(), officer=self.officer)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form."""
        self.prepare()
        return self.show(self.form())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Act on what was sent, or show it again with what is wrong."""
        self.prepare()
        form = self.form(request.POST, request.FILES)
        if not form.is_valid():
            return self.show(form, status=422)
        try:
            target = self.perform(self.typed(form))
        except ChangedMeanwhileError as refusal:
            form.add_error(None, refusal)
            return self.show(form, status=409)
        except ValidationError as refusal:
            self.blame(form, refusal)
            return self.show(form, status=422)
        if self.done:
            messages.success(request, str(self.done))
        return HttpResponseRedirect(target)

    def typed(self, form: forms.Form) -> dict[str, Any]:
        """Give what was typed, with the version that the person saw where the service asks it."""
        typed = dict(form.cleaned_data)
        if not self.needs_version:
            typed.pop("version", None)
        return typed

    @abstractmethod
    def perform(self, values: Mapping[str, Any]) -> str:
        """Call the service; give the address to go on to."""

    def blame(self, form: forms.Form, refusal: ValidationError) -> None:
        """Put a refusal at its field; a page with fields of its own says where they stand."""
        blame(form, refusal)

    def show(self, form: forms.Form, status: int = 200) -> HttpResponse:
        """Draw the page."""
        return render(self.request, self.template_name, self.context(form), status=status)

    def context(self, form: forms.Form) -> dict[str, Any]:
        """Give what the template draws; subclasses add to it."""
        return {
            "form": form,
            "record": self.object,
            "title": self.title,
            "submit_label": self.submit_label,
            "back": self.back(),
        }

    def back(self) -> str:
        """Give the address of "cancel"."""
        return self.object.get_absolute_url() if self.object else "../"


class CreatePage(FormPage):
    """Add a record."""

    def perform(self, values: Mapping[str, Any]) -> str:
        """Save and go to the new record."""
        record = self.save(values)
        url: str = record.get_absolute_url()
        return url

    @abstractmethod
    def save(self, values: Mapping[str, Any]) -> Any:
        """Call the service that makes the record."""


class ObjectFormPage(FormPage):
    """A form about one record of the person's scope."""

    def prepare(self) -> None:
        """Find the record; another unit's is not found."""
        self.object = self.get_object()

    def get_object(self) -> Any:
        """Find the record inside the person's scope for this page's permission."""
        return get_object_or_404(self.get_queryset(), pk=self.kwargs["pk"])


class ChangePage(ObjectFormPage):
    """Change a record; the form carries the version that the person saw (`VersionedForm`)."""

    needs_version = True

    def initial(self) -> dict[str, Any]:
        """Start with what the record holds."""
        names = self.form_class.base_fields
        held = {name: getattr(self.object, name, None) for name in names}
        return held | {"version": self.object.version}

    def perform(self, values: Mapping[str, Any]) -> str:
        """Save and go back to the record."""
        values = dict(values)
        self.save(values, seen=values.pop("version", None))
        url: str = self.object.get_absolute_url()
        return url

    @abstractmethod
    def save(self, values: Mapping[str, Any], seen: int | None) -> None:
        """Call the service that changes the record."""


class ActionPage(ObjectFormPage):
    """A step on a record: it is explained, confirmed, and done by a service."""

    form_class: ClassVar[type[DeskForm]] = PlainForm
    template_name: ClassVar[str] = "kit/step.html"
    explanation: ClassVar[str | Promise] = ""
    danger: ClassVar[bool] = False

    def perform(self, values: Mapping[str, Any]) -> str:
        """Take the step and go back to the record."""
        self.act(values)
        url: str = self.object.get_absolute_url()
        return url

    @abstractmethod
    def act(self, values: Mapping[str, Any]) -> None:
        """Call the service that takes the step."""

    def context(self, form: forms.Form) -> dict[str, Any]:
        """Add the explanation."""
        return super().context(form) | {"explanation": self.explanation, "danger": self.danger}


class StepPage(ActionPage):
    """A step of the flow of a model, named by `step`: its words, its permission, its danger."""

    step: ClassVar[str] = ""

    def __init_subclass__(cls, **options: Any) -> None:
        """Take title, button, explanation and permission from the flow."""
        super().__init_subclass__(**options)
        if not cls.step:
            return
        told: Step = cls.model.flow[cls.step]  # type: ignore[attr-defined]
        cls.title = cls.submit_label = told.label
        cls.explanation, cls.danger = told.hint, told.danger
        cls.permission_required = told.permission


class RemovePage(ActionPage):
    """Take off what was entered by mistake, and go back to where it stood."""

    submit_label = gettext_lazy("Remove")
    explanation = gettext_lazy(
        "Only for what was entered by mistake. The history keeps what stood there."
    )
    danger = True

    def perform(self, values: Mapping[str, Any]) -> str:
        """Remember where to go on to, before it is gone."""
        target = str(self.object.get_absolute_url())
        self.act(values)
        return target
