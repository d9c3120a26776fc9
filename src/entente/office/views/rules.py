"""Rules as data: what holds, where, since when, who says so; and their administration."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entente.kit import history
from entente.kit.pages import ActionPage, ChangePage, CreatePage
from entente.kit.pages.staff import StaffPage
from entente.office import services
from entente.office.forms import ChangeRuleValueForm, CloseRuleValueForm, RuleValueForm
from entente.office.models import RuleValue
from entente.office.reckoning import Declaration, declared, rule_groups

VIEW, CHANGE = "office.view_rulevalue", "office.change_rulevalue"


class RulesPage(StaffPage):
    """Every rule with what it says today."""

    model = RuleValue
    permission_required = VIEW

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the rules by what they are about."""
        today = timezone.localdate()
        values: defaultdict[str, list[RuleValue]] = defaultdict(list)
        for value in self.get_queryset().for_list().holding(today):  # type: ignore[attr-defined]
            values[value.name].append(value)
        groups = [
            (group, [(rule, *_by_place(values[rule.name])) for rule in rules])
            for group, rules in rule_groups()
        ]
        return render(request, "office/rules.html", {"groups": groups, "today": today})


def _by_place(values: list[RuleValue]) -> tuple[RuleValue | None, list[RuleValue]]:
    """Part what holds everywhere from what single units have set."""
    everywhere = next((value for value in values if value.unit_id is None), None)
    return everywhere, [value for value in values if value.unit_id is not None]


class RulePage(StaffPage):
    """One rule: what it means, all its values, what was changed."""

    model = RuleValue
    permission_required = VIEW

    def get(self, request: HttpRequest, name: str) -> HttpResponse:
        """Show the rule."""
        rule = declaration_or_404(name)
        rows = self.get_queryset().for_list().of(name)  # type: ignore[attr-defined]
        values = sorted(rows, key=_place)
        today = timezone.localdate()
        context = {
            "rule": rule,
            "values": [(value, value.holds(today), self.may_change(value)) for value in values],
            "may_set": self.officer.may(CHANGE),
            "history": history.of_many(RuleValue, [value.pk for value in values]),
        }
        return render(request, "office/rule.html", context)

    def may_change(self, value: RuleValue) -> bool:
        """Say whether this person may change a value, there where it holds."""
        if value.unit_id is None:
            return bool(self.officer.scope(CHANGE).everything)
        return bool(self.officer.may(CHANGE, value))


def _place(value: RuleValue) -> tuple[str, str, int]:
    """Order values: everywhere first, then by unit; the newest first."""
    starts = value.starts_on.toordinal() if value.starts_on else 0
    return (value.unit.path if value.unit else "", "", -starts)


def declaration_or_404(name: str) -> Declaration:
    """Give a declared rule; another name is not found."""
    try:
        return declared()[name]
    except KeyError:
        raise Http404 from None


class RuleForms:
    """What the pages about one rule's values have in common."""

    kwargs: Mapping[str, Any]
    form_class: ClassVar[type[Any]]
    object: Any
    officer: Any

    @cached_property
    def rule(self) -> Declaration:
        """The rule that the value belongs to."""
        return declaration_or_404(self.object.name if self.object else self.kwargs["name"])

    def form(self, data: Any = None, files: Any = None) -> RuleValueForm:
        """Make the form for a value of this rule's kind."""
        made: RuleValueForm = self.form_class(
            data,
            files,
            initial=self.initial(),  # type: ignore[attr-defined]
            officer=self.officer,
            declaration=self.rule,
        )
        return made

    def back(self) -> str:
        """Go back to the rule."""
        return reverse("office:rule", args=[self.rule.name])


class SetRulePage(RuleForms, CreatePage):
    """Set what a rule says from a day on, everywhere or for a unit."""

    model = RuleValue
    permission_required = CHANGE
    form_class = RuleValueForm
    submit_label = gettext_lazy("Set the value")
    done = gettext_lazy("The value is set.")

    def initial(self) -> dict[str, Any]:
        """Begin with the usual unit of measure, today, and the person's own unit."""
        everywhere = self.officer.scope(CHANGE).everything
        return {
            "measure": self.rule.unit,
            "starts_on": timezone.localdate(),
            "unit": None if everywhere else self.officer.unit_id,
        }

    def context(self, form: Any) -> dict[str, Any]:
        """Name the rule."""
        return super().context(form) | {"title": _("Set “%(rule)s”") % {"rule": self.rule}}

    def save(self, values: Mapping[str, Any]) -> RuleValue:
        """Set it."""
        named = {name: value for name, value in values.items() if name != "version"}
        return services.add_rule_value(self.rule.name, by=self.officer, **named)


class ChangeRulePage(RuleForms, ChangePage):
    """Correct a value, its days or its source."""

    model = RuleValue
    permission_required = CHANGE
    form_class = ChangeRuleValueForm
    done = gettext_lazy("Saved.")

    def initial(self) -> dict[str, Any]:
        """Begin with what is kept."""
        names = ("value", "measure", "starts_on", "ends_on", "source", "link", "version")
        return {name: getattr(self.object, name) for name in names}

    def context(self, form: Any) -> dict[str, Any]:
        """Name the rule."""
        return super().context(form) | {"title": _("Change “%(rule)s”") % {"rule": self.rule}}

    def save(self, values: Mapping[str, Any], seen: int | None) -> None:
        """Change it."""
        services.change_rule_value(self.object, by=self.officer, seen=seen, **values)


class CloseRulePage(ActionPage):
    """End a value; what is set above it holds from then on."""

    model = RuleValue
    permission_required = CHANGE
    form_class = CloseRuleValueForm
    title = gettext_lazy("End this value")
    submit_label = gettext_lazy("End this value")
    explanation = gettext_lazy(
        "After this day what is set for the unit above or everywhere holds; without such a value"
        " the rule has none."
    )
    done = gettext_lazy("The value ends.")
    danger = True

    def act(self, values: Mapping[str, Any]) -> None:
        """End it."""
        services.close_rule_value(self.object, by=self.officer, ends_on=values["ends_on"])
