"""Loads the five documents' cooperation through the services, once."""

from __future__ import annotations

import datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction

from entente.demo.accounts import ACCOUNTS, PASSWORD
from entente.demo.corpus import INSTITUTIONS
from entente.demo.counted import add_numbers
from entente.demo.facts import Home, Institution, Promise
from entente.demo.journeys import add_journeys
from entente.demo.league import found_league
from entente.demo.pages import publish_pages
from entente.demo.register import Register
from entente.demo.research import add_research
from entente.kit import files
from entente.kit.models.files import AttachmentKind
from entente.office import services as office
from entente.office.models import Unit, User
from entente.papers import services as papers
from entente.partnerships import services as partnerships


def load(*, on: datetime.date) -> list[str]:
    """Load every document and sample account that is not there yet; name what was added.

    A document comes whole or not at all, and one whose home stands is left alone, with all that
    people have changed since. `on` is the day on which the office registers it.
    """
    by = office.system_user()
    added = []
    for facts in INSTITUTIONS:
        if not Unit.objects.filter(code=facts.home.code).exists():
            with transaction.atomic():
                _Loading(facts, on=on, by=by).run()
            added.append(facts.document.name)
    with transaction.atomic():
        added += _add_accounts(by=by)
    for facts in INSTITUTIONS:
        with transaction.atomic():
            if add_journeys(facts, on=on, by=by):
                added.append(f"{facts.document.name}: journeys")
        with transaction.atomic():
            if add_research(facts, on=on, by=by):
                added.append(f"{facts.document.name}: joint research")
        with transaction.atomic():
            if add_numbers(facts, on=on, by=by):
                added.append(f"{facts.document.name}: totals and figures")
        with transaction.atomic():
            if publish_pages(facts.home.code, on=on, by=by):
                added.append(f"{facts.document.name}: public pages")
    return added


class _Loading:
    """One document on its way into the records."""

    def __init__(self, facts: Institution, *, on: datetime.date, by: User) -> None:
        self.facts, self.on, self.by = facts, on, by
        self.register = Register(by=by)
        self.units: dict[str, Unit] = {}

    def run(self) -> None:
        """Store everything that the document says."""
        facts = self.facts
        top = self._add_units(facts.home)
        self.register.enter(facts.itself, facts.home.source, unit=top)
        for mention in facts.mentions:
            self.register.enter(mention.partner, mention.source)
        for person in facts.people:
            self.register.enter_person(person, unit=top)
        for promise in facts.promises:
            self._register_agreement(promise, top)
        papers.add_starting_templates(by=self.by, unit=top, checked=True)
        if facts.league:
            found_league(facts, unit=self.units["IUCES"], register=self.register, by=self.by)

    def _add_units(self, home: Home, parent: Unit | None = None) -> Unit:
        unit = office.add_unit(
            by=self.by,
            parent=parent,
            kind=home.kind,
            code=home.code,
            name_zh=home.name_zh,
            name_en=home.name_en,
            source=str(home.source),
        )
        self.units[home.code] = unit
        for below in home.below:
            self._add_units(below, parent=unit)
        return unit

    # --- Agreements -------------------------------------------------------------------------------

    def _register_agreement(self, promise: Promise, top: Unit) -> None:
        us, them = (self.facts.printed(side) for side in (self.facts.itself, promise.partner))
        agreement = partnerships.draft_agreement(
            by=self.by,
            unit=top,
            kind=promise.kind,
            title_en=promise.title_en,
            signed_on=promise.signed or None,
            source=str(promise.source),
            notes=promise.note,
            parties=[
                partnerships.NewParty(
                    unit=top, name_at_signing_zh=us["zh"], name_at_signing_en=us["en"]
                ),
                partnerships.NewParty(
                    organisation=self.register.of(promise.partner),
                    name_at_signing_zh=them["zh"],
                    name_at_signing_en=them["en"],
                ),
            ],
        )
        kind, text, about = AttachmentKind.SOURCE, self.facts.as_file(), self.facts.about_file()
        files.attach(agreement, text, kind=kind, by=self.by, **about)
        partnerships.register_agreement(agreement, on=self.on, by=self.by)


def _add_accounts(*, by: User) -> list[str]:
    known = set(User.objects.values_list("username", flat=True))
    missing = [account for account in ACCOUNTS if account.username not in known]
    units = {unit.code: unit for unit in Unit.objects.all()} if missing else {}
    # All have the same password: to hash it once is slow enough.
    password_hash = make_password(PASSWORD) if missing else ""
    for account in missing:
        user = office.add_user(
            by=by,
            password_hash=password_hash,
            username=account.username,
            name_zh=account.name_zh,
            name_en=account.name_en,
            unit=units.get(account.home),
        )
        office.grant_role(user, account.role, by=by, unit=units.get(account.unit))
    return [account.username for account in missing]
