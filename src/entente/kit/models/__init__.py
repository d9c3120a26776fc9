<<<<<<< HEAD
"""Tables of the tools: the trail and its keys, series of numbers, saved views, notices."""

from entente.kit.models.notices import Notice
from entente.kit.models.numbering import NumberSeries
=======
"""Tables of the tools: the trail and its keys, files."""

from entente.kit.models.files import Attachment, StoredFile
>>>>>>> 75d6bbb (Keep files by their content, inspected before and read only by who may)
from entente.kit.models.trail import AuditEntry, ChainHead, PersonalKey, SealedValue
from entente.kit.models.views import SavedView

<<<<<<< HEAD
__all__ = [
    "AuditEntry",
    "ChainHead",
    "Notice",
    "NumberSeries",
    "PersonalKey",
    "SavedView",
    "SealedValue",
]
=======
__all__ = ["Attachment", "AuditEntry", "ChainHead", "PersonalKey", "SealedValue", "StoredFile"]
>>>>>>> 75d6bbb (Keep files by their content, inspected before and read only by who may)
