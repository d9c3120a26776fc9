"""What the office does with nominations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entente.kit.pages import (
    ActionPage,
    ChangePage,
    CreatePage,
    ListPage,
    RecordPage,
    StepPage,
    View,
)
from entente.nominations import services
from entente.nominations.enums import CHANGE_INVITATION, NOMINEE_FLOW, VIEW_INVITATION
from entente.nominations.forms import AcceptForm, InvitationForm, QuestionForm, RejectForm
from entente.nominations.models import Invitation, Nominee
from entente.nominations.tables import InvitationColumns, InvitationFilter
from entente.office.acting import signed_in


class InvitationListPage(ListPage):
    """The invitations in one's scope, the newest year first."""

    model = Invitation
    title = _("Nominations by partners")
    columns = InvitationColumns
    filterset_class = InvitationFilter
    permission_required = VIEW_INVITATION
    default_sort = "-academic_year"
    views = (View(_("Nominations to decide"), {"open": "waiting"}),)
    create_label = _("Invite a partner to nominate")
    create_permission = CHANGE_INVITATION
    empty_text = _("No partner is invited to nominate yet.")

    @property
    def create_url(self) -> str:  # type: ignore[override]
        """Give the address of the form for a new one."""
        return reverse("nominations:invite")


class InvitationPage(RecordPage):
    """One invitation: the partner's link, its places, whom it nominated."""

    model = Invitation
    template_name = "nominations/invitation.html"
    permission_required = VIEW_INVITATION
    change_url = "nominations:change"
    change_permission = CHANGE_INVITATION

    def context(self) -> dict[str, Any]:
        """Add the nominees, and the link for those who may hand it out."""
        invitation = self.object
        may_change = self.officer.may(CHANGE_INVITATION, invitation)
        subject = f"{invitation.unit.name_en or invitation.unit.name_zh}: {invitation.year}"
        letter = f"mailto:{invitation.contact}?subject={quote(subject)}"
        return super().context() | {
            "nominees": list(invitation.nominees.select_related("stay")),
            "left": invitation.places_left(),
            "may_change": may_change,
            "letter": f"{letter}&body={quote(invitation.link)}" if invitation.contact else "",
            "is_open": invitation.is_open(timezone.localdate()),
        }


class InvitePage(CreatePage):
    """Invite a partner."""

    model = Invitation
    form_class = InvitationForm
    title = _("Invite a partner to nominate")
    permission_required = CHANGE_INVITATION
    done = _("The partner is invited. Send it the link.")

    def save(self, values: Mapping[str, Any]) -> Invitation:
        """Invite it."""
        return services.invite(by=signed_in(self), **values)


class ChangeInvitationPage(ChangePage):
    """Change what is said of an invitation."""

    model = Invitation
    form_class = InvitationForm
    title = _("Edit invitation")
    permission_required = CHANGE_INVITATION
    done = _("Saved.")

    def initial(self) -> dict[str, Any]:
        """Start with what the record holds, what it leads to as well."""
        invitation = self.object
        return super().initial() | {
            "unit": invitation.unit_id,
            "agreement": invitation.agreement_id,
            "organisation": invitation.organisation_id,
        }

    def save(self, values: Mapping[str, Any], seen: int | None) -> None:
        """Change it."""
        services.change_invitation(self.object, by=signed_in(self), seen=seen, **values)


class RenewLinkPage(ActionPage):
    """Make a new link."""

    model = Invitation
    title = _("Make a new link")
    submit_label = _("Make a new link")
    explanation = _("The old link leads nowhere from then on, whoever has it.")
    permission_required = CHANGE_INVITATION

    def act(self, values: Mapping[str, Any]) -> None:
        """Make it."""
        services.renew_link(self.object, by=signed_in(self))


class TakeBackLinkPage(ActionPage):
    """Take the link back."""

    model = Invitation
    title = _("Take the link back")
    submit_label = _("Take the link back")
    explanation = _("The partner can neither nominate nor see its nominations by it any more.")
    permission_required = CHANGE_INVITATION
    danger = True

    def act(self, values: Mapping[str, Any]) -> None:
        """Take it back."""
        services.take_back_link(self.object, by=signed_in(self), on=timezone.localdate())


# --- Nominees -------------------------------------------------------------------------------------


class NomineePage(RecordPage):
    """One nominee: what the partner said, what was asked, what was decided."""

    model = Nominee
    template_name = "nominations/nominee.html"
    permission_required = VIEW_INVITATION
    flow = NOMINEE_FLOW


class NomineeStep(StepPage):
    """A decision about a nominee, with the words of the flow."""

    model = Nominee


class AcceptPage(NomineeStep):
    """Accept a nominee."""

    step = "accept"
    form_class = AcceptForm

    def act(self, values: Mapping[str, Any]) -> None:
        """Accept them."""
        services.accept(self.object, by=signed_in(self), person=values["person"])


class AskPage(NomineeStep):
    """Ask the partner."""

    step = "ask"
    form_class = QuestionForm

    def act(self, values: Mapping[str, Any]) -> None:
        """Ask it."""
        services.ask(self.object, by=signed_in(self), question=values["question"])


class RejectPage(NomineeStep):
    """Do not accept a nominee."""

    step = "reject"
    form_class = RejectForm

    def act(self, values: Mapping[str, Any]) -> None:
        """Say why."""
        services.reject(self.object, by=signed_in(self), reason=values["reason"])
