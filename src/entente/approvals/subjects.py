"""The kinds of records that can be put to approval and sealed, as the apps above declare them."""

from __future__ import annotations

from typing import Any

from entente.kit.parts import ApprovalSubject, approval_subjects


def all_subjects() -> list[ApprovalSubject]:
    """List the declared kinds."""
    return approval_subjects()


def subject_of(record: Any) -> ApprovalSubject | None:
    """Give what its app declared of a record's kind; None where approval is not asked for it."""
    return next((it for it in all_subjects() if isinstance(record, it.model)), None)


def subject_named(label: str) -> ApprovalSubject | None:
    """Find a kind by the label that stands in addresses, such as `partnerships.agreement`."""
    return next((it for it in all_subjects() if it.model._meta.label_lower == label), None)
