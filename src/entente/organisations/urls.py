"""Addresses of the register of organisations."""

from django.urls import path

from entente.organisations.views import briefs, lists, merging, names, notes, register

app_name = "organisations"
urlpatterns = [
    path("organisations/", register.OrganisationListPage.as_view(), name="organisations"),
    path("organisations/new/", register.NewOrganisationPage.as_view(), name="new"),
    path("organisations/proposals/", register.ProposalsView.as_view(), name="proposals"),
    path("organisations/places/", register.PlacesView.as_view(), name="places"),
    path("lists/", lists.DatedListsPage.as_view(), name="lists"),
    path("lists/import/", lists.ImportListPage.as_view(), name="import_list"),
    path("lists/<int:pk>/", lists.DatedListPage.as_view(), name="list"),
    path("lists/<int:pk>/remove/", lists.RemoveListPage.as_view(), name="remove_list"),
    path(
        "lists/<int:pk>/lines/<int:line>/",
        lists.JoinEntryPage.as_view(),
        name="join_entry",
    ),
    path("organisations/<int:pk>/", register.OrganisationPage.as_view(), name="organisation"),
    path("organisations/<int:pk>/brief/", briefs.BriefPage.as_view(), name="brief_of_organisation"),
    path(
        "organisations/<int:pk>/brief/<str:language>/<str:form>/",
        briefs.BriefFile.as_view(),
        name="brief_file_of_organisation",
    ),
    path("places/", briefs.PlacesPage.as_view(), name="briefs"),
    path("places/<str:code>/brief/", briefs.BriefPage.as_view(), name="brief_of_place"),
    path(
        "places/<str:code>/brief/<str:language>/<str:form>/",
        briefs.BriefFile.as_view(),
        name="brief_file_of_place",
    ),
    path("organisations/<int:pk>/change/", register.ChangePage.as_view(), name="change"),
    path("organisations/<int:pk>/names/new/", names.AddNamePage.as_view(), name="add_name"),
    path("organisations/<int:pk>/rename/", names.RenamePage.as_view(), name="rename"),
    path("organisations/names/<int:pk>/", names.ChangeNamePage.as_view(), name="change_name"),
    path(
        "organisations/names/<int:pk>/remove/", names.RemoveNamePage.as_view(), name="remove_name"
    ),
    path(
        "organisations/<int:pk>/identifiers/new/",
        names.AddIdentifierPage.as_view(),
        name="add_identifier",
    ),
    path(
        "organisations/identifiers/<int:pk>/remove/",
        names.RemoveIdentifierPage.as_view(),
        name="remove_identifier",
    ),
    path("organisations/<int:pk>/merge/", merging.MergePage.as_view(), name="merge"),
    path("organisations/merges/<int:pk>/undo/", merging.UndoPage.as_view(), name="undo_merge"),
    path("organisations/<int:pk>/due-diligence/", notes.AddNotePage.as_view(), name="add_note"),
    path(
        "organisations/due-diligence/<int:pk>/",
        notes.ChangeNotePage.as_view(),
        name="change_note",
    ),
]
