"""What can be counted of agreements."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from entente.kit.measures import (
    CountingUnit,
    Dimension,
    Falls,
    Kind,
    Measure,
    declare,
)
from entente.kit.periods import Period, surely_not_after, surely_not_before
from entente.organisations.places import choices
from entente.partnerships.enums import PROMISED, RUNNING, AgreementKind, AgreementState
from entente.partnerships.models import Agreement, AgreementParty

VIEW = "partnerships.view_agreement"
AGREEMENT = "partnerships.agreement"
PARTY = "partnerships.agreementparty"
ORGANISATION = "organisations.organisation"
STUDENT_KINDS = (
    AgreementKind.EXCHANGE,
    AgreementKind.JOINT_CULTIVATION,
    AgreementKind.JOINT_DEGREE,
)
COOPERATIVE_KINDS = (AgreementKind.PROGRAMME, AgreementKind.INSTITUTION)


@dataclass(frozen=True)
class Binds:
    """What binds on the last day of a period, as `AgreementQuerySet.in_force` has it.

    `via` leads from the counted row to its agreement.
    """

    via: str = ""

    def surely(self, period: Period) -> Q:
        """Keep what binds on that day whatever its dates mean exactly."""
        day, via = period.last, self.via
        start, signed = f"{via}starts_on", f"{via}signed_on"
        unknown = Q(**{f"{start}__isnull": True})
        undated = Q(**{f"{signed}__isnull": True}) | surely_not_after(signed, day)
        begun = surely_not_after(start, day) | (unknown & undated)
        return self.possibly(period) & begun & self._not_over(period)

    def possibly(self, period: Period) -> Q:
        """Keep what can bind on that day."""
        day, via = period.last, self.via
        return Q(
            **{
                f"{via}state__in": PROMISED,
                f"{via}first_day__lte": day,
                f"{via}last_day__gte": day,
            }
        )

    def _not_over(self, period: Period) -> Q:
        end = f"{self.via}ends_on"
        running = Q(**{f"{self.via}state__in": RUNNING, f"{end}__isnull": True})
        return running | surely_not_before(end, period.last)


def dimensions(via: str, partner: str) -> tuple[Dimension, ...]:
    """Give by what agreements are filtered and split; the paths start at the counted row."""
    return (
        Dimension("kind", _("kind"), f"{via}kind", choices=lambda: AgreementKind.choices),
        Dimension("partner", _("partner"), partner, record=ORGANISATION, many=True),
        Dimension(
            "country", _("country or region"), f"{partner}__country", choices=choices, many=True
        ),
        Dimension("unit", _("unit"), f"{via}unit", record="office.unit"),
        Dimension("signed_in", _("year of signature"), f"{via}signed_on", is_year=True),
    )


OF_AGREEMENTS = dimensions("", "parties__organisation")
OF_PARTIES = dimensions("agreement__", "organisation")


def agreements() -> QuerySet[Any]:
    """Give the agreements that count: those within one country do not."""
    return Agreement.objects.international()


def _of_kinds(*kinds: str) -> Any:
    return lambda: agreements().filter(kind__in=kinds)


def parties() -> QuerySet[Any]:
    """Give the partners' places in agreements that count."""
    rows = AgreementParty.objects.select_related("organisation", "agreement")
    return rows.filter(organisation__isnull=False, agreement__domestic=False)


def _agreements(name: str, label: Any, definition: Any, **other: Any) -> Measure:
    defaults: dict[str, Any] = {
        "unit": CountingUnit.AGREEMENTS,
        "kind": Kind.STOCK,
        "when": Binds(),
        "rows": agreements,
        "dimensions": OF_AGREEMENTS,
        "permission": VIEW,
        "watches": (AGREEMENT, PARTY, ORGANISATION),
        "date": "signed_on",
        "leaves_out": _("agreements within one country, drafts, and what is not yet signed"),
    }
    return Measure(name, label, definition, **(defaults | other))


def _parties(name: str, label: Any, definition: Any, **other: Any) -> Measure:
    defaults: dict[str, Any] = {
        "when": Binds("agreement__"),
        "rows": parties,
        "dimensions": OF_PARTIES,
        "unit_path": "agreement__unit",
        "tree_path": "agreement__top_unit",
        "date": "agreement__signed_on",
        "record_path": "agreement",
    }
    return _agreements(name, label, definition, **(defaults | other))


def ended() -> QuerySet[Any]:
    """Give the agreements that have ended."""
    return agreements().filter(state=AgreementState.ENDED)


def signed() -> QuerySet[Any]:
    """Give the agreements that were signed."""
    return agreements().filter(state__in=PROMISED)


declare(
    _agreements(
        "agreements_in_force",
        _("Agreements in force"),
        _("Agreements with partners abroad that bind on the day."),
    ),
    _agreements(
        "exchange_agreements",
        _("Student exchange agreements in force"),
        _("Agreements on the exchange of students that bind on the day."),
        rows=_of_kinds(AgreementKind.EXCHANGE),
    ),
    _agreements(
        "student_programmes",
        _("Programmes for students"),
        _("Exchanges, joint cultivation and joint degrees agreed with partners, on the day."),
        rows=_of_kinds(*STUDENT_KINDS),
        unit=CountingUnit.PROGRAMMES,
    ),
    _agreements(
        "cooperative_programmes",
        _("Cooperative programmes and institutions"),
        _("Programmes and institutions of cooperative education whose agreement binds on the day."),
        rows=_of_kinds(*COOPERATIVE_KINDS),
        unit=CountingUnit.PROGRAMMES,
    ),
    _agreements(
        "agreement_signed",
        _("Agreements signed"),
        _("Agreements by the day of the last signature; renewals that were signed count."),
        rows=signed,
        kind=Kind.FLOW,
        when=Falls("signed_on"),
    ),
    _agreements(
        "agreements_ended",
        _("Agreements ended"),
        _("Agreements by the last day on which they bound."),
        rows=ended,
        kind=Kind.FLOW,
        when=Falls("ends_on"),
        date="ends_on",
    ),
    _parties(
        "partners",
        _("Partner institutions"),
        _("Institutions with which an agreement binds on the day, each counted once."),
        unit=CountingUnit.INSTITUTIONS,
        counts="organisation",
    ),
    _parties(
        "partner_countries",
        _("Countries and regions of partners"),
        _("Countries and regions of the institutions with which an agreement binds on the day."),
        unit=CountingUnit.COUNTRIES,
        counts="organisation__country",
        rows=lambda: parties().exclude(organisation__country=""),
    ),
)
