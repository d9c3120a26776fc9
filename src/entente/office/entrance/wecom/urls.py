"""Addresses of the way through WeCom."""

from django.urls import path

from entente.office.entrance.wecom import views

urlpatterns = [
    path("wecom/login/", views.WecomLogin.as_view(), name="wecom_login"),
    path("wecom/callback/", views.callback, name="wecom_callback"),
]
