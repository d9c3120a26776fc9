"""Decisions about certificates: templates and series, issuing, what ends one.

Whoever calls asks for the permission. The day of a decision is passed in as `on`.
"""

from entente.certificates.services.ending import reissue, revoke, void
from entente.certificates.services.handing_out import hand_out
from entente.certificates.services.issuing import (
    draw_copy,
    holders_copy,
    issue,
    issue_all,
    refuse_series,
)
from entente.certificates.services.keeping import (
    add_template,
    change_template,
    close_series,
    open_series,
    reopen_series,
    reopen_template,
    retire_template,
)
from entente.certificates.services.signing import credential_of, status_list
from entente.certificates.services.verifying import check_file, look_at, look_up

__all__ = [
    "add_template",
    "change_template",
    "check_file",
    "close_series",
    "credential_of",
    "draw_copy",
    "hand_out",
    "holders_copy",
    "issue",
    "issue_all",
    "look_at",
    "look_up",
    "open_series",
    "refuse_series",
    "reissue",
    "reopen_series",
    "reopen_template",
    "retire_template",
    "revoke",
    "status_list",
    "void",
]
