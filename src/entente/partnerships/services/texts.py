"""Decisions about texts: adding a version, comparing two, saying what we think of a difference."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django.core.files import File
from django.core.files.storage import default_storage
from django.db.models import Q
from django.utils.translation import gettext as _

from entente.kit import files
from entente.kit.audit import changing, changing_all, creating, locking
from entente.kit.bilingual import LANGUAGES
from entente.kit.errors import DomainError
from entente.kit.files.kinds import DOCX, PDF, TEXT
from entente.kit.models import Attachment
from entente.kit.models.files import AttachmentKind, DocumentLanguage, Visibility
from entente.office.models import User
from entente.partnerships import comparing
from entente.partnerships.enums import Verdict
from entente.partnerships.models import (
    Agreement,
    AgreementParty,
    AgreementText,
    TextComparison,
    TextFinding,
)
from entente.partnerships.models.texts import NO_WORDS

READ_KINDS = (DOCX, PDF, TEXT)
MOST_CLAUSES = 500


def add_text(
    agreement: Agreement,
    *,
    language: str,
    side: str,
    received_on: datetime.date,
    on: datetime.date,
    by: User,
    words: str = "",
    upload: File[bytes] | None = None,
    attachment: Attachment | None = None,
) -> AgreementText:
    """Add a version: pasted, uploaded, or read from a file of the agreement. Compare it at once.

    It is compared with the newest version of the other side in its language (else the newest
    before it), and Chinese with English. What was said before to the very same difference holds.
    """
    if received_on > on:
        raise DomainError({"received_on": _("This day has not come yet.")}, code="future")
    if len([given for given in (words.strip(), upload, attachment) if given]) > 1:
        raise DomainError(
            {"words": _("Paste the text or name one file, not both.")}, code="two_sources"
        )
    with locking(agreement):
        if upload:
            attachment = files.attach(
                agreement,
                upload,
                kind=AttachmentKind.OTHER,
                by=by,
                language=language if language in LANGUAGES else DocumentLanguage.OTHER,
                allowed=READ_KINDS,
            )
        if attachment:
            words = _read(attachment, field="file" if upload else "attachment")
        _demand_comparable(words)
        versions = AgreementText.objects.filter(agreement=agreement, language=language)
        last = versions.order_by("-number").values_list("number", flat=True).first()
        text = creating(
            AgreementText(
                agreement=agreement,
                language=language,
                side=side,
                number=(last or 0) + 1,
                words=words,
                file=attachment,
                received_on=received_on,
                added_by=by,
            ),
            by=by,
            verb="text.added",
        )
        _compare_anew(text, on=on, by=by)
    return text


def compare_texts(
    first: AgreementText, second: AgreementText, *, on: datetime.date, by: User
) -> TextComparison:
    """Compare two versions of one agreement on request; it does not count for the approval.

    Two that were compared before give that comparison. Versions in different languages are
    compared where both can be read: Chinese and English.
    """
    if first.agreement_id != second.agreement_id or first.pk == second.pk:
        raise DomainError({"second": _("Choose two versions of this agreement.")}, code="one_text")
    pair = {first.language, second.language}
    if len(pair) == 2 and pair != set(LANGUAGES):
        raise DomainError(
            {"second": _("Across languages, only Chinese and English can be compared.")},
            code="languages",
        )
    with locking(first.agreement):
        known = TextComparison.objects.filter(first=first, second=second).first()
        return known or _compare(first, second, on=on, by=by, is_current=False)


def judge_finding(
    finding: TextFinding, *, verdict: str, note: str, on: datetime.date, by: User
) -> None:
    """Accept a difference, ask the partner about it, or open it again; who asks says what."""
    if verdict == Verdict.ASKED and not note.strip():
        raise DomainError({"note": _("Say what is to be asked.")}, code="no_note")
    with changing(finding, by=by, verb="difference.judged"):
        _judge(finding, verdict, note, on=on, by=by)


def accept_rest(comparison: TextComparison, *, note: str, on: datetime.date, by: User) -> int:
    """Accept every difference of a comparison to which nothing was said. Return how many."""
    rest = TextFinding.objects.filter(comparison=comparison, verdict=Verdict.OPEN)
    rest = rest.select_related("comparison__agreement")
    with changing_all(rest, by=by, verb="difference.judged") as found:
        if not found:
            raise DomainError(_("No difference stands open any more."), code="none_open")
        for finding in found:
            _judge(finding, Verdict.ACCEPTED, note, on=on, by=by)
    return len(found)


def state_authentic_texts(
    agreement: Agreement,
    *,
    authentic: Sequence[str],
    prevailing: str,
    by: User,
    seen: int | None = None,
) -> None:
    """Say in which languages the text is authentic, and which one prevails if they differ."""
    if prevailing and prevailing not in authentic:
        raise DomainError(
            {"prevailing": _("Only an authentic text can prevail. Name its language above too.")},
            code="not_authentic",
        )
    with changing(agreement, by=by, verb="agreement.texts_stated", seen=seen):
        agreement.authentic = ",".join(authentic)
        agreement.prevailing = prevailing


def demand_differences_seen(agreement: Agreement, *, confirmed: bool) -> str:
    """Refuse an approval while differences of the texts are not accepted, unless confirmed.

    Give the words in which the history remembers that they were seen.
    """
    number = TextFinding.objects.not_accepted(agreement).count()
    if not number:
        return ""
    if not confirmed:
        raise DomainError(
            {
                "confirmed": _(
                    "Differences of the texts that are not accepted: %(number)s. Look at them, or"
                    " confirm that the text is approved as it stands."
                )
                % {"number": number}
            },
            code="differences",
        )
    return _("Approved with %(number)s differences of the texts that are not accepted.") % {
        "number": number
    }


# --- What the decisions stand on ------------------------------------------------------------------


def _read(attachment: Attachment, *, field: str) -> str:
    if attachment.visibility == Visibility.CONFIDENTIAL:
        raise DomainError(
            {field: _("This file is confidential; its words would stand open on the page.")},
            code="confidential",
        )
    with default_storage.open(attachment.file.location) as stored:
        try:
            return comparing.words_of(stored.read(), attachment.file.kind)
        except DomainError as refusal:
            raise DomainError({field: refusal}) from None


def _demand_comparable(words: str) -> None:
    if not words.strip():
        raise DomainError({"words": NO_WORDS}, code="no_words")
    if len(words) > comparing.LONGEST:
        raise DomainError(
            {
                "words": _("The text is longer than %(most)s characters. Leave out its annexes.")
                % {"most": comparing.LONGEST}
            },
            code="too_long",
        )
    if len(comparing.split(words)) > MOST_CLAUSES:
        raise DomainError(
            {"words": _("The text has more than %(most)s clauses.") % {"most": MOST_CLAUSES}},
            code="too_many_clauses",
        )


def _compare_anew(text: AgreementText, *, on: datetime.date, by: User) -> None:
    """Compare a new version with what it answers to; older comparisons count no more."""
    others = AgreementText.objects.filter(agreement=text.agreement).exclude(pk=text.pk)
    of_language = Q(first__language=text.language) | Q(second__language=text.language)
    TextComparison.objects.filter(of_language, agreement=text.agreement).update(is_current=False)
    before = others.filter(language=text.language).order_by("-number")
    partner = before.exclude(side=text.side).first() or before.first()
    translations = [code for code in LANGUAGES if code != text.language]
    other = (
        others.filter(language=translations[0]).order_by("-number").first()
        if text.language in LANGUAGES
        else None
    )
    for earlier in filter(None, (partner, other)):
        _compare(earlier, text, on=on, by=by, is_current=True)


def _compare(
    first: AgreementText, second: AgreementText, *, on: datetime.date, by: User, is_current: bool
) -> TextComparison:
    agreement = first.agreement
    comparison = creating(
        TextComparison(
            agreement=agreement,
            first=first,
            second=second,
            is_current=is_current,
            compared_on=on,
            compared_by=by,
        ),
        by=by,
        verb="texts.compared",
    )
    found = comparing.compare(
        comparing.Text(first.language, first.words),
        comparing.Text(second.language, second.words),
        _names(agreement),
    )
    rows = [
        TextFinding(
            comparison=comparison,
            version=1,
            position=at,
            kind=finding.kind,
            clause=finding.clause,
            first_quote=finding.first_quote,
            second_quote=finding.second_quote,
            first_value=finding.first_value[:300],
            second_value=finding.second_value[:300],
        )
        for at, finding in enumerate(found, start=1)
    ]
    _carry_verdicts(agreement, rows)
    # They follow from the two texts; the history remembers the comparison, not each of its lines.
    TextFinding.objects.bulk_create(rows)
    return comparison


def _carry_verdicts(agreement: Agreement, rows: list[TextFinding]) -> None:
    """Keep what was said before to the very same difference, with who said it and when."""
    judged = TextFinding.objects.filter(comparison__agreement=agreement)
    known = {row.said: row for row in judged.exclude(verdict=Verdict.OPEN).order_by("pk")}
    for row in rows:
        if before := known.get(row.said):
            row.verdict, row.note = before.verdict, before.note
            row.decided_by, row.decided_on = before.decided_by, before.decided_on


def _judge(finding: Any, verdict: str, note: str, *, on: datetime.date, by: User) -> None:
    finding.verdict, finding.note = verdict, note
    opened = verdict == Verdict.OPEN
    finding.decided_by, finding.decided_on = (None, None) if opened else (by, on)


def _names(agreement: Agreement) -> list[comparing.Name]:
    """Give the names of the parties, today's and those at signing, by language."""
    names = []
    for party in AgreementParty.objects.for_list().filter(agreement=agreement):
        zh = (getattr(party.holder, "name_zh", ""), party.name_at_signing_zh)
        en = (getattr(party.holder, "name_en", ""), party.name_at_signing_en)
        names.append(comparing.Name(zh, en))
    return names
