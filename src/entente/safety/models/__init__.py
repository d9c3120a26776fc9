"""Safety checks, the travellers who are asked, what they answer, the mails."""

from entente.safety.models.checks import SafetyCheck
from entente.safety.models.travellers import Answer, Message, Traveller

__all__ = ["Answer", "Message", "SafetyCheck", "Traveller"]
