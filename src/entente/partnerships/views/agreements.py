"""Pages about agreements."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from entente.kit.flow import Step
from entente.kit.forms import DeskForm, PlainForm, ReasonForm
from entente.kit.models import Attachment
from entente.kit.models.files import AttachmentKind
from entente.kit.pages import (
    ActionPage,
    BatchAction,
    ChangePage,
    CreatePage,
    ListPage,
    RecordPage,
    View,
)
from entente.office.acting import signed_in
from entente.partnerships import services
from entente.partnerships.enums import (
    AGREEMENT_FLOW,
    CHANGE,
    FOLLOW_UPS,
    OPEN_FOR_SIGNATURES,
    UNDER_WAY,
    VIEW,
    AgreementState,
    FollowKind,
    TextLanguage,
)
from entente.partnerships.forms import (
    AgreementForm,
    HandOverForm,
    NewAgreementForm,
    RegisterForm,
    SignForm,
)
from entente.partnerships.forms.texts import ApproveForm
from entente.partnerships.models import (
    TEXT_KINDS,
    Agreement,
    Check,
    PartyStanding,
    Termination,
    TextFinding,
    chain_of,
    covers,
    standings,
)
from entente.partnerships.signing import lacks_of_paper
from entente.partnerships.tables import AgreementColumns, AgreementFilter

S = AgreementState
RELATED = 6


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
        View(_("Being checked"), {"state": S.CHECKS.value}),
        View(_("Awaiting approval"), {"state": S.IN_REVIEW.value}),
        View(_("Being signed"), {"state": S.SIGNING.value}),
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
    later = {
        "below": "partnerships/parts/below.html",
        "beside": "partnerships/parts/beside.html",
    }

    def context(self) -> dict[str, Any]:
        """Add the texts by language, and what this person may do with the parties."""
        agreement = self.object
        may_change = self.officer.may(CHANGE, agreement)
        open_to_change = agreement.state not in (*UNDER_WAY, S.WITHDRAWN)
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
            "checks": self.checks,
            "nobody_answers": self.nobody_answers(),
            "chain": chain_of(agreement, self.officer),
            "follow_ups": self.follow_ups(),
            "termination": self.termination,
            "ends_after_notice": self.ends_after_notice(),
            **self.signing(files, may_change=may_change),
        }

    def follow_ups(self) -> list[tuple[Step, str]]:
        """Give the agreements that this person may draft to follow this one."""
        offered = FOLLOW_UPS.open_to(self.officer, self.object)
        if self.termination:
            offered.pop(FollowKind.RENEWAL, None)
        return [
            (step, reverse(f"partnerships:follow_{name}", args=[self.object.pk]))
            for name, step in offered.items()
        ]

    @cached_property
    def termination(self) -> Termination | None:
        """The end before its time, where one is recorded."""
        if self.object.state not in (S.IN_FORCE, S.ENDED):
            return None
        return Termination.objects.for_page().filter(agreement=self.object).first()

    def ends_after_notice(self) -> datetime.date | None:
        """On which day it would end if notice were given today."""
        if self.object.state != S.IN_FORCE or self.termination:
            return None
        agreement: Agreement = self.object
        return agreement.validity.ends_after_notice(timezone.localdate())

    @cached_property
    def checks(self) -> list[Check]:
        """The last check of each department."""
        rows = Check.objects.current().filter(agreement=self.object)
        return list(rows.select_related("answered_by"))

    def nobody_answers(self) -> str:
        """Say for which departments the agreement waits in vain; empty where for none."""
        open_for = [check.department for check in self.checks if not check.answer]
        if self.object.state != S.CHECKS or not open_for:
            return ""
        nobody = services.nobody_answers(self.object, open_for, on=timezone.localdate())
        return services.nobody_in_words(nobody) if nobody else ""

    def signing(self, files: list[Attachment], *, may_change: bool) -> dict[str, Any]:
        """Say of each party whether it signed and what is missing, in words."""
        agreement = self.object
        if agreement.state not in OPEN_FOR_SIGNATURES:
            return {"standings": []}
        found = self.standings
        scans = [file for file in files if file.kind == AttachmentKind.SCAN]
        whole = (
            lacks_of_paper(
                has_scan=bool(scans) or any(standing.files for standing in found),
                is_kept=any(scan.paper_original for scan in scans)
                or any(s.signature and s.signature.original_held_by for s in found),
            )
            if agreement.is_retrospective
            else []
        )
        return {
            "standings": found,
            "may_sign": may_change,
            "registered": services.in_register(
                agreement, (s.signature for s in found if s.signature)
            )
            if may_change
            else (),
            "lacking": [standing for standing in found if standing.lacks],
            "authority_refusals": self.authority_refusals,
            "paper_lacks": gettext(", ").join(str(lack.label) for lack in whole),
            "all_signed": all(standing.signature for standing in found),
        }

    @cached_property
    def standings(self) -> list[PartyStanding]:
        """Where each party stands in signing."""
        return standings(self.object)

    @cached_property
    def authority_refusals(self) -> list[str]:
        """Why our side may not sign, while the text is out for signing."""
        if self.object.state != S.SIGNING:
            return []
        today = timezone.localdate()
        return services.authority_refusals(self.object, on=today, found=self.standings)

    def steps(self) -> list[tuple[str, Step, str]]:
        """Leave out what would be refused now: nobody marks as signed what not all have signed."""
        refused = set()
        if self.object.state == S.SIGNING and not self.may_be_marked_signed:
            refused.add("sign")
        if self.object.state == S.CHECKS and any(not check.answer for check in self.checks):
            refused.add("pass_checks")
        if self.termination:
            refused.add("terminate")
        return [entry for entry in super().steps() if entry[0] not in refused]

    @property
    def may_be_marked_signed(self) -> bool:
        """Whether all have signed, our side with authority."""
        signed = all(standing.signature for standing in self.standings)
        return signed and not self.authority_refusals

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

    def piece(self, name: str) -> dict[str, Any]:
        """Add the agreements with the same partners to what stands beside."""
        if name == "below":
            return {"record": self.object}
        return super().piece(name) | {"related": self.related()}

    def related(self) -> list[Agreement]:
        """List the agreements with the same partners that were registered last."""
        partners = [party.organisation_id for party in self.object.theirs]
        others = Agreement.objects.visible_to(self.officer).registered_last(partners, RELATED + 1)
        shown = others.only("title_zh", "title_en", "kind", "state", "ends_on", "last_day")
        return [agreement for agreement in shown if agreement != self.object][:RELATED]


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
        facts = dict(values)
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
        held = {
            "unit": self.object.unit_id,
            "owner": self.object.owner_id,
            "languages": self.object.language_codes,
            "contents": self.object.content_codes,
        }
        return super().initial() | held

    def save(self, values: Mapping[str, Any], seen: int | None) -> None:
        """Change the agreement."""
        services.change_agreement(self.object, by=signed_in(self), seen=seen, **values)


# --- Steps ----------------------------------------------------------------------------------------


def held(agreement: Agreement, *names: str) -> dict[str, Any]:
    """Give what an agreement says already."""
    return {name: getattr(agreement, name) for name in names}


class ApprovePage(ActionPage):
    """Let the parties sign this text."""

    model = Agreement
    title = _("Approve for signing")
    explanation = _(
        "The text is final: the parties can sign it, and their signatures are recorded on the page"
        " of the agreement."
    )
    permission_required = AGREEMENT_FLOW["approve"].permission
    done = _("Approved for signing.")
    template_name = "partnerships/approve.html"

    @cached_property
    def differences(self) -> list[TextFinding]:
        """The differences of its current texts that are not accepted."""
        return list(TextFinding.objects.not_accepted(self.object).order_by("pk"))

    def form(self, data: Any = None, files: Any = None) -> DeskForm:
        """Ask for a confirmation where differences are not accepted."""
        form_class = ApproveForm if self.differences else PlainForm
        return form_class(data, files, officer=self.officer)

    def context(self, form: Any) -> dict[str, Any]:
        """Name the differences."""
        return super().context(form) | {"differences": self.differences}

    def act(self, values: Mapping[str, Any]) -> None:
        """Approve it."""
        services.approve_agreement(
            self.object, by=signed_in(self), confirmed=values.get("confirmed", False)
        )


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
    """Mark as signed what all parties have signed."""

    model = Agreement
    form_class = SignForm
    title = _("Mark as signed")
    explanation = _(
        "The agreement takes its number, and its parties keep the names they have now. It is in"
        " force from its first day on."
    )
    permission_required = AGREEMENT_FLOW["sign"].permission
    done = _("The agreement is marked as signed.")

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


class WithdrawPage(ActionPage):
    """Give up an agreement that was not signed."""

    model = Agreement
    form_class = ReasonForm
    title = _("Withdraw")
    explanation = _("Nothing binds. The record stays, with the reason in its history.")
    permission_required = AGREEMENT_FLOW["withdraw"].permission
    done = _("Withdrawn; the reason stands in the history.")
    danger = True

    def act(self, values: Mapping[str, Any]) -> None:
        """Withdraw it."""
        services.withdraw_agreement(self.object, reason=values["reason"], by=signed_in(self))
