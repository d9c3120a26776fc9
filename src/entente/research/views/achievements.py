"""Pages about patents and prizes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entente.kit.pages import ActionPage, ChangePage, CreatePage, ListPage, RecordPage, RemovePage
from entente.office.acting import signed_in
from entente.research import services
from entente.research.enums import CHANGE_ACHIEVEMENT, VIEW_ACHIEVEMENT
from entente.research.forms import AchievementForm, AchievementPartnerForm
from entente.research.models import Achievement, AchievementPartner
from entente.research.tables import AchievementColumns, AchievementFilter


class AchievementListPage(ListPage):
    """The patents and prizes in one's scope, the newest first."""

    model = Achievement
    title = _("Patents and prizes")
    columns = AchievementColumns
    filterset_class = AchievementFilter
    permission_required = VIEW_ACHIEVEMENT
    default_sort = "-pk"
    create_label = _("Enter a patent or a prize")
    create_permission = CHANGE_ACHIEVEMENT
    empty_text = _("No patent and no prize is entered yet.")

    @property
    def create_url(self) -> str:  # type: ignore[override]
        """Give the address of the form for a new one."""
        return reverse("research:enter_achievement")


class AchievementPage(RecordPage):
    """One patent or prize: who holds it, with whom, where it came from."""

    model = Achievement
    template_name = "research/achievement.html"
    permission_required = VIEW_ACHIEVEMENT
    change_url = "research:change_achievement"
    change_permission = CHANGE_ACHIEVEMENT

    def context(self) -> dict[str, Any]:
        """Add the partners."""
        return super().context() | {
            "partners": list(self.object.partners.select_related("organisation")),
            "may_change": self.officer.may(CHANGE_ACHIEVEMENT, self.object),
        }


class EnterAchievementPage(CreatePage):
    """Enter a patent or a prize."""

    model = Achievement
    form_class = AchievementForm
    title = _("Enter a patent or a prize")
    permission_required = CHANGE_ACHIEVEMENT
    done = _("It is entered. Add the partners.")

    def save(self, values: Mapping[str, Any]) -> Achievement:
        """Enter it."""
        today = timezone.localdate()
        return services.enter_achievement(by=signed_in(self), on=today, **values)


class ChangeAchievementPage(ChangePage):
    """Change what is said of a patent or a prize."""

    model = Achievement
    form_class = AchievementForm
    title = _("Edit patent or prize")
    permission_required = CHANGE_ACHIEVEMENT
    done = _("Saved.")

    def initial(self) -> dict[str, Any]:
        """Start with what the record holds, what it leads to as well."""
        held = self.object
        return super().initial() | {
            "unit": held.unit_id,
            "person": held.person_id,
            "project": held.project_id,
            "centre": held.centre_id,
        }

    def save(self, values: Mapping[str, Any], seen: int | None) -> None:
        """Change it."""
        today, by = timezone.localdate(), signed_in(self)
        services.change_achievement(self.object, by=by, on=today, seen=seen, **values)


class RemoveAchievementPage(RemovePage):
    """Take off what was entered by mistake."""

    model = Achievement
    title = _("Remove this patent or prize")
    permission_required = CHANGE_ACHIEVEMENT
    done = _("It is removed.")

    def perform(self, values: Mapping[str, Any]) -> str:
        """Remove it, and go to the list."""
        self.act(values)
        return reverse("research:achievements")

    def act(self, values: Mapping[str, Any]) -> None:
        """Remove it."""
        services.remove_achievement(self.object, by=signed_in(self))


class AddPartnerPage(ActionPage):
    """Add a partner who holds it together with us."""

    model = Achievement
    form_class = AchievementPartnerForm
    title = _("Add a partner")
    submit_label = _("Add")
    permission_required = CHANGE_ACHIEVEMENT

    def act(self, values: Mapping[str, Any]) -> None:
        """Add it."""
        services.add_achievement_partner(self.object, by=signed_in(self), **values)


class RemovePartnerPage(RemovePage):
    """Take off a partner that was entered by mistake."""

    model = AchievementPartner
    title = _("Remove this partner")
    permission_required = CHANGE_ACHIEVEMENT

    def act(self, values: Mapping[str, Any]) -> None:
        """Remove it."""
        services.remove_achievement_partner(self.object, by=signed_in(self))
