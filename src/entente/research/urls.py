"""Addresses of the pages about joint research."""

from django.urls import path

from entente.research.views import achievements, bibliographies, centres, projects, publications

app_name = "research"
urlpatterns = [
    path("centres/", centres.CentreListPage.as_view(), name="centres"),
    path("centres/add/", centres.PlanCentrePage.as_view(), name="plan_centre"),
    path("centres/<int:pk>/", centres.CentrePage.as_view(), name="centre"),
    path("centres/<int:pk>/change/", centres.ChangeCentrePage.as_view(), name="change_centre"),
    path("centres/<int:pk>/found/", centres.FoundPage.as_view(), name="found"),
    path("centres/<int:pk>/close/", centres.ClosePage.as_view(), name="close"),
    path("centres/<int:pk>/drop/", centres.DropPage.as_view(), name="drop"),
    path("centres/<int:pk>/partners/add/", centres.AddPartnerPage.as_view(), name="add_partner"),
    path("centres/<int:pk>/directors/add/", centres.AddDirectorPage.as_view(), name="add_director"),
    path(
        "centres/<int:pk>/evaluations/add/",
        centres.AddEvaluationPage.as_view(),
        name="add_evaluation",
    ),
    path("projects/", projects.ProjectListPage.as_view(), name="projects"),
    path("projects/add/", projects.EnterProjectPage.as_view(), name="enter_project"),
    path("projects/<int:pk>/", projects.ProjectPage.as_view(), name="project"),
    path("projects/<int:pk>/change/", projects.ChangeProjectPage.as_view(), name="change_project"),
    path("projects/<int:pk>/approve/", projects.ApprovePage.as_view(), name="approve"),
    path("projects/<int:pk>/finish/", projects.FinishPage.as_view(), name="finish"),
    path("projects/<int:pk>/refuse/", projects.RefusePage.as_view(), name="refuse"),
    path(
        "projects/<int:pk>/partners/add/",
        projects.AddPartnerPage.as_view(),
        name="add_project_partner",
    ),
    path(
        "projects/partners/<int:pk>/",
        projects.ChangePartnerPage.as_view(),
        name="change_project_partner",
    ),
    path(
        "projects/partners/<int:pk>/remove/",
        projects.RemovePartnerPage.as_view(),
        name="remove_project_partner",
    ),
    path("achievements/", achievements.AchievementListPage.as_view(), name="achievements"),
    path(
        "achievements/add/", achievements.EnterAchievementPage.as_view(), name="enter_achievement"
    ),
    path("achievements/<int:pk>/", achievements.AchievementPage.as_view(), name="achievement"),
    path(
        "achievements/<int:pk>/change/",
        achievements.ChangeAchievementPage.as_view(),
        name="change_achievement",
    ),
    path(
        "achievements/<int:pk>/remove/",
        achievements.RemoveAchievementPage.as_view(),
        name="remove_achievement",
    ),
    path(
        "achievements/<int:pk>/partners/add/",
        achievements.AddPartnerPage.as_view(),
        name="add_achievement_partner",
    ),
    path(
        "achievements/partners/<int:pk>/remove/",
        achievements.RemovePartnerPage.as_view(),
        name="remove_achievement_partner",
    ),
    path("publications/", publications.PublicationListPage.as_view(), name="publications"),
    path(
        "publications/add/",
        publications.EnterPublicationPage.as_view(),
        name="enter_publication",
    ),
    path(
        "publications/import/",
        bibliographies.ImportPage.as_view(),
        name="import_publications",
    ),
    path("publications/<int:pk>/", publications.PublicationPage.as_view(), name="publication"),
    path(
        "publications/<int:pk>/change/",
        publications.ChangePublicationPage.as_view(),
        name="change_publication",
    ),
    path(
        "publications/<int:pk>/remove/",
        publications.RemovePublicationPage.as_view(),
        name="remove_publication",
    ),
    path(
        "publications/<int:pk>/partners/add/",
        publications.AddPartnerPage.as_view(),
        name="add_publication_partner",
    ),
    path(
        "publications/partners/<int:pk>/remove/",
        publications.RemovePartnerPage.as_view(),
        name="remove_publication_partner",
    ),
    path(
        "publications/affiliations/<int:pk>/",
        publications.SettlePage.as_view(),
        name="settle_affiliation",
    ),
    path("partners/<int:pk>/", centres.ChangePartnerPage.as_view(), name="change_partner"),
    path("partners/<int:pk>/remove/", centres.RemovePartnerPage.as_view(), name="remove_partner"),
    path("directors/<int:pk>/", centres.ChangeDirectorPage.as_view(), name="change_director"),
    path(
        "directors/<int:pk>/remove/", centres.RemoveDirectorPage.as_view(), name="remove_director"
    ),
    path("evaluations/<int:pk>/", centres.ChangeEvaluationPage.as_view(), name="change_evaluation"),
    path(
        "evaluations/<int:pk>/remove/",
        centres.RemoveEvaluationPage.as_view(),
        name="remove_evaluation",
    ),
]
