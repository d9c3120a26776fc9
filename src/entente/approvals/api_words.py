"""How other systems are answered: approvals as JSON, refusals in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from entente.approvals.models import Approval, ApprovalResult

LANGUAGES = {"zh": "zh-hans", "en": "en"}
INVALID = _("Some values cannot be used; each says why.")


def refuse(
    status: int,
    code: str,
    message: str | Promise | ValidationError,
    *,
    fields: Mapping[str, Any] | None = None,
    headers: Mapping[str, str] | None = None,
) -> JsonResponse:
    """Answer with a refusal: a code for programs, a sentence for people, the fields at fault."""
    error: dict[str, Any] = {"code": code, "message": in_both(message)}
    if fields:
        error["fields"] = fields
    return JsonResponse({"error": error}, status=status, headers=dict(headers or {}))


def refuse_values(refusal: ValidationError) -> JsonResponse:
    """Answer that values cannot be used: 422, with a sentence for each field."""
    if not hasattr(refusal, "error_dict"):
        return refuse(422, getattr(refusal, "code", None) or "invalid", refusal)
    fields = {
        name: [in_both(error) for error in errors]
        for name, errors in refusal.error_dict.items()
        if name != "__all__"
    }
    whole = refusal.error_dict.get("__all__")
    message = ValidationError(list(whole)) if whole else INVALID
    return refuse(422, "invalid", message, fields=fields)


def in_both(message: str | Promise | ValidationError) -> dict[str, str]:
    """Say something in both languages; what is not yet translated is, when it is printed."""
    said = {}
    for key, code in LANGUAGES.items():
        with override(code):
            whole = isinstance(message, ValidationError)
            said[key] = " ".join(message.messages) if whole else str(message)  # type: ignore[union-attr]
    return said


def shown(approval: Approval, request: HttpRequest) -> dict[str, Any]:
    """Write an approval as other systems read it."""
    record: Any = approval.record

    def address(name: str) -> str:
        return request.build_absolute_uri(reverse(f"approvals:{name}", args=[approval.pk]))

    return {
        "id": approval.pk,
        "number": approval.number,
        "state": approval.state,
        "asked": {"zh": approval.asked_zh, "en": approval.asked_en},
        "reasons": approval.details,
        "about": {
            "kind": record._meta.label_lower if record is not None else "",
            "title": _in_each(record) if record is not None else {"zh": "", "en": ""},
        },
        "unit": {
            "code": approval.unit.code,
            "name": {"zh": approval.unit.name_zh, "en": approval.unit.name_en},
        },
        "asked_by": {"zh": approval.asked_by.name_zh, "en": approval.asked_by.name_en},
        "steps": [{"zh": chinese, "en": english} for chinese, english in approval.signers],
        "needed_by": _day(approval.needed_by),
        "submitted_on": _day(approval.submitted_on),
        "oa_number": approval.oa_number,
        "results": [result_shown(result) for result in approval.results.all()],
        "page": address("approval"),
        "form": address("api_form"),
        "result": address("api_result"),
    }


def result_shown(result: ApprovalResult) -> dict[str, Any]:
    """Write a result as it was reported."""
    return {
        "result": result.result,
        "decided_on": _day(result.decided_on),
        "approver": result.approver,
        "oa_number": result.oa_number,
        "conditions": result.conditions,
    }


def _in_each(record: Any) -> dict[str, str]:
    said = {}
    for key, code in LANGUAGES.items():
        with override(code):
            said[key] = str(record)
    return said


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None
