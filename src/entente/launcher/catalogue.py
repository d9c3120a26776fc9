"""The message catalogue: compiled when it changed, collected anew, and proven complete."""

from __future__ import annotations

import argparse
import io
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent
CATALOGUE = PACKAGE / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
RENAMED = re.compile(r"^from django\.utils\.translation import \w*gettext\w* as (\w+)", re.M)
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
NOT_SHOWN = {"tests", "migrations", "locale", "__pycache__"}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%%|\{(\w*)\}")
# The moments of extraction would make every branch conflict with every other one.
MOMENTS = re.compile(r'^"(POT-Creation|PO-Revision)-Date:.*\n', re.MULTILINE)

Message = tuple[str | None, str]  # context and text


# --- Compiling ------------------------------------------------------------------------------------


def compile_changed() -> None:
    """Compile each catalogue that is newer than what was compiled from it."""
    for source in sorted((PACKAGE / "locale").glob("*/LC_MESSAGES/*.po")):
        compiled = source.with_suffix(".mo")
        moment = source.stat().st_mtime_ns
        if not compiled.exists() or compiled.stat().st_mtime_ns != moment:
            _compile(source, compiled, moment)


def _compile(source: Path, compiled: Path, moment: int) -> None:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    text = without_doubles(source.read_text("utf-8"))
    catalogue = read_po(io.StringIO(text), abort_invalid=True)
    half = compiled.with_name(f".{compiled.name}.{os.getpid()}")
    with half.open("wb") as out:
        write_mo(out, catalogue)
    # The same moment on both: also a catalogue that became older (another branch) is compiled.
    os.utime(half, ns=(moment, moment))
    half.replace(compiled)


# --- Collecting -----------------------------------------------------------------------------------


def main(arguments: list[str]) -> int:
    """`./entente messages`: collect the texts of code and templates; keep the translations."""
    parser = argparse.ArgumentParser(prog="entente messages", description=main.__doc__)
    parser.parse_args(arguments)
    for tool in ("xgettext", "msgattrib"):
        if not shutil.which(tool):
            sys.stderr.write(
                "Collecting texts needs GNU gettext, which is not on this machine.\n"
                "Debian, Ubuntu: apt install gettext   macOS: brew install gettext\n"
            )
            return 3
    if CATALOGUE.exists():
        CATALOGUE.write_text(without_doubles(CATALOGUE.read_text("utf-8")), "utf-8")
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    _collect()
    tidy = ["msgattrib", "--no-fuzzy", "--no-obsolete", "--sort-output", "--no-wrap"]
    subprocess.run([*tidy, "-o", CATALOGUE, CATALOGUE], check=True)
    CATALOGUE.write_text(MOMENTS.sub("", CATALOGUE.read_text("utf-8")), "utf-8")
    found = faults()
    sys.stdout.write("".join(f"{fault}\n" for fault in found))
    sys.stdout.write(f"{CATALOGUE.relative_to(PACKAGE.parent.parent)}: {len(found)} to mend.\n")
    return 0


def _collect() -> None:
    import django
    from django.core.management import call_command
    from django.core.management.commands import makemessages

    class Collector(makemessages.Command):
        # A guess from a similar text is not a translation.
        msgmerge_options = [*makemessages.Command.msgmerge_options, "--no-fuzzy-matching"]

    django.setup()
    os.chdir(PACKAGE)
    call_command(Collector(), locale=["zh_Hans"], no_location=True, no_obsolete=True, verbosity=0)


def without_doubles(text: str) -> str:
    """Keep each text once, where two branches added the same one; a translated one is kept."""
    blocks: dict[str, str] = {}
    for block in map(_with_one_translation, _blocks(text)):
        message = "\n".join(line for line in block if not line.startswith("#"))
        key, _, translation = message.partition("\nmsgstr")
        is_empty = not re.search(r'"[^"]', translation)
        if key not in blocks or not is_empty:
            blocks[key] = "\n".join(block)
    return "\n\n".join(blocks.values()) + "\n"


def _with_one_translation(block: list[str]) -> list[str]:
    """Drop a translation that a merge left above another one of the same text."""
    places = [at for at, line in enumerate(block) if line.startswith("msgstr ")]
    if len(places) < 2:
        return block
    last = places[-1] if block[places[-1]] != 'msgstr ""' else places[-2]
    after = next((at for at in places if at > last), len(block))
    return [*block[: places[0]], *block[last:after]]


def _blocks(text: str) -> Iterator[list[str]]:
    """Give the entries as lists of lines; what a merge tore apart is left out."""
    block: list[str] = []
    for line in text.splitlines():
        begins = line.startswith(("#", "msgctxt ", 'msgid "')) and _holds(block, 'msgid "')
        if begins and not (line.startswith("#") and not _holds(block, "msgstr")):
            if _holds(block, "msgstr"):
                yield block
            block = []
        if line.strip():
            block.append(line)
    if _holds(block, "msgstr"):
        yield block


def _holds(block: list[str], beginning: str) -> bool:
    return any(line.startswith(beginning) for line in block)


# --- Proving --------------------------------------------------------------------------------------


def faults() -> list[str]:
    """List what is wrong between the texts in the sources and the catalogue; best is nothing.

    The sources are read with Babel, so that the answer is the same on every machine.
    """
    from babel.messages.pofile import read_po

    text = CATALOGUE.read_text("utf-8") if CATALOGUE.exists() else ""
    if "<<<<<<<" in text:
        return ["The catalogue holds the marks of a merge that was not finished."]
    catalogue = read_po(io.StringIO(text), abort_invalid=True)
    entries = {
        (message.context, _first(message.id)): message for message in catalogue if message.id
    }
    used: dict[Message, str] = {}
    for message, place in in_sources():
        used.setdefault(message, place)
    found = [
        f"{place}: “{message[1]}” is not in the catalogue: run ./entente messages"
        for message, place in used.items()
        if message not in entries
    ]
    for key, entry in sorted(entries.items(), key=lambda pair: pair[0][1]):
        if key not in used:
            found.append(f"“{key[1]}” is in the catalogue, but no source says it any more")
        else:
            found += [f"“{key[1]}” {fault}" for fault in _faults_of(entry)]
    return found + _not_collected()


def _not_collected() -> list[str]:
    """Name the places where a translating function has a name under which no text is found."""
    return [
        f"{path.relative_to(PACKAGE)}: what {name}(…) says is not collected; import it as _"
        for path in sorted(PACKAGE.rglob("*.py"))
        for name in RENAMED.findall(path.read_text("utf-8"))
        if name not in KEYWORDS
    ]


def _faults_of(entry: object) -> Iterator[str]:
    ids, texts = _forms(getattr(entry, "id", "")), _forms(getattr(entry, "string", ""))
    if not all(text.strip() for text in texts):
        yield "has no Chinese yet"
        return
    if getattr(entry, "fuzzy", False):
        yield "is marked as fuzzy"
    wanted = _placeholders(ids[-1])
    for text in texts:
        if _placeholders(text) != wanted:
            there = sorted(_placeholders(text))
            yield f"has the placeholders {sorted(wanted)}, its Chinese {there}"


def _forms(value: str | tuple[str, ...] | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def _first(value: str | tuple[str, ...] | list[str]) -> str:
    return _forms(value)[0]


def _placeholders(text: str) -> set[str]:
    return {match.group() for match in PLACEHOLDER.finditer(text) if match.group() != "%%"}


def in_sources() -> Iterator[tuple[Message, str]]:
    """Give every text of code and templates that is to be translated, and where it stands."""
    for path in sorted(PACKAGE.rglob("*")):
        inside = path.relative_to(PACKAGE)
        if path.suffix not in {".py", ".html", ".txt"} or NOT_SHOWN & set(inside.parts):
            continue
        yield from ((message, f"{inside}:{line}") for message, line in _texts(path))


def _texts(path: Path) -> Iterator[tuple[Message, int]]:
    from babel.messages.extract import extract

    code = path.read_text("utf-8")
    if path.suffix != ".py":
        code = _as_code(code)
    found = extract("python", io.BytesIO(code.encode()), keywords=KEYWORDS)
    for line, text, _comments, context in found:
        yield (context, _first(text)), line


def _as_code(template: str) -> str:
    """Turn a template into lines of calls that Babel reads as Python."""
    from django.utils.translation.template import templatize

    # What is not a call was blanked out with letters; only the indentation could confuse a reader.
    return "\n".join(line.strip() for line in templatize(template).splitlines())
