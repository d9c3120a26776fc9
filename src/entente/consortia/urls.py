"""Addresses of consortia."""

from django.urls import path

from entente.consortia import views

app_name = "consortia"
urlpatterns = [
    path("", views.ConsortiumListPage.as_view(), name="consortia"),
    path("add/", views.FoundPage.as_view(), name="found"),
    path("<int:pk>/", views.ConsortiumPage.as_view(), name="consortium"),
    path("<int:pk>/change/", views.ChangeConsortiumPage.as_view(), name="change"),
    path("<int:pk>/members/", views.MembersDownload.as_view(), name="members"),
    path("<int:pk>/members/add/", views.AdmitPage.as_view(), name="admit"),
    path("<int:pk>/names/add/", views.AddNamePage.as_view(), name="add_name"),
    path("<int:pk>/mandates/add/", views.GiveMandatePage.as_view(), name="give_mandate"),
    path("<int:pk>/series/add/", views.BeginSeriesPage.as_view(), name="begin_series"),
    path("names/<int:pk>/remove/", views.RemoveNamePage.as_view(), name="remove_name"),
    path("members/<int:pk>/change/", views.ChangeMemberPage.as_view(), name="change_member"),
    path("members/<int:pk>/leave/", views.LeavePage.as_view(), name="leave"),
    path("mandates/<int:pk>/change/", views.ChangeMandatePage.as_view(), name="change_mandate"),
    path("mandates/<int:pk>/end/", views.EndMandatePage.as_view(), name="end_mandate"),
    path("series/<int:pk>/change/", views.ChangeSeriesPage.as_view(), name="change_series"),
    path("series/<int:pk>/editions/add/", views.PlanEditionPage.as_view(), name="plan_edition"),
    path("editions/<int:pk>/change/", views.ChangeEditionPage.as_view(), name="change_edition"),
]
