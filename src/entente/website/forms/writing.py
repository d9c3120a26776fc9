"""Writing a page in both languages: titles, texts, and where a new one stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from entente.figures.models import Figure
from entente.kit.bilingual import LANGUAGES
from entente.kit.errors import DomainError
from entente.kit.forms import DeskForm
from entente.website.models import Picture, PublicPage, PublicSite
from entente.website.models.writing import read, typed


class WriteForm(DeskForm):
    """Write a page in both languages; what is saved is a draft.

    A kind of page that has more than texts has a form of its own: `both` names its fields that
    are one for both languages, `each` those with `_zh` and `_en`.
    """

    both: ClassVar[tuple[str, ...]] = ()
    each: ClassVar[tuple[str, ...]] = ()

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    title_zh = forms.CharField(label=_("Title in Chinese"), max_length=255, required=False)
    title_en = forms.CharField(label=_("Title in English"), max_length=255, required=False)
    slug = forms.CharField(
        label=_("Address"),
        max_length=80,
        required=False,
        validators=[
            RegexValidator(r"^[a-z0-9]+(-[a-z0-9]+)*$", _("Use small letters, digits and hyphens."))
        ],
        help_text=_("The end of its address; left empty, it is made from the title."),
    )
    intro_zh = forms.CharField(
        label=_("Short text in Chinese"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        required=False,
    )
    intro_en = forms.CharField(
        label=_("Short text in English"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        required=False,
    )
    picture = forms.ModelChoiceField(
        Picture.objects.none(), label=_("Picture on top"), required=False
    )
    body_zh = forms.CharField(
        label=_("Text in Chinese"),
        widget=forms.Textarea(attrs={"rows": 14}),
        max_length=100_000,
        required=False,
        help_text=_("Each line is a paragraph; “# ” begins a heading, “> ” a quotation."),
    )
    body_en = forms.CharField(
        label=_("Text in English"),
        widget=forms.Textarea(attrs={"rows": 14}),
        max_length=100_000,
        required=False,
        help_text=_(
            "The same marks; {12} places the number of figure 12 in the text, {p3} on a line of its"
            " own picture 3."
        ),
    )

    def __init__(
        self,
        *args: Any,
        site: PublicSite,
        figures: Mapping[int, Figure],
        pictures: Mapping[int, Picture],
        is_new: bool = False,
        **kwargs: Any,
    ) -> None:
        self.site, self.figures, self.pictures = site, figures, pictures
        self.is_new = is_new
        super().__init__(*args, **kwargs)
        # What is the kind's own stands between the titles and the texts.
        own = [name for name in self.fields if name not in WriteForm.base_fields]
        self.order_fields(["seen", "title_zh", "title_en", "slug", *own])
        if not is_new:
            del self.fields["slug"]
        offered: Any = self.fields["picture"]
        offered.queryset = Picture.objects.filter(pk__in=pictures)
        if not pictures:
            del self.fields["picture"]

    @classmethod
    def initial_of(cls, halves: Sequence[PublicPage]) -> dict[str, Any]:
        """Give what the fields begin with: the newest drafts of a page."""
        initial: dict[str, Any] = {}
        for half in halves:
            initial |= {
                "picture": half.picture or initial.get("picture"),
                f"title_{half.language}": half.title,
                f"intro_{half.language}": half.intro,
                f"body_{half.language}": typed(half.body),
            }
            for name in cls.both:
                initial.setdefault(name, cls.shown(half, name))
            for name in cls.each:
                initial[f"{name}_{half.language}"] = cls.shown(half, name)
        return initial

    @classmethod
    def shown(cls, half: PublicPage, name: str) -> Any:
        """Give what a field of the kind begins with."""
        return getattr(half, name)

    def clean(self) -> dict[str, Any]:
        """Read both texts; a text needs a title, and a page one language at least."""
        values = super().clean() or {}
        for language in LANGUAGES:
            title, text = values.get(f"title_{language}"), values.get(f"body_{language}", "")
            intro, before = values.get(f"intro_{language}"), self.initial.get(f"title_{language}")
            if not title and (text or intro or before):
                self.add_error(f"title_{language}", gettext("A text needs a title."))
            try:
                values[f"blocks_{language}"] = read(text, self.figures, self.pictures)
            except DomainError as refusal:
                self.add_error(f"body_{language}", refusal)
        if not self.errors and not values["title_zh"] and not values["title_en"]:
            self.add_error("title_zh", gettext("A page needs a title in one language at least."))
        return values

    @classmethod
    def halves_of(cls, values: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
        """Give the fields of the page, from cleaned values, in each language that has a title."""
        return {
            language: {
                "title": values[f"title_{language}"],
                "intro": values[f"intro_{language}"],
                "picture": values.get("picture"),
                "body": values[f"blocks_{language}"],
                **{name: values[name] for name in cls.both},
                **{name: values[f"{name}_{language}"] for name in cls.each},
            }
            for language in LANGUAGES
            if values[f"title_{language}"]
        }
