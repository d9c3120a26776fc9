"""What the portal does by night."""

from __future__ import annotations

import datetime

from entente.kit.nightly import nightly
from entente.office.models import User
from entente.portal import services


@nightly
def forget_links(*, on: datetime.date, by: User) -> int:  # noqa: ARG001
    """Delete links of days before yesterday, used or not."""
    return services.forget_links(before=on - datetime.timedelta(days=1))
