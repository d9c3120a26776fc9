"""Approvals with their results, seals with their register, tokens of the systems that report."""

from entente.approvals.models.approvals import Approval, ApprovalResult
from entente.approvals.models.seals import Seal, SealRequest
from entente.approvals.models.tokens import ApiToken

__all__ = ["ApiToken", "Approval", "ApprovalResult", "Seal", "SealRequest"]
