"""What the rules ask of an event: what the dossier lacks, by when it is filed, how high it goes.

Nothing here decides. What is missing stops the filing; a late filing, a name to avoid, a conference
that is too long or needs a higher office is said with the rule, and stays visible.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from functools import cached_property

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entente.events.enums import Discipline, EventState
from entente.events.models import Event, EventCountry, EventHost
from entente.office.enums import Direction
from entente.office.models import RuleValue
from entente.office.reckoning import reckon
from entente.office.rules import Requirement, rule_value
from entente.office.screening import found

# China is one country to the rule, whichever of its regions people come from.
CHINA = frozenset({"CN", "HK", "MO", "TW"})


class DossierPart(models.TextChoices):
    """What a dossier states; which of them are asked says the rule `conference.dossier`."""

    BACKGROUND = "background", gettext_lazy("Background and purpose")
    TOPICS = "topics", gettext_lazy("Topics in Chinese and English")
    TITLES = "titles", gettext_lazy("Title in Chinese and English")
    DATES = "dates", gettext_lazy("Exact first and last day")
    PLACE = "place", gettext_lazy("Place")
    PEOPLE = "people", gettext_lazy("How many are expected, and from where")
    MONEY = "money", gettext_lazy("Budget and where the money comes from")


FIELDS = {
    DossierPart.BACKGROUND: "background",
    DossierPart.TOPICS: "topics_zh",
    DossierPart.TITLES: "title_zh",
    DossierPart.DATES: "starts_on",
    DossierPart.PLACE: "place_zh",
    DossierPart.PEOPLE: "expected_total",
    DossierPart.MONEY: "budget",
}


@dataclass
class Dossier:
    """An event beside the rules that hold on a day: the day of filing, or today before it."""

    event: Event
    on: datetime.date
    hosts: list[EventHost] = field(default_factory=list)
    countries: list[EventCountry] = field(default_factory=list)

    def _rule(self, name: str) -> RuleValue:
        return rule_value(f"conference.{name}", on=self.on, unit=self.event.unit)

    @cached_property
    def country_count(self) -> int:
        """How many countries take part by the rule, China included.

        Those from where people came, once that is entered; before it, where they are expected from.
        """
        came = [it for it in self.countries if it.came]
        held = self.event.state == EventState.HELD and came
        return 1 + len({it.country for it in (came if held else self.countries)} - CHINA)

    @cached_property
    def needed(self) -> RuleValue:
        """The rule that says how many countries make a conference international."""
        return self._rule("countries")

    @property
    def is_international(self) -> bool:
        """Whether it counts as international by the rule."""
        return self.event.is_conference and self.country_count >= int(self.needed.typed)

    @cached_property
    def with_ngo(self) -> bool:
        """Whether a foreign non-governmental organisation is among those who hold it."""
        return any(it.foreign_ngo for it in self.hosts)

    @cached_property
    def ahead(self) -> RuleValue:
        """The rule that says how long ahead it is filed."""
        return self._rule("file_ahead_ngo" if self.with_ngo else "file_ahead")

    @property
    def ahead_rule(self) -> str:
        """The name of that rule."""
        return f"conference.{'file_ahead_ngo' if self.with_ngo else 'file_ahead'}"

    @property
    def file_by(self) -> datetime.date | None:
        """The last day on which the dossier is filed in time; None where no rule asks for it."""
        if not self.is_international:
            return None
        return reckon(self.event.first_day, self.ahead.typed, Direction.BEFORE)

    @property
    def late_days(self) -> int:
        """How many days late it was filed, or is by now; 0 in time."""
        last = self.file_by
        if last is None:
            return 0
        return max(((self.event.filed_on or self.on) - last).days, 0)

    @property
    def missing(self) -> list[Requirement]:
        """What is asked and not there."""
        return [one for one in self.asked if not one.met]

    @cached_property
    def asked(self) -> list[Requirement]:
        """What the dossier of a conference states; of other events only what everybody asks."""
        if not self.event.is_conference:
            return [self._stated(DossierPart.TITLES, None)]
        value = self._rule("dossier")
        return [self._stated(DossierPart(code), value) for code in value.typed]

    def _stated(self, part: DossierPart, cited: RuleValue | None) -> Requirement:
        advice = _("The dossier states: %(part)s.") % {"part": part.label}
        return Requirement(FIELDS[part], part.label, self._has(part), advice, cited)

    def _has(self, part: DossierPart) -> bool:
        event = self.event
        match part:
            case DossierPart.BACKGROUND:
                return bool(event.background)
            case DossierPart.TOPICS:
                return bool(event.topics_zh and event.topics_en)
            case DossierPart.TITLES:
                return bool(event.title_zh and event.title_en)
            case DossierPart.DATES:
                return event.days is not None
            case DossierPart.PLACE:
                return bool(event.place)
            case DossierPart.PEOPLE:
                return None not in (event.expected_total, event.expected_foreign)
            case _:
                return bool(event.budget)

    @cached_property
    def remarks(self) -> list[Requirement]:
        """What the rules say beyond the dossier; nothing of it stops anything."""
        if not self.event.is_conference:
            return []
        return [
            self._names(),
            self._length(),
            *([self._filing(), self._planned()] if self.is_international else []),
            *self._sizes(),
        ]

    def _names(self) -> Requirement:
        value = self._rule("words_to_avoid")
        words = found(value.typed, self.event.title_zh, self.event.title_en)
        return Requirement(
            "title_zh",
            _("The name avoids certain words"),
            not words,
            _("The name uses: %(words)s.") % {"words": _(", ").join(words)},
            value,
        )

    def _length(self) -> Requirement:
        value, days = self._rule("longest"), self.event.days
        most = int(value.typed.number)
        return Requirement(
            "ends_on",
            _("It is not too long"),
            days is None or days <= most,
            _("It lasts %(days)s days; the rule allows %(most)s.") % {"days": days, "most": most},
            value,
        )

    def _filing(self) -> Requirement:
        words = {"day": self.file_by, "days": self.late_days}
        filed = self.event.filed_on
        late = (
            _("It was to be filed by %(day)s and was filed %(days)s days late.") % words
            if filed
            else _("It was to be filed by %(day)s; that was %(days)s days ago.") % words
        )
        label = _("Filed in time: by %(day)s") % words
        return Requirement("filed_on", label, not self.late_days, late, self.ahead)

    def _planned(self) -> Requirement:
        value = self._rule("plan_day")
        last = value.typed.in_year(self.event.first_day.year - 1)
        planned = self.event.planned_on
        advice = (
            _("It was entered into the plan on %(day)s, after %(last)s.")
            if planned
            else _("No day says that it was entered into the plan by %(last)s.")
        )
        return Requirement(
            "planned_on",
            _("It stands in the yearly plan"),
            planned is not None and planned <= last,
            advice % {"day": planned, "last": last},
            value,
        )

    def _sizes(self) -> list[Requirement]:
        """Say where the State Council decides, by how many are expected."""
        event = self.event
        if event.discipline not in Discipline.values:
            return []
        sizes = (
            ("foreigners", event.expected_foreign, _("Participants from abroad")),
            ("total", event.expected_total, _("Participants in all")),
        )
        asked = []
        for name, expected, label in sizes:
            value = self._rule(f"state_council_{name}_{event.discipline}")
            most = value.typed
            asked.append(
                Requirement(
                    f"expected_{'foreign' if name == 'foreigners' else 'total'}",
                    label,
                    expected is None or expected <= most,
                    _("%(number)s are expected; above %(most)s the State Council decides.")
                    % {"number": expected, "most": most},
                    value,
                )
            )
        return asked


def dossier_of(event: Event, *, on: datetime.date) -> Dossier:
    """Hold an event against the rules of the day on which it was filed, or of `on` before that."""
    return Dossier(
        event,
        event.filed_on or on,
        list(event.hosts.select_related("organisation")),
        list(event.countries.all()),
    )
