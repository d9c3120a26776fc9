"""`./entente check`: everything that holds the house together, short of its tests."""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable

from entente.launcher import catalogue

ROOT = catalogue.PACKAGE.parent.parent
CODE = ["src", "tests", "conftest.py"]
TOKENS = "kit/static/**/tokens.css"
LINT_IMPORTS = (
    "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_logo=True))"
)

Outcome = tuple[bool, str]  # whether it holds, and what was said


def tool(*arguments: str) -> Callable[[], Outcome]:
    """Make a check of a command; it holds when the command ends with 0."""

    def check() -> Outcome:
        command = [sys.executable, "-P", *arguments]
        with tempfile.TemporaryDirectory(prefix="entente-check-") as home:
            done = subprocess.run(
                command,
                cwd=ROOT,
                env=os.environ | {"PYTHONPATH": str(ROOT / "src"), "ENTENTE_HOME": home},
                capture_output=True,
                text=True,
                check=False,
            )
        return done.returncode == 0, done.stdout + done.stderr

    return check


def messages_are_complete() -> Outcome:
    """Every text of the sources is in the catalogue, in Chinese, with the same placeholders."""
    found = catalogue.faults()
    return not found, "\n".join(found)


def dark_is_said_twice_alike() -> Outcome:
    """The dark colours stand in the tokens for those who chose them and for dark devices."""
    css = "".join(path.read_text("utf-8") for path in catalogue.PACKAGE.glob(TOKENS))
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    blocks = re.findall(r'\[data-bs-theme="?(?:dark|auto)"?\]\s*\{([^}]*)\}', css)
    said = [
        [line.strip() for line in block.split(";") if line.strip()]
        for block in blocks
        if "color-scheme: dark" in block
    ]
    if len(said) != 2:
        return False, f"{TOKENS} should have two dark blocks; found: {len(said)}."
    lost = [f"only once: {line}" for line in sorted(set(said[0]) ^ set(said[1]))]
    return not lost, "\n".join(lost)


CHECKS: dict[str, Callable[[], Outcome]] = {
    "ruff format": tool("-m", "ruff", "format", "--check", "--quiet", *CODE),
    "ruff": tool("-m", "ruff", "check", "--quiet", *CODE),
    "mypy --strict": tool("-m", "mypy"),
    "lint-imports": tool("-c", LINT_IMPORTS),
    "djlint": tool("-m", "djlint", "--lint", "--quiet", "src"),
    "makemigrations": tool("-m", "entente", "makemigrations", "--check", "--dry-run"),
    "messages": messages_are_complete,
    "dark colours": dark_is_said_twice_alike,
}


def main(arguments: list[str]) -> int:
    """Check formatting, types, import floors, templates, migrations, messages."""
    parser = argparse.ArgumentParser(prog="entente check", description=main.__doc__)
    parser.add_argument("names", nargs="*", help=f"only some of: {', '.join(CHECKS)}")
    names: list[str] = parser.parse_args(arguments).names
    if unknown := set(names) - CHECKS.keys():
        parser.error(f"no such check: {', '.join(sorted(unknown))}")
    failed = [name for name in CHECKS if name in (names or CHECKS) and not _holds(name)]
    if failed:
        sys.stdout.write(f"\nTo mend: {', '.join(failed)}.\n")
        return 1
    sys.stdout.write("\nEverything holds.\n")
    return 0


def _holds(name: str) -> bool:
    began = time.monotonic()
    holds, said = CHECKS[name]()
    line = f"{'ok' if holds else 'FAILED':<8}{name:<18}{time.monotonic() - began:6.1f} s\n"
    sys.stdout.write(line)
    if not holds:
        sys.stdout.write("".join(f"        {text}\n" for text in said.strip().splitlines()))
    sys.stdout.flush()
    return holds
