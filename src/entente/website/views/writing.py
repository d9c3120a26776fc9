"""The desk's pages where a site's pages are made, written, moved and put in order."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from entente.figures.models import Figure
from entente.kit.pages import ActionPage
from entente.office.models import User
from entente.website import services
from entente.website.enums import EDIT
from entente.website.forms import FORMS, KINDS, BeginForm, MoveForm, WriteForm
from entente.website.models import Picture, PublicPage, PublicSite
from entente.website.models.reading import tree_of
from entente.website.models.screening import drafts
from entente.website.views.desk import OfPage, StepOnPage

STARTS_TODAY = ("on", "starts_on")


class BeginPage(ActionPage):
    """Say what kind of page is to be made, and below which."""

    model = PublicSite
    permission_required = EDIT
    title = _("New page")
    submit_label = _("Write it")
    form_class = BeginForm

    def form(self, data: Any = None, files: Any = None) -> BeginForm:
        """Offer the pages of the site."""
        pages = [line["page"] for line in tree_of(self.object)]
        initial = {"parent": self.request.GET.get("below", ""), "kind": "article"}
        return BeginForm(data, files, initial=initial, officer=self.officer, pages=pages)

    def perform(self, values: Mapping[str, Any]) -> str:
        """Go on to the form of that kind."""
        return reverse("website:make", args=[self.object.pk, values["kind"], values["parent"]])

    def act(self, values: Mapping[str, Any]) -> None:
        """Change nothing yet."""


class WritePage(StepOnPage):
    """Write a page in both languages; a draft is kept, nothing becomes public."""

    permission_required = EDIT
    title = _("Edit")
    template_name = "website/desk/write.html"
    submit_label = _("Save the draft")
    explanation = _("What you save is a draft. The public sees it when it is published.")
    done = _("The draft is saved.")

    def form(self, data: Any = None, files: Any = None) -> WriteForm:
        """Begin with the newest drafts."""
        halves = drafts(self.page)
        self.figures = _figures(self.object)
        self.figures |= {it.pk: it for half in halves for it in half.figures()}
        form_class = FORMS.get(type(self.page), WriteForm)
        return form_class(
            data,
            files,
            initial={"seen": services.versions(self.page), **form_class.initial_of(halves)},
            officer=self.officer,
            site=self.object,
            figures=self.figures,
            pictures=_pictures(self.object),
        )

    def context(self, form: Any) -> dict[str, Any]:
        """Add the figures that can be placed."""
        return super().context(form) | _to_place(form)

    def act(self, values: Mapping[str, Any]) -> None:
        """Keep the drafts of the languages that have a title."""
        halves = FORMS.get(type(self.page), WriteForm).halves_of(values)
        by = cast("User", self.officer)
        services.write_drafts(self.page, by=by, seen=values["seen"], halves=halves)


class MakePage(StepOnPage):
    """Write a new page of a kind below another, as drafts."""

    permission_required = EDIT
    template_name = "website/desk/write.html"
    submit_label = _("Save the draft")
    explanation = _("What you save is a draft. The public sees it when it is published.")
    done = _("The draft is saved.")

    def prepare(self) -> None:
        """Find the site, the page above, and the kind."""
        super().prepare()
        if self.kwargs["kind"] not in KINDS:
            raise Http404
        self.kind = KINDS[self.kwargs["kind"]]
        self.form_of_kind = FORMS.get(self.kind, WriteForm)

    def form(self, data: Any = None, files: Any = None) -> WriteForm:
        """Begin with an empty page of today."""
        self.figures = _figures(self.object)
        return self.form_of_kind(
            data,
            files,
            initial=dict.fromkeys(STARTS_TODAY, timezone.localdate()),
            officer=self.officer,
            site=self.object,
            figures=self.figures,
            pictures=_pictures(self.object),
            is_new=True,
        )

    def context(self, form: Any) -> dict[str, Any]:
        """Say what is made."""
        title = capfirst(self.kind._meta.verbose_name)
        return super().context(form) | {"title": title} | _to_place(form)

    def perform(self, values: Mapping[str, Any]) -> str:
        """Make the page and show its review."""
        halves = self.form_of_kind.halves_of(values)
        by = cast("User", self.officer)
        made = services.write_pair(self.page, self.kind, values["slug"], by=by, **halves)
        return reverse("website:review", args=[self.object.pk, made[0].pk])

    def act(self, values: Mapping[str, Any]) -> None:
        """Everything is done in `perform`, which knows the new page."""


class MovePage(StepOnPage):
    """Put a page below another."""

    permission_required = EDIT
    title = _("Move")
    explanation = _(
        "The page goes below another with all that stands below it. Its address changes at once,"
        " for the public too; whoever comes to the old one is led on."
    )
    done = _("The page is moved.")

    def form(self, data: Any = None, files: Any = None) -> MoveForm:
        """Offer the pages that do not stand below it."""
        lines = tree_of(self.object)
        pages = [it["page"] for it in lines if not _below(it, self.page)]
        above = self.page.get_parent().translation_key
        held = next((it["page"].pk for it in lines if it["page"].translation_key == above), None)
        return MoveForm(data, files, initial={"parent": held}, officer=self.officer, pages=pages)

    def act(self, values: Mapping[str, Any]) -> None:
        """Move it."""
        under = get_object_or_404(PublicPage, pk=values["parent"])
        services.move_pair(self.page, under=under, by=cast("User", self.officer))


class OrderPage(OfPage):
    """Exchange a page with its neighbour, from the list of pages."""

    permission_required = EDIT

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show nothing: the way stands in the list."""
        raise Http404

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do it and go back to the list."""
        site, page = self.find()
        up = request.POST.get("way") == "up"
        services.order_pair(page, up=up, by=cast("User", self.officer))
        return HttpResponseRedirect(f"{site.get_absolute_url()}#pages")


def _figures(site: PublicSite) -> dict[int, Figure]:
    return {it.pk: it for it in Figure.objects.filter(site.units())}


def _pictures(site: PublicSite) -> dict[int, Picture]:
    return {it.pk: it for it in site.pictures.order_by("-pk")}


def _to_place(form: WriteForm) -> dict[str, Any]:
    """Give what can be placed in a text."""
    return {"figures": list(form.figures.values()), "pictures": list(form.pictures.values())}


def _below(line: Mapping[str, Any], page: PublicPage) -> bool:
    """Say whether a line of the tree is the page itself or stands below it, in any language."""
    halves = [half for half in (line["zh"], line["en"]) if half]
    paths = [it.path for it in page.get_translations(inclusive=True)]
    return any(half.path.startswith(path) for half in halves for path in paths)
