"""Letters about agreements: the fields that a template may use, and to whom they go."""

from __future__ import annotations

from typing import Any

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from entente.kit.parts import Addressee, LetterField, LetterSubject, letter_subjects
from entente.kit.periods import in_words
from entente.partnerships.models import Agreement, AgreementParty


def joined(names: list[str], language: str) -> str:
    """Put names into one phrase."""
    if language == "zh":
        return "、".join(names)
    if len(names) < 3:
        return " and ".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def _names(parties: list[AgreementParty], language: str) -> str:
    """Name parties as they are called today; one without a name in the language leaves a gap."""
    names = [getattr(party.holder, f"name_{language}") for party in parties]
    return joined(names, language) if all(names) else ""


def _kind(agreement: Agreement, language: str) -> str:
    with translation.override("zh-hans" if language == "zh" else "en"):
        return str(agreement.get_kind_display())


def _date(name: str) -> Any:
    return lambda agreement, language: in_words(getattr(agreement, name), language)


@letter_subjects.fill(order=30)
def written_about() -> LetterSubject:
    """Let letters be written about an agreement, to its partners."""
    fields = (
        *LetterField.both(
            "agreement", _("Title of the agreement"), lambda it, at: getattr(it, f"title_{at}")
        ),
        LetterField(
            "agreement_number", _("Number of the agreement, once signed"), lambda it: it.number
        ),
        *LetterField.both("agreement_kind", _("Kind of the agreement"), _kind),
        *LetterField.both(
            "partners",
            _("The partners, as they are called today"),
            lambda it, at: _names(it.theirs, at),
        ),
        *LetterField.both(
            "our_parties", _("The parties on our side"), lambda it, at: _names(it.ours, at)
        ),
        *LetterField.both("signed_on", _("Day of signature"), _date("signed_on")),
        *LetterField.both("starts_on", _("First day in force"), _date("starts_on")),
        *LetterField.both("ends_on", _("Last day"), _date("ends_on")),
    )
    return LetterSubject(Agreement, fields, _addressees)


def _addressees(agreement: Agreement, _officer: Any) -> list[Addressee]:
    partners = [party.organisation for party in agreement.theirs]
    return [Addressee(it.name_zh, it.name_en, record=it) for it in partners if it is not None]
