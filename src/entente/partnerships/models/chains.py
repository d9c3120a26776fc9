"""The chain of agreements: what followed what, and what changed each time."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Max, Min, Q, QuerySet, prefetch_related_objects
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from entente.kit.scope import Officer
from entente.partnerships.enums import PROMISED, Content, FollowKind, TextLanguage
from entente.partnerships.models.agreements import Agreement

COMPARED = (
    "kind",
    "title_zh",
    "title_en",
    "starts_on",
    "ends_on",
    "term",
    "renews_every",
    "notice_length",
    "notice_unit",
)
LISTS: tuple[tuple[str, Any], ...] = (("languages", TextLanguage), ("contents", Content))


@dataclass(frozen=True)
class Changed:
    """One thing that differs from the agreement that was followed, in words."""

    label: str
    old: str
    new: str


@dataclass
class ChainLink:
    """One agreement of a chain, and how it differs from the one that it follows."""

    agreement: Agreement
    is_current: bool
    changes: list[Changed] = field(default_factory=list)

    @property
    def is_planned(self) -> bool:
        """Whether it is not signed yet."""
        return not self.agreement.is_promised


def chain_of(agreement: Agreement, officer: Officer) -> list[ChainLink]:
    """Give the whole chain in the order of its beginning, as far as a person may see it.

    Five queries, however long; one where nothing follows it and it follows nothing: it has none.
    """
    root = agreement.chain_root_id or agreement.pk
    rows = Agreement.objects.visible_to(officer).filter(Q(pk=root) | Q(chain_root=root))
    found = list(rows.order_by("pk"))
    if len(found) < 2:
        return []
    prefetch_related_objects(found, "parties__unit", "parties__organisation")
    by_key = {row.pk: row for row in found}
    links = [
        ChainLink(row, row.pk == agreement.pk, _changes(by_key.get(row.follows_id or 0), row))
        for row in found
    ]
    # A draft has no first day yet: it stands after what runs.
    return sorted(links, key=lambda it: (it.is_planned, it.agreement.first_day, it.agreement.pk))


def activity_rows(agreement: Agreement) -> tuple[QuerySet[Agreement], datetime.date]:
    """Give the signed agreements under which its activity runs, and the day since which it does.

    That is since the renewal or replacement to which it belongs, else since the chain began, until
    it is renewed or replaced again; what amends it meanwhile counts with it.
    """
    root = agreement.chain_root_id or agreement.pk
    chain = Agreement.objects.filter(Q(pk=root) | Q(chain_root=root), state__in=PROMISED)
    anew = Q(follows_as__in=(FollowKind.RENEWAL, FollowKind.REPLACEMENT))
    day = agreement.first_day
    found = chain.aggregate(
        began=Min("first_day"),
        last=Max("first_day", filter=anew & Q(first_day__lte=day)),
        next=Min("first_day", filter=anew & Q(first_day__gt=day)),
    )
    since = found["last"] or found["began"] or day
    rows = chain.filter(first_day__gte=since)
    return (rows.filter(first_day__lt=found["next"]) if found["next"] else rows), since


def _changes(before: Agreement | None, after: Agreement) -> list[Changed]:
    """List in words what differs."""
    if before is None:
        return []
    found = []
    for name in COMPARED:
        old, new = _word(before, name), _word(after, name)
        # An amendment says only what it changes: what it leaves open stays as it was.
        if old != new and new:
            found.append(Changed(_label(name), old, new))
    for name, words in LISTS:
        old, new = (_words(getattr(row, name), words) for row in (before, after))
        if old != new:
            found.append(Changed(_label(name), old, new))
    old, new = (_(", ").join(sorted(map(str, row.parties.all()))) for row in (before, after))
    if old != new:
        found.append(Changed(_("Parties"), old, new))
    return found


def _label(name: str) -> str:
    return capfirst(str(Agreement._meta.get_field(name).verbose_name))  # type: ignore[union-attr]


def _word(agreement: Agreement, name: str) -> str:
    display = getattr(agreement, f"get_{name}_display", None)
    value = display() if display else getattr(agreement, name)
    return "" if value is None else str(value)


def _words(codes: str, words: Any) -> str:
    return _(", ").join(str(words(code).label) for code in codes.split(",") if code)
