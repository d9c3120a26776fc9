"""What a body of a page is made of: passages, sentences with figures in them, lists, years."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class RecordChoice(blocks.ChooserBlock):
    """A record of the house, chosen from a list; the page keeps its number alone."""

    widget = forms.Select()

    def __init__(self, target_model: str, **kwargs: Any) -> None:
        self.target_model = target_model
        super().__init__(**kwargs)


class SentenceBlock(blocks.StreamBlock):
    """Running text with figures placed in it: each says its released number as it is read."""

    words = blocks.TextBlock(label=_("words"))
    figure = RecordChoice("figures.Figure", label=_("figure: its number"))

    class Meta:
        icon = "pilcrow"
        label = _("running text with figures")


class BodyBlock(blocks.StreamBlock):
    """The body of a page."""

    heading = blocks.CharBlock(label=_("heading"), max_length=200)
    text = blocks.RichTextBlock(label=_("text"), features=["h3", "bold", "ol", "ul", "link"])
    sentence = SentenceBlock()
    figure = RecordChoice("figures.Figure", label=_("figure: its sentence"))
    picture = RecordChoice("website.Picture", label=_("picture"))
    quote = blocks.BlockQuoteBlock(label=_("quotation"))


class YearBlock(blocks.StructBlock):
    """One year or day of a story, and what happened."""

    when = blocks.CharBlock(label=_("when"), max_length=40)
    what = blocks.CharBlock(label=_("what"), max_length=300)


def figures_in(value: Any) -> Iterator[Any]:
    """Give each figure that stands in a body, in the order of the text."""
    for child in value:
        if child.block_type == "figure" and child.value is not None:
            yield child.value
        elif child.block_type == "sentence":
            yield from figures_in(child.value)
