"""What people are for: roles as classes, each with a plain description and its permissions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from django.apps import apps
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Role:
    """A bundle of permissions with a name; it is granted on a unit and covers what lies below.

    Apps add what their pages need with `allow` when they start, so that the office knows no app
    above it. Permissions are words of this program, not rows: `partnerships.change_agreement`.
    """

    code: str
    name: str | Promise
    description: str | Promise
    reads_everything: bool = False

    registered: ClassVar[dict[str, Role]] = {}
    granted: ClassVar[dict[str, set[str]]] = {}

    def __post_init__(self) -> None:
        self.registered[self.code] = self
        self.granted.setdefault(self.code, set())

    @property
    def permissions(self) -> frozenset[str]:
        """What this role may do."""
        return frozenset(self.granted[self.code])


def allow(permissions: str | Iterator[str] | list[str], *roles: Role) -> None:
    """Give permissions to roles; the auditor receives every `view_` permission by itself."""
    for permission in [permissions] if isinstance(permissions, str) else permissions:
        for role in roles:
            Role.granted[role.code].add(permission)
        if permission.partition(".")[2].startswith("view_"):
            Role.granted[AUDITOR.code].add(permission)


OFFICER = Role(
    "officer",
    _("Officer"),
    _("Keeps the records of the international office: partners, agreements, people, consortia."),
)
HEAD = Role(
    "head",
    _("Head of office"),
    _("Approves and signs off what the office prepares, and sees everything below the unit."),
)
COORDINATOR = Role(
    "coordinator",
    _("Unit coordinator"),
    _("Keeps the records of one school or department and sees no other unit's."),
)
LEGAL = Role("legal", _("Legal affairs"), _("Checks the legal part of agreements."))
FINANCE = Role("finance", _("Finance"), _("Checks money: fees, budgets, payments."))
CONTINUING = Role(
    "continuing", _("Continuing education"), _("Checks what concerns non-degree education.")
)
CONFIDENTIALITY = Role(
    "confidentiality", _("Confidentiality"), _("Checks that nothing secret leaves the house.")
)
SECRETARIAT = Role(
    "secretariat",
    _("Consortium secretariat"),
    _("Keeps a consortium's register: members, mandates, editions."),
)
SEAL_KEEPER = Role(
    "seal_keeper",
    _("Seal keeper"),
    _("Keeps seals, puts them on documents that were approved, and enters each use."),
)
EDITOR = Role("editor", _("Editor"), _("Prepares public pages; changes no record."))
AUDITOR = Role(
    "auditor",
    _("Auditor"),
    _("Reads everything and the whole trail of changes; changes nothing."),
    reads_everything=True,
)
ADMINISTRATOR = Role(
    "administrator",
    _("Administrator"),
    _("Grants roles, keeps units and users, and sets how the office works."),
)

CHECKERS = (LEGAL, FINANCE, CONTINUING, CONFIDENTIALITY)
KEEPERS = (OFFICER, HEAD, COORDINATOR)
STAFF = (OFFICER, HEAD, COORDINATOR, *CHECKERS, SECRETARIAT, SEAL_KEEPER, EDITOR, ADMINISTRATOR)


# --- Permissions in words -------------------------------------------------------------------------

_words: dict[str, str | Promise] = {}


def name_permissions(words: Mapping[str, str | Promise]) -> None:
    """Say how permissions other than seeing and changing are read."""
    _words.update(words)


def in_words(permission: str) -> str:
    """Read a permission: what it lets a person do."""
    if permission in _words:
        return str(_words[permission])
    app, _dot, word = permission.partition(".")
    verb, _line, model = word.partition("_")
    try:
        things = apps.get_model(app, model)._meta.verbose_name_plural
    except LookupError:
        return permission
    if verb == "view":
        return gettext("see %(things)s") % {"things": things}
    if verb == "add":
        return gettext("add %(things)s") % {"things": things}
    if verb == "change":
        return gettext("add and change %(things)s") % {"things": things}
    return permission
