"""How applicants come in: a mail address, a link that is mailed to it, and out again."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any

from allauth.core.internal import ratelimit
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from entente.kit.forms import PlainForm
from entente.kit.pages.open import OpenPage
from entente.portal import services
from entente.portal.forms import MailForm
from entente.portal.models import SignIn

KEPT_AS = "applicant"
STAYS_IN = datetime.timedelta(hours=12)


@dataclass
class Applicant:
    """Somebody who came in by a link: the address it proved, their persons in the registers."""

    address: str
    persons: list[int]
    until: str
    said: dict[str, Any] = field(default_factory=dict)

    def keep(self, request: HttpRequest) -> None:
        """Keep it with the browser's session."""
        request.session[KEPT_AS] = vars(self)


def applicant_of(request: HttpRequest) -> Applicant | None:
    """Give who came in with this browser, unless it is too long ago."""
    kept = request.session.get(KEPT_AS)
    if kept is None or datetime.datetime.fromisoformat(kept["until"]) < timezone.now():
        return None
    return Applicant(**kept)


class EntrancePage(OpenPage):
    """A page before somebody has come in."""

    template_name = "portal/entrance.html"
    limited = "portal"

    def rates(self) -> dict[str, str]:
        """Say how often an address may send."""
        return dict(settings.PORTAL_RATES)

    def found(self, code: str = "") -> Any:
        """Be there for everybody."""
        return self

    def context(self) -> dict[str, Any]:
        """Say who is in already."""
        return {"applicant": applicant_of(self.request)}


class SignInPage(EntrancePage):
    """Ask for a link; the answer is the same whether or not anybody knows the address."""

    title = gettext_lazy("Apply to study and stay abroad")
    limited = "portal_link"
    submit_label = gettext_lazy("Mail me a link")
    done = gettext_lazy(
        "A mail with a link is on its way to the address that you typed. The link works once,"
        " within an hour. If nothing arrives, look into the folder for unwanted mail, or try again."
    )

    def form(self, data: Any = None) -> Any:
        """Ask for the mail address."""
        return MailForm(data)

    def act(self, form: Any) -> None:
        """Mail the link; an address that was written to too often gets no further mail."""
        address = form.cleaned_data["address"].strip().lower()
        limit = {"portal_mail": settings.PORTAL_RATES["portal_mail"]}
        if ratelimit.consume(
            self.request, app="entente", action="portal_mail", key=address, config=limit
        ):
            services.send_link(address)


class EnterPage(EntrancePage):
    """Come in by a link; it asks once, for programs that look at mails open links too."""

    title = gettext_lazy("Come in")
    submit_label = gettext_lazy("Come in")

    def found(self, code: str = "") -> Any:
        """Find the link; what was made up leads to the same sentence as one that has lapsed."""
        self.sign_in = SignIn.objects.with_code(code)
        return self

    def closed(self) -> str:
        """Say that it leads in no more."""
        if self.sign_in is not None and self.sign_in.lets_in(timezone.now()):
            return ""
        return _("This link was used already, or has lapsed. Ask for a new one.")

    def form(self, data: Any = None) -> Any:
        """Ask nothing but whether."""
        return PlainForm(data)

    def act(self, form: Any) -> None:
        """Use the link, and remember with this browser who came in."""
        now = timezone.now()
        assert self.sign_in is not None  # noqa: S101 # `closed` has asked
        address = services.use_link(self.sign_in, now=now)
        self.request.session.cycle_key()
        until = (now + STAYS_IN).isoformat()
        Applicant(address, services.persons_of(address), until).keep(self.request)

    def goes_to(self) -> str:
        """Go on to the calls."""
        return reverse("portal:calls")


class LeavePage(EntrancePage):
    """Go out, for phones and computers that others use too."""

    title = gettext_lazy("Go out")
    submit_label = gettext_lazy("Go out")

    def form(self, data: Any = None) -> Any:
        """Ask nothing but whether."""
        return PlainForm(data)

    def act(self, form: Any) -> None:
        """Forget who came in with this browser."""
        self.request.session.pop(KEPT_AS, None)

    def goes_to(self) -> str:
        """Go back to the entrance."""
        return reverse("portal:sign_in")


@method_decorator([login_not_required, never_cache], name="dispatch")
class ApplicantPage(OpenPage):
    """A page of somebody who came in by a link; whoever has not is asked for their address."""

    limited = "portal"
    applicant: Applicant

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let only applicants in."""
        applicant = applicant_of(request)
        if applicant is None:
            return redirect("portal:sign_in")
        self.applicant = applicant
        return super().dispatch(request, *args, **kwargs)

    def rates(self) -> dict[str, str]:
        """Say how often an address may send."""
        return dict(settings.PORTAL_RATES)

    def context(self) -> dict[str, Any]:
        """Say who is in."""
        return {"applicant": self.applicant, "today": timezone.localdate()}
