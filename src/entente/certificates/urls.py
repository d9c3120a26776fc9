"""Addresses of certificates."""

from django.urls import path

from entente.certificates.views import keeping, public, register

app_name = "certificates"
urlpatterns = [
    path("", register.RegisterPage.as_view(), name="certificates"),
    path("issue/", register.IssuePage.as_view(), name="issue"),
    path("issue/sheet/", register.IssueSheetPage.as_view(), name="issue_sheet"),
    path("<int:pk>/", register.CertificatePage.as_view(), name="certificate"),
    path("<int:pk>/reissue/", register.ReissuePage.as_view(), name="reissue"),
    path("<int:pk>/void/", register.VoidPage.as_view(), name="void"),
    path("<int:pk>/revoke/", register.RevokePage.as_view(), name="revoke"),
    path("<int:pk>/credential/", register.CredentialFile.as_view(), name="credential"),
    path("<int:pk>/token/", register.TokenFile.as_view(), name="token"),
    path("status/<int:number>/", public.status_list, name="status_list"),
    path("<int:pk>/pdf/", register.PdfFile.as_view(), name="pdf"),
    path("<int:pk>/send/", register.HandOutPage.as_view(), name="hand_out"),
    path("series/", keeping.SeriesListPage.as_view(), name="all_series"),
    path("series/open/", keeping.OpenSeriesPage.as_view(), name="open_series"),
    path("series/<int:pk>/", keeping.SeriesPage.as_view(), name="series"),
    path("series/<int:pk>/close/", keeping.CloseSeriesPage.as_view(), name="close_series"),
    path("series/<int:pk>/reopen/", keeping.ReopenSeriesPage.as_view(), name="reopen_series"),
    path("templates/", keeping.TemplateListPage.as_view(), name="templates"),
    path("templates/new/", keeping.NewTemplatePage.as_view(), name="new_template"),
    path("templates/<int:pk>/", keeping.TemplatePage.as_view(), name="template"),
    path("templates/<int:pk>/preview/", keeping.Preview.as_view(), name="preview"),
    path("templates/<int:pk>/picture/", keeping.Picture.as_view(), name="picture"),
    path("templates/<int:pk>/change/", keeping.ChangePage.as_view(), name="change_template"),
    path("templates/<int:pk>/retire/", keeping.RetirePage.as_view(), name="retire_template"),
    path("templates/<int:pk>/reopen/", keeping.ReopenPage.as_view(), name="reopen_template"),
]
