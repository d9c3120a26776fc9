"""What a file may be: told by its content, never by its name."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from entente.kit.files import inspection, packages
from entente.kit.files.kinds import KINDS
from entente.kit.files.names import clean_name
from entente.kit.tests import hostile

ORDINARY = {
    "协议.pdf": (hostile.pdf(), "pdf"),
    "协议.docx": (hostile.office(), "docx"),
    "名单.xlsx": (hostile.office("xlsx"), "xlsx"),
    "汇报.pptx": (hostile.office("pptx"), "pptx"),
    "协议.odt": (hostile.open_document(), "odt"),
    "名单.ods": (hostile.open_document("spreadsheet"), "ods"),
    "照片.JPG": (b"\xff\xd8\xff\xe0rest", "jpeg"),
    "照片.png": (b"\x89PNG\r\n\x1a\nrest", "png"),
    "照片.webp": (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "webp"),
    "扫描.tiff": (b"II*\x00rest", "tiff"),
    "数据.xml": (b'<?xml version="1.0"?><list><row/></list>', "xml"),
    "名单.csv": ("姓名,单位\n王芳,环境学院\n".encode("gb18030"), "csv"),
    "说明.txt": ("说明".encode("utf-16"), "txt"),
}


def inspect(content, name, tmp_path):
    path = tmp_path / "upload"
    path.write_bytes(content)
    with path.open("rb") as file:
        return inspection.inspect(file, name, len(content))


@pytest.mark.parametrize("name", ORDINARY)
def test_an_ordinary_file_is_known_by_its_content(name, tmp_path):
    content, code = ORDINARY[name]
    assert inspect(content, name, tmp_path).code == code


def test_every_kind_has_an_ordinary_example():
    assert {code for _content, code in ORDINARY.values()} == {kind.code for kind in KINDS}


WORKBOOK = hostile.office("xlsx")
REMOTE = '<Relationships><Relationship TargetMode="External" Type="http://x/attachedTemplate"/></Relationships>'
LINK = (
    '<Relationships><Relationship TargetMode="External" Type="http://x/hyperlink"/></Relationships>'
)
HOSTILE = {
    "nothing in it": ("a.pdf", b"", "empty"),
    "a program": ("a.pdf", b"MZ\x90\x00" + bytes(64), "not_accepted"),
    "a Linux program": ("a.docx", b"\x7fELF\x02", "not_accepted"),
    "a script": ("a.txt", b"#!/bin/sh\nrm -rf /\n", "not_accepted"),
    "a web page called text": ("a.txt", b"\n<!-- x --><!DOCTYPE HTML><html>", "not_accepted"),
    "a drawing called picture": ("a.png", b"<svg xmlns='x' onload='alert(1)'/>", "not_accepted"),
    "a drawing called XML": (
        "a.xml",
        b'<?xml version="1.0"?><!-- x --><s:svg xmlns:s="x"/>',
        "not_accepted",
    ),
    "unknown bytes": ("a.txt", bytes(range(256)), "not_accepted"),
    "an old office file": ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old_office"),
    "a Word document called PDF": ("a.pdf", hostile.office(), "wrong_ending"),
    "a PDF called Word": ("a.docx", hostile.pdf(), "wrong_ending"),
    "no ending": ("协议", hostile.pdf(), "wrong_ending"),
    "a plain archive": ("a.docx", hostile.package({"a.txt": "x"}), "archive"),
    "macros": ("a.docx", hostile.office(**{"word/vbaProject.bin": b"x"}), "macros"),
    "macros by its name": ("a.docm", hostile.office(), "macros"),
    "macros by its type": (
        "a.docx",
        hostile.package({"[Content_Types].xml": '<T ContentType="x.document.macroEnabled"/>'}),
        "macros",
    ),
    "macros of LibreOffice": ("a.odt", hostile.open_document(**{"Basic/a.xml": "<a/>"}), "macros"),
    "entities in a part": (
        "a.docx",
        hostile.office(**{"word/styles.xml": hostile.BILLION_LAUGHS}),
        "xml_entities",
    ),
    "a file read from elsewhere": ("a.xml", hostile.EXTERNAL_ENTITY, "xml_entities"),
    "a billion laughs": ("a.xml", hostile.BILLION_LAUGHS, "xml_entities"),
    "broken XML": ("a.xml", b"<?xml version='1.0'?><a>\n<b></a>", "xml_broken"),
    "a template from elsewhere": (
        "a.docx",
        hostile.office(**{"word/_rels/settings.xml.rels": REMOTE}),
        "remote_parts",
    ),
    "a program inside": (
        "a.docx",
        hostile.office(**{"word/embeddings/a.bin": b"MZ\x90"}),
        "program_inside",
    ),
    "a program wrapped as an object": (
        "a.docx",
        hostile.office(
            **{"word/embeddings/o.bin": bytes(65530) + "\x01Ole10Native".encode("utf-16-le")}
        ),
        "program_inside",
    ),
    "an archive inside": (
        "a.docx",
        hostile.office(**{"word/x.bin": hostile.package({"y": "z"})}),
        "archive",
    ),
    "archives in archives": (
        "a.docx",
        hostile.office(**{"word/a.xlsx": hostile.office("xlsx", **{"xl/b.xlsx": WORKBOOK})}),
        "zip_bomb",
    ),
    "a bomb": ("a.docx", hostile.office(**{"word/b.bin": bytes(20_000_000)}), "zip_bomb"),
    "a bomb of names": (
        "a.docx",
        hostile.package({f"word/{number}": "" for number in range(packages.MOST_PARTS + 1)}),
        "zip_bomb",
    ),
    "half a document": ("a.docx", hostile.office()[:-30], "damaged"),
    "a document with a wrong sum": (
        "a.docx",
        hostile.office().replace(b"PK\x03\x04", b"PK\x03\x04", 1)[:40]
        + b"\xff\xff\xff"
        + hostile.office()[43:],
        "damaged",
    ),
    "half a PDF": ("a.pdf", hostile.pdf()[:-8], "damaged"),
    "a PDF with a script": ("a.pdf", hostile.pdf(b"<< /S /JavaScript /JS (x) >>"), "active_pdf"),
    "a PDF with a hidden script": ("a.pdf", hostile.pdf(b"<< /S /J#61va#53cript >>"), "active_pdf"),
    "a PDF with a packed script": (
        "a.pdf",
        hostile.packed_pdf(b"<< /S/JavaScript/JS(x)>>"),
        "active_pdf",
    ),
    "a PDF that starts a program": ("a.pdf", hostile.pdf(b"<</S/Launch/F(a.exe)>>"), "active_pdf"),
    "a locked PDF": ("a.pdf", hostile.pdf(b"<< /Encrypt 5 0 R >>"), "locked"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_file_is_refused_with_a_reason(case, tmp_path):
    name, content, code = HOSTILE[case]
    with pytest.raises(ValidationError) as refusal:
        inspect(content, name, tmp_path)
    assert refusal.value.code == code
    assert "%(" not in refusal.value.messages[0]


def test_a_link_to_a_web_page_and_a_chart_with_its_workbook_are_ordinary(tmp_path):
    parts = {"word/_rels/document.xml.rels": LINK, "word/embeddings/a.xlsx": WORKBOOK}
    assert inspect(hostile.office(**parts), "a.docx", tmp_path).code == "docx"


def test_a_package_that_lies_about_its_sizes_is_damaged(tmp_path):
    honest = hostile.office(**{"word/b.bin": bytes(1_000_000)})
    size = (1_000_000).to_bytes(4, "little")
    assert honest.count(size) == 2
    with pytest.raises(ValidationError) as refusal:
        inspect(honest.replace(size, (10).to_bytes(4, "little")), "a.docx", tmp_path)
    assert refusal.value.code == "damaged"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("协议.pdf", "协议.pdf"),
        ("C:\\Users\\wang\\协议.pdf", "协议.pdf"),
        ("../../etc/passwd", "passwd"),
        ("a\x00b\r\nc.pdf", "abc.pdf"),
        ("fdp.\u202eexe.pdf", "fdp.exe.pdf"),
        ('a:b*"c".pdf', "a_b__c_.pdf"),
        ("  .pdf", "file.pdf"),
        ("...", "file"),
        ("", "file"),
        ("x" * 500 + ".pdf", "x" * 146 + ".pdf"),
        (
            "关于与某大学签署合作协议的请示" * 40 + ".docx",
            ("关于与某大学签署合作协议的请示" * 10)[:145] + ".docx",
        ),
    ],
)
def test_a_name_keeps_what_people_read_and_loses_what_could_harm(given, kept):
    assert clean_name(given) == kept


def test_a_picture_is_not_accepted_where_documents_are_asked_for(tmp_path):
    from entente.kit.files.kinds import DOCUMENTS

    with pytest.raises(ValidationError) as refusal:
        inspection.inspect(ContentFile(b"\xff\xd8\xff\xe0"), "a.jpg", 4, DOCUMENTS)
    assert refusal.value.code == "not_accepted"
