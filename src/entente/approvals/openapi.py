"""The OpenAPI 3.1 document of what other systems call."""

from __future__ import annotations

from typing import Any

STATES = ["waiting", "approved", "refused", "returned", "withdrawn"]
RESULTS = ["approved", "refused", "returned"]

Schema = dict[str, Any]


def _text(description: str, **more: Any) -> Schema:
    return {"type": "string", "description": description, **more}


def _day(description: str, *, empty: bool = False) -> Schema:
    kind: Any = ["string", "null"] if empty else "string"
    return {"type": kind, "format": "date", "description": description}


def _object(description: str, properties: Schema, optional: tuple[str, ...] = ()) -> Schema:
    return {
        "type": "object",
        "description": description,
        "properties": properties,
        "required": [name for name in properties if name not in optional],
        "additionalProperties": False,
    }


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _array(of: Schema, description: str) -> Schema:
    return {"type": "array", "items": of, "description": description}


BOTH = _object(
    "A text in Chinese and in English; a language that is missing is empty.",
    {"zh": {"type": "string"}, "en": {"type": "string"}},
)

RESULT = _object(
    "What was decided.",
    {
        "oa_number": _text("The number of the process in the OA.", minLength=1, maxLength=60),
        "result": _text("What was decided.", enum=RESULTS),
        "decided_on": _day("The day of the decision, not in the future."),
        "approver": _text("Who decided.", minLength=1, maxLength=200),
        "conditions": _text(
            "Conditions of an approval; needed as the reason where it was refused or returned.",
            maxLength=4000,
        ),
    },
    optional=("conditions",),
)

# A result as it stands: one entered by hand may have no OA number.
STANDING = RESULT | {
    "properties": RESULT["properties"] | {"oa_number": _text("Empty for one on paper.")},
    "required": list(RESULT["properties"]),
}

APPROVAL = _object(
    "A question that is decided outside.",
    {
        "id": {"type": "integer", "description": "Its key in addresses."},
        "number": _text("Its number, as printed on the form."),
        "state": _text("Where it stands.", enum=STATES),
        "asked": _ref("Both"),
        "reasons": _text("Why it is asked; may be empty."),
        "about": _object(
            "The record that it is about.",
            {"kind": _text("Such as partnerships.agreement."), "title": _ref("Both")},
        ),
        "unit": _object("The unit that asks.", {"code": {"type": "string"}, "name": _ref("Both")}),
        "asked_by": _ref("Both"),
        "steps": _array(_ref("Both"), "Who has to approve, in order."),
        "needed_by": _day("By when it is needed.", empty=True),
        "submitted_on": _day("When it was handed in."),
        "oa_number": _text("The number of the process in the OA; empty until it is known."),
        "results": _array(_ref("StandingResult"), "What came back, the oldest first."),
        "page": _text("Its page for people.", format="uri"),
        "form": _text("Its form as PDF.", format="uri"),
        "result": _text("Where the result is reported.", format="uri"),
    },
)

ERROR = _object(
    "A refusal.",
    {
        "error": _object(
            "Why.",
            {
                "code": _text("For programs."),
                "message": _ref("Both"),
                "fields": {
                    "type": "object",
                    "description": "What is wrong with each field.",
                    "additionalProperties": {"type": "array", "items": _ref("Both")},
                },
            },
            optional=("fields",),
        )
    },
)


def _json(schema: Schema, description: str) -> Schema:
    return {"description": description, "content": {"application/json": {"schema": schema}}}


def _refusals(*codes: str) -> Schema:
    words = {
        "400": "The message is not JSON.",
        "401": "There is no token, or it does not hold (any more).",
        "403": "The token only reads.",
        "404": "There is no such approval for this token.",
        "409": "The result contradicts what stands; nothing was changed.",
        "413": "The message is too large.",
        "415": "The message is not declared as JSON.",
        "422": "Values cannot be used; `fields` says why.",
        "429": "Too many calls within a minute.",
    }
    return {code: _json(_ref("Error"), words[code]) for code in ("401", "429", *codes)}


PK = {
    "name": "id",
    "in": "path",
    "required": True,
    "description": "The key of the approval.",
    "schema": {"type": "integer", "minimum": 1},
}


def _query(name: str, description: str, schema: Schema) -> Schema:
    return {"name": name, "in": "query", "description": description, "schema": schema}


def _paths() -> Schema:
    page = _object(
        "A page of approvals.",
        {
            "approvals": _array(_ref("Approval"), "The oldest first."),
            "next": {
                "type": ["string", "null"],
                "format": "uri",
                "description": "Where the next ones are; null at the end.",
            },
        },
    )
    told = _object(
        "What became of a report.",
        {
            "changed": {
                "type": "boolean",
                "description": "False where the very same result stood already.",
            },
            "approval": _ref("Approval"),
        },
    )
    return {
        "/api/approvals/": {
            "get": {
                "operationId": "listApprovals",
                "summary": "What is to be done, and what was done",
                "parameters": [
                    _query("state", "Only those in this state.", {"enum": STATES}),
                    _query("after", "Only those after this key.", {"type": "integer"}),
                    _query(
                        "limit",
                        "How many at most; 50 where it is not said.",
                        {"type": "integer", "minimum": 1, "maximum": 100},
                    ),
                ],
                "responses": {"200": _json(page, "Approvals."), **_refusals("422")},
            }
        },
        "/api/approvals/{id}/": {
            "get": {
                "operationId": "getApproval",
                "summary": "One approval",
                "parameters": [PK],
                "responses": {"200": _json(_ref("Approval"), "It."), **_refusals("404")},
            }
        },
        "/api/approvals/{id}/form.pdf": {
            "get": {
                "operationId": "getForm",
                "summary": "Its printed form",
                "parameters": [PK],
                "responses": {
                    "200": {
                        "description": "The form as PDF.",
                        "content": {"application/pdf": {}},
                    },
                    **_refusals("404", "422"),
                },
            }
        },
        "/api/approvals/{id}/result/": {
            "post": {
                "operationId": "reportResult",
                "summary": "Report its result; the same, told twice, changes nothing",
                "parameters": [PK],
                "requestBody": {
                    "required": True,
                    "content": {"application/json": {"schema": _ref("Result")}},
                },
                "responses": {
                    "200": _json(told, "The result stands."),
                    **_refusals("400", "403", "404", "409", "413", "415", "422"),
                },
            }
        },
    }


def document(server: str) -> Schema:
    """Give the whole document for an installation at an address."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Entente: approvals",
            "version": "1.0.0",
            "description": (
                "The university's OA reads which approvals are asked for and reports what was"
                " decided. Every refusal says why in Chinese and English."
            ),
        },
        "servers": [{"url": server}],
        "security": [{"token": []}],
        "paths": _paths(),
        "components": {
            "securitySchemes": {
                "token": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "A token that an administrator makes for a unit.",
                }
            },
            "schemas": {
                "Both": BOTH,
                "Approval": APPROVAL,
                "Result": RESULT,
                "StandingResult": STANDING,
                "Error": ERROR,
            },
        },
    }
