"""Every address of the installation."""

from django.urls import include, path
from django.views.generic import RedirectView

urlpatterns = [
    # Mail addresses and sign-ons are kept by the office: allauth's own pages for them lead home.
    path("account/email/", RedirectView.as_view(url="/")),
    path("account/confirm-email/", RedirectView.as_view(url="/")),
    path("account/3rdparty/", RedirectView.as_view(url="/")),
    path("account/", include("allauth.urls")),
    path("agreements/", include("entente.partnerships.urls")),
    path("consortia/", include("entente.consortia.urls")),
    path("files/", include("entente.kit.files.urls")),
    path("people/", include("entente.people.urls")),
    path("office/", include("entente.office.urls")),
    path("", include("entente.organisations.urls")),
    path("", include("entente.kit.urls")),
    path("", include("entente.desk.urls")),
]
