"""Identifiers: normal form, check digits, addresses."""

import csv
import gzip
import json
import os
from pathlib import Path

import pytest

from entente.kit.errors import DomainError
from entente.organisations import identifiers

SHARED = Path(os.environ.get("ENTENTE_SHARED") or "/nowhere") / "organisations"


@pytest.mark.parametrize(
    ("scheme", "typed", "normal"),
    [
        ("ror", "04xfq0f34", "04xfq0f34"),
        ("ror", " https://ror.org/04XFQ0F34 ", "04xfq0f34"),
        ("ror", "ror.org/01aff2v68/", "01aff2v68"),
        ("ror", "O4xfqOf34", "04xfq0f34"),
        ("erasmus", "D  AACHEN01", "D  AACHEN01"),
        ("erasmus", "d aachen01", "D  AACHEN01"),
        ("erasmus", "D  KOELN 03", "D  KOELN03"),
        ("erasmus", "DK ARHUS26", "DK ARHUS26"),
        ("erasmus", "IRLDUBLIN01", "IRLDUBLIN01"),
        ("erasmus", "irl dublin01", "IRLDUBLIN01"),
        ("erasmus", "E   LAS-PAL01", "E  LAS-PAL01"),
        ("erasmus", "Ｄ　ＡＡＣＨＥＮ０１", "D  AACHEN01"),
        ("schac", "https://www.RWTH-Aachen.de/go/", "rwth-aachen.de"),
        ("schac", "international@uwaterloo.ca", "uwaterloo.ca"),
        ("schac", "universität.example", "xn--universitt-y5a.example"),
        ("pic", "999 983 962", "999983962"),
        ("pic", "９９９９８３９６２", "999983962"),
        ("oid", "e10208999", "E10208999"),
        ("oid", "E 1020 8999", "E10208999"),
        ("ministry", "4111010001", "4111010001"),
        ("ministry", "10001", "10001"),
        ("wikidata", "q273626", "Q273626"),
        ("wikidata", "https://www.wikidata.org/wiki/Q273626", "Q273626"),
        ("isni", "000000010728696X", "0000 0001 0728 696X"),
        ("isni", "https://isni.org/isni/000000010728696x", "0000 0001 0728 696X"),
        ("isni", "ISNI 0000-0001-0728-696X", "0000 0001 0728 696X"),
        ("grid", "https://www.grid.ac/institutes/grid.1957.a", "grid.1957.a"),
    ],
)
def test_what_people_paste_is_brought_to_the_normal_form(scheme, typed, normal):
    assert identifiers.normalise(scheme, typed) == normal
    assert identifiers.normalise(scheme, normal) == normal


@pytest.mark.parametrize(
    ("scheme", "typed", "code"),
    [
        ("ror", "", "identifier_form"),
        ("ror", "14xfq0f34", "identifier_form"),
        ("ror", "04xfu0f34", "identifier_form"),
        ("ror", "04xfq0f35", "identifier_check_digit"),
        ("ror", "04xqf0f34", "identifier_check_digit"),
        ("erasmus", "AACHEN", "identifier_form"),
        ("erasmus", "D  AACHEN", "identifier_form"),
        ("erasmus", "D  01", "identifier_form"),
        ("erasmus", "XY AACHEN01", "identifier_check_digit"),
        ("schac", "rwth", "identifier_form"),
        ("schac", "rwth aachen.de", "identifier_form"),
        ("schac", "-rwth.de", "identifier_form"),
        ("schac", "a" * 300 + ".de", "identifier_form"),
        ("pic", "99998396", "identifier_form"),
        ("pic", "9999839621", "identifier_form"),
        ("oid", "10208999", "identifier_form"),
        ("oid", "E1020899", "identifier_form"),
        ("ministry", "411101000", "identifier_form"),
        ("ministry", "0111010001", "identifier_form"),
        ("ministry", "4199010001", "identifier_check_digit"),
        ("wikidata", "273626", "identifier_form"),
        ("wikidata", "Q0", "identifier_form"),
        ("isni", "0000 0001 0728 69", "identifier_form"),
        ("isni", "0000 0001 0728 6961", "identifier_check_digit"),
        ("grid", "grid.1957", "identifier_form"),
    ],
)
def test_what_is_wrong_is_refused_with_its_reason(scheme, typed, code):
    with pytest.raises(DomainError) as refused:
        identifiers.normalise(scheme, typed)

    assert refused.value.code == code
    assert "%(" not in refused.value.messages[0]


def test_every_scheme_accepts_its_own_example_and_has_a_sentence():
    for scheme in identifiers.SCHEMES.values():
        assert scheme.normalise(scheme.example) == scheme.example
        with pytest.raises(DomainError, match="“—”"):
            scheme.normalise("—")


def test_every_wrong_check_digit_of_a_ror_identifier_is_noticed():
    right = [f"04xfq0f{end:02}" for end in range(100) if not _refused("ror", f"04xfq0f{end:02}")]

    assert right == ["04xfq0f34"]


@pytest.mark.parametrize("place", range(1, 7))
def test_a_wrong_letter_of_a_ror_identifier_is_noticed(place):
    for letter in "0123456789abcdefghjkmnpqrstvwxyz":
        typed = "04xfq0f34"[:place] + letter + "04xfq0f34"[place + 1 :]
        assert _refused("ror", typed) == (typed != "04xfq0f34")


def test_a_register_shows_its_organisation_at_an_address():
    assert {
        scheme: identifiers.link(scheme, s.example) for scheme, s in identifiers.SCHEMES.items()
    } == {
        "ror": "https://ror.org/04xfq0f34",
        "wikidata": "https://www.wikidata.org/wiki/Q165528",
        "oid": "",
        "isni": "https://isni.org/isni/000000010728696X",
        "grid": "",
        "erasmus": "",
        "pic": "",
        "ministry": "",
        "schac": "",
    }


@pytest.mark.parametrize(
    ("pasted", "scheme"),
    [
        ("04xfq0f34", "ror"),
        ("Q165528", "wikidata"),
        ("E10208999", "oid"),
        ("0000 0001 0728 696X", "isni"),
        ("grid.1957.a", "grid"),
        ("D AACHEN01", "erasmus"),
        ("999983962", "pic"),
        ("4111010001", "ministry"),
        ("rwth-aachen.de", "schac"),
    ],
)
def test_a_pasted_identifier_is_recognised(pasted, scheme):
    assert [code for code, _value in identifiers.recognise(pasted)] == [scheme]


def test_a_name_is_no_identifier():
    assert identifiers.recognise("University of Waterloo") == []


def _refused(scheme, typed):
    try:
        identifiers.normalise(scheme, typed)
    except DomainError:
        return True
    return False


# --- Real registers, where they lie beside the project --------------------------------------------

real = pytest.mark.skipif(
    not SHARED.is_dir(), reason="the registers of real organisations are not here (ENTENTE_SHARED)"
)


@real
def test_every_identifier_of_the_research_registry_is_accepted():
    refused = []
    with gzip.open(SHARED / "ror_education.jsonl.gz", "rt", encoding="utf-8") as lines:
        for organisation in map(json.loads, lines):
            given = [("ror", organisation["id"])]
            external = organisation.get("external_ids")
            for entry in external if isinstance(external, list) else []:
                given += [(entry["type"], value) for value in entry["all"]]
            refused += [
                pair for pair in given if pair[0] in identifiers.SCHEMES and _refused(*pair)
            ]

    assert refused == []


@real
def test_every_code_of_the_ministry_is_accepted():
    with (SHARED / "moe_higher_ed_list.csv").open(encoding="utf-8", newline="") as file:
        codes = [row["code"] for row in csv.DictReader(file)]

    assert [code for code in codes if _refused("ministry", code)] == []


@real
def test_every_domain_of_a_university_is_accepted():
    file = SHARED / "hipo_world_universities_and_domains.json"
    universities = json.loads(file.read_text(encoding="utf-8"))

    domains = [domain for university in universities for domain in university["domains"]]

    assert [domain for domain in domains if _refused("schac", domain)] == []


@real
def test_every_erasmus_code_of_a_charter_holder_is_accepted():
    from python_calamine import CalamineWorkbook

    sheet = CalamineWorkbook.from_path(SHARED / "EUC_charter_holders_2013_2014.xls")
    codes = [row[0] for row in sheet.get_sheet_by_name("All").to_python()[1:]]

    assert [code for code in codes if _refused("erasmus", code)] == []
