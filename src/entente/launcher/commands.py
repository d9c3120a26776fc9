"""Which commands there are, and who carries each one out."""

from __future__ import annotations

import importlib
import os
import sys
from dataclasses import dataclass


@dataclass(frozen=True)
class Command:
    """A command of the launcher: the module whose `main(arguments)` does it, and one line."""

    module: str
    line: str


OWN = {
    "demo": Command("demo", "a running system with the cooperation of five documents"),
    "serve": Command("server", "serve the pages"),
    "test": Command("suite", "all tests, on SQLite and PostgreSQL, the browser's included"),
    "check": Command("checks", "formatting, types, import floors, templates, messages"),
    "bench": Command("bench", "how fast the pages are, over up to a million agreements"),
    "place": Command("place", "who gets which place, by nested quotas; a result checked"),
    "claims": Command("claims", "statements with numbers: found in a text, or checked"),
    "messages": Command("catalogue", "collect the texts to translate into the catalogue"),
}
# Django's own commands that an installation needs; those of our apps are found by themselves.
DJANGO = {
    "migrate": "bring the database up to date",
    "collectstatic": "gather scripts and styles for the server",
    "shell": "a Python prompt inside the installation",
}


def run(arguments: list[str]) -> int:
    """Carry out a command; give the exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "entente.config.settings")
    try:
        return _run(arguments)
    except KeyboardInterrupt:
        sys.stderr.write("\nInterrupted.\n")
        return 130
    except BrokenPipeError:
        # The reader (head, less) has seen enough; closing quietly is what it expects.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141


def _run(arguments: list[str]) -> int:
    if not arguments or arguments[0] in {"-h", "--help", "help"}:
        if len(arguments) > 1:
            return _run([arguments[1], "--help"])
        sys.stdout.write(overview())
        return 0
    from entente.launcher import catalogue

    catalogue.compile_changed()
    name, *rest = arguments
    if name in OWN:
        module = importlib.import_module(f"entente.launcher.{OWN[name].module}")
        code: int = module.main(rest)
        return code
    from django.core.management import execute_from_command_line

    execute_from_command_line(
        ["entente", name.replace("-", "_") if name[0] != "-" else name, *rest]
    )
    return 0


def overview() -> str:
    """Write the table of commands."""
    lines = [(name, command.line) for name, command in OWN.items()]
    lines += [*sorted(of_our_apps().items()), *DJANGO.items()]
    table = "".join(f"  {name:<15} {line}\n" for name, line in lines)
    return (
        "Usage: ./entente COMMAND [OPTIONS]\n\n"
        f"{table}\n"
        "./entente COMMAND --help says more about one. Further commands are Django's own.\n"
        "Data live in ENTENTE_HOME (default: var/); DATABASE_URL leads to PostgreSQL.\n"
        "Every variable stands in .env.example.\n"
    )


def of_our_apps() -> dict[str, str]:
    """Find the management commands of our own apps, each with the line it says of itself."""
    import django
    from django.core.management import get_commands, load_command_class

    django.setup()
    ours = {name: app for name, app in get_commands().items() if app.startswith("entente.")}
    return {
        name.replace("_", "-"): str(load_command_class(app, name).help).splitlines()[0].rstrip(".")
        for name, app in ours.items()
        if name not in OWN
    }
