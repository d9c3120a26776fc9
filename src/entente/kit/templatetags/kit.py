"""Tags and filters that every template knows."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from entente.kit import bilingual, names, parts, states
from entente.kit.records import view_permission

register = template.Library()

ICONS = {
    "search": "M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10zM11 11l3.5 3.5",
    "menu": "M2 4h12M2 8h12M2 12h12",
    "close": "M3 3l10 10M13 3L3 13",
    "bell": "M3.5 11.5h9M4.5 11.5V7a3.5 3.5 0 0 1 7 0v4.5M7 13.5h2",
}


@register.filter
def name(value: Any) -> SafeString:
    """Print the name of a person, unit or institution: on one line, its language marked."""
    return names.print_name(value)


@register.filter
def passage(value: Any) -> SafeString:
    """Print a bilingual text, marked where the other language stands in."""
    return names.print_passage(value)


@register.filter
def state(record: Any) -> SafeString:
    """Print the state of a record as a mark and a word."""
    return states.print_state(record)


@register.simple_tag
def mark(word: Any, kind: str = "") -> SafeString:
    """Print a word with a mark: ok, wait, stop, new or none."""
    return states.print_mark(word, kind)


@register.filter
def visible_to(record: Any, officer: Any) -> bool:
    """Say whether this person may open a record, so that nobody is led to what is not found."""
    return bool(officer.may(view_permission(type(record)), record))


@register.filter
def or_gap(value: Any) -> SafeString:
    """Print a value, or say that it is not known."""
    if value is None or value == "":
        return format_html('<span class="e-dim">{}</span>', _("not known"))
    return format_html("{}", value)


@register.filter
def money(amount: Decimal | int, currency: str) -> str:
    """Print an amount of money with its currency in front: EUR 1,200.00."""
    return f"{currency} {amount:,.2f}"


@register.filter
def html_language(language: str) -> str:
    """Give the `lang` of one of our two languages."""
    return bilingual.HTML_LANGUAGE[language]


@register.simple_tag
def icon(which: str) -> SafeString:
    """Draw an icon that says nothing by itself."""
    return format_html(
        '<svg class="e-icon" viewBox="0 0 16 16" aria-hidden="true"><path d="{}"/></svg>',
        ICONS[which],
    )


@register.simple_tag(takes_context=True)
def slot(context: dict[str, Any], which: str, record: Any) -> SafeString:
    """Draw what other apps have to say about a record in a named place of this page."""
    request = context["request"]
    filled = getattr(parts, which)(record, request.user)
    return mark_safe(  # noqa: S308 each part is a rendered template
        "".join(
            render_to_string(part.template, part.context | {"record": record}, request=request)
            for part in filled
        )
    )


@register.simple_tag(takes_context=True)
def later(context: dict[str, Any], name: str) -> SafeString:
    """Keep the place of a piece of a record's page that comes once the page stands."""
    page, request = context["page"], context["request"]
    if page.is_whole:
        return render_to_string(page.later[name], page.piece(name), request=request)
    return format_html(
        '<div hx-get="?part={}" hx-trigger="load" hx-swap="outerHTML">'
        '<a href="?whole=yes">{}</a></div>',
        name,
        _("Show the rest of this page"),
    )


@register.simple_tag(takes_context=True)
def navigation(context: dict[str, Any]) -> list[tuple[Any, list[dict[str, Any]]]]:
    """Give the desk's navigation for this person: only what they may open."""
    request = context["request"]
    groups: dict[str, tuple[Any, list[dict[str, Any]]]] = {}
    for title, entries in parts.navigation():
        offered = groups.setdefault(str(title), (title, []))[1]
        offered += [
            {"label": entry.label, "url": str(entry.url), "on": False}
            for entry in entries
            if not entry.permission or request.user.may(entry.permission)
        ]
    shown = [entry for _title, offered in groups.values() for entry in offered]
    here = [
        entry
        for entry in shown
        if request.path == entry["url"]
        or (entry["url"] != "/" and request.path.startswith(entry["url"]))
    ]
    if here:
        max(here, key=lambda entry: len(entry["url"]))["on"] = True
    return [group for group in groups.values() if group[1]]


@register.simple_tag(takes_context=True)
def unread(context: dict[str, Any]) -> int:
    """Count the notices that this person has not seen, at most to 99."""
    user = context["request"].user
    return int(user.notices.unread()[:99].count())


@register.filter
def page_language(_value: Any = None) -> str:
    """Give the `lang` of the page."""
    return bilingual.HTML_LANGUAGE[bilingual.current_language()]


@register.simple_tag
def language_switch() -> dict[str, str]:
    """Give the other language: its code, its own name, its `lang`."""
    if bilingual.current_language() == "zh":
        return {"code": "en", "name": "English", "lang": "en"}
    return {"code": "zh-hans", "name": "中文", "lang": "zh-CN"}
