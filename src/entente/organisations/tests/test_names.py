"""Names of organisations: one key for every spelling, proposals with their reasons."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entente.organisations.names import Candidate, Reason, key, keys_for, propose

WATERLOO = Candidate("waterloo", ("University of Waterloo", "滑铁卢大学"), "CA")
AACHEN = Candidate("aachen", ("RWTH Aachen University", "亚琛工业大学"), "DE")
KIT = Candidate("kit", ("Karlsruhe Institute of Technology", "卡尔斯鲁厄理工学院"), "DE")
CUIT = Candidate("cuit", ("Chengdu University of Information Technology", "成都信息工程大学"), "CN")
VIENNA = Candidate("vienna", ("Universität Wien", "University of Vienna"), "AT")
SINGAPORE = Candidate("nus", ("National University of Singapore", "新加坡国立大学"), "SG")
SHIJIAZHUANG = Candidate("sjz", ("石家庄学院",), "CN")
WUYI = Candidate("wuyi", ("五邑大学",), "CN")
EVERY = (WATERLOO, AACHEN, KIT, CUIT, VIENNA, SINGAPORE, SHIJIAZHUANG, WUYI)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("University of Waterloo", "Univ. of Waterloo"),
        ("University of Waterloo", "UNIVERSITY OF WATERLOO (Canada)"),
        ("University of Waterloo", "University of Waterloo, Canada"),
        ("University of Waterloo", "  U. of  Waterloo "),
        ("滑铁卢大学", "加拿大滑铁卢大学"),
        ("滑铁卢大学", "滑铁卢大学（加拿大）"),
        ("滑铁卢大学", "滑鐵盧大學"),
        ("滑铁卢大学", "滑 铁 卢 大 学"),
        ("Universität Wien", "Universitat Wien"),
        ("Universität Wien", "Universitaet Wien"),
        ("Universität Wien", "ＵＮＩＶＥＲＳＩＴÄＴ ＷＩＥＮ"),
        ("Université d'Orléans", "Universite d’Orleans"),
        ("Texas A&M University", "Texas A & M University"),
        ("Technische Universität Graz", "Techn. Univ. Graz"),
        ("RWTH Aachen", "R.W.T.H. Aachen"),
        ("Xi'an Jiaotong University", "Xi’an Jiaotong Univ"),
        ("University of Technology Sydney", "Univeristy of Tecnology Sydney"),
        ("Siemens AG", "Siemens"),
        ("华为技术", "华为技术有限公司"),
        ("Tallinn University", "Tallinn University (Estonia)"),
        ("University of Dublin", "University Of Dublin (Irlanda (Eire))"),
    ],
)
def test_spellings_of_one_name_have_one_key(one, other):
    assert key(one) == key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("石家庄学院", "河北经贸大学"),
        ("五邑大学", "武夷大学"),
        ("苏州大学", "宿州大学"),
        ("中国地质大学（武汉）", "中国地质大学（北京）"),
        ("香港中文大学", "香港中文大学（深圳）"),
        ("香港大学", "大学"),
        ("中国人民大学", "人民大学"),
        ("新加坡国立大学", "国立大学"),
        ("台湾大学", "大学"),
        ("美国大学", "大学"),
        ("University of Malta", "University"),
        ("European University Cyprus", "European University"),
        ("University of York", "York University"),
        ("University of Canada West", "University West"),
    ],
)
def test_different_schools_keep_different_keys(one, other):
    assert key(one) != key(other)


@pytest.mark.parametrize(
    ("typed", "candidate", "reason", "sure"),
    [
        ("University of Waterloo", WATERLOO, Reason.SAME, True),
        ("Univ. of Waterloo", WATERLOO, Reason.SAME, True),
        ("滑铁卢大学", WATERLOO, Reason.SAME, True),
        ("滑鐵盧大學", WATERLOO, Reason.SAME, True),
        ("University of Waterloo (Canada)", WATERLOO, Reason.COUNTRY, True),
        ("加拿大滑铁卢大学", WATERLOO, Reason.COUNTRY, True),
        ("滑铁卢大学 University of Waterloo", WATERLOO, Reason.BRACKETS, False),
        ("滑铁卢大学（University of Waterloo）", WATERLOO, Reason.BRACKETS, False),
        ("University Waterloo", WATERLOO, Reason.SAME, True),
        ("Waterloo University", WATERLOO, Reason.ORDER, False),
        ("Universty of Watterloo", WATERLOO, Reason.ALIKE, False),
        ("滑铁卢大学工程学院", WATERLOO, Reason.PART, False),
        ("Faculty of Arts, University of Waterloo", WATERLOO, Reason.PART, False),
        ("RWTH", AACHEN, Reason.INITIALS, False),
        ("亚琛工业大学 (RWTH Aachen)", AACHEN, Reason.BRACKETS, False),
        ("德国亚琛工业大学", AACHEN, Reason.COUNTRY, True),
        ("KIT", KIT, Reason.INITIALS, False),
        ("Karlsruhe Institute of Technology (KIT)", KIT, Reason.BRACKETS, False),
        ("cuit", CUIT, Reason.INITIALS, False),
        ("成信大", CUIT, Reason.INITIALS, False),
        ("University of Wien", VIENNA, Reason.SAME, True),
        ("Univ Vienna", VIENNA, Reason.SAME, True),
        ("新加坡国立大学", SINGAPORE, Reason.SAME, True),
    ],
)
def test_a_name_proposes_its_organisation_with_the_reason(typed, candidate, reason, sure):
    best = propose(typed, EVERY)[0]

    assert (best.candidate, best.reason, best.sure) == (candidate, reason, sure)


@pytest.mark.parametrize(
    "typed", ["河北经贸大学", "武夷学院", "University of Serbia", "National University", "大学", ""]
)
def test_a_name_of_another_school_joins_nothing(typed):
    assert [proposal for proposal in propose(typed, EVERY) if proposal.sure] == []


def test_another_country_speaks_against_a_name():
    best = propose("University of Waterloo (Sierra Leone)", EVERY)[0]

    assert (best.candidate, best.sure, best.score) == (WATERLOO, False, 72)


def test_a_similar_chinese_name_is_only_a_suggestion():
    assert [proposal.sure for proposal in propose("石家庄经济学院", EVERY)] == [False]


def test_the_best_comes_first_and_the_rest_is_cut():
    schools = [Candidate(number, (f"Waterloo College {number}",)) for number in range(20)]

    found = propose("University of Waterloo", [*schools, WATERLOO], limit=3)

    assert found[0].candidate == WATERLOO
    assert len(found) <= 3


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("加拿大滑铁卢大学", "滑铁卢大学"),
        ("University of Waterloo (Canada)", "University of Waterloo"),
        ("KIT", "Karlsruhe Institute of Technology"),
        ("Karlsruhe Institute of Technology (KIT)", "Karlsruhe Institute of Technology"),
        ("RWTH", "RWTH Aachen University"),
        ("成信大", "成都信息工程大学"),
    ],
)
def test_a_strong_row_in_common_makes_a_candidate(typed, name):
    assert keys_for(typed).strong & keys_for(name).strong


def test_a_misspelt_name_shares_weak_rows():
    shared = keys_for("Universty of Watterloo").weak & keys_for("University of Waterloo").weak

    assert shared == {"?wat", "?ter", "?erl", "?rlo", "?loo"}


@given(st.text(max_size=80))
def test_any_text_has_a_reading_that_is_stable(text):
    reading = keys_for(text)

    assert key(reading.key) == key(key(reading.key))
    assert reading.key in reading.keys or reading.keys == frozenset()


@given(st.text(max_size=40))
def test_any_text_proposes_without_an_error(text):
    for proposal in propose(text, EVERY):
        assert 0 <= proposal.score <= 100
