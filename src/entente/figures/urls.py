"""Addresses of measures, tallies and figures."""

from django.urls import path

from entente.figures.views import figures, measures, reports, tallies, texts

app_name = "figures"
urlpatterns = [
    path("", figures.FigureListPage.as_view(), name="figures"),
    path("new/", figures.MakeFigurePage.as_view(), name="make"),
    path("<int:pk>/", figures.FigurePage.as_view(), name="figure"),
    path("<int:pk>/change/", figures.ChangeFigurePage.as_view(), name="change"),
    path("<int:pk>/release/", figures.ReleasePage.as_view(), name="release"),
    path("tallies/", tallies.TallyListPage.as_view(), name="tallies"),
    path("tallies/new/", tallies.EnterTallyPage.as_view(), name="enter_tally"),
    path("tallies/<int:pk>/", tallies.TallyPage.as_view(), name="tally"),
    path("tallies/<int:pk>/change/", tallies.ChangeTallyPage.as_view(), name="change_tally"),
    path("tallies/<int:pk>/remove/", tallies.RemoveTallyPage.as_view(), name="remove_tally"),
    path("reports/", reports.ReportListPage.as_view(), name="reports"),
    path("reports/new/", reports.MakeReportPage.as_view(), name="make_report"),
    path("reports/<int:pk>/", reports.ReportPage.as_view(), name="report"),
    path("reports/<int:pk>/change/", reports.ChangeReportPage.as_view(), name="change_report"),
    path("reports/<int:pk>/release/", reports.ReleaseReportPage.as_view(), name="release_report"),
    path("reports/<int:pk>/pdf/", reports.ReportPdf.as_view(), name="report_pdf"),
    path("reports/<int:pk>/xlsx/", reports.ReportXlsx.as_view(), name="report_xlsx"),
    path("texts/", texts.TextListPage.as_view(), name="texts"),
    path("texts/new/", texts.KeepTextPage.as_view(), name="keep_text"),
    path("texts/<int:pk>/", texts.TextPage.as_view(), name="text"),
    path("texts/<int:pk>/change/", texts.ChangeTextPage.as_view(), name="change_text"),
    path("texts/<int:pk>/remove/", texts.RemoveTextPage.as_view(), name="remove_text"),
    path("texts/<int:pk>/tie/", texts.TieAllPage.as_view(), name="tie_text"),
    path("claims/", texts.ClaimListPage.as_view(), name="claims"),
    path("claims/<int:pk>/tie/", texts.TiePage.as_view(), name="tie"),
    path("claims/<int:pk>/untie/", texts.UntiePage.as_view(), name="untie"),
    path("claims/<int:pk>/aside/", texts.SetAsidePage.as_view(), name="set_aside"),
    path("claims/<int:pk>/back/", texts.TakeBackPage.as_view(), name="take_back"),
    path("measures/", measures.MeasuresPage.as_view(), name="measures"),
    path("measures/<slug:name>/", measures.ExplorePage.as_view(), name="measure"),
]
