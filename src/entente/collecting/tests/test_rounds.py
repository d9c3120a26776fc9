"""A round asks units, keeps what their heads signed, and locks what it adds up to."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from entente.collecting import services
from entente.collecting.counting import hash_of, result_of
from entente.collecting.enums import PART_FLOW, ROUND_FLOW, PartState, RoundState
from entente.collecting.models import Answer, Part
from entente.kit.errors import DomainError
from entente.kit.models import AuditEntry, Notice
from entente.office import roles
from entente.office import services as office
from entente.office.models import Deadline
from tests.factories import make_staff, make_unit
from tests.factories_collecting import ASKED, DUE, make_round, sign
from tests.factories_mobility import make_stay
from tests.factories_people import make_person

pytestmark = pytest.mark.django_db
TIMES = "students_outbound_times"
R, P = RoundState, PartState
ROUND_GOES = {
    (R.DRAFT, "open_round"): R.OPEN,
    (R.OPEN, "merge_round"): R.MERGED,
    (R.DRAFT, "cancel_round"): R.CANCELLED,
    (R.OPEN, "cancel_round"): R.CANCELLED,
}
PART_GOES = {
    (P.FILLING, "hand_in_part"): P.HANDED_IN,
    (P.HANDED_IN, "sign_part"): P.SIGNED,
    (P.HANDED_IN, "send_back_part"): P.FILLING,
    (P.SIGNED, "send_back_part"): P.FILLING,
    (P.FILLING, "close_part"): P.CLOSED,
    (P.HANDED_IN, "close_part"): P.CLOSED,
    (P.SIGNED, "close_part"): P.CLOSED,
}


@pytest.fixture(autouse=True)
def _in_english():
    with override("en"):
        yield


def goes(flow, state, step, target):
    if target:
        assert flow.move(state, step) == target
    else:
        with pytest.raises(DomainError):
            flow.move(state, step)


@pytest.mark.parametrize("step", ROUND_FLOW.steps)
@pytest.mark.parametrize("state", RoundState)
def test_every_step_of_a_round_from_every_state(state, step):
    goes(ROUND_FLOW, state, step, ROUND_GOES.get((state, step)))


@pytest.mark.parametrize("step", PART_FLOW.steps)
@pytest.mark.parametrize("state", PartState)
def test_every_step_of_a_sheet_from_every_state(state, step):
    goes(PART_FLOW, state, step, PART_GOES.get((state, step)))


def two_schools():
    """Make a university with two schools; the first sent two students in 2025, the second one."""
    university = make_unit()
    schools = [make_unit(university), make_unit(university)]
    for school, days in ((schools[0], ("2025-03-01", "2025-09-01")), (schools[1], ("2025-05-01",))):
        for day in days:
            make_stay(person=make_person(school), starts_on=day, ends_on=None, state="under_way")
    return university, schools


def part_of(round, unit):
    return Part.objects.for_page().get(round=round, unit=unit)


def answer_of(round, unit, measure=TIMES):
    return Answer.objects.for_page().get(part__round=round, unit=unit, measure=measure)


def correct(answer, **values):
    values = {
        "kind": "corrected",
        "comparator": ">=",
        "low": 5,
        "reason": "Summer school not entered",
        "source": "List of the school, 2025",
    } | values
    services.answer_measure(answer, by=office.system_user(), **values)


def number(result, measure=TIMES):
    return next(entry for entry in result["measures"] if entry["measure"] == measure)


def test_sent_a_round_gives_each_unit_its_sheet_and_a_deadline():
    university, schools = two_schools()

    round = make_round(university, units=schools, sent=True)

    assert [part.unit for part in round.parts.order_by("unit__path")] == schools
    assert Answer.objects.count() == 4
    assert set(Deadline.objects.values_list("kind", "due_on", "state")) == {
        ("collecting.part", DUE, "open")
    }
    assert [entry["measure"] for entry in round.definitions] == [TIMES, "agreements_in_force"]
    assert round.definitions[0]["units"] == {"zh": "人次", "en": "person-times"}


def test_signed_numbers_are_added_up_with_what_was_corrected_and_locked():
    university, schools = two_schools()
    round = make_round(university, units=schools, sent=True)
    correct(answer_of(round, schools[1]))
    head = make_staff(roles.HEAD, unit=university)
    for school in schools:
        sign(part_of(round, school), by=head)

    services.merge_round(round, on=ASKED, by=head)

    entry = number(round.result)
    assert [
        (it["kind"], it["number"]["plain"], it["from_records"]["plain"]) for it in entry["answers"]
    ] == [
        ("records", "2", "2"),
        ("corrected", "> 4", "1"),
    ]
    assert entry["total"] == {"low": 7, "high": None, "plain": "> 6"}
    assert entry["from_records_of_all"]["plain"] == "3"
    assert entry["answers"][1]["source"] == "List of the school, 2025"
    round.refresh_from_db()
    assert (round.state, round.result_hash) == (R.MERGED, hash_of(round.result))
    assert set(round.parts.values_list("state", flat=True)) == {P.CLOSED}
    assert Deadline.objects.filter(state="open").count() == 0


def test_a_locked_result_does_not_follow_the_records():
    university, schools = two_schools()
    round = make_round(university, units=schools[:1], sent=True)
    sign(part_of(round, schools[0]))
    services.merge_round(round, on=ASKED, by=office.system_user())
    kept = dict(round.result)

    make_stay(
        person=make_person(schools[0]), starts_on="2025-11-01", ends_on=None, state="under_way"
    )
    round.refresh_from_db()

    assert result_of(round, DUE) == kept
    with pytest.raises(DomainError):
        correct(answer_of(round, schools[0]))


def test_different_persons_of_several_units_add_up_to_bounds_only():
    university, schools = two_schools()
    round = make_round(university, units=schools, measures=["students_outbound"], sent=True)
    for school in schools:
        sign(part_of(round, school))

    total = number(result_of(round, ASKED), "students_outbound")["total"]

    assert (total["low"], total["high"]) == (2, 3)


def test_a_correction_changes_no_record_and_says_why():
    university, schools = two_schools()
    round = make_round(university, units=schools, sent=True)
    answer = answer_of(round, schools[0])

    for lacking in ({"reason": ""}, {"source": ""}, {"low": None}):
        with pytest.raises(ValidationError) as refused:
            correct(answer, **lacking)
        assert list(lacking) == list(refused.value.error_dict)
    correct(answer)

    entry = AuditEntry.objects.filter(verb="answer.given").latest("pk")
    assert entry.changes["kind"] == ["records", "corrected"]
    assert number(result_of(round, ASKED))["from_records_of_all"]["plain"] == "3"


def test_nil_against_records_says_why():
    university, schools = two_schools()
    round = make_round(university, units=schools, sent=True)
    by = office.system_user()
    services.answer_measure(answer_of(round, schools[0]), by=by, kind="nil")

    with pytest.raises(DomainError, match="reported nil"):
        services.hand_in_part(part_of(round, schools[0]), by=by)

    services.answer_measure(
        answer_of(round, schools[0]), by=by, kind="nil", reason="Entered for another school"
    )
    sign(part_of(round, schools[0]))
    assert number(result_of(round, ASKED))["total"]["plain"] == "0"


def test_what_is_handed_in_keeps_its_numbers_and_is_locked():
    university, schools = two_schools()
    round = make_round(university, units=schools, sent=True)
    services.hand_in_part(part_of(round, schools[0]), by=office.system_user())
    make_stay(
        person=make_person(schools[0]), starts_on="2025-12-01", ends_on=None, state="under_way"
    )

    assert answer_of(round, schools[0]).kept.exact == 2
    with pytest.raises(DomainError, match="handed in or closed"):
        correct(answer_of(round, schools[0]))


def test_sent_back_a_sheet_is_filled_in_again_until_another_day():
    university, schools = two_schools()
    round = make_round(university, units=schools, sent=True)
    part = part_of(round, schools[0])
    sign(part)
    again = datetime.date(2026, 2, 10)

    services.send_back_part(
        part, on=ASKED, due_on=again, reason="The summer school lacks", by=office.system_user()
    )

    part.refresh_from_db()
    assert (part.state, part.signed_by, part.due_on, part.returned) == (P.FILLING, None, again, 1)
    assert answer_of(round, schools[0]).kept is None
    open_ = Deadline.objects.about(part).filter(state="open")
    assert [deadline.due_on for deadline in open_] == [again]
    with pytest.raises(DomainError):
        services.merge_round(round, on=ASKED, by=office.system_user())


def test_late_units_are_listed_and_their_heads_told_once_a_stage():
    university, schools = two_schools()
    due = datetime.date(2026, 1, 31)
    round = make_round(university, units=schools, sent=True, due_on=due)
    head = make_staff(roles.HEAD, unit=schools[0])
    sign(part_of(round, schools[1]))

    for day in (due, due, due + datetime.timedelta(days=1), due + datetime.timedelta(days=2)):
        office.tell_owners(on=day, by=office.system_user())

    late = Part.objects.late(datetime.date(2026, 2, 1))
    assert [part.unit for part in late] == [schools[0]]
    assert Notice.objects.filter(user=head).count() == 1


def test_merging_names_who_has_not_signed():
    university, schools = two_schools()
    round = make_round(university, units=schools, sent=True)
    by = office.system_user()
    with pytest.raises(DomainError, match="No unit has signed"):
        services.merge_round(round, on=ASKED, by=by)
    sign(part_of(round, schools[0]))
    with pytest.raises(DomainError, match="Not signed yet"):
        services.merge_round(round, on=ASKED, by=by)

    services.merge_round(round, on=ASKED, by=by, without_missing=True)

    assert [unit["code"] for unit in round.result["missing"]] == [schools[1].code]
    assert number(round.result)["total"]["plain"] == "2"


def test_units_that_contain_each_other_or_belong_elsewhere_are_refused():
    university, schools = two_schools()
    for wrong in ([university, schools[0]], [make_unit()], []):
        with pytest.raises(DomainError):
            make_round(university, units=wrong)


def test_a_round_that_was_sent_is_not_changed_and_can_be_cancelled():
    university, schools = two_schools()
    round = make_round(university, units=schools, sent=True)
    by = office.system_user()
    with pytest.raises(DomainError):
        services.change_round(round, by=by, units=schools, name_en="Another")

    services.cancel_round(round, on=ASKED, by=by, reason="Asked twice")

    round.refresh_from_db()
    assert round.state == R.CANCELLED
    assert set(round.parts.values_list("state", flat=True)) == {P.CLOSED}
    assert not Deadline.objects.filter(state="open").exists()
