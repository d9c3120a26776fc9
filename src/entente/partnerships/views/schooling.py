"""Pages about cooperative programmes and institutions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar, cast

from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from entente.kit.forms import DeskForm
from entente.kit.pages import ActionPage, ChangePage, ListPage, RecordPage, StaffPage, View
from entente.office import rules
from entente.office.acting import signed_in
from entente.office.models import RuleValue
from entente.partnerships import services
from entente.partnerships.enums import AgreementKind
from entente.partnerships.forms.schooling import (
    EvaluationForm,
    MajorForm,
    MeetingForm,
    PartForm,
    PlanForm,
    ReportForm,
    SchoolingForm,
)
from entente.partnerships.models import (
    Agreement,
    CooperativeSchooling,
    files_of_parts,
    last_asked,
    reports_missing,
)
from entente.partnerships.schooling import (
    CHANGE_SCHOOLING,
    LEAST_SHARE,
    REPORT_DAY,
    VIEW_SCHOOLING,
    PartnerSide,
    SchoolingKind,
    SchoolingStanding,
)
from entente.partnerships.tables.schooling import (
    SchoolingColumns,
    SchoolingFilter,
    print_standing_of,
)


class SchoolingListPage(ListPage):
    """The cooperative programmes and institutions in one's scope."""

    model = CooperativeSchooling
    title = _("Cooperative programmes and institutions")
    columns = SchoolingColumns
    filterset_class = SchoolingFilter
    permission_required = VIEW_SCHOOLING
    default_sort = "last_day"
    views = (
        View(_("Running"), {"standing": SchoolingStanding.RUNNING.value}),
        View(_("Approval ends within 12 months"), {"ends": "12"}),
        View(_("Last year's report missing"), {"report": "missing"}),
    )
    empty_text = _(
        "None is registered yet. Open an agreement on a cooperative programme or institution, and"
        " register it there."
    )


class SchoolingPage(RecordPage):
    """One programme or institution: approval, majors, plans, meetings, reports, evaluations."""

    model = CooperativeSchooling
    template_name = "partnerships/schooling.html"
    permission_required = VIEW_SCHOOLING
    change_url = "partnerships:change_schooling"
    change_permission = CHANGE_SCHOOLING

    def context(self) -> dict[str, Any]:
        """Add what hangs on it, the four shares, and the years without a report."""
        chosen, today = self.object, timezone.localdate()
        meetings, reports = list(chosen.meetings.all()), list(chosen.reports.all())
        evaluations = list(chosen.evaluations.all())
        held = files_of_parts([*meetings, *reports, *evaluations], self.officer)

        def with_files(parts: list[Any]) -> list[tuple[Any, Any]]:
            return [(part, held.get((type(part), part.pk), [])) for part in parts]

        least = self.rule(LEAST_SHARE)
        due_day = self.rule(REPORT_DAY)
        missing = reports_missing(chosen, today.year)
        asked = last_asked(today, due_day.typed) if due_day else today.year - 1
        return super().context() | {
            "standing": print_standing_of(chosen),
            "majors": list(chosen.majors.all()),
            "plans": self.plans(least),
            "least": least,
            "meetings": with_files(meetings),
            "reports": with_files(reports),
            "missing": [(year, year <= asked) for year in reversed(missing)],
            "late": [year for year in missing if year <= asked],
            "evaluations": with_files(evaluations),
            "may_change": self.officer.may(CHANGE_SCHOOLING, chosen),
        }

    def plans(self, least: RuleValue | None) -> list[dict[str, Any]]:
        """Hold each plan against the rule, where it has a value."""
        found = self.object.plans.select_related("major")
        return [
            {"plan": plan, "shares": plan.counted.shares(least.typed) if least else []}
            for plan in found
        ]

    def rule(self, name: str) -> RuleValue | None:
        """Give the value of a rule that holds today, where there is one."""
        try:
            return rules.rule_value(name, on=timezone.localdate(), unit=self.object.unit)
        except rules.MissingRuleError:
            return None


class RegisterPage(ActionPage):
    """Register the programme or institution that an agreement founds."""

    model = Agreement
    form_class = SchoolingForm
    title = _("Register a cooperative programme or institution")
    submit_label = _("Register")
    permission_required = CHANGE_SCHOOLING
    done = _("It is registered. Add its majors and plans of studies.")

    def initial(self) -> dict[str, Any]:
        """Begin with what the agreement says."""
        agreement: Agreement = self.object
        sides = services.partner_sides(agreement)
        founds_one = agreement.kind == AgreementKind.INSTITUTION
        return {
            "kind": SchoolingKind.INSTITUTION if founds_one else SchoolingKind.PROGRAMME,
            "side": sides[0] if sides else PartnerSide.FOREIGN,
            "title_zh": agreement.title_zh,
            "title_en": agreement.title_en,
        }

    def perform(self, values: Mapping[str, Any]) -> str:
        """Register it, and go to its page."""
        said = {name: value for name, value in values.items() if name != "version"}
        made = services.register_schooling(
            self.object, on=timezone.localdate(), by=signed_in(self), **said
        )
        return made.get_absolute_url()

    def act(self, values: Mapping[str, Any]) -> None:
        """Do nothing more: `perform` has registered it."""


class ChangeSchoolingPage(ChangePage):
    """Change what is said of a programme or institution."""

    model = CooperativeSchooling
    form_class = SchoolingForm
    title = _("Edit the programme or institution")
    permission_required = CHANGE_SCHOOLING
    done = _("Saved.")

    def save(self, values: Mapping[str, Any], seen: int | None) -> None:
        """Change it."""
        services.change_schooling(
            self.object, on=timezone.localdate(), by=signed_in(self), seen=seen, **values
        )


# --- What hangs on it -----------------------------------------------------------------------------


class AddPartPage(ActionPage):
    """Add something to a programme or institution."""

    model = CooperativeSchooling
    template_name = "kit/form.html"
    permission_required = CHANGE_SCHOOLING
    done = _("Saved.")
    part_form: ClassVar[type[PartForm]]

    def form(self, data: Any = None, files: Any = None) -> DeskForm:
        """Make the form for this programme."""
        return self.part_form(
            data, files, initial=self.initial(), officer=self.officer, schooling=self.object
        )

    def initial(self) -> dict[str, Any]:
        """Begin with the year that a link names."""
        year = self.request.GET.get("year", "")
        return {"year": year} if year.isdigit() else {}

    def act(self, values: Mapping[str, Any]) -> None:
        """Add it."""
        said = {name: value for name, value in values.items() if name not in ("version", "file")}
        part = self.part_form.model(schooling=self.object, **said)
        services.add_schooling_part(
            part, on=timezone.localdate(), by=signed_in(self), file=values.get("file")
        )


class ChangePartPage(ChangePage):
    """Correct something that hangs on a programme or institution."""

    permission_required = CHANGE_SCHOOLING
    done = _("Saved.")
    part_form: ClassVar[type[PartForm]]

    def form(self, data: Any = None, files: Any = None) -> DeskForm:
        """Make the form for this programme."""
        return self.part_form(
            data,
            files,
            initial=self.initial(),
            officer=self.officer,
            schooling=self.object.schooling,
        )

    def initial(self) -> dict[str, Any]:
        """Start with what it says."""
        names = [name for name in self.part_form.base_fields if name != "file"]
        held = {name: getattr(self.object, name, None) for name in names}
        return held | {
            "version": self.object.version,
            "major": getattr(self.object, "major_id", None),
        }

    def save(self, values: Mapping[str, Any], seen: int | None) -> None:
        """Correct it."""
        services.change_schooling_part(
            self.object, on=timezone.localdate(), by=signed_in(self), seen=seen, **values
        )


class RemovePartPage(ActionPage):
    """Take something off a programme or institution."""

    permission_required = CHANGE_SCHOOLING
    explanation = _("What it said stays in the history.")
    done = _("Removed.")
    danger = True

    def perform(self, values: Mapping[str, Any]) -> str:
        """Remember where to go on to, before it is gone."""
        target: str = self.object.schooling.get_absolute_url()
        self.act(values)
        return target

    def act(self, values: Mapping[str, Any]) -> None:
        """Remove it."""
        services.remove_schooling_part(self.object, on=timezone.localdate(), by=signed_in(self))


@dataclass(frozen=True)
class PartPages:
    """What the three pages of one kind of part are called, and where they are."""

    word: str
    plural: str
    form: type[PartForm]
    add: str | Promise
    change: str | Promise
    remove: str | Promise


PARTS = (
    PartPages(
        *("major", "majors", MajorForm),
        *(_("Add a major"), _("Edit the major"), _("Remove the major")),
    ),
    PartPages(
        *("plan", "plans", PlanForm),
        *(_("Add a plan of studies"), _("Edit the plan of studies"), _("Remove the plan")),
    ),
    PartPages(
        *("meeting", "meetings", MeetingForm),
        *(_("Add a meeting of the committee"), _("Edit the meeting"), _("Remove the meeting")),
    ),
    PartPages(
        *("report", "reports", ReportForm),
        *(_("Add a yearly report"), _("Edit the yearly report"), _("Remove the yearly report")),
    ),
    PartPages(
        *("evaluation", "evaluations", EvaluationForm),
        *(_("Add an evaluation"), _("Edit the evaluation"), _("Remove the evaluation")),
    ),
)


P = TypeVar("P", bound=StaffPage)


def _page(base: type[P], word: str, **said: Any) -> type[P]:
    """Make the page of one kind of part."""
    name = f"{base.__name__.removesuffix('PartPage')}{word.title()}Page"
    return cast("type[P]", type(name, (base,), {"__doc__": base.__doc__} | said))


def part_addresses() -> list[URLPattern]:
    """Give the addresses of the pages of all parts: add, change, remove."""
    found = []
    for it in PARTS:
        word, form, model = it.word, it.form, it.form.model
        add = _page(AddPartPage, word, part_form=form, title=it.add)
        said = {"model": model, "part_form": form, "form_class": form, "title": it.change}
        change = _page(ChangePartPage, word, **said)
        remove = _page(RemovePartPage, word, model=model, title=it.remove)
        place = f"cooperative/{it.plural}/<int:pk>/"
        adding = f"cooperative/<int:pk>/{it.plural}/add/"
        found += [
            path(adding, add.as_view(), name=f"add_schooling_{word}"),
            path(f"{place}change/", change.as_view(), name=f"change_schooling_{word}"),
            path(f"{place}remove/", remove.as_view(), name=f"remove_schooling_{word}"),
        ]
    return found
