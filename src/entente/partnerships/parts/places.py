"""What places show on the page of an agreement."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entente.kit.parts import NavEntry, Part, agreement_page, navigation
from entente.kit.scope import Officer
from entente.partnerships import services
from entente.partnerships.enums import CHANGE, AgreementState, Direction, PlacesGroup, StudyLevel
from entente.partnerships.models import Agreement, AgreementReview, Places, PlacesAmendment
from entente.partnerships.models.places import year_label
from entente.partnerships.services.balance import sums_by_year

VIEW = "partnerships.view_agreement"
SHOWN = 8


@navigation.fill(order=21)
def pages() -> tuple[Any, list[NavEntry]]:
    """Offer the lists that are about places."""
    return _("Agreements and places"), [
        NavEntry(_("Agreements that end"), reverse("partnerships:expiring"), VIEW),
        NavEntry(
            pgettext_lazy("places under an agreement", "Places"),
            reverse("partnerships:places"),
            VIEW,
        ),
        NavEntry(_("Balance of exchange"), reverse("partnerships:balance"), VIEW),
    ]


@agreement_page.fill(order=10)
def places(agreement: Agreement, officer: Officer) -> Part:
    """Show the places by year and direction, and what was amended."""
    rows = list(Places.objects.filter(agreement=agreement).order_by("-academic_year", "pk"))
    amendments = PlacesAmendment.objects.filter(agreement=agreement).select_related("amended_by")
    open_to_change = agreement.state not in (AgreementState.IN_REVIEW, AgreementState.WITHDRAWN)
    return Part(
        "partnerships/parts/places.html",
        {
            "years": year_lines(rows),
            "amendments": [amended(it) for it in amendments[:SHOWN]],
            "may_change": officer.may(CHANGE, agreement) and open_to_change,
        },
    )


@agreement_page.fill(order=20)
def reviews(agreement: Agreement, officer: Officer) -> Part | None:
    """Show how the agreement was judged on looking back."""
    if not agreement.is_promised:
        return None
    found = AgreementReview.objects.filter(agreement=agreement).for_list()
    return Part(
        "partnerships/parts/reviews.html",
        {
            "reviews": list(found[:SHOWN]),
            "may_review": officer.may(CHANGE, agreement),
            "activity": services.activity(agreement, on=timezone.localdate()),
        },
    )


def year_lines(rows: list[Places]) -> list[dict[str, Any]]:
    """Add up each year in both directions; groups that are no exchange are told beside it."""
    lines: dict[int, dict[str, Any]] = {}
    for (year, group), sums in sorted(sums_by_year(rows).items(), reverse=True):
        line = lines.setdefault(year, {"year": year, "label": year_label(year), "groups": []})
        line["groups"].append({"label": PlacesGroup(group).label, **sums})
    for row in rows:
        lines[row.academic_year]["parts"] = lines[row.academic_year].get("parts", 0) + 1
    return list(lines.values())


def amended(amendment: PlacesAmendment) -> dict[str, Any]:
    """Give an amendment with its lines in words."""
    lines = [
        {
            "year": year_label(line["year"]),
            "what": " · ".join(
                str(word)
                for word in (
                    Direction(line["direction"]).label,
                    StudyLevel(line["level"]).label if line["level"] else "",
                    line["field"],
                )
                if word
            ),
            "old": line["old"],
            "new": line["new"],
        }
        for line in amendment.lines
    ]
    return {"amendment": amendment, "label": year_label(amendment.academic_year), "lines": lines}
