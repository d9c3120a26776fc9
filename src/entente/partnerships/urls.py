"""Addresses of agreements."""

from django.urls import path

from entente.partnerships import views

app_name = "partnerships"
urlpatterns = [
    path("", views.AgreementListPage.as_view(), name="agreements"),
    path("add/", views.DraftAgreementPage.as_view(), name="draft"),
    path("<int:pk>/", views.AgreementPage.as_view(), name="agreement"),
    path("<int:pk>/change/", views.ChangeAgreementPage.as_view(), name="change"),
    path("<int:pk>/submit/", views.SubmitPage.as_view(), name="submit"),
    path("<int:pk>/return/", views.ReturnPage.as_view(), name="return"),
    path("<int:pk>/sign/", views.SignPage.as_view(), name="sign"),
    path("<int:pk>/take-effect/", views.TakeEffectPage.as_view(), name="take_effect"),
    path("<int:pk>/register/", views.RegisterPage.as_view(), name="register"),
    path("<int:pk>/end/", views.EndPage.as_view(), name="end"),
    path("<int:pk>/withdraw/", views.WithdrawPage.as_view(), name="withdraw"),
    path("<int:pk>/partners/add/", views.AddPartnerPage.as_view(), name="add_partner"),
    path("<int:pk>/units/add/", views.AddUnitPage.as_view(), name="add_unit"),
    path("parties/<int:pk>/change/", views.ChangePartyPage.as_view(), name="change_party"),
    path("parties/<int:pk>/remove/", views.RemovePartyPage.as_view(), name="remove_party"),
]
