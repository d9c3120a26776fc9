"""Every address of the installation."""

from django.urls import include, path
from django.views.generic import RedirectView

from entente.certificates.views import holders, public, verify
from entente.events.views import open as events
from entente.nominations.views import partner
from entente.reviewing.views import public as notices
from entente.safety.views import traveller
from entente.training.views import learners

urlpatterns = [
    # Mail addresses and sign-ons are kept by the office: allauth's own pages for them lead home.
    path("account/email/", RedirectView.as_view(url="/")),
    path("account/confirm-email/", RedirectView.as_view(url="/")),
    path("account/3rdparty/", RedirectView.as_view(url="/")),
    path("account/", include("allauth.urls")),
    path("agreements/", include("entente.partnerships.urls")),
    path(".well-known/did.json", public.did_document, name="did_document"),
    path("verify/", verify.verify, name="verify"),
    path("c/<str:number>", verify.verified, name="verified"),
    path("mine/<str:word>/", holders.held, name="held"),
    path("mine/<str:word>/<str:ending>", holders.fetched, name="fetched"),
    path("learn/<str:code>/evaluate/", learners.EvaluatePage.as_view(), name="evaluate"),
    path("learn/<str:code>/enrol/", learners.EnrolOpenlyPage.as_view(), name="enrol_openly"),
    path("learn/<str:code>/here/", learners.AttendPage.as_view(), name="attend"),
    path("learn/<str:code>/complain/", learners.ComplainPage.as_view(), name="complain"),
    path("register/<str:code>/", events.RegisterOpenlyPage.as_view(), name="register_openly"),
    path("registered/<str:code>/", events.RegisteredPage.as_view(), name="registered"),
    path("nominate/<str:code>/", partner.NominatePage.as_view(), name="nominate"),
    path(
        "nominate/<str:code>/<int:pk>/withdraw/",
        partner.WithdrawPage.as_view(),
        name="withdraw_nomination",
    ),
    path(
        "nominate/<str:code>/<int:pk>/answer/",
        partner.AnswerPage.as_view(),
        name="answer_nomination",
    ),
    path("notice/<str:code>/", notices.public_notice, name="public_notice"),
    path("safe/<str:code>/", traveller.AnswerPage.as_view(), name="answer_safety"),
    path("apply/", include("entente.portal.urls")),
    path("nominations/", include("entente.nominations.urls")),
    path("certificates/", include("entente.certificates.urls")),
    path("collecting/", include("entente.collecting.urls")),
    path("consortia/", include("entente.consortia.urls")),
    path("experts/", include("entente.experts.urls")),
    path("events/", include("entente.events.urls")),
    path("figures/", include("entente.figures.urls")),
    path("files/", include("entente.kit.files.urls")),
    path("letters/", include("entente.papers.urls")),
    path("arrivals/", include("entente.arrivals.urls")),
    path("funding/", include("entente.funding.urls")),
    path("mobility/", include("entente.mobility.urls")),
    path("people/", include("entente.people.urls")),
    path("research/", include("entente.research.urls")),
    path("reviews/", include("entente.reviewing.urls")),
    path("returns/", include("entente.returns.urls")),
    path("safety/", include("entente.safety.urls")),
    path("imports/", include("entente.intake.urls")),
    path("sites/", include("entente.website.urls")),
    path("training/", include("entente.training.urls")),
    path("visits/", include("entente.visits.urls")),
    path("office/", include("entente.office.urls")),
    path("", include("entente.organisations.urls")),
    path("", include("entente.approvals.urls")),
    path("", include("entente.kit.urls")),
    path("", include("entente.desk.urls")),
]
