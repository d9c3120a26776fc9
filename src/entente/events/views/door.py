"""At the door of an event: whoever comes is noted, by the code they bring or by their name."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from entente.events import services
from entente.events.enums import CHANGE_EVENT, RegistrationState
from entente.events.models import Event, Registration
from entente.kit.errors import DomainError
from entente.kit.pages import StaffPage
from entente.office.acting import signed_in

# As many as a person at a door looks through.
SHOWN = 20
DOOR = "door_of_event"


class AtADoor(StaffPage):
    """What both pages of a door do: note somebody, and say how it went."""

    model = Event
    permission_required = CHANGE_EVENT

    def note(self, registration: Registration) -> None:
        """Note that somebody is there; a refusal is said, and nothing else is lost."""
        try:
            news = services.check_in(registration, by=signed_in(self), at=timezone.now())
        except DomainError as refusal:
            messages.error(self.request, " ".join(refusal.messages))
            return
        name = {"name": str(registration)}
        if news:
            messages.success(self.request, _("%(name)s is here.") % name)
        else:
            messages.info(self.request, _("%(name)s was noted already and counts once.") % name)


class DoorPage(AtADoor):
    """The door of one event: how many are there, and a search for those without their code.

    Whoever opens it stands at this door: codes of other events are refused from then on.
    """

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show who is looked for, else those who came last."""
        event = get_object_or_404(self.get_queryset(), pk=kwargs["pk"])
        if request.session.get(DOOR) != event.pk:
            request.session[DOOR] = event.pk
        words = request.GET.get("q", "").strip()[:100]
        rows = event.registrations.exclude(name="").for_list()
        if words:
            named = Q(name__icontains=words) | Q(institution__icontains=words)
            found = rows.filter(named | Q(email__iexact=words)).order_by("name", "pk")
        else:
            found = rows.filter(checked_in_at__isnull=False).order_by("-checked_in_at", "-pk")
        context = {
            "event": event,
            "words": words,
            "found": list(found[:SHOWN]),
            "numbers": services.numbers_of(event),
        }
        return render(request, "events/door.html", context)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Note who was chosen, and go on at the door."""
        event = get_object_or_404(self.get_queryset(), pk=kwargs["pk"])
        key = request.POST.get("registration", "")
        if key.isdigit():
            self.note(get_object_or_404(event.registrations.for_list(), pk=int(key)))
        else:
            messages.error(request, _("Choose who is here."))
        return HttpResponseRedirect(reverse("events:door", args=[event.pk]))


class CodePage(AtADoor):
    """What the code of somebody who registered leads to, on the phone of whoever lets them in."""

    def find(self, code: str) -> Registration:
        """Find whose code it is; of events that are not this person's nothing is found."""
        registration = Registration.objects.with_door_code(code)
        if registration is None:
            raise Http404
        get_object_or_404(self.get_queryset(), pk=registration.event_id)
        return registration

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show who it is, and whether they come in."""
        return self.show(self.find(kwargs["code"]))

    def show(self, registration: Registration, status: int = 200) -> HttpResponse:
        """Show it; a code of another event is refused where somebody stands at a door."""
        context = {
            "registration": registration,
            "event": registration.event,
            "elsewhere": self.elsewhere(registration),
            "may_enter": registration.state == RegistrationState.REGISTERED,
            "numbers": services.numbers_of(registration.event),
        }
        return render(self.request, "events/at_door.html", context, status=status)

    def elsewhere(self, registration: Registration) -> bool:
        """Say whether this phone stands at the door of another event."""
        door = self.request.session.get(DOOR)
        return door is not None and door != registration.event_id

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Note that they are there; sent again it changes nothing."""
        registration = self.find(kwargs["code"])
        if self.elsewhere(registration):
            return self.show(registration, status=409)
        self.note(registration)
        return HttpResponseRedirect(request.path)
