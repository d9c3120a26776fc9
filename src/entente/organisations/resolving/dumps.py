"""Files of the Research Organization Registry, both versions of its schema, read into entries."""

from __future__ import annotations

import gzip
import io
import json
import re
import zipfile
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from entente.kit.errors import DomainError

LARGEST = 2_000_000_000
ROR = re.compile(r"(?:https?://)?(?:www\.)?ror\.org/(0[a-z0-9]{8})/?$", re.IGNORECASE)
_WWW = re.compile(r"^www\d?\.")
_GZIP, _ZIP = b"\x1f\x8b", b"PK\x03\x04"


@dataclass(frozen=True)
class Name:
    """A name in the registry: its language ("" where the file names none) and its kind.

    Kinds: `display` (shown by the registry), `label`, `alias`, `acronym`.
    """

    text: str
    language: str = ""
    kind: str = "label"


@dataclass(frozen=True)
class Entry:
    """An institution of the registry.

    `status` is `active`, `inactive` or `withdrawn`; `successors` are addresses of what it became.
    `place` is the number of its city at GeoNames, 0 where the file has none; `standing` counts
    what other registers and relations know of it, and orders equals.
    """

    id: str
    names: tuple[Name, ...]
    status: str = "active"
    country: str = ""
    city: str = ""
    region: str = ""
    place: int = 0
    parents: tuple[str, ...] = ()
    children: tuple[str, ...] = ()
    successors: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    standing: int = 0

    @property
    def shown(self) -> str:
        """The name that the registry shows."""
        return next((name.text for name in self.names if name.kind == "display"), self.id)

    def plain(self) -> dict[str, Any]:
        """Give it as plain data, for keeping."""
        return asdict(self)

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> Self:
        """Make it from what `plain` gave."""
        values: dict[str, Any] = {
            key: tuple(value) if isinstance(value, list) else value for key, value in plain.items()
        }
        values["names"] = tuple(Name(**name) for name in plain["names"])
        return cls(**values)


def read_dump(path: Path) -> Iterator[Entry]:
    """Read the entries of a dump: JSON, lines of JSON, either packed by gzip or zip.

    Refuses, with a `DomainError`, what is no such file; OSError where it cannot be opened.
    """
    found = 0
    try:
        with closing(_rows(path)) as rows:
            for row in rows:
                if (entry := _entry(row)) is not None:
                    found += 1
                    yield entry
    except (ValueError, EOFError, zipfile.BadZipFile, KeyError, TypeError, AttributeError) as why:
        raise DomainError(
            _("The file is no dump of the registry, or it is damaged: %(why)s") % {"why": why}
        ) from why
    if not found:
        raise DomainError(_("The file holds no entry of the registry."))


def _rows(path: Path) -> Generator[Any, None, None]:
    with path.open("rb") as file:
        start = file.read(4)
        file.seek(0)
        if start.startswith(_GZIP):
            yield from _decoded(gzip.GzipFile(fileobj=file))
        elif start == _ZIP:
            with zipfile.ZipFile(file) as archive, archive.open(_member(archive)) as inside:
                yield from _decoded(inside)
        else:
            yield from _decoded(file)


def _member(archive: zipfile.ZipFile) -> zipfile.ZipInfo:
    """Choose the entries in an archive: of two schemas the newer, which is named so."""
    files = [it for it in archive.infolist() if it.filename.endswith((".json", ".jsonl"))]
    if not files:
        raise ValueError(_("there is no JSON in the archive"))
    newest = max(files, key=lambda it: ("v2" in it.filename, it.file_size))
    if newest.file_size > LARGEST:
        raise ValueError(_("it is too large"))
    return newest


def _decoded(file: Any) -> Iterable[Any]:
    """Give the objects of a JSON list, or of a file with one object on each line."""
    with io.TextIOWrapper(file, encoding="utf-8-sig") as text:
        yield from _in(text)


def _in(text: io.TextIOWrapper) -> Iterable[Any]:
    first = text.readline()
    if first.lstrip().startswith("["):
        yield from json.loads(first + text.read(LARGEST))
        return
    try:
        yield json.loads(first)
    except ValueError:
        yield json.loads(first + text.read(LARGEST))
        return
    for line in text:
        if line.strip():
            yield json.loads(line)


def _entry(row: Mapping[str, Any]) -> Entry | None:
    """Read one entry of either schema; None for what has no address of the registry."""
    address = ROR.match(str(row["id"]))
    if not address:
        return None
    read = _second if "names" in row else _first
    names = _names(read[0](row))
    if not names:
        return None
    related = [(str(it.get("type", "")).lower(), str(it["id"])) for it in row["relationships"]]
    outside = row.get("external_ids") or ()
    return Entry(
        id=f"https://ror.org/{address[1].lower()}",
        names=names,
        status=str(row.get("status") or "active").lower(),
        parents=_of_kind(related, "parent"),
        children=_of_kind(related, "child"),
        successors=_of_kind(related, "successor"),
        domains=_domains(row),
        standing=len(related) + len(outside) + bool(row.get("links")) + len(names) // 2,
        **read[1](row),
    )


def _domains(row: Mapping[str, Any]) -> tuple[str, ...]:
    """Give the domains of its web pages, without www."""
    sites = [
        it if isinstance(it, str) else it.get("value", "")
        for it in row.get("links") or ()
        if isinstance(it, str) or it.get("type") == "website"
    ]
    hosts = [_WWW.sub("", urlsplit(site).hostname or "") for site in sites if "//" in site]
    return tuple(filter(None, dict.fromkeys([*(row.get("domains") or ()), *hosts])))


def _of_kind(related: Iterable[tuple[str, str]], kind: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(address for said, address in related if said == kind))


def _names(given: Iterable[Name]) -> tuple[Name, ...]:
    """Tidy the names; what several kinds share stands once, under the first."""
    found: dict[tuple[str, str], Name] = {}
    for name in given:
        text = " ".join(str(name.text or "").split()).strip(" ;；,")
        if text:
            found.setdefault((text, name.language), Name(text, name.language, name.kind))
    return tuple(found.values())


# --- Version 2 ------------------------------------------------------------------------------------


def _second_names(row: Mapping[str, Any]) -> Iterable[Name]:
    kinds = (("ror_display", "display"), ("label", "label"), ("acronym", "acronym"))
    for name in row["names"]:
        types = name.get("types") or ()
        kind = next((ours for theirs, ours in kinds if theirs in types), "alias")
        yield Name(name["value"], name.get("lang") or "", kind)


def _second_place(row: Mapping[str, Any]) -> dict[str, Any]:
    location = (row.get("locations") or [{}])[0]
    details = location.get("geonames_details") or {}
    return {
        "country": details.get("country_code") or "",
        "city": details.get("name") or "",
        "region": details.get("country_subdivision_name") or "",
        "place": int(location.get("geonames_id") or 0),
    }


# --- Version 1 ------------------------------------------------------------------------------------


def _first_names(row: Mapping[str, Any]) -> Iterable[Name]:
    yield Name(row["name"], "", "display")
    for label in row.get("labels") or ():
        yield Name(label["label"], label.get("iso639") or "", "label")
    for text in row.get("aliases") or ():
        yield Name(text, "", "alias")
    for text in row.get("acronyms") or ():
        yield Name(text, "", "acronym")


def _first_place(row: Mapping[str, Any]) -> dict[str, Any]:
    address = (row.get("addresses") or [{}])[0]
    city = address.get("geonames_city") or {}
    return {
        "country": (row.get("country") or {}).get("country_code") or "",
        "city": address.get("city") or city.get("city") or "",
        "region": (city.get("geonames_admin1") or {}).get("name") or address.get("state") or "",
        "place": int(city.get("id") or 0),
    }


_second = (_second_names, _second_place)
_first = (_first_names, _first_place)
