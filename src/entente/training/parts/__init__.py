"""What training shows in other pages, and what it tells of itself to approvals."""

from entente.training.parts import approving, pages

__all__ = ["approving", "pages"]
