"""Originals go to the archive once a year, with a list and a receipt."""

import datetime
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone, translation
from python_calamine import CalamineWorkbook

from entente.kit import files, parts
from entente.kit.errors import DomainError
from entente.kit.models import AuditEntry
from entente.office import roles
from entente.office.services import system_user
from entente.partnerships import services
from entente.partnerships.archiving import ARCHIVE_FLOW, ArchiveState
from entente.partnerships.enums import Lack
from entente.partnerships.models import ArchiveItem, archived, standings, to_hand_over
from entente.partnerships.parts.archive import asked_for, to_archive, where_it_lies
from tests.factories import make_staff, make_unit
from tests.factories_partnerships import DAY, hand_over, make_agreement, make_archive_list, receive

pytestmark = pytest.mark.django_db
Z = ArchiveState
LATER = datetime.date(2027, 2, 1)
MOVES = {
    (Z.DRAFT, "renew_archive"): Z.DRAFT,
    (Z.DRAFT, "hand_over_archive"): Z.HANDED_OVER,
    (Z.DRAFT, "discard_archive"): Z.DRAFT,
    (Z.HANDED_OVER, "receive_archive"): Z.RECEIVED,
    (Z.RECEIVED, "correct_receipt"): Z.RECEIVED,
}


@pytest.fixture
def unit():
    return make_unit()


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def signed(unit, day="2026-03-01", **values):
    values = {"state": "in_force", "starts_on": day, "signed_on": day} | values
    return make_agreement(unit, **values)


def change(item, **values):
    services.change_archive_item(item, by=system_user(), **values)


@pytest.mark.parametrize("step", list(ARCHIVE_FLOW))
@pytest.mark.parametrize("state", Z)
def test_every_step_from_every_state(state, step):
    if target := MOVES.get((state, step)):
        assert ARCHIVE_FLOW.move(state, step) == target
    else:
        with pytest.raises(DomainError):
            ARCHIVE_FLOW.move(state, step)


def test_the_list_holds_what_the_unit_and_those_below_signed_or_ended_in_the_year(unit):
    ours = signed(unit)
    below = signed(make_unit(unit), "2026")
    ended = signed(unit, "2020-01-01", state="ended")
    older = signed(unit, "2019-05-01")
    signed(unit, "2027-01-01", on=LATER)
    signed(make_unit())
    make_agreement(unit)

    chosen = make_archive_list(unit)

    assert [(line.agreement, line.ground) for line in chosen.items.order_by("pk")] == [
        (ended, "ended"),
        (below, "signed"),
        (ours, "signed"),
    ]
    with_earlier = to_hand_over(unit, 2026, with_earlier=True)
    assert set(with_earlier) == {ours, below, ended, older}


def test_a_line_says_which_papers_are_held_and_by_whom(unit):
    agreement = signed(unit)
    scan = SimpleUploadedFile("signed.pdf", b"%PDF-1.4\n%%EOF\n", "application/pdf")
    files.attach(agreement, scan, kind="scan", by=system_user(), paper_original="Room 203")
    secret = SimpleUploadedFile("secret.txt", b"Words")
    files.attach(agreement, secret, kind="letter", by=system_user(), visibility="confidential")

    line = make_archive_list(unit).items.get()

    assert line.held_by == "Room 203"
    assert line.papers == [
        {"kind": "letter", "name": ""},
        {"kind": "scan", "name": "signed.pdf"},
    ]


def test_a_draft_follows_the_agreements_and_keeps_what_was_entered(unit):
    agreement = signed(unit)
    chosen = make_archive_list(unit)
    change(chosen.items.get(), copies=2, pages=14)
    services.change_agreement(agreement, by=system_user(), title_en="Corrected title")
    newer = signed(unit, "2026-04-01")

    with pytest.raises(DomainError) as refusal:
        hand_over(chosen)
    assert refusal.value.code == "behind"
    chosen.refresh_from_db()
    assert services.renew_archive_list(chosen, by=system_user()) is True
    assert services.renew_archive_list(chosen, by=system_user()) is False

    lines = chosen.items.values_list("agreement", "title_en", "copies", "pages")
    assert list(lines.order_by("position")) == [
        (agreement.pk, "Corrected title", 2, 14),
        (newer.pk, newer.title_en, None, None),
    ]


def test_what_is_handed_over_stays_as_it_was_and_is_not_proposed_again(unit):
    handed, left, never = signed(unit), signed(unit), signed(unit)
    chosen = make_archive_list(unit)
    change(chosen.items.get(agreement=left), left_out_because="Still at the embassy")
    change(chosen.items.get(agreement=never), left_out_because="PDF only", for_good=True)
    hand_over(chosen)

    assert chosen.number == f"{unit.code}-ARC-2026-01"
    services.change_agreement(handed, by=system_user(), title_en="Another title")
    assert chosen.items.get(agreement=handed).title_en != "Another title"
    with pytest.raises(DomainError) as closed:
        change(chosen.items.get(agreement=handed), copies=3)
    assert closed.value.code == "closed"
    again = make_archive_list(unit)
    assert [line.agreement for line in again.items.all()] == [left]
    told = AuditEntry.objects.about(handed).get(verb="agreement.archived")
    assert told.note == chosen.number


def test_one_agreement_on_two_drafts_is_handed_over_once(unit):
    school = make_unit(unit)
    signed(school)
    first, second = make_archive_list(unit), make_archive_list(school)
    hand_over(first)

    with pytest.raises(DomainError) as refusal:
        hand_over(second)

    assert refusal.value.code == "behind"
    assert ArchiveItem.objects.filter(handed_over=True).count() == 1


def test_from_the_receipt_on_the_agreement_says_where_its_original_lies(unit):
    own, by_list = signed(unit), signed(unit)
    chosen = make_archive_list(unit)
    assert Lack.KEEPER in standings(own)[0].lacks
    hand_over(chosen)
    line = chosen.items.get(agreement=own)
    paper = SimpleUploadedFile("receipt.pdf", b"%PDF-1.4\n%%EOF\n", "application/pdf")

    receive(chosen, numbers={line.pk: "WS-7-3"}, scan=paper)

    assert (chosen.state, archived(own).place, archived(by_list).place) == (
        Z.RECEIVED,
        "WS-7-3",
        "WS-7",
    )
    assert Lack.KEEPER not in standings(own)[0].lacks
    told = where_it_lies(own, make_staff(roles.OFFICER, unit=unit))
    assert (told.context["line"], told.context["may_open"]) == (line, True)
    services.correct_archive_receipt(
        chosen, on=DAY, by=system_user(), archive_number="WS-8", numbers={line.pk: ""}
    )
    assert archived(own).place == "WS-8"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"receiver": " "}, "receiver"),
        ({"received_on": DAY - datetime.timedelta(days=1)}, "received_on"),
        ({"received_on": DAY + datetime.timedelta(days=1)}, "received_on"),
        ({"scan": SimpleUploadedFile("empty.pdf", b"")}, "scan"),
    ],
)
def test_a_wrong_receipt_is_refused_at_its_field_and_nothing_is_kept(unit, values, field):
    signed(unit)
    chosen = make_archive_list(unit)
    hand_over(chosen)

    with pytest.raises(DomainError) as refusal:
        receive(chosen, **values)

    assert list(refusal.value.message_dict) == [field]
    chosen.refresh_from_db()
    assert (chosen.state, chosen.receiver) == (Z.HANDED_OVER, "")


@pytest.mark.parametrize(
    ("year", "begins"),
    [(2025, "Of 2025, nothing"), (2027, "This year"), (2026, "A list of this year")],
)
def test_a_list_without_sense_is_refused(unit, year, begins):
    signed(unit)
    make_archive_list(unit)

    with pytest.raises(DomainError) as refusal:
        make_archive_list(unit, year=year)

    assert refusal.value.message_dict["year"][0].startswith(begins)


def test_a_line_is_left_out_for_a_reason_and_a_list_is_not_empty(unit):
    signed(unit)
    chosen = make_archive_list(unit)
    line = chosen.items.get()

    with pytest.raises(DomainError) as silent:
        change(line, for_good=True)
    assert list(silent.value.message_dict) == ["left_out_because"]
    change(line, left_out_because="At the partner's", for_good=False)
    with pytest.raises(DomainError) as empty:
        hand_over(chosen)
    assert empty.value.code == "empty"
    services.discard_archive_list(chosen, by=system_user())
    assert make_archive_list(unit).items.count() == 1


@pytest.mark.parametrize(
    ("on", "asked"),
    [
        (datetime.date(2026, 11, 29), (2025, datetime.date(2025, 12, 31))),
        (datetime.date(2026, 12, 1), (2026, datetime.date(2026, 12, 31))),
    ],
)
def test_the_year_is_asked_for_a_month_before_its_day(unit, on, asked):
    assert asked_for(on, make_staff(roles.OFFICER, unit=unit)) == asked


def test_what_the_archive_lacks_stands_on_the_work_list_and_is_late_in_the_new_year(unit):
    agreement = signed(unit)
    officer = make_staff(roles.OFFICER, unit=unit)

    at_the_end = to_archive(officer, datetime.date(2026, 12, 1))
    in_february = to_archive(officer, LATER)
    hand_over(make_archive_list(unit))
    done = to_archive(officer, LATER)

    assert [item.url for item in at_the_end.items] == [agreement.get_absolute_url()]
    assert (at_the_end.late, in_february.late, done.total) == (0, 1, 0)
    assert at_the_end.url == f"{reverse('partnerships:not_archived')}?year=2026"
    assert to_archive(make_staff(roles.LEGAL, unit=unit), LATER) is None


# --- Pages ----------------------------------------------------------------------------------------


def page(name, *args):
    return reverse(f"partnerships:{name}", args=args)


def test_an_officer_draws_up_hands_over_and_records_the_receipt(client, unit):
    today = timezone.localdate()
    agreement = make_agreement(unit, state="in_force", on=today)
    client.force_login(make_staff(roles.OFFICER, unit=unit, language="en"))

    drawn = client.post(page("draw_up_archive"), {"year": today.year, "unit": unit.pk})
    line = ArchiveItem.objects.get(agreement=agreement)
    chosen = line.of_list
    assert drawn["Location"] == chosen.get_absolute_url()
    version = {"version": line.version}
    client.post(page("archive_item", line.pk), {"copies": 2, "pages": 14} | version)
    client.post(page("hand_over_archive", chosen.pk), {"handed_over_on": today})
    receipt = {"received_on": today, "receiver": "Li", f"number_{line.pk}": "WS-3"}
    client.post(page("receive_archive", chosen.pk), receipt)
    shown = client.get(chosen.get_absolute_url()).content.decode()

    line.refresh_from_db()
    assert (line.copies, line.pages, line.archive_number) == (2, 14, "WS-3")
    assert "WS-3" in shown
    beside = client.get(f"{agreement.get_absolute_url()}?part=beside").content.decode()
    assert "WS-3" in beside


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_list_is_printed_in_both_languages(client, unit, language):
    agreement, left = signed(unit), signed(unit)
    chosen = make_archive_list(unit)
    change(chosen.items.get(agreement=left), left_out_because="还在使馆")
    client.force_login(make_staff(roles.OFFICER, unit=unit))

    pdf = client.get(page("archive_pdf", chosen.pk), {"language": language})
    xlsx = client.get(page("archive_xlsx", chosen.pk), {"language": language})

    assert (pdf["Content-Type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(xlsx.content)).get_sheet_by_index(0)
    head, first, second = rows.to_python()
    assert head[:2] == {"zh": ["序号", "编号"], "en": ["No.", "Number"]}[language]
    assert (first[1], second[1], second[-1]) == (agreement.number, left.number, "还在使馆")


@pytest.mark.parametrize("count", [1, 4])
def test_lists_and_a_list_cost_the_same_however_long(
    client, unit, django_assert_num_queries, count
):
    for _number in range(count):
        signed(unit)
    chosen = make_archive_list(unit)
    client.force_login(make_staff(roles.OFFICER, unit=unit))
    client.get(page("archive_lists"))

    with django_assert_num_queries(18):
        client.get(chosen.get_absolute_url())
    with django_assert_num_queries(9):
        client.get(page("not_archived"))


def test_another_units_list_is_not_found(client, unit):
    signed(unit)
    ours = make_archive_list(unit)
    other = make_unit()
    signed(other)
    theirs = make_archive_list(other)
    client.force_login(make_staff(roles.OFFICER, unit=unit))

    assert parts.navigation()
    assert client.get(ours.get_absolute_url()).status_code == 200
    assert client.get(theirs.get_absolute_url()).status_code == 404
    assert client.get(page("archive_pdf", theirs.pk)).status_code == 404
