"""Ordinary templates and letters, made through the services that people use."""

import datetime
import io

import docx
from django.core.files.base import ContentFile

from entente.office import services as office
from entente.papers import services
from entente.papers.enums import LetterState
from tests.factories import make_unit
from tests.factories_organisations import make_organisation

DAY = datetime.date(2026, 5, 1)
S = LetterState


def word_file(*paragraphs, name="模板.docx"):
    """Make a Word file with these paragraphs."""
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    content = io.BytesIO()
    document.save(content)
    return ContentFile(content.getvalue(), name=name)


def make_template(unit=None, *paragraphs, checked=True, **values):
    """Make a template about organisations, with one version that somebody checked."""
    by = office.system_user()
    values = {
        "kind": "invitation",
        "about": "organisations.organisation",
        "language": "zh",
        "title_zh": "邀请函",
        "title_en": "Invitation",
        "file": word_file(*(paragraphs or ("{{ addressee_zh }}：欢迎来访{{ university_zh }}。",))),
    } | values
    template = services.add_template(by=by, unit=unit or make_unit(), **values)
    if checked:
        services.check_version(template.versions.get(), by=by)
    return template


def make_letter(unit=None, *, state=S.DRAFT, template=None, about=None, by=None, **values):
    """Make a letter and take it to a state by its own steps."""
    unit = unit or make_unit()
    by = by or office.system_user()
    values = {"title_zh": "邀请函", "title_en": "Invitation", "addressee_zh": "滑铁卢大学"} | values
    letter = services.draft_letter(
        by=by,
        unit=unit,
        template=template or make_template(unit),
        about=about or make_organisation(),
        **values,
    )
    if state in (S.ISSUED, S.SEALED, S.SENT):
        services.issue_letter(letter, on=DAY, by=by)
    if state in (S.SEALED, S.SENT):
        services.seal_letter(letter, on=DAY, seal="学校公章", by=by)
    if state == S.SENT:
        services.send_letter(letter, on=DAY, by=by)
    if state == S.WITHDRAWN:
        services.withdraw_letter(letter, reason="No visit", by=by)
    assert letter.state == state
    return letter
