"""Ordinary rules and deadlines, made through the services that people use."""

import datetime

from entente.office import services
from tests.factories import make_unit

DUE = datetime.date(2027, 6, 30)


def set_rule(name, value, *, by=None, source="Statutes", **values):
    by = by or services.system_user()
    return services.add_rule_value(name, by=by, value=value, source=source, **values)


def make_deadline(record=None, kind="test.report", *, day=DUE, by=None, **values):
    """Set a deadline of a record (a new unit without one)."""
    record = record or make_unit()
    unit = record if not hasattr(record, "unit_id") else record.unit
    values = {"task_zh": "提交报告", "task_en": "Hand in the report", "unit": unit} | values
    by = by or services.system_user()
    return services.set_deadline(record, kind, day=day, by=by, **values)
