"""Words of the office."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entente.kit.flow import Flow, Step


class UnitKind(models.TextChoices):
    """What a unit of ours is."""

    UNIVERSITY = "university", _("University")
    SCHOOL = "school", _("School")
    DEPARTMENT = "department", _("Department or office")
    SECRETARIAT = "secretariat", _("Consortium secretariat")
    LABORATORY = "laboratory", _("Laboratory or centre")


class RuleKind(models.TextChoices):
    """What the value of a rule is."""

    DURATION = "duration", _("A time span")
    DURATIONS = "durations", _("Several time spans")
    NUMBER = "number", _("A number")
    FRACTION = "fraction", _("A fraction")
    DAY_OF_YEAR = "day_of_year", _("A day of the year")
    WORDS = "words", _("A list of words")
    YES_NO = "yes_no", _("Yes or no")
    MONEY = "money", _("An amount of money")


class RuleUnit(models.TextChoices):
    """In what the value of a rule is measured."""

    HOURS = "hours", pgettext_lazy("unit of a rule", "hours")
    DAYS = "days", pgettext_lazy("unit of a rule", "days")
    WORKING_DAYS = "working_days", pgettext_lazy("unit of a rule", "working days")
    WEEKS = "weeks", pgettext_lazy("unit of a rule", "weeks")
    MONTHS = "months", pgettext_lazy("unit of a rule", "months")
    YEARS = "years", pgettext_lazy("unit of a rule", "years")
    PERSONS = "persons", pgettext_lazy("unit of a rule", "persons")
    COUNTRIES = "countries", pgettext_lazy("unit of a rule", "countries")
    TIMES = "times", pgettext_lazy("unit of a rule", "times")
    ITEMS = "items", pgettext_lazy("unit of a rule", "items")
    MEGABYTES = "megabytes", "MB"
    CNY = "CNY", "CNY"
    EUR = "EUR", "EUR"
    USD = "USD", "USD"


SPANS = (
    RuleUnit.DAYS,
    RuleUnit.WORKING_DAYS,
    RuleUnit.WEEKS,
    RuleUnit.MONTHS,
    RuleUnit.YEARS,
    RuleUnit.HOURS,
)
CURRENCIES = (RuleUnit.CNY, RuleUnit.EUR, RuleUnit.USD)
COUNTED = (RuleUnit.PERSONS, RuleUnit.COUNTRIES, RuleUnit.TIMES, RuleUnit.ITEMS, RuleUnit.MEGABYTES)


class DeadlineState(models.TextChoices):
    """Where a deadline stands."""

    OPEN = "open", pgettext_lazy("deadline", "Open")
    DONE = "done", pgettext_lazy("deadline", "Done")
    DROPPED = "dropped", pgettext_lazy("deadline", "Dropped")


_open = frozenset({DeadlineState.OPEN})
DEADLINE_FLOW = Flow(
    {
        "deadline_done": Step(
            _open,
            DeadlineState.DONE,
            "office.change_deadline",
            label=pgettext_lazy("step of a deadline", "Done"),
            hint=_("Nobody is told of it any more."),
            order=10,
        ),
        "deadline_hand_over": Step(
            _open,
            DeadlineState.OPEN,
            "office.change_deadline",
            label=pgettext_lazy("step of a deadline", "Hand over"),
            hint=_("Another person is told of the stages to come."),
            order=20,
        ),
        "deadline_drop": Step(
            _open,
            DeadlineState.DROPPED,
            "office.change_deadline",
            label=pgettext_lazy("step of a deadline", "Drop"),
            hint=_("It need not be done."),
            order=30,
            danger=True,
        ),
    },
    marks={DeadlineState.OPEN: "wait", DeadlineState.DONE: "ok"},
)


class Direction(models.TextChoices):
    """On which side of a day a time span is counted."""

    BEFORE = "before", pgettext_lazy("counted", "before")
    AFTER = "after", pgettext_lazy("counted", "after")


class HookKind(models.TextChoices):
    """Which chat a webhook speaks to."""

    WECOM = "wecom", _("WeCom group robot")
    DINGTALK = "dingtalk", _("DingTalk group robot")
    JSON = "json", _("Teams, Slack, Mattermost and the like")


class DispatchState(models.TextChoices):
    """Where a message stands that leaves the house."""

    WAITING = "waiting", pgettext_lazy("message", "Waiting")
    SENDING = "sending", pgettext_lazy("message", "Being sent")
    SENT = "sent", pgettext_lazy("message", "Sent")
    FAILED = "failed", pgettext_lazy("message", "Could not be sent")
    UNCLEAR = "unclear", pgettext_lazy("message", "Unclear whether it was sent")
