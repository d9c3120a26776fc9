"""Tables of the tools: the trail and its keys, files, series of numbers, saved views, notices."""

from entente.kit.models.files import Attachment, StoredFile
from entente.kit.models.notices import Notice
from entente.kit.models.numbering import NumberSeries
from entente.kit.models.trail import AuditEntry, ChainHead, PersonalKey, SealedValue
from entente.kit.models.views import SavedView

__all__ = [
    "Attachment",
    "AuditEntry",
    "ChainHead",
    "Notice",
    "NumberSeries",
    "PersonalKey",
    "SavedView",
    "SealedValue",
    "StoredFile",
]
