"""What people type for a step with a public page: begin one, move it, publish it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from entente.kit.forms import DeskForm
from entente.website.forms.kinds import KINDS
from entente.website.models import PublicPage

STEP_IN = "\u3000"


def ways(pages: Sequence[PublicPage]) -> list[tuple[int, str]]:
    """Offer pages of a tree in its order, each set in below the one above."""
    return [(page.pk, f"{STEP_IN * (page.depth - 2)}{page.title}") for page in pages]


class BeginForm(DeskForm):
    """What kind of page, and below which."""

    kind = forms.ChoiceField(label=_("Kind"))
    parent = forms.TypedChoiceField(label=_("Below"), coerce=int)

    def __init__(self, *args: Any, pages: Sequence[PublicPage], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [(key, capfirst(kind._meta.verbose_name)) for key, kind in KINDS.items()]
        self.fields["kind"].choices = names  # type: ignore[attr-defined]
        self.fields["parent"].choices = ways(pages)  # type: ignore[attr-defined]


class MoveForm(DeskForm):
    """Below which page it goes."""

    parent = forms.TypedChoiceField(label=_("Below"), coerce=int)

    def __init__(self, *args: Any, pages: Sequence[PublicPage], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].choices = ways(pages)  # type: ignore[attr-defined]


class PublishForm(DeskForm):
    """Publish a page; what the review found needs a reason."""

    figures = forms.BooleanField(
        label=_("Release its changed figures with it"), required=False, initial=True
    )
    reason = forms.CharField(
        label=_("Why it may be published as it is"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
        help_text=_("Needed where the review has found something."),
    )
