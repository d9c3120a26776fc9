"""Synthetic agreements in any number; they live in databases of their own, made for measuring.

Ten thousand are made in Python, the rest by the database itself from these.
"""

from __future__ import annotations

import datetime
import random

from django.db import connection, models, transaction

from entente.kit.periods import PartialDate
from entente.office import roles, services
from entente.office.models import Unit, User
from entente.organisations.models import Organisation
from entente.partnerships.enums import AgreementKind, AgreementState
from entente.partnerships.models import Agreement, AgreementParty

BASE = 10_000
UNIVERSITIES, SCHOOLS, PARTNERS = 5, 20, 1000
READERS = {
    "everything": roles.AUDITOR,
    "one tree": roles.OFFICER,
    "one unit": roles.COORDINATOR,
}


def make(size: int) -> None:
    """Bring the database to that many agreements; nothing to do when they are there."""
    if Agreement.objects.count() >= size:
        return
    with transaction.atomic():
        units = _make_units()
        _make_agreements(units, _make_partners())
        _multiply(Agreement, size // BASE, number=True)
        _multiply(AgreementParty, size // BASE)
        _mend_sequences()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def reader(name: str) -> User:
    """Give a person who reads everything, one institution's tree or one school."""
    user = User.objects.filter(username=name.replace(" ", "-")).first()
    if user is not None:
        return user
    first = Unit.objects.tops().order_by("pk")[0]
    unit = {"everything": None, "one tree": first}.get(name, first.children.order_by("pk").first())
    system = services.system_user()
    user = services.add_user(
        by=system, username=name.replace(" ", "-"), name_en=f"Synthetic: {name}", unit=unit or first
    )
    services.grant_role(user, READERS[name], by=system, unit=unit)
    return user


def _make_units() -> list[Unit]:
    if found := list(Unit.objects.filter(kind="school")):
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
    return schools


def _make_partners() -> list[Organisation]:
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
    agreements = [_agreement(pk, chance, units) for pk in range(1, BASE + 1)]
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


def _agreement(pk: int, chance: random.Random, units: list[Unit]) -> Agreement:
    unit = chance.choice(units)
    signed = datetime.date(2005, 1, 1) + datetime.timedelta(days=chance.randrange(7300))
    ends = signed + datetime.timedelta(days=365 * chance.choice((3, 5, 5, 10)))
    running = ends > datetime.date(2025, 1, 1)
    agreement = Agreement(
        pk=pk,
        unit=unit,
        top_unit_id=unit.top_id or unit.pk,
        kind=chance.choice(AgreementKind.values),
        number=f"SYN-{pk}",
        title_zh=f"测试合作协议{pk}",
        title_en=f"Synthetic agreement {pk}",
        state=AgreementState.IN_FORCE if running else AgreementState.ENDED,
        signed_on=PartialDate.parse(signed.isoformat()),
        starts_on=PartialDate.parse(signed.isoformat()),
        ends_on=PartialDate.parse(ends.isoformat()),
        source="Synthetic",
        version=1,
    )
    agreement.keep_days()
    return agreement


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


def _mend_sequences() -> None:
    from django.core.management.color import no_style

    statements = connection.ops.sequence_reset_sql(no_style(), [Agreement, AgreementParty])
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
