"""Words of the public pages: who may do what, and the way of a page to the public."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entente.kit.flow import Flow, Step

VIEW = "website.view_publicsite"
EDIT = "website.change_publicsite"
CHECK = "website.check_page"
PUBLISH = "website.publish_page"
VIEW_PICTURE = "website.view_picture"
CHANGE_PICTURE = "website.change_picture"


class ReviewState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("page", "Draft")
    SUBMITTED = "submitted", _("Waits for its check")
    CHECKED = "checked", _("Checked, to be published")
    RETURNED = "returned", _("Sent back")
    PUBLISHED = "published", pgettext_lazy("page", "Published")


S = ReviewState

REVIEW_FLOW = Flow(
    {
        "submit": Step(
            frozenset({S.DRAFT, S.RETURNED}),
            S.SUBMITTED,
            EDIT,
            _("Submit for its check"),
            _("somebody else reads both languages"),
        ),
        "check": Step(
            frozenset({S.SUBMITTED}),
            S.CHECKED,
            CHECK,
            _("Confirm the check"),
            _("whoever wrote it does not check it"),
        ),
        # A published page is published anew to release figures that have changed.
        "publish": Step(
            frozenset({S.CHECKED, S.PUBLISHED}),
            S.PUBLISHED,
            PUBLISH,
            pgettext_lazy("page", "Publish"),
            _("both languages go out together"),
        ),
        "send_back": Step(
            frozenset({S.SUBMITTED, S.CHECKED}),
            S.RETURNED,
            CHECK,
            _("Send back"),
            _("with the reason"),
            danger=True,
            order=30,
        ),
        "write": Step(
            frozenset({S.DRAFT, S.SUBMITTED, S.CHECKED, S.PUBLISHED}),
            S.DRAFT,
            EDIT,
            pgettext_lazy("page", "Edit"),
            by_itself=True,
        ),
        "withdraw": Step(frozenset(S), S.DRAFT, PUBLISH, _("Take off the site"), by_itself=True),
    },
    {S.SUBMITTED: "wait", S.CHECKED: "wait", S.RETURNED: "stop", S.PUBLISHED: "ok"},
)
