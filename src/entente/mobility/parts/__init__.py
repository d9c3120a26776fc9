"""What mobility shows in other pages."""

from entente.mobility.parts import briefs, stays, whereabouts

__all__ = ["briefs", "stays", "whereabouts"]
