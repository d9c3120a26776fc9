"""What is typed about engagements."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entente.experts.enums import CHANGE_ENGAGEMENT, EngagementKind, PermitClass
from entente.kit.fields import area, day, line
from entente.kit.forms import DeskForm, RemoteChoiceField, VersionedForm
from entente.kit.periods import PartialDateFormField
from entente.office.fields import unit_field
from entente.organisations.models import Organisation
from entente.partnerships.schooling import Currency
from entente.people.models import Person


class EngagementForm(VersionedForm):
    """What is said of an engagement."""

    pairs = (
        ("person", "organisation"),
        ("topic_zh", "topic_en"),
        ("starts_on", "ends_on"),
        ("permit_class", "residence_until"),
        ("grant_name", "grant_amount"),
    )
    sections = (
        (_("Work permit and residence"), ("permit_class", "residence_until")),
        (_("Money"), ("grant_name", "grant_amount")),
        (_("Record"), ("unit", "source")),
    )

    kind = forms.ChoiceField(label=_("Engaged as"), choices=EngagementKind.choices)
    person = RemoteChoiceField(Person, label=pgettext_lazy("engagement", "Expert"))
    organisation = RemoteChoiceField(Organisation, label=_("Home institution"), required=False)
    topic_zh = line(_("What for, in Chinese"))
    topic_en = line(_("What for, in English"))
    starts_on = PartialDateFormField(label=_("First day"))
    ends_on = PartialDateFormField(label=_("Last day"), required=False)
    permit_class = forms.ChoiceField(
        label=_("Class of the work permit"),
        choices=[("", "–"), *PermitClass.choices],
        required=False,
    )
    residence_until = day(
        _("Residence permit until"),
        required=False,
        help_text=_("The one who looks after the expert is reminded in time."),
    )
    grant_name = line(_("Fund"))
    grant_amount = forms.DecimalField(
        label=_("Amount granted, in yuan"), required=False, max_digits=14, decimal_places=2
    )
    source = line(_("Source"), 1000)

    def prepare(self) -> None:
        """Offer the persons that this person sees, and the units of theirs."""
        field: Any = self.fields["person"]
        field.queryset = Person.objects.visible_to(self.officer).present()
        self.fields["unit"] = unit_field(self.officer, CHANGE_ENGAGEMENT, label=_("Host unit"))


class EndForm(DeskForm):
    """When the work ended."""

    last_day = day(_("Last day of work"), initial=datetime.date.today)


class SummaryForm(DeskForm):
    """What was done and what came of it."""

    summary_zh = area(_("Summary in Chinese"), 20000, rows=8)
    summary_en = area(_("Summary in English"), 20000, rows=8)


class WhyForm(DeskForm):
    """Why something does not take place."""

    reason = forms.CharField(label=_("Reason"), max_length=500)


class StayForm(VersionedForm):
    """On which days the expert is here."""

    pairs = (("starts_on", "ends_on"),)

    starts_on = day(_("First day"))
    ends_on = day(_("Last day"))


class LectureForm(VersionedForm):
    """What is said of a lecture."""

    pairs = (("title_zh", "title_en"), ("held_on", "audience"))

    title_zh = line(_("Title in Chinese"))
    title_en = line(_("Title in English"))
    held_on = day(pgettext_lazy("date", "Day"))
    audience = forms.IntegerField(label=_("How many listened"), required=False, min_value=0)


class CostForm(VersionedForm):
    """What is said of a cost."""

    pairs = (("amount", "currency"), ("rate", "rate_on"))

    what = forms.CharField(label=_("What was paid"), max_length=300)
    amount = forms.DecimalField(label=_("Amount"), max_digits=14, decimal_places=2)
    currency = forms.ChoiceField(label=_("Currency"), choices=Currency.choices)
    rate = forms.DecimalField(
        label=_("Yuan for one"),
        max_digits=14,
        decimal_places=6,
        initial=Decimal(1),
        help_text=_("How many yuan one unit of the money was worth on that day."),
    )
    rate_on = day(_("Day of the rate"), required=False)
