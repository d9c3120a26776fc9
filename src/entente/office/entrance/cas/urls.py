"""Addresses of the way through CAS."""

from django.urls import path

from entente.office.entrance.cas import views

urlpatterns = [
    path("cas/login/", views.CasLogin.as_view(), name="cas_login"),
    path("cas/callback/", views.callback, name="cas_callback"),
]
