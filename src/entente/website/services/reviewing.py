"""A page's way to the public: submitted, checked by somebody else, published or sent back."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from entente.kit import notices
from entente.kit.errors import DomainError
from entente.office.models import RoleGrant, User
from entente.office.models.rules import ancestors
from entente.office.roles import Role
from entente.website.enums import CHECK, PUBLISH, REVIEW_FLOW, ReviewState
from entente.website.models import PageReview, PublicPage, PublicSite
from entente.website.models.pages import CODES
from entente.website.models.reviews import authors
from entente.website.services.publishing import publish_pair
from entente.website.services.sites import hold, review_of, tell


def submit_page(page: PublicPage, *, by: User) -> PageReview:
    """Hand a draft in: those who check for this site are told."""
    with transaction.atomic():
        site = hold(page)
        review = tell(
            page,
            "page.submitted",
            by=by,
            step="submit",
            submitted_by=by,
            checked_by=None,
            reason="",
        )
        _notify(_holders(CHECK, site, but=by), review)
    return review


def check_page(page: PublicPage, *, by: User) -> PageReview:
    """Confirm that both languages were read; whoever wrote the page is refused."""
    with transaction.atomic():
        site = hold(page)
        REVIEW_FLOW.move(review_of(page, site).state, "check")
        _refuse_authors(page, review_of(page, site), by)
        review = tell(page, "page.checked", by=by, step="check", checked_by=by)
        _notify(_holders(PUBLISH, site, but=by), review)
    return review


def send_page_back(page: PublicPage, *, by: User, reason: str) -> PageReview:
    """Give a page back to its writer with what is to be mended."""
    with transaction.atomic():
        hold(page)
        review = tell(page, "page.sent_back", by=by, note=reason, step="send_back", reason=reason)
        _notify([review.submitted_by] if review.submitted_by else [], review)
    return review


def publish_reviewed(
    page: PublicPage, *, by: User, on: datetime.date, figures: bool = False, reason: str = ""
) -> list[PublicPage]:
    """Publish what was checked, as `publish_pair` does; its writer does not publish it.

    A page that is public as it stands goes out anew, to release its changed figures.
    """
    with transaction.atomic():
        review = review_of(page, hold(page))
        REVIEW_FLOW.move(review.state, "publish")
        if review.state == ReviewState.CHECKED:
            _refuse_authors(page, review, by)
        made = publish_pair(page, by=by, on=on, figures=figures, reason=reason)
        review.refresh_from_db()
        if review.submitted_by and review.submitted_by != by:
            _notify([review.submitted_by], review)
    return made


def _refuse_authors(page: PublicPage, review: PageReview, by: User) -> None:
    if by.pk in {review.submitted_by_id, *authors(page)}:
        raise DomainError(
            _("You have written on this page yourself. Somebody else checks and publishes it."),
            code="own_text",
        )


def _holders(permission: str, site: PublicSite, *, but: User) -> Iterable[User]:
    """Give those who hold a permission for a site by a role granted for its unit or above."""
    codes = [role.code for role in Role.registered.values() if permission in role.permissions]
    grants = RoleGrant.objects.holding(timezone.localdate()).filter(
        Q(unit__isnull=True) | Q(unit__in=ancestors(site.unit)), role__in=codes
    )
    rows = User.objects.people().filter(pk__in=grants.values("user"), is_active=True)
    return rows.exclude(pk=but.pk).order_by("pk")


def _notify(users: Iterable[User], review: PageReview) -> None:
    said = {}
    for language, code in CODES.items():
        with translation.override(code):
            said[language] = _("%(page)s: %(state)s") % {
                "page": review.title,
                "state": review.get_state_display(),
            }
    key = f"page:{review.pk}:{review.version}"
    notices.tell(users, key=key, url=review.get_absolute_url(), **said)
