"""Pages about visa papers and lodgings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entente.arrivals import services
from entente.arrivals.enums import CHANGE_PAPER, VIEW_PAPER, PaperState
from entente.arrivals.forms import IssueForm, LodgingForm, PostForm, RegisteredForm, VoidForm
from entente.arrivals.models import Lodging, VisaPaper
from entente.arrivals.tables import (
    LodgingColumns,
    LodgingFilter,
    VisaPaperColumns,
    VisaPaperFilter,
)
from entente.kit.pages import ActionPage, ChangePage, ListPage, RemovePage, StepPage, View
from entente.mobility.models import Stay
from entente.office.acting import signed_in


class VisaPaperListPage(ListPage):
    """The register of forms: every number that was used, void ones too."""

    model = VisaPaper
    title = _("Register of visa papers")
    columns = VisaPaperColumns
    filterset_class = VisaPaperFilter
    permission_required = VIEW_PAPER
    default_sort = "-issued_on"
    views = (
        View(_("To be posted"), {"state": PaperState.ISSUED.value}),
        View(pgettext_lazy("state of a visa paper", "Void"), {"state": PaperState.VOID.value}),
    )
    empty_text = _("No form is registered yet. It is entered on the page of a guest's stay.")


class IssuePage(ActionPage):
    """Enter a form that was issued."""

    model = Stay
    form_class = IssueForm
    title = _("Enter a visa paper")
    submit_label = _("Enter")
    permission_required = CHANGE_PAPER
    done = _("It stands in the register.")

    def act(self, values: Mapping[str, Any]) -> None:
        """Enter it."""
        services.issue_paper(self.object, by=signed_in(self), on=timezone.localdate(), **values)


class PostPage(StepPage):
    """Note that a form was posted."""

    model = VisaPaper
    form_class = PostForm
    step = "post"
    done = _("Saved.")

    def act(self, values: Mapping[str, Any]) -> None:
        """Note it."""
        services.post_paper(self.object, by=signed_in(self), **values)


class VoidPage(StepPage):
    """Void a form."""

    model = VisaPaper
    form_class = VoidForm
    step = "void"
    done = _("It is void; its number stays in the register.")

    def act(self, values: Mapping[str, Any]) -> None:
        """Void it."""
        services.void_paper(self.object, by=signed_in(self), **values)


class LodgingListPage(ListPage):
    """Where guests lodge, and what is to be registered."""

    model = Lodging
    title = _("Lodgings of guests")
    columns = LodgingColumns
    filterset_class = LodgingFilter
    permission_required = VIEW_PAPER
    default_sort = "-due_on"
    views = (View(_("To be registered"), {"registered": "no"}),)
    empty_text = _("No lodging is entered yet. It is entered on the page of a guest's stay.")


class AddLodgingPage(ActionPage):
    """Enter where a guest lodges."""

    model = Stay
    form_class = LodgingForm
    title = _("Enter a lodging")
    submit_label = _("Enter")
    permission_required = CHANGE_PAPER
    done = _("Saved.")

    def act(self, values: Mapping[str, Any]) -> None:
        """Enter it."""
        said = {name: value for name, value in values.items() if name != "version"}
        services.add_lodging(self.object, by=signed_in(self), **said)


class ChangeLodgingPage(ChangePage):
    """Change a lodging."""

    model = Lodging
    form_class = LodgingForm
    title = _("Edit lodging")
    permission_required = CHANGE_PAPER
    done = _("Saved.")

    def save(self, values: Mapping[str, Any], seen: int | None) -> None:
        """Change it."""
        services.change_lodging(self.object, by=signed_in(self), seen=seen, **values)


class RegisterPage(ActionPage):
    """Note the registration with the police."""

    model = Lodging
    form_class = RegisteredForm
    title = _("Note the registration")
    submit_label = _("Note it")
    permission_required = CHANGE_PAPER
    done = _("Saved.")

    def act(self, values: Mapping[str, Any]) -> None:
        """Note it."""
        on = timezone.localdate()
        services.register_lodging(self.object, by=signed_in(self), on=on, **values)


class RemoveLodgingPage(RemovePage):
    """Take off a lodging that was entered by mistake."""

    model = Lodging
    title = _("Remove this lodging")
    permission_required = CHANGE_PAPER

    def act(self, values: Mapping[str, Any]) -> None:
        """Remove it."""
        services.remove_lodging(self.object, by=signed_in(self))
