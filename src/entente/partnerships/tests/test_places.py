"""Places: set, changed, divided, copied; year by year, and remembered."""

import contextlib
import datetime

import pytest
from django.core.exceptions import ValidationError

from entente.kit.errors import ChangedMeanwhileError, DomainError
from entente.kit.models import AuditEntry
from entente.office.services import system_user
from entente.partnerships import services
from entente.partnerships.enums import AgreementState
from entente.partnerships.models import Places
from entente.partnerships.services import NewPlaces
from tests.factories import make_unit
from tests.factories_partnerships import make_agreement

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 5, 1)


@pytest.fixture
def agreement():
    return make_agreement(state=AgreementState.IN_FORCE)


def places(agreement, number=10, *, year=2026, direction="outbound", **values):
    return NewPlaces(agreement, year, direction, number, **values)


def put(agreement, *args, **values):
    return services.set_places(places(agreement, *args, **values), by=system_user())


@contextlib.contextmanager
def refused(code):
    with pytest.raises(DomainError) as refusal:
        yield
    assert refusal.value.code == code


def numbers(agreement, year=2026):
    return [
        (it.direction, it.level, it.field, it.number)
        for it in Places.objects.filter(agreement=agreement, academic_year=year).order_by("pk")
    ]


def test_setting_places_is_remembered_in_the_history_of_the_agreement(agreement):
    made = put(agreement, 5, level="bachelor", months=5)

    assert numbers(agreement) == [("outbound", "bachelor", "", 5)]
    entry = AuditEntry.objects.about(agreement).first()
    assert (entry.verb, entry.record_id) == ("places.added", made.pk)
    assert entry.changes == {
        "academic_year": ["", 2026],
        "direction": ["", "outbound"],
        "stay": ["", "study"],
        "basis": ["", "exchange"],
        "level": ["", "bachelor"],
        "number": ["", 5],
        "months": ["", "5"],
    }


def test_the_same_places_stand_once(agreement):
    put(agreement, 5)

    with refused("twice"):
        put(agreement, 6)
    assert numbers(agreement) == [("outbound", "", "", 5)]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"number": -1}, "number"),
        ({"used": -1}, "used"),
        ({"months": -1}, "months"),
        ({"year": 12}, "academic_year"),
        ({"direction": "sideways"}, "direction"),
        ({"level": "wizard"}, "level"),
        ({"field": "physics"}, "field"),
        ({"language": "German"}, "language"),
    ],
)
def test_what_makes_no_sense_is_said_at_its_field(agreement, values, field):
    with pytest.raises(ValidationError) as refusal:
        put(agreement, **values)
    assert list(refusal.value.message_dict) == [field]
    assert numbers(agreement) == []


def test_parts_never_exceed_their_quota(agreement):
    top = put(agreement, 10)
    put(agreement, 6, level="bachelor", parent=top)

    with pytest.raises(DomainError) as refusal:
        put(agreement, 5, level="master", parent=top)

    assert list(refusal.value.message_dict) == ["number"]
    assert Places.objects.count() == 2


def test_a_quota_does_not_shrink_below_its_parts(agreement):
    top = put(agreement, 10)
    put(agreement, 6, level="bachelor", parent=top)

    with pytest.raises(DomainError) as refusal:
        services.change_places(top, by=system_user(), number=5)

    assert list(refusal.value.message_dict) == ["number"]
    assert Places.objects.get(pk=top.pk).number == 10


@pytest.mark.parametrize("values", [{"year": 2027}, {"direction": "inbound"}])
def test_a_part_stays_within_year_and_direction(agreement, values):
    top = put(agreement, 10)

    with pytest.raises(DomainError) as refusal:
        put(agreement, 1, level="bachelor", parent=top, **values)
    assert list(refusal.value.message_dict) == ["parent"]


def test_a_part_belongs_to_the_same_agreement(agreement):
    top = put(make_agreement(agreement.unit), 10)

    with pytest.raises(DomainError) as refusal:
        put(agreement, 1, level="bachelor", parent=top)
    assert list(refusal.value.message_dict) == ["parent"]


def test_places_are_for_units_of_the_same_institution(agreement):
    with pytest.raises(DomainError) as refusal:
        put(agreement, for_unit=make_unit())
    assert list(refusal.value.message_dict) == ["for_unit"]


def test_a_text_under_review_keeps_its_places():
    agreement = make_agreement(state=AgreementState.IN_REVIEW)

    with refused("under_review"):
        put(agreement)


def test_who_comes_second_is_told(agreement):
    made = put(agreement)
    seen = made.version
    services.change_places(made, by=system_user(), seen=seen, number=9)

    with pytest.raises(ChangedMeanwhileError):
        services.change_places(made, by=system_user(), seen=seen, number=8)


def test_use_is_recorded_with_its_source_and_day(agreement):
    made = put(agreement, 2)

    services.record_used(made, used=3, on=DAY, by=system_user())

    made.refresh_from_db()
    assert (made.used, made.used_from, made.used_on) == (3, "entered", DAY)
    services.record_used(made, used=None, on=DAY, by=system_user())
    made.refresh_from_db()
    assert (made.used, made.used_from, made.used_on) == (None, "", None)


def test_what_is_divided_is_taken_off_part_by_part(agreement):
    top = put(agreement, 10)
    part = put(agreement, 6, level="bachelor", parent=top)

    with refused("divided"):
        services.remove_places(top, by=system_user())
    services.remove_places(part, by=system_user())
    services.remove_places(top, by=system_user())
    assert Places.objects.count() == 0


def test_next_year_begins_as_this_year_with_its_parts(agreement):
    top = put(agreement, 10, used=4)
    put(agreement, 6, level="bachelor", parent=top)

    services.copy_year(agreement, year=2026, to=2027, by=system_user())

    assert numbers(agreement, 2027) == numbers(agreement, 2026)
    copy = Places.objects.get(academic_year=2027, level="bachelor")
    assert (copy.parent.academic_year, copy.used) == (2027, None)
    assert copy.parent.used is None


def test_copying_again_adds_only_what_is_new(agreement):
    put(agreement, 10)
    services.copy_year(agreement, year=2026, to=2027, by=system_user())
    Places.objects.filter(academic_year=2027).update(number=3)
    put(agreement, 2, direction="inbound")

    services.copy_year(agreement, year=2026, to=2027, by=system_user())

    assert numbers(agreement, 2027) == [("outbound", "", "", 3), ("inbound", "", "", 2)]


def test_an_empty_year_cannot_be_copied(agreement):
    with pytest.raises(DomainError) as refusal:
        services.copy_year(agreement, year=2020, to=2021, by=system_user())
    assert list(refusal.value.message_dict) == ["year"]


# --- Many at once ---------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 20])
def test_a_batch_costs_the_same_however_many_lines(agreement, count, django_assert_num_queries):
    by = system_user()
    put(agreement, 1, year=2000)
    rows = [places(agreement, 2, year=2000 + at, level="master") for at in range(count)]

    with django_assert_num_queries(26):
        services.write_places(rows, by=by)

    assert AuditEntry.objects.filter(verb="places.added").count() == count + 1


def test_writing_the_same_again_changes_nothing(agreement):
    rows = [places(agreement, 2, used=1), places(agreement, 3, direction="inbound")]
    services.write_places(rows, by=system_user())
    entries = AuditEntry.objects.count()

    written = services.write_places(rows, by=system_user())

    assert (written.created, written.changed, written.unchanged) == ([], [], 2)
    assert AuditEntry.objects.count() == entries


def test_a_line_changes_what_it_says_and_leaves_what_it_does_not_say(agreement):
    put(agreement, 2, used=1, source="Annex 1")

    written = services.write_places([places(agreement, 4)], by=system_user())

    made = written.changed[0]
    assert (made.number, made.used, made.source, made.version) == (4, 1, "Annex 1", 2)
    entry = AuditEntry.objects.about(agreement).first()
    assert (entry.verb, entry.changes) == ("places.changed", {"number": [2, 4]})


def test_one_wrong_line_refuses_the_batch(agreement):
    rows = [places(agreement, 4), places(agreement, -1, direction="inbound")]

    with pytest.raises(ValidationError):
        services.write_places(rows, by=system_user())
    with refused("twice"):
        services.write_places([places(agreement, 4), places(agreement, 5)], by=system_user())
    assert Places.objects.count() == 0


def test_lines_of_a_batch_can_be_parts_of_each_other(agreement):
    top = places(agreement, 10)
    middle = places(agreement, 6, level="postgraduate", parent=top)
    low = places(agreement, 2, level="doctor", parent=middle)

    written = services.write_places([low, middle, top], by=system_user())

    assert [it.parent and it.parent.level for it in written.places] == ["postgraduate", "", None]
