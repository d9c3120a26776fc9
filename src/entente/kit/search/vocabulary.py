"""The words that the index knows, and how they sound."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from entente.kit.models import SearchWord
from entente.kit.search.query import MOST_HEARD
from entente.kit.search.tokens import heard

_LAST = "\U0010ffff"


def learn(words: Iterable[str]) -> None:
    """Add the words that the index does not know yet.

    No unique constraint: two transactions that meet the same new word at once must not wait for
    each other. A word that stands twice is read once.
    """
    sounds: dict[str, list[str]] = {}
    for sound, word in heard(dict.fromkeys(words)):
        sounds.setdefault(word, []).append(sound)
    spoken = list(sounds)
    for at in range(0, len(spoken), 2000):
        some = SearchWord.objects.filter(word__in=spoken[at : at + 2000])
        for word in set(some.values_list("word", flat=True)):
            del sounds[word]
    SearchWord.objects.bulk_create(
        [SearchWord(sound=sound, word=word) for word in sounds for sound in sounds[word]],
        batch_size=400,
    )


def listen(sound: str, beginning: bool) -> list[str]:
    """List the words known by a sound, or by a sound that begins like this."""
    collate = ' COLLATE "C"' if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT DISTINCT word FROM kit_searchword WHERE sound{collate} >= %s"  # noqa: S608
            f" AND sound{collate} <= %s LIMIT {MOST_HEARD}",
            [sound, f"{sound}{_LAST}" if beginning else sound],
        )
        return sorted(word for (word,) in cursor.fetchall())
