"""Addresses of the pages about nominations; the partner's own stand at the root."""

from django.urls import path

from entente.nominations.views import desk

app_name = "nominations"
urlpatterns = [
    path("", desk.InvitationListPage.as_view(), name="invitations"),
    path("add/", desk.InvitePage.as_view(), name="invite"),
    path("<int:pk>/", desk.InvitationPage.as_view(), name="invitation"),
    path("<int:pk>/change/", desk.ChangeInvitationPage.as_view(), name="change"),
    path("<int:pk>/renew/", desk.RenewLinkPage.as_view(), name="renew"),
    path("<int:pk>/take-back/", desk.TakeBackLinkPage.as_view(), name="take_back"),
    path("nominees/<int:pk>/", desk.NomineePage.as_view(), name="nominee"),
    path("nominees/<int:pk>/accept/", desk.AcceptPage.as_view(), name="accept"),
    path("nominees/<int:pk>/ask/", desk.AskPage.as_view(), name="ask"),
    path("nominees/<int:pk>/reject/", desk.RejectPage.as_view(), name="reject"),
]
