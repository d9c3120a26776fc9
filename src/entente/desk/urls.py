"""Addresses of the desk."""

from django.urls import path

from entente.desk import views

app_name = "desk"
urlpatterns = [
    path("", views.HomePage.as_view(), name="home"),
    path("search/", views.SearchPage.as_view(), name="search"),
    path("calendar/", views.CalendarPage.as_view(), name="calendar"),
    path("notices/", views.NoticesPage.as_view(), name="notices"),
]
