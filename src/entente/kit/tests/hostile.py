"""Files that mean harm, made here so that none lies in the repository."""

import io
import zipfile

TYPES = "application/vnd.openxmlformats-officedocument."
MAIN = {
    "docx": TYPES + "wordprocessingml.document.main+xml",
    "xlsx": TYPES + "spreadsheetml.sheet.main+xml",
    "pptx": TYPES + "presentationml.presentation.main+xml",
}
BILLION_LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">
<!ENTITY lol2 "&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;">
<!ENTITY lol3 "&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;">
]><lolz>&lol3;</lolz>"""
EXTERNAL_ENTITY = (
    b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><r>&x;</r>'
)


def package(parts):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return content.getvalue()


def office(kind="docx", **more):
    """Make an office file of a kind; `more` are further parts, `__` stands for a slash."""
    types = f'<Types><Override ContentType="{MAIN[kind]}"/></Types>'
    parts = {"[Content_Types].xml": types, "word/document.xml": "<document>协议</document>"}
    return package(parts | more)


def open_document(kind="text", **more):
    mime = f"application/vnd.oasis.opendocument.{kind}"
    return package({"mimetype": mime, "content.xml": "<content/>"} | more)


def pdf(body=b"1 0 obj << /Type /Catalog >> endobj"):
    return b"%PDF-1.7\n" + body + b"\ntrailer << >>\n%%EOF\n"


def packed_pdf(objects):
    import zlib

    head = b"5 0 obj << /Type /ObjStm /N 1 /Filter /FlateDecode >>\nstream\n"
    return pdf(head + zlib.compress(objects) + b"\nendstream endobj")


class Lazy(io.RawIOBase):
    """Zeros that are made as they are read; `taken` tells how many somebody took."""

    def __init__(self, size, head=b"", tail=b""):
        self.left, self.head, self.tail = size, head, tail
        self.taken = 0

    def readable(self):
        return True

    def read(self, wanted=-1):
        if self.head:
            piece, self.head = self.head[:wanted], self.head[wanted:]
        elif self.left:
            piece = bytes(min(wanted if wanted >= 0 else self.left, self.left))
            self.left -= len(piece)
        else:
            piece, self.tail = self.tail[:wanted], self.tail[wanted:]
        self.taken += len(piece)
        return piece
