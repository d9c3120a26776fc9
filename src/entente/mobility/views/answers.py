"""What applicants answered, for the office: their files, and the sheet of all applications."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from entente.kit.downloads import WRITERS
from entente.kit.files.views import send
from entente.kit.pages.staff import StaffPage
from entente.mobility.enums import VIEW_CALL
from entente.mobility.models import AnswerFile, Application, Call, Question, asked_of

AT_ONCE = 1000


class AnswerFilePage(StaffPage):
    """The bytes of a file of an application that is handed in."""

    model = AnswerFile
    permission_required = VIEW_CALL

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Send it; it is saved to the disk, never opened."""
        return send(get_object_or_404(self.get_queryset().for_list(), pk=pk))  # type: ignore[attr-defined]


class SheetPage(StaffPage):
    """All applications of a call that were handed in, with a column for each question."""

    model = Call
    permission_required = VIEW_CALL
    form = "xlsx"

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Write it."""
        call = get_object_or_404(self.get_queryset(), pk=pk)
        questions = list(Question.objects.of_call(call))
        asked = [question for question in questions if not question.is_section]
        writer, media_type = WRITERS[self.form]
        file = tempfile.TemporaryFile()  # noqa: SIM115 the response closes it
        headings = [*_headings(), *(str(question.label) for question in asked)]
        writer(headings, _lines(call, questions, asked), file)
        file.seek(0)
        return FileResponse(
            file,
            as_attachment=True,
            filename=f"applications-{call.pk}.{self.form}",
            content_type=media_type,
        )


def _headings() -> list[str]:
    return [
        pgettext("of a person", "Name"),
        _("Student number"),
        _("State"),
        _("handed in at"),
        _("Level"),
        _("Field of study"),
        pgettext("of an applicant", "Grade"),
        _("Language certificates"),
        _("Wishes"),
        _("Score"),
        _("Statement"),
    ]


def _lines(call: Call, questions: list[Question], asked: list[Question]) -> Iterator[list[Any]]:
    rows = Application.objects.of_call(call).prefetch_related("answer_files")
    for it in rows.iterator(chunk_size=AT_ONCE):
        stands = {question.pk for question in asked_of(questions, it.answers)}
        files = {file.question_id: file.name for file in it.answer_files.all()}
        yield [
            it.person.name,
            it.person.student_number,
            it.get_state_display(),
            timezone.localtime(it.handed_in_at).date() if it.handed_in_at else "",
            it.get_level_display(),
            it.field,
            it.grade,
            it.certificates,
            "; ".join(f"{wish.rank}. {wish.quota.name}" for wish in it.wishes.all()),
            it.score,
            it.statement,
            *(_cell(question, it, files) if question.pk in stands else "" for question in asked),
        ]


def _cell(question: Question, application: Application, files: dict[int, str]) -> Any:
    return files.get(question.pk) or question.cell(application.answers.get(question.key))
