"""How places are printed."""

from __future__ import annotations

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from entente.kit.bilingual import Passage
from entente.kit.names import print_passage
from entente.partnerships.models import Places
from entente.partnerships.models.places import year_label

register = template.Library()


@register.filter
def academic_year(year: int) -> str:
    """Name an academic year."""
    return year_label(year)


@register.filter
def places_for(places: Places) -> SafeString:
    """Print what places are for, without the year."""
    words = (
        (print_passage(word) if isinstance(word, Passage) else format_html("{}", word),)
        for word in places.words()
    )
    return format_html_join(" · ", "{}", words)
