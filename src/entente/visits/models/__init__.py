"""What is kept of visits."""

from entente.visits.models.members import Delegate, Outcome, Stop
from entente.visits.models.visits import Visit

__all__ = ["Delegate", "Outcome", "Stop", "Visit"]
