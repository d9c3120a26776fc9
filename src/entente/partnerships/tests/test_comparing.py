"""Texts compared: clauses, values in two languages, findings that quote both."""

import io
from decimal import Decimal

import pytest
from docx import Document

from entente.kit.errors import DomainError
from entente.partnerships.comparing import (
    Name,
    Text,
    compare,
    marked,
    prevailing,
    split,
    values,
    words_of,
)
from entente.partnerships.comparing.clauses import chinese_number, roman_number
from entente.partnerships.comparing.values import number

ZH = """北京科技大学与亚琛工业大学学生交换协议
甲方：北京科技大学
乙方：亚琛工业大学
第一条 目的
双方同意自2026年9月1日起开展学生交换。
第二条 名额
每学年双方各派出5名本科生和二名研究生，总数不超过十二名。
第三条 费用
（一）学费互免。每名学生每月获得生活补助3.5万元，占百分之八十。
第四条 期限
本协议有效期五年，期满前6个月可续签。如一方提出终止，适用第三条。
第五条 文本
本协议一式四份，中英文各两份，如有歧义以中文文本为准。
"""
EN = """Student Exchange Agreement
Party A: University of Science and Technology Beijing
Party B: RWTH Aachen University
Article 1 Purpose
The two parties agree to exchange students from 1 September 2026.
Article 2 Places
In each academic year each side sends five (5) bachelor students and two postgraduates, in all
twelve.
Article 3 Costs
(1) Tuition is waived. Each student receives RMB 35,000 monthly, 80 per cent of the costs.
Article 4 Term
This Agreement is valid for five years and may be renewed six months before its end. In case of
termination, Article 3 applies.
Article 5 Texts
This Agreement is made in four copies, two in each language. In case of divergence the Chinese
version shall prevail.
"""
NAMES = [
    Name(("北京科技大学",), ("University of Science and Technology Beijing",)),
    Name(("亚琛工业大学",), ("RWTH Aachen",)),
]


def found(first, second, languages=("zh", "en"), names=NAMES):
    """Say of each finding its kind, its clause and the words that differ."""
    texts = (Text(languages[0], first), Text(languages[1], second))
    return [
        (str(finding.kind), finding.clause, finding.first_value, finding.second_value)
        for finding in compare(*texts, names)
    ]


def said(text):
    return [(str(value.kind), value.said) for value in values(text)]


def test_texts_that_say_the_same_give_no_finding():
    assert found(ZH, EN) == []
    assert found(EN, EN, ("en", "en")) == []


@pytest.mark.parametrize(
    ("theirs", "to", "finding"),
    [
        ("1 September", "15 September", ("date", "1", "2026年9月1日", "15 September 2026")),
        ("five (5) bachelor", "six (6) bachelor", ("number", "2", "5", "six (6)")),
        ("RMB 35,000", "RMB 30,000", ("money", "3", "3.5万元", "RMB 30,000")),
        ("RMB 35,000", "EUR 35,000", ("money", "3", "3.5万元", "EUR 35,000")),
        ("80 per cent", "75%", ("share", "3", "百分之八十", "75%")),
        ("five years", "three years", ("duration", "4", "五年", "three years")),
        ("Article 3 applies", "Article 2 applies", ("reference", "4", "第三条", "Article 2")),
        ("RWTH Aachen University", "Aachen", ("name", "", "亚琛工业大学", "")),
        ("the Chinese\nversion", "the English\nversion", ("prevailing", "", "zh", "en")),
    ],
)
def test_one_changed_value_is_one_finding(theirs, to, finding):
    assert found(ZH, EN.replace(theirs, to)) == [finding]


def test_every_finding_quotes_both_texts():
    broken = EN.replace("five years", "three years").replace("RWTH Aachen University", "Aachen")
    broken = broken.replace("Article 5 Texts", "Article 5 Liability\nNobody.\nArticle 6 Texts")

    for finding in compare(Text("zh", ZH), Text("en", broken), NAMES):
        assert finding.first_quote
        assert finding.second_quote
        counted = str(finding.kind) in {"clauses", "numbering"}
        assert counted or finding.first_value in finding.first_quote


def test_a_clause_more_is_named_and_the_others_keep_their_counterparts():
    longer = EN.replace("Article 5 Texts", "Article 5 Liability\nNobody.\nArticle 6 Texts")

    assert found(ZH, longer) == [
        ("clauses", "", "5", "6"),
        ("clause", "5", "", "Article 5 Liability"),
        ("numbering", "5/6", "5", "6"),
    ]


def test_in_one_language_every_changed_word_counts():
    changed = EN.replace("is waived", "is not waived").replace("five years", "six years")

    assert found(EN, changed, ("en", "en")) == [
        ("wording", "3", "", "not"),
        ("duration", "4", "five years", "six years"),
    ]


def test_two_numbers_that_changed_places_are_shown():
    first, second = "第一条 甲方派出5名，乙方派出3名。", "第一条 甲方派出3名，乙方派出5名。"

    assert [kind for kind, *_ in found(first, second, ("zh", "zh"), [])] == ["wording"]


def test_chinese_is_set_against_chinese_character_by_character():
    pieces = [(piece.what, piece.text) for piece in marked("学费互免。", "学费不互免。")]

    assert pieces == [("equal", "学费"), ("new", "不"), ("equal", "互免。")]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("第一条 目的\n甲\n第二条 期限\n乙", [1, 2]),
        ("第1条　目的\n甲\n第2条　期限\n乙", [1, 2]),
        ("第十一条 甲\n根据\n第十二条的规定\n第十二条 乙", [11, 12]),
        ("Article I – Aim\na\nArticle II – Term\nb\nArticle IV – End", [1, 2, 4]),
        ("Preamble\n1. Aim\nText\n2. Term\n2.1 Five years\n3. End", [0, 1, 2, 3]),
        ("Article One\na\nas said in\nArticle 1 of this text\nArticle Two\nb", [1, 2]),
        ("一、目的\n甲\n二、期限\n乙", [1, 2]),
        ("Nothing is numbered here.", [0]),
        ("", []),
    ],
)
def test_clauses_begin_where_their_marks_stand(text, numbers):
    assert [clause.number for clause in split(text)] == numbers


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("二百三十", 230),
        ("二〇二六", 2026),
        ("十二", 12),
        ("三万五千", 35_000),
        ("一亿二千万", 120_000_000),
        ("两百", 200),
        ("甲", None),
    ],
)
def test_chinese_numerals_are_read(text, value):
    assert chinese_number(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,500,000", 1_500_000),
        ("150万", 1_500_000),
        ("1.5 million", 1_500_000),
        ("twenty-five", 25),
        ("one hundred and twenty", 120),
        ("two thousand", 2000),
        ("0.5", "0.5"),
    ],
)
def test_numbers_are_read_as_both_languages_write_them(text, value):
    assert number(text) == Decimal(value)


def test_roman_numbers_are_read():
    assert [roman_number(text) for text in ("IV", "ix", "XII", "XL", "Q")] == [4, 9, 12, 40, None]


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        ("2026年9月1日", "1 September 2026"),
        ("二〇二六年九月一日", "September 1st, 2026"),
        ("2026年9月", "September 2026"),
        ("9月1日", "1st of September"),
        ("2026-09-01", "Sept. 1, 2026"),
        ("人民币150万元", "RMB 1.5 million"),
        ("一百五十万元", "1,500,000 yuan"),
        ("2000美元", "USD 2,000"),
        ("百分之十五", "15 percent"),
        ("12个月", "one year"),
        ("半年", "six (6) months"),
        ("两学期", "two semesters"),
        ("三十个工作日", "30 working days"),
        ("14天", "two weeks"),
        ("二十五名学生", "twenty-five students"),
        ("第3条", "Article 3"),
    ],
)
def test_one_value_reads_the_same_in_both_languages(chinese, english):
    assert said(chinese) == said(english)
    assert len(said(chinese)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "https://a.example/2026/5",
        "x25@a.example",
        "（一）目的",
        "2.1 Aim",
        "第二学年",
        "one of them",
    ],
)
def test_what_is_no_value_is_left_alone(text):
    assert said(text) == []


@pytest.mark.parametrize(
    ("text", "languages"),
    [
        ("以英文文本为准。", {"en"}),
        ("两种文本具有同等效力，如有歧义，以中文版本为准。", {"equal", "zh"}),
        ("Both texts being equally authentic.", {"equal"}),
        ("the German version shall prevail", {"de"}),
        ("English law governs this agreement", set()),
        ("以双方签字之日为准。", set()),
    ],
)
def test_the_sentence_that_says_which_text_prevails_is_read(text, languages):
    assert prevailing(text)[0] == languages


def test_a_word_document_gives_its_paragraphs_and_tables_in_order():
    document, file = Document(), io.BytesIO()
    document.add_paragraph("第一条 名额")
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "本科生", "5名"
    document.add_paragraph("第二条 期限")
    document.save(file)

    assert words_of(file.getvalue(), "docx") == "第一条 名额\n本科生 5名\n第二条 期限"


@pytest.mark.parametrize(
    ("content", "kind", "code"),
    [
        (b"broken", "docx", "unreadable"),
        (b"%PDF-1.4 broken", "pdf", "unreadable"),
        (b" \n ", "txt", "no_words"),
        (b"picture", "png", "unreadable_kind"),
    ],
)
def test_what_cannot_be_read_says_so(content, kind, code):
    with pytest.raises(DomainError) as refusal:
        words_of(content, kind)

    assert refusal.value.code == code
