"""What happens by itself: the jobs of the night, acting as the system."""

from __future__ import annotations

import datetime

from django_tasks import task

from entente.kit import nightly
from entente.office import services


@task()
def run_nightly_job(name: str, on: str) -> None:
    """Run one job of the nightly list for a day."""
    nightly.run(name, on=datetime.date.fromisoformat(on), by=services.system_user())
