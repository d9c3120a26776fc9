"""Addresses of the pages about visits."""

from django.urls import path

from entente.visits import views

app_name = "visits"
urlpatterns = [
    path("", views.VisitListPage.as_view(), name="visits"),
    path("add/", views.PlanVisitPage.as_view(), name="plan"),
    path("<int:pk>/", views.VisitPage.as_view(), name="visit"),
    path("<int:pk>/change/", views.ChangeVisitPage.as_view(), name="change"),
    path("<int:pk>/confirm/", views.ConfirmVisitPage.as_view(), name="confirm_visit"),
    path("<int:pk>/cancel/", views.CancelVisitPage.as_view(), name="cancel_visit"),
    path("<int:pk>/remove/", views.RemoveVisitPage.as_view(), name="remove"),
    path("<int:pk>/delegates/add/", views.AddDelegatesPage.as_view(), name="add_delegates"),
    path("<int:pk>/stops/add/", views.AddStopPage.as_view(), name="add_stop"),
    path("<int:pk>/outcomes/add/", views.AddOutcomePage.as_view(), name="add_outcome"),
    path("delegates/<int:pk>/", views.ChangeDelegatePage.as_view(), name="change_delegate"),
    path("delegates/<int:pk>/remove/", views.RemoveDelegatePage.as_view(), name="remove_delegate"),
    path("stops/<int:pk>/", views.ChangeStopPage.as_view(), name="change_stop"),
    path("stops/<int:pk>/remove/", views.RemoveStopPage.as_view(), name="remove_stop"),
    path("outcomes/<int:pk>/", views.ChangeOutcomePage.as_view(), name="change_outcome"),
    path("outcomes/<int:pk>/keep/", views.KeepOutcomePage.as_view(), name="keep_outcome"),
    path("outcomes/<int:pk>/drop/", views.DropOutcomePage.as_view(), name="drop_outcome"),
    path("outcomes/<int:pk>/remove/", views.RemoveOutcomePage.as_view(), name="remove_outcome"),
]
