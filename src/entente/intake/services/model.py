"""A language model at an address of the settings, asked as OpenAI's interface is asked."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass

import requests
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entente.intake.documents import Proposal, Reader, Reading
from entente.intake.documents.proposal import KINDS
from entente.intake.documents.suggesting import Ask, NotUnderstoodError, suggested

CONNECTED_WITHIN = 5  # seconds


class NoAnswerError(Exception):
    """The model cannot be reached, takes too long, or answers with a fault."""


def model_host() -> str:
    """Name the machine to which words would go; empty where no model is set up."""
    from urllib.parse import urlsplit

    return urlsplit(settings.MODEL_ADDRESS).hostname or ""


@dataclass(frozen=True)
class Model:
    """A chat model; all its answers for one document come within `settings.MODEL_SECONDS`."""

    until: float

    def __call__(self, instructions: str, words: str) -> str:
        """Give what the model answers; no redirect is followed, for the key goes along."""
        left = self.until - time.monotonic()
        if left <= 0:
            raise NoAnswerError
        key = settings.MODEL_KEY
        try:
            answer = requests.post(
                f"{settings.MODEL_ADDRESS.rstrip('/')}/chat/completions",
                json={
                    "model": settings.MODEL_NAME,
                    "temperature": 0,
                    "messages": [
                        {"role": "system", "content": instructions},
                        {"role": "user", "content": words},
                    ],
                },
                headers={"Authorization": f"Bearer {key}"} if key else {},
                timeout=(CONNECTED_WITHIN, left),
                allow_redirects=False,
            )
            answer.raise_for_status()
            content = answer.json()["choices"][0]["message"]["content"]
        except (requests.RequestException, ValueError, LookupError, TypeError) as error:
            raise NoAnswerError from error
        return str(content)


def with_suggestions(reading: Reading, reader: Reader, ask: Ask | None = None) -> Reading:
    """Add what a model proposes beyond the rules; a model that fails takes nothing away."""
    ask = ask or Model(time.monotonic() + settings.MODEL_SECONDS)
    try:
        found = suggested(reading.text, reader.names, ask)
    except (NoAnswerError, NotUnderstoodError):
        said = _("The language model gave no answer that could be used; only the rules have read.")
        return Reading(reading.text, reading.proposals, [*reading.notes, said])
    notes = [*reading.notes, *_told(found.void, found.unread)]
    return Reading(reading.text, _beside(reading.proposals, found.proposals), notes)


def _told(void: int, unread: int) -> Iterable[str]:
    yield _("A language model has read along. What it alone proposes is marked.")
    if void:
        yield ngettext(
            "%(number)s suggestion of the model is not borne out by the words and was left out.",
            "%(number)s suggestions of the model are not borne out by the words and were left out.",
            void,
        ) % {"number": void}
    if unread:
        yield _("The last %(number)s characters were not shown to the model.") % {"number": unread}


def _beside(ours: list[Proposal], theirs: Iterable[Proposal]) -> list[Proposal]:
    """Put a model's proposals behind those of the rules, of each kind; what both say is ours."""
    known = {it.key for it in ours}
    found = [*ours]
    for it in theirs:
        if it.key not in known:
            known.add(it.key)
            found.append(it)
    return sorted(found, key=lambda it: (KINDS.index(it.kind), it.by_model, it.spans[0].start))
