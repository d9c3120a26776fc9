"""What approvals and seals show in the slots of other pages."""

from entente.approvals.parts import navigation, records, work

__all__ = ["navigation", "records", "work"]
