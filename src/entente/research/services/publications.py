"""Publications: entered, changed; which institutions their affiliations mean."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from entente.kit.audit import (
    changing,
    creating,
    creating_all,
    locking,
    removing,
    removing_all,
)
from entente.kit.errors import DomainError
from entente.office.models import Unit, User
from entente.organisations.models import Organisation
from entente.research.bibliographies import Place, affiliations_of
from entente.research.enums import AffiliationState
from entente.research.models import Affiliation, Publication
from entente.research.services.affiliations import meant_by


def enter_publication(
    *, by: User, unit: Unit, places: Mapping[str, Place] | None = None, **values: Any
) -> Publication:
    """Enter a publication; an affiliation of its authors that is not sure waits to be set.

    `places` holds what the source says of affiliations beside their text.
    """
    with transaction.atomic():
        publication = creating(Publication(unit=unit, **values), by=by, verb="publication.entered")
        keep_affiliations(publication, by=by, places=places)
    return publication


def change_publication(
    publication: Publication, *, by: User, seen: int | None = None, **values: Any
) -> None:
    """Change what is said of a publication; its affiliations follow its authors."""
    with transaction.atomic():
        with changing(publication, by=by, verb="publication.changed", seen=seen):
            for name, value in values.items():
                setattr(publication, name, value)
        keep_affiliations(publication, by=by)


def remove_publication(publication: Publication, *, by: User) -> None:
    """Take off a publication that was entered by mistake."""
    with locking(publication):
        parts = publication.affiliations.all()
        removing_all(parts, by=by, verb="affiliation.removed", indexed=False)
        removing(publication, by=by, verb="publication.removed")


def keep_affiliations(
    publication: Publication, *, by: User, places: Mapping[str, Place] | None = None
) -> None:
    """Bring the affiliations in step with the authors; what was decided of a text stays."""
    wanted = affiliations_of(publication.authors)
    held = {it.text: it for it in publication.affiliations.exclude(text="")}
    for text, affiliation in held.items():
        if text not in wanted:
            removing(affiliation, by=by, verb="affiliation.removed")
    told = {it: (places or {}).get(it, Place()) for it in wanted if it not in held}
    meant = meant_by(told, publication.unit)
    new = [
        Affiliation(
            publication=publication,
            text=text,
            country=place.country,
            ror=place.ror,
            state=meant[text].state,
            organisation=meant[text].organisation,
        )
        for text, place in told.items()
    ]
    creating_all(new, by=by, verb="affiliation.entered", indexed=False)


def settle_affiliation(
    affiliation: Affiliation,
    *,
    by: User,
    state: str,
    organisation: Organisation | None = None,
) -> None:
    """Say which institution is meant by an affiliation: one of the register, us, or none."""
    if state == AffiliationState.PARTNER and organisation is None:
        raise DomainError({"organisation": _("Say which institution it is.")}, code="which")
    with changing(affiliation, by=by, verb="affiliation.settled"):
        affiliation.state = state
        affiliation.organisation = organisation if state == AffiliationState.PARTNER else None
        affiliation.by_hand = True


def add_publication_partner(
    publication: Publication, *, by: User, organisation: Organisation
) -> Affiliation:
    """Enter an institution that takes part without standing beside an author."""
    with locking(publication):
        if publication.affiliations.filter(organisation=organisation).exists():
            raise DomainError({"organisation": _("It is a partner already.")}, code="twice")
        partner = Affiliation(
            publication=publication,
            organisation=organisation,
            state=AffiliationState.PARTNER,
            by_hand=True,
        )
        return creating(partner, by=by, verb="affiliation.entered")


def remove_publication_partner(partner: Affiliation, *, by: User) -> None:
    """Take off an institution that was added by mistake."""
    if partner.text:
        message = _("An author names this institution; say instead which one is meant.")
        raise DomainError(message, code="named")
    removing(partner, by=by, verb="affiliation.removed")
