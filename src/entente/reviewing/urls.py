"""Addresses of the pages about reviews and public notices; what anybody reads is at the root."""

from django.urls import path

from entente.reviewing.views import notices, reviews, rounds

app_name = "reviewing"
urlpatterns = [
    path("", rounds.RoundListPage.as_view(), name="rounds"),
    path("mine/", reviews.MyReviewsPage.as_view(), name="mine"),
    path("mine/<int:pk>/", reviews.ReviewPage.as_view(), name="review"),
    path("mine/<int:pk>/conflict/", reviews.ConflictPage.as_view(), name="conflict"),
    path("files/<int:pk>/", reviews.ReviewFilePage.as_view(), name="file"),
    path("calls/<int:pk>/add/", rounds.AddRoundPage.as_view(), name="add_round"),
    path("rounds/<int:pk>/", rounds.RoundPage.as_view(), name="round"),
    path("rounds/<int:pk>/change/", rounds.ChangeRoundPage.as_view(), name="change_round"),
    path("rounds/<int:pk>/criterion/", rounds.AddCriterionPage.as_view(), name="add_criterion"),
    path("rounds/<int:pk>/reviewer/", rounds.AddPanellistPage.as_view(), name="add_panellist"),
    path("rounds/<int:pk>/assign/", rounds.DealPage.as_view(), name="deal"),
    path("rounds/<int:pk>/fill/", rounds.DealAgainPage.as_view(), name="deal_again"),
    path("rounds/<int:pk>/close/", rounds.CloseRoundPage.as_view(), name="close_round"),
    path("rounds/<int:pk>/reopen/", rounds.ReopenRoundPage.as_view(), name="reopen_round"),
    path("rounds/<int:pk>/scores/", rounds.TakeScoresPage.as_view(), name="take_scores"),
    path("rounds/<int:pk>/committee/", rounds.CommitteePage.as_view(), name="committee"),
    path("rounds/<int:pk>/committee.xlsx", rounds.CommitteeSheetPage.as_view(), name="sheet"),
    path("criteria/<int:pk>/", rounds.ChangeCriterionPage.as_view(), name="change_criterion"),
    path(
        "criteria/<int:pk>/remove/", rounds.RemoveCriterionPage.as_view(), name="remove_criterion"
    ),
    path(
        "reviewers/<int:pk>/remove/", rounds.RemovePanellistPage.as_view(), name="remove_panellist"
    ),
    path("reviews/<int:pk>/give-back/", rounds.GiveBackPage.as_view(), name="give_back"),
    path("notices/", notices.NoticeListPage.as_view(), name="notices"),
    path("calls/<int:pk>/notice/", notices.AddNoticePage.as_view(), name="add_notice"),
    path("notices/<int:pk>/", notices.NoticePage.as_view(), name="notice"),
    path("notices/<int:pk>/change/", notices.ChangeNoticePage.as_view(), name="change_notice"),
    path("notices/<int:pk>/publish/", notices.PublishNoticePage.as_view(), name="publish_notice"),
    path(
        "notices/<int:pk>/withdraw/", notices.WithdrawNoticePage.as_view(), name="withdraw_notice"
    ),
    path("notices/<int:pk>/objection/", notices.LogObjectionPage.as_view(), name="log_objection"),
    path(
        "objections/<int:pk>/answer/",
        notices.AnswerObjectionPage.as_view(),
        name="answer_objection",
    ),
    path(
        "objections/<int:pk>/erase/", notices.EraseObjectionPage.as_view(), name="erase_objection"
    ),
]
