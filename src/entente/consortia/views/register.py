"""Pages about consortia."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from entente.consortia import services
from entente.consortia.enums import CHANGE_MEETING
from entente.consortia.forms.register import (
    CHANGE,
    AsOfForm,
    ConsortiumForm,
    EndMandateForm,
    LeaveForm,
    MandateWordsForm,
    MembershipForm,
    NameForm,
    NewMandateForm,
    NewMemberForm,
)
from entente.consortia.models import (
    Consortium,
    ConsortiumName,
    Mandate,
    Membership,
    next_chair,
    next_host,
)
from entente.consortia.tables import ConsortiumColumns, ConsortiumFilter, MemberColumns
from entente.kit import downloads, maps
from entente.kit.maps import Point
from entente.kit.pages import ActionPage, ChangePage, CreatePage, ListPage, RecordPage, StaffPage
from entente.kit.paging import Sort
from entente.office.acting import signed_in

VIEW = "consortia.view_consortium"
MEETINGS_SHOWN = 5
RESOLUTIONS_SHOWN = 5


def day_asked(request: HttpRequest) -> datetime.date:
    """Read the day for which the register is shown; nonsense is today."""
    form = AsOfForm(request.GET)
    return (form.is_valid() and form.cleaned_data["on"]) or timezone.localdate()


class ConsortiumListPage(ListPage):
    """All consortia in one's scope."""

    model = Consortium
    title = _("Consortia")
    columns = ConsortiumColumns
    filterset_class = ConsortiumFilter
    permission_required = VIEW
    default_sort = "founded_on"
    create_label = _("Register a consortium")
    create_permission = CHANGE
    empty_text = _("No consortium is registered yet")

    @property
    def create_url(self) -> str:  # type: ignore[override]
        """Give the address of the form for a new consortium."""
        return reverse("consortia:found")


class ConsortiumPage(RecordPage):
    """One consortium: its members as of a day, offices, names, and what it holds together."""

    model = Consortium
    template_name = "consortia/consortium.html"
    permission_required = VIEW
    change_url = "consortia:change"
    change_permission = CHANGE

    def context(self) -> dict[str, Any]:
        """Add the register as of the day that was asked for."""
        consortium, today = self.object, timezone.localdate()
        on = day_asked(self.request)
        memberships = consortium.memberships.for_list()
        members = list(memberships.on(on).by_name())
        mandates = list(consortium.mandates.for_list())
        return super().context() | {
            "on": on,
            "today": today,
            "as_of_form": AsOfForm(initial={"on": on}),
            "members": [(member, member.term.surely_holds(on)) for member in members],
            "others": list(memberships.exclude(pk__in=[m.pk for m in members]).by_name()),
            "places": len({member.organisation.country for member in members} - {""}),
            "map": maps.draw(places_of(members, consortium)),
            "voting": sum(bool(member.votes) for member in members),
            "mandates": [mandate for mandate in mandates if mandate.can_hold_on(on)],
            "other_mandates": [mandate for mandate in mandates if not mandate.can_hold_on(on)],
            "series": [
                (
                    series,
                    [(edition, edition.is_unreported(today)) for edition in series.editions.all()],
                )
                for series in consortium.series.all()
            ],
            "may_change": self.officer.may(CHANGE, consortium),
            "may_meet": self.officer.may(CHANGE_MEETING, consortium),
            "bodies": [
                (body, [seat for seat in body.seats.all() if seat.term.can_hold_on(on)])
                for body in consortium.bodies.for_list()
            ],
            "statutes": list(consortium.statutes.all()),
            "statute": next(
                (it for it in consortium.statutes.all() if it.starts_on and it.starts_on <= on),
                None,
            ),
            "meetings": list(consortium.meetings.select_related("body")[:MEETINGS_SHOWN]),
            "resolutions": list(consortium.resolutions.for_list()[:RESOLUTIONS_SHOWN]),
            "turn_of_chair": next_chair(consortium, on),
            "turn_of_host": next_host(consortium, on),
        }


def places_of(members: list[Membership], consortium: Consortium) -> list[Point]:
    """Give the places of the members; the institution that keeps the register is home."""
    homes = {consortium.unit_id, consortium.top_unit_id}
    return [
        Point(at.latitude, at.longitude, at.name, home=at.unit_id in homes)
        for at in (member.organisation for member in members)
        if at.latitude is not None and at.longitude is not None
    ]


class MembersDownload(StaffPage):
    """The register as of a day, as a workbook."""

    model = Consortium
    permission_required = VIEW

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Hand the workbook out."""
        consortium = get_object_or_404(self.get_queryset(), pk=pk)
        on = day_asked(request)
        return downloads.answer(
            MemberColumns,
            consortium.memberships.on(on).for_list(),
            Sort("organisation__name_en"),
            form=request.GET.get("form", "xlsx"),
            name=f"{slugify(consortium.short_name) or consortium.pk}-{on:%Y-%m-%d}",
        )


# --- The consortium -------------------------------------------------------------------------------


class FoundPage(CreatePage):
    """Open the register of a consortium."""

    model = Consortium
    form_class = ConsortiumForm
    title = _("Register a consortium")
    permission_required = CHANGE
    done = _("The consortium is registered.")

    def back(self) -> str:
        """Go back to the list."""
        return reverse("consortia:consortia")

    def save(self, values: Mapping[str, Any]) -> Consortium:
        """Register it."""
        facts = {name: value for name, value in values.items() if name != "version"}
        return services.found_consortium(by=signed_in(self), **facts)


class ChangeConsortiumPage(ChangePage):
    """Change what is said of a consortium."""

    model = Consortium
    form_class = ConsortiumForm
    title = _("Edit consortium")
    permission_required = CHANGE
    done = _("Saved.")

    def initial(self) -> dict[str, Any]:
        """Start with what the record holds, its unit too."""
        return super().initial() | {"unit": self.object.unit_id}

    def save(self, values: Mapping[str, Any], seen: int | None) -> None:
        """Change it."""
        services.change_consortium(self.object, by=signed_in(self), seen=seen, **values)


class PartPage(ActionPage):
    """Add a part to a consortium."""

    model = Consortium
    permission_required = CHANGE
    submit_label = _("Add")

    def given(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Give what was typed, for the service."""
        return {name: value for name, value in values.items() if name != "version"}


class AddNamePage(PartPage):
    """Add a further name."""

    form_class = NameForm
    title = _("Add a name")

    def act(self, values: Mapping[str, Any]) -> None:
        """Add it."""
        services.add_name(self.object, by=signed_in(self), **self.given(values))


class RemoveNamePage(ActionPage):
    """Take a further name off."""

    model = ConsortiumName
    title = _("Remove this name")
    explanation = _("The history keeps what stood there.")
    permission_required = CHANGE
    danger = True

    def perform(self, values: Mapping[str, Any]) -> str:
        """Remember where to go on to, before the name is gone."""
        target = self.back()
        self.act(values)
        return target

    def act(self, values: Mapping[str, Any]) -> None:
        """Remove it."""
        services.remove_name(self.object, by=signed_in(self))


# --- Members --------------------------------------------------------------------------------------


class AdmitPage(PartPage):
    """Enter a member into the register."""

    form_class = NewMemberForm
    title = _("Add a member")

    def act(self, values: Mapping[str, Any]) -> None:
        """Enter it."""
        given = self.given(values)
        organisation = given.pop("organisation")
        services.admit_member(self.object, organisation, by=signed_in(self), **given)


class ChangeMemberPage(ChangePage):
    """Change a member's class, vote, dates or names."""

    model = Membership
    form_class = MembershipForm
    title = _("Edit membership")
    permission_required = CHANGE
    done = _("Saved.")

    def save(self, values: Mapping[str, Any], seen: int | None) -> None:
        """Change it."""
        services.change_membership(self.object, by=signed_in(self), seen=seen, **values)


class LeavePage(ActionPage):
    """Record that a member leaves."""

    model = Membership
    form_class = LeaveForm
    title = _("Record that a member leaves")
    explanation = _("Its last day still counts. Earlier registers stay as they were.")
    permission_required = CHANGE
    done = _("Recorded.")

    def act(self, values: Mapping[str, Any]) -> None:
        """Record it."""
        services.end_membership(self.object, by=signed_in(self), **values)


# --- Mandates -------------------------------------------------------------------------------------


class GiveMandatePage(PartPage):
    """Record who takes an office."""

    form_class = NewMandateForm
    title = _("Add a mandate")

    def act(self, values: Mapping[str, Any]) -> None:
        """Record it."""
        services.give_mandate(self.object, by=signed_in(self), **self.given(values))


class ChangeMandatePage(ChangePage):
    """Change what is said of a mandate."""

    model = Mandate
    form_class = MandateWordsForm
    title = _("Edit mandate")
    permission_required = CHANGE
    done = _("Saved.")

    def initial(self) -> dict[str, Any]:
        """Start with what the record holds."""
        return super().initial() | {"for_member": self.object.for_member_id}

    def save(self, values: Mapping[str, Any], seen: int | None) -> None:
        """Change it."""
        services.change_mandate(self.object, by=signed_in(self), seen=seen, **values)


class EndMandatePage(ActionPage):
    """Record the last day of a mandate."""

    model = Mandate
    form_class = EndMandateForm
    title = _("Record the end of a mandate")
    permission_required = CHANGE
    done = _("Recorded.")

    def act(self, values: Mapping[str, Any]) -> None:
        """Record it."""
        services.end_mandate(self.object, by=signed_in(self), **values)
