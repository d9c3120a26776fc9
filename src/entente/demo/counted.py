"""Enters the totals and the figures of a document, and has them released."""

from __future__ import annotations

import datetime
from typing import Any

from entente.demo.claims import claims
from entente.demo.facts import Institution, Partner
from entente.demo.numbers import SAYINGS, STATED, Saying, Stated
from entente.figures import services
from entente.figures.enums import RELEASE
from entente.figures.models import Figure, Tally
from entente.kit import files
from entente.kit.models.files import AttachmentKind
from entente.office.models import Unit, User
from entente.organisations.models import Organisation

RECORDED = "The document says {}; {} of them has a record of its own and is not counted here again."


def add_numbers(facts: Institution, *, on: datetime.date, by: User) -> bool:
    """Enter what a document counts, once; say whether anything was entered."""
    units = {unit.code: unit for unit in Unit.objects.filter(top__code=facts.home.code)}
    rows: tuple[Any, ...] = (Tally, Figure)
    if not units or any(model.objects.filter(unit__in=units.values()).exists() for model in rows):
        return False
    codes = [code for code in (*STATED, *SAYINGS) if code in units]
    for code in dict.fromkeys(codes):
        for stated in STATED.get(code, ()):
            _enter(stated, facts, units[code], by=by)
        for saying in SAYINGS.get(code, ()):
            figure = _make(saying, units[code], on=on, by=by)
            signer = _who_signs(units[code])
            if signer is not None:
                services.release_figure(figure, on=on, by=signer)
    return bool(codes)


def _enter(stated: Stated, facts: Institution, unit: Unit, *, by: User) -> None:
    claim = claims()[stated.claim]
    low, _dots, high = claim["value"].partition("..")
    tally = services.enter_tally(
        by=by,
        unit=unit,
        measure=stated.also or claim["measure"],
        filters=_filters(stated.partner, stated.role),
        comparator=claim["comparator"],
        low=int(low) - stated.but,
        high=int(high) if high else None,
        counted_in=claim["unit"],
        per_year=claim["window"] == "per_year",
        starts_on=stated.since or None,
        ends_on=stated.until or None,
        source=f"{facts.document.name}. {facts.document.date}",
        words=claim["source_text"],
        beside_records=bool(stated.but),
        notes=RECORDED.format(low, stated.but) if stated.but else "",
    )
    about = facts.about_file()
    files.attach(tally, facts.as_file(), kind=AttachmentKind.SOURCE, by=by, **about)


def _make(saying: Saying, unit: Unit, *, on: datetime.date, by: User) -> Figure:
    period = dict(saying.period)
    if fixed := period.get("fixed_on"):
        period["fixed_on"] = datetime.date.fromisoformat(fixed)
    return services.make_figure(
        by=by,
        unit=unit,
        on=on,
        measure=saying.measure,
        filters=_filters(saying.partner, saying.role),
        name_zh=saying.name_zh,
        name_en=saying.name_en,
        sentence_zh=saying.zh,
        sentence_en=saying.en,
        style=saying.style,
        per_year=saying.per_year,
        **period,
    )


def _filters(partner: Partner | None, role: str) -> dict[str, str]:
    filters = {"role": role} if role else {}
    if partner is not None:
        rows = Organisation.objects.standing().filter(names__text=partner.name)
        filters["partner"] = str(rows.distinct().get().pk)
    return filters


def _who_signs(unit: Unit) -> User | None:
    """Find a sample person who may release the unit's figures."""
    for user in User.objects.people().order_by("pk"):
        if user.may(RELEASE, unit) and user.unit and user.unit.top_id == unit.top_id:
            return user
    return None
