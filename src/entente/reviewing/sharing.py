"""Who reviews what: evenly, and the same each time it is worked out."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping


def drawn(seed: str, *words: object) -> str:
    """Give the number, as hexadecimal text, by which equals are put in an order."""
    return hashlib.sha256("|".join(map(str, (seed, *words))).encode()).hexdigest()


def share(
    seed: str,
    applications: Iterable[int],
    reviewers: Iterable[int],
    each: int,
    *,
    held: Mapping[int, frozenset[int]] | None = None,
    barred: Mapping[int, frozenset[int]] | None = None,
) -> dict[int, list[int]]:
    """Give to each application the reviewers that it lacks, by their numbers.

    Applications come in the order of sha256("SEED|application"); each takes those of the panel who
    have fewest so far, equals in the order of sha256("SEED|application|reviewer"). `held` are
    reviewers whom an application has already, `barred` those whom it must not have. Without
    either, nobody has more than one application more than another.
    """
    held, barred = held or {}, barred or {}
    panel = sorted(set(reviewers))
    load = Counter(dict.fromkeys(panel, 0))
    for has in held.values():
        load.update(reviewer for reviewer in has if reviewer in load)
    given: dict[int, list[int]] = {}
    for application in sorted(applications, key=lambda it: (drawn(seed, it), it)):
        has = held.get(application, frozenset())
        never = has | barred.get(application, frozenset())
        free = [reviewer for reviewer in panel if reviewer not in never]
        free.sort(key=lambda it: (load[it], drawn(seed, application, it), it))
        chosen = free[: max(each - len(has), 0)]
        load.update(chosen)
        given[application] = chosen
    return given
