"""From sheets to records: agreements with their places, stays of people."""

from entente.intake.importers.agreements import (
    Progress,
    apply,
    grid_of,
    look,
    may_make_units,
    plan,
)
from entente.intake.importers.stays import StaysSheet

__all__ = ["Progress", "StaysSheet", "apply", "grid_of", "look", "may_make_units", "plan"]
