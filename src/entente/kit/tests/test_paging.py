"""Turning the pages of a list: every row once, in order, forwards and back."""

import pytest

from entente.kit import paging
from entente.kit.paging import Cursor, Sort
from entente.office.models import Unit
from tests.factories import make_unit

pytestmark = pytest.mark.django_db


def walk(rows, sort, size):
    """Read a list page by page, and back again."""
    pages, cursor = [], None
    while True:
        page = paging.turn(rows, sort, cursor, size)
        pages.append([row.pk for row in page.records])
        if not page.next:
            break
        cursor = Cursor.decode(page.next)
    back = []
    while page.previous:
        page = paging.turn(rows, sort, Cursor.decode(page.previous), size)
        back.append([row.pk for row in page.records])
    return pages, back


@pytest.mark.parametrize("sort", ["closed_on", "-closed_on", "code", "-code", "pk"])
@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_every_row_comes_once_and_in_order_whatever_the_page(sort, size):
    days = ["2020-01-01", None, "2021-01-01", "2020-01-01", None, "2019-05-05", "2021-01-01"]
    for day in days:
        make_unit(closed_on=day)
    rows, order = Unit.objects.all(), Sort.parse(sort)
    whole = [row.pk for row in paging.turn(rows, order, None, 100).records]

    pages, back = walk(rows, order, size)

    assert sorted(whole) == sorted(Unit.objects.values_list("pk", flat=True))
    assert [pk for page in pages for pk in page] == whole
    assert [pk for page in reversed(back) for pk in page] == whole[: -len(pages[-1])]


def test_unknown_values_come_last_both_ways():
    known, unknown = make_unit(closed_on="2020-01-01"), make_unit()
    for sort in ("closed_on", "-closed_on"):
        page = paging.turn(Unit.objects.all(), Sort.parse(sort), None)
        assert [row.pk for row in page.records] == [known.pk, unknown.pk]


def test_a_place_that_makes_no_sense_is_the_start():
    assert Cursor.decode("%%%") is None
    assert Cursor.decode("W10") is None


def test_the_count_stops_at_its_cap():
    for _ in range(4):
        make_unit()
    assert paging.count(Unit.objects.all(), cap=2) == 3
    assert paging.count(Unit.objects.all(), cap=10) == 4


@pytest.mark.parametrize(
    ("counts", "said"), [((), "0"), ((3, 4), "7"), ((1000,), "1000"), ((1001, 2), "1002+")]
)
def test_a_sum_of_counts_says_where_counting_stopped(counts, said):
    assert paging.in_figures(*counts) == said
