"""Deadlines of agreements: owners are told 12, 6 and 3 months before the end, once each."""

from __future__ import annotations

import datetime
import logging
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from entente.kit import notices
from entente.kit.audit import Remembered, remember
from entente.kit.errors import DomainError
from entente.kit.periods import add_months
from entente.office import rules
from entente.office import services as office
from entente.office.models import Deadline, User
from entente.partnerships.enums import RUNNING
from entente.partnerships.models import Agreement

logger = logging.getLogger(__name__)

END = "agreement.end"
STAGES = "agreement.end_notice"
# Beyond this nobody is told yet; the nightly job sets the deadline when it comes nearer.
AHEAD = 14


def keep_deadline(agreement: Agreement, *, on: datetime.date, by: User) -> None:
    """Bring the deadline of an agreement's end in step: set, moved, given to its owner, dropped.

    When its owner is told, a rule says (`agreement.end_notice`); without a value of that rule
    nothing is set.
    """
    if agreement.state not in RUNNING or not agreement.ends_on:
        office.drop_deadlines(agreement, END, on=on, by=by)
        return
    if (
        agreement.last_day > add_months(on, AHEAD)
        and not Deadline.objects.about(agreement).exists()
    ):
        return
    try:
        office.set_deadline(
            agreement,
            END,
            day=agreement.last_day,
            owner=agreement.owner,
            unit=agreement.unit,
            stages_rule=STAGES,
            task_zh="协议即将到期：请完成履约评估，并决定续签、修改后续签或到期终止",
            task_en="The agreement ends: review its activity, then renew it or let it end",
            by=by,
        )
    except rules.MissingRuleError:
        logger.warning("No rule says when owners are told that an agreement ends")


def to_keep(on: datetime.date) -> QuerySet[Agreement]:
    """Give the agreements whose deadline is not in step: some end soon, some run no more."""
    kind = ContentType.objects.get_for_model(Agreement)
    theirs = Deadline.objects.filter(subject_type=kind, subject_id=OuterRef("pk"), kind=END)
    right = theirs.filter(counted_from=OuterRef("last_day"), owner_id=OuterRef("owner_id"))
    unowned = theirs.filter(counted_from=OuterRef("last_day"), owner__isnull=True)
    soon = Agreement.objects.filter(
        state__in=RUNNING, ends_on__isnull=False, last_day__range=(on, add_months(on, AHEAD))
    )
    lacking = soon.exclude(Exists(right)).exclude(Exists(unowned), owner__isnull=True)
    over = Agreement.objects.exclude(state__in=RUNNING).filter(Exists(theirs.open()))
    # Their usual order must go: SQLite takes no ordered halves of a union.
    halves = [rows.order_by().values("pk") for rows in (lacking, over)]
    return Agreement.objects.filter(pk__in=halves[0].union(halves[1]))


def on_saved(instance: Agreement, **_signal: Any) -> None:
    """Keep the deadline when an agreement is signed, changes its last day or owner, or ends."""
    on = timezone.localdate()
    running = instance.state in RUNNING
    if running or Deadline.objects.about(instance).open().exists():
        keep_deadline(instance, on=on, by=office.system_user())


def ask_for_review(agreement: Agreement, *, by: User) -> None:
    """Ask the owner to look back on an agreement before it ends; each end is asked for once."""
    if agreement.owner is None or not agreement.owner.is_active:
        raise DomainError(_("Nobody at work owns it. Give it to an owner first."), code="no_owner")
    notices.tell(
        [agreement.owner],
        key=f"review:{agreement.pk}:{agreement.last_day}",
        zh=f"请对即将到期的协议做履约评估：{agreement.title_zh or agreement.title_en}"[:300],
        en=f"Please review the agreement that ends: {agreement.title_en or agreement.title_zh}"[
            :300
        ],
        url=agreement.get_absolute_url(),
    )
    remember([Remembered(agreement, "agreement.review_asked", {}, str(agreement.owner))], by=by)
