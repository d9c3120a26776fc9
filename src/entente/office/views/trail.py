"""The trail of changes, for those who audit."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from entente.kit import history, paging
from entente.kit.models import AuditEntry
from entente.kit.pages.staff import StaffView
from entente.kit.paging import Cursor, Sort
from entente.kit.records import Record
from entente.office.models import User
from entente.office.tables import TrailForm

NEWEST_FIRST = Sort("pk", descending=True)


class TrailPage(StaffView):
    """Every change inside a person's scope: who, when, what, from what to what."""

    permission_required = "office.view_trail"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show a page of the trail."""
        kinds = record_kinds()
        form = TrailForm(
            request.GET or None,
            verbs=sorted(history.known_verbs().items(), key=lambda pair: str(pair[1])),
            kinds=[(label, model._meta.verbose_name) for label, model in kinds.items()],
        )
        rows = self.visible().for_history().select_related("subject_type")
        if form.is_bound and form.is_valid():
            rows = narrow(rows, form.cleaned_data, kinds)
        page = paging.turn(rows, NEWEST_FIRST, Cursor.decode(request.GET.get("after", "")))
        words = history.in_words(page.records)
        names = names_of(page.records)
        lines = [
            (
                happening,
                kind_of(entry),
                names.get((entry.subject_type_id, entry.subject_id), entry.subject_id),
            )
            for entry, happening in zip(page.records, words, strict=True)
        ]
        context = {
            "form": form,
            "lines": lines,
            "page": page,
            "next_url": self.address(page.next),
            "previous_url": self.address(page.previous),
        }
        return render(request, "office/trail.html", context)

    def visible(self) -> Any:
        """Give the entries of the institutions that the person audits, and of shared records."""
        scope = self.officer.scope(self.permission_required)
        entries = AuditEntry.objects.all()
        if scope.everything:
            return entries
        shared = [
            ContentType.objects.get_for_model(model).pk
            for model in record_kinds().values()
            if getattr(model, "shared", False)
        ]
        return entries.filter(
            Q(chain__in=scope.trees) | Q(chain=0, subject_type__in=shared if scope.trees else [])
        )

    def address(self, after: str) -> str:
        """Give the address of another page of the same trail."""
        if not after:
            return ""
        words = self.request.GET.copy()
        words["after"] = after
        return f"?{words.urlencode()}"


def record_kinds() -> dict[str, type[Record]]:
    """Give every kind of record that the trail may speak of, by label."""
    return {
        model._meta.label_lower: model
        for model in apps.get_models()
        if issubclass(model, Record) and not model.audit_parent
    }


def narrow(
    rows: QuerySet[AuditEntry], values: dict[str, Any], kinds: dict[str, type[Record]]
) -> QuerySet[AuditEntry]:
    """Keep the entries of somebody, of a verb, about a kind of record, within days."""
    if values["who"]:
        rows = rows.filter(by__in=User.objects.lookup(values["who"]).values("pk"))
    if values["verb"]:
        rows = rows.filter(verb=values["verb"])
    if values["kind"]:
        rows = rows.filter(subject_type=ContentType.objects.get_for_model(kinds[values["kind"]]))
    if values["first"]:
        rows = rows.filter(at__gte=_midnight(values["first"]))
    if values["last"]:
        rows = rows.filter(at__lt=_midnight(values["last"] + datetime.timedelta(days=1)))
    return rows


def _midnight(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))


def names_of(entries: Sequence[AuditEntry]) -> dict[tuple[int, int], str]:
    """Name what entries are about, in one query for each kind of record."""
    wanted: defaultdict[ContentType, set[int]] = defaultdict(set)
    for entry in entries:
        wanted[entry.subject_type].add(entry.subject_id)
    return {
        (kind.pk, key): str(record)
        for kind, keys in wanted.items()
        if (model := kind.model_class())
        for key, record in model._base_manager.in_bulk(keys).items()
    }


def kind_of(entry: AuditEntry) -> str:
    """Name the kind of record that an entry is about."""
    model = entry.subject_type.model_class()
    return str(model._meta.verbose_name if model else entry.subject_type.model)
