"""The end of an agreement: notice, consent, breach, and what renews itself."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from entente.kit.errors import DomainError
from entente.kit.models import AuditEntry
from entente.office import roles
from entente.office.services import system_user
from entente.partnerships import jobs, services
from entente.partnerships.enums import AgreementState
from entente.partnerships.models import Agreement, Termination
from tests.factories import make_staff
from tests.factories_partnerships import make_agreement

pytestmark = pytest.mark.django_db
S = AgreementState
ON = datetime.date(2026, 9, 10)
A_YEAR = {"notice_length": 1, "notice_unit": "academic_years"}
AUTOMATIC = {"term": "automatic", "renews_every": 60, "signed_on": "2021", "starts_on": "2022"}


def running(**values):
    return make_agreement(state=S.IN_FORCE, on=ON, **{"signed_on": "2020"} | values)


def terminate(agreement, **values):
    values = {
        "kind": "unilateral",
        "notified_on": datetime.date(2026, 9, 2),
        "reason": "New strategy",
        "on": ON,
    } | values
    return services.terminate_agreement(agreement, by=system_user(), **values)


def test_notified_on_2_september_it_takes_effect_one_academic_year_later_and_stays_continue():
    agreement = running(term="evergreen", **A_YEAR)

    terminate(agreement, by_party=agreement.theirs[0], runs_until=datetime.date(2029, 1, 31))

    agreement.refresh_from_db()
    assert (agreement.state, agreement.last_day) == (S.IN_FORCE, datetime.date(2028, 8, 31))
    assert Agreement.objects.in_force(datetime.date(2028, 8, 31)).exists()
    assert agreement.termination.runs_until == datetime.date(2029, 1, 31)
    assert jobs.end_agreements_that_ran_out(on=datetime.date(2028, 9, 1), by=system_user()) == 1


def test_an_earlier_day_than_the_notice_allows_is_refused_at_its_field(settings):
    settings.LANGUAGE_CODE = "en"
    agreement = running(term="evergreen", **A_YEAR)

    with pytest.raises(DomainError) as refusal:
        terminate(agreement, last_day=datetime.date(2027, 8, 31))

    assert refusal.value.message_dict == {
        "last_day": [
            "Notified on 2 Sep 2026 it binds until 31 Aug 2028. An earlier end needs the consent"
            " of all sides."
        ]
    }
    agreement.refresh_from_db()
    assert (agreement.ends_on, Termination.objects.count()) == (None, 0)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({}, "last_day"),
        ({"kind": "mutual"}, "last_day"),
        ({"notified_on": datetime.date(2026, 9, 11)}, "notified_on"),
        ({"kind": "mutual", "last_day": datetime.date(2019, 1, 1)}, "last_day"),
        ({"reason": " "}, "reason"),
        (
            {"last_day": datetime.date(2027, 1, 1), "runs_until": datetime.date(2026, 12, 31)},
            "runs_until",
        ),
    ],
)
def test_an_impossible_end_is_refused_at_its_field_and_nothing_is_saved(values, field):
    agreement = running()

    with pytest.raises(ValidationError) as refusal:
        terminate(agreement, **values)

    assert list(refusal.value.message_dict) == [field]
    agreement.refresh_from_db()
    assert (agreement.state, agreement.ends_on, Termination.objects.count()) == (
        S.IN_FORCE,
        None,
        0,
    )


def test_consent_and_breach_end_on_their_own_day_and_what_is_over_ends_at_once():
    mutual, breach = running(**A_YEAR), running(**A_YEAR)

    terminate(mutual, kind="mutual", last_day=datetime.date(2026, 12, 31))
    terminate(breach, kind="breach")

    assert (mutual.state, str(mutual.ends_on)) == (S.IN_FORCE, "2026-12-31")
    assert (breach.state, str(breach.ends_on)) == (S.ENDED, "2026-09-02")


def test_an_end_is_recorded_once():
    agreement = running(term="evergreen", **A_YEAR)
    terminate(agreement)

    with pytest.raises(DomainError) as refusal:
        terminate(agreement)

    assert refusal.value.code == "terminated"


def test_what_renews_by_itself_goes_on_each_period_and_a_second_run_changes_nothing():
    agreement = running(ends_on="2026-12-31", **AUTOMATIC)
    last, after = datetime.date(2026, 12, 31), datetime.date(2027, 1, 1)

    assert jobs.renew_agreements_that_go_on(on=last, by=system_user()) == 0
    assert jobs.end_agreements_that_ran_out(on=after, by=system_user()) == 0
    assert jobs.renew_agreements_that_go_on(on=after, by=system_user()) == 1
    assert jobs.renew_agreements_that_go_on(on=after, by=system_user()) == 0

    agreement.refresh_from_db()
    assert (agreement.state, str(agreement.ends_on)) == (S.IN_FORCE, "2031-12-31")
    entry = AuditEntry.objects.get(verb="agreement.renewed_by_itself")
    assert entry.changes == {"ends_on": ["2026-12-31", "2031-12-31"]}


def test_what_was_given_notice_is_never_renewed():
    agreement = running(ends_on="2026-12-31", notice_length=3, notice_unit="months", **AUTOMATIC)
    assert agreement.notice_day == datetime.date(2026, 9, 30)
    terminate(agreement)
    after = datetime.date(2027, 1, 1)

    assert jobs.renew_agreements_that_go_on(on=after, by=system_user()) == 0
    with pytest.raises(DomainError):
        services.renew_by_itself(agreement, on=after, by=system_user())
    assert jobs.end_agreements_that_ran_out(on=after, by=system_user()) == 1

    agreement.refresh_from_db()
    assert (agreement.state, str(agreement.ends_on)) == (S.ENDED, "2026-12-31")


def test_a_registered_agreement_that_renews_by_itself_stands_in_its_present_period():
    of_2007 = AUTOMATIC | {"signed_on": "2007", "starts_on": "2007"}
    agreement = make_agreement(ends_on="2011-12-31", **of_2007)

    services.register_agreement(agreement, on=ON, by=system_user())

    assert (agreement.state, str(agreement.ends_on)) == (S.IN_FORCE, "2026-12-31")


@pytest.mark.parametrize(
    ("values", "fields"),
    [
        ({"term": "fixed"}, ["ends_on"]),
        ({"term": "automatic", "ends_on": "2027"}, ["renews_every"]),
        ({"term": "automatic", "renews_every": 12}, ["ends_on"]),
        ({"term": "evergreen", "ends_on": "2027"}, ["ends_on"]),
        ({"term": "evergreen", "renews_every": 12}, ["renews_every"]),
        ({"notice_length": 6}, ["notice_unit"]),
        ({"notice_unit": "months"}, ["notice_length"]),
    ],
)
def test_what_does_not_fit_the_term_is_refused_at_its_field(values, fields):
    with pytest.raises(ValidationError) as refusal:
        make_agreement(**values)

    assert list(refusal.value.message_dict) == fields


def test_the_page_records_the_end_and_shows_it(client):
    head = make_staff(roles.HEAD, language="en")
    client.force_login(head)
    client.cookies["django_language"] = "en"
    today = timezone.localdate()
    agreement = make_agreement(
        head.unit, state=S.IN_FORCE, on=today, signed_on="2020", term="evergreen", **A_YEAR
    )
    address = reverse("partnerships:terminate", args=[agreement.pk])
    typed = {
        "kind": "unilateral",
        "by_party": agreement.theirs[0].pk,
        "notified_on": today.isoformat(),
        "reason": "New strategy",
    }

    early = client.post(address, typed | {"last_day": today.isoformat()})
    assert (early.status_code, list(early.context["form"].errors)) == (422, ["last_day"])
    assert client.post(address, typed).status_code == 302

    page = client.get(agreement.get_absolute_url())
    agreement.refresh_from_db()
    words = page.content.decode()
    assert f"Its last day is {agreement.last_day}" in words
    assert "Stays that have begun continue to their own end." in words
    assert page.context["steps"] == []
