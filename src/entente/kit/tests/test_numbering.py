"""Numbers without a gap, whoever asks at the same moment."""

import threading

import pytest
from django.db import connection, transaction

from entente.kit import numbering
from entente.kit.models import NumberSeries


@pytest.mark.django_db
def test_each_scope_and_each_year_counts_from_one():
    taken = [
        numbering.take("agreement", scope=1, year=2026),
        numbering.take("agreement", scope=1, year=2026),
        numbering.take("agreement", scope=2, year=2026),
        numbering.take("agreement", scope=1, year=2027),
        numbering.take("certificate", scope=1),
    ]

    assert taken == [1, 2, 1, 1, 1]


@pytest.mark.django_db
def test_looking_at_the_next_number_takes_nothing():
    assert [numbering.peek("letter"), numbering.peek("letter")] == [1, 1]
    assert numbering.take("letter") == 1
    assert numbering.peek("letter") == 2
    assert NumberSeries.objects.count() == 1


@pytest.mark.django_db
def test_a_number_that_was_rolled_back_is_given_again():
    numbering.take("letter")
    with transaction.atomic():
        given = numbering.take("letter")
        transaction.set_rollback(True)

    assert (given, numbering.take("letter")) == (2, 2)


@pytest.mark.django_db(transaction=True)
def test_a_number_is_taken_inside_a_transaction_only():
    with pytest.raises(transaction.TransactionManagementError):
        numbering.take("letter")


@pytest.mark.django_db(transaction=True)
def test_people_who_ask_at_the_same_moment_leave_no_gap_and_repeat_none():
    kept, wrong = [], []
    together = threading.Barrier(4)

    def ask(person):
        try:
            together.wait(timeout=10)
            for turn in range(10):
                try:
                    with transaction.atomic():
                        number = numbering.take("agreement", scope=7, year=2026)
                        if (person + turn) % 3 == 0:
                            raise ZeroDivisionError
                    kept.append(number)
                except ZeroDivisionError:
                    continue
        except Exception as error:  # noqa: BLE001 - shown by the assertion below
            wrong.append(error)
        finally:
            connection.close()

    people = [threading.Thread(target=ask, args=(person,)) for person in range(4)]
    for person in people:
        person.start()
    for person in people:
        person.join()

    assert wrong == []
    assert sorted(kept) == list(range(1, len(kept) + 1))
    assert numbering.peek("agreement", scope=7, year=2026) == len(kept) + 1
