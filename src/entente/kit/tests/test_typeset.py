"""Papers: what stands in the data comes out as text, in both languages, archivable and readable."""

import datetime
import io

import pypdf
import pytest

from entente.kit.errors import DomainError
from entente.kit.typeset import chinese_fonts, drawn, pdf

ON = datetime.date(2026, 9, 1)
PLAIN = "kit/tests/typst/plain.typ"


def paper(title="Title", facts=(), headings=("A", "B"), rows=(), **options):
    data = {"facts": facts, "headings": headings, "rows": rows}
    return pdf(PLAIN, data, title=title, on=ON, **options)


def words_of(file):
    pages = pypdf.PdfReader(io.BytesIO(file)).pages
    return "".join(page.extract_text() for page in pages).replace("\n", "").replace(" ", "")


def test_a_chinese_title_comes_out_in_text_and_in_the_properties():
    reader = pypdf.PdfReader(io.BytesIO(paper("中国地质大学（武汉）", language="zh")))

    assert reader.metadata.title == "中国地质大学（武汉）"
    assert reader.trailer["/Root"]["/Lang"] == "zh-CN"
    assert reader.metadata.creation_date.date() == ON


@pytest.mark.parametrize(
    "text",
    [
        '#panic("no") "quoted" \\ $x$ @ref <label> *bold* _it_ `raw`',
        '"); #read("/etc/passwd"); ("',
        "#{sys.inputs} {{ field }} {% for %}",
        "= heading",
        "// comment /* */",
    ],
)
def test_nothing_in_the_data_is_read_as_markup(text):
    said = words_of(paper(text, facts=[[text, text]], rows=[[text, text]], language="en"))

    # The title, both halves of the fact, both cells, and the foot of the page.
    assert said.count(text.replace(" ", "")) == 6


def test_rare_characters_of_names_and_accents_come_out():
    names = [["䶮㛃", "𬭎𫍯"], ["Erdoğan İşçi", "Győző"], ["Иванова Мария", "臺灣大學"]]

    said = words_of(paper(rows=names, language="zh"))

    for row in names:
        for name in row:
            assert name.replace(" ", "") in said


def test_a_character_that_no_font_has_is_named_before_anything_is_printed():
    with pytest.raises(DomainError) as refusal:
        paper("报告 \U000f1234")

    assert refusal.value.messages == [
        "“\U000f1234”无法打印：本机没有任何字体包含该字符（U+F1234）。"
    ]


def test_a_long_list_goes_on_with_its_headings_on_every_page():
    rows = [[str(number), "滑铁卢大学"] for number in range(120)]

    reader = pypdf.PdfReader(io.BytesIO(paper(headings=["编号", "机构"], rows=rows)))

    assert len(reader.pages) > 2
    assert all("编号" in page.extract_text() for page in reader.pages)


def test_the_same_input_gives_the_same_bytes():
    assert paper("同一份") == paper("同一份")


def test_a_paper_can_be_archived_and_read_aloud():
    file = paper("归档", rows=[["1", "2"]])
    root = pypdf.PdfReader(io.BytesIO(file)).trailer["/Root"]
    about = root["/Metadata"].get_data().decode()

    assert root["/MarkInfo"]["/Marked"] == pypdf.generic.BooleanObject(True)
    assert "<pdfaid:part>2</pdfaid:part>" in about
    assert "<pdfuaid:part>1</pdfuaid:part>" in about


def test_the_font_that_comes_with_us_stands_in_at_the_end():
    assert chinese_fonts()[-1] == "Noto Sans CJK TC"


def test_pages_can_be_looked_at_as_pictures():
    data = {"facts": [], "headings": ["A"], "rows": []}

    pictures = drawn(PLAIN, data, title="Title", on=ON, form="png")

    assert [picture[:4] for picture in pictures] == [b"\x89PNG"]
