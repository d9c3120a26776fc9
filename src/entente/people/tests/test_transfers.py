"""Personal data that leave the country: entered without names, counted by year, with a ground."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from entente.kit.errors import DomainError
from entente.kit.models import AuditEntry
from entente.office import roles
from entente.office.services import system_user
from entente.organisations.services import merge_organisations
from entente.people import services
from entente.people.models import DataTransfer
from tests.factories import make_staff, make_unit
from tests.factories_office import set_rule
from tests.factories_organisations import make_organisation
from tests.factories_people import make_transfer

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 5, 4)


@pytest.fixture
def officer(client):
    user = make_staff(roles.OFFICER, unit=make_unit(), language="en")
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return user


def typed(officer, **values):
    return {
        "unit": officer.unit_id,
        "sent_on": timezone.localdate().isoformat(),
        "persons": "12",
        "received_by": "Embassy of Spain",
        "country": "ES",
        "what": "Names and passport numbers",
        "purpose": "Visa",
        "ground": "contract",
    } | values


def refused(call):
    with pytest.raises(ValidationError) as refusal:
        call()
    return list(refusal.value.message_dict)


def test_the_country_is_that_of_the_institution_and_the_record_names_nobody():
    partner = make_organisation(country="DE")

    transfer = make_transfer(recipient=partner, received_by="", country="")

    assert transfer.country == "DE"
    assert str(transfer) == f"2026-05-04 {partner.name}"


def test_what_lacks_a_recipient_or_a_ground_that_holds_is_refused_at_its_field():
    assert refused(lambda: make_transfer(received_by="")) == ["received_by"]
    assert refused(lambda: make_transfer(sensitive=True, ground="few")) == ["ground"]
    assert refused(lambda: make_transfer(persons=0)) == ["persons"]
    late = DAY + datetime.timedelta(days=1)
    assert refused(lambda: make_transfer(sent_on=late)) == ["sent_on"]
    assert not DataTransfer.objects.exists()


def test_a_year_adds_up_its_persons():
    unit = make_unit()
    make_transfer(unit, persons=300)
    make_transfer(unit, persons=12, sent_on=datetime.date(2026, 1, 1))
    make_transfer(unit, persons=7, sent_on=datetime.date(2025, 12, 31))

    assert DataTransfer.objects.of_year(2026).persons() == 312
    assert DataTransfer.objects.of_year(2024).persons() == 0


def test_a_change_is_told_and_one_from_an_old_page_is_refused():
    transfer = make_transfer()
    services.change_transfer(transfer, by=system_user(), on=DAY, seen=1, persons=4)

    assert AuditEntry.objects.about(transfer).filter(verb="transfer.changed").count() == 1
    with pytest.raises(DomainError):
        services.change_transfer(transfer, by=system_user(), on=DAY, seen=1, persons=5)


def test_it_moves_with_an_institution_that_is_merged():
    kept, twice = make_organisation(country="DE"), make_organisation(country="DE")
    transfer = make_transfer(recipient=twice)

    merge_organisations(kept, twice, by=system_user())

    transfer.refresh_from_db()
    assert transfer.recipient == kept


def test_an_officer_enters_and_corrects_it_on_pages(client, officer):
    wrong = client.post(reverse("people:add_transfer"), typed(officer, what=""))
    assert set(wrong.context["form"].errors) == {"what"}
    client.post(reverse("people:add_transfer"), typed(officer))
    transfer = DataTransfer.objects.get()
    change = reverse("people:change_transfer", args=[transfer.pk])
    no_ground = client.post(change, typed(officer, sensitive="on", ground="few", version=1))
    client.post(change, typed(officer, sensitive="on", version=1))

    transfer.refresh_from_db()
    assert set(no_ground.context["form"].errors) == {"ground"}
    assert transfer.sensitive
    assert "Embassy of Spain" in client.get(transfer.get_absolute_url()).content.decode()


def test_the_list_counts_the_year_and_says_when_the_number_is_reached(client, officer):
    today = timezone.localdate()
    for persons, sensitive in ((40, False), (2, True)):
        make_transfer(officer.unit, on=today, sent_on=today, persons=persons, sensitive=sensitive)
    make_transfer(on=today, sent_on=today, persons=900)

    page = client.get(reverse("people:transfers"))
    assert (page.context["persons"], page.context["sensitive"]) == (40, 2)
    assert not page.context["over"]
    set_rule("people.transfer_limit", "40", measure="persons", unit=officer.unit)
    page = client.get(reverse("people:transfers"))
    assert "does not hold any more" in page.content.decode()


@pytest.mark.parametrize("count", [1, 6])
def test_the_list_costs_the_same_however_long_it_is(
    client, officer, count, django_assert_num_queries
):
    for _ in range(count):
        make_transfer(officer.unit)
    client.get(reverse("people:transfers"))

    with django_assert_num_queries(11):
        page = client.get(reverse("people:transfers"))

    assert len(page.context["rows"]) == count
