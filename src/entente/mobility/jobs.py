"""What mobility does by night."""

from __future__ import annotations

import datetime

from entente.kit.nightly import nightly
from entente.mobility import services
from entente.office.models import User


@nightly
def count_places_used(*, on: datetime.date, by: User) -> int:
    """Keep how many places were used in step with the stays; give how many lines changed."""
    return services.count_all_places_used(by=by, on=on)
