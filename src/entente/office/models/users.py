"""Users and the roles granted to them."""

from __future__ import annotations

import datetime
from typing import Any, Self

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from entente.kit.bilingual import Bilingual
from entente.kit.records import Record, RecordQuerySet
from entente.kit.scope import Officer, Scope
from entente.office import access
from entente.office.models.units import Unit
from entente.office.roles import Role


class UserManager(BaseUserManager["User"]):
    """Makes users; the login name is an address or a staff number."""

    def get_by_natural_key(self, username: str | None) -> User:
        """Find a user by login name, whatever its case."""
        return self.get(username__iexact=username)


class UserQuerySet(RecordQuerySet["User"]):
    """Ways to read users."""

    scope_tree = "unit__top"

    def visible_to(self, officer: Officer, permission: str = "office.view_user") -> Self:
        """Keep the users of the units inside a person's scope, never the system itself."""
        scope = officer.scope(permission)
        return self.people().filter(scope.q(self.scope_unit, self.scope_tree))

    def people(self) -> Self:
        """Leave out the system acting in a job."""
        return self.filter(is_system=False)

    def lookup(self, text: str) -> Self:
        """Keep whom a person may mean who types part of a name, login name or address."""
        return self.filter(
            Q(name_zh__icontains=text)
            | Q(name_en__icontains=text)
            | Q(username__icontains=text)
            | Q(email__icontains=text)
        )

    def for_list(self) -> Self:
        """Fetch what a line of the list shows."""
        return self.people().select_related("unit").prefetch_related("grants__unit")


class User(AbstractBaseUser, Record):
    """Somebody who may sign in, or the system itself acting in a job.

    What a user may do comes only from roles granted on units (`RoleGrant`). `kept_by_list` names
    the list of staff or students that keeps the account in step; one made by hand has none.
    """

    username = models.CharField(_("login name"), max_length=150, unique=True)
    email = models.EmailField(_("mail address"), blank=True)
    name_zh = models.CharField(_("name in Chinese"), max_length=100, blank=True)
    name_en = models.CharField(_("name in English"), max_length=100, blank=True)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="users", verbose_name=_("unit")
    )
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES, default="zh-hans"
    )
    theme = models.CharField(
        _("appearance"),
        max_length=5,
        default="auto",
        choices=[("auto", _("As the device")), ("light", _("Light")), ("dark", _("Dark"))],
    )
    is_active = models.BooleanField(_("may sign in"), default=True)
    is_system = models.BooleanField(default=False, editable=False)
    kept_by_list = models.CharField(max_length=40, blank=True, editable=False, db_index=True)
    date_joined = models.DateTimeField(auto_now_add=True)

    name = Bilingual("name")
    audit_ignored = frozenset(
        {"password", "last_login", "kept_by_list", "is_system", "date_joined"}
    )
    objects = UserManager.from_queryset(UserQuerySet)()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ("username",)
        constraints = (
            models.UniqueConstraint(
                Lower("username"),
                name="user_names_differ_in_more_than_case",
                violation_error_message=_("Another account has this login name."),
            ),
        )

    def __str__(self) -> str:
        return self.name or self.username

    def get_absolute_url(self) -> str:
        """Give the user's own page."""
        return reverse("office:user", args=[self.pk])

    @property
    def chain(self) -> int:
        """The audit chain: that of the unit's tree."""
        return (self.unit.top_id or 0) if self.unit else 0

    def access(self) -> access.Access:
        """What this user may do, worked out once for each object, and so once a request."""
        if not hasattr(self, "_access"):
            self._access = access.of_user(self)
        return self._access

    def scope(self, permission: str) -> Scope:
        """Give the rows that this user may touch with a permission."""
        return self.access().scope(permission)

    def may(self, permission: str, on: object | None = None) -> bool:
        """Say whether this user may do that, on a record or (without one) anywhere."""
        return self.access().may(permission, on)

    def has_perm(self, permission: str, obj: object | None = None) -> bool:
        """Answer Django's own question with our roles."""
        return self.is_active and self.may(permission, obj)

    def has_perms(self, permissions: Any, obj: object | None = None) -> bool:
        """Answer Django's own question with our roles."""
        return all(self.has_perm(permission, obj) for permission in permissions)


def role_choices() -> list[tuple[str, str | Promise]]:
    """Give every role by its name."""
    return [(code, role.name) for code, role in Role.registered.items()]


class RoleGrantQuerySet(RecordQuerySet["RoleGrant"]):
    """Ways to read grants."""

    scope_tree = "unit__top"

    def for_list(self) -> Self:
        """Fetch what a line about a grant shows."""
        return self.select_related("user", "unit", "lent_from__user")

    def not_over(self, on: datetime.date) -> Self:
        """Keep the grants that hold on that day or will."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on))

    def holding(self, on: datetime.date) -> Self:
        """Keep the grants that hold on that day."""
        return self.filter(
            Q(starts_on__isnull=True) | Q(starts_on__lte=on),
            Q(ends_on__isnull=True) | Q(ends_on__gte=on),
        )

    def visible_to(self, officer: Officer, permission: str = "office.view_rolegrant") -> Self:
        """Keep the grants on units inside a person's scope."""
        return self.filter(officer.scope(permission).q("unit", "unit__top"))


class RoleGrant(Record):
    """One role of one user on one unit and all below it; without a unit, on the installation.

    A delegation is a grant with a last day that names the grant it was lent from.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="grants", verbose_name=_("user"))
    role = models.CharField(_("role"), max_length=20, choices=role_choices)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="grants", verbose_name=_("unit")
    )
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    lent_from = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="lent", verbose_name=_("for")
    )

    audit_parent = "user"
    objects = RoleGrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("role granted")
        verbose_name_plural = _("roles granted")
        constraints = (
            models.CheckConstraint(
                name="role_grant_ends_after_it_starts",
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("The last day lies before the first."),
            ),
            models.CheckConstraint(
                name="role_grant_lent_for_a_time",
                condition=Q(lent_from__isnull=True) | Q(ends_on__isnull=False),
                violation_error_message=_("A delegation needs a last day."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.role_class.name} · {self.unit or _('whole installation')}"

    def get_absolute_url(self) -> str:
        """Give the page of the person who holds the role."""
        return self.user.get_absolute_url()

    @property
    def role_class(self) -> Role:
        """The role in full."""
        return Role.registered[self.role]

    @property
    def chain(self) -> int:
        """The audit chain: that of the unit's tree."""
        return (self.unit.top_id or 0) if self.unit else 0
