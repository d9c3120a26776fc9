"""A list: columns, filters, search, saved views, batch actions, downloads of what it shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django_htmx.http import push_url

from entente.kit import downloads, paging, views_saved, work
from entente.kit.filters import FilterSet
from entente.kit.models import Work
from entente.kit.pages.behind import ListBatch, ListExport
from entente.kit.pages.staff import StaffPage
from entente.kit.paging import Cursor, Sort
from entente.kit.tables import Columns

# Beyond these a worker does it while the person does something else.
AT_ONCE = 200
FILE_AT_ONCE = 5000
CONTROLS = ("after", "count", "download", "page")


@dataclass(frozen=True)
class View:
    """A view of a list that everybody has: a name and the filters it sets."""

    label: str | Promise
    filters: Mapping[str, str]

    @property
    def query(self) -> str:
        """The filters as they stand in an address."""
        return urlencode(self.filters)


@dataclass(frozen=True)
class BatchAction:
    """Something done to many rows at once, each through the service that does it to one.

    `run` receives a record, the values of the form and the person; a refusal (`ValidationError`)
    is reported for its row, the other rows go on.
    """

    name: str
    label: str | Promise
    permission: str
    run: Callable[[Any, Mapping[str, Any], Any], None]
    form_class: type[forms.Form] | None = None
    danger: bool = False


@dataclass(frozen=True)
class RowResult:
    """What became of one row of a batch."""

    record: Any
    refused: str = ""


class ListPage(StaffPage):
    """A list of records in a person's scope."""

    template_name: ClassVar[str] = "kit/list.html"
    title: ClassVar[str | Promise] = ""
    columns: ClassVar[type[Columns]]
    filterset_class: ClassVar[type[FilterSet]] = FilterSet
    actions: ClassVar[tuple[BatchAction, ...]] = ()
    views: ClassVar[tuple[View, ...]] = ()
    default_sort: ClassVar[str] = "pk"
    create_url: ClassVar[str] = ""
    create_label: ClassVar[str | Promise] = ""
    create_permission: ClassVar[str] = ""
    empty_text: ClassVar[str | Promise] = ""

    # --- What is asked ----------------------------------------------------------------------------

    def get_queryset(self) -> QuerySet[Any]:
        """Give the rows of the list, in scope, with what a line shows."""
        manager: Any = self.model._default_manager
        if getattr(self.model, "shared", False):
            shared: QuerySet[Any] = manager.visible_to(self.officer, self.permission_required)
            return shared.for_list()  # type: ignore[attr-defined, no-any-return]
        rows = manager.for_list()
        narrowed: QuerySet[Any] = paging.in_scope(
            rows, self.officer.scope(self.permission_required), rows.scope_unit, rows.scope_tree
        )
        return narrowed

    def sort(self) -> Sort:
        """Read the order from the address; only columns that name a sort field offer one."""
        offered = {column.sort for column in self.columns.declared if column.sort}
        asked = Sort.parse(self.request.GET.get("sort", ""))
        return asked if asked.field in offered else Sort.parse(self.default_sort)

    def filterset(self) -> FilterSet:
        """Bind the filters to the address."""
        return self.filterset_class(
            self.request.GET, queryset=self.get_queryset(), request=self.request
        )

    def query(self, **changes: str | None) -> str:
        """Give the address of this list with some of its words changed, from the first page on."""
        words = self.request.GET.copy()
        for name in CONTROLS:
            words.pop(name, None)
        for name, value in changes.items():
            if value is None:
                words.pop(name, None)
            else:
                words[name] = value
        for name in [name for name, value in words.items() if value == ""]:
            del words[name]
        return f"?{words.urlencode()}" if words else "?"

    # --- Answers ----------------------------------------------------------------------------------

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Show the page, or hand out what it shows as a file."""
        filterset = self.filterset()
        rows = filterset.qs
        if form := request.GET.get("download"):
            return self.download(rows, form)
        sort = self.sort()
        page = paging.turn(rows, sort, Cursor.decode(request.GET.get("after", "")))
        context = self.context(filterset, page, sort)
        context["count"] = self.count(rows, page, exact=request.GET.get("count") == "all")
        if not (getattr(request, "htmx", None) and request.htmx.target == "list"):  # type: ignore[attr-defined]
            return render(request, self.template_name, context)
        answer = render(request, "kit/list_part.html", context | {"part": True})
        return push_url(answer, f"{request.path}{self.query()}".removesuffix("?"))

    def count(self, rows: QuerySet[Any], page: paging.Page, *, exact: bool) -> dict[str, Any]:
        """Count what the list holds: exactly up to 1,000, above that on request."""
        if not page.previous and not page.next:
            return {"number": len(page.records), "capped": False}
        if exact:
            return {"number": rows.order_by().count(), "capped": False}
        number = paging.count(rows)
        return {"number": min(number, paging.CAP), "capped": number > paging.CAP}

    def context(self, filterset: FilterSet, page: paging.Page, sort: Sort) -> dict[str, Any]:
        """Give what the template draws."""
        words = self.query()
        return {
            "title": self.title or self.model._meta.verbose_name_plural,
            "heads": [self.head(column, sort) for column in self.columns.shown()],
            "rows": self.columns.rows(page.records),
            "page": page,
            "filterset": filterset,
            "chips": filterset.chips(self.query),
            "filtered": bool(filterset.chips(self.query)),
            "actions": [action for action in self.actions if self.officer.may(action.permission)],
            "views": self.all_views(words),
            "can_save_view": words != "?",
            "here": words,
            "list_page": self,
            "previous_url": self.query(after=page.previous) if page.previous else "",
            "next_url": self.query(after=page.next) if page.next else "",
            "count_url": self.query(count="all"),
            "xlsx_url": self.query(download="xlsx"),
            "csv_url": self.query(download="csv"),
            "create_url": self.create_url if self.may_create() else "",
            "empty_text": self.empty_text,
        }

    def may_create(self) -> bool:
        """Say whether this person may add a record."""
        return bool(self.create_url) and self.officer.may(self.create_permission)

    def head(self, column: Any, sort: Sort) -> dict[str, Any]:
        """Give a heading, with its way to sort."""
        if not column.sort:
            return {"column": column}
        active = sort.field == column.sort
        turned = str(Sort(column.sort, not sort.descending if active else False))
        aria = ("descending" if sort.descending else "ascending") if active else ""
        return {"column": column, "url": self.query(sort=turned), "sorted": aria}

    def all_views(self, words: str) -> list[dict[str, Any]]:
        """List the views that everybody has, then this person's own; mark the one that is shown."""
        here = QueryDict(words.removeprefix("?")).dict()
        offered = [View(_("All"), {}), *self.views]
        views: list[dict[str, Any]] = [
            {"label": view.label, "url": f"?{view.query}", "on": here == dict(view.filters)}
            for view in offered
        ]
        for saved in views_saved.of(self.officer, self.request.path):
            views.append(
                {
                    "label": saved.name,
                    "url": f"?{saved.query}",
                    "on": here == QueryDict(saved.query).dict(),
                    "saved": saved,
                }
            )
        return views

    # --- Downloads --------------------------------------------------------------------------------

    def download(self, rows: QuerySet[Any], form: str) -> HttpResponseBase:
        """Hand out exactly what the list shows: same columns, filters and order."""
        if form not in downloads.WRITERS:
            raise Http404
        if len(rows.order_by().values_list("pk")[: FILE_AT_ONCE + 1]) > FILE_AT_ONCE:
            payload = {"address": self.address(), "form": form}
            return redirect(
                work.start(ListExport, by=self.officer, title=self.heading(), payload=payload)
            )
        return downloads.answer(
            self.columns, rows, self.sort(), form=form, name=self.download_name()
        )

    def heading(self) -> str:
        """Give the list's title."""
        return str(self.title or self.model._meta.verbose_name_plural)

    def download_name(self) -> str:
        """Give the name of its files, without an ending."""
        return slugify(self.heading(), allow_unicode=True)

    def address(self) -> str:
        """Give the address of what the list shows: filters and order, from the first line on."""
        return f"{self.request.path}{self.query()}"

    # --- Batches ----------------------------------------------------------------------------------

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask to confirm a batch, then do it row by row and say what became of each."""
        if "save_view" in request.POST:
            return self.save_view(request)
        action = self.action_named(request.POST.get("action", ""))
        chosen = self.chosen(request, action)
        if not chosen:
            return redirect(self.address())
        confirmed = "confirm" in request.POST
        form = (
            action.form_class(request.POST if confirmed else None)
            if action.form_class
            else forms.Form(request.POST)
        )
        if confirmed and form.is_valid() and len(chosen) > AT_ONCE:
            return redirect(self.behind(request, action, chosen))
        records = self.open_to(action).for_list().filter(pk__in=chosen[:AT_ONCE])
        context: dict[str, Any] = {
            "action": action,
            "records": records,
            "number": len(chosen),
            "more": max(len(chosen) - AT_ONCE, 0),
            "all": "pick_all" in request.POST,
            "form": form,
            "here": self.query(),
            "title": self.heading(),
        }
        if not (confirmed and form.is_valid()):
            return render(request, "kit/batch_confirm.html", context)
        context["results"] = [self.run(action, record, form.cleaned_data) for record in records]
        context["refused"] = sum(bool(result.refused) for result in context["results"])
        return render(request, "kit/batch_results.html", context)

    def action_named(self, name: str) -> BatchAction:
        """Find an action that this person may do."""
        for action in self.actions:
            if action.name == name and self.officer.may(action.permission):
                return action
        raise PermissionDenied

    def open_to(self, action: BatchAction) -> Any:
        """Give the records inside the scope of the action's own permission."""
        return self.model.objects.visible_to(self.officer, action.permission)  # type: ignore[attr-defined]

    def chosen(self, request: HttpRequest, action: BatchAction) -> list[int]:
        """Give the keys of the rows that were ticked, or of all that the list shows."""
        if "pick_all" in request.POST:
            shown = self.filterset().qs.order_by().values("pk")
            rows = self.open_to(action).filter(pk__in=shown)
        else:
            picked = [int(pk) for pk in request.POST.getlist("pick") if pk.isdigit()]
            rows = self.open_to(action).filter(pk__in=picked[:AT_ONCE])
        return list(rows.order_by("pk").values_list("pk", flat=True))

    def behind(self, request: HttpRequest, action: BatchAction, chosen: list[int]) -> Work:
        """Leave a large batch to a worker."""
        payload = {
            "ids": chosen,
            "address": self.address(),
            "action": action.name,
            "typed": request.POST.urlencode(),
        }
        title = f"{self.heading()} · {action.label}"
        return work.start(ListBatch, by=self.officer, title=title, payload=payload)

    def run(self, action: BatchAction, record: Any, values: Mapping[str, Any]) -> RowResult:
        """Do it to one row; a refusal concerns this row alone."""
        try:
            action.run(record, values, self.officer)
        except ValidationError as refusal:
            return RowResult(record, " ".join(refusal.messages))
        return RowResult(record)

    def save_view(self, request: HttpRequest) -> HttpResponse:
        """Keep the filters and the order of this moment under a name."""
        name = request.POST.get("save_view", "").strip()[:60]
        if name:
            query = self.query().removeprefix("?")
            views_saved.save(self.officer, request.path, name, query)
        return redirect(f"{request.path}{self.query()}")
