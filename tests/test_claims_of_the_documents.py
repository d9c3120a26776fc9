"""The five documents' own contradictions: all are found, nothing else, and others when changed."""

import csv
import datetime
import json
from pathlib import Path

import pytest

from entente import demo
from entente.figures.claims import check
from entente.figures.claims.reading import COLUMNS, read
from entente.figures.tests.claim_rows import as_file
from entente.launcher import commands

TABLE = Path(demo.__file__).with_name("claims.tsv")
TODAY = datetime.date(2026, 11, 22)

# Each of the five documents' contradictions, as kinds and ids.
DOCUMENTS = [
    ("list", ("000.3", "000.4")),
    ("stale", ("000.8",)),
    ("comparator", ("002.7", "002.8")),
    ("window", ("002.7", "002.8")),
    ("unit", ("002.9", "002.10")),
    ("comparator", ("002.11", "002.12")),
    ("window", ("002.11", "002.12")),
    ("comparator", ("002.13", "002.14")),
    ("window", ("002.13", "002.14")),
    ("unit", ("002.15", "002.16")),
    ("comparator", ("002.15", "002.16")),
    ("window", ("002.15", "002.16")),
    ("unit", ("002.17", "002.18")),
    ("window", ("002.17", "002.18")),
    ("unit", ("002.19", "002.20")),
    ("window", ("002.19", "002.20")),
    ("names", ("002.21", "002.22")),
    ("part", ("003.2", "003.3")),
    ("arithmetic", ("004.7",)),
]


def rows():
    with TABLE.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def conflicts(changes=(), without=(), more=()):
    """Check the table with some cells written anew, some rows left out, some added."""
    table = [row for row in rows() if row["id"] not in without]
    for row in table:
        row.update(dict(changes).get(row["id"], {}))
    claims, faults = read(as_file([*table, *more]))
    assert not faults
    return [(it.kind, it.ids) for it in check(claims, on=TODAY)]


def test_every_contradiction_of_the_documents_is_found_and_nothing_else():
    assert conflicts() == DOCUMENTS


# What is changed, which conflicts that brings, which go.
CHANGES = {
    "a number in one language": (
        {"002.1": {"value": "40"}},
        [("value", ("002.1", "002.2"))],
        [],
    ),
    "visitors in Chinese": (
        {"002.9": {"value": "900"}},
        [("value", ("002.9", "002.10"))],
        [],
    ),
    "over instead of nearly": (
        {"002.3": {"comparator": ">", "source_text": "40多个校际合作学生项目"}},
        [("comparator", ("002.3", "002.4"))],
        [],
    ),
    "exactly instead of nearly": ({"002.3": {"comparator": "=", "value": "38"}}, [], []),
    "students in person-times": (
        {"002.5": {"unit": "person_times"}},
        [("unit", ("002.5", "002.6"))],
        [],
    ),
    "another window": (
        {"002.5": {"window": "last_years:5"}},
        [("window", ("002.5", "002.6"))],
        [],
    ),
    "a country left out of both lists of examples": (
        {"002.2": {"detail": "Britain, France, Germany, Spain, the United States, etc."}},
        [],
        [],
    ),
    "the laboratory named alike": (
        {"002.21": {"detail": "Siegen; Vanderbilt; Huddersfield; Belgrade; Colorado State; EPSRC"}},
        [],
        [("names", ("002.21", "002.22"))],
    ),
    "conferences told alike": (
        {"002.8": {"comparator": ">", "window": "recent"}},
        [],
        [("comparator", ("002.7", "002.8")), ("window", ("002.7", "002.8"))],
    ),
    "groups in Chinese too": (
        {"002.9": {"unit": "groups"}},
        [],
        [("unit", ("002.9", "002.10"))],
    ),
    "eighteen editions": (
        {"004.7": {"value": "18"}},
        [],
        [("arithmetic", ("004.7",))],
    ),
    "everybody departed": (
        {"003.3": {"value": "300"}},
        [],
        [("part", ("003.2", "003.3"))],
    ),
    "more departed than funded": (
        {"003.3": {"value": "351"}},
        [("arithmetic", ("003.2", "003.3"))],
        [("part", ("003.2", "003.3"))],
    ),
    "a summer school still to come": (
        {"000.8": {"window": "at:2027-06"}},
        [],
        [("stale", ("000.8",))],
    ),
    "founded in another year": (
        {"000.2": {"value": "2011-11"}},
        [("date", ("000.1", "000.2"))],
        [],
    ),
    "fewer experts than the adjuncts among them": (
        {"001.3": {"value": "5"}},
        [("arithmetic", ("001.3", "001.4"))],
        [],
    ),
}


@pytest.mark.parametrize(("changes", "come", "go"), CHANGES.values(), ids=CHANGES)
def test_a_change_brings_just_its_own_conflicts(changes, come, go):
    expected = [it for it in DOCUMENTS if it not in go] + come

    assert sorted(conflicts(changes)) == sorted(expected)


def test_a_document_without_its_english_has_nothing_to_disagree_with():
    english = {row["id"] for row in rows() if row["seed"] == "002" and row["lang"] == "en"}

    assert conflicts(without=english) == [
        it for it in DOCUMENTS if not any(id_.startswith("002") for id_ in it[1])
    ]


def run(capsys, *arguments):
    code = commands.run(["claims", *map(str, arguments)])
    told = capsys.readouterr()
    return code, told.out, told.err


def test_the_command_checks_a_file(capsys, tmp_path):
    broken = as_file(rows()) + b"900.1\t900\n"
    path = tmp_path / "claims.tsv"
    path.write_bytes(broken)

    code, out, err = run(capsys, "check", path, "--json", "--on", "2026-11-22")

    assert [(it["kind"], tuple(it["ids"])) for it in json.loads(out)] == DOCUMENTS
    assert (code, err) == (
        1,
        f"{path}: Line 55, 900.1: The row has 2 cells, the first line has 12.\n",
    )


def test_the_command_says_that_all_is_well(capsys, tmp_path):
    path = tmp_path / "claims.tsv"
    path.write_bytes(as_file(rows()[:1], COLUMNS))

    assert run(capsys, "check", path) == (0, "", "")


def test_the_command_finds_statements(capsys, tmp_path):
    path = tmp_path / "page.txt"
    path.write_text("近三年来有300多名学生出国学习交流。", encoding="utf-8")

    assert run(capsys, "find", path) == (
        0,
        "5-12  > 300 persons  last_years:3  students_outbound  300多名学生\n",
        "",
    )
    code, out, _err = run(capsys, "find", path, "--json")
    assert (code, json.loads(out)) == (
        0,
        [
            {
                "start": 5,
                "end": 12,
                "text": "300多名学生",
                "comparator": ">",
                "value": 300,
                "low": None,
                "high": None,
                "unit": "persons",
                "window": "last_years:3",
                "measure": "students_outbound",
            }
        ],
    )


@pytest.mark.parametrize("action", ["find", "check"])
def test_a_file_that_is_not_there_is_named(capsys, tmp_path, action):
    path = tmp_path / "nothing.tsv"

    assert run(capsys, action, path) == (2, "", f"{path}: No such file or directory\n")
