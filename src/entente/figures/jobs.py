"""What happens to figures by itself: periods slide, so each day they are counted anew."""

from __future__ import annotations

import datetime

from entente.figures import services
from entente.figures.models import Figure
from entente.kit.nightly import nightly
from entente.office.models import User


@nightly
def recount_figures(*, on: datetime.date, by: User) -> int:  # noqa: ARG001 counting is nobody's change
    """Count every figure anew, also what is kept; give how many have another number."""
    figures = Figure.objects.select_related("unit").order_by("pk")
    return services.recount(figures.iterator(), on=on, anew=True)
