"""Addresses of letters and their templates."""

from django.urls import path

from entente.papers.views import letters, templates

app_name = "papers"
urlpatterns = [
    path("", letters.LetterListPage.as_view(), name="letters"),
    path("begin/", letters.BeginPage.as_view(), name="begin"),
    path("write/", letters.WritePage.as_view(), name="write"),
    path("<int:pk>/", letters.LetterPage.as_view(), name="letter"),
    path("<int:pk>/change/", letters.ChangeLetterPage.as_view(), name="change"),
    path("<int:pk>/file/", letters.LetterFile.as_view(), name="file"),
    path("<int:pk>/pdf/", letters.LetterPdf.as_view(), name="pdf"),
    path("<int:pk>/issue/", letters.IssuePage.as_view(), name="issue"),
    path("<int:pk>/scan/", letters.ScanPage.as_view(), name="scan"),
    path("<int:pk>/send/", letters.SendPage.as_view(), name="send"),
    path("<int:pk>/withdraw/", letters.WithdrawPage.as_view(), name="withdraw"),
    path("templates/", templates.TemplateListPage.as_view(), name="templates"),
    path("templates/new/", templates.NewTemplatePage.as_view(), name="new_template"),
    path("templates/start/", templates.StartPage.as_view(), name="start"),
    path("templates/<int:pk>/", templates.TemplatePage.as_view(), name="template"),
    path(
        "templates/<int:pk>/change/",
        templates.ChangeTemplatePage.as_view(),
        name="change_template",
    ),
    path("templates/<int:pk>/upload/", templates.UploadVersionPage.as_view(), name="upload"),
    path("templates/<int:pk>/retire/", templates.RetirePage.as_view(), name="retire"),
    path("templates/<int:pk>/reopen/", templates.ReopenPage.as_view(), name="reopen"),
    path("versions/<int:pk>/", templates.VersionFile.as_view(), name="version_file"),
    path("versions/<int:pk>/check/", templates.CheckPage.as_view(), name="check"),
    path("versions/<int:pk>/set-aside/", templates.SetAsidePage.as_view(), name="set_aside"),
]
