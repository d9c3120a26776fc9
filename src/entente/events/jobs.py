"""What events do by night."""

from __future__ import annotations

import datetime

from entente.events import services
from entente.kit.nightly import nightly
from entente.office.models import User


@nightly
def remind_of_events(*, on: datetime.date, by: User) -> int:  # noqa: ARG001 as every job is called
    """Remind everybody whose event is near; give how many mails were made."""
    return services.remind(on=on)
