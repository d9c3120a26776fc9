"""Decisions of the office: every write of its records."""

from entente.office.services.deadlines import (
    NOTICE_STAGES,
    drop_deadline,
    drop_deadlines,
    finish_deadline,
    finish_deadlines,
    hand_over_deadline,
    reckon_changed_deadlines,
    set_deadline,
)
from entente.office.services.hooks import (
    add_webhook,
    change_webhook,
    digest_of,
    end_calendar_feed,
    remove_webhook,
    renew_calendar_feed,
)
from entente.office.services.lists import InStep, keep_people_in_step
from entente.office.services.rules import (
    add_rule_value,
    change_rule_value,
    close_rule_value,
    load_published_rules,
)
from entente.office.services.telling import forget_dispatches, tell_owners
from entente.office.services.units import (
    SYSTEM,
    add_unit,
    change_unit,
    close_unit,
    reopen_unit,
    system_user,
)
from entente.office.services.users import (
    add_user,
    change_preferences,
    change_user,
    close_user,
    delegate_role,
    end_grant,
    grant_role,
    owned_by,
    reopen_user,
    withdraw_role,
)

__all__ = [
    "NOTICE_STAGES",
    "SYSTEM",
    "InStep",
    "add_rule_value",
    "add_unit",
    "add_user",
    "add_webhook",
    "change_preferences",
    "change_rule_value",
    "change_unit",
    "change_user",
    "change_webhook",
    "close_rule_value",
    "close_unit",
    "close_user",
    "delegate_role",
    "digest_of",
    "drop_deadline",
    "drop_deadlines",
    "end_calendar_feed",
    "end_grant",
    "finish_deadline",
    "finish_deadlines",
    "forget_dispatches",
    "grant_role",
    "hand_over_deadline",
    "keep_people_in_step",
    "load_published_rules",
    "owned_by",
    "reckon_changed_deadlines",
    "remove_webhook",
    "renew_calendar_feed",
    "reopen_unit",
    "reopen_user",
    "set_deadline",
    "system_user",
    "tell_owners",
    "withdraw_role",
]
