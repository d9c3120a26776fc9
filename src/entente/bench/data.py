"""Synthetic agreements in any number; they live in databases of their own, made for measuring.

Ten thousand are made in Python, the rest by the database itself from these.
"""

from __future__ import annotations

import contextlib
import datetime
import random
from collections.abc import Iterator
from typing import Any

from django.db import connection, models, transaction

from entente.kit import search
from entente.kit.models import SearchEntry
from entente.kit.periods import PartialDate
from entente.kit.search.tokens import expanded
from entente.office import roles, services
from entente.office.models import Unit, User
from entente.organisations.models import Organisation
from entente.partnerships.enums import AgreementKind, AgreementState
from entente.partnerships.models import Agreement, AgreementParty

BASE = 10_000
UNIVERSITIES, SCHOOLS, DEPARTMENTS, PARTNERS = 5, 20, 3, 1000
READERS = {
    "everything": roles.AUDITOR,
    "one tree": roles.OFFICER,
    "one unit": roles.COORDINATOR,
    "several units": roles.COORDINATOR,
}
# What agreements are about, and in how many of a hundred.
TOPICS = (("学生交流", "student exchange", 30), ("联合培养", "joint training", 5))
OTHERWISE = ("科研合作", "research cooperation")


def make(size: int) -> None:
    """Bring the database to that many agreements; nothing to do when they are there."""
    if Agreement.objects.count() >= size:
        return
    with hurrying(), transaction.atomic():
        _make_agreements(units(), partners())
        with without_indexes(Agreement, AgreementParty, SearchEntry):
            _multiply(Agreement, size // BASE, number=True)
            _multiply(AgreementParty, size // BASE)
            _multiply_entries(size // BASE)
        mend_sequences(Agreement, AgreementParty)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def reader(name: str) -> User:
    """Give a person who reads everything, one institution's tree, a unit or a school's units."""
    username = name.replace(" ", "-")
    user = User.objects.filter(username=username).first()
    if user is not None:
        return user
    first = Unit.objects.tops().order_by("pk")[0]
    # The first school has departments below it, the second stands alone.
    schools = first.children.order_by("pk")
    unit = {"one tree": first, "one unit": schools[1], "several units": schools[0]}.get(name)
    system = services.system_user()
    user = services.add_user(
        by=system, username=username, name_en=f"Synthetic: {name}", unit=unit or first
    )
    services.grant_role(user, READERS[name], by=system, unit=unit)
    return user


def units() -> list[Unit]:
    """Give the schools and departments, made on first use."""
    if found := list(Unit.objects.filter(kind__in=("school", "department"))):
        return found
    by = services.system_user()
    schools = []
    for number in range(UNIVERSITIES):
        top = services.add_unit(
            by=by,
            kind="university",
            code=f"SYN{number}",
            name_zh=f"测试大学{number}",
            name_en=f"Synthetic University {number}",
        )
        schools += [
            services.add_unit(
                by=by,
                parent=top,
                kind="school",
                code=f"SYN{number}-{place}",
                name_zh=f"测试学院{number}-{place}",
                name_en=f"Synthetic School {number}-{place}",
            )
            for place in range(SCHOOLS)
        ]
    departments = [
        services.add_unit(
            by=by,
            parent=schools[0],
            kind="department",
            code=f"SYN0-0-{place}",
            name_zh=f"测试系{place}",
            name_en=f"Synthetic Department {place}",
        )
        for place in range(DEPARTMENTS)
    ]
    return schools + departments


def partners() -> list[Organisation]:
    """Give the partners, made on first use."""
    if not Organisation.objects.exists():
        Organisation.objects.bulk_create(
            [
                Organisation(
                    kind="university",
                    name_zh=f"测试伙伴大学{number}",
                    name_en=f"Synthetic Partner {number}",
                    country=("DE", "FR", "JP", "GB", "US", "AU")[number % 6],
                    version=1,
                )
                for number in range(PARTNERS)
            ]
        )
    return list(Organisation.objects.order_by("pk"))


def _make_agreements(units: list[Unit], partners: list[Organisation]) -> None:
    if Agreement.objects.exists():
        return
    chance = random.Random(20)  # noqa: S311  # the same records every time
    agreements = [draw_agreement(pk, chance, units) for pk in range(1, BASE + 1)]
    Agreement.objects.bulk_create(agreements, batch_size=1000)
    parties = []
    for agreement in agreements:
        ours = AgreementParty(agreement=agreement, unit_id=agreement.unit_id, position=1, version=1)
        theirs = AgreementParty(
            agreement=agreement, organisation=chance.choice(partners), position=2, version=1
        )
        parties += [ours, theirs]
    for pk, party in enumerate(parties, start=1):
        party.pk = pk
    AgreementParty.objects.bulk_create(parties, batch_size=1000)
    search.keep_many(Organisation.objects.all())
    search.keep_many(Agreement.objects.order_by("pk"))


def draw_agreement(pk: int, chance: random.Random, units: list[Unit]) -> Agreement:
    """Draw an agreement of one of the units."""
    unit = chance.choice(units)
    signed = datetime.date(2005, 1, 1) + datetime.timedelta(days=chance.randrange(7300))
    ends = signed + datetime.timedelta(days=365 * chance.choice((3, 5, 5, 10)))
    running = ends > datetime.date(2025, 1, 1)
    topic = _topic(chance.randrange(100))
    agreement = Agreement(
        pk=pk,
        unit=unit,
        top_unit_id=unit.top_id or unit.pk,
        kind=chance.choice(AgreementKind.values),
        number=f"SYN-{pk}",
        title_zh=f"测试{topic[0]}协议{pk}",
        title_en=f"Synthetic agreement {pk} on {topic[1]}",
        state=AgreementState.IN_FORCE if running else AgreementState.ENDED,
        signed_on=PartialDate.parse(signed.isoformat()),
        starts_on=PartialDate.parse(signed.isoformat()),
        ends_on=PartialDate.parse(ends.isoformat()),
        source="Synthetic",
        version=1,
    )
    agreement.keep_days()
    return agreement


def _topic(drawn: int) -> tuple[str, str]:
    for zh, en, share in TOPICS:
        if drawn < share:
            return zh, en
        drawn -= share
    return OTHERWISE


def _multiply(model: type[models.Model], times: int, *, number: bool = False) -> None:
    """Copy the first rows of a table within the database, each copy with keys of its own."""
    table, width = model._meta.db_table, model.objects.count()  # type: ignore[attr-defined]
    columns = [field.column for field in model._meta.concrete_fields if field.column]
    quoted = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor:
        for copy in range(1, times):
            values = {column: f'"{column}"' for column in columns}
            values["id"] = f'"id" + {copy * width}'
            if "agreement_id" in values:
                values["agreement_id"] = f'"agreement_id" + {copy * BASE}'
            if number:
                values["number"] = f"\"number\" || '-{copy}'"
            cursor.execute(
                f'INSERT INTO "{table}" ({quoted}) SELECT {", ".join(values.values())}'  # noqa: S608
                f' FROM "{table}" WHERE "id" <= {width}'
            )


def _multiply_entries(times: int) -> None:
    """Copy what the search knows of the first agreements; each copy has its number as a word."""
    first = search.entries.id_of(Agreement.objects.order_by("pk")[0])
    postgres = connection.vendor == "postgresql"
    word = "array_to_tsvector(ARRAY['{}'])" if postgres else "'{} '"
    with connection.cursor() as cursor:
        if not postgres:
            _expand(first)
        for copy in range(1, times):
            cursor.execute(
                "INSERT INTO kit_searchentry"  # noqa: S608
                " (id, unit, tree, title_zh, title_en, names, text, words)"
                f" SELECT id + {copy * BASE}, unit, tree, title_zh, title_en, names,"
                f" text || '-{copy}', words || {word.format(copy)} FROM kit_searchentry"
                f" WHERE id BETWEEN {first} AND {first + BASE - 1} ORDER BY id"
            )
            if not postgres:
                cursor.execute(
                    "INSERT INTO kit_searchindex (rowid, words)"  # noqa: S608
                    f" SELECT id + {copy * BASE}, words || ' {copy}' FROM expanded ORDER BY id"
                )
    search.store.store().tidy()


def _expand(first: int) -> None:
    entries = SearchEntry.objects.filter(pk__range=(first, first + BASE - 1))
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE expanded (id INTEGER PRIMARY KEY, words TEXT)")
        cursor.executemany(
            "INSERT INTO expanded VALUES (%s, %s)",
            [
                (pk, " ".join(expanded(words.split())))
                for pk, words in entries.values_list("pk", "words")
            ],
        )


@contextlib.contextmanager
def hurrying() -> Iterator[None]:
    """Give the making of records all the memory; what breaks off is made anew."""
    pragmas = {"synchronous": "OFF", "cache_size": "-1000000"}
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Copies keep to the same keys: their foreign keys need no second look.
            cursor.execute("SET session_replication_role = replica")
            cursor.execute("SET maintenance_work_mem = '512MB'")
        for name, value in pragmas.items() if connection.vendor == "sqlite" else ():
            cursor.execute(f"PRAGMA {name} = {value}")
    yield
    connection.close()


@contextlib.contextmanager
def without_indexes(*tables: type[models.Model]) -> Iterator[None]:
    """Take the indexes away and build them in one go afterwards."""
    names = [table._meta.db_table for table in tables]
    if connection.vendor == "postgresql":
        question = (
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = ANY(%s)"
            " AND indexname NOT IN (SELECT conname FROM pg_constraint)"
        )
        values: list[Any] = [names]
    else:
        marks = ", ".join("%s" for _name in names)
        question = (
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql > ''"  # noqa: S608
            f" AND tbl_name IN ({marks})"
        )
        values = list(names)
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        found = cursor.fetchall()
        for name, _definition in found:
            cursor.execute(f'DROP INDEX "{name}"')
        yield
        for _name, definition in found:
            cursor.execute(definition)


def mend_sequences(*tables: type[models.Model]) -> None:
    """Let the next key of each table follow those that were given."""
    from django.core.management.color import no_style

    statements = connection.ops.sequence_reset_sql(no_style(), list(tables))
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
