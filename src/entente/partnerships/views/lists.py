"""Lists of places and of agreements that end."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entente.kit.pages import BatchAction, ListPage, View
from entente.partnerships import services
from entente.partnerships.enums import CHANGE, PlacesGroup
from entente.partnerships.forms import HandOverForm
from entente.partnerships.models import Agreement, AgreementReview, AgreementYear, Places
from entente.partnerships.tables import (
    ExpiringColumns,
    ExpiringFilter,
    PlacesColumns,
    PlacesFilter,
)

VIEW = "partnerships.view_agreement"


class PlacesListPage(ListPage):
    """The places of all agreements in one's scope, year by year."""

    model = Places
    title = pgettext_lazy("places under an agreement", "Places")
    columns = PlacesColumns
    filterset_class = PlacesFilter
    permission_required = VIEW
    default_sort = "-academic_year"
    empty_text = _("No places are registered yet; they are entered on the page of an agreement.")
    views = (
        View(_("Outbound"), {"direction": "outbound"}),
        View(_("Inbound"), {"direction": "inbound"}),
    )

    def get_queryset(self) -> QuerySet[Any]:
        """Give the rows in scope: a unit's places are those of its agreements."""
        return Places.objects.visible_to(self.officer, VIEW).for_list()


class ExpiringListPage(ListPage):
    """Agreements that end within a year: who owns them, what they brought, who looked back."""

    model = Agreement
    title = _("Agreements that end")
    columns = ExpiringColumns
    filterset_class = ExpiringFilter
    permission_required = VIEW
    default_sort = "last_day"
    empty_text = _("No agreement ends within twelve months")
    views = (
        View(_("Within 3 months"), {"months": "3"}),
        View(_("Within 6 months"), {"months": "6"}),
        View(_("Not reviewed"), {"review": "none"}),
    )
    actions = (
        BatchAction(
            "hand_over",
            _("Give to another owner"),
            CHANGE,
            lambda agreement, values, by: services.hand_over_agreement(
                agreement, owner=values["owner"], by=by
            ),
            HandOverForm,
        ),
        BatchAction(
            "ask_for_review",
            _("Ask the owners for a review"),
            CHANGE,
            lambda agreement, _values, by: services.ask_for_review(agreement, by=by),
        ),
    )

    def get_queryset(self) -> QuerySet[Any]:
        """Give the agreements that end within a year, with their years and newest reviews."""
        years = AgreementYear.objects.filter(group=PlacesGroup.EXCHANGE)
        rows = super().get_queryset().ending(timezone.localdate(), months=12)  # type: ignore[attr-defined]
        found: QuerySet[Any] = rows.prefetch_related(
            Prefetch("years", queryset=years, to_attr="all_years"),
            Prefetch("reviews", queryset=AgreementReview.objects.all(), to_attr="newest_reviews"),
        )
        return found
