"""What people type about units, users and roles."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entente.kit.fields import day
from entente.kit.forms import DeskForm, RemoteChoiceField, VersionedForm
from entente.office.enums import HookKind, RuleKind, UnitKind
from entente.office.models import Unit, User
from entente.office.reckoning import Declaration, advice, named_words, units_of
from entente.office.roles import Role

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

    on = day(_("Closed on"), initial=timezone.localdate)


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
    starts_on = day(_("From"), required=False)
    ends_on = day(_("Until"), required=False)

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
    starts_on = day(_("From"), initial=timezone.localdate)
    ends_on = day(_("Until"))

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


class RuleValueForm(VersionedForm):
    """What a rule says, for whom, from when until when, and who says so."""

    measure = forms.ChoiceField(label=_("Measured in"))
    unit = RemoteChoiceField(
        Unit,
        label=_("Holds for"),
        required=False,
        error_messages=ELSEWHERE,
        help_text=_("A unit and all below it. Empty: everywhere."),
    )
    starts_on = day(_("Holds from"), required=False, help_text=_("Empty: it has always held."))
    ends_on = day(_("Holds until"), required=False)
    source = forms.CharField(
        label=_("Source"),
        max_length=500,
        help_text=_("Who decided this, and where it can be read."),
    )
    link = forms.URLField(
        label=_("Link to the source"), max_length=500, required=False, assume_scheme="https"
    )
    field_order = ("value", "measure", "unit", "starts_on", "ends_on", "source", "link")

    def __init__(self, *args: Any, declaration: Declaration, **kwargs: Any) -> None:
        self.declaration = declaration
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        """Ask for a value of the rule's kind, and offer only units that the person keeps."""
        self.fields["value"] = value_field(self.declaration)
        units = units_of(self.declaration.kind)
        if units:
            self.fields["measure"].choices = [(unit.value, unit.label) for unit in units]  # type: ignore[attr-defined]
        else:
            del self.fields["measure"]
        if "unit" in self.fields:
            self.fields["unit"].queryset = (  # type: ignore[attr-defined]
                Unit.objects.visible_to(self.officer, "office.change_rulevalue").open()
            )
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the beginning."""
        values = super().clean() or {}
        refuse_turned_days(self, values)
        return values


class ChangeRuleValueForm(RuleValueForm):
    """Correct a value; where it holds stays."""

    unit = None  # type: ignore[assignment]


class WordsField(forms.MultipleChoiceField):
    """Words of a rule, ticked; kept as text with one a line."""

    widget = forms.CheckboxSelectMultiple

    def prepare_value(self, value: Any) -> Any:
        """Tick the words of a kept value."""
        return value.split() if isinstance(value, str) else value

    def clean(self, value: Any) -> Any:
        """Give the words one a line."""
        return "\n".join(super().clean(value))


def value_field(rule: Declaration) -> forms.Field:
    """Give the field in which a value of a rule is typed or chosen."""
    label = _("Value")
    if words := named_words(rule.name):
        return WordsField(label=label, choices=list(words.items()))
    match rule.kind:
        case RuleKind.YES_NO:
            return forms.ChoiceField(label=label, choices=[("yes", _("yes")), ("no", _("no"))])
        case RuleKind.WORDS:
            box = forms.Textarea(attrs={"rows": 5})
            return forms.CharField(
                label=label, max_length=4000, widget=box, help_text=advice(rule.kind)
            )
        case _:
            return forms.CharField(label=label, max_length=200, help_text=advice(rule.kind))


class CloseRuleValueForm(DeskForm):
    """The last day on which a value holds."""

    ends_on = day(_("Holds until"), initial=timezone.localdate)


class HandOverForm(VersionedForm):
    """Who is told of a deadline from now on."""

    owner = RemoteChoiceField(User, label=_("Owner"))

    def prepare(self) -> None:
        """Offer the people whom this person sees."""
        people = User.objects.visible_to(self.officer, "office.view_user").filter(is_active=True)
        self.fields["owner"].queryset = people  # type: ignore[attr-defined]


class DoneForm(DeskForm):
    """When it was done, and what came of it."""

    on = day(_("Done on"), initial=timezone.localdate)
    note = forms.CharField(
        label=_("Note"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000, required=False
    )


class WebhookForm(DeskForm):
    """A chat that is told how many deadlines come near."""

    name = forms.CharField(label=_("Name"), max_length=100)
    kind = forms.ChoiceField(label=_("Kind"), choices=HookKind.choices)
    unit = RemoteChoiceField(
        Unit,
        label=_("Unit"),
        required=False,
        error_messages=ELSEWHERE,
        help_text=_("Its deadlines and those of all below it. Empty: of the whole installation."),
    )
    address = forms.CharField(
        label=_("Address"),
        max_length=1000,
        help_text=_("As the chat gives it for a robot or incoming webhook; it is kept encrypted."),
    )
    secret = forms.CharField(
        label=_("Signing secret"),
        max_length=200,
        required=False,
        help_text=_("Only for a DingTalk robot that demands signatures."),
    )

    def prepare(self) -> None:
        """Offer only units that this person administers."""
        if "unit" in self.fields:
            self.fields["unit"].queryset = (  # type: ignore[attr-defined]
                Unit.objects.visible_to(self.officer, "office.change_webhook").open()
            )


class ChangeWebhookForm(WebhookForm, VersionedForm):
    """A webhook changed: what stays empty of address and secret is kept."""

    unit = None  # type: ignore[assignment]
    is_active = forms.BooleanField(label=_("Switched on"), required=False)

    def prepare(self) -> None:
        """Demand no address again."""
        super().prepare()
        self.fields["address"].required = False
        for name in ("address", "secret"):
            self.fields[name].help_text = _("Leave it empty to keep the one that is there.")


def refuse_turned_days(form: forms.Form, values: dict[str, Any]) -> None:
    """Say at its field that a period ends before it begins."""
    first, last = values.get("starts_on"), values.get("ends_on")
    if first and last and last < first:
        form.add_error("ends_on", _("The last day lies before the first."))
