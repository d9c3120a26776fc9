"""The letters that every office writes, drawn as Word files to begin with."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import Any

from entente.papers.enums import LetterKind, LetterLanguage

ORGANISATION = "organisations.organisation"
PERSON = "people.person"
AGREEMENT = "partnerships.agreement"
_ONLY_IF = re.compile(r"\{% if (\w+) %\}((?:(?!\{%).)*)\{% endif %\}")


@dataclass(frozen=True)
class StartingLetter:
    """A letter as paragraphs, Chinese and English; they hold the fields of a template."""

    kind: str
    about: str
    title_zh: str
    title_en: str
    zh: tuple[str, ...] = ()
    en: tuple[str, ...] = ()
    needs_seal: bool = True
    signatures: bool = False

    @property
    def language(self) -> str:
        """In which language it is written."""
        if self.zh and self.en:
            return LetterLanguage.BOTH
        return LetterLanguage.CHINESE if self.zh else LetterLanguage.ENGLISH


LETTERS: tuple[StartingLetter, ...] = (
    StartingLetter(
        LetterKind.INVITATION,
        ORGANISATION,
        "邀请函",
        "Letter of invitation",
        (
            "{{ addressee_zh }}：",
            "{% if attention_zh %}{{ attention_zh }}：{% endif %}",
            "感谢贵方长期以来对{{ university_zh }}国际合作的支持。为进一步加深双方的了解与合作，"
            "我校诚挚邀请{{ organisation_zh }}派代表来访。",
            "{% if text_zh %}{{ text_zh }}{% endif %}",
            "期待您的光临。",
        ),
        (
            "{% if attention_en %}Dear {{ attention_en }},{% else %}Dear colleagues,{% endif %}",
            "{{ university_en }} thanks {{ organisation_en }} for its part in our cooperation. To"
            " know each other better and to work together more closely, we cordially invite you to"
            " visit us.",
            "{% if text_en %}{{ text_en }}{% endif %}",
            "We look forward to welcoming you.",
        ),
    ),
    StartingLetter(
        LetterKind.NOMINATION,
        ORGANISATION,
        "学生提名函",
        "Nomination of students",
        en=(
            "{% if attention_en %}Dear {{ attention_en }},{% else %}Dear colleagues,{% endif %}",
            "{{ university_en }} nominates the following students for an exchange at"
            " {{ organisation_en }}:",
            "{{ text_en }}",
            "They have been chosen in our own procedure. We should be grateful if you would send"
            " them what they need for their application.",
        ),
    ),
    StartingLetter(
        LetterKind.THANKS,
        ORGANISATION,
        "感谢信",
        "Letter of thanks",
        (
            "{{ addressee_zh }}：",
            "{% if attention_zh %}{{ attention_zh }}：{% endif %}",
            "{{ text_zh }}",
            "谨代表{{ university_zh }}向{{ organisation_zh }}致以诚挚的谢意，"
            "期待双方合作不断取得新的成果。",
        ),
        (
            "{% if attention_en %}Dear {{ attention_en }},{% else %}Dear colleagues,{% endif %}",
            "{{ text_en }}",
            "On behalf of {{ university_en }} I thank {{ organisation_en }} most warmly and look"
            " forward to what we shall do together.",
        ),
        needs_seal=False,
    ),
    StartingLetter(
        LetterKind.ADMISSION,
        PERSON,
        "交流学生录取通知",
        "Admission of an exchange student",
        (
            "{{ person_zh }}同学：",
            "经审核，{{ university_zh }}同意接收你来校交流学习。",
            "{% if text_zh %}{{ text_zh }}{% endif %}",
            "请持本通知按时办理来校手续。",
        ),
        (
            "Dear {{ person_en }},",
            "{{ university_en }} is pleased to admit you as an exchange student.",
            "{% if text_en %}{{ text_en }}{% endif %}",
            "Please show this letter when you apply for your visa and when you register with us.",
        ),
    ),
    StartingLetter(
        LetterKind.CONFIRMATION,
        PERSON,
        "确认函",
        "Letter of confirmation",
        (
            "致{{ addressee_zh }}：",
            "兹确认{{ person_zh }}如下情况：",
            "{{ text_zh }}",
            "特此证明。",
        ),
        (
            "To {{ addressee_en }}",
            "This is to confirm the following about {{ person_en }}:",
            "{{ text_en }}",
        ),
    ),
    StartingLetter(
        LetterKind.CONFIRMATION,
        AGREEMENT,
        "协议确认函",
        "Confirmation of an agreement",
        (
            "{{ addressee_zh }}：",
            "兹确认，{{ our_parties_zh }}与{{ partners_zh }}之间的《{{ agreement_zh }}》"
            "{% if signed_on_zh %}（{{ signed_on_zh }}签署）{% endif %}"
            "{% if ends_on_zh %}有效期至{{ ends_on_zh }}{% endif %}。",
            "{% if text_zh %}{{ text_zh }}{% endif %}",
        ),
        (
            "{% if attention_en %}Dear {{ attention_en }},{% else %}Dear colleagues,{% endif %}",
            "This is to confirm the agreement “{{ agreement_en }}” between {{ our_parties_en }} and"
            " {{ partners_en }}{% if signed_on_en %}, signed on {{ signed_on_en }}{% endif %}"
            "{% if ends_on_en %}, which runs until {{ ends_on_en }}{% endif %}.",
            "{% if text_en %}{{ text_en }}{% endif %}",
        ),
    ),
    StartingLetter(
        LetterKind.SIGNATURE_PAGE,
        AGREEMENT,
        "协议签字页",
        "Signature page of an agreement",
        ("《{{ agreement_zh }}》签字页", "签约方：{{ our_parties_zh }}、{{ partners_zh }}"),
        (
            "Signature page of “{{ agreement_en }}”",
            "Parties: {{ our_parties_en }} and {{ partners_en }}",
        ),
        signatures=True,
    ),
)


def draw(letter: StartingLetter) -> bytes:
    """Draw a letter as a Word file on A4: head, number and date, text, signature."""
    import docx
    from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt

    document = docx.Document()
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.8)
    page.top_margin = page.bottom_margin = Cm(2.5)
    normal: Any = document.styles["Normal"]
    normal.font.name, normal.font.size = "Times New Roman", Pt(11.5)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), "宋体")
    normal.paragraph_format.line_spacing, normal.paragraph_format.space_after = 1.4, Pt(8)

    def line(text: str, *, align: Any = None, size: float = 0, indent: bool = False) -> None:
        paragraph = document.add_paragraph()
        run = paragraph.add_run(text)
        if size:
            run.font.size = Pt(size)
        if align is not None:
            paragraph.alignment = align
        if indent:
            paragraph.paragraph_format.first_line_indent = Pt(23)

    languages = [code for code, texts in (("zh", letter.zh), ("en", letter.en)) if texts]
    for code in languages:
        line(f"{{{{ university_{code} }}}}", align=ALIGN.CENTER, size=16)
    line("{%p if number %}")
    line("{{ number }}", align=ALIGN.RIGHT, size=10)
    line("{%p endif %}")
    for code in languages:
        _write(line, letter, code, ALIGN)
    if letter.signatures:
        _draw_signatures(document)
    content = io.BytesIO()
    document.core_properties.title = letter.title_en
    document.core_properties.author = ""
    document.core_properties.comments = ""
    document.save(content)
    return content.getvalue()


def _write(line: Any, letter: StartingLetter, code: str, align: Any) -> None:
    first, *others = letter.zh if code == "zh" else letter.en
    line(f"{{{{ subject_{code} }}}}", align=align.CENTER, size=14)
    line(first)
    for text in others:
        whole = _ONLY_IF.fullmatch(text)
        if whole:
            # The sign p takes the whole paragraph away where there is nothing to say.
            line(f"{{%p if {whole[1]} %}}")
        line(whole[2] if whole else text, indent=code == "zh")
        if whole:
            line("{%p endif %}")
    if letter.signatures:
        return
    line(f"{{%p if signatory_{code} %}}")
    line(f"{{{{ signatory_{code} }}}}", align=align.RIGHT)
    line("{%p endif %}")
    line(f"{{{{ unit_{code} }}}}", align=align.RIGHT)
    line(f"{{{{ date_{code} }}}}", align=align.RIGHT)


def _draw_signatures(document: Any) -> None:
    """Draw two places to sign, ours and theirs."""
    table = document.add_table(rows=1, cols=2)
    for cell, name in zip(table.rows[0].cells, ("our_parties", "partners"), strict=True):
        cell.text = f"{{{{ {name}_zh }}}}\n{{{{ {name}_en }}}}"
        for text in (
            "签字 Signature：",
            "姓名、职务 Name and title：",
            "日期 Date：",
            "（盖章 Seal）",
        ):
            cell.add_paragraph(text).paragraph_format.space_before = 200_000
