"""The addresses of an installation that is measured: all of them, and an empty page."""

from django.urls import include, path

from entente.bench.views import EmptyPage

urlpatterns = [
    path("bench/empty/", EmptyPage.as_view(), name="bench_empty"),
    path("", include("entente.config.urls")),
]
