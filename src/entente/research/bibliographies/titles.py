"""When two titles are the same."""

from entente.kit.letters import fold, runs

KEPT = 250


def title_key(title: str) -> str:
    """Write a title so that case, accents, punctuation and blanks make no difference."""
    return "".join(runs(fold(title)))[:KEPT]
