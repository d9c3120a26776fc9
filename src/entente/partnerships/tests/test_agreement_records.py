"""What an agreement can hold, what the database refuses, and which rows a question finds."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from entente.kit import files
from entente.kit.errors import DomainError
from entente.office import roles
from entente.office.services import system_user
from entente.organisations import services as organisations
from entente.partnerships import services
from entente.partnerships.enums import AgreementState
from entente.partnerships.models import Agreement, AgreementParty
from entente.partnerships.tables import print_standing
from tests.factories import make_staff, make_unit, make_user
from tests.factories_organisations import make_organisation
from tests.factories_partnerships import DAY, make_agreement

pytestmark = pytest.mark.django_db
S = AgreementState


def titles(rows):
    return sorted(rows.values_list("title_en", flat=True))


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"title_zh": "", "title_en": ""}, "title_zh"),
        ({"starts_on": "2026-05-02", "ends_on": "2026-05-01"}, "ends_on"),
        ({"signed_on": "2026-05", "ends_on": "2025"}, "ends_on"),
        ({"languages": ["zh", "tlh"]}, "languages"),
        ({"kind": "friendship"}, "kind"),
    ],
)
def test_impossible_values_are_refused_at_their_field_and_nothing_is_saved(values, field):
    with pytest.raises(ValidationError) as refusal:
        make_agreement(**values)

    assert list(refusal.value.message_dict) == [field]
    assert Agreement.objects.count() == 0


@pytest.mark.parametrize("field", ["signed_on", "starts_on", "ends_on"])
def test_a_date_before_1800_is_refused_at_its_field(field):
    with pytest.raises(ValidationError) as refusal:
        make_agreement(**{field: "1799"})

    assert list(refusal.value.message_dict) == [field]


def test_an_end_in_the_year_of_its_start_is_possible():
    agreement = make_agreement(starts_on="2026-05", ends_on="2026")

    assert agreement.last_day == datetime.date(2026, 12, 31)


@pytest.mark.parametrize(
    "broken",
    [
        {"title_zh": "", "title_en": ""},
        {"state": "in_force", "number": "X-1", "signed_on": None, "source": ""},
        {"state": "in_force", "number": "", "source": "Page"},
        {"number": "X-1"},
        {"state": "ended", "number": "X-1", "source": "Page", "ends_on": None},
        {"starts_on": "2026-05-02", "ends_on": "2026-05-01"},
    ],
)
def test_the_database_itself_refuses_what_cannot_be(broken):
    agreement = make_agreement()

    with pytest.raises(IntegrityError), transaction.atomic():
        Agreement.objects.filter(pk=agreement.pk).update(**broken)


def test_two_agreements_never_carry_one_number():
    first, second = (make_agreement(state=S.IN_FORCE) for _ in range(2))

    with pytest.raises(IntegrityError), transaction.atomic():
        Agreement.objects.filter(pk=second.pk).update(number=first.number)


def test_a_party_is_a_unit_or_a_partner_and_never_both():
    agreement = make_agreement()
    unit, organisation = make_unit(agreement.unit), make_organisation()

    for wrong in ({"unit": unit, "organisation": organisation}, {}):
        with pytest.raises(ValidationError):
            services.add_party(agreement, services.NewParty(**wrong), by=system_user())
        with pytest.raises(IntegrityError), transaction.atomic():
            AgreementParty.objects.create(agreement=agreement, **wrong)


def test_nobody_is_a_party_twice():
    partner = make_organisation()
    agreement = make_agreement(partner=partner)

    with pytest.raises(ValidationError):
        services.add_party(agreement, services.NewParty(organisation=partner), by=system_user())
    with pytest.raises(IntegrityError), transaction.atomic():
        AgreementParty.objects.create(agreement=agreement, organisation=partner)


def test_a_unit_of_another_institution_is_no_party_of_ours():
    agreement = make_agreement()

    with pytest.raises(DomainError) as refusal:
        services.add_party(agreement, services.NewParty(unit=make_unit()), by=system_user())

    assert list(refusal.value.message_dict) == ["unit"]


def test_a_signed_agreement_keeps_a_party_on_each_side():
    agreement = make_agreement(state=S.IN_FORCE)

    for party in agreement.parties.all():
        with pytest.raises(DomainError):
            services.remove_party(party, by=system_user())
    assert agreement.parties.count() == 2


@pytest.mark.parametrize(
    ("day", "found"),
    [
        ("2019-12-31", ["open"]),
        ("2020-01-01", ["open", "year"]),
        ("2020-05-04", ["open", "year"]),
        ("2020-05-05", ["day", "open", "year"]),
        ("2021-05-04", ["day", "open", "year"]),
        ("2021-05-05", ["open", "year"]),
        ("2021-12-31", ["open", "year"]),
        ("2022-01-01", ["open"]),
    ],
)
def test_in_force_as_of_a_day_counts_the_edges(day, found):
    unit = make_unit()
    facts = {"unit": unit, "state": S.IN_FORCE, "title_zh": "", "on": datetime.date(2020, 12, 31)}
    make_agreement(**facts, title_en="year", signed_on="2020", starts_on="2020", ends_on="2021")
    make_agreement(
        **facts,
        title_en="day",
        signed_on="2020-01-01",
        starts_on="2020-05-05",
        ends_on="2021-05-04",
    )
    make_agreement(**facts, title_en="open", signed_on="1979")
    make_agreement(unit, title_en="draft", starts_on="2020", ends_on="2030")

    assert titles(Agreement.objects.in_force(datetime.date.fromisoformat(day))) == found


def test_an_agreement_ended_within_a_year_binds_only_on_days_that_are_sure():
    agreement = make_agreement(state=S.IN_FORCE, signed_on="2020")
    services.end_agreement(agreement, on=DAY, ended_on="2026", reason="Over", by=system_user())

    assert Agreement.objects.in_force(datetime.date(2026, 1, 1)).count() == 1
    assert Agreement.objects.in_force(datetime.date(2026, 1, 2)).count() == 0


@pytest.mark.parametrize(
    ("ends_on", "months"),
    [
        ("2026-04-30", []),
        ("2026-05-01", [3, 6, 12]),
        ("2026-08-01", [3, 6, 12]),
        ("2026-08-02", [6, 12]),
        ("2027-05-01", [12]),
        ("2027-05-02", []),
        ("2026", [12]),
    ],
)
def test_what_ends_within_months_is_found_by_the_last_day_it_can_mean(ends_on, months):
    make_agreement(
        state=S.IN_FORCE, ends_on=ends_on, on=datetime.date(2026, 1, 1), signed_on="2020"
    )

    found = [m for m in (3, 6, 12) if Agreement.objects.ending(DAY, months=m).exists()]

    assert found == months


@pytest.mark.parametrize(
    ("values", "ended", "words"),
    [
        ({"term": "automatic", "renews_every": 12}, False, "renews in 39 days"),
        ({"term": "automatic", "renews_every": 12}, True, "ends in 39 days"),
        ({"term": "fixed"}, False, "ends in 39 days"),
    ],
)
def test_what_renews_by_itself_is_not_said_to_end(values, ended, words):
    last = timezone.localdate() + datetime.timedelta(days=39)
    agreement = make_agreement(
        state=S.IN_FORCE,
        ends_on=f"{last}",
        on=datetime.date(2026, 1, 1),
        signed_on="2020",
        **values,
    )
    if ended:
        services.terminate_agreement(
            agreement,
            kind="mutual",
            notified_on=datetime.date(2026, 1, 2),
            last_day=last,
            reason="Over",
            on=datetime.date(2026, 1, 2),
            by=system_user(),
        )

    with translation.override("en"):
        assert words in print_standing(Agreement.objects.for_list().get(pk=agreement.pk))


def test_another_institutions_agreement_is_not_seen():
    unit, other = make_unit(), make_unit()
    school = make_unit(unit)
    for owner, name in ((unit, "university"), (school, "school"), (other, "other")):
        make_agreement(owner, title_en=name)

    def seen(unit):
        officer = make_staff(roles.OFFICER, unit=unit)
        return titles(Agreement.objects.visible_to(officer))

    assert seen(unit) == ["school", "university"]
    assert seen(school) == ["school"]
    assert seen(other) == ["other"]


@pytest.mark.parametrize("count", [1, 5])
def test_a_line_of_the_list_costs_the_same_however_many(count, django_assert_num_queries):
    unit = make_unit()
    for _ in range(count):
        make_agreement(unit, owner=make_user(unit))

    with django_assert_num_queries(2):
        lines = [
            (
                str(agreement.unit),
                str(agreement.owner),
                [str(party) for party in (*agreement.ours, *agreement.theirs)],
            )
            for agreement in Agreement.objects.for_list()
        ]

    assert len(lines) == count


def test_merging_partners_moves_the_party_and_keeps_its_name_at_signing():
    kept, merged = make_organisation(name_en="Kept"), make_organisation(name_en="Merged")
    agreement = make_agreement(state=S.IN_FORCE, partner=merged)

    merge = organisations.merge_organisations(kept, merged, by=system_user())

    party = Agreement.objects.for_list().get(pk=agreement.pk).theirs[0]
    assert (party.organisation, party.name_at_signing_en) == (kept, "Merged")
    organisations.undo_merge(merge, by=system_user())
    party.refresh_from_db()
    assert party.organisation == merged


@pytest.mark.parametrize(
    ("languages", "held", "missing"),
    [
        ([], [], "zh,en"),
        ([], ["zh"], "en"),
        ([], ["zh-en"], ""),
        (["en"], ["en"], ""),
        (["zh", "de"], ["zh"], "de"),
        (["zh", "de"], ["zh", "other"], ""),
    ],
)
def test_a_text_that_binds_and_is_not_in_the_files_is_a_gap(languages, held, missing):
    agreement = make_agreement(languages=languages)
    for number, language in enumerate(held):
        paper = SimpleUploadedFile("text.txt", f"Article {number}".encode())
        files.attach(agreement, paper, kind="text", by=system_user(), language=language)

    agreement.refresh_from_db()
    assert agreement.texts_missing == ""
    services.register_agreement(agreement, on=DAY, signed_on=DAY, by=system_user())
    assert agreement.texts_missing == missing


def test_a_gap_closes_when_the_text_is_attached_and_opens_when_it_goes():
    agreement = make_agreement(state=S.IN_FORCE, languages=["en"])
    assert list(Agreement.objects.lacking_texts()) == [agreement]

    paper = SimpleUploadedFile("text.txt", b"Article 1")
    text = files.attach(agreement, paper, kind="text", by=system_user(), language="en")
    assert list(Agreement.objects.lacking_texts()) == []

    files.detach(text, by=system_user())
    assert list(Agreement.objects.lacking_texts()) == [agreement]
