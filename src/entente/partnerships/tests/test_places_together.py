"""Two who write places of one agreement at the same moment: both see what the other wrote."""

import threading

import pytest
from django.db import connection

from entente.kit.errors import DomainError
from entente.office.services import system_user
from entente.partnerships import services
from entente.partnerships.models import AgreementYear, Places
from tests.factories_partnerships import make_agreement

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*jobs):
    """Run jobs at the same moment; give the codes of those that were refused, in any order."""
    start, refused, broken = threading.Barrier(len(jobs)), [], []

    def run(job):
        try:
            start.wait()
            job()
        except DomainError as refusal:
            refused.append(refusal)
        except Exception as error:  # noqa: BLE001 the main thread tells
            broken.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert broken == []
    return refused


def test_parts_written_at_the_same_moment_never_exceed_their_quota_together():
    agreement, by = make_agreement(), system_user()
    services.write_places([services.NewPlaces(agreement, 2026, "outbound", 10)], by=by)
    whole = Places.objects.get()

    def part(level):
        line = services.NewPlaces(agreement, 2026, "outbound", 6, level=level, parent=whole)
        return lambda: services.write_places([line], by=by)

    refused = at_once(part("bachelor"), part("master"))

    assert len(refused) == 1
    assert sorted(Places.objects.values_list("number", flat=True)) == [6, 10]


def test_places_written_at_the_same_moment_are_all_counted():
    agreement, by = make_agreement(state="in_force"), system_user()

    def write(direction):
        line = services.NewPlaces(agreement, 2026, direction, 5, used=2)
        return lambda: services.write_places([line], by=by)

    assert at_once(write("outbound"), write("inbound")) == []

    year = AgreementYear.objects.get()
    assert (year.out_places, year.out_used, year.in_places, year.in_used) == (5, 2, 5, 2)
