"""The real files of a university: five years of agreements, to the last place."""

import datetime
import os
from pathlib import Path

import pytest
from django.core.files import File
from django.db.models import Sum

from entente.intake import importers, services
from entente.intake.shipped import ZARAGOZA
from entente.kit import audit
from entente.office.services import add_unit, system_user
from entente.organisations.models import Organisation
from entente.partnerships.models import Agreement, Places

FILES = Path(os.environ.get("ENTENTE_SHARED") or "/nowhere") / "zaragoza"
TOTALS = {
    2017: (3477, 10_062, 1_165),
    2018: (3784, 10_964, 1_365),
    2019: (3948, 11_328, 1_420),
    2020: (4114, 11_831, 873),
    2021: (4060, 15_006, 1_613),
}


def bring_in(home, year):
    path = FILES / f"unizar_acuerdos_{year}.csv"
    by = system_user()
    with path.open("rb") as file:
        record = services.start_import(File(file, name=path.name), unit=home, by=by)
    services.name_columns(record, ZARAGOZA, by=by, name="zaragoza")
    importers.apply(record, on=datetime.date(2026, 5, 1), by=by)
    return record


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.skipif(not FILES.is_dir(), reason=f"the files of Zaragoza are not in {FILES}")
def test_five_years_of_agreements_reconcile_with_their_totals():
    home = add_unit(by=system_user(), kind="university", **ZARAGOZA.home)
    for year, (rows, offered, used) in TOTALS.items():
        record = bring_in(home, year)
        assert (record.state, record.rows, record.refused) == ("done", rows, 0)
        places = Places.objects.of_year(year)
        sums = places.aggregate(offered=Sum("number"), used=Sum("used"))
        assert (sums["offered"], sums["used"]) == (offered, used)
    assert Agreement.objects.filter(domestic=True).exclude(programme="SICUE").count() == 0
    assert Agreement.objects.filter(domestic=False, programme="SICUE").count() == 0
    spain = Organisation.objects.filter(country="ES", unit=None)
    assert Agreement.objects.with_organisations(spain).filter(domestic=False).count() == 0
    assert Organisation.objects.count() < 764
    waiting = Organisation.objects.provisional().count()
    assert 0 < waiting < 100
    again = bring_in(home, 2017)
    assert (again.created, again.changed, again.refused) == (0, 0, 0)
    assert audit.verify()[1] == []
