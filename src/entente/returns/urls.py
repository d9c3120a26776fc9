"""Addresses of returns."""

from django.urls import path

from entente.returns import views

app_name = "returns"
urlpatterns = [
    path("", views.LayoutListPage.as_view(), name="layouts"),
    path("new/", views.AddLayoutPage.as_view(), name="add"),
    path("<int:pk>/", views.LayoutPage.as_view(), name="layout"),
    path("<int:pk>/drawn/", views.DrawnPage.as_view(), name="drawn"),
    path("<int:pk>/change/", views.ChangeLayoutPage.as_view(), name="change"),
    path("<int:pk>/columns/add/", views.AddColumnPage.as_view(), name="add_column"),
    path("columns/<int:pk>/", views.ColumnPage.as_view(), name="column"),
    path("columns/<int:pk>/remove/", views.RemoveColumnPage.as_view(), name="remove_column"),
]
