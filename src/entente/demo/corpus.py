"""The five institutions together, in the order of their documents."""

from entente.demo import csu, cuit, iuces, soe, ustb
from entente.demo.facts import Institution, Partner

INSTITUTIONS: tuple[Institution, ...] = (
    iuces.FACTS,
    soe.FACTS,
    cuit.FACTS,
    csu.FACTS,
    ustb.FACTS,
)


def partners() -> tuple[Partner, ...]:
    """List every partner that a document names, once."""
    return tuple(dict.fromkeys(m.partner for facts in INSTITUTIONS for m in facts.mentions))
