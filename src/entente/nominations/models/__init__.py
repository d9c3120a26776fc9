"""What is kept of nominations."""

from entente.nominations.models.invitations import Invitation
from entente.nominations.models.nominees import Nominee

__all__ = ["Invitation", "Nominee"]
