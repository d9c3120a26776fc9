"""Pages of documents: hand one in, decide what it proposes beside its words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse_lazy
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from entente.intake import services
from entente.intake.enums import ProposedKind, ProposedState
from entente.intake.forms import CORRECTIONS, ReadForm
from entente.intake.models import Document, Proposed
from entente.intake.tables import DocumentColumns, DocumentFilter
from entente.kit import pages
from entente.kit.pages.forms import ObjectFormPage

VIEW = "intake.view_document"
CHANGE = "intake.change_document"
WHOLE = 40_000  # letters; of a longer text the surroundings of what was found are shown
AROUND = 240
# What a person must be allowed to do elsewhere before a proposal of a kind is theirs to accept.
WRITES = {
    ProposedKind.ORGANISATION: "organisations.change_organisation",
    ProposedKind.AGREEMENT: "partnerships.change_agreement",
    ProposedKind.CONSORTIUM: "consortia.change_consortium",
    ProposedKind.MEMBER: "consortia.change_consortium",
    ProposedKind.MANDATE: "consortia.change_consortium",
    ProposedKind.PERSON: "people.add_person",
    ProposedKind.CLAIM: "figures.change_sourcetext",
    ProposedKind.VISIT: "visits.change_visit",
    ProposedKind.CENTRE: "research.change_jointcentre",
    ProposedKind.EVENT: "events.change_event",
    ProposedKind.APPOINTMENT: "experts.change_engagement",
}
S = ProposedState


class DocumentListPage(pages.ListPage):
    """The documents that were read for a person's units, the newest first."""

    model = Document
    permission_required = VIEW
    title = _("Documents read")
    columns = DocumentColumns
    filterset_class = DocumentFilter
    default_sort = "-id"
    create_url = reverse_lazy("intake:read")  # type: ignore[assignment]
    create_label = _("Read a document")
    create_permission = CHANGE
    empty_text = _("No document has been read yet. An old news page is a good beginning.")


class ReadPage(pages.CreatePage):
    """Hand a document in, or paste its words."""

    model = Document
    permission_required = CHANGE
    form_class = ReadForm
    title = _("Read a document")
    submit_label = pgettext_lazy("step", "Read")

    def save(self, values: Mapping[str, Any]) -> Document:
        """Read it; what cannot be read is refused at its field."""
        upload = values["file"]
        content = upload.read() if upload else values["text"].encode()
        name = values["name"] or (upload.name if upload else "")
        try:
            return services.read_document(
                content,
                name=name,
                unit=values["unit"],
                by=self.officer,
                ask_model=values.get("ask_model", False),
            )
        except ValidationError as refusal:
            if hasattr(refusal, "error_dict"):
                raise
            raise ValidationError({"file" if upload else "text": refusal.messages}) from refusal


@dataclass
class Piece:
    """Some words of a document: plain ones, or those on which a proposal rests."""

    words: str
    number: int = 0
    mark: str = ""
    cut: bool = False
    first: bool = False


@dataclass(frozen=True)
class Line:
    """A proposal as its page shows it."""

    record: Proposed
    may: bool
    first: bool
    meant: Sequence[tuple[str, str]] = field(default=())

    @property
    def mark(self) -> str:
        """The mark beside its state."""
        marks = {S.OPEN: "wait", S.ACCEPTED: "ok", S.THERE: "ok"}
        return marks.get(S(self.record.state), "")


class DocumentPage(pages.RecordPage):
    """A document's words and, beside them, what they propose."""

    model = Document
    template_name = "intake/document.html"
    permission_required = VIEW

    def context(self) -> dict[str, Any]:
        """Add the words with their marks, and the proposals by kind."""
        rows = list(self.object.proposals.order_by("number"))
        may = self.officer.may(CHANGE, self.object)
        lines = self.lines(rows, may=may)
        waiting = sum(row.state == S.OPEN for row in rows)
        back = self.request.GET.get("decided", "")
        return super().context() | {
            "kinds": [
                (ProposedKind(kind).label, list(some))
                for kind, some in groupby(lines, key=lambda it: it.record.kind)
            ],
            "pieces": pieces(self.object.text, rows),
            "waiting": waiting,
            "total": len(rows),
            "accepted": sum(row.state == S.ACCEPTED for row in rows),
            "there": sum(row.state == S.THERE for row in rows),
            "may_decide": any(line.may for line in lines),
            "refusal": getattr(self, "refusal", ""),
            "correctable": set(CORRECTIONS),
            "decided": next((row for row in rows if str(row.pk) == back), None),
        }

    def lines(self, rows: Sequence[Proposed], *, may: bool) -> list[Line]:
        """Give the proposals with what may be done about them."""
        allowed = {kind: self.officer.may(write) for kind, write in WRITES.items()}
        first = next((row.pk for row in rows if row.state == S.OPEN), None)
        return [
            Line(
                row,
                may and row.state == S.OPEN and allowed[ProposedKind(row.kind)],
                row.pk == first,
                [
                    (it["id"], it["name"])
                    for it in row.fields.get("alternatives", ())
                    if row.kind == ProposedKind.ORGANISATION and not row.fields["id"]
                ],
            )
            for row in rows
        ]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Accept or reject a proposal, or let a rejected one wait again."""
        self.object = self.get_object()
        proposed = get_object_or_404(
            Proposed.objects.filter(document=self.object), pk=request.POST.get("proposal") or 0
        )
        do = request.POST.get("do", "")
        try:
            self.decide(proposed, do, request.POST.get("meant", ""))
        except ValidationError as refusal:
            self.refusal = gettext("%(proposal)s: %(why)s") % {
                "proposal": proposed,
                "why": " ".join(refusal.messages),
            }
            return render(request, self.template_name, self.context(), status=409)
        url = self.object.get_absolute_url()
        return redirect(f"{url}?decided={proposed.pk}#decide")

    def decide(self, proposed: Proposed, do: str, meant: str) -> None:
        """Carry a decision out; `meant` is an address among the alternatives."""
        if not self.officer.may(CHANGE, self.object):
            raise ValidationError(gettext("You may read this document, not decide about it."))
        if do == "back":
            services.reopen(proposed, by=self.officer)
        elif do == "reject":
            services.reject(proposed, by=self.officer)
        else:
            corrected = None
            if meant:
                known = {it["id"]: it for it in proposed.fields.get("alternatives", ())}
                it = known.get(meant)
                if it is None:
                    raise ValidationError(gettext("Choose one of the institutions shown."))
                corrected = {"id": it["id"], "name": it["name"]}
            may_write(self.officer, proposed)
            services.accept(proposed, by=self.officer, corrected=corrected)


def may_write(officer: Any, proposed: Proposed) -> None:
    """Refuse to accept what this person may not enter by hand either."""
    if not officer.may(WRITES[ProposedKind(proposed.kind)]):
        raise ValidationError(gettext("You may not enter records of this kind."))


class CorrectPage(ObjectFormPage):
    """Correct what a proposal says, and accept it so."""

    model = Proposed
    permission_required = CHANGE
    title = _("Correct and accept")
    submit_label = _("Accept as corrected")

    def form(self, data: Any = None, files: Any = None) -> Any:
        """Make the form of this kind of record."""
        form_class = CORRECTIONS[ProposedKind(self.object.kind)]
        return form_class(
            data, files, initial=form_class.starts_with(self.object), officer=self.officer
        )

    def get_object(self) -> Any:
        """Find a proposal that waits and that can be corrected."""
        rows: Any = self.get_queryset().filter(state=S.OPEN, kind__in=list(CORRECTIONS))
        return get_object_or_404(rows.for_page(), pk=self.kwargs["pk"])

    def perform(self, values: Mapping[str, Any]) -> str:
        """Accept it as corrected and go back to the document."""
        may_write(self.officer, self.object)
        corrected = CORRECTIONS[ProposedKind(self.object.kind)].corrected(self.object, values)
        services.accept(self.object, by=self.officer, corrected=corrected)
        return f"{self.object.document.get_absolute_url()}?decided={self.object.pk}#decide"

    def back(self) -> str:
        """Go back to the proposal in its document."""
        return str(self.object.get_absolute_url())


# --- The words ------------------------------------------------------------------------------------


def pieces(text: str, rows: Sequence[Proposed]) -> list[Piece]:
    """Cut a text where the words of proposals begin and end; each word belongs to the first."""
    spans = sorted(
        (span["start"], span["end"], row.number, row.state)
        for row in rows
        for span in row.spans
        if span["end"] - span["start"] <= AROUND
    )
    cut: list[Piece] = []
    seen: set[int] = set()
    at = 0
    for start, end, number, state in spans:
        if start < at:
            continue
        if start > at:
            cut += _plain(text, at, start)
        mark = {S.OPEN: "", S.REJECTED: "none"}.get(S(state), "ok")
        cut.append(Piece(text[start:end], number, mark, first=number not in seen))
        seen.add(number)
        at = end
    return [*cut, *_plain(text, at, len(text))]


def _plain(text: str, start: int, end: int) -> list[Piece]:
    if len(text) <= WHOLE or end - start <= 2 * AROUND:
        return [Piece(text[start:end])] if end > start else []
    return [Piece(text[start : start + AROUND], cut=True), Piece(text[end - AROUND : end])]
