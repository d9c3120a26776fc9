"""Addresses of imports."""

from django.urls import path

from entente.intake import views

app_name = "intake"
urlpatterns = [
    path("", views.ImportListPage.as_view(), name="imports"),
    path("add/", views.UploadPage.as_view(), name="upload"),
    path("stays/", views.SheetOfStaysPage.as_view(), name="stays"),
    path("names/", views.NamesPage.as_view(), name="names"),
    path("documents/", views.DocumentListPage.as_view(), name="documents"),
    path("documents/add/", views.ReadPage.as_view(), name="read"),
    path("documents/<int:pk>/", views.DocumentPage.as_view(), name="document"),
    path("documents/proposals/<int:pk>/", views.CorrectPage.as_view(), name="correct"),
    path("<int:pk>/", views.ImportPage.as_view(), name="import"),
    path("<int:pk>/columns/", views.ColumnsPage.as_view(), name="columns"),
    path("<int:pk>/apply/", views.ApplyPage.as_view(), name="apply"),
    path("<int:pk>/apply-good-rows/", views.ApplyGoodPage.as_view(), name="apply_good"),
    path("<int:pk>/undo/", views.UndoPage.as_view(), name="undo"),
    path("<int:pk>/discard/", views.DiscardPage.as_view(), name="discard"),
    path("<int:pk>/refused-rows.xlsx", views.RefusedRows.as_view(), name="refused"),
]
