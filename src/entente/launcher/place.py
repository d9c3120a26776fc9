"""`./entente place INSTANCE.json`: places as a result in JSON; `--verify` checks one."""

from __future__ import annotations

import argparse
import gc
import json
import sys
from pathlib import Path
from typing import Any

HOLDS, FAILS, UNREADABLE = 0, 1, 2


def main(arguments: list[str]) -> int:
    """Place applicants, or check a result; give the exit code."""
    asked = _parser().parse_args(arguments)
    from django.conf import settings
    from django.core.exceptions import ValidationError

    # Sentences in English: a catalogue is read only once all apps are loaded, which takes longer
    # than most placements.
    settings.USE_I18N = False
    # Hundreds of thousands of small objects live until the end: looking for rubbish among them
    # took more than half of the time.
    gc.disable()
    try:
        if asked.verify:
            return _verify(asked.instance, asked.result)
        if asked.result:
            sys.stderr.write("A result is only read with --verify.\n")
            return UNREADABLE
        return _place(asked.instance)
    except _UnreadableError as refusal:
        sys.stderr.write(f"{refusal}\n")
    except ValidationError as refusal:
        sys.stderr.write("".join(f"{asked.instance}: {text}\n" for text in refusal.messages))
    return UNREADABLE


class _UnreadableError(Exception):
    """A file that cannot be read, in a sentence."""


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="./entente place",
        description="Place applicants by deferred acceptance over nested quotas: an instance in"
        " JSON (placement-instance/1) in, a result (placement-result/1) on the output.",
        epilog="Exit code: 0 placed, or the result holds; 1 the result does not hold; 2 a file"
        " cannot be read, or the instance is refused (each row is named on the error output).",
    )
    parser.add_argument("instance", type=Path, help="a file in UTF-8")
    parser.add_argument("result", type=Path, nargs="?", help="with --verify: the result to check")
    parser.add_argument("--verify", action="store_true", help="check a result, place nobody")
    return parser


def _place(path: Path) -> int:
    from entente.mobility import placement
    from entente.mobility.placement.result import written

    text = written(placement.run(placement.read(_json(path))))
    sys.stdout.buffer.write(text.encode())
    sys.stdout.buffer.flush()
    return HOLDS


def _verify(instance_path: Path, result_path: Path | None) -> int:
    from entente.mobility import placement
    from entente.mobility.placement.result import FORMAT
    from entente.mobility.verifying import verify

    if result_path is None:
        message = "Name the result as well: place --verify INSTANCE.json RESULT.json"
        raise _UnreadableError(message)
    instance = _json(instance_path)
    placement.read(instance)
    result = _json(result_path)
    if not isinstance(result, dict) or result.get("format") != FORMAT:
        message = f"{result_path}: this is no placement result: its format is not “{FORMAT}”."
        raise _UnreadableError(message)
    found = verify(instance, result)
    for sentence in found:
        sys.stdout.write(f"{sentence}\n")
    if not found:
        sys.stdout.write("The result holds.\n")
    return FAILS if found else HOLDS


def _json(path: Path) -> Any:
    """Read a JSON file in UTF-8; a byte order mark before it is allowed."""
    try:
        return json.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        message = f"{path}: {error.strerror or error}"
    except UnicodeDecodeError:
        message = f"{path}: the file is not in UTF-8."
    except json.JSONDecodeError as error:
        message = f"{path}: no JSON: {error.msg} (line {error.lineno}, column {error.colno})."
    except (RecursionError, ValueError):
        message = f"{path}: no JSON that can be read."
    raise _UnreadableError(message)
