"""Mappings: which column means what, and how its values are written; one comes with the house."""

from __future__ import annotations

from collections.abc import Mapping as Words
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from entente.intake.enums import UnknownUnits


@dataclass(frozen=True)
class Mapping:
    """How one kind of sheet is read.

    `columns` maps targets to the headings under which they stand, `constants` targets to what
    holds for every row. `heading_rows` is 2 where a second row of headings divides the first.
    `day_first` reads 03/05/2019 as the third of May. `domestic` names programmes within one
    country. `adds_up` joins lines about the same places. `unknown_units` says what becomes of
    rows that name a unit of ours which is not there yet. `home` is our institution, entered where
    there is none. `empty` are words that say nothing ("n/a").
    """

    columns: Words[str, str]
    constants: Words[str, str] = field(default_factory=dict)
    heading_rows: int = 1
    day_first: bool = False
    domestic: tuple[str, ...] = ()
    adds_up: bool = False
    unknown_units: str = UnknownUnits.REFUSED.value
    used_only_out: bool = False
    home: Words[str, str] = field(default_factory=dict)
    empty: tuple[str, ...] = ()

    def plain(self) -> dict[str, Any]:
        """Give it as it is kept."""
        return asdict(self)

    @classmethod
    def of(cls, kept: Words[str, Any]) -> Self:
        """Read what is kept."""
        values = dict(kept)
        if values.pop("makes_units", False):
            values["unknown_units"] = UnknownUnits.MADE.value
        for name in ("domestic", "empty"):
            values[name] = tuple(values.get(name, ()))
        return cls(**values)


# The official open data of the University of Zaragoza: one line for each agreement, year,
# direction, field and language. SICUE is the exchange among Spanish universities. Places assigned
# are counted for those who go; a 0 beside an incoming line says nothing.
ZARAGOZA = Mapping(
    columns={
        "academic_year": "CURSO_ACADEMICO",
        "programme": "NOMBRE_PROGRAMA_MOVILIDAD",
        "field": "NOMBRE_AREA_ESTUDIOS_MOV",
        "unit": "CENTRO",
        "direction": "IN_OUT",
        "language": "NOMBRE_IDIOMA_NIVEL_MOVILIDAD",
        "country": "PAIS_UNIVERSIDAD_ACUERDO",
        "partner": "UNIVERSIDAD_ACUERDO",
        "number": "PLAZAS_OFERTADAS_ALUMNOS",
        "used": "PLAZAS_ASIGNADAS_ALUMNOS_OUT",
        "as_of": "FECHA_ACTUALIZACION",
    },
    constants={"kind": "exchange"},
    day_first=True,
    domestic=("SICUE",),
    adds_up=True,
    unknown_units=UnknownUnits.MADE.value,
    used_only_out=True,
    home={"code": "UNIZAR", "name_en": "University of Zaragoza", "name_zh": "萨拉戈萨大学"},
    empty=("No Informado",),
)
SHIPPED = {"zaragoza": ZARAGOZA}
