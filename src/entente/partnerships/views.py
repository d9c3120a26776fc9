"""Pages about agreements."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entente.kit.forms import ReasonForm
from entente.kit.models import Attachment
from entente.kit.pages import (
    ActionPage,
    BatchAction,
    ChangePage,
    CreatePage,
    ListPage,
    RecordPage,
    StaffPage,
    View,
)
from entente.office.models import User
from entente.partnerships import services
from entente.partnerships.enums import AGREEMENT_FLOW, CHANGE, AgreementState, TextLanguage
from entente.partnerships.forms import (
    AgreementForm,
    ChangePartyForm,
    EndForm,
    HandOverForm,
    NewAgreementForm,
    OurPartyForm,
    PartnerForm,
    RegisterForm,
    SignForm,
)
from entente.partnerships.models import TEXT_KINDS, Agreement, AgreementParty, covers
from entente.partnerships.tables import AgreementColumns, AgreementFilter

VIEW = "partnerships.view_agreement"
S = AgreementState


def signed_in(page: StaffPage) -> User:
    """Give the person who is signed in, as the one who acts."""
    return cast("User", page.officer)


class AgreementListPage(ListPage):
    """All agreements in one's scope."""

    model = Agreement
    title = _("Agreements")
    columns = AgreementColumns
    filterset_class = AgreementFilter
    permission_required = VIEW
    default_sort = "-first_day"
    views = (
        View(_("In force"), {"state": S.IN_FORCE.value}),
        View(_("Ending within 12 months"), {"ends": "12", "sort": "last_day"}),
        View(_("In review"), {"state": S.IN_REVIEW.value}),
        View(_("Texts missing"), {"texts": "missing"}),
        View(_("My drafts"), {"state": S.DRAFT.value, "mine": "yes"}),
    )
    actions = (
        BatchAction(
            "hand_over",
            _("Give to another owner"),
            CHANGE,
            lambda agreement, values, by: services.hand_over_agreement(
                agreement, owner=values["owner"], by=by
            ),
            HandOverForm,
        ),
    )
    create_label = _("New agreement")
    create_permission = CHANGE
    empty_text = _("No agreement is registered yet")

    @property
    def create_url(self) -> str:  # type: ignore[override]
        """Give the address of the form for a new agreement."""
        return reverse("partnerships:draft")


class AgreementPage(RecordPage):
    """One agreement: parties, texts, facts, next steps, history."""

    model = Agreement
    template_name = "partnerships/agreement.html"
    permission_required = VIEW
    flow = AGREEMENT_FLOW
    change_url = "partnerships:change"
    change_permission = CHANGE

    def context(self) -> dict[str, Any]:
        """Add the texts by language, and what this person may do with the parties."""
        agreement = self.object
        may_change = self.officer.may(CHANGE, agreement)
        open_to_change = agreement.state not in (S.IN_REVIEW, S.WITHDRAWN)
        context = super().context()
        if not open_to_change:
            context["change_url"] = ""
        files = list(Attachment.objects.open_to(self.officer, agreement).for_list())
        return context | {
            "today": timezone.localdate(),
            "days_left": agreement.days_left(timezone.localdate()),
            "files": files,
            "texts": self.texts(files),
            "may_change_parties": may_change and open_to_change,
            "may_attach": may_change,
            "related": self.related(),
        }

    def texts(self, files: list[Attachment]) -> list[dict[str, Any]]:
        """List the texts of each language in which the agreement is to be in the files."""
        texts = [file for file in files if file.kind in TEXT_KINDS]
        missing = self.object.missing_texts()
        return [
            {
                "language": TextLanguage(code),
                "missing": code in missing,
                "files": [file for file in texts if covers(code, {file.language})],
            }
            for code in self.object.expected_languages
        ]

    def related(self) -> list[Agreement]:
        """List the other agreements with the same partners, those that begin last first."""
        partners = [party.organisation_id for party in self.object.theirs]
        others = Agreement.objects.visible_to(self.officer).of_organisations(partners)
        shown = others.exclude(pk=self.object.pk).only(
            "title_zh", "title_en", "kind", "state", "ends_on", "last_day"
        )
        return list(shown.order_by("-first_day", "-pk")[:6])


# --- What an agreement says -----------------------------------------------------------------------


class DraftAgreementPage(CreatePage):
    """Write a new agreement."""

    model = Agreement
    form_class = NewAgreementForm
    title = _("New agreement")
    submit_label = _("Save as a draft")
    permission_required = CHANGE
    done = _("The draft is saved.")

    def back(self) -> str:
        """Go back to the list."""
        return reverse("partnerships:agreements")

    def save(self, values: Mapping[str, Any]) -> Agreement:
        """Write the draft, with the unit and the partner as its first parties."""
        facts = {name: value for name, value in values.items() if name != "version"}
        partner = facts.pop("partner")
        parties = [services.NewParty(unit=facts["unit"])]
        if partner:
            parties.append(services.NewParty(organisation=partner))
        return services.draft_agreement(by=signed_in(self), parties=parties, **facts)


class ChangeAgreementPage(ChangePage):
    """Change what an agreement says."""

    model = Agreement
    form_class = AgreementForm
    title = _("Edit agreement")
    permission_required = CHANGE
    done = _("Saved.")

    def initial(self) -> dict[str, Any]:
        """Start with what the agreement says."""
        held = {"unit": self.object.unit_id, "owner": self.object.owner_id}
        return super().initial() | held | {"languages": self.object.language_codes}

    def save(self, values: Mapping[str, Any], seen: int | None) -> None:
        """Change the agreement."""
        services.change_agreement(self.object, by=signed_in(self), seen=seen, **values)


# --- Parties --------------------------------------------------------------------------------------


class AddPartyPage(ActionPage):
    """Add a party."""

    model = Agreement
    submit_label = _("Add")
    permission_required = CHANGE

    def act(self, values: Mapping[str, Any]) -> None:
        """Add the party."""
        services.add_party(self.object, services.NewParty(**values), by=signed_in(self))


class AddPartnerPage(AddPartyPage):
    """Add a partner as a party."""

    form_class = PartnerForm
    title = _("Add a partner")


class AddUnitPage(AddPartyPage):
    """Add a unit of ours as a party."""

    form_class = OurPartyForm
    title = _("Add a unit of ours")


class ChangePartyPage(ChangePage):
    """Change what is said of a party."""

    model = AgreementParty
    form_class = ChangePartyForm
    title = _("Edit party")
    permission_required = CHANGE
    done = _("Saved.")

    def save(self, values: Mapping[str, Any], seen: int | None) -> None:
        """Change the party."""
        services.change_party(self.object, by=signed_in(self), seen=seen, **values)


class RemovePartyPage(ActionPage):
    """Take a party off an agreement."""

    model = AgreementParty
    title = _("Remove this party")
    explanation = _("The history of the agreement keeps what stood there.")
    permission_required = CHANGE
    danger = True

    def perform(self, values: Mapping[str, Any]) -> str:
        """Remember where to go on to, before the party is gone."""
        target = self.back()
        self.act(values)
        return target

    def act(self, values: Mapping[str, Any]) -> None:
        """Remove the party."""
        services.remove_party(self.object, by=signed_in(self))


# --- Steps ----------------------------------------------------------------------------------------


def held(agreement: Agreement, *names: str) -> dict[str, Any]:
    """Give what an agreement says already."""
    return {name: getattr(agreement, name) for name in names}


class SubmitPage(ActionPage):
    """Hand a draft in for review."""

    model = Agreement
    title = _("Submit for review")
    explanation = _(
        "The head of office then records the signature or returns the draft. Until then nothing"
        " of it can be changed."
    )
    permission_required = AGREEMENT_FLOW["submit"].permission
    done = _("Submitted for review.")

    def act(self, values: Mapping[str, Any]) -> None:
        """Submit it."""
        services.submit_agreement(self.object, by=signed_in(self))


class ReturnPage(ActionPage):
    """Send an agreement back to its owner."""

    model = Agreement
    form_class = ReasonForm
    title = _("Return for changes")
    permission_required = AGREEMENT_FLOW["return"].permission
    done = _("Returned; the reason stands in the history.")

    def act(self, values: Mapping[str, Any]) -> None:
        """Return it."""
        services.return_agreement(self.object, reason=values["reason"], by=signed_in(self))


class SignPage(ActionPage):
    """Record that all parties have signed."""

    model = Agreement
    form_class = SignForm
    title = _("Record the signature")
    explanation = _(
        "The agreement takes its number, and its parties keep the names they have now. It is in"
        " force from its first day on."
    )
    permission_required = AGREEMENT_FLOW["sign"].permission
    done = _("The signature is recorded.")

    def initial(self) -> dict[str, Any]:
        """Start with what was typed before."""
        return held(self.object, "signed_on", "place_zh", "place_en", "source")

    def act(self, values: Mapping[str, Any]) -> None:
        """Record the signature."""
        services.sign_agreement(self.object, on=timezone.localdate(), by=signed_in(self), **values)


class RegisterPage(ActionPage):
    """Register a document that was signed earlier."""

    model = Agreement
    form_class = RegisterForm
    title = _("Register a signed document")
    explanation = _(
        "For an agreement that was signed earlier, perhaps long ago. It takes a number of this"
        " year and stands in force, or as ended where its last day has passed."
    )
    permission_required = AGREEMENT_FLOW["register"].permission
    done = _("The document is registered.")

    def initial(self) -> dict[str, Any]:
        """Start with what was typed before."""
        return held(self.object, "signed_on", "source")

    def act(self, values: Mapping[str, Any]) -> None:
        """Register it."""
        services.register_agreement(
            self.object, on=timezone.localdate(), by=signed_in(self), **values
        )


class TakeEffectPage(ActionPage):
    """Let a signed agreement bind."""

    model = Agreement
    title = _("Bring into force")
    explanation = _("This happens by itself in the night before its first day.")
    permission_required = AGREEMENT_FLOW["take_effect"].permission
    done = _("The agreement is in force.")

    def act(self, values: Mapping[str, Any]) -> None:
        """Bring it into force."""
        services.bring_into_force(self.object, on=timezone.localdate(), by=signed_in(self))


class EndPage(ActionPage):
    """End an agreement before its time."""

    model = Agreement
    form_class = EndForm
    title = _("End the agreement")
    explanation = _("For an end before its time; one that runs out ends by itself.")
    permission_required = AGREEMENT_FLOW["end"].permission
    done = _("The agreement has ended.")
    danger = True

    def act(self, values: Mapping[str, Any]) -> None:
        """End it."""
        services.end_agreement(self.object, on=timezone.localdate(), by=signed_in(self), **values)


class WithdrawPage(ActionPage):
    """Give up an agreement that was not signed."""

    model = Agreement
    form_class = ReasonForm
    title = _("Withdraw")
    explanation = _("Nothing is signed. The record stays, with the reason in its history.")
    permission_required = AGREEMENT_FLOW["withdraw"].permission
    done = _("Withdrawn; the reason stands in the history.")
    danger = True

    def act(self, values: Mapping[str, Any]) -> None:
        """Withdraw it."""
        services.withdraw_agreement(self.object, reason=values["reason"], by=signed_in(self))
