"""Addresses of the pages about joint research."""

from django.urls import path

from entente.research import views

app_name = "research"
urlpatterns = [
    path("centres/", views.CentreListPage.as_view(), name="centres"),
    path("centres/add/", views.PlanCentrePage.as_view(), name="plan_centre"),
    path("centres/<int:pk>/", views.CentrePage.as_view(), name="centre"),
    path("centres/<int:pk>/change/", views.ChangeCentrePage.as_view(), name="change_centre"),
    path("centres/<int:pk>/found/", views.FoundPage.as_view(), name="found"),
    path("centres/<int:pk>/close/", views.ClosePage.as_view(), name="close"),
    path("centres/<int:pk>/drop/", views.DropPage.as_view(), name="drop"),
    path("centres/<int:pk>/partners/add/", views.AddPartnerPage.as_view(), name="add_partner"),
    path("centres/<int:pk>/directors/add/", views.AddDirectorPage.as_view(), name="add_director"),
    path(
        "centres/<int:pk>/evaluations/add/",
        views.AddEvaluationPage.as_view(),
        name="add_evaluation",
    ),
    path("partners/<int:pk>/", views.ChangePartnerPage.as_view(), name="change_partner"),
    path("partners/<int:pk>/remove/", views.RemovePartnerPage.as_view(), name="remove_partner"),
    path("directors/<int:pk>/", views.ChangeDirectorPage.as_view(), name="change_director"),
    path("directors/<int:pk>/remove/", views.RemoveDirectorPage.as_view(), name="remove_director"),
    path("evaluations/<int:pk>/", views.ChangeEvaluationPage.as_view(), name="change_evaluation"),
    path(
        "evaluations/<int:pk>/remove/",
        views.RemoveEvaluationPage.as_view(),
        name="remove_evaluation",
    ),
]
