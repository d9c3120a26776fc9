"""Questions that an office asks in a call, and the files that applicants hand in for them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from entente.kit.bilingual import Bilingual, current_language
from entente.kit.files.kinds import DOCX, JPEG, PDF, PNG, FileKind
from entente.kit.models import StoredFile
from entente.kit.records import Record, RecordQuerySet
from entente.kit.scope import Officer
from entente.mobility.enums import ApplicationState, QuestionKind, UploadKind
from entente.mobility.models.applications import Application
from entente.mobility.models.calls import Call, OfCallQuerySet

YES, NO = "yes", "no"
CHOICES = (QuestionKind.ONE, QuestionKind.SEVERAL)
DECIDING = (*CHOICES, QuestionKind.STATEMENT)
LENGTHS = {QuestionKind.SHORT: 300, QuestionKind.LONG: 6000}
NEEDS_WORDS = _("Write it in Chinese or in English, better in both.")
FILE_KINDS: dict[str, tuple[FileKind, ...]] = {
    UploadKind.PDF: (PDF,),
    UploadKind.PICTURE: (JPEG, PNG),
    UploadKind.WORD: (DOCX,),
}
Answers = Mapping[str, Any]


class QuestionQuerySet(OfCallQuerySet):
    """Ways to read questions."""

    def of_call(self, call: Call) -> Any:
        """Keep those of a call, in the order in which they are asked."""
        return self.filter(call=call).select_related("depends_on").order_by("position", "pk")


class Question(Record):
    """A question of a call, or a section: a heading above the questions that follow.

    It stands always, or only where an earlier question (`depends_on`) has a certain answer: the
    key of a choice, or `yes` or `no` for a statement. Choices are kept as key, Chinese, English.
    """

    call = models.ForeignKey(Call, models.CASCADE, related_name="questions", editable=False)
    position = models.PositiveIntegerField(_("place in the order"), default=0, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=QuestionKind.choices)
    label_zh = models.CharField(_("question in Chinese"), max_length=300, blank=True)
    label_en = models.CharField(_("question in English"), max_length=300, blank=True)
    help_zh = models.CharField(_("help in Chinese"), max_length=600, blank=True)
    help_en = models.CharField(_("help in English"), max_length=600, blank=True)
    required = models.BooleanField(_("must be answered"), default=False)
    choices = models.JSONField(_("choices"), default=list, blank=True)
    least = models.DecimalField(
        _("least number"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    most = models.DecimalField(
        _("greatest number"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    files = models.JSONField(_("kinds of files"), default=list, blank=True)
    megabytes = models.PositiveSmallIntegerField(_("largest file, in MB"), null=True, blank=True)
    depends_on = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="dependents",
        verbose_name=_("shown only after"),
    )
    on_answer = models.CharField(_("shown only with the answer"), max_length=10, blank=True)

    label = Bilingual("label")
    help = Bilingual("help")
    audit_parent = "call"
    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question of a call")
        verbose_name_plural = _("questions of calls")
        ordering = ("position", "pk")
        constraints = (
            models.CheckConstraint(
                name="question_has_words",
                condition=~Q(label_zh="") | ~Q(label_en=""),
                violation_error_message=NEEDS_WORDS,
            ),
        )

    def __str__(self) -> str:
        return str(self.label)

    def get_absolute_url(self) -> str:
        """Give the place of the questions of its call."""
        return f"{self.call.get_absolute_url()}questions/"

    def clean(self) -> None:
        """Say at the field what does not fit the kind of question."""
        errors: dict[str, Any] = {}
        if not (self.label_zh or self.label_en):
            errors["label_zh"] = NEEDS_WORDS
        if self.kind in CHOICES and len(self.choices) < 2:
            errors["choices"] = _("Write at least two choices, each in a line of its own.")
        if self.kind == QuestionKind.UPLOAD and not self.files:
            errors["files"] = _("Choose at least one kind of file.")
        if self.least is not None and self.most is not None and self.most < self.least:
            errors["most"] = _("The greatest number is smaller than the least.")
        if errors:
            raise ValidationError(errors)

    @property
    def name(self) -> str:
        """The name of its field in a form."""
        return f"q{self.pk}"

    @property
    def key(self) -> str:
        """Its name among the answers of an application."""
        return str(self.pk)

    @property
    def is_section(self) -> bool:
        """Whether it is a heading."""
        return self.kind == QuestionKind.SECTION

    @property
    def allowed(self) -> tuple[FileKind, ...]:
        """The kinds of files that it takes."""
        return tuple(kind for code in self.files for kind in FILE_KINDS[code])

    @property
    def offered(self) -> list[tuple[str, str]]:
        """Its choices in the reader's language, the other where that is missing."""
        first = 1 if current_language() == "zh" else 2
        return [(line[0], line[first] or line[3 - first]) for line in self.choices]

    @property
    def deciding(self) -> list[tuple[str, str]]:
        """The answers on which other questions may depend."""
        if self.kind == QuestionKind.STATEMENT:
            return [(YES, gettext("confirmed")), (NO, gettext("not confirmed"))]
        return self.offered if self.kind in CHOICES else []

    @property
    def condition(self) -> str:
        """When it is asked, in words; empty where it always is."""
        above = self.depends_on
        if above is None:
            return ""
        answer = dict(above.deciding).get(self.on_answer, "–")
        return gettext("only if “%(question)s” is: %(answer)s") % {
            "question": above.label,
            "answer": answer,
        }

    def fits(self, asked: set[int], answers: Answers) -> bool:
        """Say whether its own condition holds: what it depends on is asked, and answered so."""
        if self.depends_on_id is None:
            return True
        if self.depends_on_id not in asked:
            return False
        given = answers.get(str(self.depends_on_id)) or ""
        if self.on_answer == NO:
            return not given
        return self.on_answer in given if isinstance(given, list) else given == self.on_answer

    def is_answer(self, value: Any) -> bool:
        """Say whether a value answers it as it is asked now; it may have changed since."""
        if self.kind in CHOICES:
            keys = {line[0] for line in self.choices}
            given = value if isinstance(value, list) else [value]
            one = self.kind == QuestionKind.SEVERAL or not isinstance(value, list)
            return bool(value) and one and keys.issuperset(given)
        if not isinstance(value, str) or not value:
            return False
        if self.kind == QuestionKind.NUMBER:
            return self._is_number(value)
        if self.kind == QuestionKind.DAY:
            return _day(value) is not None
        if self.kind == QuestionKind.STATEMENT:
            return value == YES
        return self.kind in LENGTHS

    def _is_number(self, value: str) -> bool:
        try:
            number = Decimal(value)
        except InvalidOperation:
            return False
        if not number.is_finite():
            return False
        low = self.least is None or number >= self.least
        return low and (self.most is None or number <= self.most)

    def words(self, value: Any) -> str:
        """Read an answer in the reader's language."""
        if value in (None, "", []):
            return ""
        if self.kind in CHOICES:
            known = dict(self.offered)
            given = value if isinstance(value, list) else [value]
            return "; ".join(str(known.get(key, key)) for key in given)
        return gettext("confirmed") if self.kind == QuestionKind.STATEMENT else str(value)

    def cell(self, value: Any) -> Any:
        """Give an answer for a sheet: numbers as numbers, days as days."""
        if self.kind == QuestionKind.NUMBER and isinstance(value, str) and self._is_number(value):
            return Decimal(value)
        if self.kind == QuestionKind.DAY and isinstance(value, str):
            return _day(value) or value
        return self.words(value)


def _day(value: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(value)
    except ValueError:
        return None


def asked_of(questions: Iterable[Question], answers: Answers) -> list[Question]:
    """Give the sections and questions that stand with these answers, in order.

    What lies in a section stands only where the section does; an answer to a question that does
    not stand counts for nothing.
    """
    found: list[Question] = []
    asked: set[int] = set()
    inside = True
    for question in questions:
        stands = question.fits(asked, answers)
        if question.is_section:
            inside = stands
        elif not inside:
            continue
        if stands:
            asked.add(question.pk)
            found.append(question)
    return found


class AnswerFile(Record):
    """A file that an applicant hands in for a question: one of a question, replaced by the next."""

    application = models.ForeignKey(
        Application, models.CASCADE, related_name="answer_files", editable=False
    )
    question = models.ForeignKey(
        Question, models.PROTECT, related_name="answer_files", editable=False
    )
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", editable=False)
    name = models.CharField(_("file name"), max_length=200, editable=False)

    audit_parent = "application"
    audit_personal = frozenset({"name"})

    class AnswerFileQuerySet(RecordQuerySet["AnswerFile"]):
        """Ways to read handed-in files."""

        scope_unit = "application__call__unit"
        scope_tree = "application__call__top_unit"

        def visible_to(self, officer: Officer, permission: str = "") -> Any:
            """Keep those of applications that are handed in: a draft is the applicant's own."""
            rows = super().visible_to(officer, permission)
            return rows.exclude(application__state=ApplicationState.DRAFT)

        def for_list(self) -> Any:
            """Fetch the bytes' record, the question and whose it is."""
            return self.select_related("file", "question", "application__call")

        def of_persons(self, persons: Sequence[int]) -> Any:
            """Keep those that persons handed in themselves."""
            mine = self.filter(application__person__in=persons)
            return mine.filter(application__person__erased_at=None).for_list()

    objects = AnswerFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file of an application")
        verbose_name_plural = _("files of applications")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("application", "question"), name="answer_file_once"),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Give the place of its application."""
        return self.application.get_absolute_url()

    def personal_key(self) -> str:
        """Name the key of the person."""
        return self.application.personal_key()


def answered(application: Application) -> list[dict[str, Any]]:
    """Give what an application answers, section by section: question, words, file."""
    questions = list(Question.objects.of_call(application.call))
    if not questions:
        return []
    files = {file.question_id: file for file in application.answer_files.all()}
    sections: list[dict[str, Any]] = [{"title": "", "lines": []}]
    for question in asked_of(questions, application.answers):
        if question.is_section:
            sections.append({"title": question.label, "lines": []})
            continue
        words = question.words(application.answers.get(question.key))
        line = {"question": question, "words": words, "file": files.get(question.pk)}
        sections[-1]["lines"].append(line)
    return [section for section in sections if section["lines"]]
