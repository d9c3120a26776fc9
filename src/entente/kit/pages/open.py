"""A page that anyone may send who holds its code: no account, one form, clear refusals."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any, ClassVar

from allauth.core.internal import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic import View

from entente.kit.forms import blame

DONE = "done"


@method_decorator([login_not_required, never_cache], name="dispatch")
class OpenPage(View):
    """A form that anyone may send who holds the code; what is refused is said at its field.

    Codes are signed, so they cannot be guessed. What is sent is limited for each address by
    `rates` (as allauth writes them); `limited` names what is counted together.
    """

    title: ClassVar[Any] = ""
    submit_label: ClassVar[Any] = ""
    done: ClassVar[Any] = ""
    template_name: ClassVar[str] = ""
    limited: ClassVar[str] = ""
    sent: str = DONE
    said: ClassVar[tuple[str, ...]] = (DONE,)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find what the code leads to; a wrong one leads nowhere."""
        self.object = self.found(**kwargs)
        if self.object is None:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    @abstractmethod
    def found(self, code: str) -> Any:
        """Find what the code leads to; None where it leads nowhere."""

    @abstractmethod
    def rates(self) -> dict[str, str]:
        """Say how often an address may send."""

    def closed(self) -> str:
        """Say why nothing can be sent now; empty where it can."""
        return ""

    @abstractmethod
    def form(self, data: Any = None) -> Any:
        """Make the form, empty or with what was sent."""

    def refused(self, form: Any) -> None:
        """Keep what a refused form would lose; by default nothing."""

    @abstractmethod
    def act(self, form: Any) -> None:
        """Call the service."""

    def told(self) -> str:
        """Say that it was received."""
        return str(self.done)

    def goes_to(self) -> str:
        """Give the address that says that it was received."""
        return f"{self.request.path}?{self.sent}"

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Show the form, or that it was received, or why it is closed."""
        if set(self.said) & request.GET.keys():
            return self.show(self.form_after(), done=self.told())
        closed = self.closed()
        return self.show(None if closed else self.form(), closed=closed)

    def form_after(self) -> Any:
        """Give the form that stands below what was received; none by default."""
        return None

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Take what was sent, or show it again with what is wrong."""
        if closed := self.closed():
            return self.show(None, status=409, closed=closed)
        form = self.form(request.POST)
        if not ratelimit.consume(request, app="entente", action=self.limited, config=self.rates()):
            form.add_error(None, _("Too many at once from this network. Wait a minute."))
            return self.show(form, status=429)
        if not form.is_valid():
            self.refused(form)
            return self.show(form, status=422)
        try:
            self.act(form)
        except ValidationError as refusal:
            blame(form, refusal)
            return self.show(form, status=422)
        return redirect(self.goes_to())

    def show(self, form: Any, status: int = 200, **context: Any) -> HttpResponse:
        """Draw the page."""
        given = {
            "form": form,
            "title": self.title,
            "submit_label": self.submit_label,
            **context,
        }
        return render(self.request, self.template_name, given | self.context(), status=status)

    def context(self) -> dict[str, Any]:
        """Give what else the page draws."""
        return {}
