"""Decisions about the pictures of a site: kept, described, taken off."""

from __future__ import annotations

from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from entente.kit.audit import changing, creating, removing
from entente.kit.errors import DomainError
from entente.kit.files.kinds import JPEG, WEBP, FileKind
from entente.kit.files.services import keep_file
from entente.kit.models import StoredFile
from entente.office.models import User
from entente.website import pictures
from entente.website.models import Picture, PictureUse, PublicPage, PublicSite
from entente.website.models.reading import pages_with


def add_picture(*, by: User, site: PublicSite, upload: Any, **values: Any) -> Picture:
    """Keep a picture in the sizes that pages use; the file that came is not kept itself."""
    try:
        sizes = pictures.prepared(upload.read())
    except DomainError as refusal:
        raise DomainError({"upload": refusal}) from refusal
    with transaction.atomic():
        picture = Picture(
            site=site,
            unit=site.unit,
            width=sizes.width,
            height=sizes.height,
            large=_kept(sizes.large, WEBP, by),
            small=_kept(sizes.small, WEBP, by),
            social=_kept(sizes.social, JPEG, by),
            **values,
        )
        return creating(picture, by=by, verb="picture.added")


def _kept(content: bytes, kind: FileKind, by: User) -> StoredFile:
    return keep_file(ContentFile(content, f"picture.{kind.extensions[0]}"), by, allowed=(kind,))


def describe_picture(picture: Picture, *, by: User, seen: int | None = None, **values: Any) -> None:
    """Change what is said of a picture; the pages that show it say so at once."""
    with changing(picture, by=by, verb="picture.described", seen=seen):
        for name, value in values.items():
            setattr(picture, name, value)


def remove_picture(picture: Picture, *, by: User) -> None:
    """Take a picture off; one that a page shows, or a draft, is refused."""
    if shown := pages_with(picture):
        message = _("“%(page)s” shows this picture. Take it out of that page first.")
        raise DomainError(message % {"page": shown[0].title}, code="in_use")
    removing(picture, by=by, verb="picture.removed")


def note_pictures(page: PublicPage) -> None:
    """Note which pictures the halves of a page show, as drafts or for the public."""
    for half in page.get_translations(inclusive=True).specific():
        shown = half.get_latest_revision_as_object().pictures()
        if half.live:
            shown = [*half.pictures(), *shown]
        half.uses.exclude(picture__in=shown).delete()
        uses = [PictureUse(page_id=half.pk, picture=picture) for picture in dict.fromkeys(shown)]
        PictureUse.objects.bulk_create(uses, ignore_conflicts=True)
