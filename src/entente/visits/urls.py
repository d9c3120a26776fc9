"""Addresses of the pages about visits."""

from django.urls import path

from entente.visits.views import cards, trips, visits

app_name = "visits"
urlpatterns = [
    path("", visits.VisitListPage.as_view(), name="visits"),
    path("add/", visits.PlanVisitPage.as_view(), name="plan"),
    path("<int:pk>/", visits.VisitPage.as_view(), name="visit"),
    path("<int:pk>/change/", visits.ChangeVisitPage.as_view(), name="change"),
    path("<int:pk>/confirm/", visits.ConfirmVisitPage.as_view(), name="confirm_visit"),
    path("<int:pk>/cancel/", visits.CancelVisitPage.as_view(), name="cancel_visit"),
    path("<int:pk>/remove/", visits.RemoveVisitPage.as_view(), name="remove"),
    path("<int:pk>/delegates/add/", visits.AddDelegatesPage.as_view(), name="add_delegates"),
    path("<int:pk>/stops/add/", visits.AddStopPage.as_view(), name="add_stop"),
    path("<int:pk>/outcomes/add/", visits.AddOutcomePage.as_view(), name="add_outcome"),
    path("<int:pk>/badges.pdf", cards.VisitCardsFile.as_view(), name="badges"),
    path(
        "<int:pk>/table-cards.pdf",
        cards.VisitCardsFile.as_view(form="table-cards"),
        name="table_cards",
    ),
    path("<int:pk>/trip/", trips.PrepareTripPage.as_view(), name="prepare_trip"),
    path("trips/", trips.TripListPage.as_view(), name="trips"),
    path("trips/<int:pk>/", trips.TripPage.as_view(), name="trip"),
    path("trips/<int:pk>/change/", trips.ChangeTripPage.as_view(), name="change_trip"),
    path("trips/<int:pk>/apply/", trips.ApplyTripPage.as_view(), name="apply_trip"),
    path("trips/<int:pk>/approve/", trips.ApproveTripPage.as_view(), name="approve_trip"),
    path("trips/<int:pk>/settle/", trips.SettleTripPage.as_view(), name="settle_trip"),
    path("delegates/<int:pk>/passport/", trips.HandOutPage.as_view(), name="hand_out_passport"),
    path("passports/<int:pk>/return/", trips.ReturnPassportPage.as_view(), name="return_passport"),
    path("passports/<int:pk>/remove/", trips.RemovePassportPage.as_view(), name="remove_passport"),
    path("delegates/<int:pk>/", visits.ChangeDelegatePage.as_view(), name="change_delegate"),
    path("delegates/<int:pk>/remove/", visits.RemoveDelegatePage.as_view(), name="remove_delegate"),
    path("stops/<int:pk>/", visits.ChangeStopPage.as_view(), name="change_stop"),
    path("stops/<int:pk>/remove/", visits.RemoveStopPage.as_view(), name="remove_stop"),
    path("outcomes/<int:pk>/", visits.ChangeOutcomePage.as_view(), name="change_outcome"),
    path("outcomes/<int:pk>/keep/", visits.KeepOutcomePage.as_view(), name="keep_outcome"),
    path("outcomes/<int:pk>/drop/", visits.DropOutcomePage.as_view(), name="drop_outcome"),
    path("outcomes/<int:pk>/remove/", visits.RemoveOutcomePage.as_view(), name="remove_outcome"),
]
