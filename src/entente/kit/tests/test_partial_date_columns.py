"""Columns of partial dates: their order and the questions asked of them, in the database."""

import datetime
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models
from django.test.utils import isolate_apps
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from entente.kit.periods import (
    PartialDate,
    PartialDateField,
    holds_on,
    in_order,
    not_after,
    not_before,
    possibly_within,
    surely_not_after,
    surely_not_before,
    surely_within,
)

pytestmark = pytest.mark.django_db(transaction=True)

TEXTS = [
    "2011",
    "2012-10-31",
    "2012",
    "2012-11",
    "2012-11-01",
    "2012-11-06",
    "2012-11-30",
    "2012-12",
    "2012-12-31",
    "2013",
    "2013-01-01",
]
DATES = [PartialDate.parse(text) for text in TEXTS]


@pytest.fixture
def promises(transactional_db):
    with isolate_apps("entente.kit"):

        class Promise(models.Model):  # noqa: DJ008 - it is shown to nobody
            starts_on = PartialDateField(null=True, blank=True)
            ends_on = PartialDateField(null=True, blank=True)

            class Meta:
                app_label = "kit"
                db_table = "test_promise"
                constraints = (
                    models.CheckConstraint(
                        name="in_order", condition=in_order("starts_on", "ends_on")
                    ),
                )

    with connection.schema_editor() as editor:
        editor.create_model(Promise)
    yield Promise
    with connection.schema_editor() as editor:
        editor.delete_model(Promise)


def starts(queryset):
    return sorted(str(promise.starts_on) for promise in queryset)


def test_the_database_keeps_dates_in_their_order(promises):
    promises.objects.bulk_create(promises(starts_on=each) for each in [*reversed(DATES), None])

    stored = promises.objects.exclude(starts_on=None).order_by("starts_on")

    assert [promise.starts_on for promise in stored] == sorted(DATES)


def test_a_date_comes_back_as_it_was_given(promises):
    promises.objects.create(starts_on="2012年11月", ends_on=date(2013, 1, 1))

    promise = promises.objects.get(starts_on="2012-11")

    assert (promise.starts_on, promise.ends_on) == (PartialDate(2012, 11), PartialDate(2013, 1, 1))
    assert starts(promises.objects.filter(starts_on__lte="2012-11-22")) == ["2012-11"]


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.dates(date(2012, 10, 1), date(2013, 2, 1)), st.integers(0, 60))
def test_the_database_answers_as_the_dates_themselves_do(promises, day, days):
    promises.objects.all().delete()
    promises.objects.bulk_create(promises(starts_on=each) for each in [*DATES, None])
    last = day + datetime.timedelta(days=days)

    def database(question):
        return starts(promises.objects.filter(question))

    def ourselves(question):
        return sorted(str(each) for each in DATES if question(each))

    assert database(not_after("starts_on", day)) == ourselves(lambda it: it.earliest <= day)
    assert database(not_before("starts_on", day)) == ourselves(lambda it: it.latest >= day)
    assert database(surely_not_after("starts_on", day)) == ourselves(lambda it: it.latest <= day)
    assert database(surely_not_before("starts_on", day)) == ourselves(lambda it: it.earliest >= day)
    assert database(possibly_within("starts_on", day, last)) == ourselves(
        lambda it: it.earliest <= last and it.latest >= day
    )
    assert database(surely_within("starts_on", day, last)) == ourselves(
        lambda it: it.earliest >= day and it.latest <= last
    )


def test_what_has_begun_and_not_ended_holds(promises):
    day = date(2012, 11, 15)
    for start, end, holds in [
        ("2012", None, True),
        ("2012-11", "2012-11", True),
        ("2011", "2012", True),
        ("2011", "2012-11-15", True),
        ("2011", "2012-11-14", False),
        ("2012-12", None, False),
        (None, None, False),
    ]:
        promises.objects.all().delete()
        promises.objects.create(starts_on=start, ends_on=end)
        assert promises.objects.filter(holds_on("starts_on", "ends_on", day)).exists() is holds


@pytest.mark.parametrize(
    ("start", "end", "fits"),
    [
        ("2012-11-06", "2012", True),
        ("2012", "2012-05", True),
        ("2012-11-06", "2012-11-06", True),
        ("2012-11-06", None, True),
        (None, "2012", True),
        ("2012-11-06", "2012-11-05", False),
        ("2012-11-06", "2012-10", False),
        ("2013", "2012-12-31", False),
    ],
)
def test_an_end_that_cannot_follow_its_start_is_refused_twice(promises, start, end, fits):
    promise = promises(starts_on=start, ends_on=end)
    if fits:
        promise.full_clean()
        promise.save()
    else:
        with pytest.raises(ValidationError):
            promise.full_clean()
        with pytest.raises(IntegrityError):
            promise.save()
