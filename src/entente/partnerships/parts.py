"""What agreements show in other pages."""

from __future__ import annotations

from entente.kit.parts import organisation_ties
from entente.partnerships.models import AgreementParty


@organisation_ties.fill()
def ties() -> list[tuple[type[AgreementParty], str]]:
    """Parties move with an organisation that is merged; their names at signing stay."""
    return [(AgreementParty, "organisation")]
