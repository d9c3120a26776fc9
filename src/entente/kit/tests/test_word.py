"""Word templates: what an office writes is filled, what is wrong is named, harm is refused."""

import io
import zipfile

import docx
import pytest

from entente.kit import word
from entente.kit.errors import DomainError
from entente.kit.tests import hostile

KNOWN = ("partner_en", "partner_zh", "number", "text_zh")


def template(*paragraphs, table=(), header="", footer=""):
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if table:
        grid = document.add_table(rows=len(table), cols=len(table[0]))
        for row, texts in enumerate(table):
            for column, text in enumerate(texts):
                grid.cell(row, column).text = text
    document.sections[0].header.paragraphs[0].text = header
    document.sections[0].footer.paragraphs[0].text = footer
    return saved(document)


def saved(document):
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def changed(content, **parts):
    """Give the file with some of its parts replaced by what a function makes of them."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            change = parts.get(name.replace("/", "__").replace(".", "_").strip("_"))
            new.writestr(name, change(data.decode()).encode() if change else data)
    return out.getvalue()


def lines(content):
    return [paragraph.text for paragraph in docx.Document(io.BytesIO(content)).paragraphs]


def said(content, known=KNOWN):
    return [str(problem) for problem in word.problems(content, known)]


def test_fields_are_filled_in_text_table_header_and_footer():
    content = template(
        "致 {{ partner_zh }}：", table=[["No.", "{{number}}"]], header="{{ number }}", footer="a"
    )

    filled = word.fill(content, {"partner_zh": "滑铁卢大学", "number": "CUG-LET-2026-001"})

    document = docx.Document(io.BytesIO(filled.content))
    assert document.paragraphs[0].text == "致 滑铁卢大学："
    assert document.tables[0].cell(0, 1).text == "CUG-LET-2026-001"
    assert document.sections[0].header.paragraphs[0].text == "CUG-LET-2026-001"
    assert filled.blanks == ()


def test_a_field_that_word_cut_into_pieces_is_filled():
    document = docx.Document()
    paragraph = document.add_paragraph("Dear {")
    for piece in ("{ part", "ner", "_en }", "}!"):
        paragraph.add_run(piece).bold = True

    assert said(saved(document)) == []
    assert lines(word.fill(saved(document), {"partner_en": "Waterloo"}).content) == [
        "Dear Waterloo!"
    ]


@pytest.mark.parametrize(
    "value",
    [
        "A & B <c> \"d\" 'e'",
        "{{ number }}",
        "{% if x %}",
        "</w:t>",
        "#$%{}\\",
        "𬭎 䶮 ğ",
        "{_{ x }_}",
    ],
)
def test_a_value_is_text_whatever_stands_in_it(value):
    filled = word.fill(template("{{ text_zh }}"), {"text_zh": value, "number": "1"})

    assert lines(filled.content) == [value.replace("{_{", "{{").replace("}_}", "}}")]


def test_lines_of_a_value_stay_lines_and_control_signs_go():
    filled = word.fill(template("{{ text_zh }}"), {"text_zh": "一\r\n二\x00\x0b\x07三"})

    assert lines(filled.content) == ["一\n二三"]


def test_what_is_said_only_on_a_condition():
    content = template(
        "{% if partner_zh %}尊敬的{{ partner_zh }}{% else %}尊敬的朋友{% endif %}",
        "{%p if not number %}",
        "草稿",
        "{%p endif %}",
        "此致",
    )

    assert said(content) == []
    both = word.fill(content, {"partner_zh": "阿亨工业大学", "number": "1"})
    none = word.fill(content, {"partner_zh": "", "number": ""})
    assert lines(both.content) == ["尊敬的阿亨工业大学", "此致"]
    assert lines(none.content) == ["尊敬的朋友", "草稿", "此致"]
    assert none.blanks == ()


def test_a_field_with_nothing_to_print_is_seen_and_named():
    filled = word.fill(
        template("致 {{ partner_zh }} {{ number }}"), {"partner_zh": "", "number": "1"}
    )

    assert lines(filled.content) == ["致 ［partner_zh］ 1"]
    assert filled.blanks == ("partner_zh",)


def test_the_fields_of_a_template_are_listed_once_in_order():
    content = template("{{ number }} {% if partner_zh and not text_zh %}{{ number }}{% endif %}")

    assert word.fields(content) == ["number", "partner_zh", "text_zh"]


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (
            template("您好", "", "致 {{ parner_zh }}"),
            "第2段“致 {{ parner_zh }}”：没有“parner_zh”这个字段，是否应为“partner_zh”",
        ),
        (
            template(table=[["a", "b"], ["c", "{{ salary }}"]]),
            "第1个表格第2行第2列“{{ salary }}”：没有“salary”这个字段",
        ),
        (template(header="{{ x1 }}"), "页眉“{{ x1 }}”：没有“x1”这个字段"),
        (template(footer="{{ x1 }}"), "页脚“{{ x1 }}”：没有“x1”这个字段"),
        (
            template("No. {{ number }"),
            "第1段“No. {{ number }”：“{{”在本段中缺少与之配对的另一半",
        ),
        (template("{{ }}"), "第1段“{{ }}”：“”不是字段名"),
        (
            template("{% if number %}a"),
            "第1段“{% if number %}a”：此处开始的条件没有结束",
        ),
        (template("a{% endif %}"), "第1段“a{% endif %}”：此处结束的条件没有开始"),
        (
            template("{% for x in number %}a{% endfor %}"),
            "第1段“{% for x in number %}a{% endfor %}”：此处不能使用“for x in number”，"
            "模板中只能有字段和条件",
        ),
        (
            template("{% if nobody %}a{% endif %}"),
            "第1段“{% if nobody %}a{% endif %}”：没有“nobody”这个字段",
        ),
    ],
)
def test_what_is_broken_is_named_with_its_place(content, what):
    assert said(content)[0] == what


@pytest.mark.parametrize(
    "text",
    [
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ number.__class__ }}",
        "{{ number|upper }}",
        "{{ number() }}",
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{{ 10**10**10 }}",
        "{% for i in range(1000000000) %}x{% endfor %}",
        "{% set number = 1 %}",
        "{% include '/etc/passwd' %}",
        "{% import 'os' as os %}",
        "{% macro m() %}{% endmacro %}",
        "{% raw %}{{ number }}{% endraw %}",
        "{% if number.__class__ %}{% endif %}",
        "{% if number == '1' %}{% endif %}",
        "{%- if range(9) -%}{%- endif -%}",
        "{# comment",
        "{{r number }}",
    ],
)
def test_nothing_but_fields_and_conditions_is_possible(text):
    assert said(template(text)) != []


@pytest.mark.parametrize(
    "attack",
    ["{{ ''.__class__ }}", "{% for i in range(9) %}{% endfor %}", "{{ number|upper }}"],
)
def test_what_stands_outside_of_paragraphs_is_not_run_either(attack):
    document = docx.Document()
    document.add_paragraph("{{ number }}")
    document.core_properties.title = attack

    assert said(saved(document)) == [
        "有字段或条件写在无法填写的位置，例如文件属性中，或者从一段开始却在另一段结束。"
    ]
    with pytest.raises(Exception, match=r"Getattr|For|[Ff]ilter"):
        word.fill(saved(document), {"number": "1"})


def test_a_field_that_runs_over_two_paragraphs_is_refused():
    assert said(template("{{ number", "}}")) != []


def relation(target, kind):
    word_kind = f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"
    line = f'<Relationship Id="rX" Type="{word_kind}" Target="{target}" TargetMode="External"/>'
    return lambda text: text.replace("</Relationships>", f"{line}</Relationships>")


@pytest.mark.parametrize("kind", ["image", "attachedTemplate", "oleObject", "aFChunk"])
def test_a_file_that_loads_something_from_elsewhere_is_refused(kind):
    content = changed(
        template("a"), word___rels__document_xml_rels=relation("https://evil.example/x", kind)
    )

    with pytest.raises(DomainError) as refusal:
        word.problems(content, KNOWN)
    assert refusal.value.code == "remote_parts"


def test_a_link_that_one_may_click_is_no_harm():
    content = changed(
        template("a"), word___rels__document_xml_rels=relation("https://cug.edu.cn", "hyperlink")
    )

    assert said(content) == []


@pytest.mark.parametrize(
    "code", ['DDEAUTO c:\\\\x "cmd"', 'INCLUDETEXT "/etc/passwd"', "macrobutton x"]
)
def test_a_field_of_word_that_fetches_or_runs_is_refused(code):
    content = changed(
        template("a"),
        word__document_xml=lambda text: text.replace(
            "<w:t>a</w:t>", f"<w:instrText>{code}</w:instrText>"
        ),
    )

    with pytest.raises(DomainError) as refusal:
        word.problems(content, KNOWN)
    assert refusal.value.code == "reaching_out"


@pytest.mark.parametrize(
    "content",
    [
        hostile.office("docx", **{"word/vbaProject.bin": "x"}),
        hostile.package({"a.txt": "a"}),
        hostile.pdf(),
        b"",
        b"{{ number }}",
        hostile.office("xlsx"),
        hostile.package({"[Content_Types].xml": hostile.BILLION_LAUGHS}),
        hostile.package(
            {
                "[Content_Types].xml": f'<T><O ContentType="{hostile.MAIN["docx"]}"/></T>',
                "word/document.xml": "<d>" + " " * 30_000_000 + "</d>",
            }
        ),
    ],
)
def test_what_is_no_plain_word_file_is_refused(content):
    with pytest.raises(DomainError):
        word.problems(content, KNOWN)
