"""Tables of the tools: the trail and its keys, series of numbers, saved views, notices."""

from entente.kit.models.notices import Notice
from entente.kit.models.numbering import NumberSeries
from entente.kit.models.trail import AuditEntry, ChainHead, PersonalKey, SealedValue
from entente.kit.models.views import SavedView

__all__ = [
    "AuditEntry",
    "ChainHead",
    "Notice",
    "NumberSeries",
    "PersonalKey",
    "SavedView",
    "SealedValue",
]
