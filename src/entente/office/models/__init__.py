"""Our own side: units, users, roles granted; and what every record that belongs to a unit has."""

from entente.office.models.deadlines import Deadline, DeadlineStage
from entente.office.models.messages import CalendarFeed, Dispatch, Outgoing, Webhook
from entente.office.models.rules import RuleValue
from entente.office.models.units import OwnedRecord, Unit, UnitQuerySet
from entente.office.models.users import (
    RoleGrant,
    RoleGrantQuerySet,
    User,
    UserManager,
    UserQuerySet,
    role_choices,
)

__all__ = [
    "CalendarFeed",
    "Deadline",
    "DeadlineStage",
    "Dispatch",
    "Outgoing",
    "OwnedRecord",
    "RoleGrant",
    "RoleGrantQuerySet",
    "RuleValue",
    "Unit",
    "UnitQuerySet",
    "User",
    "UserManager",
    "UserQuerySet",
    "Webhook",
    "role_choices",
]
