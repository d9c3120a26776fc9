"""Text in two languages: two columns, one property that picks, gaps that show."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Q
from django.db.models.expressions import Case, Value, When
from django.utils.translation import get_language

LANGUAGES = ("zh", "en")
HTML_LANGUAGE = {"zh": "zh-CN", "en": "en"}


def current_language() -> str:
    """Say in which of the two languages the reader reads: `zh` or `en`."""
    return "en" if (get_language() or "").startswith("en") else "zh"


def other_language(language: str) -> str:
    """Give the other one of the two languages."""
    return "en" if language == "zh" else "zh"


class Passage(str):
    """A text that knows its language, so that a page can mark it (`lang`)."""

    language: str

    def __new__(cls, text: str, language: str) -> Passage:
        """Make a text of that language."""
        passage = super().__new__(cls, text)
        passage.language = language
        return passage

    @property
    def foreign(self) -> bool:
        """Whether the text is not in the reader's language: the other one stood in."""
        return bool(self) and self.language != current_language()


class Bilingual:
    """Read a pair of columns, `NAME_zh` and `NAME_en`, in the reader's language.

    Where the reader's language is missing the other stands in, marked as such (`Passage`).
    """

    def __init__(self, field: str) -> None:
        self.field = field

    def __get__(self, instance: Any, owner: type) -> Any:
        """Pick the reader's language, else the other."""
        if instance is None:
            return self
        language = current_language()
        for choice in (language, other_language(language)):
            if text := getattr(instance, f"{self.field}_{choice}"):
                return Passage(text, choice)
        return Passage("", language)


def gaps(record: Any) -> list[tuple[str, str]]:
    """List the missing halves of a record: field and language, where the other is there."""
    missing = []
    for base in bilingual_fields(type(record)):
        texts = {language: getattr(record, f"{base}_{language}") for language in LANGUAGES}
        if any(texts.values()):
            missing += [(base, language) for language in LANGUAGES if not texts[language]]
    return missing


def bilingual_fields(model: type) -> list[str]:
    """Name the pairs of columns that a model declares with `Bilingual`."""
    return [value.field for value in vars(model).values() if isinstance(value, Bilingual)]


def has_gap(field: str) -> Q:
    """Give the condition for rows where exactly one language of a pair is missing."""
    zh, en = Q(**{f"{field}_zh": ""}), Q(**{f"{field}_en": ""})
    return (zh & ~en) | (~zh & en)


def in_reader_language(field: str) -> Case:
    """Give the database's own pick of the reader's language, for ordering."""
    language = current_language()
    here, there = f"{field}_{language}", f"{field}_{other_language(language)}"
    return Case(When(**{here: Value("")}, then=F(there)), default=F(here))
