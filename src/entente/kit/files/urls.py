"""Addresses of files."""

from django.urls import path

from entente.kit.files import views

app_name = "files"
urlpatterns = [
    path("<int:pk>/", views.DownloadPage.as_view(), name="download"),
    path("<int:pk>/change/", views.ChangeAttachmentPage.as_view(), name="change"),
    path("<int:pk>/remove/", views.DetachPage.as_view(), name="remove"),
    path("add/<str:label>/<int:pk>/", views.AttachPage.as_view(), name="attach"),
]
