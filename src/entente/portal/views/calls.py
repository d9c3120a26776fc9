"""Which calls fit and why others do not; applying to one."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entente.kit.errors import ChangedMeanwhileError, DomainError
from entente.kit.forms import blame
from entente.kit.pages.open import DONE
from entente.mobility import outcomes
from entente.mobility import services as mobility
from entente.mobility.enums import ApplicationState, CallState
from entente.mobility.models import AnswerFile, Application, Call, CallQuota, Question
from entente.mobility.models.calls import language_name
from entente.portal import services
from entente.portal.fields import answers_as_initial
from entente.portal.forms import ApplyForm, FactsForm, certificates, said_of
from entente.portal.views.entrance import Applicant, ApplicantPage

SAVED = "saved"
FACTS = ("level", "field", "grade", "languages")


def facts_of(applicant: Applicant, last: Application | None) -> dict[str, Any]:
    """Give what an applicant states: as said in this visit, else as in the last application."""
    if applicant.said:
        return applicant.said
    return {name: getattr(last, name) for name in FACTS} if last else {}


def line_of(option: CallQuota, known: dict[str, Any]) -> dict[str, Any]:
    """Give an option with what is missing for it."""
    return {
        "quota": option,
        "language": language_name(option.language),
        "missing": outcomes.shortfalls(option, known),
    }


class CallsPage(ApplicantPage):
    """The calls of today, those that fit first, and one's own applications."""

    title = gettext_lazy("Calls that you can apply to")
    submit_label = gettext_lazy("See what fits")
    template_name = "portal/calls.html"

    def found(self) -> Any:  # type: ignore[override] # the browser's session is the code
        """Find one's own applications, the newest first."""
        self.own = list(Application.objects.of_persons(self.applicant.persons))
        return self

    def form(self, data: Any = None) -> Any:
        """Ask for the facts by which calls choose."""
        said = facts_of(self.applicant, self.own[0] if self.own else None)
        return FactsForm(data, initial=said | certificates(said.get("languages", {})))

    def form_after(self) -> Any:
        """Go on offering them."""
        return self.form()

    def act(self, form: Any) -> None:
        """Keep the facts for this visit; nothing of it is stored with the office."""
        said = dict(form.cleaned_data)
        said["grade"] = None if said["grade"] is None else str(said["grade"])
        self.applicant.said = said
        self.applicant.keep(self.request)

    def goes_to(self) -> str:
        """Show the calls with what was said."""
        return self.request.path

    def context(self) -> dict[str, Any]:
        """Add each open call with what fits and what does not."""
        said = facts_of(self.applicant, self.own[0] if self.own else None)
        known = Application(**said)
        known.clean_fields(exclude={"call", "person", "state", "score"})
        applied = {application.call_id for application in self.own}
        lines = []
        calls: Any = Call.objects.taking(timezone.localdate()).with_options()
        for call in calls:
            options = [line_of(option, known.facts) for option in call.options]
            fits = [line for line in options if not line["missing"]]
            others = [line for line in options if line["missing"]]
            lines.append(
                {"call": call, "fits": fits, "others": others, "applied": call.pk in applied}
            )
        lines.sort(key=lambda line: not line["fits"])
        return super().context() | {"lines": lines, "own": self.own, "stated": bool(said)}


class ApplyPage(ApplicantPage):
    """Write an application: saved as a draft as often as one likes, handed in once."""

    title = gettext_lazy("Apply")
    template_name = "portal/apply.html"
    said = (DONE, SAVED)
    sent = SAVED

    def found(self, pk: int = 0) -> Any:  # type: ignore[override] # not by a code
        """Find the call, and one's own application to it; a late one until the day after."""
        call = Call.objects.filter(pk=pk).select_related("unit", "top_unit", "programme").first()
        if call is None or call.state == CallState.DRAFT:
            return None
        self.call, self.today = call, timezone.localdate()
        self.questions = list(Question.objects.of_call(call))
        rows = Application.objects.of_persons(self.applicant.persons)
        self.own: Application | None = rows.filter(call=call).first()
        typing = call.closes_on + datetime.timedelta(days=1)
        still = call.state != CallState.PUBLISHED and call.opens_on <= self.today <= typing
        if not (self.own or still):
            return None
        self.person, self.refusal = self.own.person if self.own else None, ""
        if self.own is None:
            try:
                self.person = services.known_person(call, self.applicant.persons)
            except DomainError as refusal:
                self.refusal = refusal.messages[0]
        return call

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Go to the application itself where there is nothing to write any more."""
        own = self.own
        if own and (own.state != ApplicationState.DRAFT or not self.call.takes(self.today)):
            return redirect("portal:application", own.pk)
        return super().get(request, **kwargs)

    def closed(self) -> str:
        """Say why nothing can be written; what was typed too late is kept all the same."""
        if self.own and self.own.state != ApplicationState.DRAFT:
            message = _("This application is no draft any more: %(state)s.")
            return message % {"state": self.own.get_state_display()}
        if self.refusal:
            return self.refusal
        if self.request.method == "POST" or self.call.takes(self.today):
            return ""
        return _("The last day to apply was %(day)s.") % {"day": self.call.closes_on}

    def form(self, data: Any = None) -> Any:
        """Make the form: as the draft has it, else as the last application said it."""
        initial: dict[str, Any] = {}
        if self.own:
            ranked = {f"wish_{wish.rank}": wish.quota_id for wish in self.own.wishes.all()}
            initial = said_of(self.own) | ranked | {"version": self.own.version}
            initial |= answers_as_initial(self.questions, self.own.answers)
        else:
            last = Application.objects.of_persons(self.applicant.persons).first()
            facts = facts_of(self.applicant, last)
            initial = (said_of(last) if last else {}) | facts
            initial |= certificates(facts.get("languages", {}))
            again = mobility.answers_again(last, self.questions)
            initial |= answers_as_initial(self.questions, again)
        asked = {quota.language for quota in self.destinations() if quota.language}
        return ApplyForm(
            data,
            None if data is None else self.request.FILES,
            initial=initial,
            call=self.call,
            named=self.person is not None,
            further=sorted(asked),
            questions=self.questions,
            held=self.held(),
        )

    def held(self) -> dict[int, AnswerFile]:
        """Give the files that the draft keeps, by their questions."""
        if self.own is None or not self.questions:
            return {}
        return {file.question_id: file for file in self.own.answer_files.all()}

    def destinations(self) -> list[CallQuota]:
        """Give what can be wished for."""
        return list(CallQuota.objects.options(self.call).select_related("parent"))

    def form_after(self) -> Any:
        """Go on writing."""
        return self.form()

    def told(self) -> str:
        """Say that the draft is kept."""
        return _("Saved as a draft. It is not handed in yet.")

    def act(self, form: Any) -> None:
        """Save the draft, then hand it in if that was asked."""
        try:
            self.save(form)
        except ChangedMeanwhileError:
            self.renew(form)
            message = _(
                "This draft was changed in another window meanwhile. What you typed stands here;"
                " sent again, it replaces what the other window saved."
            )
            self.keep_uploads(form)
            raise DomainError(message, code="changed_meanwhile") from None
        if self.keep_uploads(form):
            self.renew(form)
            message = _("It is kept as a draft, but not handed in yet. Look at the marked fields.")
            raise DomainError(message, code="not_handed_in")
        if "hand_in" not in self.request.POST and self.call.takes(self.today):
            return
        self.hand_in(form)

    def save(self, form: Any) -> None:
        """Keep what was typed, and who it is where the register did not know."""
        values = dict(form.cleaned_data)
        seen, wishes = values.pop("version"), values.pop("wishes")
        names = {name: values.pop(name, "") for name in services.NAMES}
        if self.own:
            mobility.save_draft(self.own, wishes=wishes, seen=seen, **values)
            return
        self.begin(names, values | {"wishes": wishes})

    def begin(self, names: dict[str, Any], values: dict[str, Any]) -> None:
        """Begin the draft, and remember who it is."""
        self.own = services.begin(
            self.call,
            person=self.person,
            address=self.applicant.address,
            names=names,
            on=self.today,
            **values,
        )
        if self.own.person_id not in self.applicant.persons:
            self.applicant.persons.append(self.own.person_id)
            self.applicant.keep(self.request)

    def keep_uploads(self, form: Any) -> bool:
        """Keep each file that fits; say at its field what is wrong with another, and whether."""
        own: Any = self.own
        wrong = False
        for question, upload in form.uploads.items():
            try:
                mobility.keep_upload(own, question, upload)
            except ValidationError as refusal:
                form.add_error(question.name, refusal.messages)
                wrong = True
        if form.uploads:
            form.tell_files(self.held())
        return wrong

    def refused(self, form: Any) -> None:
        """Keep files although another field is refused: a browser would not send them again."""
        if not form.uploads:
            return
        if self.own is None:
            try:
                known = {name: form.cleaned_data.get(name, "") for name in services.NAMES}
                said = {"languages": form.cleaned_data.get("languages", {}), "wishes": []}
                self.begin(known, said)
            except ValidationError:
                for question in form.uploads:
                    form.add_error(question.name, _("Choose this file again, please."))
                return
        self.keep_uploads(form)
        self.renew(form)

    def hand_in(self, form: Any) -> None:
        """Hand it in; where that is refused, what was typed is kept and said to be kept."""
        own: Any = self.own
        try:
            mobility.hand_in(own, on=self.today)
        except ValidationError as refusal:
            self.renew(form)
            if getattr(refusal, "code", "") == "closed":
                message = _(
                    "The last day to apply was %(day)s. What you typed is kept as a draft, but it"
                    " is not handed in. Please write to the office."
                )
                words = {"day": self.call.closes_on}
                raise DomainError(message % words, code="closed") from None
            blame(form, refusal)
            message = _("It is kept as a draft, but not handed in yet. Look at the marked fields.")
            raise DomainError(message, code="not_handed_in") from None

    def renew(self, form: Any) -> None:
        """Let the form that is shown again carry the version of the draft as it is now."""
        own: Any = self.own
        own.refresh_from_db()
        form.data = form.data.copy()
        form.data["version"] = str(own.version)

    def goes_to(self) -> str:
        """Go on writing, or to what was handed in."""
        if self.own and self.own.state == ApplicationState.HANDED_IN:
            return f"{reverse('portal:application', args=[self.own.pk])}?{DONE}"
        return super().goes_to()

    def context(self) -> dict[str, Any]:
        """Add the facts of each destination."""
        last = Application.objects.of_persons(self.applicant.persons).first()
        known = self.own or Application(**facts_of(self.applicant, last))
        known.clean_fields(exclude={"call", "person", "state", "score"})
        cuts = outcomes.last_cutoffs(self.call)
        lines = [
            line_of(option, known.facts) | {"cut": cuts.get(option.name)}
            for option in self.destinations()
        ]
        return super().context() | {
            "call": self.call,
            "own": self.own,
            "person": self.person,
            "lines": lines,
            "any_cut": any(line["cut"] for line in lines),
        }
