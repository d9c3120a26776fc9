"""Classes of a project: their timetable, learners, attendance and money."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, Signer
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from entente.certificates.models import Certificate
from entente.kit.bilingual import Bilingual
from entente.kit.records import Record, RecordQuerySet
from entente.kit.search import Entry
from entente.office.models import Unit
from entente.organisations.models import Organisation
from entente.people.models import Person
from entente.training.enums import CLASS_FLOW, ClassState
from entente.training.models.projects import (
    NEEDS_TITLE,
    PartOfProject,
    PartOfProjectQuerySet,
    Project,
)

ENDS_BEFORE_START = _("The last day cannot come before the first.")
STANDING = (ClassState.RUNNING, ClassState.CLOSED)
# What learners reach by a printed code and without an account.
OPEN_CODES = Signer(salt="training.class")
LESSON_CODES = Signer(salt="training.lesson")


class TrainingClassQuerySet(PartOfProjectQuerySet):
    """Ways to read classes."""

    def with_code(self, code: str) -> TrainingClass | None:
        """Give the class that a printed code leads to; a code of others leads nowhere."""
        try:
            found: TrainingClass | None = self.for_page().filter(pk=OPEN_CODES.unsign(code)).first()
        except BadSignature:
            return None
        return found

    def held(self) -> Self:
        """Keep those that began."""
        return self.filter(state__in=STANDING)

    def overdue(self, on: datetime.date) -> Self:
        """Keep those whose last day is past and that nobody closed."""
        return self.filter(state__in=(ClassState.PLANNED, ClassState.RUNNING), ends_on__lt=on)

    def for_companies(self, organisations: Iterable[Any]) -> Self:
        """Keep those held for one of the organisations, or for a project with it as partner."""
        return self.filter(Q(company__in=organisations) | Q(project__partner__in=organisations))

    def for_list(self) -> Self:
        """Fetch what one line of a list shows, in one query."""
        staying = Q(learners__left_on__isnull=True, learners__waiting=False)
        learners = Count("learners", filter=staying, distinct=True)
        return self.select_related("project__unit", "company").annotate(enrolled=learners)

    def for_page(self) -> Self:
        """Fetch what the page of a class shows."""
        return self.select_related("project__unit", "project__top_unit", "company")


class TrainingClass(PartOfProject):
    """One class of a project: from when until when, for whom, how many hours."""

    project = models.ForeignKey(
        Project, models.PROTECT, related_name="classes", verbose_name=_("training project")
    )
    title_zh = models.CharField(_("title in Chinese"), max_length=150, blank=True)
    title_en = models.CharField(_("title in English"), max_length=250, blank=True)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    hours = models.PositiveSmallIntegerField(
        _("hours"), null=True, blank=True, help_text=_("They stand on the certificate.")
    )
    place = models.CharField(_("place"), max_length=300, blank=True)
    company = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="training_classes",
        verbose_name=_("held for"),
        help_text=_("A company that sends its own people under a contract."),
    )
    contract = models.CharField(_("contract"), max_length=200, blank=True)
    assessment = models.CharField(
        _("assessment"),
        max_length=300,
        blank=True,
        help_text=_("How learners are assessed. Empty: whoever attended enough has completed it."),
    )
    enrols_from = models.DateField(_("enrolment from"), null=True, editable=False)
    enrols_until = models.DateField(_("enrolment until"), null=True, editable=False)
    capacity = models.PositiveSmallIntegerField(_("places"), null=True, editable=False)
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=ClassState.choices,
        default=ClassState.PLANNED,
        editable=False,
    )
    reason = models.CharField(_("why it was cancelled"), max_length=500, blank=True, editable=False)
    source = models.CharField(_("source"), max_length=1000, blank=True)

    title = Bilingual("title")
    flow = CLASS_FLOW
    audit_parent = ""
    audit_ignored = frozenset()
    objects = TrainingClassQuerySet.as_manager()

    class Meta:
        verbose_name = _("training class")
        verbose_name_plural = _("training classes")
        constraints = (
            models.CheckConstraint(
                name="class_has_a_title",
                condition=~Q(title_zh="") | ~Q(title_en=""),
                violation_error_message=NEEDS_TITLE,
            ),
            models.CheckConstraint(
                name="class_days_in_order",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message=ENDS_BEFORE_START,
            ),
            models.CheckConstraint(
                name="class_enrolment_in_order",
                condition=Q(enrols_from__isnull=True, enrols_until__isnull=True)
                | Q(enrols_until__gte=F("enrols_from")),
                violation_error_message=ENDS_BEFORE_START,
            ),
        )
        indexes = (
            models.Index(fields=("-starts_on", "-id"), name="class_first"),
            models.Index(fields=("project", "-starts_on"), name="class_project"),
        )

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        """Give the address of its page."""
        return reverse("training:class", args=[self.pk])

    def clean(self) -> None:
        """Say at the field what the constraints refuse."""
        errors: dict[str, Any] = {}
        start, end = self.__dict__.get("starts_on"), self.__dict__.get("ends_on")
        if not (self.title_zh or self.title_en):
            errors["title_zh"] = NEEDS_TITLE
        if start and end and end < start:
            errors["ends_on"] = ENDS_BEFORE_START
        if errors:
            raise ValidationError(errors)

    def search_entry(self) -> Entry:
        """Be found by its title."""
        return Entry(
            title_zh=self.title_zh or self.title_en,
            title_en=self.title_en or self.title_zh,
            names=tuple(filter(None, (self.title_zh, self.title_en))),
            unit=self.unit_id,
            tree=self.top_unit_id,
        )

    def takes_enrolments(self, on: datetime.date) -> bool:
        """Say whether the open page takes enrolments on a day."""
        first, last = self.enrols_from, self.enrols_until
        return bool(self.state == ClassState.PLANNED and first and last and first <= on <= last)

    def is_full(self) -> bool:
        """Say whether every place is taken; without a number of places it never is."""
        return self.capacity is not None and self.learners.staying().count() >= self.capacity

    @property
    def code(self) -> str:
        """The word by which learners reach the open pages of the class; it cannot be guessed."""
        return OPEN_CODES.sign(str(self.pk))

    def open_address(self, page: str) -> str:
        """Give the whole address of an open page of the class, as a printed code holds it."""
        return settings.ADDRESS + reverse(page, args=[self.code])

    def taught_hours(self) -> Decimal:
        """Add up the hours of the timetable."""
        total: Decimal = self.lessons.aggregate(sum=Sum("hours"))["sum"] or Decimal(0)
        return total

    def income(self) -> Decimal:
        """Add up what was paid, less what was paid back, in yuan."""
        paid = Sum("amount", filter=Q(refund=False))
        back = Sum("amount", filter=Q(refund=True))
        sums = self.payments.aggregate(paid=paid, back=back)
        return (sums["paid"] or Decimal(0)) - (sums["back"] or Decimal(0))


class PartOfClassQuerySet(RecordQuerySet[Any]):
    """Parts are seen by whoever sees the project of the class."""

    scope_unit = "training_class__project__unit"
    scope_tree = "training_class__project__top_unit"


class PartOfClass(Record):
    """A record inside a class, shown in the history of the class."""

    audit_parent = "training_class"
    audit_ignored = frozenset({"training_class"})
    training_class: TrainingClass

    class Meta:
        abstract = True

    def get_absolute_url(self) -> str:
        """Give the page of the class."""
        return self.training_class.get_absolute_url()

    @property
    def unit(self) -> Unit:
        """The unit that organises the project."""
        return self.training_class.unit

    @property
    def unit_id(self) -> int:
        """The key of that unit."""
        return self.training_class.unit_id

    @property
    def top_unit_id(self) -> int:
        """The root of that unit's tree."""
        return self.training_class.top_unit_id

    @property
    def chain(self) -> int:
        """The audit chain: that of the project."""
        return self.training_class.chain


class LessonQuerySet(PartOfClassQuerySet):
    """Ways to read lessons."""

    def with_code(self, code: str) -> Lesson | None:
        """Give the lesson that a printed code leads to; a code of others leads nowhere."""
        rows = self.select_related("training_class__project__top_unit")
        try:
            found: Lesson | None = rows.filter(pk=LESSON_CODES.unsign(code)).first()
        except BadSignature:
            return None
        return found


class Lesson(PartOfClass):
    """One entry of the timetable: on which day, how many hours, about what, by whom."""

    training_class = models.ForeignKey(
        TrainingClass, models.CASCADE, related_name="lessons", verbose_name=_("training class")
    )
    held_on = models.DateField(_("day"))
    begins_at = models.TimeField(_("begins at"), null=True, blank=True)
    hours = models.DecimalField(
        _("hours"), max_digits=4, decimal_places=1, validators=[MinValueValidator(Decimal("0.5"))]
    )
    topic = models.CharField(_("topic"), max_length=300)
    teacher = models.CharField(_("teacher"), max_length=200, blank=True)
    place = models.CharField(_("place"), max_length=300, blank=True)
    there = models.PositiveSmallIntegerField(_("learners there"), default=0, editable=False)

    objects = LessonQuerySet.as_manager()

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")
        ordering = ("training_class_id", "held_on", "begins_at", "pk")
        constraints = (
            models.CheckConstraint(
                name="lesson_has_hours",
                condition=Q(hours__gt=0),
                violation_error_message=_("A lesson has at least half an hour."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.held_on.isoformat()} {self.topic}"

    @property
    def open_address(self) -> str:
        """The whole address at which learners say that they are there."""
        return settings.ADDRESS + reverse("attend", args=[LESSON_CODES.sign(str(self.pk))])


class LearnerQuerySet(PartOfClassQuerySet):
    """Ways to read learners."""

    def staying(self) -> Self:
        """Keep those who have a place and did not leave."""
        return self.filter(left_on__isnull=True, waiting=False)

    def with_hours(self) -> Self:
        """Add the hours that each attended."""
        attended = (
            Attendance.objects.filter(learner=OuterRef("pk"))
            .order_by()
            .values("learner")
            .annotate(sum=Sum("lesson__hours"))
            .values("sum")
        )
        zero = models.Value(Decimal(0), output_field=models.DecimalField())
        return self.annotate(attended=Coalesce(Subquery(attended), zero))

    def completed(self, taught: Decimal, share: Fraction) -> Self:
        """Keep those who attended the share of the hours that were taught."""
        if not taught:
            return self.none()
        needed = Decimal(share.numerator) * taught / Decimal(share.denominator)
        return self.staying().with_hours().filter(attended__gte=needed)

    def for_list(self) -> Self:
        """Fetch what a line shows."""
        return self.select_related("organisation", "certificate", "person")


class Learner(PartOfClass):
    """Somebody who is enrolled in a class: one person-time.

    `reference` is the learner's own number and tells namesakes apart. Who is `waiting` has no place
    yet and is counted nowhere.
    """

    training_class = models.ForeignKey(
        TrainingClass, models.CASCADE, related_name="learners", verbose_name=_("training class")
    )
    name_zh = models.CharField(_("name in Chinese"), max_length=60, blank=True)
    name_en = models.CharField(_("name in Latin letters"), max_length=100, blank=True)
    reference = models.CharField(_("learner's number"), max_length=60, blank=True)
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="trainings",
        verbose_name=_("person"),
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="learners",
        verbose_name=_("sent by"),
    )
    contact = models.CharField(_("contact"), max_length=100, blank=True)
    passed = models.BooleanField(_("passed the assessment"), null=True, editable=False)
    mark = models.CharField(_("mark"), max_length=20, blank=True, editable=False)
    waiting = models.BooleanField(_("waits for a place"), default=False, editable=False)
    left_on = models.DateField(_("left on"), null=True, blank=True)
    certificate = models.OneToOneField(
        Certificate,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="learner",
        verbose_name=_("certificate"),
    )

    name = Bilingual("name")
    audit_personal = frozenset({"name_zh", "name_en", "reference", "contact", "passed", "mark"})
    objects = LearnerQuerySet.as_manager()

    class Meta:
        verbose_name = _("learner")
        verbose_name_plural = _("learners")
        ordering = ("training_class_id", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("training_class", "person"),
                name="learner_person_once",
                violation_error_message=_("This person is enrolled in the class already."),
            ),
        )

    def __str__(self) -> str:
        return str(self.name) or str(_("a learner whose data was erased"))

    @property
    def own_key(self) -> str:
        """The key of a learner of whom no person is known."""
        return f"training-learner-{self.pk}"

    def personal_key(self) -> str:
        """Name the key under which the trail keeps who it was: the person's own, where known."""
        return self.person.personal_key() if self.person else self.own_key


class AttendanceQuerySet(PartOfClassQuerySet):
    """Attendance is seen by whoever sees the project."""

    scope_unit = "lesson__training_class__project__unit"
    scope_tree = "lesson__training_class__project__top_unit"


class Attendance(PartOfClass):
    """That a learner was there in a lesson."""

    audit_parent = "lesson"
    audit_ignored = frozenset({"lesson"})

    lesson = models.ForeignKey(
        Lesson, models.CASCADE, related_name="attendances", verbose_name=_("lesson")
    )
    learner = models.ForeignKey(
        Learner, models.CASCADE, related_name="attendances", verbose_name=_("learner")
    )

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        ordering = ("lesson_id", "learner_id")
        constraints = (
            models.UniqueConstraint(
                fields=("lesson", "learner"),
                name="attendance_once",
                violation_error_message=_("This learner is in the list of the lesson already."),
            ),
        )

    def __str__(self) -> str:
        return str(self.learner)

    @property
    def training_class(self) -> Any:  # type: ignore[override]
        """The class of the lesson."""
        return self.lesson.training_class


class Payment(PartOfClass):
    """A fee that reached the university's account, or was paid back from it."""

    training_class = models.ForeignKey(
        TrainingClass, models.PROTECT, related_name="payments", verbose_name=_("training class")
    )
    learner = models.ForeignKey(
        Learner,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="payments",
        verbose_name=_("learner"),
    )
    refund = models.BooleanField(_("paid back"), default=False)
    amount = models.DecimalField(_("amount, in yuan"), max_digits=12, decimal_places=2)
    paid_on = models.DateField(_("paid on"))
    payer = models.CharField(_("paid by"), max_length=200, blank=True)
    payee = models.CharField(_("paid to"), max_length=200)
    reference = models.CharField(_("reference"), max_length=100)

    audit_personal = frozenset({"payer"})
    objects = PartOfClassQuerySet.as_manager()

    class Meta:
        verbose_name = _("payment of a fee")
        verbose_name_plural = _("payments of fees")
        ordering = ("training_class_id", "paid_on", "pk")
        constraints = (
            models.CheckConstraint(
                name="payment_is_positive",
                condition=Q(amount__gt=0),
                violation_error_message=_("An amount is more than nothing."),
            ),
            models.UniqueConstraint(
                fields=("training_class", "reference", "refund"),
                name="payment_reference_once",
                violation_error_message=_("A payment with this reference is entered already."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.reference} {self.amount}"

    def personal_key(self) -> str:
        """Name the learner's key, where the payment is a learner's."""
        return self.learner.personal_key() if self.learner else super().personal_key()
