"""`./entente claims find FILE`, `check FILE.tsv`, `review FILE`: statements with numbers."""

from __future__ import annotations

import argparse
import datetime
import json
import sys
from pathlib import Path
from typing import Any

LARGEST_TEXT = 20_000_000
CLEAN, CONFLICTS, UNREADABLE = 0, 1, 2


def main(arguments: list[str]) -> int:
    """Find the statements of a text, check a file of claims or a text; give the exit code."""
    asked = _parser().parse_args(arguments)
    import django

    django.setup()
    from django.core.exceptions import ValidationError
    from django.utils import translation

    language = {"zh": "zh-hans", "en": "en"}[asked.language]
    with translation.override(language):
        try:
            code: int = asked.action(asked)
        except BrokenPipeError:
            raise  # The reader of the output has gone; nothing is wrong with the file.
        except OSError as error:
            sys.stderr.write(f"{asked.file}: {error.strerror or error}\n")
            return UNREADABLE
        except ValidationError as refusal:
            sys.stderr.write("".join(f"{asked.file}: {text}\n" for text in refusal.messages))
            return UNREADABLE
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="./entente claims",
        description="Statements with numbers: found in a text, or checked against each other.",
        epilog="Exit code: 0 when all is well, 1 when a conflict or a broken row was found,"
        " 2 when the file cannot be read.",
    )
    parser.set_defaults(language="en")
    actions = parser.add_subparsers(title="actions", required=True)
    find = actions.add_parser(
        "find",
        help="list the countable statements of a text",
        description="List the countable statements of a text, Chinese or English, with their"
        " places. Offsets count characters; windows and units are words of claim files.",
    )
    find.add_argument("file", type=Path, help="a text in UTF-8, UTF-16 or GB 18030")
    find.set_defaults(action=_find)
    check = actions.add_parser(
        "check",
        help="list the conflicts in a file of claims",
        description="List where the statements of a claim file contradict each other, arithmetic"
        " or the calendar: kind, ids, sentence. A broken row is named on the error output; the"
        " rest is read.",
    )
    check.add_argument("file", type=Path, help="a tab-separated file with a header line")
    check.set_defaults(action=_check)
    review = actions.add_parser(
        "review",
        help="list where a text contradicts itself",
        description="List where a text contradicts itself: its two languages, plans that are past,"
        " numbers that cannot be, a short name for two long ones.",
    )
    review.add_argument("file", type=Path, help="a text in UTF-8, UTF-16 or GB 18030")
    review.set_defaults(action=_review)
    for action in (check, review):
        action.add_argument(
            "--on",
            type=datetime.date.fromisoformat,
            metavar="DATE",
            help="the day on which plans are past (default: today), as 2026-11-22",
        )
    for action in (find, check, review):
        action.add_argument("--json", action="store_true", help="print for machines")
        action.add_argument(
            "--language", choices=("en", "zh"), default="en", help="of the sentences (default: en)"
        )
    return parser


def _find(asked: argparse.Namespace) -> int:
    from entente.figures.claims import find

    text = _text(asked.file)
    statements = find(text)
    if asked.json:
        _print([statement.as_data() for statement in statements])
        return CLEAN
    for it in statements:
        row = it.as_data()
        number = f"{row['low']}..{row['high']}" if it.value is None else row["value"]
        words = " ".join(it.text.split())
        sys.stdout.write(
            f"{it.start}-{it.end}  {it.comparator} {number} {it.unit}  {it.window}"
            f"  {it.measure or '-'}  {words}\n"
        )
    return CLEAN


def _text(path: Path) -> str:
    from django.utils.translation import gettext as _

    from entente.kit.encodings import encoding_of
    from entente.kit.errors import DomainError

    content = path.read_bytes()
    if len(content) > LARGEST_TEXT:
        raise DomainError(_("The file is too large."))
    if not content:
        return ""
    encoding = encoding_of(content)
    if not encoding:
        raise DomainError(_("The file is no text in UTF-8 or GB 18030."))
    # Decoded plainly: an offset counts the characters of the file itself.
    return content.decode(encoding)


def _check(asked: argparse.Namespace) -> int:
    from django.utils import timezone

    from entente.figures.claims import check, read

    claims, faults = read(asked.file.read_bytes())
    for fault in faults:
        sys.stderr.write(f"{asked.file}: {fault}\n")
    conflicts = check(claims, on=asked.on or timezone.localdate())
    if asked.json:
        _print([{"kind": c.kind, "ids": list(c.ids), "message": c.message} for c in conflicts])
    else:
        for conflict in conflicts:
            sys.stdout.write(f"{conflict.kind}  {' '.join(conflict.ids)}  {conflict.message}\n")
    return CONFLICTS if conflicts or faults else CLEAN


def _review(asked: argparse.Namespace) -> int:
    from django.utils import timezone

    from entente.figures.claims import review

    findings = review(_text(asked.file), on=asked.on or timezone.localdate())
    if asked.json:
        _print(
            [
                {
                    "kind": it.kind,
                    "places": [
                        {"start": place.start, "end": place.end, "text": place.text}
                        for place in it.places
                    ],
                    "message": it.message,
                }
                for it in findings
            ]
        )
    else:
        for it in findings:
            places = " ".join(f"{place.start}-{place.end}" for place in it.places)
            sys.stdout.write(f"{it.kind}  {places}  {it.message}\n")
    return CONFLICTS if findings else CLEAN


def _print(data: list[dict[str, Any]]) -> None:
    sys.stdout.write(json.dumps(data, ensure_ascii=False, indent=1) + "\n")
