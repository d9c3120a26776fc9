"""Tables of the tools: the trail, files, numbers, saved views, notices, search, work."""

from entente.kit.models.files import Attachment, StoredFile
from entente.kit.models.notices import Notice
from entente.kit.models.numbering import NumberSeries
from entente.kit.models.search import SearchEntry, SearchWord
from entente.kit.models.trail import AuditEntry, ChainHead, PersonalKey, SealedValue
from entente.kit.models.views import SavedView
from entente.kit.models.work import NightlyRun, Work, WorkerBeat, WorkRow, WorkState

__all__ = [
    "Attachment",
    "AuditEntry",
    "ChainHead",
    "NightlyRun",
    "Notice",
    "NumberSeries",
    "PersonalKey",
    "SavedView",
    "SealedValue",
    "SearchEntry",
    "SearchWord",
    "StoredFile",
    "Work",
    "WorkRow",
    "WorkState",
    "WorkerBeat",
]
