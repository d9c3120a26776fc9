"""What the rule asks of a project before it is approved, and what is missing."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from entente.approvals.models import Approval
from entente.kit.errors import DomainError
from entente.kit.parts import record_holds
from entente.office.models import Unit
from entente.office.rules import Requirement, rule_value
from entente.office.screening import found
from entente.training.enums import ContractQuestion, ProjectKind
from entente.training.models import Advert, Organiser, Project, TrainingClass


def requirements(project: Project, *, on: datetime.date) -> list[Requirement]:
    """List what the rule asks of a project, each with what is missing and the rule cited."""
    return [
        _organiser(project.unit, on),
        _kind(project, on),
        _words(project, on),
        *_stated(project),
        *_contract(project, on),
        *form_first(project, on=on),
    ]


def form_first(record: Project | Advert | TrainingClass, *, on: datetime.date) -> list[Requirement]:
    """Ask for a stamped form, or an approval in the OA, where the office's rule wants one."""
    unit = record.unit if isinstance(record, Project) else record.project.unit
    value = rule_value("training.form_first", on=on, unit=unit)
    if not value.typed:
        return []
    return [
        Requirement(
            "form",
            _("The approval on paper or in the OA is there"),
            Approval.objects.of(record).granted().exists(),
            _("Ask for approval on this page: print the form, and enter the result with its scan."),
            value,
        )
    ]


def refuse_held(record: Project | Advert | TrainingClass) -> None:
    """Refuse a change of what was put to approval: what is on paper stays true."""
    if reasons := record_holds(record, "change"):
        raise DomainError(" ".join(map(str, reasons)), code="held")


def admitted_kind(unit: Unit, *, on: datetime.date) -> Requirement:
    """Say whether a unit is of a kind that may organise at all."""
    value = rule_value("training.organiser_kinds", on=on, unit=unit)
    return Requirement(
        "unit",
        _("The organiser is a school or the university itself"),
        unit.kind in value.typed,
        _("“%(unit)s” may not organise training: it is a %(kind)s.")
        % {"unit": unit.name, "kind": unit.get_kind_display()},
        value,
    )


def _organiser(unit: Unit, on: datetime.date) -> Requirement:
    kind = admitted_kind(unit, on=on)
    if not kind.met:
        return kind
    return Requirement(
        "unit",
        _("The organiser is approved"),
        Organiser.objects.filter(unit=unit).holding(on).exists(),
        _("“%(unit)s” is not an approved organiser of training.") % {"unit": unit.name},
        kind.cited,
    )


def _kind(project: Project, on: datetime.date) -> Requirement:
    value = rule_value("training.excluded_kinds", on=on, unit=project.unit)
    return Requirement(
        "kind",
        _("The kind is within the scope of the rule"),
        project.kind not in value.typed,
        _("“%(kind)s” is not non-degree education.") % {"kind": ProjectKind(project.kind).label},
        value,
    )


def _words(project: Project, on: datetime.date) -> Requirement:
    return screened(
        project, on, project.title_zh, project.title_en, project.audience_zh, project.audience_en
    )


def screened(record: Project | Advert, on: datetime.date, *texts: str) -> Requirement:
    """Say whether texts are free of forbidden words, those apart that an official let pass."""
    unit = record.unit if isinstance(record, Project) else record.project.unit
    value = rule_value("training.forbidden_words", on=on, unit=unit)
    words = [word for word in found(value.typed, *texts) if word not in record.passed_words]
    return Requirement(
        "title_zh" if isinstance(record, Project) else "text_zh",
        _("Names and texts use no forbidden word"),
        not words,
        _("These words may not be used: %(words)s.") % {"words": _(", ").join(words)},
        value,
    )


def forbidden(record: Project | Advert, *, on: datetime.date) -> tuple[str, ...]:
    """List the forbidden words that a project or an advert uses, let pass or not."""
    if isinstance(record, Project):
        unit = record.unit
        texts = [record.title_zh, record.title_en, record.audience_zh, record.audience_en]
    else:
        unit, texts = record.project.unit, [record.text_zh, record.text_en]
    return found(rule_value("training.forbidden_words", on=on, unit=unit).typed, *texts)


def _stated(project: Project) -> list[Requirement]:
    """Ask for what an approval is decided on."""
    asked: list[tuple[str, Any, bool, Callable[[], str]]] = [
        (
            "audience_zh",
            _("The audience is named"),
            bool(project.audience_zh or project.audience_en),
            lambda: _("Say for whom the training is."),
        ),
        ("hours", _("The hours are stated"), bool(project.hours), lambda: _("Enter the hours.")),
        (
            "teachers",
            _("The teachers are named"),
            bool(project.teachers),
            lambda: _("Name the teachers."),
        ),
        ("budget", _("There is a budget"), bool(project.budget), lambda: _("Enter the budget.")),
        (
            "price",
            _("The price is stated"),
            project.price is not None,
            lambda: _("Enter the price; 0 where it is free."),
        ),
        (
            "risk",
            _("The risks are assessed"),
            bool(project.risk),
            lambda: _("Say what the risks are and what is done about them."),
        ),
    ]
    return [Requirement(name, label, met, advice()) for name, label, met, advice in asked]


def _contract(project: Project, on: datetime.date) -> list[Requirement]:
    """Hold the answers about a partner's contract against the rule; a wrong one stops it."""
    if project.partner_id is None:
        return []
    asked = []
    for name, wanted in (("training.contract_no", False), ("training.contract_yes", True)):
        value = rule_value(name, on=on, unit=project.unit)
        for code in value.typed:
            question, answer = ContractQuestion(code), getattr(project, code)
            advice = (
                _("Answer the question about the contract.")
                if answer is None
                else _("Such a contract cannot be approved.")
            )
            asked.append(Requirement(code, question.label, answer is wanted, advice, value))
    return asked
