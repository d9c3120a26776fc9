"""What a person says of a partner that a sheet named: it is new, or it is one that is there."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from entente.kit.errors import DomainError
from entente.office.models import User
from entente.organisations import services as organisations
from entente.organisations.models import Merge, Organisation


def confirm_partner(organisation: Organisation, *, by: User) -> None:
    """Say that a provisional organisation is an institution of its own."""
    if not organisation.provisional:
        raise DomainError(_("It has been confirmed already."), code="confirmed")
    organisations.change_organisation(organisation, by=by, provisional=False)


def join_partner(organisation: Organisation, meant: Organisation, *, by: User) -> Merge:
    """Say that a provisional organisation is one of the register: the two become one.

    Its names stay with the other, so that the decision holds for every name that comes later.
    """
    with transaction.atomic():
        confirm_partner(organisation, by=by)
        return organisations.merge_organisations(meant, organisation, by=by)


def join_with_registry(organisation: Organisation, address: str, *, by: User) -> Merge:
    """Say that a provisional organisation is one of the registry, which is taken over for it."""
    with transaction.atomic():
        meant = organisations.add_from_registry(address, by=by)
        return join_partner(organisation, meant, by=by)


def ask_again(organisation: Organisation, *, by: User) -> None:
    """Take a decision back: what was joined is parted, and the organisation waits as before."""
    with transaction.atomic():
        merge = Merge.objects.filter(merged=organisation, undone_at__isnull=True).last()
        if merge is not None:
            organisations.undo_merge(merge, by=by)
            organisation.refresh_from_db()
        if organisation.provisional:
            raise DomainError(_("It waits for a decision already."), code="waiting")
        organisations.change_organisation(organisation, by=by, provisional=True)
