"""What people type about organisations, value by value: places, domains, places in a ranking."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import DomainNameValidator
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entente.organisations import places


class PlaceWidget(forms.TextInput):
    """A country or region by its code or its name in either language; names are offered."""

    template_name = "organisations/place_widget.html"

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """Add the address that finds places."""
        context = super().get_context(name, value, attrs)
        context["widget"]["lookup"] = reverse_lazy("organisations:places")
        return context


class PlaceField(forms.CharField):
    """A country or region; what is typed becomes its ISO code."""

    widget = PlaceWidget

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", gettext_lazy("Country or region"))
        options.setdefault("help_text", gettext_lazy("A name in Chinese or English, or the code."))
        super().__init__(**options)

    def prepare_value(self, value: Any) -> Any:
        """Show the name of a code."""
        return places.place_name(value) if value in places.CODES else value

    def clean(self, value: Any) -> str:
        """Find the one place that is meant."""
        text = super().clean(value)
        if not text:
            return ""
        found = places.find(text)
        if len(found) == 1:
            return found[0]
        if not found:
            raise ValidationError(
                _("There is no country or region called “%(text)s”.") % {"text": text}
            )
        names = " · ".join(places.place_name(code) for code in found)
        raise ValidationError(_("Which one is meant: %(names)s?") % {"names": names})


class DomainsField(forms.CharField):
    """The domains of an organisation's addresses, parted by blanks or commas."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", gettext_lazy("Domains"))
        options.setdefault(
            "help_text", gettext_lazy("What its web and mail addresses end in: uwaterloo.ca")
        )
        super().__init__(**options)

    def prepare_value(self, value: Any) -> Any:
        """Show the list as one line."""
        return " ".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        """Give the list; refuse what is no domain."""
        text = super().clean(value)
        found = [
            word.lower().removeprefix("@") for word in re.split(r"[\s,;，；、]+", text) if word
        ]
        for domain in found:
            try:
                DomainNameValidator()(domain)
            except ValidationError as refusal:
                sentence = _("“%(domain)s” is no domain.") % {"domain": domain}
                raise ValidationError(sentence) from refusal
        return list(dict.fromkeys(found))


class PositionField(forms.CharField):
    """A place in a ranking as rankings print it: 12, =12, 601-650, 1001+."""

    def clean(self, value: Any) -> int:
        """Take the first number: the best place that is meant."""
        text = super().clean(value)
        found = re.fullmatch(r"[=＝]?\s*(\d{1,6})\s*([-–—~+＋]\s*\d{0,6})?", text)
        if not found or int(found[1]) == 0:
            raise ValidationError(_("“%(value)s” is no place in a ranking.") % {"value": text})
        return int(found[1])
