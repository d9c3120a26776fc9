"""Templates: what there is, which fields they may use, how they read with a real record."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from entente.kit import word
from entente.kit.files.kinds import DOCX
from entente.kit.files.names import clean_name
from entente.kit.forms import ReasonForm
from entente.kit.pages import (
    ActionPage,
    ChangePage,
    CreatePage,
    ListPage,
    RecordPage,
    StaffPage,
    View,
)
from entente.office.acting import signed_in
from entente.office.models import User
from entente.papers import services, vocabulary
from entente.papers.enums import (
    CHANGE_TEMPLATES,
    CHECK_TEMPLATES,
    VERSION_FLOW,
    VIEW_TEMPLATES,
)
from entente.papers.forms import ChangeTemplateForm, NewTemplateForm, VersionForm
from entente.papers.models import Letter, LetterTemplate, TemplateVersion
from entente.papers.tables import TemplateColumns, TemplateFilter, find_record, name_record


def word_file(content: bytes, name: str) -> FileResponse:
    """Answer with a Word file to be saved."""
    return FileResponse(
        io.BytesIO(content),
        as_attachment=True,
        filename=clean_name(name),
        content_type=DOCX.media_type,
    )


class TemplateListPage(ListPage):
    """All templates in one's scope."""

    model = LetterTemplate
    title = _("Letter templates")
    template_name = "papers/templates.html"
    columns = TemplateColumns
    filterset_class = TemplateFilter
    permission_required = VIEW_TEMPLATES
    views = (View(_("In use"), {"retired": "no"}),)
    create_label = _("New template")
    create_permission = CHANGE_TEMPLATES
    empty_text = _("No template yet")

    @property
    def create_url(self) -> str:  # type: ignore[override]
        """Give the address of the form for a new template."""
        return reverse("papers:new_template")


class NewTemplatePage(CreatePage):
    """Enter a template."""

    model = LetterTemplate
    form_class = NewTemplateForm
    template_name = "papers/new_template.html"
    title = _("New template")
    permission_required = CHANGE_TEMPLATES

    def save(self, values: Mapping[str, Any]) -> LetterTemplate:
        """Enter it."""
        return services.add_template(by=signed_in(self), **values)

    def context(self, form: Any) -> dict[str, Any]:
        """List the fields for every kind of record."""
        kinds = [
            (capfirst(str(subject.model._meta.verbose_name)), described(label))
            for label, subject in vocabulary.subjects().items()
        ]
        return super().context(form) | {"kinds": kinds}

    def back(self) -> str:
        """Go back to the list."""
        return reverse("papers:templates")


class StartPage(ActionPage):
    """Begin with the letters that every office writes."""

    model = LetterTemplate
    title = _("Add the usual letters")
    explanation = _(
        "Invitation, nomination, admission, confirmation, thanks and signature page are added as"
        " Word files of your unit. Change them in Word as you like and upload them again."
    )
    submit_label = _("Add them")
    permission_required = CHANGE_TEMPLATES

    def prepare(self) -> None:
        """It is about one's own unit."""
        if not self.officer.unit or not self.officer.may(CHANGE_TEMPLATES, self.officer.unit):
            raise Http404

    def perform(self, values: Mapping[str, Any]) -> str:
        """Add them and go back to the list."""
        self.act(values)
        return self.back()

    def act(self, values: Mapping[str, Any]) -> None:
        """Add them; whoever may check them has done so by this."""
        user = signed_in(self)
        checked = self.officer.may(CHECK_TEMPLATES, user.unit)
        unit = user.unit
        if unit is not None:
            services.add_starting_templates(by=user, unit=unit, checked=checked)

    def back(self) -> str:
        """Go back to the list."""
        return reverse("papers:templates")


def described(label: str, values: Mapping[str, str] | None = None) -> list[dict[str, Any]]:
    """List the fields for a kind of record: name, meaning in both languages, value if given."""
    lines = []
    for field in vocabulary.fields_for(label):
        said: dict[str, Any] = {"name": field.name, "language": field.language}
        for language, code in (("zh", "zh-hans"), ("en", "en")):
            with translation.override(code):
                said[language] = str(field.meaning)
        lines.append(said | {"value": values.get(field.name, "") if values else ""})
    return lines


class TemplatePage(RecordPage):
    """One template: its versions, its fields, how it reads with a real record."""

    model = LetterTemplate
    template_name = "papers/template.html"
    permission_required = VIEW_TEMPLATES
    change_url = "papers:change_template"
    change_permission = CHANGE_TEMPLATES

    def context(self) -> dict[str, Any]:
        """Add versions, fields and the preview."""
        template = self.object
        versions = list(template.versions.for_list())
        shown = next((it for it in versions if str(it.pk) == self.request.GET.get("version")), None)
        shown = shown or template.current() or versions[0]
        record = example(template, self.officer, self.request.GET.get("record", ""))
        letter = sample(shown, record, signed_in(self)) if record else None
        values = services.values_on(letter, timezone.localdate()) if letter else {}
        content = shown.content()
        filled = word.fill(content, values) if letter else None
        steps = {it.pk: VERSION_FLOW.open_to(self.officer, it) for it in versions}
        may_change = self.officer.may(CHANGE_TEMPLATES, template)
        return super().context() | {
            "versions": [
                (
                    it,
                    [
                        (step, reverse(f"papers:{name}", args=[it.pk]))
                        for name, step in steps[it.pk].items()
                    ],
                )
                for it in versions
            ],
            "current": template.current(),
            "shown": shown,
            "fields": described(template.about, values if letter else None),
            "used": set(word.fields(content)),
            "example": record,
            "example_name": name_record(record) if record else "",
            "lines": word.lines_of(filled.content) if filled else [],
            "blanks": filled.blanks if filled else (),
            "about": capfirst(str(vocabulary.subjects()[template.about].model._meta.verbose_name)),
            "may_change": may_change,
        }


def example(template: LetterTemplate, officer: Any, named: str) -> Any:
    """Give the record to try a template with: the one asked for, else the newest one sees."""
    subject = vocabulary.subjects()[template.about]
    if named:
        record = find_record(named, officer)
        if record is None or not isinstance(record, subject.model):
            raise Http404
        return record
    rows = subject.model._default_manager.visible_to(officer)
    return rows.order_by("-pk").first()


def sample(version: TemplateVersion, record: Any, by: User) -> Letter:
    """Make the letter that is shown as an example; it is not stored."""
    template = version.template
    to = next(iter(vocabulary.addressees(record, by)), None)
    return Letter(
        template_version=version,
        unit=template.unit,
        about=record,
        written_by=by,
        title_zh=template.title_zh,
        title_en=template.title_en,
        **(
            {
                "addressee_zh": to.name_zh,
                "addressee_en": to.name_en,
                "attention_zh": to.attention_zh,
                "attention_en": to.attention_en,
            }
            if to
            else {}
        ),
    )


class ChangeTemplatePage(ChangePage):
    """Change what is said of a template."""

    model = LetterTemplate
    form_class = ChangeTemplateForm
    title = _("Edit template")
    permission_required = CHANGE_TEMPLATES
    done = _("Saved.")

    def save(self, values: Mapping[str, Any], seen: int | None) -> None:
        """Change it."""
        services.change_template(self.object, by=signed_in(self), seen=seen, **values)


class UploadVersionPage(ActionPage):
    """Upload a further Word file."""

    model = LetterTemplate
    form_class = VersionForm
    title = _("Upload a new version")
    explanation = _(
        "The file is looked through: a field that does not exist is named with its place. Somebody"
        " then checks the version before letters are written with it."
    )
    submit_label = _("Upload")
    permission_required = CHANGE_TEMPLATES
    done = _("The version has been uploaded; it waits to be checked.")

    def act(self, values: Mapping[str, Any]) -> None:
        """Keep it."""
        services.add_version(self.object, by=signed_in(self), **values)


class RetirePage(ActionPage):
    """Take a template out of use."""

    model = LetterTemplate
    title = _("Take the template out of use")
    explanation = _("Letters written with it stay as they are.")
    permission_required = CHANGE_TEMPLATES
    done = _("The template is no longer in use.")
    danger = True

    def act(self, values: Mapping[str, Any]) -> None:
        """Retire it."""
        services.retire_template(self.object, by=signed_in(self))


class ReopenPage(ActionPage):
    """Take a template into use again."""

    model = LetterTemplate
    title = _("Take the template into use again")
    permission_required = CHANGE_TEMPLATES
    done = _("The template is in use again.")

    def act(self, values: Mapping[str, Any]) -> None:
        """Reopen it."""
        services.reopen_template(self.object, by=signed_in(self))


class CheckPage(ActionPage):
    """Confirm that a version reads as it should."""

    model = TemplateVersion
    title = _("Confirm as checked")
    explanation = _(
        "You have read this version with a real record. From now on letters are written with it."
    )
    permission_required = CHECK_TEMPLATES
    done = _("The version is checked; letters are written with it.")

    def act(self, values: Mapping[str, Any]) -> None:
        """Check it."""
        services.check_version(self.object, by=signed_in(self))


class SetAsidePage(ActionPage):
    """Keep a version from being used."""

    model = TemplateVersion
    form_class = ReasonForm
    title = _("Set this version aside")
    explanation = _("The version that was checked before it takes its place.")
    permission_required = CHECK_TEMPLATES
    done = _("The version is set aside.")
    danger = True

    def act(self, values: Mapping[str, Any]) -> None:
        """Set it aside."""
        services.set_version_aside(self.object, reason=values["reason"], by=signed_in(self))


class VersionFile(StaffPage):
    """The Word file of a version, to be edited in Word; with `record`, filled as an example."""

    model = TemplateVersion
    permission_required = VIEW_TEMPLATES

    def get(self, request: HttpRequest, pk: int) -> FileResponse:
        """Hand it out."""
        version = get_object_or_404(self.get_queryset().for_list(), pk=pk)  # type: ignore[attr-defined]
        if not default_storage.exists(version.file.location):
            raise Http404
        named = request.GET.get("record", "")
        if not named:
            return word_file(version.content(), version.name)
        record = example(version.template, self.officer, named)
        letter = sample(version, record, signed_in(self))
        values = services.values_on(letter, timezone.localdate())
        return word_file(word.fill(version.content(), values).content, version.name)
