import json

import pytest

from entente.kit.errors import DomainError
from entente.organisations.resolving import (
    Decision,
    Entry,
    Index,
    Name,
    Question,
    Resolver,
    read_dump,
)
from entente.organisations.resolving.in_chinese import names_in_chinese

WATERLOO, BELGRADE, TSINGHUA, TOHOKU, NORTHEASTERN = (
    f"https://ror.org/0{letter}aaaaa00" for letter in "abcde"
)
OLD, ASTON_UK, ASTON_US = (f"https://ror.org/0{letter}bbbbb00" for letter in "abc")


def entry(address, shown, *more, country="", city="", **values):
    names = (Name(shown, "en", "display"), *more)
    return Entry(address, names, country=country, city=city, **values)


@pytest.fixture(scope="module")
def resolver():
    entries = [
        entry(
            WATERLOO,
            "University of Waterloo",
            Name("UW", "", "acronym"),
            country="CA",
            city="Waterloo",
            place=6176823,
        ),
        entry(BELGRADE, "University of Belgrade", country="RS", city="Belgrade", place=792680),
        entry(
            TSINGHUA,
            "Tsinghua University",
            Name("清华大学", "zh"),
            country="CN",
            city="Beijing",
            place=1816670,
        ),
        entry(TOHOKU, "Tohoku University", Name("東北大学", "ja"), country="JP", city="Sendai"),
        entry(NORTHEASTERN, "Northeastern University", Name("东北大学", "zh"), country="CN"),
        entry(OLD, "Old Harbour College", status="withdrawn", successors=(WATERLOO,)),
        entry(ASTON_UK, "Aston University", country="GB", city="Birmingham"),
        entry(ASTON_US, "Aston University", country="US", city="Aston"),
        *(
            entry(f"https://ror.org/0z{at:05}zz", f"University of Example{at:02}ville")
            for at in range(40)
        ),
    ]
    return Resolver(Index.build(entries))


@pytest.mark.parametrize(
    "text",
    [
        "University of Waterloo",
        "Univ. of Waterloo",
        "UNIVERSITY OF WATERLOO",
        "University of Waterloo (Canada)",
        "Université de Waterloo, Canada",
    ],
)
def test_usual_spellings_of_one_name_join(resolver, text):
    answer = resolver.resolve(Question(text))

    assert (answer.decision, answer.best.id) == (Decision.JOIN, WATERLOO)


@pytest.mark.parametrize("text", ["清华大学", "清華大學", " 清华 大学 ", "清华大学（中国）"])
def test_chinese_joins_on_the_same_simplified_characters(resolver, text):
    answer = resolver.resolve(Question(text))

    assert (answer.decision, answer.best.id) == (Decision.JOIN, TSINGHUA)


@pytest.mark.parametrize("text", ["清水大学", "华清大学", "滑铁卢大学", "贝尔格莱德大学"])
def test_other_chinese_characters_never_join(resolver, text):
    assert resolver.resolve(Question(text)).decision is not Decision.JOIN


def test_the_chinese_name_of_a_foreign_school_finds_it_by_its_city(resolver):
    answer = resolver.resolve(Question("滑铁卢大学"))

    first = answer.best or answer.alternatives[0].held
    assert first.id == WATERLOO


def test_characters_that_two_countries_share_are_asked(resolver):
    answer = resolver.resolve(Question("东北大学"))

    assert answer.decision is Decision.ASK
    assert {answer.best.id, answer.alternatives[0].held.id} == {NORTHEASTERN, TOHOKU}


def test_a_country_tells_characters_apart(resolver):
    assert resolver.resolve(Question("東北大学", "日本")).best.id == TOHOKU
    assert resolver.resolve(Question("东北大学", "CN")).best.id == NORTHEASTERN


def test_an_abbreviation_alone_never_joins(resolver):
    assert resolver.resolve(Question("UW")).decision is not Decision.JOIN


def test_a_university_that_does_not_exist_is_not_joined_with_its_capitals(resolver):
    answer = resolver.resolve(Question("University of Serbia"))

    assert (answer.decision, answer.best) == (Decision.UNKNOWN, None)


@pytest.mark.parametrize(
    "text",
    ["Белградский университет", "جامعة بلغراد", "बेलग्राद विश्वविद्यालय"],
)
def test_a_name_in_another_script_is_read_word_by_word(resolver, text):
    assert resolver.resolve(Question(text, "Serbia")).best.id == BELGRADE


def test_a_branch_in_another_city_is_asked_for(resolver):
    answers = [
        resolver.resolve(Question(text)) for text in ("清华大学（北京）", "清华大学（深圳）")
    ]

    assert [(it.decision, it.best.id) for it in answers] == [("join", TSINGHUA), ("ask", TSINGHUA)]


def test_chinese_names_from_our_own_table_join():
    waterloo = "https://ror.org/01aff2v68"
    entries = [entry(waterloo, "University of Waterloo", country="CA")]

    known = Resolver(Index.build(entries, also=names_in_chinese()))

    assert known.resolve(Question("加拿大滑铁卢大学")).best.id == waterloo
    assert Resolver(Index.build(entries)).resolve(Question("滑铁卢大学")).decision != "join"


def test_no_chinese_name_of_our_table_means_two_institutions():
    names = [name.text for some in names_in_chinese().values() for name in some]

    assert len(names) > 400
    assert len(set(names)) == len(names)


def test_a_withdrawn_entry_leads_to_what_took_its_place(resolver):
    answer = resolver.resolve(Question("Old Harbour College"))

    assert (answer.best.id, answer.why) == (WATERLOO, "successor")


def test_one_name_of_two_institutions_is_asked_unless_the_country_is_known(resolver):
    assert resolver.resolve(Question("Aston University")).decision is Decision.ASK
    assert resolver.resolve(Question("Aston University", "United Kingdom")).best.id == ASTON_UK


@pytest.mark.parametrize("text", ["", "  ", "12345", "—"])
def test_nothing_is_known_of_nothing(resolver, text):
    answer = resolver.resolve(Question(text))

    assert (answer.decision, answer.why, answer.alternatives) == (Decision.UNKNOWN, "empty", ())


def test_a_kept_index_answers_as_the_one_it_was_made_from(resolver, tmp_path):
    resolver.indexes[0].save(tmp_path / "index.json")

    again = Resolver(Index.load(tmp_path / "index.json"))

    for text in ("Univ. of Waterloo", "清華大學", "University of Belgrad"):
        assert again.resolve(Question(text)) == resolver.resolve(Question(text))


# --- Dumps ----------------------------------------------------------------------------------------

FIRST = {
    "id": "https://ror.org/01aff2v68",
    "name": "University of Waterloo",
    "aliases": [],
    "acronyms": ["UW"],
    "labels": [{"label": "Université de Waterloo", "iso639": "fr"}],
    "status": "active",
    "country": {"country_code": "CA", "country_name": "Canada"},
    "addresses": [
        {
            "city": "Waterloo",
            "state": None,
            "geonames_city": {"id": 6176823, "geonames_admin1": {"name": "Ontario"}},
        }
    ],
    "relationships": [{"type": "Child", "id": "https://ror.org/00aaaaa00", "label": "x"}],
    "external_ids": {},
    "links": [],
}
SECOND = {
    "id": "https://ror.org/01aff2v68",
    "names": [
        {"value": "University of Waterloo", "lang": "en", "types": ["label", "ror_display"]},
        {"value": "UW", "lang": None, "types": ["acronym"]},
        {"value": "Université de Waterloo", "lang": "fr", "types": ["label"]},
    ],
    "status": "active",
    "locations": [
        {
            "geonames_id": 6176823,
            "geonames_details": {
                "name": "Waterloo",
                "country_code": "CA",
                "country_subdivision_name": "Ontario",
            },
        }
    ],
    "relationships": [{"type": "child", "id": "https://ror.org/00aaaaa00", "label": "x"}],
    "external_ids": [],
    "links": [],
}


def test_both_versions_of_the_schema_say_the_same(tmp_path):
    old, new = tmp_path / "old.json", tmp_path / "new.jsonl"
    old.write_text(json.dumps([FIRST]))
    new.write_text(json.dumps(SECOND) + "\n")

    first, second = [*read_dump(old)], [*read_dump(new)]

    assert [sorted(name.text for name in it.names) for it in first] == [
        sorted(name.text for name in it.names) for it in second
    ]
    assert (
        [(it.country, it.city, it.region, it.place, it.children) for it in first]
        == [("CA", "Waterloo", "Ontario", 6176823, ("https://ror.org/00aaaaa00",))]
        == [(it.country, it.city, it.region, it.place, it.children) for it in second]
    )


@pytest.mark.parametrize(
    "content", [b"", b"no json", b"[]", b"\x1f\x8bbroken", b"PK\x03\x04", b"[1]"]
)
def test_a_file_that_is_no_dump_is_refused_in_words(tmp_path, content):
    path = tmp_path / "file"
    path.write_bytes(content)

    with pytest.raises(DomainError):
        list(read_dump(path))
