"""Many changes at once: what is left behind is what one by one would have left."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from entente.kit import audit, search
from entente.kit.models import AuditEntry, SearchEntry
from entente.office.services import system_user
from entente.organisations.models import OrganisationName
from entente.partnerships.models import Agreement
from tests.factories import make_unit
from tests.factories_organisations import make_organisation
from tests.factories_partnerships import make_agreement


def said(record):
    """Read what the trail says of a record, without its place in the chain."""
    entries = AuditEntry.objects.about(record)
    return [(entry.verb, entry.changes, entry.note) for entry in entries]


def agreement(unit, number):
    return Agreement(
        unit=unit, kind="exchange", title_en=f"Exchange {number}", starts_on=f"20{number}"
    )


@pytest.mark.django_db
def test_many_at_once_leave_what_one_by_one_would_have_left():
    unit, by = make_unit(), system_user()
    alone = audit.creating(agreement(unit, 12), by=by, verb="agreement.drafted", note="why")
    [one, other] = audit.creating_all(
        [agreement(unit, 12), agreement(unit, 13)], by=by, verb="agreement.drafted", note="why"
    )
    assert said(one) == said(alone)
    kept = Agreement.objects.get(pk=other.pk)
    assert (kept.version, kept.top_unit_id, kept.first_day.year) == (1, unit.pk, 2013)
    fields = ("unit", "tree", "title_zh", "title_en", "names", "words")
    rows = SearchEntry.objects.filter(title_en="Exchange 12").values(*fields)
    assert len(rows) == 2
    assert rows[0] == rows[1]


@pytest.mark.django_db
def test_the_chain_verifies_after_many_at_once():
    first, second, by = make_unit(), make_unit(), system_user()
    mixed = [agreement(unit, year) for year in range(10, 30) for unit in (first, second)]
    audit.creating_all(mixed, by=by, verb="agreement.drafted")
    make_agreement(unit=first)
    audit.removing_all(mixed[:7], by=by, verb="agreement.removed")
    count, broken = audit.verify()
    assert broken == []
    assert count == AuditEntry.objects.count()
    assert AuditEntry.objects.filter(verb="agreement.drafted", chain=second.pk).count() == 20


@pytest.mark.django_db
def test_many_at_once_cost_few_queries():
    unit, by = make_unit(), system_user()
    counts = []
    for number in (1, 1, 12):
        many = [agreement(unit, 10 + at) for at in range(number)]
        with CaptureQueriesContext(connection) as asked:
            audit.creating_all(many, by=by, verb="agreement.drafted", indexed=False)
        counts.append(len(asked))
    assert counts[1] == counts[2]


@pytest.mark.django_db
def test_one_faulty_record_refuses_all_of_them():
    unit, by = make_unit(), system_user()
    before = AuditEntry.objects.count()
    faulty = agreement(unit, 13)
    faulty.ends_on = "2012"
    with pytest.raises(ValidationError) as refused:
        audit.creating_all([agreement(unit, 12), faulty], by=by, verb="agreement.drafted")
    assert list(refused.value.message_dict) == ["ends_on"]
    assert (Agreement.objects.count(), AuditEntry.objects.count()) == (0, before)


@pytest.mark.django_db
def test_a_value_outside_the_choices_is_refused_at_its_field():
    faulty = agreement(make_unit(), 12)
    faulty.kind = "friendship"
    with pytest.raises(ValidationError) as refused:
        audit.creating_all([faulty], by=system_user(), verb="agreement.drafted")
    assert list(refused.value.message_dict) == ["kind"]


@pytest.mark.django_db
def test_what_the_database_refuses_is_said_in_words():
    organisation, by = make_organisation(name_en="Waterloo"), system_user()
    same = [
        OrganisationName(organisation=organisation, text="Loo", language="en", kind="alias")
        for _ in range(2)
    ]
    with override("en"), pytest.raises(ValidationError) as refused:
        audit.creating_all(same, by=by, verb="organisation.name_added")
    assert refused.value.messages == ["This name stands there already."]
    unnumbered = agreement(make_unit(), 12)
    unnumbered.state, unnumbered.source = "in_force", "A letter"
    before = AuditEntry.objects.count()
    with override("en"), pytest.raises(ValidationError) as refused:
        audit.creating_all([unnumbered], by=by, verb="agreement.registered")
    assert refused.value.messages == ["Signed agreements carry a number, others do not."]
    assert AuditEntry.objects.count() == before


@pytest.mark.django_db
def test_what_was_removed_is_not_found_and_stays_in_the_history():
    kept, gone = make_agreement(title_en="Stay put"), make_agreement(title_en="Leave soon")
    words = SearchEntry.objects.filter(title_en="Leave soon")
    assert words.count() == 1
    audit.removing_all([gone], by=system_user(), verb="agreement.removed")
    assert list(Agreement.objects.all()) == [kept]
    assert words.count() == 0
    assert list(search.matching(Agreement.objects.all(), "Leave")) == []
