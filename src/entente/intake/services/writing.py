"""Decisions about imports: hand a sheet in, name its columns, carry it out, take it back."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from entente.intake.enums import ImportState
from entente.intake.models import (
    Import,
    KnownName,
    SavedMapping,
    SourceKey,
    faults_as_kept,
)
from entente.intake.plans import Group, Partner, Plan, plain_value
from entente.intake.shipped import Mapping as SheetMapping
from entente.kit.audit import changing, creating, removing
from entente.kit.errors import DomainError
from entente.kit.files.kinds import SHEETS
from entente.kit.files.names import clean_name
from entente.kit.files.services import keep_file
from entente.kit.models import Work
from entente.office import services as office
from entente.office.models import Unit, User
from entente.organisations import services as organisations
from entente.organisations.models import Organisation, OrganisationName
from entente.partnerships import services as partnerships
from entente.partnerships.enums import UsedFrom
from entente.partnerships.models import Agreement, AgreementParty, Places

S = ImportState


# --- Before ---------------------------------------------------------------------------------------


def start_import(upload: File[bytes], *, unit: Unit, by: User) -> Import:
    """Keep a sheet that is handed in for a unit; nothing is read from it yet."""
    with transaction.atomic():
        stored = keep_file(upload, by, allowed=SHEETS)
        record = Import(unit=unit, file=stored, name=clean_name(upload.name or ""), started_by=by)
        return creating(record, by=by, verb="import.started")


def name_columns(
    record: Import, mapping: SheetMapping, *, by: User, name: str = "", sheet: str = ""
) -> None:
    """Say what the columns of a sheet mean, and which sheet of the workbook is meant."""
    _refuse_done(record)
    with changing(record, by=by, verb="import.columns_named"):
        record.mapping, record.mapping_name, record.sheet = mapping.plain(), name, sheet
        record.state = S.NEW


def keep_mapping(unit: Unit, name: str, mapping: SheetMapping, *, by: User) -> SavedMapping:
    """Keep a mapping under a name, for every sheet of its kind that comes to the unit."""
    held = SavedMapping.objects.filter(unit=unit, name=name).first()
    if held is None:
        record = SavedMapping(unit=unit, name=name, content=mapping.plain())
        return creating(record, by=by, verb="mapping.kept")
    with changing(held, by=by, verb="mapping.kept"):
        held.content = mapping.plain()
    return held


def keep_look(record: Import, plan: Plan, *, notes: Iterable[str], by: User) -> None:
    """Keep what was found when a sheet was looked through."""
    with changing(record, by=by, verb="import.looked_through"):
        _keep(record, plan, notes)
        record.state = S.READY
    # What is no news is saved as well when nothing else differs from the last look.
    Import.objects.filter(pk=record.pk).update(
        summary=record.summary, faults=record.faults, notes=record.notes
    )


def discard_import(record: Import, *, by: User) -> None:
    """Put a sheet away that was not imported."""
    _refuse_done(record)
    removing(record, by=by, verb="import.discarded")


def note_work(record: Import, work: Work) -> None:
    """Note the long work that looks through a sheet or imports it."""
    Import.objects.filter(pk=record.pk).update(work=work)
    record.work = work


def hold(record: Import) -> None:
    """Lock what an import of this institution compares with; refuse one that is done."""
    Unit.objects.select_for_update().get(pk=record.top_unit_id)
    record.refresh_from_db(fields=["state", "made"])
    _refuse_done(record)


def _refuse_done(record: Import) -> None:
    if record.state in (S.DONE, S.UNDONE):
        raise DomainError(_("This sheet has been imported already."), code="done")


def _keep(record: Import, plan: Plan, notes: Iterable[str]) -> None:
    for name, value in plan.numbers().items():
        setattr(record, name, value)
    record.summary = plan.summary() | {
        "likened": [
            [partner.spellings[0], partner.likened]
            for partner in plan.new_partners
            if partner.likened
        ][:500]
    }
    record.faults = faults_as_kept(sorted(plan.reading.faults, key=lambda it: it.row))
    record.notes = list(notes)


# --- Carrying out ---------------------------------------------------------------------------------


def carry_out(
    record: Import,
    plan: Plan,
    *,
    on: datetime.date,
    by: User,
    good_rows_only: bool = False,
    notes: Iterable[str] = (),
) -> None:
    """Write all that a plan says, in sets, in one transaction; remember what the import made."""
    made: dict[str, Any] = {}
    with transaction.atomic(), changing(record, by=by, verb="import.done"):
        _keep(record, plan, notes)
        units = _make_units(plan, made, by=by)
        _enter_partners(record, plan, made, by=by)
        _register(record, plan, units, made, on=on, by=by)
        _change(plan, made, by=by)
        _write_places(record, plan, made, by=by)
        _keep_words(plan, made)
        record.made, record.state, record.done_at = made, S.DONE, timezone.now()
        record.good_rows_only = good_rows_only


def _make_units(plan: Plan, made: dict[str, Any], *, by: User) -> dict[int, Unit]:
    """Enter units of ours; give for each unit of the plan the one that is kept."""
    kept = {}
    for unit in plan.units_made:
        kept[id(unit)] = office.add_unit(
            by=by,
            parent=unit.parent,
            kind=unit.kind,
            code=unit.code,
            name_zh=unit.name_zh,
            name_en=unit.name_en,
        )
    made[Unit._meta.label] = [unit.pk for unit in kept.values()]
    return kept


def _enter_partners(record: Import, plan: Plan, made: dict[str, Any], *, by: User) -> None:
    entered = enter_partners(plan.partners, record.top_unit_id, source=record.name, by=by)
    made[Organisation._meta.label] = [it.pk for it in entered]
    held = OrganisationName.objects.filter(organisation__in=entered) if entered else ()
    made[OrganisationName._meta.label] = [name.pk for name in held]


def enter_partners(
    partners: Mapping[tuple[str, str], Partner], top: int, *, source: str, by: User
) -> list[Organisation]:
    """Enter the partners that are new, and keep what each name of a sheet means; give the new."""
    new = [it for it in dict.fromkeys(partners.values()) if it.organisation is None]
    entered = organisations.add_organisations(
        [
            organisations.ListedOrganisation(
                names=partner.names,
                country=partner.country,
                provisional=partner.provisional,
                source=source,
            )
            for partner in new
        ],
        by=by,
        note=source,
    )
    for partner, organisation in zip(new, entered, strict=True):
        partner.organisation = organisation
    KnownName.objects.bulk_create(
        [
            KnownName(
                top_unit_id=top,
                text=text,
                country=country,
                organisation=partner.organisation,
                likened=partner.likened,
            )
            for (text, country), partner in partners.items()
            if text
        ],
        batch_size=500,
        ignore_conflicts=True,
    )
    return entered


def _register(
    record: Import,
    plan: Plan,
    units: Mapping[int, Unit],
    made: dict[str, Any],
    *,
    on: datetime.date,
    by: User,
) -> None:
    new = [group for group in plan.groups if group.agreement is None]
    agreements = partnerships.register_agreements(
        [_signed(group, units.get(id(group.unit), group.unit), by) for group in new],
        on=on,
        by=by,
        note=record.name,
    )
    for group, agreement in zip(new, agreements, strict=True):
        group.agreement = agreement
    made[Agreement._meta.label] = [it.pk for it in agreements]
    parties = AgreementParty.objects.filter(agreement__in=agreements) if agreements else ()
    made[AgreementParty._meta.label] = [it.pk for it in parties]
    made["year"] = on.year


def _signed(group: Group, unit: Unit, by: User) -> partnerships.SignedAgreement:
    partner = group.partner.organisation
    if partner is None:
        message = "A partner is entered before its agreements."
        raise ValueError(message)
    return partnerships.SignedAgreement(
        unit=unit, partner=partner, owner=None if by.is_system else by, **group.said
    )


def _change(plan: Plan, made: dict[str, Any], *, by: User) -> None:
    """Change agreements of which a sheet says something else than sheets said before."""
    changed = []
    for group in plan.groups:
        agreement = group.agreement
        if agreement is None or not group.differing:
            continue
        was = {name: plain_value(getattr(agreement, name)) for name in group.differing}
        partnerships.change_agreement(agreement, by=by, **group.differing)
        became = {name: plain_value(getattr(agreement, name)) for name in group.differing}
        changed.append([Agreement._meta.label, agreement.pk, was, became])
    made["changed"] = changed


def _write_places(record: Import, plan: Plan, made: dict[str, Any], *, by: User) -> None:
    rows: list[partnerships.NewPlaces] = []
    before: list[list[Any] | None] = []
    for group in plan.groups:
        for key in (*group.new_places, *group.changed_places):
            rows.append(_places(group, group.places[key], record.name))
            before.append(group.held.get(key) if key in group.changed_places else None)
    written = partnerships.write_places(rows, by=by, note=record.name)
    made[Places._meta.label] = [it.pk for it in written.created]
    made["changed"] += [
        [
            Places._meta.label,
            places.pk,
            {"number": old[0], "used": old[1]},
            {"number": places.number, "used": places.used},
        ]
        for places, old in zip(written.places, before, strict=True)
        if old is not None
    ]


def _places(group: Group, told: Mapping[str, Any], source: str) -> partnerships.NewPlaces:
    agreement = group.agreement
    if agreement is None:
        message = "An agreement is registered before its places."
        raise ValueError(message)
    words = {name: value for name, value in told.items() if name != "row"}
    return partnerships.NewPlaces(
        agreement=agreement,
        source=f"{source} · {told['row']}"[:300],
        used_from=UsedFrom.IMPORTED if told["used"] is not None else "",
        **words,
    )


def _keep_words(plan: Plan, made: dict[str, Any]) -> None:
    """Remember what the sheet said of each agreement, for the next time it comes."""
    top = plan.unit.top_id or plan.unit.pk
    told = [group for group in plan.groups if not group.is_unchanged or group.held == {}]
    keys = [key for group in told for key in group.keys]
    earlier = SourceKey.objects.known(top, keys)
    made["said"] = {key: row.said for key, row in earlier.items()}
    SourceKey.objects.bulk_create(
        [
            SourceKey(
                top_unit_id=top,
                key=key,
                agreement=earlier[key].agreement if key in earlier else group.agreement,
                said={
                    "fields": {name: plain_value(value) for name, value in group.said.items()},
                    "places": group.held
                    | {name: [it["number"], it["used"]] for name, it in group.places.items()},
                },
            )
            for group in told
            for key in group.keys
        ],
        batch_size=500,
        update_conflicts=True,
        unique_fields=["top_unit", "key"],
        update_fields=["said"],
    )
