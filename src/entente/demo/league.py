"""The consortium on its way into the register: names, members, mandates, summer schools."""

from __future__ import annotations

from entente.consortia import services
from entente.consortia.enums import NameKind, Office, SeriesKind
from entente.consortia.models import Consortium
from entente.demo.facts import Institution, League
from entente.demo.register import Register
from entente.kit import files
from entente.kit.models.files import AttachmentKind
from entente.office.models import Unit, User


def found_league(facts: Institution, *, unit: Unit, register: Register, by: User) -> Consortium:
    """Store the consortium that a document describes; its organisations are entered before."""
    league = facts.league
    if league is None:
        message = f"{facts.document.name} describes no consortium."
        raise ValueError(message)
    consortium = _found(league, unit=unit, by=by)
    for name in league.names:
        if name.kind == "alias":
            services.add_name(
                consortium,
                by=by,
                text=name.text,
                language=name.language,
                kind=NameKind.FOUND,
                source=name.origin.name,
            )
    _admit_members(consortium, facts, league, register, by=by)
    _give_mandates(consortium, league, register, by=by)
    _plan_editions(consortium, league, register, by=by)
    kind, about = AttachmentKind.SOURCE, facts.about_file()
    files.attach(consortium, facts.as_file(), kind=kind, by=by, **about)
    return consortium


def _found(league: League, *, unit: Unit, by: User) -> Consortium:
    names = {name.language: name.text for name in league.names if name.kind == "official"}
    return services.found_consortium(
        by=by,
        unit=unit,
        name_zh=names["zh"],
        name_en=names["en"],
        short_name=next(name.text for name in league.names if name.kind == "short"),
        founded_on=league.founded,
        place_zh=league.place_zh,
        place_en=league.place_en,
        email=league.address,
        source=str(league.source),
    )


def _admit_members(
    consortium: Consortium, facts: Institution, league: League, register: Register, *, by: User
) -> None:
    for member in league.members:
        printed = facts.printed(member.partner)
        sources = [member.source, *([member.initiator] if member.initiator else [])]
        services.admit_member(
            consortium,
            register.of(member.partner),
            by=by,
            is_initiator=member.initiator is not None,
            joined_on=league.founded,
            name_at_joining_zh=printed["zh"],
            name_at_joining_en=printed["en"],
            source="\n".join(map(str, sources)),
        )


def _give_mandates(consortium: Consortium, league: League, register: Register, *, by: User) -> None:
    chair = league.chair
    services.give_mandate(
        consortium,
        by=by,
        office=Office.CHAIR,
        person=register.person(chair),
        name_then_zh=chair.name_zh,
        name_then_en=f"{chair.family_name} {chair.given_name}",
        function_zh=chair.position_zh,
        function_en=chair.position_en,
        starts_on=league.mandates_since,
        source=str(league.chair_source),
    )
    services.give_mandate(
        consortium,
        by=by,
        office=Office.SECRETARIAT,
        organisation=register.of(league.secretariat),
        starts_on=league.mandates_since,
        source=str(league.secretariat_source),
    )


def _plan_editions(consortium: Consortium, league: League, register: Register, *, by: User) -> None:
    series = services.begin_series(
        consortium,
        by=by,
        kind=SeriesKind.SUMMER_SCHOOL,
        name_en="Summer school",
        source=str(league.series_source),
    )
    for edition in league.editions:
        services.plan_edition(
            series,
            by=by,
            host=register.of(edition.host),
            starts_on=edition.on,
            place_en=edition.place,
            source=str(edition.source),
        )
