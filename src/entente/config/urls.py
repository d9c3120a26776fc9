"""Every address of the installation."""

from django.urls import include, path

urlpatterns = [
    path("account/", include("allauth.urls")),
    path("files/", include("entente.kit.files.urls")),
    path("", include("entente.kit.urls")),
    path("", include("entente.desk.urls")),
]
