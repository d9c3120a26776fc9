"""The search: what is found by which letters, by whom, in which order; on both databases."""

import pytest
from django.core.management import call_command
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from entente.kit import search
from entente.kit.errors import DomainError
from entente.kit.letters import fold, is_dense, runs
from entente.kit.models import SearchEntry, SearchWord
from entente.kit.search import pinyin, tokens
from entente.office import roles, services
from entente.office.models import Unit
from tests.factories import make_staff, make_unit

pytestmark = pytest.mark.django_db
roles.allow("office.view_unit", roles.OFFICER)


@pytest.fixture
def everywhere():
    return make_staff(roles.OFFICER, everywhere=True)


def found(text, officer):
    """Give the titles that a search shows, in order."""
    with translation.override("zh-hans"):
        return [str(hit.title) for group in search.find(text, officer) for hit in group.hits]


def listed(text):
    return sorted(str(unit.name_zh) for unit in search.matching(Unit.objects.all(), text))


AACHEN = {"name_zh": "亚琛工业大学", "name_en": "RWTH Aachen University"}


# --- By which letters -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    [
        "亚琛",
        "工业",
        "琛",
        "亚琛工业大学",
        "亞琛工業大學",
        "亚琛 大学",
        "yachen",
        "YACHEN",
        "yachengongyedaxue",
        "gongye",
        "yach",
        "gongy",
        "gongyeda",
        "ycgydx",
        "gydx",
        "ycg",
        "Aachen",
        "aach",
        "RWTH",
        "rw",
        "aachen univ",
        "univ aachen",
        "ａａｃｈｅｎ",
        "Aachen 亚琛 yachen",
        "(Aachen)",
        '"aachen"*',
    ],
)
def test_a_school_is_found_by(typed, everywhere):
    make_unit(**AACHEN)
    make_unit(name_zh="滑铁卢", name_en="Waterloo")

    assert found(typed, everywhere) == ["亚琛工业大学"]
    assert listed(typed) == ["亚琛工业大学"]


@pytest.mark.parametrize(
    "typed", ["亚工", "琛亚", "yachem", "xyz", "aachen waterloo", "chen aachem", "!!!", "—"]
)
def test_a_school_is_not_found_by(typed, everywhere):
    make_unit(**AACHEN)

    assert found(typed, everywhere) == []
    assert listed(typed) == []


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Universität Zürich", "zurich"),
        ("Universität Zürich", "ZÜRICH"),
        ("Universität Zürich", "zuerich"),
        ("Universität Zürich", "Zu\u0308rich"),
        ("Gießen", "giessen"),
        ("Gießen", "Gießen"),
        ("Københavns Universitet", "kobenhavn"),
        ("Københavns Universitet", "koebenhavn"),
        ("Łódź", "lodz"),
        ("Université d'Orléans", "orleans"),
        ("Xi'an Jiaotong", "xian"),
        ("Queen’s University", "queens"),
        ("Санкт-Петербург", "петербург"),
        ("Санкт-Петербург", "пет"),
        ("東京大学", "东京"),
        ("ソウル大学校", "ソウル"),
        ("서울대학교", "서울"),
        ("มหาวิทยาลัย", "มหาวิท"),
        ("Agreement SOE-2022-07", "SOE-2022-07"),
        ("Agreement SOE-2022-07", "soe-2022"),
        ("Agreement SOE-2022-07", "202"),
        ("Letter A1234567", "a1234"),
        ("li.wei@example.edu", "li.wei@example.edu"),
        ("li.wei@example.edu", "wei"),
    ],
)
def test_a_name_is_found_without_its_marks(name, typed, everywhere):
    make_unit(name_zh=name, name_en="")

    assert found(typed, everywhere) == [name]


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("重庆大学", "chongqing"),
        ("重庆大学", "cqdx"),
        ("厦门大学", "xiamen"),
        ("厦门大学", "xmdx"),
        ("中国银行", "yinhang"),
        ("中国银行", "zgyh"),
        ("长沙理工大学", "changsha"),
        ("长沙理工大学", "cslg"),
        ("西安交通大学", "xian"),
        ("西安交通大学", "xianjiaotong"),
        ("女子学院", "nvzi"),
        ("女子学院", "nuzi"),
    ],
)
def test_a_character_is_found_by_each_usual_reading(name, typed, everywhere):
    make_unit(name_zh=name, name_en="")

    assert found(typed, everywhere) == [name]


def test_a_search_that_is_too_long_is_refused(everywhere):
    with translation.override("en"), pytest.raises(DomainError) as refused:
        search.find("大" * 5000, everywhere)

    assert refused.value.messages == [
        "A search may have 200 characters; this one has 5000. Shorten it."
    ]


# --- In which order -------------------------------------------------------------------------------


def test_the_name_itself_comes_first_then_its_beginning_then_a_part_then_text(everywhere):
    make_unit(name_zh="丁", name_en="Waterloo", code="A1")
    make_unit(name_zh="丙", name_en="Waterloo Institute", code="A2")
    make_unit(name_zh="乙", name_en="University of Waterloo", code="A3")
    make_unit(name_zh="甲", name_en="Elsewhere", code="Waterloo")

    assert found("waterloo", everywhere) == ["丁", "丙", "乙", "甲"]


def test_the_exact_name_is_never_lost_among_many(everywhere):
    make_unit(name_zh="大学", name_en="")
    for number in range(search.finding.READ + 5):
        make_unit(name_zh=f"第{number}大学", name_en="")

    group = search.find("大学", everywhere)[0]

    assert str(group.hits[0].title) == "大学"
    assert (len(group.hits), group.more) == (search.finding.SHOWN, True)
    assert len(search.find("大学", everywhere, kinds=["office.unit"])[0].hits) == 50


def test_a_hit_says_in_the_readers_language_what_it_is(everywhere):
    unit = make_unit(**AACHEN)

    with translation.override("en"):
        group = search.find("yachen", everywhere)[0]
        assert (group.kind, str(group.label), group.more) == ("office.unit", "units", False)

    hit = group.hits[0]
    assert (str(hit.title), hit.title.language, hit.detail) == (
        "RWTH Aachen University",
        "en",
        "亚琛工业大学",
    )
    assert hit.record == unit


# --- By whom --------------------------------------------------------------------------------------


def test_only_what_lies_in_the_persons_scope_is_found():
    ours, theirs = make_unit(name_zh="甲大学"), make_unit(name_zh="乙大学")
    make_unit(ours, name_zh="甲学院大学部")
    school = make_unit(ours, name_zh="甲另一学院大学部")
    make_unit(school, name_zh="甲系大学部")
    of_all = make_staff(roles.OFFICER, unit=ours)
    of_school = make_staff(roles.OFFICER, unit=school)

    assert sorted(found("大学", of_all)) == [
        "甲另一学院大学部",
        "甲大学",
        "甲学院大学部",
        "甲系大学部",
    ]
    assert sorted(found("大学", of_school)) == ["甲另一学院大学部", "甲系大学部"]
    assert found("大学", make_staff()) == []
    rows = search.matching(Unit.objects.all(), "大学", of_school)
    assert sorted(unit.name_zh for unit in rows) == ["甲另一学院大学部", "甲系大学部"]
    assert theirs.name_zh not in found("乙大学", of_all)


def test_a_list_is_narrowed_row_by_row_where_very_many_match(monkeypatch):
    make_unit(name_zh="滑铁卢大学")
    for number in range(4):
        make_unit(name_zh=f"第{number}大学", name_en="")
    monkeypatch.setattr(search.finding, "LISTED", 2)

    everything = ["滑铁卢大学", "第0大学", "第1大学", "第2大学", "第3大学"]
    for typed in ("大学", "daxue", "dx", "学", "daxu", "大学 xue"):
        assert listed(typed) == sorted(everything), typed
    assert listed("滑铁卢 大学") == ["滑铁卢大学"]


def test_a_blank_search_keeps_the_whole_list():
    make_unit(name_zh="甲")

    assert listed("  ") == ["甲"]


# --- In step with the records ---------------------------------------------------------------------


def test_a_changed_name_is_found_and_the_old_one_no_longer(everywhere):
    unit = make_unit(**AACHEN)
    services.change_unit(unit, by=services.system_user(), name_zh="滑铁卢大学", name_en="Waterloo")

    assert found("亚琛", everywhere) == []
    assert found("aachen", everywhere) == []
    assert found("yachen", everywhere) == []
    assert found("滑铁卢", everywhere) == ["滑铁卢大学"]


def test_a_forgotten_record_is_found_no_longer(everywhere):
    unit = make_unit(**AACHEN)
    search.forget(unit)

    assert found("亚琛", everywhere) == []
    assert listed("亚琛") == []


def test_many_records_are_kept_at_once_and_twice_does_no_harm(everywhere):
    units = [make_unit(name_zh=f"第{number}大学", name_en="") for number in range(3)]
    search.clear()

    assert search.keep_many(units) == 3
    assert search.keep_many(units) == 3
    assert found("第1大学", everywhere) == ["第1大学"]
    assert SearchEntry.objects.count() == 3


def test_the_index_is_built_anew_by_a_command(everywhere, capsys):
    make_unit(**AACHEN)
    search.clear()
    SearchWord.objects.all().delete()

    call_command("search", "rebuild")

    assert "2" in capsys.readouterr().out
    assert found("yachen", everywhere) == ["亚琛工业大学"]


# --- Whatever the text ----------------------------------------------------------------------------

anything = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
NAMES = st.text(min_size=1, max_size=30) | st.text(
    alphabet="大学亚琛工业重庆长行女aUzü ß'\"*:^~=@-&|!()\\%_0123", min_size=1, max_size=30
)


@given(text=st.text(max_size=200) | st.text(alphabet="a大\"'*^~=@:&|!()\\-% ", max_size=60))
@anything
def test_no_text_breaks_a_search(text, everywhere):
    search.find(text, everywhere)
    list(search.matching(Unit.objects.all(), text))


@given(name=NAMES)
@anything
def test_what_is_kept_is_found_by_each_of_its_own_pieces(name):
    unit = Unit(pk=1, name_zh=name, name_en="", code="X")
    search.keep(unit)

    folded = runs(fold(name))
    pieces = {name, *folded}
    for run in folded:
        pieces |= set(tokens.pairs(run)) | set(run) if is_dense(run) else {run[:2], run[:4]}
        for pair in tokens.pairs(run) if is_dense(run) else ():
            pieces |= {sound.replace("~", "") for sound in pinyin.sounds(pair)}
    for piece in pieces:
        if runs(fold(piece)):
            assert _ids(piece) == [1], piece


@given(old=NAMES, new=NAMES)
@anything
def test_nothing_of_an_old_name_stays_behind(old, new):
    search.keep(Unit(pk=1, name_zh=old, name_en="", code="X"))
    search.keep(Unit(pk=1, name_zh=new, name_en="", code="X"))
    search.forget(Unit(pk=1))

    for run in runs(fold(f"{old} {new}")):
        assert _ids(run) == []


def _ids(text):
    low, high = search.entries.ids_of(Unit)
    asked = search.finding.parse(text, search.vocabulary.listen)
    return [entry - low for entry in search.finding.store().ids(asked.parts, low, high, 5)]
