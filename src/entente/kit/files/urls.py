"""Addresses of files."""

from django.urls import path

from entente.kit.files.views import DownloadPage

app_name = "files"
urlpatterns = [
    path("<int:pk>/", DownloadPage.as_view(), name="download"),
]
