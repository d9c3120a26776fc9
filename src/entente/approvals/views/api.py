"""What other systems of the university call: approvals to read, results to report.

Each call carries a token (`Authorization: Bearer …`); no session and no cookie counts here.
"""

from __future__ import annotations

import json
from typing import Any, ClassVar

from allauth.account.adapter import get_adapter
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import View

from entente.approvals import openapi, services
from entente.approvals.api_forms import USUAL, QueryForm, ResultBody, SentForm
from entente.approvals.api_words import refuse, refuse_values, shown
from entente.approvals.enums import REPORT
from entente.approvals.models import Approval
from entente.approvals.views.approvals import send_form
from entente.kit.errors import DomainError

VIEW = "approvals.view_approval"
MOST_BYTES = 64 * 1024
WRONG_A_MINUTE = 30
A_MINUTE = 60
# A result that contradicts what stands, told apart from one that cannot be understood.
CONFLICTS = frozenset({"other_result", "not_waiting", "other_oa_number"})
SLOWER = {"Retry-After": str(A_MINUTE)}


@method_decorator(csrf_exempt, name="dispatch")
@method_decorator(login_not_required, name="dispatch")
class ApiView(View):
    """A call with a token: who is it, may it, not too often; every answer but a file is JSON."""

    permission: ClassVar[str] = VIEW
    caller: services.Caller

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let in who comes with a token that may do this."""
        if refusal := self.refuse_caller(request):
            return refusal
        answer = super().dispatch(request, *args, **kwargs)
        answer.headers.setdefault("Cache-Control", "private, no-store")
        return answer

    def refuse_caller(self, request: HttpRequest) -> JsonResponse | None:
        """Say why a call is not let in; None where it is."""
        scheme, _space, words = request.headers.get("Authorization", "").partition(" ")
        address = f"approvals.wrong.{get_adapter().get_client_ip(request)}"
        if cache.get(address, 0) >= WRONG_A_MINUTE:
            return refuse(429, "too_many_calls", _("Too many wrong tokens."), headers=SLOWER)
        bearer = scheme.lower() == "bearer" and len(words) <= MOST_BYTES
        caller, too_often = (
            services.let_in(words.strip(), now=timezone.now()) if bearer else (None, False)
        )
        if caller is None:
            if words:
                cache.add(address, 0, A_MINUTE)
                cache.incr(address)
            message = _("A valid token is needed: Authorization: Bearer TOKEN.")
            challenge = {"WWW-Authenticate": 'Bearer realm="entente"'}
            return refuse(401, "no_token", message, headers=challenge)
        if too_often:
            message = _("Too many calls within a minute; wait a little.")
            return refuse(429, "too_many_calls", message, headers=SLOWER)
        if not caller.may(self.permission):
            return refuse(403, "not_allowed", _("This token only reads."))
        self.caller = caller
        return None

    def http_method_not_allowed(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Say which methods this address knows."""
        allowed = ", ".join(name.upper() for name in self.http_method_names if hasattr(self, name))
        message = _("This address does not know this method.")
        return refuse(405, "wrong_method", message, headers={"Allow": allowed})

    def get_queryset(self) -> QuerySet[Approval]:
        """Give the approvals of the token's units that were handed in."""
        visible = Approval.objects.visible_to(self.caller, self.permission)
        return visible.filter(submitted_on__isnull=False)

    def find(self, pk: int) -> Approval | None:
        """Find one of them."""
        return self.get_queryset().for_list().filter(pk=pk).first()  # type: ignore[attr-defined, no-any-return]


def not_found() -> JsonResponse:
    """Refuse what does not exist, or lies outside the token's units."""
    return refuse(404, "not_found", _("There is no such approval for this token."))


def checked(form: SentForm) -> dict[str, Any]:
    """Give what was sent, or refuse it."""
    if not form.is_valid():
        raise ValidationError(form.errors.as_data())
    return form.cleaned_data


class ApprovalsCall(ApiView):
    """What is to be done: approvals by key, so that a page costs the same wherever it lies."""

    def get(self, request: HttpRequest) -> JsonResponse:
        """List approvals, the oldest first, and where the next ones are."""
        try:
            asked = checked(QueryForm(request.GET.dict()))
        except ValidationError as refusal:
            return refuse_values(refusal)
        limit = asked["limit"] or USUAL
        rows = self.get_queryset().filter(pk__gt=asked["after"] or 0)
        if asked["state"]:
            rows = rows.filter(state=asked["state"])
        found = list(rows.for_list().order_by("pk")[: limit + 1])  # type: ignore[attr-defined]
        onwards = None
        if len(found) > limit:
            words = QueryDict(mutable=True)
            words.update({"state": asked["state"]} if asked["state"] else {})
            words.update({"after": str(found[limit - 1].pk), "limit": str(limit)})
            path = reverse("approvals:api_approvals")
            onwards = request.build_absolute_uri(f"{path}?{words.urlencode()}")
        approvals = [shown(approval, request) for approval in found[:limit]]
        return JsonResponse({"approvals": approvals, "next": onwards})


class ApprovalCall(ApiView):
    """One approval."""

    def get(self, request: HttpRequest, pk: int) -> JsonResponse:
        """Give it."""
        approval = self.find(pk)
        return JsonResponse(shown(approval, request)) if approval else not_found()


class FormCall(ApiView):
    """The form of an approval, to hang on the process in the OA."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Give it as PDF."""
        approval = self.find(pk)
        if approval is None:
            return not_found()
        try:
            return send_form(request, approval, "pdf", "application/pdf")
        except DomainError as refusal:
            return refuse_values(refusal)


class ResultCall(ApiView):
    """The result of an approval. The same, told twice, changes nothing."""

    permission = REPORT

    def post(self, request: HttpRequest, pk: int) -> JsonResponse:
        """Record it, or say why not."""
        approval = self.find(pk)
        if approval is None:
            return not_found()
        body, refusal = read_json(request)
        if refusal:
            return refusal
        try:
            told = services.Reported(**checked(ResultBody(body)))
            user = self.caller.token.user
            changed = services.report_result(approval, told, on=timezone.localdate(), by=user)
        except ValidationError as error:
            code = getattr(error, "code", None) or ""
            return refuse(409, code, error) if code in CONFLICTS else refuse_values(error)
        except IntegrityError:
            return refuse(409, "clash", _("Another approval carries this OA number."))
        current: Any = self.find(pk)
        return JsonResponse({"changed": changed, "approval": shown(current, request)})


def read_json(request: HttpRequest) -> tuple[dict[str, Any], JsonResponse | None]:
    """Read an object of JSON from a call, or say why that is not possible."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
        message = _("The message is larger than 64 KB.")
        return {}, refuse(413, "too_large", message)
    if request.content_type != "application/json":
        message = _("The message must be JSON: Content-Type: application/json.")
        return {}, refuse(415, "not_json", message)
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError):
        body = None
    if not isinstance(body, dict):
        return {}, refuse(400, "malformed", _("The message is not an object of JSON."))
    return body, None


@method_decorator(login_not_required, name="dispatch")
class OpenApiCall(View):
    """The description of these calls for programs; it tells nothing of any record."""

    def get(self, request: HttpRequest) -> JsonResponse:
        """Give the OpenAPI document."""
        server = request.build_absolute_uri("/").rstrip("/")
        return JsonResponse(openapi.document(server), json_dumps_params={"ensure_ascii": False})
