"""Addresses of the desk."""

from django.urls import path

from entente.desk.views import abroad, calendar, work

app_name = "desk"
urlpatterns = [
    path("", work.HomePage.as_view(), name="home"),
    path("search/", work.SearchPage.as_view(), name="search"),
    path("calendar/", calendar.CalendarPage.as_view(), name="calendar"),
    path("abroad/", abroad.AbroadPage.as_view(), name="abroad"),
    path("notices/", work.NoticesPage.as_view(), name="notices"),
]
