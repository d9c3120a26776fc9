"""Addresses of the pages about events."""

from django.urls import path

from entente.events.views import cards, door, registrations
from entente.events.views import events as views

app_name = "events"
urlpatterns = [
    path("", views.EventListPage.as_view(), name="events"),
    path("add/", views.DraftEventPage.as_view(), name="draft"),
    path("<int:pk>/", views.EventPage.as_view(), name="event"),
    path("<int:pk>/change/", views.ChangeEventPage.as_view(), name="change"),
    path("<int:pk>/file/", views.FileEventPage.as_view(), name="file"),
    path("<int:pk>/approve/", views.ApproveEventPage.as_view(), name="approve"),
    path("<int:pk>/return/", views.ReturnEventPage.as_view(), name="send_back"),
    path("<int:pk>/revise/", views.ReviseEventPage.as_view(), name="revise"),
    path("<int:pk>/hold/", views.HoldEventPage.as_view(), name="hold"),
    path("<int:pk>/cancel/", views.CancelEventPage.as_view(), name="cancel"),
    path("<int:pk>/hosts/add/", views.AddHostPage.as_view(), name="add_host"),
    path("hosts/<int:pk>/", views.ChangeHostPage.as_view(), name="change_host"),
    path("hosts/<int:pk>/remove/", views.RemoveHostPage.as_view(), name="remove_host"),
    path("<int:pk>/countries/add/", views.AddCountryPage.as_view(), name="add_country"),
    path("countries/<int:pk>/", views.ChangeCountryPage.as_view(), name="change_country"),
    path("countries/<int:pk>/remove/", views.RemoveCountryPage.as_view(), name="remove_country"),
    path("<int:pk>/registration/", registrations.OpenPage.as_view(), name="open_registration"),
    path("<int:pk>/registrations/add/", registrations.RegisterPage.as_view(), name="register"),
    path("<int:pk>/certificates/", registrations.CertifyPage.as_view(), name="certify"),
    path("<int:pk>/badges.pdf", cards.EventCardsFile.as_view(), name="badges"),
    path(
        "<int:pk>/table-cards.pdf",
        cards.EventCardsFile.as_view(form="table-cards"),
        name="table_cards",
    ),
    path("<int:pk>/door/", door.DoorPage.as_view(), name="door"),
    path("door/<str:code>/", door.CodePage.as_view(), name="at_door"),
    path("registrations/", registrations.RegistrationListPage.as_view(), name="registrations"),
    path("registrations/<int:pk>/", registrations.RegistrationPage.as_view(), name="registration"),
    path(
        "registrations/<int:pk>/change/",
        registrations.ChangeRegistrationPage.as_view(),
        name="change_registration",
    ),
    path("registrations/<int:pk>/here/", registrations.CheckInPage.as_view(), name="check_in"),
    path("registrations/<int:pk>/withdraw/", registrations.WithdrawPage.as_view(), name="withdraw"),
    path("registrations/<int:pk>/erase/", registrations.ErasePage.as_view(), name="erase"),
]
