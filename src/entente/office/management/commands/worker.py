"""`./entente worker`."""

from __future__ import annotations

import logging
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from entente.kit.worker import PATIENCE, Worker
from entente.office import jobs


class Command(BaseCommand):
    """Carry out what waits: mails, long work, the jobs of the night."""

    help = "Carry out what waits: mails, long work, the jobs of the night."

    def add_arguments(self, parser: CommandParser) -> None:
        """Say how it can be asked."""
        parser.add_argument(
            "--batch", action="store_true", help="do what waits now, then end (no nightly jobs)"
        )
        parser.add_argument(
            "--interval", type=float, default=1.0, help="seconds between two looks for new tasks"
        )
        parser.add_argument(
            "--patience",
            type=float,
            default=PATIENCE,
            help="seconds of silence after which another worker is taken for dead (%(default)s)",
        )

    def handle(self, **options: Any) -> None:
        """Work until asked to end; a second ^C ends at once."""
        logging.getLogger("django_tasks_db").setLevel(logging.WARNING)
        worker = Worker(
            enqueue_job=jobs.run_nightly_job.enqueue,
            patience=options["patience"],
            batch=options["batch"],
            interval=options["interval"],
        )
        worker.configure_signals()
        self.stdout.write(f"Worker {worker.worker_id} is at work.")
        worker.run()
