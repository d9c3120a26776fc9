"""What the review of a page finds: in each language, and between the two."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from entente.figures.claims import find, review
from entente.figures.models import Figure
from entente.kit.bilingual import LANGUAGES
from entente.office.models import Unit
from entente.office.rules import MissingRuleError, rule_value
from entente.website.models.pages import PublicPage

WORDS = "website.forbidden_words"


@dataclass(frozen=True)
class Finding:
    """Something that a reviewer should see: its kind, a sentence, the words, a source."""

    kind: str
    message: str
    words: str = ""
    source: str = ""

    @property
    def stops(self) -> bool:
        """Whether the page is not published with it."""
        return self.kind == "unreleased"


def screen(page: PublicPage, *, on: datetime.date, unit: Unit) -> list[Finding]:
    """Look through all languages of a page, as its newest drafts stand."""
    halves = {half.language: half for half in drafts(page)}
    found: list[Finding] = []
    for language in LANGUAGES:
        if half := halves.get(language):
            found += [*_forbidden(half, on=on, unit=unit), *_claims(half), *_contradicted(half, on)]
            found += _figures(half)
        else:
            found.append(Finding("language", _missing(language)))
    if len(halves) == len(LANGUAGES):
        found += _drift(halves["zh"], halves["en"], on)
    return list(dict.fromkeys(found))


def drafts(page: PublicPage) -> list[PublicPage]:
    """Give the newest state of the page in each language that it has."""
    halves = page.get_translations(inclusive=True).select_related("locale")
    return [half.specific.get_latest_revision_as_object() for half in halves]


def _missing(language: str) -> str:
    if language == "zh":
        return _("The page has no Chinese version.")
    return _("The page has no English version.")


def _forbidden(half: PublicPage, *, on: datetime.date, unit: Unit) -> Iterator[Finding]:
    try:
        value = rule_value(WORDS, on=on, unit=unit)
    except MissingRuleError as missing:
        yield Finding("rule", missing.messages[0])
        return
    text = half.text()
    for word in value.typed:
        if word.casefold() in text.casefold():
            yield Finding(
                "word",
                _("The word “%(word)s” is not to be used.") % {"word": word},
                word,
                value.source,
            )


def _claims(half: PublicPage) -> Iterator[Finding]:
    """Find numbers that were typed: a number belongs to a figure."""
    for statement in find(half.text(figures=False)):
        yield Finding(
            "claim",
            _("No figure supports “%(words)s”.") % {"words": statement.text},
            statement.text,
        )


def _contradicted(half: PublicPage, on: datetime.date) -> Iterator[Finding]:
    for one in review(half.text(), on=on):
        yield Finding(one.kind, one.message, one.places[0].text)


def _figures(half: PublicPage) -> Iterator[Finding]:
    keys = [figure.pk for figure in half.figures()]
    for figure in Figure.objects.with_release().filter(pk__in=keys):
        name: Any = {"figure": figure}
        if figure.released is None:
            yield Finding("unreleased", _("The figure “%(figure)s” was never released.") % name)
        elif figure.differs:
            message = _("The figure “%(figure)s” has changed from %(old)s to %(new)s.")
            numbers = {
                "old": figure.released.plain,
                "new": figure.current.plain if figure.current else "",
            }
            yield Finding("changed", message % (name | numbers))


def _drift(zh: PublicPage, en: PublicPage, on: datetime.date) -> Iterator[Finding]:
    """Hold the two languages against each other: paragraphs, figures, statements."""
    if len(zh.body) != len(en.body):
        yield Finding(
            "paragraphs",
            _("The Chinese page has %(zh)s paragraphs, the English one %(en)s.")
            % {"zh": len(zh.body), "en": len(en.body)},
        )
    lone = {figure.pk: figure for figure in {*zh.figures()} ^ {*en.figures()}}
    for figure in lone.values():
        yield Finding(
            "figure",
            _("The figure “%(figure)s” stands in one language only.") % {"figure": figure},
        )
    alone = {one.message for half in (zh, en) for one in review(half.text(), on=on)}
    for one in review(f"{zh.text()}\n\n{en.text()}", on=on):
        if one.message not in alone:
            yield Finding("drift", one.message, one.places[0].text)
