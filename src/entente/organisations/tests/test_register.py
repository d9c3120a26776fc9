"""The register: names, identifiers, places, what is proposed for a name."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from entente.kit import audit
from entente.kit.models import AuditEntry
from entente.office import roles
from entente.office.services import system_user
from entente.organisations import services
from entente.organisations.enums import NameKind, Region
from entente.organisations.models import (
    DatedList,
    DueDiligence,
    ListEntry,
    Merge,
    Organisation,
    OrganisationName,
)
from tests.factories import make_staff, make_unit
from tests.factories_organisations import make_organisation

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 11, 22)


def refused(field, code=None):
    """Expect a refusal at a field."""

    class Refusal:
        def __enter__(self):
            return self

        def __exit__(self, kind, error, trace):
            assert kind is not None, "nothing was refused"
            assert issubclass(kind, ValidationError)
            assert field in error.message_dict, error.message_dict
            return True

    return Refusal()


@pytest.fixture
def waterloo():
    return make_organisation(
        "University of Waterloo", "滑铁卢大学", country="CA", city_en="Waterloo"
    )


@pytest.mark.parametrize(
    "typed",
    [
        "Univ. of Waterloo",
        "滑铁卢大学",
        "University of Waterloo (Canada)",
        "加拿大滑铁卢大学",
        "university  of WATERLOO",
        "Waterloo University",
        "Universty of Waterloo",
    ],
)
def test_every_usual_spelling_proposes_the_one_partner(waterloo, typed):
    make_organisation("University of Windsor", "温莎大学", country="CA")
    make_organisation("University of Oxford", "牛津大学", country="GB")

    best, proposal = Organisation.objects.proposed_for(typed)[0]

    assert best == waterloo
    assert proposal.score > 70


def test_a_name_that_nobody_bears_proposes_nobody(waterloo):
    assert Organisation.objects.proposed_for("武汉纺织") == []


def test_a_country_that_is_given_keeps_the_others_out(waterloo):
    assert Organisation.objects.proposed_for("University of Waterloo", country="DE") == []


def test_the_main_names_stand_in_lists(waterloo):
    assert (waterloo.name_zh, waterloo.name_en) == ("滑铁卢大学", "University of Waterloo")


def test_an_organisation_without_any_name_is_refused():
    with refused("name_en"):
        services.add_organisation(by=system_user(), names=[], kind="university")
    assert Organisation.objects.count() == 0


def test_a_name_in_a_third_language_stands_in_where_both_are_missing():
    school = make_organisation(names=[{"text": "Universität Siegen", "language": "de"}])
    assert (school.name_zh, school.name_en) == ("", "Universität Siegen")


def test_two_main_names_in_one_language_are_refused_at_the_field(waterloo):
    with refused("is_main"):
        services.add_name(waterloo, by=system_user(), text="Waterloo", language="en", is_main=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        OrganisationName.objects.create(
            organisation=waterloo, text="Other", language="en", is_main=True, key="other"
        )


def test_a_new_name_keeps_the_old_one_with_its_years(waterloo):
    services.rename(
        waterloo, text="Waterloo University", language="en", since="2027", by=system_user()
    )
    waterloo.refresh_from_db()

    assert waterloo.name_en == "Waterloo University"
    old = waterloo.names.get(text="University of Waterloo")
    assert (old.kind, old.is_main, str(old.until)) == (NameKind.FORMER, False, "2027")
    assert Organisation.objects.proposed_for("University of Waterloo")[0][0] == waterloo


def test_the_last_name_stays(waterloo):
    first, second = waterloo.names.all()
    services.remove_name(first, by=system_user())
    with pytest.raises(ValidationError):
        services.remove_name(second, by=system_user())
    assert list(waterloo.names.all()) == [second]


def test_an_identifier_with_a_wrong_check_digit_is_refused_at_its_field(waterloo):
    with refused("value"):
        services.set_identifier(waterloo, "ror", "https://ror.org/01aff2v69", by=system_user())
    assert waterloo.identifiers.count() == 0


def test_an_identifier_in_use_names_whose_it_is(waterloo):
    services.set_identifier(waterloo, "ror", "https://ror.org/01aff2v68", by=system_user())
    other = make_organisation()
    with pytest.raises(ValidationError) as refusal:
        services.set_identifier(other, "ror", "01aff2v68", by=system_user())
    assert str(waterloo) in refusal.value.message_dict["value"][0]


@pytest.mark.parametrize("field", ["parent", "successor"])
def test_circles_are_refused(field):
    first, second, third = make_organisation(), make_organisation(), make_organisation()
    services.change_organisation(second, by=system_user(), **{field: first})
    services.change_organisation(third, by=system_user(), **{field: second})
    with refused(field):
        services.change_organisation(first, by=system_user(), **{field: third})
    first.refresh_from_db()
    assert getattr(first, field) is None


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"country": "XX"}, "country"),
        ({"latitude": 91, "longitude": 0}, "latitude"),
        ({"latitude": 50}, "__all__"),
        ({"founded_on": "1900", "closed_on": "1899"}, "__all__"),
        ({"website": "no address"}, "website"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_saved(waterloo, values, field):
    with refused(field):
        services.change_organisation(waterloo, by=system_user(), **values)
    assert Organisation.objects.filter(version=1).count() == 1


@pytest.mark.parametrize(
    ("code", "region", "zh", "en"),
    [
        ("HK", Region.HONG_KONG, "中国香港", "Hong Kong, China"),
        ("MO", Region.MACAO, "中国澳门", "Macao, China"),
        ("TW", Region.TAIWAN, "中国台湾", "Taiwan, China"),
        ("CN", Region.MAINLAND, "中国", "China"),
        ("DE", Region.FOREIGN, "德国", "Germany"),
    ],
)
def test_a_region_of_china_is_never_a_country(code, region, zh, en):
    from django.utils import translation

    place = make_organisation(country=code)
    assert place.region == region
    with translation.override("zh-hans"):
        assert place.place == zh
    with translation.override("en"):
        assert place.place == en
    assert list(Organisation.objects.in_region(region)) == [place]


def test_a_faculty_is_found_below_its_university(waterloo):
    faculty = make_organisation("Faculty of Science", kind="faculty", parent=waterloo)
    laboratory = make_organisation("Wave Laboratory", kind="laboratory", parent=faculty)
    make_organisation()
    below = Organisation.objects.filter(pk=waterloo.pk).with_units_below()
    assert set(below) == {waterloo, faculty, laboratory}


def test_lists_hold_as_of_a_day(waterloo):
    siegen = make_organisation("University of Siegen", country="DE")
    for year, countries in ((2013, ["DE"]), (2020, ["CA", "DE"])):
        state = DatedList.objects.create(
            kind="group", name="Belt", valid_from=datetime.date(year, 1, 1)
        )
        ListEntry.objects.bulk_create(
            [ListEntry(of=state, country=country) for country in countries]
        )
    in_group = Organisation.objects.in_group
    assert list(in_group("Belt", datetime.date(2012, 12, 31))) == []
    assert list(in_group("Belt", datetime.date(2019, 12, 31))) == [siegen]
    assert set(in_group("Belt", datetime.date(2020, 1, 1))) == {siegen, waterloo}


def test_a_ranking_counts_places_up_to_one(waterloo):
    state = DatedList.objects.create(kind="ranking", name="QS", valid_from=DAY)
    ListEntry.objects.create(of=state, organisation=waterloo, name="Waterloo", position=115)
    assert list(Organisation.objects.ranked("QS", DAY, 115)) == [waterloo]
    assert list(Organisation.objects.ranked("QS", DAY, 114)) == []


# --- Merging --------------------------------------------------------------------------------------


def test_a_merge_keeps_all_names_and_moves_all_ties(waterloo):
    double = make_organisation("Univ. Waterloo", identifiers=[("ror", "01aff2v68")])
    faculty = make_organisation("Faculty", kind="faculty", parent=double)

    services.merge_organisations(waterloo, double, by=system_user())

    faculty.refresh_from_db()
    assert faculty.parent == waterloo
    assert sorted(waterloo.names.values_list("text", "kind")) == [
        ("Univ. Waterloo", "alias"),
        ("University of Waterloo", "official"),
        ("滑铁卢大学", "official"),
    ]
    assert [identifier.value for identifier in waterloo.identifiers.all()] == ["01aff2v68"]
    assert set(Organisation.objects.standing()) == {waterloo, faculty}
    assert Organisation.objects.proposed_for("Univ. Waterloo")[0][0] == waterloo


def picture():
    """Everything that a merge may touch, as plain values."""
    return {
        "organisations": sorted(
            Organisation.objects.values_list(
                "pk", "name_zh", "name_en", "parent", "successor", "unit", "merged_into"
            )
        ),
        "names": sorted(
            OrganisationName.objects.values_list("pk", "organisation", "text", "kind", "is_main")
        ),
        "keys": sorted(
            OrganisationName.objects.values_list("pk", "keys__organisation", "keys__row")
        ),
    }


def test_a_merge_that_is_undone_leaves_everything_as_it_was(waterloo):
    double = make_organisation("University of Waterloo", "滑大", unit=make_unit())
    make_organisation("Faculty", kind="faculty", parent=double)
    before = picture()

    merge = services.merge_organisations(waterloo, double, by=system_user())
    assert picture() != before
    services.undo_merge(merge, by=system_user())

    assert picture() == before
    with pytest.raises(ValidationError):
        services.undo_merge(Merge.objects.get(), by=system_user())
    assert audit.verify()[1] == []


def test_what_cannot_be_merged_is_refused(waterloo):
    part = make_organisation(parent=waterloo)
    ours = make_organisation(unit=make_unit())
    services.change_organisation(waterloo, by=system_user(), unit=make_unit())
    for kept, merged in ((waterloo, waterloo), (waterloo, part), (waterloo, ours)):
        with pytest.raises(ValidationError):
            services.merge_organisations(kept, merged, by=system_user())
    assert Merge.objects.count() == 0


# --- Due diligence --------------------------------------------------------------------------------


def test_a_note_is_seen_by_its_own_unit_alone(waterloo):
    ours, theirs = make_staff(roles.OFFICER), make_staff(roles.OFFICER)
    services.note_due_diligence(
        waterloo, by=ours, unit=ours.unit, grade="watch", noted_on=DAY, text_en="Ask again"
    )
    assert DueDiligence.objects.visible_to(ours).count() == 1
    assert DueDiligence.objects.visible_to(theirs).count() == 0
    assert AuditEntry.objects.filter(verb="due_diligence.noted").get().chain == ours.unit.top_id
