"""Figures in public pages: their released words, with the way to their method."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from entente.figures.models import Release
from entente.website.models import Picture

register = template.Library()


@register.simple_tag(takes_context=True)
def cite(context: dict[str, Any], figure: Any) -> SafeString | str:
    """Print a figure's released number inside a sentence."""
    return _linked(context, figure, "number")


@register.simple_tag(takes_context=True)
def stated(context: dict[str, Any], figure: Any) -> SafeString | str:
    """Print a figure's released sentence."""
    return _linked(context, figure, "sentence")


@register.simple_tag(takes_context=True)
def release_of(context: dict[str, Any], figure: Any) -> Release | None:
    """Give the newest release of a figure."""
    found: Release | None = context["said"].get(figure.pk) if figure else None
    return found


@register.filter
def method_address(figure: Any, page: str) -> str:
    """Give the place of a figure on the page of figures."""
    return f"{page}#figure-{figure.pk}" if page else ""


@register.filter
def sign(number: int) -> str:
    """Give the sign that places a figure in a text."""
    return f"{{{number}}}"


@register.filter
def picture_sign(number: int) -> str:
    """Give the sign that places a picture in a text."""
    return f"{{p{number}}}"


def _linked(context: dict[str, Any], figure: Any, what: str) -> SafeString | str:
    release = release_of(context, figure)
    if release is None:
        return ""
    words = getattr(release, f"{what}_{context['language']}")
    page = context["released_figures_url"]
    if not page:
        return format_html("{}", words)
    css = "e-cite e-whole" if what == "sentence" else "e-cite"
    address = method_address(figure, page)
    return format_html('<a class="{}" href="{}">{}</a>', css, address, words)


@register.filter
def picture_name(picture: Picture, name: str) -> str:
    """Give the last part of the address of a picture within a page."""
    return picture.named(name)


@register.simple_tag(takes_context=True)
def said_of(context: dict[str, Any], picture: Picture) -> str:
    """Say what a picture shows, in the language of the page."""
    return picture.words(context["language"])
