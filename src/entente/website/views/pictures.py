"""The desk's pages about pictures of public sites."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from entente.kit.pages import (
    ActionPage,
    ChangePage,
    ListPage,
    RecordPage,
    RemovePage,
    StaffPage,
)
from entente.office.acting import signed_in
from entente.website import services
from entente.website.enums import CHANGE_PICTURE, EDIT, VIEW_PICTURE
from entente.website.forms import DescribePictureForm, PictureForm
from entente.website.models import Picture, PublicSite
from entente.website.models.pictures import LARGE_NAME, SMALL_NAME
from entente.website.models.reading import pages_with
from entente.website.tables import PictureColumns, PictureFilter

SIZES = {SMALL_NAME: "small", LARGE_NAME: "large"}


class PictureListPage(ListPage):
    """The pictures of all sites in one's scope."""

    model = Picture
    title = _("Pictures")
    columns = PictureColumns
    filterset_class = PictureFilter
    permission_required = VIEW_PICTURE
    default_sort = "-pk"
    empty_text = _("No picture yet: add one on the page of a site")


class PicturePage(RecordPage):
    """A picture: what is said of it, and which pages show it."""

    model = Picture
    permission_required = VIEW_PICTURE
    template_name = "website/desk/picture.html"

    def context(self) -> dict[str, Any]:
        """Add the pages."""
        return super().context() | {
            "pages": pages_with(self.object),
            "may_change": self.officer.may(CHANGE_PICTURE, self.object),
        }


class AddPicturePage(ActionPage):
    """Add a picture to a site."""

    model = PublicSite
    permission_required = EDIT
    title = _("Add a picture")
    form_class = PictureForm
    explanation = _("Pages can show it then; the public sees it when such a page is published.")
    done = _("The picture is kept.")

    def perform(self, values: Mapping[str, Any]) -> str:
        """Keep it and show it."""
        picture = services.add_picture(by=signed_in(self), site=self.object, **values)
        return picture.get_absolute_url()

    def act(self, values: Mapping[str, Any]) -> None:
        """Everything is done in `perform`, which knows the new picture."""


class DescribePicturePage(ChangePage):
    """Change what is said of a picture."""

    model = Picture
    permission_required = CHANGE_PICTURE
    title = _("Edit the picture")
    form_class = DescribePictureForm

    def save(self, values: Mapping[str, Any], seen: int | None) -> None:
        """Change it."""
        services.describe_picture(self.object, by=signed_in(self), seen=seen, **values)


class RemovePicturePage(RemovePage):
    """Take a picture off."""

    model = Picture
    permission_required = CHANGE_PICTURE
    title = _("Remove the picture")

    def act(self, values: Mapping[str, Any]) -> None:
        """Take it off."""
        services.remove_picture(self.object, by=signed_in(self))

    def perform(self, values: Mapping[str, Any]) -> str:
        """Go back to the list."""
        self.act(values)
        return reverse("website:pictures")


class PictureFilePage(StaffPage):
    """The picture itself, for the desk."""

    model = Picture
    permission_required = VIEW_PICTURE

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Send it."""
        picture = get_object_or_404(self.get_queryset(), pk=kwargs["pk"])
        if kwargs["name"] not in SIZES:
            raise Http404
        stored = getattr(picture, SIZES[kwargs["name"]])
        with default_storage.open(stored.location) as held:
            answer = HttpResponse(held.read(), content_type="image/webp")
        answer["Cache-Control"] = "private, max-age=86400, immutable"
        return answer
