"""What is kept of visits."""

from entente.visits.models.members import Delegate, Outcome, Stop
from entente.visits.models.trips import PassportLoan, Trip
from entente.visits.models.visits import Visit

__all__ = ["Delegate", "Outcome", "PassportLoan", "Stop", "Trip", "Visit"]
