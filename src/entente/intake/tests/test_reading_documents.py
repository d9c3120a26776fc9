"""What the reader proposes from short texts, and what it says of files it cannot read."""

import io
import json
import shutil
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override
from docx import Document as Word
from PIL import Image, ImageDraw, ImageFont
from pypdf import PdfWriter

from entente.intake.documents import Reader, Text, read_bytes
from entente.intake.documents.dates import dates_in
from entente.intake.documents.naming import Names
from entente.kit.errors import DomainError
from entente.kit.models import AuditEntry
from entente.organisations.resolving import Entry, Index, Name, Resolver
from tests.factories_organisations import make_organisation

WATERLOO = "https://ror.org/01aff2v68"
BELGRADE = "https://ror.org/02qsmb048"
SIEGEN = "https://ror.org/02azyry73"
OURS = "https://ror.org/03aaaaa00"
FONTS = Path(str(find_spec("cvttf_NotoSansCJK_Regular").origin)).parent


def entry(address, shown, zh, country):
    return Entry(address, (Name(shown, "en", "display"), Name(zh, "zh")), country=country)


@pytest.fixture(scope="module")
def reader():
    entries = [
        entry(WATERLOO, "University of Waterloo", "滑铁卢大学", "CA"),
        entry(BELGRADE, "University of Belgrade", "贝尔格莱德大学", "RS"),
        entry(SIEGEN, "University of Siegen", "锡根大学", "DE"),
        entry(OURS, "Harbour City University", "海港城大学", "CN"),
    ]
    return Reader(Names(Resolver(Index.build(entries))))


def proposed(reader, text, kind):
    found = reader.read(Text(text), {OURS}).proposals
    return [it for it in found if it.kind == kind]


def who(named):
    return named["id"] if named else None


# --- Kinds ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "partner", "kind", "signed", "term"),
    [
        ("In May 2019 we signed an exchange agreement with the University of Waterloo.", WATERLOO,
         "exchange", "2019-05", None),
        ("2018年10月12日，海港城大学与贝尔格莱德大学签署合作备忘录，有效期五年。", BELGRADE,
         "memorandum", "2018-10-12", 5),
        ("Harbour City University and Northern Steel signed a cooperation agreement in 2014.", None,
         "cooperation", "2014", None),
    ],
)  # fmt: skip
def test_a_concluded_agreement_is_proposed(reader, text, partner, kind, signed, term):
    (found,) = proposed(reader, text, "agreement")

    said = found.fields
    assert (who(said["partner"]), said["kind"], said["signed_on"], said["term"]) == (
        partner, kind, signed, term,
    )  # fmt: skip


def test_the_words_of_a_proposal_stand_where_its_spans_say(reader):
    text = "In May 2019 we signed an exchange agreement with the University of Waterloo."

    for it in reader.read(Text(text)).proposals:
        assert [text[span.start : span.end] for span in it.spans] == [s.text for s in it.spans]


@pytest.mark.parametrize(
    "text",
    [
        "We plan to sign an agreement with the University of Waterloo.",
        "Next: Our hospital signs a memorandum with the University of Waterloo",
        "The University of Waterloo has many students.",
    ],
)
def test_what_was_not_concluded_is_no_agreement(reader, text):
    assert proposed(reader, text, "agreement") == []


def test_a_journey_is_one_visit_with_all_its_stops(reader):
    text = (
        "From December 7 - 14, 2019, Zhang Wei, Vice President of Harbour City University, and his"
        " delegation of the School of Mining visited the University of Waterloo in Canada and the"
        " University of Siegen. At the University of Siegen the delegation reached a consensus."
    )

    (found,) = proposed(reader, text, "visit")

    said = found.fields
    assert (said["direction"], said["starts_on"], said["ends_on"]) == (
        "outbound", "2019-12-07", "2019-12-14",
    )  # fmt: skip
    assert [who(it) for it in said["hosts"]] == [WATERLOO, SIEGEN]
    assert said["led_by"] == {"name": "Zhang Wei", "role": "Vice President"}
    assert said["delegates"] == ["School of Mining"]
    assert [it["with"] for it in said["outcomes"]] == [["University of Siegen"]]


def test_a_consortium_is_proposed_with_members_and_offices(reader):
    text = (
        "2012年11月6日，“世界港口大学联盟”"
        "（World Harbour University Alliance，简称WHUA）在上海成立。"
        "联盟成员包括：加拿大滑铁卢大学、德国锡根大学和海港城大学。海港城大学校长王小明为首届主席。"
        "海港城大学作为联盟秘书处的常设机构。"
    )
    found = reader.read(Text(text)).proposals

    (league,) = (it.fields for it in found if it.kind == "consortium")
    assert (league["name_zh"], league["founded_on"]) == ("世界港口大学联盟", "2012-11-06")
    members = [who(it.fields["organisation"]) for it in found if it.kind == "member"]
    assert members == [WATERLOO, SIEGEN, OURS]
    offices = [
        (it.fields["office"], it.fields["person"], who(it.fields["organisation"]))
        for it in found
        if it.kind == "mandate"
    ]
    assert offices == [("chair", "王小明", OURS), ("secretariat", "", OURS)]


def test_two_languages_that_name_different_partners_are_told(reader):
    text = (
        "学校先后与德国锡根大学、塞尔维亚大学等联合建立了2个国际联合实验室。\n"
        "They are the Joint Laboratory for Ships with University of Siegen, Germany; and the Joint"
        " Laboratory on Energy with University of Belgrade, Serbia."
    )

    found = proposed(reader, text, "centre")

    assert [who(it.fields["partner"]) for it in found] == [SIEGEN, BELGRADE]
    assert [bool(it.conflicts) for it in found] == [False, True]


def test_an_event_and_an_appointment_are_proposed(reader):
    text = (
        "The summer school will be held at the University of Waterloo in June 2019."
        " In 2020 Professor John Miller was appointed as visiting professor."
    )

    (event,) = proposed(reader, text, "event")
    (appointment,) = proposed(reader, text, "appointment")

    assert (event.fields["kind"], who(event.fields["host"]), event.fields["on"]) == (
        "summer_school", WATERLOO, "2019-06",
    )  # fmt: skip
    assert (appointment.fields["person"], appointment.fields["role"]) == (
        "John Miller", "visiting professor",
    )  # fmt: skip


def test_a_school_that_does_not_exist_is_joined_with_none(reader):
    (found,) = proposed(reader, "我们与塞尔维亚大学合作。", "organisation")

    assert (found.fields["name"], found.fields["id"]) == ("塞尔维亚大学", None)


def test_a_third_language_gives_names_only_and_says_so(reader):
    text = (
        "Die Hochschule hat im Mai 2019 mit der University of Waterloo eine Vereinbarung über den"
        " Austausch von Studierenden geschlossen, die für fünf Jahre gilt und danach verlängert"
        " werden kann, wenn beide Seiten damit einverstanden sind und nichts anderes sagen."
    )

    reading = reader.read(Text(text))

    assert [it.kind for it in reading.proposals] == ["organisation"]
    assert len(reading.notes) == 1


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("2012年11月6日", [("2012-11-06", "2012-11-06")]),
        ("2019年12月7日至14日", [("2019-12-07", "2019-12")]),
        ("December 7 - 14, 2019", [("2019-12-07", "2019-12")]),
        ("3rd May 2021 and in June 2019", [("2021-05-03", "2021-05-03"), ("2019-06", "2019-06")]),
        ("1979", [("1979", "1979")]),
        ("31 February 2020 … room 20191", []),
    ],
)
def test_dates_are_as_exact_as_their_words(text, dates):
    assert [(str(it.first), it.common) for it in dates_in(text)] == dates


# --- Files ----------------------------------------------------------------------------------------


def pdf(password=""):
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    if password:
        writer.encrypt(password)
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"MZ\x90\x00\x03", "run"),
        (b"\x7fELF\x02\x01", "run"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "old_word"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"%PDF-1.7\nbroken", "damaged"),
        (pdf(password="secret"), "locked"),
        (b"PK\x03\x04 and no more", "damaged"),
        (b"\x00\x01\x02\x03" * 50, "no_text"),
        (b"12 34 --", "no_words"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(content, code):
    with pytest.raises(DomainError) as refusal:
        read_bytes(content)

    assert (refusal.value.code, bool(refusal.value.messages[0])) == (code, True)


def test_a_scan_without_the_program_says_what_is_missing(monkeypatch):
    monkeypatch.setenv("PATH", "")

    with pytest.raises(DomainError) as refusal:
        read_bytes(pdf())

    assert refusal.value.code == "scan"
    assert "tesseract" in refusal.value.messages[0]


@pytest.mark.skipif(shutil.which("tesseract") is None, reason="no tesseract on this machine")
def test_a_scan_is_read_by_eye_in_both_languages():
    font = ImageFont.truetype(next(FONTS.rglob("*.[ot]t?")), 40)
    page = Image.new("L", (1654, 900), 255)
    lines = ("2019年5月，我校与滑铁卢大学签署学生交换协议。", "with the University of Waterloo.")
    for at, line in enumerate(lines):
        ImageDraw.Draw(page).text((120, 200 + at * 90), line, font=font, fill=0)
    scan = io.BytesIO()
    page.save(scan, "PDF", resolution=200)

    text = read_bytes(scan.getvalue())

    assert text.by_eye
    assert "签署学生交换协议" in text.content.replace(" ", "")
    assert "University of Waterloo" in text.content


def test_html_and_word_are_read_by_their_words():
    html = (
        b"<html><head><title>x</title></head><body><p>One</p><script>no</script>two</body></html>"
    )
    word = io.BytesIO()
    document = Word()
    document.add_paragraph("协议一份")
    document.save(word)

    assert read_bytes(html).content == "One\ntwo"
    assert read_bytes(word.getvalue()).content == "协议一份"


# --- From the shell -------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_document_is_read_from_the_shell_and_nothing_is_saved(tmp_path, capsys):
    partner = make_organisation("University of Waterloo")
    file = tmp_path / "news.txt"
    text = "In May 2019 we signed an exchange agreement with the University of Waterloo."
    file.write_text(text)
    trail = AuditEntry.objects.count()

    call_command("read", str(file), "--json")

    said = json.loads(capsys.readouterr().out)
    organisation, agreement = said["proposals"]
    assert {*agreement} == {"kind", "fields", "spans", "confidence", "touches", "conflicts"}
    assert agreement["spans"][-1] == {"start": 53, "end": 75, "text": "University of Waterloo"}
    assert organisation["touches"] == {
        "action": "there", "record": "organisation", "id": partner.pk, "name": str(partner),
    }  # fmt: skip
    assert agreement["touches"]["action"] == "create"
    assert AuditEntry.objects.count() == trail


@pytest.mark.django_db
def test_a_folder_gives_a_table_and_names_what_could_not_be_read(tmp_path, capsys):
    (tmp_path / "a.txt").write_text("Nothing is said here.")
    (tmp_path / "b.exe").write_bytes(b"MZ\x90\x00")

    with override("en"), pytest.raises(CommandError, match="1 of 2 files"):
        call_command("read", str(tmp_path))

    head, first, second = capsys.readouterr().out.splitlines()
    assert head.split("\t")[:3] == ["file", "organisation", "agreement"]
    assert first.split("\t")[:3] == ["a.txt", "0", "0"]
    assert "program" in second
