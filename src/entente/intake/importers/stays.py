"""A sheet of stays: each line is a person, a place and its days, as offices have kept them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from entente.intake.enums import Namesakes, UnknownInstitutions
from entente.intake.forms.stays import StayLine
from entente.intake.partners import Asked, partners_of
from entente.intake.plans import Partner
from entente.intake.services.stays import PERSONAL, known_persons, name_of, state_on
from entente.kit.grids import Table
from entente.kit.imports import ImportRow, SheetReading
from entente.kit.periods import PartialDate
from entente.mobility.enums import CHANGE_STAY, StayState
from entente.mobility.models import Programme
from entente.office.models import Unit
from entente.partnerships.models import Agreement

OF_ALL = ("direction", "kind", "level", "source")
KEPT = (*OF_ALL, "field", "country", "state", "reason", "notes", "starts_on", "ends_on")


class StaysSheet(SheetReading):
    """Reads who was where; everything that can be known to be wrong is said before one is entered.

    `shared` holds what goes for lines that do not say otherwise. What a line names is looked up
    within the tree of the unit that imports; persons are told apart by number or mail address.
    """

    row_form = StayLine
    also_called = {
        "name_zh": ("姓名", "中文姓名", "学生姓名", "教师姓名", "Chinese name"),
        "name_en": ("英文姓名", "拼音", "姓名拼音", "Name", "Full name", "Student", "Participant"),
        "family_name": ("姓", "Family name", "Surname", "Last name"),
        "given_name": ("名", "Given names", "Given name", "First name"),
        "student_number": ("学号", "Student ID", "Matriculation number"),
        "staff_number": ("工号", "职工号", "Staff ID"),
        "email": ("邮箱", "电子邮箱", "E-mail", "Email"),
        "sex": ("性别", "Gender", "Participant Gender"),
        "nationality": ("国籍", "Nationality", "Citizenship", "Participant Nationality"),
        "unit": ("学院", "院系", "所属学院", "派出学院", "部门", "School", "Faculty", "Department"),
        "direction": ("方向", "派出/接收", "出境/来华", "In/out"),
        "kind": ("类型", "类别", "交流类型", "项目类别", "Type", "Activity"),
        "level": ("层次", "学历层次", "学历", "培养层次", "Study level", "Education Level"),
        "field": ("学科代码", "专业代码", "ISCED", "ISCED-F", "Field of Education"),
        "institution": (
            *(
                "院校",
                "学校",
                "交流院校",
                "接收院校",
                "派往院校",
                "国外院校",
                "外方学校",
                "院校名称",
            ),
            *("目的院校", "来源院校", "大学", "University", "Host university", "Host institution"),
            *("Home university", "Receiving Organization", "Receiving Organisation", "Partner"),
        ),
        "country": (
            *("国家", "国别", "国家/地区", "国家或地区", "目的国", "前往国家", "来源国"),
            *("Country", "Host country", "Receiving Country Code", "Destination"),
        ),
        "programme": ("项目", "项目名称", "交流项目", "Program", "Scheme"),
        "agreement": ("协议编号", "协议号", "Agreement number", "Agreement"),
        "starts_on": (
            *("开始日期", "开始时间", "起始日期", "出境日期", "出国时间", "派出时间", "入学日期"),
            *("Start", "Start date", "From", "Arrival", "Mobility Start Month"),
        ),
        "ends_on": (
            *("结束日期", "结束时间", "终止日期", "回国日期", "返校日期", "离校日期"),
            *("End", "End date", "Until", "To", "Departure", "Mobility End Month"),
        ),
        "state": ("状态", "Status"),
        "reason": ("原因", "Reason"),
        "source": ("来源", "依据"),
        "notes": ("备注", "说明", "Remarks"),
    }

    def __init__(
        self,
        table: Table,
        *,
        by: Any,
        unit: Unit,
        on: datetime.date,
        shared: dict[str, Any],
        institutions: str = UnknownInstitutions.REFUSED.value,
        namesakes: str = Namesakes.ASKED.value,
    ) -> None:
        self.unit, self.on, self.shared = unit, on, shared
        self.institutions, self.namesakes = institutions, namesakes
        self.partners: dict[Asked, Partner] = {}
        self.found: dict[int, dict[str, Any]] = {}
        super().__init__(table, by=by)
        good = [row for row in self.rows if row.form.is_valid()]
        self._find_units(good)
        self._find_institutions(good)
        self._find_named(good, "programme", _programmes(unit))
        self._find_named(good, "agreement", _agreements(unit))
        self._find_persons(good)
        for row in good:
            self._check_state(row)

    def said(self, row: ImportRow) -> dict[str, Any]:
        """Give the values of a line, filled with what holds for all."""
        own = {name: value for name, value in row.form.cleaned_data.items() if value}
        return {**self.shared, **own}

    def lines(self) -> dict[str, dict[str, Any]]:
        """Give every line by its number in the sheet, fit to be kept until it is entered."""
        self.refuse_faults()
        return {str(row.number): self._kept(row) for row in self.rows}

    def _kept(self, row: ImportRow) -> dict[str, Any]:
        said, found = self.said(row), self.found.get(row.number, {})
        values = {name: _plain(said[name]) for name in KEPT if said.get(name)}
        values["state"] = said.get("state") or state_on(said, self.on)
        asked = _asked(said)
        if asked is not None:
            partner = self.partners[asked]
            values["organisation"] = partner.organisation.pk if partner.organisation else None
        person = {name: said[name] for name in PERSONAL if said.get(name)}
        return {"stay": values, "who": person, "row": row.number} | found

    # --- What a line names ------------------------------------------------------------------------

    def _note(self, row: ImportRow, name: str, value: Any) -> None:
        self.found.setdefault(row.number, {})[name] = value

    def _find_units(self, rows: Iterable[ImportRow]) -> None:
        mine = Unit.objects.open().below(self.unit)
        allowed = set(
            Unit.objects.open().visible_to(self.by, CHANGE_STAY).values_list("pk", flat=True)
        )
        known = {
            word.casefold(): it.pk
            for it in mine
            if it.pk in allowed
            for word in (it.name_zh, it.name_en, it.code)
            if word
        }
        for row in rows:
            name = row.form.cleaned_data.get("unit", "")
            if not name:
                self._note(row, "unit", self.unit.pk)
            elif (pk := known.get(name.casefold())) is not None:
                self._note(row, "unit", pk)
            else:
                sentence = _("There is no unit “%(name)s” of yours.")
                self.blame(row, "unit", sentence % {"name": name})

    def _find_institutions(self, rows: Iterable[ImportRow]) -> None:
        asked = {row.number: _asked(self.said(row)) for row in rows}
        named = [it for it in dict.fromkeys(asked.values()) if it is not None]
        self.partners = partners_of(named, self.unit)
        if self.institutions == UnknownInstitutions.ENTERED:
            return
        for row in rows:
            pair = asked[row.number]
            partner = self.partners[pair] if pair is not None else None
            if pair is None or partner is None or partner.organisation is not None:
                continue
            sentence = _("“%(name)s” is not in the register of organisations.")
            if partner.likened:
                sentence = _("“%(name)s” is not in the register; it resembles %(others)s.")
            words = {"name": pair[0], "others": " · ".join(partner.likened)}
            self.blame(row, "institution", sentence % words)

    def _find_named(self, rows: Iterable[ImportRow], field: str, known: dict[str, int]) -> None:
        sentences = {
            "programme": _("There is no mobility programme “%(name)s”."),
            "agreement": _("There is no agreement with the number %(name)s."),
        }
        for row in rows:
            name = row.form.cleaned_data.get(field, "")
            if not name:
                continue
            pk = known.get(name.casefold())
            if pk is None:
                self.blame(row, field, sentences[field] % {"name": name})
            else:
                self._note(row, field, pk)

    def _find_persons(self, rows: list[ImportRow]) -> None:
        known = known_persons([self.said(row) for row in rows], self.unit, self.by)
        nameless: dict[str, int] = {}
        for row in rows:
            said = self.said(row)
            found = known.of(said)
            if found.refusal:
                self.blame(row, found.column, found.refusal)
            if found.person is not None:
                self._note(row, "person", found.person)
            if found.by_number or self.namesakes == Namesakes.OTHERS:
                continue
            self._tell_apart(row, name_of(said), known.named(said), nameless)

    def _tell_apart(
        self, row: ImportRow, name: str, others: list[int], nameless: dict[str, int]
    ) -> None:
        """Say whom a line means that gives a name alone."""
        before = nameless.setdefault(name.casefold(), row.number)
        if self.namesakes == Namesakes.SAME:
            if len(others) > 1:
                sentence = _("There are %(number)s persons called %(name)s; give the number.")
                self.blame(row, "name_zh", sentence % {"number": len(others), "name": name})
            elif others:
                self._note(row, "person", others[0])
        elif others:
            sentence = _(
                "There is a %(name)s in the register. Give a student or staff number or the mail"
                " address, so that it is known whether it is the same person."
            )
            self.blame(row, "name_zh", sentence % {"name": name})
        elif before != row.number:
            sentence = _(
                "%(name)s stands in row %(row)s as well. Give numbers or mail addresses, so that"
                " it is known whether it is the same person."
            )
            self.blame(row, "name_zh", sentence % {"name": name, "row": before})

    def _check_state(self, row: ImportRow) -> None:
        said = self.said(row)
        state = said.get("state")
        start, end = said.get("starts_on"), said.get("ends_on")
        took = state in (StayState.UNDER_WAY, StayState.DONE, StayState.BROKEN_OFF)
        if took and not start:
            message = _("A stay that has begun has a first day, as exact as it is known.")
            self.blame(row, "starts_on", message)
        elif took and start is not None and start.earliest > self.on:
            message = _("This day has not come yet. A stay that lies ahead is “planned”.")
            self.blame(row, "starts_on", message)
        if state in (StayState.DONE, StayState.BROKEN_OFF) and not end:
            message = _("A stay that is over has a first and a last day, as exact as it is known.")
            self.blame(row, "ends_on", message)


def _asked(said: dict[str, Any]) -> Asked | None:
    name = said.get("institution", "")
    return (name, said.get("country", "")) if name else None


def _programmes(unit: Unit) -> dict[str, int]:
    rows = Programme.objects.filter(top_unit=unit.top_id or unit.pk)
    return {
        title.casefold(): pk
        for pk, *titles in rows.values_list("pk", "title_zh", "title_en")
        for title in titles
        if title
    }


def _agreements(unit: Unit) -> dict[str, int]:
    rows: models.QuerySet[Any] = Agreement.objects.filter(top_unit=unit.top_id or unit.pk)
    numbers = rows.exclude(number="").values_list("number", "pk")
    return {number.casefold(): pk for number, pk in numbers}


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, PartialDate) else value
