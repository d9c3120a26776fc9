"""The forest of our units."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from entente.kit.errors import DomainError
from entente.kit.pages import ActionPage, ChangePage, CreatePage, RecordPage
from entente.kit.pages.staff import StaffPage
from entente.office import services
from entente.office.forms import CloseUnitForm, UnitForm
from entente.office.models import RoleGrant, Unit, User


class UnitTreePage(StaffPage):
    """All units that a person sees, as a forest."""

    model = Unit
    permission_required = "office.view_unit"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the forest; closed units only when asked for."""
        rows = self.get_queryset().annotate(
            people=Count("users", filter=Q(users__is_active=True, users__is_system=False))
        )
        closed = request.GET.get("closed") == "1"
        hidden = 0 if closed else rows.filter(closed_on__isnull=False).count()
        shown = list(rows if closed else rows.filter(closed_on__isnull=True))
        context = {
            "lines": as_forest(shown),
            "hidden": hidden,
            "may_add": self.officer.may("office.change_unit"),
        }
        return render(request, "office/units.html", context)


def as_forest(units: list[Unit]) -> list[tuple[int, Unit]]:
    """Order units so that what lies below one follows it, each with its depth (at most 2)."""
    known = {unit.pk for unit in units}
    below: defaultdict[int | None, list[Unit]] = defaultdict(list)
    for unit in sorted(units, key=lambda unit: unit.code):
        below[unit.parent_id if unit.parent_id in known else None].append(unit)
    lines: list[tuple[int, Unit]] = []
    waiting = [(0, unit) for unit in reversed(below[None])]
    while waiting:
        depth, unit = waiting.pop()
        lines.append((min(depth, 2), unit))
        waiting += [(depth + 1, child) for child in reversed(below[unit.pk])]
    return lines


class UnitPage(RecordPage):
    """One unit: what it is, what lies below, who works there and in which role."""

    model = Unit
    permission_required = "office.view_unit"
    template_name = "office/unit.html"
    change_url = "office:unit_change"
    change_permission = "office.change_unit"

    def context(self) -> dict[str, Any]:
        """Add what lies below, the people and the roles."""
        officer = self.officer
        return super().context() | {
            "below": Unit.objects.visible_to(officer).filter(parent=self.object).order_by("code"),
            "people": User.objects.visible_to(officer)
            .for_list()
            .filter(unit=self.object, is_active=True)[:50],
            "grants": RoleGrant.objects.visible_to(officer).for_list().filter(unit=self.object),
            "may_change": officer.may("office.change_unit", self.object),
            "may_grant": officer.may("office.grant_role", self.object),
        }


class AddUnitPage(CreatePage):
    """Add a unit, below another one or as an institution of its own."""

    model = Unit
    permission_required = "office.change_unit"
    form_class = UnitForm
    title = _("New unit")
    done = _("The unit was added.")

    def initial(self) -> dict[str, Any]:
        """Begin below the unit that the person came from."""
        parent = self.request.GET.get("parent", "")
        return {"parent": parent if parent.isdigit() else None, "kind": "department"}

    def back(self) -> str:
        """Go back to the forest."""
        return "../"

    def save(self, values: Mapping[str, Any]) -> Unit:
        """Add it; a new institution is not one person's own unit, so it needs the whole scope."""
        if values["parent"] is None and not self.officer.scope("office.change_unit").everything:
            raise DomainError(
                {
                    "parent": _(
                        "Only an administrator of the whole installation adds an institution."
                    )
                },
                code="outside_own_units",
            )
        return services.add_unit(by=self.officer, **_without_version(values))


class ChangeUnitPage(ChangePage):
    """Rename a unit or put it at another place of its institution."""

    model = Unit
    permission_required = "office.change_unit"
    form_class = UnitForm
    title = _("Change the unit")
    done = _("Saved.")

    def save(self, values: Mapping[str, Any], seen: int | None) -> None:
        """Change it."""
        services.change_unit(self.object, by=self.officer, seen=seen, **values)


class CloseUnitPage(ActionPage):
    """Close a unit that works no longer."""

    model = Unit
    permission_required = "office.change_unit"
    form_class = CloseUnitForm
    title = _("Close the unit")
    submit_label = _("Close the unit")
    explanation = _("Its records stay; nothing new is put there.")
    done = _("The unit is closed.")
    danger = True

    def act(self, values: Mapping[str, Any]) -> None:
        """Close it."""
        services.close_unit(self.object, by=self.officer, on=values["on"])


class ReopenUnitPage(ActionPage):
    """Let a closed unit work again."""

    model = Unit
    permission_required = "office.change_unit"
    title = _("Open the unit again")
    submit_label = _("Open the unit again")
    done = _("The unit is open again.")

    def act(self, values: Mapping[str, Any]) -> None:
        """Open it."""
        services.reopen_unit(self.object, by=self.officer)


def _without_version(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name != "version"}
