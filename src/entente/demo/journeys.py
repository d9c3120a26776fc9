"""Enters the journeys that the documents tell of, once, through the services."""

from __future__ import annotations

import datetime

from entente.demo.facts import Institution, Journey, Partner
from entente.demo.register import Register
from entente.office.models import Unit, User
from entente.organisations.models import Organisation
from entente.partnerships.models import Agreement
from entente.people.models import Person
from entente.visits import services
from entente.visits.models import Visit


def add_journeys(facts: Institution, *, on: datetime.date, by: User) -> bool:
    """Enter a home's journeys unless it has some; say whether any were entered."""
    unit = Unit.objects.get(code=facts.home.code)
    if not facts.journeys or Visit.objects.filter(top_unit=unit).exists():
        return False
    register = Register(by=by)
    for mention in facts.mentions:
        register.enter(mention.partner, mention.source)
    for journey in facts.journeys:
        _add(journey, unit, {m.partner: register.of(m.partner) for m in facts.mentions}, on, by)
    return True


def _add(
    journey: Journey,
    unit: Unit,
    organisations: dict[Partner, Organisation],
    on: datetime.date,
    by: User,
) -> None:
    visit = services.plan_visit(
        by=by,
        unit=unit,
        way="out",
        title_en=journey.title_en,
        starts_on=journey.starts_on,
        ends_on=journey.ends_on,
        incomplete=True,
        source=str(journey.source),
    )
    leader = journey.leader
    person = Person.objects.get(
        unit=unit, family_name=leader.family_name, given_name=leader.given_name
    )
    [delegate] = services.add_delegates(
        visit, by=by, names=[(str(person.name_en), leader.position_en)], person=person
    )
    services.change_delegate(delegate, by=by, leads=True)
    for halt in journey.halts:
        services.add_stop(
            visit,
            by=by,
            organisation=organisations[halt.partner],
            about_en=halt.about_en,
            source=str(halt.source),
        )
    services.confirm_visit(visit, by=by, on=on)
    for brought in journey.brought:
        outcome = services.add_outcome(
            visit, by=by, kind=brought.kind, text_en=brought.text_en, source=str(brought.source)
        )
        if brought.led_to:
            partner = organisations[brought.led_to]
            agreement = Agreement.objects.get(
                top_unit=unit, kind=brought.kind, parties__organisation=partner
            )
            services.keep_outcome(outcome, by=by, agreement=agreement)
