"""What is typed about meetings: convening, attendance, proxies, motions, votes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entente.consortia.enums import Choice, Effect, MemberClass, Office, Presence
from entente.consortia.models import AgendaItem, Body, Meeting, Motion, Place, Room, Series, Statute
from entente.kit.fields import area, day, line
from entente.kit.files.uploads import UploadField
from entente.kit.forms import DeskForm, RemoteChoiceField, VersionedForm
from entente.kit.names import print_name
from entente.organisations.models import Organisation
from entente.people.models import Person


class MeetingForm(VersionedForm):
    """What is said of a meeting."""

    sections = (
        (_("When and where"), ("held_on", "starts_at", "place_zh", "place_en")),
        (_("Minutes"), ("chaired_by", "kept_by", "notes_zh", "notes_en")),
    )
    pairs = (*VersionedForm.pairs, ("held_on", "starts_at"), ("chaired_by", "kept_by"))

    title_zh = line(_("Title in Chinese"), 200)
    title_en = line(_("Title in English"), 200)
    body = forms.ModelChoiceField(Body.objects.none(), label=_("Body"))
    is_written = forms.BooleanField(
        label=_("Ballot in writing, counted on the day below"), required=False
    )
    held_on = day(_("Day"))
    starts_at = forms.TimeField(
        label=_("Begins at"), required=False, widget=forms.TimeInput(attrs={"type": "time"})
    )
    place_zh = line(_("Place in Chinese"), 200)
    place_en = line(_("Place in English"), 200)
    chaired_by = line(_("In the chair"), 200)
    kept_by = line(_("Keeper of the minutes"), 200)
    notes_zh = area(_("Course of the meeting, Chinese"), rows=4)
    notes_en = area(_("Course of the meeting, English"), rows=4)

    def __init__(self, *args: Any, bodies: Any, **kwargs: Any) -> None:
        self.bodies = bodies
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        """Offer the bodies of the consortium."""
        self.fields["body"].queryset = self.bodies  # type: ignore[attr-defined]


class ConveneForm(DeskForm):
    """The invitation."""

    convened_on = day(_("Invitation sent on"))


class ApprovalForm(DeskForm):
    """The approval of the minutes."""

    approved_on = day(_("Approved on"))


class AgendaItemForm(VersionedForm):
    """An item of the agenda."""

    position = forms.IntegerField(
        label=_("Number"),
        min_value=1,
        max_value=200,
        required=False,
        help_text=_("Left empty, it comes last."),
    )
    title_zh = line(_("Title in Chinese"), 300)
    title_en = line(_("Title in English"), 300)
    notes_zh = area(_("What was said, Chinese"))
    notes_en = area(_("What was said, English"))


class GuestForm(DeskForm):
    """A guest."""

    person = RemoteChoiceField(
        Person,
        label=_("Person of the register"),
        required=False,
        help_text=_("Where they stand in it: their data are then told and erased with theirs."),
    )
    name = line(_("Name"), 200)
    function = line(_("Function and institution"), 300)


class RoomForm(DeskForm):
    """A form with one line for each member of a meeting."""

    def __init__(self, *args: Any, room: Room, **kwargs: Any) -> None:
        self.room = room
        super().__init__(*args, **kwargs)

    def by_key(self, prefix: str) -> dict[int, Any]:
        """Give what was typed in the fields that begin so, by the key of the member."""
        return {
            place.key: self.cleaned_data.get(f"{prefix}_{place.key}", "")
            for place in self.room.places
            if f"{prefix}_{place.key}" in self.fields
        }


class AttendanceForm(RoomForm):
    """How each member takes part, and who is there for it."""

    def prepare(self) -> None:
        """Make two fields for each member."""
        pairs = []
        for place in self.room.places:
            how, who = f"presence_{place.key}", f"person_{place.key}"
            here = place.presence
            offered = [
                (value, label)
                for value, label in Presence.choices
                if value != Presence.PROXY or here == Presence.PROXY
            ]
            self.fields[how] = forms.ChoiceField(
                label=print_name(place.elector.organisation),
                choices=[("", _("not recorded")), *offered],
                required=False,
                initial=here,
            )
            self.fields[who] = line(
                _("In person"),
                200,
                initial=place.attendance.represented_by if place.attendance else "",
            )
            pairs.append((how, who))
        self.pairs = tuple(pairs)  # type: ignore[misc]

    def presences(self) -> dict[int, tuple[str, str]]:
        """Give what was typed, by the key of the membership."""
        people = self.by_key("person")
        return {key: (how, people[key]) for key, how in self.by_key("presence").items()}


class ProxyForm(RoomForm):
    """Who is represented by whom, with the written proof."""

    member = forms.TypedChoiceField(label=_("Member that is represented"), coerce=int)
    holder = forms.TypedChoiceField(
        label=_("Represented by"),
        coerce=int,
        help_text=_("A member that is present."),
    )
    file = UploadField(label=_("Written proof as a file"), required=False)
    proof = line(
        _("or where the paper lies"),
        200,
        help_text=_("For example: letter of 12 May, file of the secretariat."),
    )

    def prepare(self) -> None:
        """Offer the members: those who are not there, and those who are."""
        self._offer("member", [it for it in self.room.places if it.presence != Presence.PRESENT])
        self._offer("holder", [it for it in self.room.places if it.presence == Presence.PRESENT])

    def _offer(self, name: str, places: list[Place]) -> None:
        field: Any = self.fields[name]
        offered = [(place.key, str(place.elector.organisation)) for place in places]
        field.choices = [("", ""), *offered]


# What the form of a motion asks for each effect.
ASKED: dict[str, tuple[str, ...]] = {
    Effect.NONE: (),
    Effect.ADMIT: ("organisation", "member_class", "grants_vote"),
    Effect.EXCLUDE: ("organisation",),
    Effect.CHANGE_CLASS: ("organisation", "member_class", "grants_vote"),
    Effect.MANDATE: ("office", "person", "organisation", "until"),
    Effect.DUES: ("year", "member_class", "amount", "currency"),
    Effect.STATUTE: ("statute",),
    Effect.HOST: ("series", "year", "organisation"),
}
ALWAYS = (
    "version",
    "title_zh",
    "title_en",
    "text_zh",
    "text_en",
    "agenda_item",
    "is_secret",
    "effective_on",
)


class MotionForm(VersionedForm):
    """A motion, and what its kind of effect needs."""

    pairs = (*VersionedForm.pairs, ("amount", "currency"))

    title_zh = line(_("Title in Chinese"), 300)
    title_en = line(_("Title in English"), 300)
    text_zh = area(_("Wording in Chinese"))
    text_en = area(_("Wording in English"))
    office = forms.ChoiceField(label=pgettext_lazy("mandate", "Office"), choices=Office.choices)
    person = RemoteChoiceField(Person, label=_("Person"), required=False)
    organisation = RemoteChoiceField(Organisation, label=_("Organisation"), required=False)
    member_class = forms.ChoiceField(label=_("Class"), choices=MemberClass.choices)
    grants_vote = forms.TypedChoiceField(
        label=_("Has a vote"),
        choices=[("", _("not stated")), ("True", _("yes")), ("False", _("no"))],
        coerce=lambda value: value == "True",
        empty_value=None,
        required=False,
    )
    series = forms.ModelChoiceField(Series.objects.none(), label=_("Series of events"))
    year = forms.IntegerField(label=_("Year"), min_value=1800, max_value=2200)
    amount = forms.DecimalField(
        label=_("Amount for a whole year"), min_value=0, max_digits=12, decimal_places=2
    )
    currency = forms.CharField(label=_("Currency"), min_length=3, max_length=3)
    statute = forms.ModelChoiceField(Statute.objects.none(), label=_("Statute, a draft"))
    effective_on = day(
        _("Takes effect on"), required=False, help_text=_("Left empty: on the day of the meeting.")
    )
    until = day(
        _("Until"),
        required=False,
        help_text=_("Left empty, the term of the statute is taken, where it states one."),
    )
    agenda_item = forms.ModelChoiceField(
        AgendaItem.objects.none(), label=_("Item of the agenda"), required=False
    )
    is_secret = forms.BooleanField(label=_("Secret ballot: only the totals"), required=False)

    def __init__(self, *args: Any, meeting: Meeting, effect: str, **kwargs: Any) -> None:
        self.meeting, self.effect = meeting, effect
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        """Keep the fields of this effect, with the consortium's own records to choose from."""
        asked = (*ALWAYS, *ASKED[self.effect])
        for name in [name for name in self.fields if name not in asked]:
            del self.fields[name]
        consortium = self.meeting.consortium
        offered = {
            "agenda_item": self.meeting.agenda.all(),
            "series": consortium.series.all(),
            "statute": consortium.statutes.filter(starts_on=None),
        }
        for name, rows in offered.items():
            if name in self.fields:
                self.fields[name].queryset = rows  # type: ignore[attr-defined]
        if self.effect == Effect.NONE:
            del self.fields["effective_on"]

    def clean_currency(self) -> str:
        """Write a currency in capitals."""
        return str(self.cleaned_data["currency"]).upper()


class VotesForm(RoomForm):
    """What each member votes that can."""

    def __init__(self, *args: Any, motion: Motion, **kwargs: Any) -> None:
        self.motion = motion
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        """Make one line for each member that can vote."""
        cast = {vote.membership_id: vote.choice for vote in self.motion.votes.all()}
        for place in self.room.may_vote():
            row = place.attendance
            self.fields[f"choice_{place.key}"] = forms.ChoiceField(
                label=print_name(place.elector.organisation),
                choices=[("", _("no vote yet")), *Choice.choices],
                required=False,
                initial=cast.get(place.key, ""),
                widget=forms.RadioSelect,
                help_text=(
                    _("voted for by %(holder)s") % {"holder": print_name(row.holder.organisation)}
                    if row and row.holder
                    else ""
                ),
            )


class TotalsForm(DeskForm):
    """The totals of a secret ballot."""

    votes_for = forms.IntegerField(label=pgettext_lazy("a vote", "For"), min_value=0)
    votes_against = forms.IntegerField(label=pgettext_lazy("a vote", "Against"), min_value=0)
    abstentions = forms.IntegerField(label=_("Abstentions"), min_value=0, initial=0)
