"""Figures: sentences, releases, what is refused."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from entente.figures import services
from entente.figures.models import Figure, Release
from entente.figures.parts import figures_to_release
from entente.figures.sentences import counts_another, faults, fill
from entente.kit.errors import ChangedMeanwhileError, DomainError
from entente.kit.measures import CountingUnit
from entente.kit.models import AuditEntry
from entente.kit.periods import Period
from entente.kit.quantities import Quantity
from entente.office import roles
from entente.office import services as office
from tests.factories import make_staff, make_unit
from tests.factories_figures import DAY, make_figure, make_tally
from tests.factories_partnerships import make_agreement

U = CountingUnit
VISITORS = {
    "measure": "visitors_received",
    "period_kind": "in_all",
    "sentence_zh": "接待国（境）外来访团组{number}人次。",
    "sentence_en": "Delegations brought {number} visitors (person-times).",
}


# --- Sentences ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("template", "language", "unit", "other"),
    [
        ("接待来访团组{number}人次。", "zh", U.PERSON_TIMES, None),
        ("接待{number}个团组。", "zh", U.PERSON_TIMES, U.GROUPS),
        ("接待{number}人。", "zh", U.PERSON_TIMES, U.PERSONS),
        ("派出{number}名学生。", "zh", U.PERSONS, None),
        ("与{number}所大学合作。", "zh", U.INSTITUTIONS, None),
        ("welcomed {number} overseas visiting groups", "en", U.PERSON_TIMES, U.GROUPS),
        ("sent {number} students abroad", "en", U.PERSONS, None),
        ("{number} students", "en", U.GROUPS, U.PERSONS),
        ("has {number} members", "en", U.INSTITUTIONS, None),
        ("has {number} student exchange agreements", "en", U.AGREEMENTS, None),
        ("{number} years, and two groups", "en", U.PERSONS, None),
    ],
)
def test_a_sentence_counts_what_its_measure_counts(template, language, unit, other):
    assert counts_another(template, language, unit) is other


@pytest.mark.parametrize("template", ["没有数字", "{number}与{number}", "{number}人{name}", ""])
def test_a_template_has_its_number_once_and_nothing_unknown(template):
    assert faults(template, "zh", U.PERSONS)


def test_a_template_is_filled_in_its_own_language():
    period = Period.last_years(3, on=DAY)

    assert fill("近三年（{period}）{number}人", "zh", "300余", period) == (
        "近三年（近3年（截至2026年5月1日））300余人"
    )
    assert fill("{number} students by {day}", "en", "over 300", period) == (
        "over 300 students by 1 May 2026"
    )


# --- What is refused ------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"measure": "nothing"}, "measure"),
        ({"period_kind": ""}, "period_kind"),
        ({"period_kind": "year"}, "period_kind"),
        ({"measure": "agreement_signed", "period_kind": "year"}, "period_year"),
        ({"measure": "agreement_signed", "period_kind": "as_of"}, "period_kind"),
        ({"measure": "agreement_signed", "period_kind": "last_years"}, "period_count"),
        ({"measure": "agreement_signed", "period_kind": "since"}, "period_from"),
        ({"sentence_zh": ""}, "sentence_zh"),
        ({"sentence_en": "We work with many."}, "sentence_en"),
        ({"name_en": ""}, "name_en"),
        ({"filters": {"colour": "red"}}, "filters"),
        ({"per_year": True}, "per_year"),
    ],
)
def test_an_unfinished_figure_is_refused_at_its_field(values, field):
    with pytest.raises(ValidationError) as refusal:
        make_figure(**values)

    assert field in refusal.value.message_dict
    assert not Figure.objects.exists()


# --- Releases -------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_release_keeps_both_sentences_the_definition_and_the_sources():
    unit = make_unit()
    by = make_staff(roles.HEAD, unit=unit)
    tally = make_tally(unit)
    figure = make_figure(unit, **VISITORS)

    release = services.release_figure(figure, on=DAY, by=by)

    assert (release.sentence_zh, release.sentence_en) == (
        "接待国（境）外来访团组800余人次。",
        "Delegations brought over 800 visitors (person-times).",
    )
    assert (release.quantity, release.said) == (Quantity(801, None), Quantity(801, None))
    assert release.definition_zh.startswith("接待")
    assert release.definition_en.startswith("Visitors received in delegations: ")
    assert [part["id"] for part in release.parts["tallies"]] == [tally.pk]
    entry = AuditEntry.objects.filter(verb="figure.released").get()
    assert (entry.by, entry.subject_id) == (by, figure.pk)


@pytest.mark.django_db
def test_what_was_released_stays_when_records_change(django_capture_on_commit_callbacks):
    unit = make_unit()
    by = office.system_user()
    make_agreement(unit, state="in_force", signed_on="2020")
    figure = make_figure(unit)
    release = services.release_figure(figure, on=DAY, by=by)
    assert list(Figure.objects.changed()) == []

    with django_capture_on_commit_callbacks(execute=True):
        make_agreement(unit, state="in_force", signed_on="2021")

    assert list(Figure.objects.changed()) == [figure]
    release.refresh_from_db()
    assert (release.low, release.sentence_en) == (1, "We work with 1 institutions.")
    figure = Figure.objects.with_release().get()
    assert (figure.released, figure.current) == (Quantity(1, 1), Quantity(2, 2))

    again = services.release_figure(figure, on=DAY, by=by)
    assert (again.number, again.low) == (2, 2)
    assert list(Figure.objects.changed()) == []


@pytest.mark.django_db
def test_a_number_that_changed_before_the_signature_is_shown_again():
    figure = make_figure()

    with pytest.raises(ChangedMeanwhileError):
        services.release_figure(figure, on=DAY, by=office.system_user(), seen={"low": 7, "high": 7})
    assert not Release.objects.exists()


@pytest.mark.django_db
def test_nothing_counted_is_not_released():
    sentences = {"sentence_zh": "执行引智项目{number}项。", "sentence_en": "{number} projects."}
    figure = make_figure(**VISITORS | {"measure": "expert_projects"} | sentences)

    with pytest.raises(DomainError):
        services.release_figure(figure, on=DAY, by=office.system_user())


@pytest.mark.django_db
def test_a_release_grows_old_by_its_rule():
    figure = make_figure(grows_old_after=12)
    services.release_figure(figure, on=DAY, by=office.system_user())
    figure = Figure.objects.with_release().get()

    assert not figure.is_old(datetime.date(2027, 4, 30))
    assert figure.is_old(datetime.date(2027, 5, 1))


@pytest.mark.django_db
def test_the_head_is_told_what_is_to_be_released_anew():
    unit = make_unit()
    head, officer = make_staff(roles.HEAD, unit=unit), make_staff(roles.OFFICER, unit=unit)
    figure = make_figure(unit)
    services.release_figure(figure, on=DAY, by=head)
    assert figures_to_release(head, DAY) is None

    group = figures_to_release(head, datetime.date(2027, 6, 1))

    assert group is not None
    assert [str(item.title) for item in group.items] == [str(figure)]
    assert figures_to_release(officer, datetime.date(2027, 6, 1)) is None
