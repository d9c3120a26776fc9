"""Totals that are kept come to what counting comes to, whatever happens to the records."""

import contextlib
import datetime
import random

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from entente.figures import services
from entente.figures.counting import Question, count_figure
from entente.figures.models import Figure, Total
from entente.figures.services import totals
from entente.kit import nightly
from entente.kit.measures import Holds, measure_named, measures
from entente.kit.periods import PartialDate, Period
from entente.kit.quantities import Quantity
from entente.mobility import services as mobility
from entente.mobility.models import Stay
from entente.office.services import system_user
from entente.organisations import services as organisations
from entente.people import services as people
from tests.factories import make_unit
from tests.factories_figures import make_figure, make_tally
from tests.factories_mobility import make_stay
from tests.factories_organisations import make_organisation
from tests.factories_partnerships import make_agreement
from tests.factories_people import make_person

pytestmark = pytest.mark.django_db

today = timezone.localdate  # marks are put on the day of the change, and a run may pass midnight
DATES = ("2019", "2020", "2020-03", "2020-09-01", "2021", "2021-12-31", "2022-01", "2022-06-15")
KEPT = [it.name for it in measures() if it.paths]
PERIODS = (
    {"period_kind": "in_all"},
    {"period_kind": "year", "period_year": 2020},
    {"period_kind": "academic_year", "period_year": 2020},
    {"period_kind": "between", "period_from": "2020-02", "period_to": "2021-12-15"},
    {"period_kind": "since", "period_from": "2020-03-02"},
    {"period_kind": "last_years", "period_count": 6},
    {"period_kind": "since", "period_from": "2019", "per_year": True},
)


def figure_of(unit, measure="students_outbound", **values):
    said = {"sentence_zh": "共{number}。", "sentence_en": "In all {number}."}
    values = {"period_kind": "in_all"} | said | values
    return make_figure(unit, measure=measure, on=today(), **values)


def numbers(figure):
    figure = Figure.objects.get(pk=figure.pk)
    return figure.current


def assert_true_to_records():
    figures = Figure.objects.select_related("unit")
    assert [str(fault) for fault in services.faults(figures, on=today())] == []
    for figure in figures:
        live = count_figure(figure, today(), Question.of(figure, kept=False)).number
        assert count_figure(figure, today()).number == live
        assert figure.current == live


# --- Any figure, any change -----------------------------------------------------------------------


class World:
    """A small institution with figures of every kept measure, and something that happens to it."""

    def __init__(self, seed):
        self.chance = random.Random(seed)  # noqa: S311
        home = make_unit()
        self.units = [home, make_unit(home), make_unit(home)]
        self.partners = [make_organisation(country=country) for country in ("DE", "DE", "FR")]
        self.agreements = [
            make_agreement(home, state="in_force", partner=partner) for partner in self.partners
        ]
        self.people = [make_person(home, nationality=it) for it in ("DE", "CN", "", "HK")]
        for measure in ("students_outbound_times", "students_inbound_times"):
            make_tally(home, measure=measure, starts_on="2019", ends_on="2020-08", comparator="=")
        for measure in KEPT:
            figure_of(
                self.chance.choice(self.units),
                measure,
                filters=self.chance.choice(
                    [
                        {},
                        {},
                        {"country": "DE"},
                        {"kind": "exchange"},
                        {"year": "2020"},
                        {"partner": str(self.partners[0].pk), "academic_year": "2020"},
                        {"unit": str(self.units[1].pk)},
                    ]
                ),
                **self.chance.choice(PERIODS),
            )

    def values(self):
        chance = self.chance
        start = chance.choice(DATES)
        at = chance.choice([*range(len(self.partners)), None])
        return {
            "direction": chance.choice(["outbound", "outbound", "inbound"]),
            "kind": chance.choice(["exchange", "exchange", "research", "conference"]),
            "level": chance.choice(["bachelor", "staff", ""]),
            "organisation": None if at is None else self.partners[at],
            "country": "JP" if at is None else "",
            "agreement": None if at is None else chance.choice([None, self.agreements[at]]),
            "starts_on": start,
            "ends_on": chance.choice([start, "2023", "2022-07"]),
            "state": chance.choice(["done", "done", "planned", "broken_off"]),
        }

    def happen(self):
        chance, by = self.chance, system_user()
        stays = list(Stay.objects.order_by("pk"))
        what = chance.choice(["enter", "enter", "enter", "change", "remove", "person", "agreement"])
        if what == "person":
            person = chance.choice(self.people)
            people.change_person(person, by=by, nationality=chance.choice(["", "CN", "FR"]))
        elif what == "agreement":
            kind = chance.choice(["university", "company"])
            organisations.change_organisation(chance.choice(self.partners), by=by, kind=kind)
        elif what == "enter" or not stays:
            person, unit = chance.choice(self.people), chance.choice(self.units)
            mobility.enter_stay(by=by, unit=unit, person=person, sure=True, **self.values())
        elif what == "change":
            mobility.change_stay(chance.choice(stays), by=by, sure=True, **self.values())
        else:
            mobility.remove_stay(chance.choice(stays), by=by)


@pytest.mark.parametrize("seed", range(4))
def test_totals_stay_true_to_the_records_whatever_happens(seed):
    world = World(seed)
    for _step in range(10):
        # The same stay twice is refused, and changes nothing.
        with contextlib.suppress(ValidationError):
            world.happen()
        assert_true_to_records()


# --- One change -----------------------------------------------------------------------------------


def test_a_second_stay_of_a_person_adds_a_stay_and_no_person():
    home = make_unit()
    persons, times = figure_of(home), figure_of(home, "students_outbound_times")
    person = make_person(home)

    make_stay(home, person=person, starts_on="2020-03", ends_on="2020-06")
    make_stay(home, person=person, starts_on="2022-03", ends_on="2022-06")

    assert (numbers(persons), numbers(times)) == (Quantity(1, 1), Quantity(2, 2))
    assert_true_to_records()


def test_the_last_stay_of_a_person_that_goes_takes_the_person_along():
    home = make_unit()
    figure = figure_of(home)
    stay = make_stay(home)

    mobility.remove_stay(stay, by=system_user())

    assert numbers(figure) == Quantity(0, 0)
    assert_true_to_records()


def test_an_institution_that_is_a_university_after_all_lets_its_exchange_students_count():
    home = make_unit()
    partner = make_organisation(kind="company")
    agreement = make_agreement(home, state="in_force", partner=partner)
    figure = figure_of(home, "students_outbound_qs")
    make_stay(home, organisation=partner, agreement=agreement, sure=True)
    assert numbers(figure) == Quantity(0, 0)

    organisations.change_organisation(partner, by=system_user(), kind="university")

    assert numbers(figure) == Quantity(1, 1)
    assert_true_to_records()


def test_another_country_is_found_beyond_the_rows_that_are_looked_at(monkeypatch):
    monkeypatch.setattr(totals, "LOOKED_AT", 0)
    home = make_unit()
    figure = figure_of(home, "destination_countries", period_kind="year", period_year=2020)
    make_stay(home, country="DE", starts_on="2020-03", ends_on="2020-06")

    make_stay(home, country="DE", starts_on="2020-04", ends_on="2020-07")
    make_stay(home, country="FR", starts_on="2019-04", ends_on="2020-07")

    assert numbers(figure) == Quantity(1, 1)
    assert_true_to_records()


def test_more_records_than_are_judged_one_by_one_are_counted_anew(
    monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(totals, "MOST_ROWS", 0)
    home = make_unit()
    figure = figure_of(home)

    with django_capture_on_commit_callbacks(execute=True):
        make_stay(home)
        assert not Total.objects.filter(figure=figure).exists()
        assert count_figure(figure, today()).number == Quantity(1, 1)

    assert Total.objects.filter(figure=figure).exists()
    assert numbers(figure) == Quantity(1, 1)
    assert_true_to_records()


def test_a_change_that_is_undone_leaves_totals_as_they_were():
    home = make_unit()
    figure = figure_of(home)

    with transaction.atomic():
        make_stay(home)
        assert numbers(figure) == Quantity(1, 1)
        transaction.set_rollback(True)

    assert numbers(figure) == Quantity(0, 0)
    assert_true_to_records()


def test_a_figure_counts_from_what_is_kept_without_asking_the_records(django_assert_num_queries):
    home = make_unit()
    figure = figure_of(home)
    make_stay(home)
    figure = Figure.objects.select_related("unit").get(pk=figure.pk)

    with django_assert_num_queries(2) as asked:  # totals and tallies
        assert count_figure(figure, today()).number == Quantity(1, 1)

    assert not any("mobility_stay" in query["sql"] for query in asked)


@pytest.mark.parametrize(
    ("is_open", "values"),
    [(True, {}), (False, {"period_kind": "last_years", "period_count": 3})],
)
def test_totals_of_tomorrow_are_kept_ahead_and_those_of_yesterday_forgotten(is_open, values):
    figure = figure_of(make_unit(), **values)
    tomorrow = today() + datetime.timedelta(days=1)
    held = figure.totals.filter(is_open=is_open).values_list("last", flat=True)
    assert set(held) >= {today(), tomorrow}

    nightly.run("figures.recount_figures", on=tomorrow, by=system_user())

    assert not figure.totals.filter(last=today()).exists()
    assert figure.totals.filter(last=tomorrow).exists()


# --- The check ------------------------------------------------------------------------------------


def test_a_total_of_a_day_that_is_over_is_checked_as_it_was_counted():
    figure = figure_of(make_unit())
    make_stay(figure.unit, starts_on=str(today().year), ends_on=None, state="under_way")
    figures = Figure.objects.select_related("unit")

    later = list(services.faults(figures, on=today() + datetime.timedelta(days=9)))

    assert later == []


def test_the_check_names_a_total_that_is_wrong_and_mends_it(capsys):
    figure = figure_of(make_unit())
    make_stay(figure.unit)
    Total.objects.filter(figure=figure, is_open=True).update(low=7, high=7)

    with pytest.raises(SystemExit):
        call_command("figures", "check")
    assert "7 ≠ (1, 1)" in capsys.readouterr().out
    call_command("figures", "check", "--mend")
    capsys.readouterr()
    call_command("figures", "check")

    assert capsys.readouterr().out == "1 figures, 0 totals differ\n"


# --- One row and a query say the same -------------------------------------------------------------


@pytest.mark.parametrize("name", KEPT)
def test_a_row_is_judged_as_the_query_judges_it(name):
    measure, home = measure_named(name), make_unit()
    for at, start in enumerate(DATES):
        make_stay(
            home,
            direction="inbound" if "inbound" in name else "outbound",
            kind="conference" if "conference" in name else "exchange",
            level="staff" if "staff" in name else "bachelor",
            starts_on=start,
            ends_on="2022-08" if at % 2 else "2023",
        )
    rows = totals._read([measure], Q())[name]
    for period in (
        Period.year(2020),
        Period.academic_year(2020),
        Period(datetime.date(2020, 3, 15), datetime.date(2021, 12, 31)),
        Period(datetime.date(2020, 9, 1), datetime.date(2020, 9, 1)),
        Period.in_all(on=today()),
    ):
        judged = {key: measure.when.judged(row, period) for key, row in rows.items()}
        for bound, kept in enumerate((measure.when.surely(period), measure.when.possibly(period))):
            asked = set(measure.counted().filter(kept).values_list("pk", flat=True))
            assert {key for key, both in judged.items() if both[bound]} == asked


@pytest.mark.parametrize("start", [None, "2020", "2020-05", "2020-05-10"])
@pytest.mark.parametrize("end", [None, "2020", "2020-05", "2020-05-10", "2021"])
def test_a_stock_and_a_day_are_judged_as_they_are_asked(start, end):
    unit = make_unit()
    agreement = make_agreement(unit, state="in_force")
    agreements = type(agreement).objects.filter(pk=agreement.pk)
    agreements.update(
        starts_on=start and PartialDate.parse(start), ends_on=end and PartialDate.parse(end)
    )
    row = {
        "starts_on": start and PartialDate.parse(start),
        "ends_on": end and PartialDate.parse(end),
    }
    when = Holds("starts_on", "ends_on")
    for day in ("2019-12-31", "2020-05-09", "2020-05-10", "2020-05-31", "2020-12-31", "2021-01-01"):
        period = Period.as_of(datetime.date.fromisoformat(day))
        assert when.judged(row, period) == (
            agreements.filter(when.surely(period)).exists(),
            agreements.filter(when.possibly(period)).exists(),
        )
