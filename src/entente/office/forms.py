"""What people type about units, users and roles."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entente.kit.forms import DeskForm, RemoteChoiceField, VersionedForm
from entente.office.enums import UnitKind
from entente.office.models import Unit, User
from entente.office.roles import Role

DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
ELSEWHERE = {"invalid_choice": _("Choose a unit of your own.")}


class UnitForm(VersionedForm):
    """A unit: where it stands, what it is called."""

    parent = RemoteChoiceField(
        Unit,
        label=_("Part of"),
        required=False,
        error_messages=ELSEWHERE,
        help_text=_("Empty for an institution of its own."),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=UnitKind.choices)
    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=200, required=False)
    name_en = forms.CharField(label=_("Name in English"), max_length=200, required=False)
    code = forms.SlugField(
        label=_("Short code"),
        max_length=20,
        help_text=_("Stands in numbers of agreements and letters, for example CUIT."),
    )
    source = forms.CharField(label=_("Source"), max_length=300, required=False)

    def prepare(self) -> None:
        """Offer only places that this person keeps."""
        self.fields["parent"].queryset = (  # type: ignore[attr-defined]
            Unit.objects.visible_to(self.officer, "office.change_unit").open()
        )


class CloseUnitForm(DeskForm):
    """The day from which a unit works no longer."""

    on = forms.DateField(label=_("Closed on"), widget=DAY, initial=timezone.localdate)


class UserForm(VersionedForm):
    """Somebody who may sign in."""

    username = forms.CharField(
        label=_("Login name"),
        max_length=150,
        help_text=_("The staff or student number, so that single sign-on finds the account."),
    )
    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=100, required=False)
    name_en = forms.CharField(label=_("Name in English"), max_length=100, required=False)
    email = forms.EmailField(label=_("Mail address"), required=False)
    unit = RemoteChoiceField(Unit, label=_("Unit"), error_messages=ELSEWHERE)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)

    def prepare(self) -> None:
        """Offer only units whose people this person keeps."""
        self.fields["unit"].queryset = (  # type: ignore[attr-defined]
            Unit.objects.visible_to(self.officer, "office.change_user").open()
        )


class GrantForm(DeskForm):
    """A role for somebody, on a unit and all below it, for a time or without end."""

    user = RemoteChoiceField(User, label=_("User"))
    role = forms.ChoiceField(label=_("Role"))
    unit = RemoteChoiceField(
        Unit,
        label=_("On the unit"),
        required=False,
        error_messages={
            "invalid_choice": _(
                "You may grant and withdraw roles only on units that you administer."
            )
        },
        help_text=_("The role covers the unit and all below it. Empty: the whole installation."),
    )
    starts_on = forms.DateField(label=_("From"), widget=DAY, required=False)
    ends_on = forms.DateField(label=_("Until"), widget=DAY, required=False)

    def prepare(self) -> None:
        """Offer people and units that this person sees."""
        self.fields["role"].choices = [  # type: ignore[attr-defined]
            (code, role.name) for code, role in Role.registered.items()
        ]
        people = User.objects.visible_to(self.officer, "office.view_user").filter(is_active=True)
        self.fields["user"].queryset = people  # type: ignore[attr-defined]
        units = Unit.objects.visible_to(self.officer, "office.view_unit").open()
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the beginning."""
        values = super().clean() or {}
        refuse_turned_days(self, values)
        return values


class DelegateForm(DeskForm):
    """A colleague who holds one's role for some days."""

    user = RemoteChoiceField(User, label=_("Colleague"))
    starts_on = forms.DateField(label=_("From"), widget=DAY, initial=timezone.localdate)
    ends_on = forms.DateField(label=_("Until"), widget=DAY)

    def prepare(self) -> None:
        """Offer colleagues of the same institution."""
        me: Any = self.officer
        people = User.objects.people().filter(is_active=True).exclude(pk=me.pk)
        if me.unit:
            people = people.filter(unit__top=me.unit.top_id)
        self.fields["user"].queryset = people  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the beginning."""
        values = super().clean() or {}
        refuse_turned_days(self, values)
        return values


class ProfileForm(DeskForm):
    """How somebody wants to be named and to see pages."""

    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=100, required=False)
    name_en = forms.CharField(label=_("Name in English"), max_length=100, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    theme = forms.ChoiceField(
        label=_("Appearance"), choices=User._meta.get_field("theme").choices or ()
    )


def refuse_turned_days(form: forms.Form, values: dict[str, Any]) -> None:
    """Say at its field that a period ends before it begins."""
    first, last = values.get("starts_on"), values.get("ends_on")
    if first and last and last < first:
        form.add_error("ends_on", _("The last day lies before the first."))
