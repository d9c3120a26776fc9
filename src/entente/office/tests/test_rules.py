"""A rule is asked for by name, day and unit; the nearest value that holds on the day answers."""

import datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from django.utils import translation

from entente.kit.errors import DomainError
from entente.kit.models import AuditEntry
from entente.office import roles, services
from entente.office.enums import RuleUnit
from entente.office.models import RuleValue
from entente.office.reckoning import DayOfYear, Duration, Money, declared, plain, read
from entente.office.reckoning.declared import UnknownRuleError
from entente.office.rules import MissingRuleError, rule, rule_value
from tests.factories import make_staff, make_unit
from tests.factories_office import set_rule

pytestmark = pytest.mark.django_db
DAY = datetime.date(2027, 1, 1)
EVE = datetime.date(2026, 12, 31)
QUORUM = "consortium.quorum"


def months(*numbers):
    return tuple(Duration(Decimal(number), RuleUnit.MONTHS) for number in numbers)


def test_the_published_rules_stand_with_their_sources():
    assert rule("agreement.end_notice", on=DAY) == months(12, 6, 3)
    assert rule(QUORUM, on=DAY) == Fraction(2, 3)
    assert rule("expert.days_in_year", on=DAY) == Duration(Decimal(30), RuleUnit.DAYS)
    assert rule("expert.plan_day", on=DAY) == DayOfYear(10, 31)
    assert rule("visit.lecture_text_ahead", on=DAY) == Duration(Decimal("1.5"), RuleUnit.MONTHS)
    assert rule("postgraduate.double_funding", on=DAY) is False
    assert rule("conference.words_to_avoid", on=DAY) == ("峰会", "高峰论坛", "世界大会", "首届")
    assert rule_value("conference.countries", on=DAY).link == (
        "https://gjjl.cuit.edu.cn/info/1053/2816.htm"
    )


def test_every_declared_rule_has_a_value_both_titles_and_a_source():
    stored = {value.name: value for value in RuleValue.objects.all()}

    assert stored.keys() == declared().keys()
    for declaration in declared().values():
        assert declaration.title_zh, declaration.name
        assert declaration.title_en, declaration.name
        assert declaration.about_zh, declaration.name
        assert declaration.about_en, declaration.name
        assert stored[declaration.name].source, declaration.name


@pytest.mark.parametrize(
    ("source", "chinese", "english"),
    [
        ("章程 · Statutes", "章程", "Statutes"),
        ("章程", "章程", "章程"),
        (
            "Ball State University · 2021",
            "Ball State University · 2021",
            "Ball State University · 2021",
        ),
        ("章程 · 第二版", "章程 · 第二版", "章程 · 第二版"),
    ],
)
def test_a_source_written_in_both_languages_is_told_in_one(source, chinese, english):
    row = RuleValue(source=source)

    told = []
    for language in ("zh-hans", "en"):
        with translation.override(language):
            told.append(row.source_in_words)

    assert told == [chinese, english]


def test_loading_again_changes_nothing_and_leaves_no_trace():
    before = list(RuleValue.objects.order_by("pk").values())

    assert services.load_published_rules() == 0

    assert list(RuleValue.objects.order_by("pk").values()) == before
    assert AuditEntry.objects.count() == 0


def test_loading_again_leaves_what_an_administrator_set():
    row = RuleValue.objects.get(name=QUORUM)
    services.change_rule_value(row, by=services.system_user(), value="1/2")

    services.load_published_rules()

    assert rule(QUORUM, on=DAY) == Fraction(1, 2)


def test_the_nearest_unit_wins():
    university = make_unit()
    school = make_unit(university)
    institute = make_unit(school)
    set_rule(QUORUM, "3/4", unit=university)
    set_rule(QUORUM, "4/5", unit=school)

    assert rule(QUORUM, on=DAY, unit=institute) == Fraction(4, 5)
    assert rule(QUORUM, on=DAY, unit=university) == Fraction(3, 4)
    assert rule(QUORUM, on=DAY, unit=make_unit()) == Fraction(2, 3)
    assert rule(QUORUM, on=DAY) == Fraction(2, 3)


def test_a_new_value_holds_from_its_day_and_the_old_one_until_the_eve():
    new = set_rule(QUORUM, "3/4", starts_on=DAY)

    assert rule(QUORUM, on=EVE) == Fraction(2, 3)
    assert rule(QUORUM, on=DAY) == Fraction(3, 4)
    old = RuleValue.objects.of(QUORUM).exclude(pk=new.pk).get()
    assert (old.starts_on, old.ends_on) == (None, EVE)
    assert list(AuditEntry.objects.order_by("pk").values_list("verb", "changes")) == [
        ("rule.closed", {"ends_on": ["", "2026-12-31"]}),
        (
            "rule.set",
            {
                "name": ["", QUORUM],
                "value": ["", "3/4"],
                "starts_on": ["", "2027-01-01"],
                "source": ["", "Statutes"],
            },
        ),
    ]


@pytest.mark.parametrize(
    ("starts_on", "ends_on"),
    [(None, None), (None, DAY), (EVE, DAY), (datetime.date(2026, 1, 1), EVE)],
)
def test_two_values_never_hold_on_the_same_day(starts_on, ends_on):
    unit = make_unit()
    set_rule(QUORUM, "3/4", unit=unit, starts_on=EVE, ends_on=DAY)

    with pytest.raises(DomainError) as refusal:
        set_rule(QUORUM, "4/5", unit=unit, starts_on=starts_on, ends_on=ends_on)

    assert list(refusal.value.error_dict) == ["starts_on"]
    assert RuleValue.objects.filter(unit=unit).count() == 1


def test_days_beside_each_other_do_not_overlap():
    unit = make_unit()
    set_rule(QUORUM, "3/4", unit=unit, starts_on=DAY, ends_on=DAY)
    set_rule(QUORUM, "1/2", unit=unit, ends_on=EVE)
    set_rule(QUORUM, "1/4", unit=unit, starts_on=DAY + datetime.timedelta(days=1))

    assert RuleValue.objects.filter(unit=unit).count() == 3


def test_moving_the_days_of_a_value_onto_another_is_refused():
    unit = make_unit()
    set_rule(QUORUM, "3/4", unit=unit, ends_on=EVE)
    later = set_rule(QUORUM, "1/2", unit=unit, starts_on=DAY)

    with pytest.raises(DomainError):
        services.change_rule_value(later, by=services.system_user(), starts_on=EVE)

    later.refresh_from_db()
    assert later.starts_on == DAY


def test_a_closed_value_gives_way_to_the_one_above_it():
    unit = make_unit()
    own = set_rule(QUORUM, "3/4", unit=unit)

    services.close_rule_value(own, by=services.system_user(), ends_on=EVE)

    assert rule(QUORUM, on=EVE, unit=unit) == Fraction(3, 4)
    assert rule(QUORUM, on=DAY, unit=unit) == Fraction(2, 3)


def test_a_rule_without_a_value_on_the_day_is_said_in_words(settings):
    settings.LANGUAGE_CODE = "en"
    row = RuleValue.objects.get(name=QUORUM)
    services.close_rule_value(row, by=services.system_user(), ends_on=EVE)

    with pytest.raises(MissingRuleError):
        rule(QUORUM, on=DAY)


def test_a_rule_that_nobody_declared_is_a_slip_of_the_program():
    with pytest.raises(UnknownRuleError, match=r"No app declares a rule 'quorum'\."):
        rule("quorum", on=DAY)


def test_a_rule_costs_one_query(django_assert_num_queries):
    school = make_unit(make_unit())
    set_rule(QUORUM, "4/5", unit=school)

    with django_assert_num_queries(1):
        rule(QUORUM, on=DAY, unit=school)


def test_a_units_administrator_sets_rules_for_the_unit_only():
    unit = make_unit()
    administrator = make_staff(roles.ADMINISTRATOR, unit=unit)

    set_rule(QUORUM, "3/4", by=administrator, unit=make_unit(unit))
    for elsewhere in (None, make_unit()):
        with pytest.raises(DomainError) as refusal:
            set_rule(QUORUM, "3/4", by=administrator, unit=elsewhere)
        assert list(refusal.value.error_dict) == ["unit"]


def test_people_see_what_holds_everywhere_and_in_their_own_house():
    university = make_unit()
    school = make_unit(university)
    officer = make_staff(roles.COORDINATOR, unit=school)
    RuleValue.objects.exclude(name=QUORUM).delete()
    seen = {set_rule(QUORUM, "3/4", unit=university).pk, set_rule(QUORUM, "4/5", unit=school).pk}
    set_rule(QUORUM, "1/2", unit=make_unit())
    seen |= set(RuleValue.objects.filter(unit=None).values_list("pk", flat=True))

    assert {value.pk for value in RuleValue.objects.visible_to(officer)} == seen


# --- What people type -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "typed", "unit", "value", "written"),
    [
        ("duration", " 15 ", "days", Duration(Decimal(15), RuleUnit.DAYS), "15"),
        ("duration", "1.50", "months", Duration(Decimal("1.5"), RuleUnit.MONTHS), "1.5"),
        ("durations", "3，12、6", "months", months(12, 6, 3), "12, 6, 3"),
        ("durations", "3/3", "months", months(3), "3"),
        ("number", "1e2", "persons", 100, "100"),
        ("fraction", "4 / 6", "", Fraction(2, 3), "2/3"),
        ("day_of_year", "2-29", "", DayOfYear(2, 29), "02-29"),
        ("words", "a\n\n b \na", "", ("a", "b"), "a\nb"),
        ("yes_no", "Yes", "", True, "yes"),
        ("money", "1,500", "CNY", Money(Decimal("1500.00"), "CNY"), "1500.00"),
    ],
)
def test_a_value_is_read_and_kept_in_one_plain_form(kind, typed, unit, value, written):
    assert read(kind, typed, unit) == value
    assert plain(kind, typed, unit) == written
    assert read(kind, written, unit) == value


@pytest.mark.parametrize(
    ("kind", "typed", "unit"),
    [
        ("duration", "soon", "days"),
        ("duration", "-1", "days"),
        ("duration", "1.5", "days"),
        ("duration", "NaN", "days"),
        ("duration", "Infinity", "days"),
        ("duration", "1000000", "days"),
        ("duration", "", "days"),
        ("durations", " , ", "days"),
        ("durations", "12, x", "months"),
        ("number", "2.5", "times"),
        ("fraction", "3/2", ""),
        ("fraction", "1/0", ""),
        ("fraction", "0.5", ""),
        ("day_of_year", "02-30", ""),
        ("day_of_year", "11", ""),
        ("words", " \n ", ""),
        ("yes_no", "maybe", ""),
        ("money", "1.005", "CNY"),
        ("money", "-1", "CNY"),
    ],
)
def test_a_value_that_does_not_fit_its_kind_is_refused_at_its_field(kind, typed, unit):
    with pytest.raises(DomainError) as refusal:
        read(kind, typed, unit)

    assert list(refusal.value.error_dict) == ["value"]


@pytest.mark.parametrize(("kind", "unit"), [("duration", ""), ("duration", "CNY"), ("money", "")])
def test_a_value_needs_a_unit_of_its_kind(kind, unit):
    with pytest.raises(DomainError) as refusal:
        read(kind, "1", unit)

    assert list(refusal.value.error_dict) == ["measure"]


def test_the_last_of_february_is_the_28th_in_ordinary_years():
    assert DayOfYear(2, 29).in_year(2027) == datetime.date(2027, 2, 28)
    assert DayOfYear(2, 29).in_year(2028) == datetime.date(2028, 2, 29)
