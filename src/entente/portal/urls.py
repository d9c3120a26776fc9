"""Addresses of the portal; none of them asks for an account."""

from django.urls import path

from entente.portal.views import answers, calls, entrance, files

app_name = "portal"
urlpatterns = [
    path("", entrance.SignInPage.as_view(), name="sign_in"),
    path("in/<str:code>/", entrance.EnterPage.as_view(), name="enter"),
    path("out/", entrance.LeavePage.as_view(), name="leave"),
    path("calls/", calls.CallsPage.as_view(), name="calls"),
    path("calls/<int:pk>/", calls.ApplyPage.as_view(), name="apply"),
    path("mine/<int:pk>/", answers.OwnApplicationPage.as_view(), name="application"),
    path("mine/<int:pk>/withdraw/", answers.WithdrawPage.as_view(), name="withdraw"),
    path("mine/<int:pk>/again/", answers.TakeUpAgainPage.as_view(), name="take_up_again"),
    path("files/<int:pk>/", files.OwnFilePage.as_view(), name="answer_file"),
    path("files/<int:pk>/remove/", files.RemoveFilePage.as_view(), name="remove_file"),
    *(
        path(f"mine/<int:pk>/{step}/", answers.AnswerPage.as_view(step=step), name=step)
        for step in answers.STEPS
    ),
]
