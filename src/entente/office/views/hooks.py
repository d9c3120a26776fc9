"""Webhooks: which chats are told how many deadlines come near."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entente.kit.errors import DomainError
from entente.kit.pages import ActionPage, ChangePage, CreatePage
from entente.kit.pages.staff import StaffPage
from entente.office import services
from entente.office.forms import ChangeWebhookForm, WebhookForm
from entente.office.models import Webhook
from entente.office.tasks import hooks
from entente.office.tasks.sending import RefusedError

CHANGE = "office.change_webhook"


class WebhooksPage(StaffPage):
    """The webhooks of the units that a person administers, each with its last message."""

    model = Webhook
    permission_required = CHANGE

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show them."""
        rows = list(self.get_queryset().for_list())  # type: ignore[attr-defined]
        last = Webhook.objects.last_messages(rows)
        context = {"hooks": [(hook, last.get(hook.pk)) for hook in rows]}
        return render(request, "office/webhooks.html", context)


class AddWebhookPage(CreatePage):
    """Let a chat be told."""

    model = Webhook
    permission_required = CHANGE
    form_class = WebhookForm
    title = gettext_lazy("New webhook")
    done = gettext_lazy("The webhook was added.")

    def initial(self) -> dict[str, Any]:
        """Begin with the person's own unit, where they do not administer all."""
        everywhere = self.officer.scope(CHANGE).everything
        return {"unit": None if everywhere else self.officer.unit_id}

    def back(self) -> str:
        """Go back to the webhooks."""
        return reverse("office:webhooks")

    def save(self, values: Mapping[str, Any]) -> Webhook:
        """Add it."""
        return services.add_webhook(by=self.officer, **values)


class ChangeWebhookPage(ChangePage):
    """Rename a webhook, switch it off and on, give it another address."""

    model = Webhook
    permission_required = CHANGE
    form_class = ChangeWebhookForm
    title = gettext_lazy("Change the webhook")
    done = gettext_lazy("Saved.")

    def initial(self) -> dict[str, Any]:
        """Begin with what is kept; address and secret are never shown again."""
        return super().initial() | {"address": "", "secret": ""}

    def save(self, values: Mapping[str, Any], seen: int | None) -> None:
        """Change it."""
        services.change_webhook(self.object, by=self.officer, seen=seen, **values)


class RemoveWebhookPage(ActionPage):
    """Tell a chat nothing any more."""

    model = Webhook
    permission_required = CHANGE
    title = gettext_lazy("Remove the webhook")
    submit_label = gettext_lazy("Remove")
    explanation = gettext_lazy("This chat is told nothing any more; its address is forgotten.")
    done = gettext_lazy("The webhook is removed.")
    danger = True

    def act(self, values: Mapping[str, Any]) -> None:
        """Remove it."""
        services.remove_webhook(self.object, by=self.officer)


class TryWebhookPage(ActionPage):
    """Send a message now, to see that it arrives."""

    model = Webhook
    permission_required = CHANGE
    title = gettext_lazy("Send a trial message")
    submit_label = gettext_lazy("Send it")
    explanation = gettext_lazy("A message without any deadline is sent to the chat at once.")
    done = gettext_lazy("The chat has taken the message.")

    def act(self, values: Mapping[str, Any]) -> None:
        """Send it; what the chat answers is said by its number alone."""
        try:
            hooks.post(self.object, hooks.text({}))
        except (OSError, RefusedError) as error:
            reason = str(error) if isinstance(error, RefusedError) else type(error).__name__
            raise DomainError(
                _("The chat has not taken the message (%(reason)s).") % {"reason": reason},
                code="refused",
            ) from None
