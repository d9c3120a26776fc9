"""Addresses of the pages about safety checks; the traveller's own stands at the root."""

from django.urls import path

from entente.safety.views import desk

app_name = "safety"
urlpatterns = [
    path("", desk.CheckListPage.as_view(), name="checks"),
    path("add/", desk.DrawUpPage.as_view(), name="add"),
    path("<int:pk>/", desk.CheckPage.as_view(), name="check"),
    path("<int:pk>/change/", desk.ChangeCheckPage.as_view(), name="change"),
    path("<int:pk>/send/", desk.SendPage.as_view(), name="send"),
    path("<int:pk>/remind/", desk.RemindPage.as_view(), name="remind"),
    path("<int:pk>/close/", desk.ClosePage.as_view(), name="close"),
    path("<int:pk>/discard/", desk.DiscardPage.as_view(), name="discard"),
    path("travellers/<int:pk>/note/", desk.NoteAnswerPage.as_view(), name="note"),
]
