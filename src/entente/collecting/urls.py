"""Addresses of collecting rounds."""

from django.urls import path

from entente.collecting.views import parts, rounds

app_name = "collecting"
urlpatterns = [
    path("", rounds.RoundListPage.as_view(), name="rounds"),
    path("new/", rounds.BeginPage.as_view(), name="begin"),
    path("<int:pk>/", rounds.RoundPage.as_view(), name="round"),
    path("<int:pk>/change/", rounds.ChangeRoundPage.as_view(), name="change"),
    path("<int:pk>/send/", rounds.OpenPage.as_view(), name="open_round"),
    path("<int:pk>/merge/", rounds.MergePage.as_view(), name="merge_round"),
    path("<int:pk>/cancel/", rounds.CancelPage.as_view(), name="cancel_round"),
    path("<int:pk>/xlsx/", rounds.ResultXlsx.as_view(), name="round_xlsx"),
    path("sheets/", parts.PartListPage.as_view(), name="parts"),
    path("sheets/<int:pk>/", parts.PartPage.as_view(), name="part"),
    path("sheets/<int:pk>/xlsx/", parts.PartXlsx.as_view(), name="part_xlsx"),
    path("sheets/<int:pk>/upload/", parts.UploadPage.as_view(), name="upload"),
    path("sheets/<int:pk>/hand-in/", parts.HandInPage.as_view(), name="hand_in_part"),
    path("sheets/<int:pk>/sign/", parts.SignPage.as_view(), name="sign_part"),
    path("sheets/<int:pk>/back/", parts.SendBackPage.as_view(), name="send_back_part"),
    path("answers/<int:pk>/", parts.AnswerPage.as_view(), name="answer"),
]
