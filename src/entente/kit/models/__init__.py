"""Tables of the tools: the trail, its keys."""

from entente.kit.models.trail import AuditEntry, ChainHead, PersonalKey, SealedValue

__all__ = ["AuditEntry", "ChainHead", "PersonalKey", "SealedValue"]
