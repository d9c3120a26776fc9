"""Pages about places: of an agreement year by year, of all agreements, and looking back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from entente.kit.forms import DeskForm
from entente.kit.pages import ActionPage, ChangePage
from entente.kit.pages.forms import ObjectFormPage
from entente.kit.periods import Period
from entente.office.acting import signed_in
from entente.partnerships import quotas, services
from entente.partnerships.enums import CHANGE
from entente.partnerships.forms import (
    AddPlacesForm,
    ChangePlacesForm,
    CopyYearForm,
    ReviewForm,
    YearForm,
)
from entente.partnerships.forms.places import AS_CORRECTION, FOR_THIS_YEAR
from entente.partnerships.models import Agreement, Places, PlacesAmendment

VIEW = "partnerships.view_agreement"


class YearPage(ObjectFormPage):
    """The places of an agreement in one academic year: nested quotas, and their use."""

    model = Agreement
    template_name = "partnerships/places_of_year.html"
    permission_required = VIEW
    done = _("Saved.")

    @property
    def may_change(self) -> bool:
        """Whether this person may change places of this agreement."""
        return bool(self.officer.may(CHANGE, self.object))

    @cached_property
    def year(self) -> int:
        """The calendar year in which the year begins: as asked, else the current one."""
        asked = self.request.GET.get("year", "")
        if asked.isdigit() and 1900 <= int(asked) <= 2100:
            return int(asked)
        return Period.academic_year_of(timezone.localdate()).first.year

    @cached_property
    def tree(self) -> list[tuple[int, Places]]:
        """The places of the year, each with its depth."""
        rows = Places.objects.for_quotas().filter(agreement=self.object, academic_year=self.year)
        return quotas.by_tree(rows.select_related("agreement").order_by("-direction", "pk"))

    def form(self, data: Any = None, files: Any = None) -> DeskForm:
        """Make a form with every line."""
        rows = [row for _depth, row in self.tree]
        return YearForm(data, files, rows=rows, officer=self.officer)

    def perform(self, values: Mapping[str, Any]) -> str:
        """Save all lines together."""
        if not self.may_change:
            raise PermissionDenied
        lines = [
            services.YearLine(
                row,
                values[f"number_{row.pk}"],
                values[f"used_{row.pk}"],
                values[f"semesters_{row.pk}"],
                values[f"version_{row.pk}"],
            )
            for _depth, row in self.tree
        ]
        agreed = None
        if values["kind"] != AS_CORRECTION:
            agreed = services.Agreed(
                values["reason"],
                values["kind"] == FOR_THIS_YEAR,
                values["agreed_on"],
                values["document"],
            )
        services.save_year(
            self.object,
            year=self.year,
            lines=lines,
            by=signed_in(self),
            on=timezone.localdate(),
            agreed=agreed,
        )
        return self.address(self.year)

    def blame(self, form: Any, refusal: ValidationError) -> None:
        """Say at its line where a quota does not hold."""
        if (
            isinstance(refusal, services.QuotaError)
            and f"number_{refusal.places.pk}" in form.fields
        ):
            for message in refusal.messages:
                form.add_error(f"number_{refusal.places.pk}", message)
        else:
            super().blame(form, refusal)

    def address(self, year: int) -> str:
        """Give the address of a year."""
        return f"{reverse('partnerships:places_of_year', args=[self.object.pk])}?year={year}"

    def context(self, form: Any) -> dict[str, Any]:
        """Add the lines with their fields, the neighbouring years and what was amended."""
        used = quotas.used(row.quota for _depth, row in self.tree)
        lines = [
            {
                "row": row,
                "depth": min(depth, 2),
                "used": used[row.pk],
                "over": used[row.pk] is not None and (used[row.pk] or 0) > row.number,
                "number_field": form[f"number_{row.pk}"],
                "used_field": form[f"used_{row.pk}"],
                "semesters_field": form[f"semesters_{row.pk}"],
                "version_field": form[f"version_{row.pk}"],
            }
            for depth, row in self.tree
        ]
        agreement = self.object
        period = Period.academic_year(self.year)
        outside = period.last < agreement.first_day or period.first > agreement.last_day
        amendments = PlacesAmendment.objects.filter(agreement=agreement, academic_year=self.year)
        return super().context(form) | {
            "title": _("Places %(year)s") % {"year": period.label},
            "year": self.year,
            "lines": lines,
            "outside": outside,
            "may_change": self.may_change,
            "amendments": list(amendments.select_related("amended_by")),
            "before_url": self.address(self.year - 1),
            "after_url": self.address(self.year + 1),
            "before": Period.academic_year(self.year - 1).label,
            "after": Period.academic_year(self.year + 1).label,
        }


class AddPlacesPage(ActionPage):
    """Add places to an agreement."""

    model = Agreement
    title = _("Add places")
    submit_label = _("Add")
    explanation = _(
        "What is left open is for anybody. Places that are part of broader ones are counted with"
        " those, and never exceed them."
    )
    permission_required = CHANGE
    done = _("The places are added.")

    def form(self, data: Any = None, files: Any = None) -> DeskForm:
        """Offer the units and quotas of this agreement."""
        return AddPlacesForm(
            data, files, initial=self.initial(), officer=self.officer, agreement=self.object
        )

    def initial(self) -> dict[str, Any]:
        """Start with the year and the quota that were chosen."""
        asked = self.request.GET
        year = Period.academic_year_of(timezone.localdate()).first.year
        return {
            "academic_year": asked.get("year", year),
            "direction": asked.get("direction", ""),
            "parent": asked.get("parent", ""),
        }

    def act(self, values: Mapping[str, Any]) -> None:
        """Add them."""
        used_on = timezone.localdate() if values["used"] is not None else None
        row = services.NewPlaces(agreement=self.object, used_on=used_on, **values)
        services.set_places(row, by=signed_in(self))


class ChangePlacesPage(ChangePage):
    """Change what is said of places of one year."""

    model = Places
    form_class = ChangePlacesForm
    title = _("Edit places")
    permission_required = CHANGE
    done = _("Saved.")

    def save(self, values: Mapping[str, Any], seen: int | None) -> None:
        """Change them."""
        said = dict(values)
        if said["used"] != self.object.used:
            said["used_on"] = timezone.localdate()
            said["used_from"] = ""
        services.change_places(self.object, by=signed_in(self), seen=seen, **said)


class RemovePlacesPage(ActionPage):
    """Take places off an agreement."""

    model = Places
    title = _("Remove these places")
    explanation = _("The history of the agreement keeps what stood there.")
    permission_required = CHANGE
    danger = True

    def perform(self, values: Mapping[str, Any]) -> str:
        """Remember where to go on to, before the places are gone."""
        target = self.object.get_absolute_url()
        services.remove_places(self.object, by=signed_in(self))
        return str(target)

    def act(self, values: Mapping[str, Any]) -> None:
        """Everything is done in `perform`."""


class CopyYearPage(ActionPage):
    """Promise next year what holds this year."""

    model = Agreement
    form_class = CopyYearForm
    title = _("Copy the places of a year")
    submit_label = _("Copy")
    explanation = _(
        "What stands there already stays. What was amended for the one year only is not taken over."
    )
    permission_required = CHANGE
    done = _("The places are copied.")

    def initial(self) -> dict[str, Any]:
        """Start with the last year that has places."""
        years = Places.objects.filter(agreement=self.object).order_by("-academic_year")
        last = years.values_list("academic_year", flat=True).first()
        return {} if last is None else {"year": last, "to": last + 1}

    def act(self, values: Mapping[str, Any]) -> None:
        """Copy them."""
        services.copy_year(self.object, by=signed_in(self), **values)


class ReviewPage(ActionPage):
    """Look back on an agreement before deciding on its renewal."""

    model = Agreement
    form_class = ReviewForm
    template_name = "partnerships/review.html"
    title = _("Review of activity")
    submit_label = _("Record the review")
    permission_required = CHANGE
    done = _("The review is recorded.")

    def initial(self) -> dict[str, Any]:
        """Start with the years since it began, at most the last five."""
        first, last = services.years_to_review(self.object, on=timezone.localdate())
        return {"first_year": first, "last_year": last}

    def context(self, form: Any) -> dict[str, Any]:
        """Show what the places say, before one judges."""
        agreement = self.object
        first, last = services.years_to_review(agreement, on=timezone.localdate())
        years = agreement.years.between(first, last).order_by("-academic_year", "group")
        return super().context(form) | {"years": list(years)}

    def act(self, values: Mapping[str, Any]) -> None:
        """Record it."""
        services.review_activity(self.object, by=signed_in(self), on=timezone.localdate(), **values)
