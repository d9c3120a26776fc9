"""Addresses of the tools."""

from django.urls import path

from entente.kit import health, views, views_work

app_name = "kit"
urlpatterns = [
    path("healthz", health.health, name="health"),
    path("language/", views.LanguageView.as_view(), name="language"),
    path("lookup/<str:label>/", views.LookupView.as_view(), name="lookup"),
    path("progress/<uuid:key>/", views_work.WorkPage.as_view(), name="work"),
    path("progress/<uuid:key>/file/", views_work.WorkFile.as_view(), name="work_file"),
    path("views/<int:pk>/drop/", views.DropSavedView.as_view(), name="drop_view"),
]
