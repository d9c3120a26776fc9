"""What a list hands to a worker: an action on many rows, a file of many lines."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

from django.http import QueryDict
from django.test import RequestFactory
from django.urls import resolve

from entente.kit import downloads
from entente.kit.work import Batch, Export


class ListBatch(Batch):
    """An action of a list on the records that were chosen there.

    The payload names the list's address, the action and what was typed for it.
    """

    @cached_property
    def page(self) -> Any:
        """The list, as the person who chose sees it."""
        return page_of(self.payload["address"], self.by)

    @cached_property
    def action(self) -> Any:
        """The action, if the person still may."""
        return self.page.action_named(self.payload["action"])

    @cached_property
    def values(self) -> Any:
        """What was typed for the action."""
        if self.action.form_class is None:
            return {}
        form = self.action.form_class(QueryDict(self.payload["typed"]))
        form.full_clean()
        return form.cleaned_data

    def record(self, pk: Any) -> Any:
        """Find a record that the person may act on."""
        return self.page.open_to(self.action).get(pk=pk)

    def label(self, pk: Any) -> str:
        """Name the record."""
        return str(self.record(pk))

    def act(self, pk: Any) -> None:
        """Do it to one record."""
        self.action.run(self.record(pk), self.values, self.by)


class ListExport(Export):
    """The file of a list: its address says which rows, in which order."""

    @cached_property
    def page(self) -> Any:
        """The list, as the person who asked sees it."""
        return page_of(self.payload["address"], self.by)

    @property
    def filename(self) -> str:  # type: ignore[override]
        """Name the file as the list does."""
        return f"{self.page.download_name()}.{self.payload['form']}"

    def total(self) -> int:
        """Count the lines."""
        number: int = self.page.filterset().qs.order_by().count()
        return number

    def write(self, path: Path, progress: Callable[[int], None]) -> None:
        """Write the file, telling how far it is."""
        writer, _type = downloads.WRITERS[self.payload["form"]]
        columns = self.page.columns
        rows = downloads.lines(columns, self.page.filterset().qs, self.page.sort())
        with path.open("wb") as out:
            writer(columns.headings(), told(rows, progress), out)


def told(rows: Iterator[list[Any]], progress: Callable[[int], None]) -> Iterator[list[Any]]:
    """Pass lines on and count them."""
    for number, row in enumerate(rows, start=1):
        yield row
        progress(number)


def page_of(address: str, person: Any) -> Any:
    """Make the page behind an address as if that person asked for it."""
    path, _, query = address.partition("?")
    found = resolve(path)
    request = RequestFactory().get(path, QueryDict(query))
    request.user = person
    page = found.func.view_class()  # type: ignore[attr-defined]
    page.setup(request, *found.args, **found.kwargs)
    return page
