"""The synthetic places of the bench add up as the services would add them up."""

import pytest

from entente.bench import places
from entente.partnerships import services
from entente.partnerships.enums import AgreementState
from entente.partnerships.models import AgreementYear, PartnerYear, Places
from entente.partnerships.models.balance import SUMS
from tests.factories_partnerships import make_agreement

pytestmark = pytest.mark.django_db


def told(model, *columns):
    return sorted(model.objects.values_list(*columns, "academic_year", "group", *SUMS))


def test_the_sums_of_the_bench_are_those_of_the_services():
    first = make_agreement(state=AgreementState.IN_FORCE)
    second = make_agreement(first.unit, state=AgreementState.IN_FORCE)

    places.fill()

    assert Places.objects.count() == 40
    made = told(AgreementYear, "agreement"), told(PartnerYear, "partner")
    AgreementYear.objects.all().delete()
    PartnerYear.objects.all().delete()
    services.keep_sums([first.pk, second.pk])
    assert (told(AgreementYear, "agreement"), told(PartnerYear, "partner")) == made
