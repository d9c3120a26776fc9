"""Addresses of approvals, seals and tokens on the desk, and of what other systems call."""

from django.urls import path

from entente.approvals.views import api, approvals, seals, tokens

app_name = "approvals"
urlpatterns = [
    path("approvals/", approvals.ApprovalListPage.as_view(), name="approvals"),
    path("approvals/ask/<str:label>/<int:pk>/", approvals.AskPage.as_view(), name="ask"),
    path("approvals/<int:pk>/", approvals.ApprovalPage.as_view(), name="approval"),
    path("approvals/<int:pk>/change/", approvals.ChangeApprovalPage.as_view(), name="change"),
    path("approvals/<int:pk>/form.pdf", approvals.PdfFile.as_view(), name="pdf"),
    path("approvals/<int:pk>/form.docx", approvals.WordFile.as_view(), name="word"),
    path("approvals/<int:pk>/submit/", approvals.SubmitPage.as_view(), name="submit"),
    path("approvals/<int:pk>/number/", approvals.OaNumberPage.as_view(), name="number"),
    path("approvals/<int:pk>/approve/", approvals.ApprovePage.as_view(), name="approve"),
    path("approvals/<int:pk>/return/", approvals.ReturnPage.as_view(), name="return"),
    path("approvals/<int:pk>/refuse/", approvals.RefusePage.as_view(), name="refuse"),
    path("approvals/<int:pk>/withdraw/", approvals.WithdrawPage.as_view(), name="withdraw"),
    path("seals/", seals.SealListPage.as_view(), name="seals"),
    path("seals/new/", seals.AddSealPage.as_view(), name="add_seal"),
    path("seals/<int:pk>/", seals.SealPage.as_view(), name="seal"),
    path("seals/<int:pk>/change/", seals.ChangeSealPage.as_view(), name="change_seal"),
    path("seals/register/", seals.RegisterPage.as_view(), name="register"),
    path("seals/register/new/", seals.RequestSealPage.as_view(), name="request_seal"),
    path(
        "seals/register/ask/<str:label>/<int:pk>/",
        seals.RequestForRecordPage.as_view(),
        name="request_seal_for",
    ),
    path("seals/register/<int:pk>/", seals.SealRequestPage.as_view(), name="seal_request"),
    path(
        "seals/register/<int:pk>/change/",
        seals.ChangeRequestPage.as_view(),
        name="change_request",
    ),
    path("seals/register/<int:pk>/approve/", seals.ApproveSealPage.as_view(), name="approve_seal"),
    path("seals/register/<int:pk>/apply/", seals.ApplySealPage.as_view(), name="apply_seal"),
    path("seals/register/<int:pk>/refuse/", seals.RefuseSealPage.as_view(), name="refuse_seal"),
    path(
        "seals/register/<int:pk>/withdraw/", seals.WithdrawSealPage.as_view(), name="withdraw_seal"
    ),
    path("api/openapi.json", api.OpenApiCall.as_view(), name="openapi"),
    path("api/approvals/", api.ApprovalsCall.as_view(), name="api_approvals"),
    path("api/approvals/<int:pk>/", api.ApprovalCall.as_view(), name="api_approval"),
    path("api/approvals/<int:pk>/form.pdf", api.FormCall.as_view(), name="api_form"),
    path("api/approvals/<int:pk>/result/", api.ResultCall.as_view(), name="api_result"),
    path("tokens/", tokens.TokenListPage.as_view(), name="tokens"),
    path("tokens/new/", tokens.MakeTokenPage.as_view(), name="make_token"),
    path("tokens/<int:pk>/", tokens.TokenPage.as_view(), name="token"),
    path("tokens/<int:pk>/change/", tokens.ChangeTokenPage.as_view(), name="change_token"),
    path("tokens/<int:pk>/revoke/", tokens.RevokeTokenPage.as_view(), name="revoke_token"),
]
