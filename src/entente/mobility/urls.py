"""Addresses of the pages about mobility."""

from django.urls import path

from entente.mobility.views import calls, programmes, rounds, runs, stays

app_name = "mobility"
urlpatterns = [
    path("stays/", stays.StayListPage.as_view(), name="stays"),
    path("stays/add/", stays.AddStayPage.as_view(), name="add_stay"),
    path("stays/<int:pk>/", stays.StayPage.as_view(), name="stay"),
    path("stays/<int:pk>/change/", stays.ChangeStayPage.as_view(), name="change_stay"),
    path("stays/<int:pk>/begin/", stays.BeginStayPage.as_view(), name="begin_stay"),
    path("stays/<int:pk>/complete/", stays.CompleteStayPage.as_view(), name="complete_stay"),
    path("stays/<int:pk>/break-off/", stays.BreakOffStayPage.as_view(), name="break_off_stay"),
    path("stays/<int:pk>/give-up/", stays.GiveUpStayPage.as_view(), name="give_up_stay"),
    path("stays/<int:pk>/remove/", stays.RemoveStayPage.as_view(), name="remove_stay"),
    path("programmes/", programmes.ProgrammeListPage.as_view(), name="programmes"),
    path("programmes/add/", programmes.AddProgrammePage.as_view(), name="add_programme"),
    path("programmes/<int:pk>/", programmes.ProgrammePage.as_view(), name="programme"),
    path(
        "programmes/<int:pk>/change/",
        programmes.ChangeProgrammePage.as_view(),
        name="change_programme",
    ),
    path(
        "programmes/<int:pk>/agreement/",
        programmes.TieAgreementPage.as_view(),
        name="tie_agreement",
    ),
    path(
        "programmes/agreements/<int:pk>/remove/",
        programmes.UntieAgreementPage.as_view(),
        name="untie_agreement",
    ),
    path("calls/", calls.CallListPage.as_view(), name="calls"),
    path("calls/add/", calls.AddCallPage.as_view(), name="add_call"),
    path("calls/<int:pk>/", calls.CallPage.as_view(), name="call"),
    path("calls/<int:pk>/change/", calls.ChangeCallPage.as_view(), name="change_call"),
    path("calls/<int:pk>/open/", calls.OpenCallPage.as_view(), name="open_call"),
    path("calls/<int:pk>/close/", calls.CloseCallPage.as_view(), name="close_call"),
    path("calls/<int:pk>/place/", calls.PlaceCallPage.as_view(), name="place_call"),
    path("calls/<int:pk>/place-again/", calls.PlaceAgainPage.as_view(), name="place_again"),
    path("calls/<int:pk>/places/", calls.TakePlacesPage.as_view(), name="take_places"),
    path("calls/<int:pk>/quota/", calls.AddQuotaPage.as_view(), name="add_quota"),
    path("calls/<int:pk>/scores/", calls.GiveScoresPage.as_view(), name="give_scores"),
    path("calls/<int:pk>/apply/", calls.AddApplicationPage.as_view(), name="add_application"),
    path("quotas/<int:pk>/", calls.ChangeQuotaPage.as_view(), name="change_quota"),
    path("quotas/<int:pk>/remove/", calls.RemoveQuotaPage.as_view(), name="remove_quota"),
    path("applications/<int:pk>/", runs.OutcomePage.as_view(), name="outcome"),
    path(
        "applications/<int:pk>/change/",
        calls.ChangeApplicationPage.as_view(),
        name="change_application",
    ),
    path(
        "applications/<int:pk>/withdraw/",
        calls.WithdrawApplicationPage.as_view(),
        name="withdraw_application",
    ),
    path("applications/<int:pk>/fix/", rounds.FixPlacePage.as_view(), name="fix_place"),
    path("fixed/<int:pk>/release/", rounds.ReleasePlacePage.as_view(), name="release_place"),
    path("wishes/<int:pk>/strike/", rounds.StrikeWishPage.as_view(), name="strike_wish"),
    path("offers/<int:pk>/accept/", rounds.AcceptOfferPage.as_view(), name="accept_offer"),
    path("offers/<int:pk>/wait/", rounds.KeepWaitingPage.as_view(), name="keep_waiting"),
    path("offers/<int:pk>/decline/", rounds.DeclineOfferPage.as_view(), name="decline_offer"),
    path("runs/<int:pk>/", runs.RunPage.as_view(), name="run"),
    path("runs/<int:pk>/publish/", runs.PublishRunPage.as_view(), name="publish_run"),
]
