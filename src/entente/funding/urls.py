"""Addresses of the pages about funding."""

from django.urls import path

from entente.funding import views

app_name = "funding"
urlpatterns = [
    path("", views.SchemeListPage.as_view(), name="schemes"),
    path("add/", views.AddSchemePage.as_view(), name="add_scheme"),
    path("<int:pk>/", views.SchemePage.as_view(), name="scheme"),
    path("<int:pk>/change/", views.ChangeSchemePage.as_view(), name="change_scheme"),
    path("<int:pk>/budget/", views.BudgetPage.as_view(), name="set_budget"),
    path("grants/", views.GrantListPage.as_view(), name="grants"),
    path("stays/<int:pk>/apply/", views.ApplyPage.as_view(), name="apply"),
    path("grants/<int:pk>/", views.GrantPage.as_view(), name="grant"),
    path("grants/<int:pk>/change/", views.ChangeGrantPage.as_view(), name="change_grant"),
    path("grants/<int:pk>/promise/", views.PromisePage.as_view(), name="promise"),
    path("grants/<int:pk>/refuse/", views.RefusePage.as_view(), name="refuse"),
    path("grants/<int:pk>/cancel/", views.CancelPage.as_view(), name="cancel"),
    path("grants/<int:pk>/instalments/", views.AddInstalmentPage.as_view(), name="add_instalment"),
    path("to-pay/", views.InstalmentListPage.as_view(), name="to_pay"),
    path("instalments/<int:pk>/pay/", views.PayPage.as_view(), name="pay"),
    path("instalments/<int:pk>/back/", views.PayBackPage.as_view(), name="pay_back"),
    path(
        "instalments/<int:pk>/remove/",
        views.RemoveInstalmentPage.as_view(),
        name="remove_instalment",
    ),
    path("gates/<int:pk>/", views.MeetGatePage.as_view(), name="meet_gate"),
    path("gates/<int:pk>/reopen/", views.ReopenGatePage.as_view(), name="reopen_gate"),
]
