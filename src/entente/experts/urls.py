"""Addresses of the pages about experts."""

from django.urls import path

from entente.experts import views

app_name = "experts"
urlpatterns = [
    path("", views.EngagementListPage.as_view(), name="engagements"),
    path("add/", views.PlanEngagementPage.as_view(), name="plan"),
    path("<int:pk>/", views.EngagementPage.as_view(), name="engagement"),
    path("<int:pk>/change/", views.ChangeEngagementPage.as_view(), name="change"),
    path("<int:pk>/invite/", views.InvitePage.as_view(), name="invite"),
    path("<int:pk>/contract/", views.ContractPage.as_view(), name="contract"),
    path("<int:pk>/arrive/", views.ArrivePage.as_view(), name="arrive"),
    path("<int:pk>/end/", views.EndPage.as_view(), name="end"),
    path("<int:pk>/summary/", views.SumUpPage.as_view(), name="sum_up"),
    path("<int:pk>/cancel/", views.CancelPage.as_view(), name="cancel"),
    path("<int:pk>/stays/add/", views.AddStayPage.as_view(), name="add_stay"),
    path("<int:pk>/lectures/add/", views.AddLecturePage.as_view(), name="add_lecture"),
    path("<int:pk>/costs/add/", views.AddCostPage.as_view(), name="add_cost"),
    path("stays/<int:pk>/", views.ChangeStayPage.as_view(), name="change_stay"),
    path("stays/<int:pk>/remove/", views.RemoveStayPage.as_view(), name="remove_stay"),
    path("lectures/<int:pk>/", views.ChangeLecturePage.as_view(), name="change_lecture"),
    path("lectures/<int:pk>/remove/", views.RemoveLecturePage.as_view(), name="remove_lecture"),
    path("costs/<int:pk>/", views.ChangeCostPage.as_view(), name="change_cost"),
    path("costs/<int:pk>/remove/", views.RemoveCostPage.as_view(), name="remove_cost"),
]
