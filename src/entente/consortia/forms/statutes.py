"""What is typed about statutes, bodies, dues and the places of members."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from entente.consortia.enums import (
    BodyKind,
    Majority,
    MemberClass,
    Proration,
    QuorumCounts,
    Rotation,
)
from entente.consortia.forms.register import date, source
from entente.consortia.models import HeldPlaces, RotationPlace
from entente.kit.fields import area, day, line
from entente.kit.forms import DeskForm, RemoteChoiceField, VersionedForm
from entente.kit.names import print_name
from entente.organisations.models import Organisation

STATED = [("", _("the statute does not say"))]


def number(label: Any, most: int, least: int = 0, **options: Any) -> forms.IntegerField:
    """Make a field for a number that a statute may leave open."""
    return forms.IntegerField(
        label=label, required=False, min_value=least, max_value=most, **options
    )


def majority(label: Any) -> forms.ChoiceField:
    """Make a field for the majority that something takes."""
    return forms.ChoiceField(label=label, choices=[*STATED, *Majority.choices], required=False)


class StatuteForm(VersionedForm):
    """What a statute says; what it does not say stays empty."""

    sections = (
        (
            _("Quorum"),
            ("quorum_numerator", "quorum_denominator", "quorum_is_more_than", "quorum_counts"),
        ),
        (
            _("Majorities"),
            (
                "ordinary_majority",
                "membership_majority",
                "election_majority",
                "dues_majority",
                "statute_majority",
            ),
        ),
        (_("Meetings"), ("notice_days", "proxies_per_holder")),
        (
            _("Offices"),
            (
                "chair_term_months",
                "chair_renewals",
                "chair_rotation",
                "secretary_term_months",
                "secretary_renewals",
            ),
        ),
        (_("Dues and editions"), ("dues_proration", "host_rotation", "places_per_member")),
        (_("Articles"), ("text_zh", "text_en", "source")),
    )
    pairs = (
        *VersionedForm.pairs,
        ("quorum_numerator", "quorum_denominator"),
        ("ordinary_majority", "membership_majority"),
        ("election_majority", "dues_majority"),
        ("notice_days", "proxies_per_holder"),
        ("chair_term_months", "chair_renewals"),
        ("secretary_term_months", "secretary_renewals"),
        ("host_rotation", "places_per_member"),
    )

    title_zh = line(_("Title in Chinese"), 200)
    title_en = line(_("Title in English"), 200)
    starts_on = day(_("In force from"), required=False, help_text=_("Left empty, it is a draft."))
    quorum_numerator = number(_("Share: numerator"), 100, 1, help_text=_("For two thirds: 2"))
    quorum_denominator = number(_("Share: denominator"), 100, 1, help_text=_("For two thirds: 3"))
    quorum_is_more_than = forms.BooleanField(
        label=_("More than this share, not at least this share"), required=False
    )
    quorum_counts = forms.ChoiceField(
        label=_("Who counts for the quorum"),
        choices=QuorumCounts.choices,
        initial=QuorumCounts.REPRESENTED,
    )
    ordinary_majority = majority(_("Ordinary matters"))
    membership_majority = majority(_("Members: admission, exclusion, class"))
    election_majority = majority(_("Elections"))
    dues_majority = majority(_("Dues"))
    statute_majority = majority(_("A new statute"))
    notice_days = number(_("Notice of a meeting, in days"), 400)
    proxies_per_holder = number(
        _("Proxies that one member may hold"),
        50,
        help_text=_("Where the statute does not say, one."),
    )
    chair_term_months = number(_("Chair: term in months"), 240, 1)
    chair_renewals = number(_("Chair: renewals at most"), 20)
    chair_rotation = forms.ChoiceField(label=_("Chair: order"), choices=Rotation.choices)
    secretary_term_months = number(_("Secretary-general: term in months"), 240, 1)
    secretary_renewals = number(_("Secretary-general: renewals at most"), 20)
    dues_proration = forms.ChoiceField(
        label=_("Who joins or leaves within a year owes"),
        choices=[*STATED, *Proration.choices],
        required=False,
    )
    host_rotation = forms.ChoiceField(label=_("Hosts of editions: order"), choices=Rotation.choices)
    places_per_member = number(_("Places of each member in an edition, at most"), 1000)
    text_zh = area(_("Articles in Chinese"), rows=8)
    text_en = area(_("Articles in English"), rows=8)
    source = source()


class OrderForm(DeskForm):
    """The order in which members take their turn: a number for each, empty for none."""

    def __init__(
        self, *args: Any, members: list[Organisation], order: list[RotationPlace], **kwargs: Any
    ) -> None:
        self.members = members
        self.places = {row.organisation_id: row.position for row in order}
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        """Make one line for each member."""
        for member in self.members:
            self.fields[f"place_{member.pk}"] = number(
                print_name(member), 500, 1, initial=self.places.get(member.pk)
            )

    def in_order(self) -> list[Organisation]:
        """Give the members with a number, first to last."""
        typed = [(self.cleaned_data.get(f"place_{it.pk}"), it) for it in self.members]
        numbered = [(place, it) for place, it in typed if place]
        return [member for _place, member in sorted(numbered, key=lambda pair: pair[0])]


class BodyForm(VersionedForm):
    """A body."""

    kind = forms.ChoiceField(label=_("Kind"), choices=BodyKind.choices)
    name_zh = line(_("Name in Chinese"), 200)
    name_en = line(_("Name in English"), 200)
    has_all_members = forms.BooleanField(
        label=_("Every member belongs to it, with the vote of its membership"), required=False
    )
    source = source()


class SeatForm(DeskForm):
    """A member's seat in a body."""

    organisation = RemoteChoiceField(Organisation, label=_("Member"))
    votes = forms.TypedChoiceField(
        label=_("Has a vote"),
        choices=[("", _("not stated")), ("True", _("yes")), ("False", _("no"))],
        coerce=lambda value: value == "True",
        empty_value=None,
        required=False,
    )
    starts_on = date(_("From"))
    ends_on = date(_("Until"), help_text=_("Left empty, it still runs."))
    source = source()


class RateForm(DeskForm):
    """What a class owes for a year."""

    pairs = (*DeskForm.pairs, ("year", "member_class"), ("amount", "currency"))

    year = forms.IntegerField(label=_("Year"), min_value=1800, max_value=2200)
    member_class = forms.ChoiceField(label=_("Class"), choices=MemberClass.choices)
    amount = forms.DecimalField(
        label=_("Amount for a whole year"), min_value=0, max_digits=12, decimal_places=2
    )
    currency = forms.CharField(
        label=_("Currency"), min_length=3, max_length=3, help_text=_("Three letters, such as CNY.")
    )
    source = source()

    def clean_currency(self) -> str:
        """Write a currency in capitals."""
        return str(self.cleaned_data["currency"]).upper()


class YearForm(DeskForm):
    """A year of dues."""

    year = forms.IntegerField(label=_("Year"), min_value=1800, max_value=2200)


class InvoiceForm(DeskForm):
    """An invoice of dues."""

    invoiced_on = day(_("Invoiced on"))
    reference = forms.CharField(label=_("Number of the invoice"), max_length=100)


class PaymentForm(DeskForm):
    """A payment of dues."""

    settled_on = day(_("Paid on"))
    reference = line(_("Reference of the payment"), 100)


class WaiverForm(DeskForm):
    """Dues that are let off."""

    settled_on = day(_("Waived on"))
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}))


class PlacesForm(VersionedForm):
    """How many people each member may send to an edition, within the places in all."""

    def __init__(self, *args: Any, held: list[HeldPlaces], **kwargs: Any) -> None:
        self.held = held
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        """Make one line for each member of that time."""
        self.fields["capacity"] = number(_("Places in all"), 32000)
        for row in self.held:
            note = "" if row.is_member else _("not a member any more: these places do not count")
            self.fields[f"places_{row.organisation.pk}"] = number(
                print_name(row.organisation), 1000, initial=row.places, help_text=note
            )

    def places(self) -> dict[int, int | None]:
        """Give what was typed, by the key of the organisation."""
        return {
            row.organisation.pk: self.cleaned_data.get(f"places_{row.organisation.pk}")
            for row in self.held
        }
