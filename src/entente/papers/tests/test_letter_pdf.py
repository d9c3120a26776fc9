"""A letter as PDF says what its Word file says, or says what it would lose."""

import base64
import datetime
import io

import docx
import pypdf
import pytest
from django.urls import reverse
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn

from entente.kit import word
from entente.kit.errors import DomainError
from entente.office import roles
from entente.papers import reading
from entente.papers.drawing import letter_as_pdf
from entente.papers.reading.lists import WRITTEN
from tests.factories import make_staff
from tests.factories_papers import S, make_letter, make_template, word_file

ON = datetime.date(2026, 5, 1)
DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def saved(document):
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def pages(content, language="zh-en", **options):
    drawn = letter_as_pdf(content, title="Letter", on=ON, language=language, **options)
    said = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(drawn)).pages]
    return ["".join(page.split()) for page in said]


def field(code, cached):
    return parse_xml(
        f'<w:fldSimple {SPACE} w:instr=" {code} "><w:r><w:t>{cached}</w:t></w:r></w:fldSimple>'
    )


def test_words_tables_lists_pictures_head_and_foot_come_out_in_their_order():
    document = docx.Document()
    section = document.sections[0]
    section.header.paragraphs[0].text = "中国地质大学（武汉）"
    foot = section.footer.paragraphs[0]
    foot.add_run("Page ")
    foot._p.append(field("PAGE", "77"))
    foot.add_run(" of ")
    for inner in (
        '<w:fldChar w:fldCharType="begin"/>',
        "<w:instrText> NUMPAGES </w:instrText>",
        '<w:fldChar w:fldCharType="separate"/>',
        "<w:t>88</w:t>",
        '<w:fldChar w:fldCharType="end"/>',
    ):
        foot._p.append(parse_xml(f"<w:r {SPACE}>{inner}</w:r>"))
    first = document.add_paragraph("First #line\n$second$ ")
    first.add_run("bold").bold = True
    first.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for text in ("one", "two"):
        document.add_paragraph(text, style="List Number")
    document.add_paragraph("a bullet", style="List Bullet")
    table = document.add_table(rows=2, cols=2, style="Table Grid")
    table.cell(0, 0).merge(table.cell(0, 1)).text = "甲乙双方"
    table.cell(1, 0).text, table.cell(1, 1).text = "甲方", "Party B"
    document.add_paragraph().add_run().add_picture(io.BytesIO(DOT))
    document.add_page_break()
    document.add_paragraph("此致\t敬礼")

    assert pages(saved(document)) == [
        "中国地质大学（武汉）First#line$second$bold1.one2.two•abullet甲乙双方甲方PartyBPage1of2",
        "中国地质大学（武汉）此致敬礼Page2of2",
    ]


def test_what_was_struck_out_or_hidden_is_not_printed_and_what_was_put_in_is():
    document = docx.Document()
    paragraph = document.add_paragraph("Kept ")
    paragraph.add_run("hidden").font.hidden = True
    for tag, inner in (("ins", "<w:t>put in</w:t>"), ("del", "<w:delText>out</w:delText>")):
        change = f'<w:{tag} {SPACE} w:id="1" w:author="a"><w:r>{inner}</w:r></w:{tag}>'
        paragraph._p.append(parse_xml(change))

    assert pages(saved(document)) == ["Keptputin"]


@pytest.mark.parametrize(
    ("piece", "lost"),
    [
        ("<w:pict/>", "旧式图形、文本框或嵌入对象"),
        ('<w:footnoteReference w:id="2"/>', "脚注"),
        ('<w:sym w:font="Wingdings" w:char="F0FC"/>', "特殊字体的符号"),
        ("<w:drawing/>", "文本框或图形"),
    ],
)
def test_what_cannot_be_carried_over_is_named_and_nothing_is_drawn(piece, lost):
    document = docx.Document()
    run = document.add_paragraph("Dear colleagues").add_run()
    run._r.append(parse_xml(f"<w:r {SPACE}>{piece}</w:r>")[0])

    with pytest.raises(DomainError) as refusal:
        pages(saved(document))

    assert refusal.value.messages == [
        f"生成PDF会丢失以下内容：{lost}。请打开Word文件，在Word中另存为PDF。"
    ]


def test_a_second_head_within_a_letter_is_named():
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "one"
    document.add_section().header.is_linked_to_previous = False
    document.sections[1].header.paragraphs[0].text = "two"

    assert reading.read(saved(document)).lost == ["文中变换的页眉或页脚"]


@pytest.mark.parametrize(
    ("form", "number", "written"),
    [
        ("lowerRoman", 14, "xiv"),
        ("upperLetter", 28, "BB"),
        ("chineseCounting", 21, "二十一"),
        ("chineseCounting", 10, "十"),
        ("decimalZero", 3, "03"),
    ],
)
def test_lists_count_as_word_does(form, number, written):
    assert WRITTEN[form](number) == written


def test_a_table_in_a_table_and_a_column_joined_downwards_keep_their_words():
    document = docx.Document()
    table = document.add_table(rows=2, cols=2)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "long"
    table.cell(0, 1).text = "b"
    inner = table.cell(1, 1).add_table(rows=1, cols=1)
    inner.cell(0, 0).text = "inner"
    content = saved(document)

    assert reading.read(content).lines() == word.lines_of(content) == ["long", "b", "inner"]
    # A cell that is joined downwards is drawn once its whole height is known.
    assert pages(content) == ["blonginner"]


def test_a_page_that_begins_anew_begins_anew():
    document = docx.Document()
    document.add_paragraph("one")
    later = document.add_paragraph("two")
    later._p.get_or_add_pPr().append(OxmlElement("w:pageBreakBefore"))
    assert later._p.pPr.find(qn("w:pageBreakBefore")) is not None

    assert pages(saved(document), draft=True, language="en") == [
        "oneDraft,notissued",
        "twoDraft,notissued",
    ]


# --- In the desk ----------------------------------------------------------------------------------


def answered(client, letter):
    answer = client.get(reverse("papers:pdf", args=[letter.pk]))
    reader = pypdf.PdfReader(io.BytesIO(answer.getvalue()))
    return answer["Content-Disposition"], "".join(reader.pages[0].extract_text().split())


@pytest.mark.django_db
def test_an_issued_letter_is_drawn_from_the_file_that_was_kept_and_a_draft_says_so(client):
    officer = make_staff(roles.OFFICER)
    client.force_login(officer)
    template = make_template(officer.unit, "{{ addressee_zh }}：您好")
    draft, issued = (
        make_letter(officer.unit, template=template, state=it) for it in (S.DRAFT, S.ISSUED)
    )

    assert answered(client, draft)[1] == "滑铁卢大学：您好草稿，尚未发函"
    name, said = answered(client, issued)
    assert (issued.number in name, said) == (True, "滑铁卢大学：您好")


@pytest.mark.django_db
def test_a_letter_that_would_lose_something_says_so_on_its_page(client):
    officer = make_staff(roles.OFFICER)
    client.force_login(officer)
    document = docx.Document()
    run = document.add_paragraph("{{ addressee_zh }}").add_run()
    run._r.append(parse_xml(f"<w:r {SPACE}><w:pict/></w:r>")[0])
    file = word_file()
    file.file = io.BytesIO(saved(document))
    file.size = len(file.file.getvalue())
    letter = make_letter(officer.unit, template=make_template(officer.unit, file=file))

    page = client.get(reverse("papers:pdf", args=[letter.pk]), follow=True)

    assert page.redirect_chain == [(letter.get_absolute_url(), 302)]
    assert "在Word中另存为PDF" in page.content.decode()


@pytest.mark.django_db
def test_another_institutions_letter_is_not_drawn(client):
    client.force_login(make_staff(roles.OFFICER))

    answer = client.get(reverse("papers:pdf", args=[make_letter(state=S.ISSUED).pk]))

    assert answer.status_code == 404
