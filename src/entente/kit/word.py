"""Word files with fields: what an office may write into them, and how they are filled.

A template holds `{{ field }}`, and `{% if field %} … {% else %} … {% endif %}` around what is
printed only where there is something to say. Nothing else is run, whatever stands in the file.
"""

from __future__ import annotations

import difflib
import io
import re
import zipfile
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import Any

from django.utils.translation import gettext as _
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree

from entente.kit.errors import DomainError
from entente.kit.files.inspection import inspect
from entente.kit.files.kinds import DOCX
from entente.kit.files.packages import bomb, damaged

MOST_BYTES = 5 * 1024 * 1024
MOST_XML = 10 * 1024 * 1024
MOST_PROBLEMS = 20
LONGEST_QUOTE = 60

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_WRITTEN = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml")
_TAG = re.compile(r"\{\{(?P<field>.*?)\}\}|\{%(?P<word>.*?)%\}", re.DOTALL)
_LOOSE = re.compile(r"\{\{|\}\}|\{%|%\}|\{#")
_NAME = re.compile(r"[^\W\d]\w*")
_CONDITION = re.compile(
    r"(?P<word>if|elif)\s+(?P<test>(?:not\s+)?[^\W\d]\w*(?:\s+(?:and|or)\s+(?:not\s+)?[^\W\d]\w*)*)"
)
_REACHING_OUT = re.compile(
    r"\b(DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK|DATABASE|MACROBUTTON)\b", re.IGNORECASE
)
_JOINS = frozenset({"and", "or", "not"})
_HARMLESS_LINK = "/hyperlink"
_UNPRINTED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")
_LETTERS = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True)
class Problem:
    """What is wrong in a template, and where: a place in words with the text that stands there."""

    place: str
    what: str

    def __str__(self) -> str:
        if not self.place:
            return self.what
        return _("%(place)s: %(what)s") % {"place": self.place, "what": self.what}


@dataclass(frozen=True)
class Filled:
    """A filled document; `blanks` are the fields that were to be printed and hold nothing."""

    content: bytes
    blanks: tuple[str, ...]


# --- Looking a template through -------------------------------------------------------------------


def problems(content: bytes, known: Collection[str]) -> list[Problem]:
    """Say what keeps a template from being used, in order, at most twenty things.

    What could harm (macros, links to elsewhere, archives that swell, a file that is no Word file)
    is refused as a whole: `DomainError`. `known` are the fields that there are.
    """
    if len(content) > MOST_BYTES:
        raise DomainError(
            _("A template has at most %(limit)s MB. Pictures in it can be made smaller.")
            % {"limit": MOST_BYTES // 2**20},
            code="too_large",
        )
    with TemporaryFile() as copy:
        copy.write(content)
        copy.flush()
        inspect(copy, "template.docx", len(content), (DOCX,))
    _refuse_links(content)
    found: list[Problem] = []
    for name, root in _parts(content):
        found += _looked_through(name, root, known)
    if not found:
        found += _last_look(content)
    return found[:MOST_PROBLEMS]


def fields(content: bytes) -> list[str]:
    """Name the fields that a template uses, in the order in which they first stand there."""
    found: dict[str, None] = {}
    for _name, root in _parts(content):
        for paragraph in root.iter(f"{_W}p"):
            for tag in _TAG.finditer(_text(paragraph)):
                found |= dict.fromkeys(_names_in(tag))
    return list(found)


def _names_in(tag: re.Match[str]) -> list[str]:
    """Give the names in a tag; none where it cannot be read."""
    if tag["field"] is not None:
        asked = tag["field"].strip()
        return [asked] if _NAME.fullmatch(asked) else []
    condition = _CONDITION.fullmatch(_bare(tag["word"]))
    words = _NAME.findall(condition["test"]) if condition else []
    return [word for word in words if word not in _JOINS]


def _parts(content: bytes) -> Iterator[tuple[str, Any]]:
    """Give the parts of the document in which people write, the text first."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = sorted(filter(_WRITTEN.fullmatch, archive.namelist()))
            if sum(archive.getinfo(name).file_size for name in names) > MOST_XML:
                raise bomb()
            for name in names:
                yield name, etree.fromstring(archive.read(name), parser)
    except (zipfile.BadZipFile, etree.XMLSyntaxError) as error:
        raise damaged() from error


def _refuse_links(content: bytes) -> None:
    """Refuse what a word processor would fetch or run when the letter is opened."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if not name.endswith(".rels"):
                continue
            for link in etree.fromstring(archive.read(name)):
                outside = link.get("TargetMode") == "External"
                if outside and not link.get("Type", "").endswith(_HARMLESS_LINK):
                    raise DomainError(
                        _(
                            "The template loads “%(target)s” from elsewhere. Put the picture or"
                            " text into the file itself."
                        ),
                        code="remote_parts",
                        params={"target": link.get("Target", "")[:LONGEST_QUOTE]},
                    )
    for name, root in _parts(content):
        codes = [code.text or "" for code in root.iter(f"{_W}instrText")]
        codes += [code.get(f"{_W}instr", "") for code in root.iter(f"{_W}fldSimple")]
        reaching = _REACHING_OUT.search("".join(codes))
        if reaching or next(root.iter(f"{_W}altChunk"), None) is not None:
            raise DomainError(
                _(
                    "The template holds a field of Word that fetches or runs something"
                    " (%(code)s in %(part)s). Please take it out."
                ),
                code="reaching_out",
                params={"code": reaching[0] if reaching else "altChunk", "part": name},
            )


def _looked_through(name: str, root: Any, known: Collection[str]) -> Iterator[Problem]:
    opened: list[str] = []
    for paragraph in root.iter(f"{_W}p"):
        text = _text(paragraph)
        if not _LOOSE.search(text):
            continue
        place = _place(name, root, paragraph, text)
        for tag in _TAG.finditer(text):
            for what in [*_wrong_in(tag, known), *_unbalanced(tag, place, opened)]:
                yield Problem(place, what)
        yield from (Problem(place, what) for what in _halves(text))
    for place in opened:
        yield Problem(place, _("the condition that begins here does not end"))


def _halves(text: str) -> Iterator[str]:
    """Say where the other half of a sign is missing."""
    if loose := _LOOSE.search(_TAG.sub("", text)):
        yield _("“%(sign)s” has no other half in this paragraph") % {"sign": loose[0]}


def _unbalanced(tag: re.Match[str], place: str, opened: list[str]) -> Iterator[str]:
    """Keep the places of conditions that are open; say where one ends that never began."""
    word = _bare(tag["word"] or "")
    if word.startswith("if "):
        opened.append(place)
    elif word == "endif" and opened:
        opened.pop()
    elif word == "endif":
        yield _("a condition ends here that nowhere begins")


def _wrong_in(tag: re.Match[str], known: Collection[str]) -> Iterator[str]:
    names = _names_in(tag)
    if tag["field"] is not None and not names:
        yield _("“%(text)s” is no name of a field") % {"text": tag["field"].strip()[:LONGEST_QUOTE]}
    elif not names and (word := _bare(tag["word"])) not in ("else", "endif"):
        yield _("“%(text)s” is not possible here; a template holds fields and conditions only") % {
            "text": word[:LONGEST_QUOTE]
        }
    for name in names:
        if name not in known:
            yield _unknown(name, known)


def _unknown(name: str, known: Collection[str]) -> str:
    if near := difflib.get_close_matches(name, known, 1, 0.6):
        return _("there is no field “%(name)s”; perhaps “%(near)s” is meant") % {
            "name": name,
            "near": near[0],
        }
    return _("there is no field “%(name)s”") % {"name": name}


def _bare(word: str) -> str:
    """Give the words of a condition without the sign for the whole paragraph or row."""
    return re.sub(r"^(p|tr|tc|r)\s+", "", word.strip().strip("-").strip())


def _text(paragraph: Any) -> str:
    """Give the text of a paragraph itself, without that of boxes anchored in it."""
    return "".join(
        piece.text or ""
        for piece in paragraph.iter(f"{_W}t")
        if next(piece.iterancestors(f"{_W}p")) is paragraph
    )


def _place(name: str, root: Any, paragraph: Any, text: str) -> str:
    quote = text.strip()
    quote = quote if len(quote) <= LONGEST_QUOTE else f"{quote[:LONGEST_QUOTE]}…"
    cell = next(paragraph.iterancestors(f"{_W}tc"), None)
    if cell is not None:
        row = next(cell.iterancestors(f"{_W}tr"))
        table = next(row.iterancestors(f"{_W}tbl"))
        return _("Table %(table)s, row %(row)s, column %(column)s, “%(quote)s”") % {
            "table": 1 + list(root.iter(f"{_W}tbl")).index(table),
            "row": 1 + table.findall(f"{_W}tr").index(row),
            "column": 1 + row.findall(f"{_W}tc").index(cell),
            "quote": quote,
        }
    if "header" in name:
        return _("Header, “%(quote)s”") % {"quote": quote}
    if "footer" in name:
        return _("Footer, “%(quote)s”") % {"quote": quote}
    if "notes" in name:
        return _("Note at the foot, “%(quote)s”") % {"quote": quote}
    number = 1 + [p for p in root.iter(f"{_W}p") if _text(p).strip()].index(paragraph)
    return _("Paragraph %(number)s, “%(quote)s”") % {"number": number, "quote": quote}


# --- Filling --------------------------------------------------------------------------------------


class Blank(str):
    """The value of a field that holds nothing; it remembers which."""

    name: str

    def __new__(cls, name: str) -> Blank:
        """Make the empty value of a field."""
        blank = super().__new__(cls, "")
        blank.name = name
        return blank


class _ForbiddenError(TemplateSyntaxError):
    """Something that a template of an office does not need."""


class FieldsOnly(ImmutableSandboxedEnvironment):
    """Runs fields and conditions and refuses to compile anything else, wherever it stands."""

    allowed = (
        *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name),
        *(nodes.If, nodes.Not, nodes.And, nodes.Or),
    )

    def __init__(self) -> None:
        super().__init__(autoescape=True, undefined=StrictUndefined, finalize=self._note)
        self.globals.clear()
        self.filters.clear()
        self.tests.clear()
        self.blanks: dict[str, None] = {}

    def _parse(self, source: str, name: Any, filename: Any) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        for node in tree.find_all(nodes.Node):
            if not isinstance(node, self.allowed):
                raise _ForbiddenError(type(node).__name__, node.lineno)
        return tree

    def _note(self, value: Any) -> Any:
        if isinstance(value, Blank):
            self.blanks[value.name] = None
            return f"［{value.name}］"
        return value


def fill(content: bytes, values: Mapping[str, str]) -> Filled:
    """Fill a template that was looked through; lines of a value become lines of the document.

    A field that is printed and holds nothing stands there as ［field］ and is named in `blanks`.
    """
    environment = FieldsOnly()
    document = DocxTemplate(io.BytesIO(content))
    document.render(
        {name: _printable(value) if value else Blank(name) for name, value in values.items()},
        jinja_env=environment,
        autoescape=True,
    )
    filled = io.BytesIO()
    document.save(filled)
    return Filled(filled.getvalue(), tuple(environment.blanks))


def lines_of(content: bytes) -> list[str]:
    """Read the text of a document, a line for each paragraph that says something."""
    for name, root in _parts(content):
        if name == "word/document.xml":
            texts = (_text(paragraph).strip() for paragraph in root.iter(f"{_W}p"))
            return [text for text in texts if text]
    return []


def _printable(value: str) -> str:
    """Leave out what XML cannot hold; keep lines and tabs."""
    text = str(value).replace("\r\n", "\n").replace("\r", "\n")
    return _LETTERS.sub("", _UNPRINTED.sub("", text))


def _last_look(content: bytes) -> list[Problem]:
    """Fill it once for a try: what stands outside of paragraphs is found only so."""
    environment = FieldsOnly()
    try:
        names = fields(content)
        DocxTemplate(io.BytesIO(content)).render(
            dict.fromkeys(names, "x"), jinja_env=environment, autoescape=True
        )
    except Exception:  # noqa: BLE001 whatever a file makes the libraries say, it cannot be used
        return [
            Problem(
                "",
                _(
                    "A field or condition stands where it cannot be filled, for example in the"
                    " properties of the file, or begins in one paragraph and ends in another."
                ),
            )
        ]
    return []
