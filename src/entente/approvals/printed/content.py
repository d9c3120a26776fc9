"""What the approval form says on paper, each word in both languages."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import segno
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override, pgettext_lazy

from entente.approvals.models import Approval
from entente.approvals.subjects import subject_of

TITLE = pgettext_lazy("printed form", "Approval form")
NUMBER = pgettext_lazy("printed form", "Number")
OA_NUMBER = pgettext_lazy("printed form", "OA number")
UNIT = pgettext_lazy("printed form", "Unit that asks")
PERSON = pgettext_lazy("printed form", "Person in charge")
NEEDED_BY = pgettext_lazy("printed form", "Needed by")
ASKED = pgettext_lazy("printed form", "What is asked")
REASONS = pgettext_lazy("printed form", "Reasons")
ABOUT = pgettext_lazy("printed form", "About")
OPINIONS = pgettext_lazy("printed form", "Opinions and signatures")
OPINION = pgettext_lazy("printed form", "Opinion")
SIGNATURE = pgettext_lazy("printed form", "Signature")
DATE = pgettext_lazy("printed form", "Date")
SCAN_ME = _("The code leads to this approval.")

Both = tuple[str, str]
UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")


@dataclass
class Form:
    """What the form says, each word in Chinese and in English."""

    number: str
    address: str
    title: Both
    rows: list[tuple[Both, Both]]
    signers: list[Both]
    words: dict[str, Both] = field(default_factory=dict)


def both(words: str | Promise | Callable[[], Any]) -> Both:
    """Say something in both languages."""
    said = []
    for language in ("zh-hans", "en"):
        with override(language):
            said.append(
                str(words() if callable(words) and not isinstance(words, Promise) else words)
            )
    return said[0], said[1]


def form_of(approval: Approval, address: str) -> Form:
    """Collect what the form of an approval says; `address` leads to its page."""
    asked = (approval.asked_zh or approval.asked_en, approval.asked_en or approval.asked_zh)
    head: list[tuple[Both, Both]] = [
        (both(NUMBER), (approval.number, approval.number)),
        (both(UNIT), both(lambda: approval.unit.name)),
        (both(PERSON), both(lambda: approval.asked_by.name or approval.asked_by)),
        (both(ASKED), asked),
        (both(ABOUT), both(lambda: f"{approval.record_kind}: {approval.record}")),
        *_facts(approval),
        (both(REASONS), (approval.details, approval.details)),
        (both(NEEDED_BY), _day(approval.needed_by)),
        (both(OA_NUMBER), (approval.oa_number, approval.oa_number)),
    ]
    return Form(
        number=approval.number,
        address=address,
        title=both(TITLE),
        rows=[(label, value) for label, value in head if any(value)],
        signers=approval.signers,
        words={
            "opinions": both(OPINIONS),
            "opinion": both(OPINION),
            "signature": both(SIGNATURE),
            "date": both(DATE),
            "scan": both(SCAN_ME),
        },
    )


def _facts(approval: Approval) -> list[tuple[Both, Both]]:
    """Give what the record's app says of it, in both languages."""
    record: Any = approval.record
    subject = subject_of(record) if record is not None else None
    if subject is None:
        return []
    told = []
    for language in ("zh-hans", "en"):
        with override(language):
            told.append([(str(name), str(value or "")) for name, value in subject.facts(record)])
    return [
        ((chinese[0], english[0]), (chinese[1], english[1]))
        for chinese, english in zip(*told, strict=True)
    ]


def _day(day: datetime.date | None) -> Both:
    text = day.isoformat() if day else ""
    return text, text


def code_of(form: Form) -> Any:
    """Make the code that leads from the paper to the approval."""
    return segno.make(form.address, error="m")


def lines_of(pair: Both) -> list[str]:
    """Give the Chinese and the English of something, once where they are the same.

    Control characters, which come along when text is pasted, cannot be printed and are left out.
    """
    return list(dict.fromkeys(UNPRINTABLE.sub("", text) for text in pair if text))
