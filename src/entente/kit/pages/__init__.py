"""Pages of the desk: list, record, form, step."""

from entente.kit.pages.forms import (
    ActionPage,
    ChangePage,
    CreatePage,
    FormPage,
    RemovePage,
    StepPage,
)
from entente.kit.pages.lists import BatchAction, ListPage, View
from entente.kit.pages.records import RecordPage
from entente.kit.pages.staff import StaffPage, StaffView

__all__ = [
    "ActionPage",
    "BatchAction",
    "ChangePage",
    "CreatePage",
    "FormPage",
    "ListPage",
    "RecordPage",
    "RemovePage",
    "StaffPage",
    "StaffView",
    "StepPage",
    "View",
]
