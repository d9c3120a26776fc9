"""Addresses of the office: units, users, roles, rules, deadlines, one's own settings, the trail."""

from django.urls import path

from entente.office.views import deadlines, feeds, hooks, own, roles, rules, trail, units, users

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
    path("rules/", rules.RulesPage.as_view(), name="rules"),
    path("rules/<str:name>/", rules.RulePage.as_view(), name="rule"),
    path("rules/<str:name>/set/", rules.SetRulePage.as_view(), name="rule_set"),
    path("values/<int:pk>/change/", rules.ChangeRulePage.as_view(), name="rule_change"),
    path("values/<int:pk>/end/", rules.CloseRulePage.as_view(), name="rule_close"),
    path("deadlines/", deadlines.DeadlineListPage.as_view(), name="deadlines"),
    path("deadlines/<int:pk>/", deadlines.DeadlinePage.as_view(), name="deadline"),
    path("deadlines/<int:pk>/done/", deadlines.DonePage.as_view(), name="deadline_done"),
    path("deadlines/<int:pk>/drop/", deadlines.DropPage.as_view(), name="deadline_drop"),
    path(
        "deadlines/<int:pk>/hand-over/",
        deadlines.HandOverPage.as_view(),
        name="deadline_hand_over",
    ),
    path("webhooks/", hooks.WebhooksPage.as_view(), name="webhooks"),
    path("webhooks/new/", hooks.AddWebhookPage.as_view(), name="webhook_add"),
    path("webhooks/<int:pk>/change/", hooks.ChangeWebhookPage.as_view(), name="webhook_change"),
    path("webhooks/<int:pk>/remove/", hooks.RemoveWebhookPage.as_view(), name="webhook_remove"),
    path("webhooks/<int:pk>/try/", hooks.TryWebhookPage.as_view(), name="webhook_try"),
    path("me/calendar/renew/", own.renew_calendar, name="calendar_renew"),
    path("me/calendar/end/", own.end_calendar, name="calendar_end"),
    path("calendar/<str:word>.ics", feeds.feed, name="calendar_feed"),
    path("trail/", trail.TrailPage.as_view(), name="trail"),
]
