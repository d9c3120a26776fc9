"""Addresses of the office: units, users, roles, one's own settings, the trail."""

from django.urls import path

from entente.office.views import own, roles, trail, units, users

app_name = "office"
urlpatterns = [
    path("units/", units.UnitTreePage.as_view(), name="units"),
    path("units/new/", units.AddUnitPage.as_view(), name="unit_add"),
    path("units/<int:pk>/", units.UnitPage.as_view(), name="unit"),
    path("units/<int:pk>/change/", units.ChangeUnitPage.as_view(), name="unit_change"),
    path("units/<int:pk>/close/", units.CloseUnitPage.as_view(), name="unit_close"),
    path("units/<int:pk>/reopen/", units.ReopenUnitPage.as_view(), name="unit_reopen"),
    path("users/", users.UserListPage.as_view(), name="users"),
    path("users/new/", users.AddUserPage.as_view(), name="user_add"),
    path("users/<int:pk>/", users.UserPage.as_view(), name="user"),
    path("users/<int:pk>/change/", users.ChangeUserPage.as_view(), name="user_change"),
    path("users/<int:pk>/close/", users.CloseUserPage.as_view(), name="user_close"),
    path("users/<int:pk>/reopen/", users.ReopenUserPage.as_view(), name="user_reopen"),
    path("users/<int:pk>/letter/", users.PasswordLetterPage.as_view(), name="user_letter"),
    path("roles/", roles.RolesPage.as_view(), name="roles"),
    path("roles/grant/", roles.GrantRolePage.as_view(), name="grant"),
    path("roles/<int:pk>/withdraw/", roles.WithdrawRolePage.as_view(), name="withdraw"),
    path("me/", own.ProfilePage.as_view(), name="profile"),
    path("me/roles/<int:pk>/lend/", own.DelegatePage.as_view(), name="delegate"),
    path("me/roles/<int:pk>/take-back/", own.take_back, name="take_back"),
    path("theme/", own.switch_theme, name="theme"),
    path("trail/", trail.TrailPage.as_view(), name="trail"),
]
