"""Ten years of places for every synthetic agreement, made by the database itself."""

from __future__ import annotations

from django.db import connection, transaction

from entente.bench.data import hurrying, without_indexes
from entente.partnerships.enums import PlacesGroup
from entente.partnerships.models import AgreementYear, PartnerYear, Places
from entente.partnerships.models.balance import DIRECTIONS, SUMS

FIRST, YEARS = 2017, 10


def make() -> None:
    """Give each agreement places out and in for ten years, and add them up; once for a database."""
    if Places.objects.exists():
        return
    with hurrying(), transaction.atomic():
        with without_indexes(Places, AgreementYear, PartnerYear):
            fill()
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def fill() -> None:
    """Write the places and what they come to, in as many statements as years and directions."""
    for year in range(FIRST, FIRST + YEARS):
        for shift, direction in enumerate(DIRECTIONS):
            _places(year, direction, shift)
    _sums_of_agreements()
    _sums_of_partners()


def _places(year: int, direction: str, shift: int) -> None:
    said = {
        "version": "1",
        "created_at": "CURRENT_TIMESTAMP",
        "updated_at": "CURRENT_TIMESTAMP",
        "agreement_id": "id",
        "academic_year": str(year),
        "direction": f"'{direction}'",
        "stay": "'study'",
        "basis": "'exchange'",
        "number": f"1 + (id * 7 + {year} * 3 + {shift}) % 5",
        "months": "5",
        "used": f"(id * 5 + {year} + {shift}) % 4",
        "used_from": "'imported'",
        "combination": f"'{year}|{direction}|exchange|study||||||'",
    }
    blank = ("level", "field", "field_name", "language", "language_level", "source")
    said |= dict.fromkeys((*blank, "external_reference"), "''")
    _insert(Places._meta.db_table, said, "partnerships_agreement")


def _sums_of_agreements() -> None:
    ours = {
        "agreement_id": "a.id",
        "unit_id": "a.unit_id",
        "top_unit_id": "a.top_unit_id",
        "partner_id": "p.organisation_id",
        "academic_year": "s.academic_year",
        '"group"': f"'{PlacesGroup.EXCHANGE.value}'",
    }
    of = {"places": "s.number", "used": "s.used", "semesters": "s.used"}
    for direction, way in DIRECTIONS.items():
        for what in ("places", "used", "semesters", "unknown", "unmeasured"):
            value = of.get(what, "0")
            ours[f"{way}_{what}"] = (
                f"SUM(CASE WHEN s.direction = '{direction}' THEN {value} ELSE 0 END)"
            )
    _insert(
        AgreementYear._meta.db_table,
        ours,
        "partnerships_places s JOIN partnerships_agreement a ON a.id = s.agreement_id"
        " JOIN partnerships_agreementparty p ON p.agreement_id = a.id"
        " AND p.organisation_id IS NOT NULL"
        " GROUP BY a.id, a.unit_id, a.top_unit_id, p.organisation_id, s.academic_year",
    )


def _sums_of_partners() -> None:
    by = ("top_unit_id", "partner_id", "academic_year", '"group"')
    said = {name: name for name in by} | {name: f"SUM({name})" for name in SUMS}
    _insert(
        PartnerYear._meta.db_table,
        said,
        f"{AgreementYear._meta.db_table} GROUP BY {', '.join(by)}",
    )


def _insert(table: str, said: dict[str, str], source: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(said)})"  # noqa: S608 our own words only
            f" SELECT {', '.join(said.values())} FROM {source}"
        )
