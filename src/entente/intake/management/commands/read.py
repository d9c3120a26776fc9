"""`./entente read FILE`: what a document proposes, with the words it rests on."""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from entente.intake.documents import KINDS, Proposal, Text, read_bytes
from entente.intake.services.model import model_host
from entente.intake.services.reading import read_text
from entente.kit.errors import DomainError
from entente.office.models import Unit

SHOWN = 90
UNSHOWN = frozenset(
    {"as_named", "decision", "reason", "alternatives", "confidence", "language", "text"}
)


class Command(BaseCommand):
    """Read documents into proposed records; nothing is saved."""

    help = (
        "Read a document (PDF, Word, HTML, plain text) into proposed records, or a folder of them."
        " Nothing is saved."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Say how it can be asked."""
        parser.add_argument("file", type=Path, help="a document, a folder, or - for pasted text")
        parser.add_argument("--unit", default="", help="short code of the unit of ours that reads")
        parser.add_argument(
            "--model", action="store_true", help="let the language model of the settings read along"
        )
        parser.add_argument("--json", action="store_true", help="print for machines")

    def handle(self, **options: Any) -> None:
        """Read; the exit code is 1 where a document could not be read, 2 where there is none."""
        unit = self._unit(options["unit"])
        self.ask_model = options["model"]
        if self.ask_model and not model_host():
            raise CommandError("No language model is set up (ENTENTE_MODEL_ADDRESS).", returncode=2)
        path: Path = options["file"]
        if path.is_dir():
            self._folder(path, unit, as_json=options["json"])
            return
        try:
            content = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}", returncode=2) from error
        try:
            text, rows, notes = self._read(content, unit)
        except DomainError as refusal:
            raise CommandError(" ".join(refusal.messages), returncode=1) from refusal
        if options["json"]:
            said = {"proposals": [plain(it, touch, text) for it, touch in rows], "notes": notes}
            self.stdout.write(json.dumps(said, ensure_ascii=False, indent=1))
            return
        for note in notes:
            self.stdout.write(note)
        for it, touch in rows:
            words = " … ".join(dict.fromkeys(span.text for span in it.spans))
            action = touch["action"]
            marked = " (model)" if it.by_model else ""
            line = f"{it.kind:<13} {it.confidence:.2f}  {action:<7} {shown(it)}{marked}"
            self.stdout.write(f"{line}\n{'':25}“{' '.join(words.split())[:SHOWN]}”")

    def _unit(self, code: str) -> Unit | None:
        if code:
            unit = Unit.objects.filter(code=code).first()
            if unit is None:
                raise CommandError(f"There is no unit with the code {code}.", returncode=2)
            return unit
        tops = list(Unit.objects.filter(parent__isnull=True)[:2])
        return tops[0] if len(tops) == 1 else None

    def _read(
        self, content: bytes, unit: Unit | None
    ) -> tuple[Text, list[tuple[Proposal, dict[str, Any]]], list[str]]:
        text = read_bytes(content)
        reading, touched = read_text(text, unit, ask_model=self.ask_model)
        return text, list(zip(reading.proposals, touched, strict=True)), reading.notes

    def _folder(self, folder: Path, unit: Unit | None, *, as_json: bool) -> None:
        files = sorted(it for it in folder.rglob("*") if it.is_file())
        if not files:
            raise CommandError(f"{folder}: there is no file in it.", returncode=2)
        lines: list[dict[str, Any]] = []
        if not as_json:
            self.stdout.write("\t".join(["file", *KINDS, "note"]))
        for file in files:
            line = self._line(file, unit) | {"file": str(file.relative_to(folder))}
            lines.append(line)
            if not as_json:
                counts = Counter(it["kind"] for it in line["proposals"])
                cells = [line["file"], *(str(counts[kind]) for kind in KINDS)]
                self.stdout.write("\t".join([*cells, " ".join(line["notes"])]))
        refused = sum("refused" in line for line in lines)
        if as_json:
            self.stdout.write(json.dumps(lines, ensure_ascii=False, indent=1))
        if refused:
            raise CommandError(f"{refused} of {len(files)} files could not be read.", returncode=1)

    def _line(self, file: Path, unit: Unit | None) -> dict[str, Any]:
        """Read one document of a folder; one that cannot be read is said in its place."""
        try:
            text, rows, notes = self._read(file.read_bytes(), unit)
        except (DomainError, OSError) as refusal:
            said = " ".join(getattr(refusal, "messages", None) or [str(refusal)])
            return {"refused": said, "proposals": [], "notes": [said]}
        return {"proposals": [plain(it, touch, text) for it, touch in rows], "notes": notes}


def plain(it: Proposal, touch: dict[str, Any], text: Text) -> dict[str, Any]:
    """Give a proposal as data, with the page of each span where the document has pages."""
    said = it.plain() | {"touches": touch, "conflicts": it.conflicts}
    for span in said["spans"]:
        if (page := text.page_of(span["start"])) is not None:
            span["page"] = page
    return said


def shown(it: Proposal) -> str:
    """Say a proposal in a line: the values that tell."""
    parts = []
    for name, value in it.fields.items():
        if name not in UNSHOWN and (said := _in_words(value)):
            parts.append(said)
    return " | ".join(parts)


def _in_words(value: Any) -> str:
    if isinstance(value, dict):
        return str(value.get("name") or "")
    if isinstance(value, list):
        return "; ".join(_in_words(one) for one in value)
    return str(value) if value else ""
