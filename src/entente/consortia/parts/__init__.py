"""What consortia show in other pages; importing it fills the slots."""

from entente.consortia.parts import briefs, meetings, register

__all__ = ["briefs", "meetings", "register"]
