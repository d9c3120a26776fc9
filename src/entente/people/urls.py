"""Addresses of the pages about people."""

from django.urls import path

from entente.people import views

app_name = "people"
urlpatterns = [
    path("", views.PersonListPage.as_view(), name="persons"),
    path("add/", views.AddPersonPage.as_view(), name="add"),
    path("<int:pk>/", views.PersonPage.as_view(), name="person"),
    path("<int:pk>/change/", views.ChangePersonPage.as_view(), name="change"),
    path("<int:pk>/consent/", views.GiveConsentPage.as_view(), name="give_consent"),
    path("consents/<int:pk>/withdraw/", views.WithdrawConsentPage.as_view(), name="withdraw"),
    path("<int:pk>/affiliation/", views.AddAffiliationPage.as_view(), name="add_affiliation"),
    path(
        "affiliations/<int:pk>/",
        views.ChangeAffiliationPage.as_view(),
        name="change_affiliation",
    ),
    path(
        "affiliations/<int:pk>/remove/",
        views.RemoveAffiliationPage.as_view(),
        name="remove_affiliation",
    ),
    path("at/<int:pk>/contact/", views.AddContactPage.as_view(), name="add_contact"),
    path("contacts/<int:pk>/", views.ChangeContactPage.as_view(), name="change_contact"),
    path("contacts/<int:pk>/remove/", views.RemoveContactPage.as_view(), name="remove_contact"),
    path("abroad/", views.TransferListPage.as_view(), name="transfers"),
    path("abroad/add/", views.AddTransferPage.as_view(), name="add_transfer"),
    path("abroad/<int:pk>/", views.TransferPage.as_view(), name="transfer"),
    path("abroad/<int:pk>/change/", views.ChangeTransferPage.as_view(), name="change_transfer"),
    path("<int:pk>/export/", views.ExportPersonPage.as_view(), name="export"),
    path("<int:pk>/erase/", views.ErasePersonPage.as_view(), name="erase"),
]
