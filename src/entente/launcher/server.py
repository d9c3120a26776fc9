"""`./entente serve`: the pages, behind a server that copes with slow and many visitors."""

from __future__ import annotations

import argparse
import hashlib
import ipaddress
import os
import sys

from entente.launcher import machine

HOST, PORT = "127.0.0.1", 8000
THREADS = 4
# Requests that may wait inside one process; beyond, the server lets connections queue.
WAITING = 64
SECRETS = ("ENTENTE_SECRET_KEY", "ENTENTE_FIELD_KEY")
LOCAL = {"localhost", ".localhost", "127.0.0.1", "[::1]", "::1"}


def main(arguments: list[str]) -> int:
    """Serve the pages. Others than this machine are served only with secrets that you set."""
    parser = argparse.ArgumentParser(prog="entente serve", description=main.__doc__)
    parser.add_argument("--host", default=HOST, help="address to listen on (%(default)s)")
    parser.add_argument("--port", type=int, default=PORT, help="port (%(default)s)")
    parser.add_argument(
        "--workers", type=int, default=1, help="processes; one for each core is a good number"
    )
    chosen = parser.parse_args(arguments)
    import django

    django.setup()
    for reason in (
        why_not_to_others(chosen.host),
        why_not_on(chosen.host, chosen.port, "serve"),
        why_not_with_this_database(),
    ):
        if reason:
            sys.stderr.write(f"{reason}\n")
            return 3
    collect_static()
    sys.stdout.write(f"Serving http://{chosen.host}:{chosen.port}/\n")
    sys.stdout.flush()
    started = command(chosen.host, chosen.port, chosen.workers)
    # The server takes this process's place, so that signals reach it directly.
    return os.execv(started[0], started)  # noqa: S606


def command(host: str, port: int, workers: int = 1) -> list[str]:
    """Give the command that runs the server."""
    return [
        *(sys.executable, "-P", "-m", "granian", "--interface", "wsgi"),
        *("--host", host, "--port", str(port), "--workers", str(workers)),
        *("--blocking-threads", str(THREADS), "--backpressure", str(WAITING)),
        *("--no-ws", "--no-access-log", "--log-level", "warning"),
        *("--respawn-failed-workers", "--workers-kill-timeout", "20"),
        "entente.config.wsgi:application",
    ]


def why_not_to_others(host: str) -> str:
    """Say what is missing before others than this machine may be served; empty when nothing."""
    from django.conf import settings

    if _is_this_machine(host) and set(settings.ALLOWED_HOSTS) <= LOCAL:
        return ""
    missing = [name for name in SECRETS if not os.environ.get(name)]
    if not missing:
        return ""
    return (
        "Not started: others than this machine could reach it, and its secrets are not set.\n"
        f"Missing: {', '.join(missing)}. Make each one with\n"
        "    python3 -c 'import secrets; print(secrets.token_urlsafe(48))'\n"
        "and keep them where the backups are not: they open sessions and personal data.\n"
        f"This installation's own stand in {settings.HOME / 'secrets'}; copy them if it holds data."
    )


def _is_this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def why_not_on(host: str, port: int, name: str) -> str:
    """Say that a port is taken and which one is free."""
    if machine.port_is_free(port, host):
        return ""
    return (
        f"Port {port} is in use by another program.\n"
        f"The next free one: ./entente {name} --port {machine.free_port_after(port, host)}"
    )


def why_not_with_this_database() -> str:
    """Say that the database is older than the program."""
    if pending_migrations():
        return "The database is older than the program. Back it up, then: ./entente migrate"
    return ""


def pending_migrations() -> int:
    """Count the steps that the database still has to take."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def collect_static() -> None:
    """Gather scripts and styles, with compressed copies; nothing to do when none has changed."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    seen = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            seen.update(f"{name} {storage.get_modified_time(name)}\n".encode())
    stamp = settings.HOME / "static.stamp"
    if stamp.exists() and stamp.read_text() == seen.hexdigest():
        return
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(seen.hexdigest())
