"""A file of the registry is loaded: kept in rows, compared with what was there, told to us."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from entente.kit.audit import creating
from entente.kit.errors import DomainError
from entente.office.models import User
from entente.organisations import places
from entente.organisations.enums import NameKind, OrganisationKind
from entente.organisations.models import (
    Identifier,
    Organisation,
    RegistryEntry,
    RegistryName,
    RegistryRelease,
)
from entente.organisations.models.names import LANGUAGES
from entente.organisations.resolving import Entry
from entente.organisations.resolving.index import key
from entente.organisations.services.register import add_organisation

AT_ONCE = 1000


class News(StrEnum):
    """What a release of the registry says differently of an institution."""

    STATUS = "status"
    SUCCESSOR = "successor"
    NAME = "name"
    COUNTRY = "country"
    CITY = "city"
    GONE = "gone"

    @property
    def label(self) -> str | Promise:
        """The news as the reader reads it."""
        return _WORDS[self]


_WORDS: dict[News, str | Promise] = {
    News.STATUS: _("Its state in the registry"),
    News.SUCCESSOR: _("It has been followed by"),
    News.NAME: _("Its name in the registry"),
    News.COUNTRY: _("Its country"),
    News.CITY: _("Its city"),
    News.GONE: _("It is no longer in the registry"),
}


@dataclass(frozen=True)
class PartnerNews:
    """One thing that changed for an organisation of ours: what, as it was and as it is."""

    organisation: Organisation
    address: str
    news: News
    before: str
    after: str


@dataclass
class Loaded:
    """What loading changed: the release, the numbers, and what concerns our partners."""

    release: RegistryRelease
    unchanged: int = 0
    partners: list[PartnerNews] = field(default_factory=list)


def load_registry(
    entries: Iterable[Entry],
    *,
    file_name: str,
    by: User,
    progress: Callable[[int], None] = lambda _count: None,
) -> Loaded:
    """Keep the entries of a file, all or none; entries that are no longer in it go.

    A second loading of the same file changes nothing but that it is noted.
    """
    with transaction.atomic():
        before = dict(RegistryEntry.objects.values_list("ror", "content"))
        wanted: dict[str, Entry] = {}
        for entry in entries:
            wanted[entry.id] = entry
            if len(wanted) % AT_ONCE == 0:
                progress(len(wanted))
        plain = {address: _kept(entry) for address, entry in wanted.items()}
        added = [address for address in plain if address not in before]
        changed = [it for it in plain if it in before and before[it] != plain[it]]
        gone = [address for address in before if address not in plain]
        for at in range(0, len(gone) + len(changed), 500):
            RegistryEntry.objects.at([*gone, *changed][at : at + 500]).delete()
        _store([*added, *changed], wanted, plain)
        progress(len(wanted))
        release = RegistryRelease(
            file_name=file_name[:200],
            loaded_by=by,
            entries=len(wanted),
            added=len(added),
            changed=len(changed),
            gone=len(gone),
        )
        creating(release, by=by, verb="registry.loaded")
        return Loaded(
            release,
            len(wanted) - len(added) - len(changed),
            _news([*changed, *gone], before, wanted),
        )


def add_from_registry(address: str, *, by: User) -> Organisation:
    """Enter an institution of the registry with its names, place and number.

    One that is ours already is given back as it is.
    """
    number = Identifier.objects.filter(scheme="ror", value__endswith=address.rpartition("/")[2])
    if (there := number.select_related("organisation__merged_into").first()) is not None:
        return there.organisation.merged_into or there.organisation
    row = RegistryEntry.objects.at([address]).first()
    if row is None:
        raise DomainError(_("The registry has no such entry."), code="no_entry")
    entry = Entry.of(row.content)
    return add_organisation(
        by=by,
        kind=OrganisationKind.UNIVERSITY,
        country=entry.country if entry.country in places.CODES else "",
        city_en=entry.city,
        names=_named_as_ours(entry, address),
        identifiers=[("ror", address)],
        source=address,
    )


def _named_as_ours(entry: Entry, source: str) -> list[dict[str, object]]:
    """Give the names as our register keeps them: main ones first, each text once in a language."""
    known = {code for code, _label in LANGUAGES}
    kinds = {"alias": NameKind.ALIAS, "acronym": NameKind.SHORT}
    order = ("display", "label", "alias", "acronym")
    found: dict[tuple[str, str], dict[str, object]] = {}
    for name in sorted(entry.names, key=lambda it: order.index(it.kind)):
        language = name.language if name.language in known else "und"
        if language == "und" and name.kind == "display" and name.text.isascii():
            language = "en"
        kind = kinds.get(name.kind, NameKind.OFFICIAL)
        values: dict[str, object] = {
            "text": name.text[:300],
            "language": language,
            "kind": kind,
            "source": source,
        }
        found.setdefault((name.text.casefold(), language), values)
    return list(found.values())


def _kept(entry: Entry) -> dict[str, object]:
    """Give an entry as it comes back from the database, where every row is a list."""
    plain = entry.plain()
    return {name: list(it) if isinstance(it, tuple) else it for name, it in plain.items()}


def _store(
    addresses: Sequence[str], wanted: dict[str, Entry], plain: dict[str, dict[str, object]]
) -> None:
    for at in range(0, len(addresses), AT_ONCE):
        rows = RegistryEntry.objects.bulk_create(
            RegistryEntry(
                ror=address,
                status=wanted[address].status[:20],
                country=wanted[address].country[:2],
                content=plain[address],
            )
            for address in addresses[at : at + AT_ONCE]
        )
        RegistryName.objects.bulk_create(
            [
                RegistryName(
                    entry=row,
                    text=name.text[:500],
                    language=name.language[:12],
                    kind=name.kind,
                    key=key(name.text)[:300],
                )
                for row in rows
                for name in wanted[row.ror].names
            ],
            batch_size=2000,
        )


def _news(
    addresses: Sequence[str], before: dict[str, dict[str, object]], wanted: dict[str, Entry]
) -> list[PartnerNews]:
    """Say what changed for the organisations that carry the registry's number."""
    found: list[PartnerNews] = []
    ours = {
        f"https://ror.org/{it.value.rpartition('/')[2]}": it.organisation
        for it in Identifier.objects.filter(
            scheme="ror", organisation__merged_into__isnull=True
        ).select_related("organisation")
    }
    for address in addresses:
        if (organisation := ours.get(address)) is None:
            continue
        old = Entry.of(before[address])
        new = wanted.get(address)
        if new is None:
            found.append(PartnerNews(organisation, address, News.GONE, old.shown, ""))
            continue
        compared = (
            (News.STATUS, old.status, new.status),
            (News.SUCCESSOR, _named(old, wanted), _named(new, wanted)),
            (News.NAME, old.shown, new.shown),
            (News.COUNTRY, old.country, new.country),
            (News.CITY, old.city, new.city),
        )
        found += [
            PartnerNews(organisation, address, news, was, now)
            for news, was, now in compared
            if was != now
        ]
    return found


def _named(entry: Entry, wanted: dict[str, Entry]) -> str:
    after = (wanted.get(address) for address in entry.successors)
    return ", ".join(it.shown for it in after if it is not None)
