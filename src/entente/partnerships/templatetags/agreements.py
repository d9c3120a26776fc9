"""How agreements are printed."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from entente.kit.bilingual import HTML_LANGUAGE
from entente.partnerships.models import Agreement, AgreementText
from entente.partnerships.tables import language_names, print_partners, print_standing

register = template.Library()


@register.filter
def standing(agreement: Agreement) -> SafeString:
    """Print the state, or how many days are left where they are few."""
    return print_standing(agreement)


@register.filter
def partners(agreement: Agreement) -> SafeString:
    """Print the partners."""
    return print_partners(agreement.theirs)


@register.filter
def languages(agreement: Agreement) -> str:
    """Name the languages in which it is written."""
    return language_names(agreement.language_codes)


@register.filter
def missing_languages(agreement: Agreement) -> str:
    """Name the languages in which its text is missing."""
    return language_names(agreement.texts_missing.split(","))


@register.filter
def label(record: Agreement) -> str:
    """Give the name of the model, as addresses of files have it."""
    return record._meta.label_lower


@register.filter
def authentic(agreement: Agreement) -> str:
    """Name the languages in which its text is authentic."""
    return language_names(agreement.authentic_codes)


@register.filter
def text_language(text: AgreementText) -> str:
    """Give the `lang` of a version of a text."""
    return HTML_LANGUAGE.get(text.language, text.language)


@register.simple_tag
def marked_quote(quote: str, value: str) -> SafeString:
    """Print a quote with the words that differ marked."""
    before, found, after = quote.partition(value) if value else (quote, "", "")
    if not found:
        return format_html("{}", quote)
    return format_html("{}<mark>{}</mark>{}", before, found, after)
