"""One's own settings, roles and delegations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBadRequest,
    HttpResponseBase,
    HttpResponseRedirect,
)
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.generic import View

from entente.kit.pages.forms import FormPage
from entente.kit.views import safe_next
from entente.office import services
from entente.office.entrance import factors
from entente.office.entrance.traces import keep_language
from entente.office.forms import DelegateForm, ProfileForm
from entente.office.models import CalendarFeed, RoleGrant, User
from entente.office.views.feeds import address_of


class OwnPage(FormPage):
    """A page about oneself: it needs no permission, only that one is signed in."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let everybody in who is signed in."""
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        return View.dispatch(self, request, *args, **kwargs)

    @property
    def me(self) -> User:
        """The person who is signed in."""
        return self.request.user  # type: ignore[return-value]

    def back(self) -> str:
        """Go back to one's own page."""
        return reverse("office:profile")


class ProfilePage(OwnPage):
    """My names, language and appearance; my roles, what I lent and what was lent to me."""

    template_name = "office/profile.html"
    form_class = ProfileForm
    title = gettext_lazy("My account")
    done = gettext_lazy("Saved.")

    def initial(self) -> dict[str, Any]:
        """Start with what is kept."""
        return {name: getattr(self.me, name) for name in ProfileForm.base_fields}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save, and go on in the language that was chosen."""
        answer = super().post(request, *args, **kwargs)
        if answer.status_code == HttpResponseRedirect.status_code:
            keep_language(answer, request.POST["language"])
        return answer

    def perform(self, values: Mapping[str, Any]) -> str:
        """Save."""
        services.change_preferences(self.me, **values)
        return self.back()

    def context(self, form: Any) -> dict[str, Any]:
        """Add roles and second factors."""
        today = timezone.localdate()
        held = RoleGrant.objects.for_list().filter(user=self.me).not_over(today)
        lent = RoleGrant.objects.for_list().filter(lent_from__user=self.me).not_over(today)
        feed = CalendarFeed.objects.filter(user=self.me).first()
        return super().context(form) | {
            "held": held.order_by("pk"),
            "lent": lent.order_by("ends_on"),
            "calendar_address": address_of(feed) if feed else "",
            "factors": factors.of(self.me).count(),
            "factor_demanded": factors.demanded_of(self.me),
        }


class DelegatePage(OwnPage):
    """Lend one's own role to a colleague for some days."""

    form_class = DelegateForm
    submit_label = gettext_lazy("Lend the role")
    done = gettext_lazy("Your colleague holds the role for these days.")
    grant: RoleGrant

    def prepare(self) -> None:
        """Find the role that is lent; one that was lent to me is not mine to lend."""
        mine = RoleGrant.objects.for_list().filter(user=self.me, lent_from=None)
        self.grant = get_object_or_404(mine, pk=self.kwargs["pk"])

    def context(self, form: Any) -> dict[str, Any]:
        """Say which role it is."""
        return super().context(form) | {"title": _("Lend “%(role)s”") % {"role": self.grant}}

    def perform(self, values: Mapping[str, Any]) -> str:
        """Lend it."""
        services.delegate_role(
            self.grant,
            values["user"],
            by=self.me,
            starts_on=values["starts_on"],
            ends_on=values["ends_on"],
        )
        return self.back()


@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Take back a role that one has lent."""
    lent = RoleGrant.objects.filter(lent_from__user=_signed_in(request))
    services.withdraw_role(get_object_or_404(lent, pk=pk), by=_signed_in(request))
    return HttpResponseRedirect(reverse("office:profile"))


@require_POST
def renew_calendar(request: HttpRequest) -> HttpResponseBase:
    """Make the secret address of one's calendar, or a new one in its place."""
    services.renew_calendar_feed(_signed_in(request))
    return HttpResponseRedirect(f"{reverse('office:profile')}#calendar")


@require_POST
def end_calendar(request: HttpRequest) -> HttpResponseBase:
    """Let nobody read one's calendar by its address any more."""
    services.end_calendar_feed(_signed_in(request))
    return HttpResponseRedirect(f"{reverse('office:profile')}#calendar")


@require_POST
def switch_theme(request: HttpRequest) -> HttpResponseBase:
    """Show pages light, dark, or as the device does."""
    theme = request.POST.get("theme", "")
    if theme not in {"auto", "light", "dark"}:
        return HttpResponseBadRequest(_("This appearance is not known."))
    services.change_preferences(_signed_in(request), theme=theme)
    return HttpResponseRedirect(safe_next(request))


def _signed_in(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]
