"""Addresses of the office: units, users, roles, one's own settings, the trail."""

from django.urls import path

from entente.office import views

app_name = "office"
urlpatterns = [
    path("theme/", views.switch_theme, name="theme"),
]
