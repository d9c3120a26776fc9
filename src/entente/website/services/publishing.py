"""Decisions about what the public sees: pages published and withdrawn, both languages together."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from entente.figures.models import Figure
from entente.figures.services import release_figure
from entente.kit.errors import DomainError
from entente.office.models import User
from entente.website.enums import ReviewState
from entente.website.models import PublicPage
from entente.website.services.pictures import note_pictures
from entente.website.services.sites import hold, tell


def publish_pair(
    page: PublicPage, *, by: User, on: datetime.date, figures: bool = False, reason: str = ""
) -> list[PublicPage]:
    """Publish a page in all its languages together; with `figures` what changed is released too.

    People publish through `publish_reviewed`; this is for what was public before it came here. A
    page whose figure was never released is refused: its text would have a hole.
    """
    with transaction.atomic():
        hold(page)
        halves = [half.specific for half in page.get_translations(inclusive=True)]
        # The first page may come last.
        if not all(half.depth <= 3 or half.get_parent().live for half in halves):
            raise DomainError(_("The page above is not public yet. Publish that first."))
        latest = [half.get_latest_revision_as_object() for half in halves]
        shown = dict.fromkeys(figure for half in latest for figure in half.figures())
        if figures:
            _release(shown, on=on, by=by)
        missing = [figure for figure in shown if not figure.releases.exists()]
        if missing:
            raise DomainError(
                _("The figure “%(figure)s” has not been released yet; a page shows releases only.")
                % {"figure": missing[0]},
                code="unreleased",
            )
        for half in latest:
            revision = half.latest_revision or half.save_revision(user=by)
            # Who may publish was asked by the caller, of our roles; Wagtail knows groups only.
            revision.publish(log_action=False)
        note_pictures(page)
        tell(page, "page.published", by=by, note=reason, state=ReviewState.PUBLISHED, reason="")
        return [half.specific_class.objects.get(pk=half.pk) for half in halves]


def _release(shown: dict[Figure, None], *, on: datetime.date, by: User) -> None:
    for figure in Figure.objects.with_release().filter(pk__in=[it.pk for it in shown]):
        if figure.differs or figure.released is None or figure.is_old(on):
            release_figure(figure, on=on, by=by)


def withdraw_pair(page: PublicPage, *, by: User, reason: str) -> None:
    """Take a page off the site in all its languages; its text stays as a draft.

    Pages below it would stand without a way to them: they are taken off before.
    """
    with transaction.atomic():
        hold(page)
        halves = list(page.get_translations(inclusive=True))
        if any(half.get_descendants().live().exists() for half in halves):
            raise DomainError(_("Pages below it are public. Take those off the site first."))
        for half in halves:
            half.specific.unpublish(log_action=False)
        note_pictures(page)
        tell(page, "page.withdrawn", by=by, note=reason, step="withdraw")
