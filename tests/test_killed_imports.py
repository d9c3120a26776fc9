"""kill -9 during an import: all of the sheet is there, or nothing of it."""

import random

import pytest
from django.db import connection

from entente.bench.importing import is_whole, kill_during
from entente.intake.models import Import
from tests.factories import make_unit
from tests.factories_intake import HEADINGS, make_import, workbook


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_killed_import_is_there_whole_or_not_at_all():
    """Five at random moments, each over what the one before left; the last is let be."""
    towns = [f"{a}{b}{c}ford" for a in "BCDFG" for b in "aeiou" for c in "klmnrst"]
    rows = [[f"University of {town}", "Canada", "MOU", "2020", "", ""] for town in towns]
    chance = random.Random(5)  # noqa: S311 the same moments every time
    record = make_import(make_unit(), workbook([HEADINGS, *rows]))
    for _round in range(5):
        if Import.objects.get(pk=record.pk).state == "done":
            break
        kill_during(record.pk, after=chance.uniform(0.05, 3))
        assert is_whole(record)
    connection.close()
    kill_during(record.pk, after=600)
    assert is_whole(record)
    record.refresh_from_db()
    assert (record.state, record.summary["agreements_new"]) == ("done", len(towns))
