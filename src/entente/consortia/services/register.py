"""Decisions about consortia: the register of members, mandates."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entente.consortia.enums import MemberClass, NameKind, Office
from entente.consortia.models import Consortium, ConsortiumName, Mandate, Membership
from entente.consortia.rotation import terms_in_a_row
from entente.consortia.services.values import AnyDate, read_date, set_values
from entente.kit.audit import changing, creating, locking, removing
from entente.kit.errors import DomainError
from entente.office.models import Unit, User
from entente.organisations.models import Organisation
from entente.people.models import Person

# --- The consortium -------------------------------------------------------------------------------


def found_consortium(*, by: User, unit: Unit, **values: Any) -> Consortium:
    """Open the register of a consortium; `unit` keeps it.

    `values`: name_zh, name_en, short_name, founded_on, place_zh, place_en, purpose_zh,
    purpose_en, email, website, source.
    """
    consortium = Consortium(unit=unit)
    set_values(consortium, values)
    return creating(consortium, by=by, verb="consortium.registered")


def change_consortium(
    consortium: Consortium, *, by: User, seen: int | None = None, **values: Any
) -> None:
    """Change what is said of a consortium."""
    with changing(consortium, by=by, verb="consortium.changed", seen=seen):
        set_values(consortium, values)


def add_name(
    consortium: Consortium,
    *,
    by: User,
    text: str,
    language: str = "",
    kind: str = NameKind.FOUND,
    source: str = "",
) -> ConsortiumName:
    """Add a further name: a form found in a source, a former or a short one."""
    with locking(consortium):
        name = ConsortiumName(
            consortium=consortium, text=text, language=language, kind=kind, source=source
        )
        return creating(name, by=by, verb="name.added")


def remove_name(name: ConsortiumName, *, by: User) -> None:
    """Take a name off; the history keeps it."""
    with locking(name.consortium):
        removing(name, by=by, verb="name.removed")


# --- Members --------------------------------------------------------------------------------------


def admit_member(
    consortium: Consortium,
    organisation: Organisation,
    *,
    by: User,
    member_class: str = MemberClass.MEMBER,
    votes: bool | None = None,
    is_initiator: bool = False,
    joined_on: AnyDate = None,
    left_on: AnyDate = None,
    name_at_joining_zh: str = "",
    name_at_joining_en: str = "",
    source: str = "",
) -> Membership:
    """Enter a member into the register; without a word about its vote that stays unknown.

    Without a name at joining the names of today are kept. Who left may join again.
    """
    with locking(consortium):
        membership = Membership(
            consortium=consortium,
            organisation=organisation,
            member_class=member_class,
            votes=votes,
            is_initiator=is_initiator,
            joined_on=read_date(joined_on, "joined_on"),
            left_on=read_date(left_on, "left_on"),
            name_at_joining_zh=name_at_joining_zh,
            name_at_joining_en=name_at_joining_en,
            source=source,
        )
        if not (name_at_joining_zh or name_at_joining_en):
            membership.name_at_joining_zh = organisation.name_zh
            membership.name_at_joining_en = organisation.name_en
        _refuse_second_membership(membership)
        return creating(membership, by=by, verb="member.admitted")


def change_membership(
    membership: Membership, *, by: User, seen: int | None = None, **values: Any
) -> None:
    """Change a member's class, vote, dates or names."""
    with (
        locking(membership.consortium),
        changing(membership, by=by, verb="member.changed", seen=seen),
    ):
        set_values(membership, values)
        _refuse_second_membership(membership)


def end_membership(membership: Membership, *, by: User, left_on: AnyDate, reason: str = "") -> None:
    """Record that a member leaves; its last day still counts."""
    last = read_date(left_on, "left_on")
    if last is None:
        raise DomainError({"left_on": _("Say on which day it leaves.")}, code="no_day")
    with (
        locking(membership.consortium),
        changing(membership, by=by, verb="member.left", note=reason),
    ):
        if membership.left_on is not None:
            raise DomainError(_("It has left already."), code="left_already")
        membership.left_on = last


def _refuse_second_membership(membership: Membership) -> None:
    others = Membership.objects.filter(
        consortium=membership.consortium_id, organisation=membership.organisation_id
    ).exclude(pk=membership.pk)
    if any(membership.term.surely_overlaps(other.term) for other in others):
        raise DomainError(
            {
                "organisation": _("%(member)s is a member in that time already.")
                % {"member": membership.organisation}
            },
            code="member_already",
        )


# --- Mandates -------------------------------------------------------------------------------------


def give_mandate(
    consortium: Consortium,
    *,
    by: User,
    office: str,
    person: Person | None = None,
    organisation: Organisation | None = None,
    starts_on: AnyDate = None,
    ends_on: AnyDate = None,
    for_member: Organisation | None = None,
    name_then_zh: str = "",
    name_then_en: str = "",
    function_zh: str = "",
    function_en: str = "",
    source: str = "",
) -> Mandate:
    """Record who holds an office, from when until when; an office has one holder at a time.

    `name_then` is the holder's name and `function` the words for what they were, as the source
    has them; without a name those of today are kept. `for_member` is the member whose turn a person
    uses. A statute's limit of renewals is kept.
    """
    with locking(consortium):
        mandate = Mandate(
            consortium=consortium,
            office=office,
            person=person,
            organisation=organisation,
            starts_on=read_date(starts_on, "starts_on"),
            ends_on=read_date(ends_on, "ends_on"),
            for_member=for_member,
            name_then_zh=name_then_zh,
            name_then_en=name_then_en,
            function_zh=function_zh,
            function_en=function_en,
            source=source,
        )
        _keep_name(mandate)
        _refuse_second_holder(mandate)
        _refuse_renewal(mandate)
        return creating(mandate, by=by, verb="mandate.given")


def change_mandate(mandate: Mandate, *, by: User, seen: int | None = None, **values: Any) -> None:
    """Change what is said of a mandate."""
    with locking(mandate.consortium), changing(mandate, by=by, verb="mandate.changed", seen=seen):
        set_values(mandate, values)
        _refuse_second_holder(mandate)


def end_mandate(mandate: Mandate, *, by: User, ends_on: AnyDate, reason: str = "") -> None:
    """Record the last day of a mandate."""
    last = read_date(ends_on, "ends_on")
    if last is None:
        raise DomainError({"ends_on": _("Say on which day it ends.")}, code="no_day")
    with locking(mandate.consortium), changing(mandate, by=by, verb="mandate.ended", note=reason):
        if mandate.ends_on is not None:
            raise DomainError(_("It has ended already."), code="ended_already")
        mandate.ends_on = last


def _keep_name(mandate: Mandate) -> None:
    if mandate.name_then_zh or mandate.name_then_en or mandate.holder is None:
        return
    mandate.name_then_zh = getattr(mandate.holder, "name_zh", "")
    mandate.name_then_en = getattr(mandate.holder, "name_en", "")


def _refuse_second_holder(mandate: Mandate) -> None:
    others = Mandate.objects.filter(
        consortium=mandate.consortium_id, office=mandate.office
    ).exclude(pk=mandate.pk)
    for other in others.for_list().order_by("starts_on", "pk"):
        if mandate.term.surely_overlaps(other.term):
            raise DomainError({"starts_on": _held_by(other)}, code="overlaps")


def _refuse_renewal(mandate: Mandate) -> None:
    """Keep the limit that the statute sets on terms in a row, where its first day is known."""
    if mandate.starts_on is None:
        return
    statute = mandate.consortium.statutes.in_force(mandate.starts_on.earliest).first()
    renewals = statute.term_of(mandate.office)[1] if statute else None
    holder = mandate.holder
    if renewals is None or holder is None:
        return
    earlier = Mandate.objects.filter(
        consortium=mandate.consortium_id, office=mandate.office, starts_on__lt=mandate.starts_on
    ).order_by("starts_on", "pk")
    holders = [(row.person_id or 0, row.organisation_id or 0) for row in earlier]
    terms = terms_in_a_row(holders, (mandate.person_id or 0, mandate.organisation_id or 0))
    if terms > renewals:
        raise DomainError(
            {
                "organisation" if mandate.organisation_id else "person": ngettext(
                    "%(holder)s has held this office %(terms)s term in a row; the statute allows"
                    " %(renewals)s renewals.",
                    "%(holder)s has held this office %(terms)s terms in a row; the statute allows"
                    " %(renewals)s renewals.",
                    terms,
                )
                % {"holder": holder, "terms": terms, "renewals": renewals}
            },
            code="renewed_too_often",
        )


def _held_by(mandate: Mandate) -> str:
    """Say who holds an office, and when."""
    words = {
        "holder": mandate.holder,
        "office": Office(mandate.office).label,
        "start": mandate.starts_on.localized() if mandate.starts_on else "",
        "end": mandate.ends_on.localized() if mandate.ends_on else "",
    }
    if mandate.starts_on and mandate.ends_on:
        return _("%(holder)s holds this office (%(office)s) from %(start)s until %(end)s.") % words
    if mandate.starts_on:
        return (
            _("%(holder)s holds this office (%(office)s) since %(start)s. End that mandate first.")
            % words
        )
    if mandate.ends_on:
        return _("%(holder)s holds this office (%(office)s) until %(end)s.") % words
    return _("%(holder)s holds this office (%(office)s). End that mandate first.") % words
