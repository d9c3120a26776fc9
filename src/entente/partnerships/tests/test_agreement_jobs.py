"""What happens by itself, also twice; and two people who decide at once."""

import datetime
import threading

import pytest
from django.db import connections

from entente.kit import nightly
from entente.kit.errors import DomainError
from entente.kit.models import AuditEntry
from entente.office.models import Deadline
from entente.office.services import system_user
from entente.partnerships import jobs, services
from entente.partnerships.enums import AgreementState
from entente.partnerships.models import Agreement
from tests.factories import make_unit, make_user
from tests.factories_partnerships import DAY, let_all_sign, make_agreement

S = AgreementState
KEEPING = "partnerships.keep_deadlines_of_agreements"


def at_once(*deeds):
    """Let each deed happen in a thread of its own, all from the same moment on."""
    barrier = threading.Barrier(len(deeds))
    outcomes = [None] * len(deeds)

    def run(place, deed):
        barrier.wait()
        try:
            deed()
            outcomes[place] = "done"
        except DomainError as refusal:
            outcomes[place] = refusal.code
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


@pytest.mark.django_db
def test_the_day_after_the_last_one_ends_an_agreement_and_a_second_run_changes_nothing():
    agreement = make_agreement(state=S.IN_FORCE, ends_on="2026-05")
    make_agreement(state=S.IN_FORCE)
    last, after = datetime.date(2026, 5, 31), datetime.date(2026, 6, 1)

    assert jobs.end_agreements_that_ran_out(on=last, by=system_user()) == 0
    assert jobs.end_agreements_that_ran_out(on=after, by=system_user()) == 1
    entries = AuditEntry.objects.count()
    assert jobs.end_agreements_that_ran_out(on=after, by=system_user()) == 0

    agreement.refresh_from_db()
    assert agreement.state == S.ENDED
    assert AuditEntry.objects.count() == entries


@pytest.mark.django_db
def test_the_first_day_brings_a_signed_agreement_into_force_and_a_second_run_changes_nothing():
    agreement = make_agreement(state=S.SIGNED, starts_on="2026-09-01")
    first = datetime.date(2026, 9, 1)

    assert jobs.bring_agreements_into_force(on=datetime.date(2026, 8, 31), by=system_user()) == 0
    assert jobs.bring_agreements_into_force(on=first, by=system_user()) == 1
    assert jobs.bring_agreements_into_force(on=first, by=system_user()) == 0

    agreement.refresh_from_db()
    assert agreement.state == S.IN_FORCE


@pytest.mark.django_db(transaction=True)
def test_of_two_people_who_decide_at_once_the_second_is_told_and_nothing_is_lost():
    agreement = make_agreement(state=S.IN_REVIEW)
    heads = [make_user(agreement.unit) for _ in range(2)]
    seen = [Agreement.objects.get(pk=agreement.pk) for _ in range(2)]

    outcomes = at_once(
        lambda: services.approve_agreement(seen[0], by=heads[0]),
        lambda: services.approve_agreement(seen[1], by=heads[1]),
    )

    assert sorted(outcomes) == ["done", "wrong_state"]
    agreement.refresh_from_db()
    assert agreement.state == S.SIGNING
    assert AuditEntry.objects.filter(verb="agreement.approved").count() == 1


@pytest.mark.django_db(transaction=True)
def test_agreements_signed_at_once_receive_numbers_without_gap_and_none_twice():
    first = make_agreement(state=S.SIGNING)
    others = [make_agreement(first.unit, state=S.SIGNING) for _ in range(3)]
    for agreement in (first, *others):
        let_all_sign(agreement)
    system = system_user()

    def signing(agreement):
        return lambda: services.sign_agreement(agreement, on=DAY, signed_on=DAY, by=system)

    assert at_once(*map(signing, [first, *others])) == ["done"] * 4
    numbers = sorted(Agreement.objects.values_list("number", flat=True))
    assert [number[-8:] for number in numbers] == [f"2026-00{place}" for place in (1, 2, 3, 4)]


@pytest.mark.django_db
def test_the_night_sets_a_deadline_that_no_page_set_and_closes_one_of_what_is_over():
    unit = make_unit()
    ending = make_agreement(unit, state="in_force", ends_on="2026-12-31")
    over = make_agreement(unit, state="in_force", ends_on="2026-11-30")
    Deadline.objects.about(ending).delete()
    Agreement.objects.filter(pk=over.pk).update(state="ended")

    first = nightly.run(KEEPING, on=datetime.date(2026, 6, 1), by=system_user())
    again = nightly.run(KEEPING, on=datetime.date(2026, 6, 1), by=system_user())

    assert (first.result, again.result) == ("2", "0")
    assert [deadline.state for deadline in Deadline.objects.about(ending)] == ["open"]
    assert not Deadline.objects.about(over).open().exists()
