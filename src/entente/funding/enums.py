"""Words of funding, and how a grant goes."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entente.kit.flow import Flow, Step

VIEW_SCHEME, CHANGE_SCHEME = "funding.view_scheme", "funding.change_scheme"
VIEW_GRANT, CHANGE_GRANT = "funding.view_grant", "funding.change_grant"
PAY_GRANT = "funding.pay_grant"


class GrantState(models.TextChoices):
    """Where a grant stands."""

    APPLIED = "applied", pgettext_lazy("state of a grant", "Applied for")
    PROMISED = "promised", pgettext_lazy("state of a grant", "Promised")
    REFUSED = "refused", pgettext_lazy("state of a grant", "Refused")
    CANCELLED = "cancelled", pgettext_lazy("state of a grant", "Cancelled")


class GateKind(models.TextChoices):
    """What must be in before an instalment is paid."""

    REPORT = "report", _("report")
    EVIDENCE = "evidence", _("evidence of what was done")
    TALK = "talk", _("talk given")
    PASSPORT = "passport", _("copy of the passport with the stamps")
    ARRIVAL = "arrival", _("confirmation of arrival")


class PaymentKind(models.TextChoices):
    """Which way the money went."""

    PAID = "paid", _("paid out")
    BACK = "back", _("paid back")


S = GrantState

GRANT_FLOW = Flow(
    {
        "promise": Step(
            frozenset({S.APPLIED}),
            S.PROMISED,
            CHANGE_GRANT,
            _("Promise the grant"),
            _("The amount is then committed in the budget of the year."),
            order=1,
        ),
        "refuse": Step(
            frozenset({S.APPLIED}),
            S.REFUSED,
            CHANGE_GRANT,
            _("Refuse the application"),
            _("It stays in the records with the reason."),
            danger=True,
            order=2,
        ),
        "cancel": Step(
            frozenset({S.PROMISED}),
            S.CANCELLED,
            CHANGE_GRANT,
            _("Cancel the grant"),
            _("What is not paid is free again; what was paid can be paid back."),
            danger=True,
            order=2,
        ),
    },
    {S.APPLIED: "wait", S.PROMISED: "ok"},
)
