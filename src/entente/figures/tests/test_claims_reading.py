"""Claim files: what is tolerated, and how a broken row is named."""

import pytest
from django.utils import translation

from entente.figures.claims import Window, read
from entente.figures.claims.reading import COLUMNS
from entente.figures.tests.claim_rows import as_file, row
from entente.kit.errors import DomainError


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    "content",
    [
        as_file([row("900.1", detail="中国地质大学")]),
        b"\xef\xbb\xbf" + as_file([row("900.1", detail="中国地质大学")]),
        as_file([row("900.1", detail="中国地质大学")]).replace(b"\n", b"\r\n"),
        as_file([row("900.1", detail="中国地质大学")]).decode().encode("gb18030"),
        as_file([row("900.1", detail="中国地质大学")]).decode().encode("utf-16"),
        as_file([row("900.1", detail="中国地质大学")]).rstrip(b"\n"),
        as_file([row("900.1", detail="中国地质大学")], columns=COLUMNS[::-1]),
        as_file([row("900.1", detail='"中国地质大学"')]),
    ],
    ids=["plain", "BOM", "CRLF", "GB 18030", "UTF-16", "no last end", "other order", "quotes"],
)
def test_a_file_is_read_however_it_was_saved(content):
    [claim], faults = read(content)

    assert (claim.id, claim.detail, faults) == ("900.1", "中国地质大学", [])


BROKEN = [
    ({"unit": "sheep"}, "“sheep” is no counting unit"),
    ({"comparator": "≈"}, "“≈” is no comparator"),
    ({"value": "many"}, "“many” is not a number."),
    ({"value": "-3"}, "“-3” is not a number."),
    ({"comparator": "range", "value": "40"}, "“40” is no range; write it as 20..40."),
    ({"comparator": "range", "value": "40..20"}, "The range “40..20” does not go upwards."),
    ({"as_of": "yesterday"}, "“yesterday” is not a date."),
    ({"as_of": "2020-02-30"}, "There is no such day as “2020-02-30”."),
    ({"window": "since:long ago"}, "“long ago” is not a date."),
    ({"window": "sometimes"}, "“sometimes” is no window."),
    ({"window": "last_years:0"}, "“last_years:0” is no window."),
    ({"window": "dates:2020-02-01/2020-01-01"}, "The last day lies before the first."),
    ({"lang": "fr"}, "“fr” is no language of a statement; write zh or en."),
    ({"unit": "date", "value": "12"}, "“12” is not a date."),
    ({"unit": "date", "value": "2012", "comparator": ">"}, "A date is stated exactly"),
    ({"measure": "", "subject": ""}, "These columns are empty or missing: subject, measure."),
]


@pytest.mark.parametrize(("broken", "reason"), BROKEN, ids=[str(values) for values, _ in BROKEN])
def test_a_broken_row_is_named_and_the_rest_is_read(broken, reason):
    claims, [fault] = read(as_file([row("900.1"), row("900.2", **broken), row("900.3")]))

    assert [claim.id for claim in claims] == ["900.1", "900.3"]
    assert str(fault).startswith(f"Line 3, 900.2: {reason}")


def test_a_row_that_lacks_cells_is_named():
    content = as_file([row("900.1")]) + b"900.2\t900\ten\n"

    claims, [fault] = read(content)

    assert [claim.id for claim in claims] == ["900.1"]
    assert str(fault) == "Line 3, 900.2: The row has 3 cells, the first line has 12."


def test_an_id_that_stands_twice_is_named_the_second_time():
    claims, [fault] = read(as_file([row("900.1"), row("900.1", value="7")]))

    assert [int(claim.quantity.stated) for claim in claims] == [120]
    assert str(fault) == "Line 3, 900.1: This id stands on an earlier line already."


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "The file is empty."),
        (b"name\tage\nAnn\t5\n", "The file is no claim file"),
        (b"\x00\x01\x02\x03", "The file is no text in UTF-8 or GB 18030."),
    ],
)
def test_a_file_that_is_none_is_refused(content, reason):
    with pytest.raises(DomainError) as refusal:
        read(content)

    assert refusal.value.messages[0].startswith(reason)


@pytest.mark.parametrize(
    "text",
    [
        "recent",
        "per_year",
        "since:1979",
        "at:2012-11-06",
        "year:2019",
        "last_years:5",
        "dates:2019-12-07/2019-12-14",
    ],
)
def test_a_window_is_written_as_it_was_read(text):
    assert str(Window.parse(text)) == text
