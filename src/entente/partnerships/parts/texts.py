"""What versions of texts show on the page of their agreement."""

from __future__ import annotations

from entente.kit.parts import Part, agreement_page
from entente.kit.scope import Officer
from entente.partnerships.enums import CHANGE, VIEW
from entente.partnerships.models import Agreement, AgreementText


@agreement_page.fill(order=5)
def versions(agreement: Agreement, officer: Officer) -> Part | None:
    """Show the newest version of each language and the differences it brought: one query."""
    if not officer.may(VIEW, agreement):
        return None
    texts = AgreementText.objects.filter(agreement=agreement).newest_first().with_open()
    newest: dict[str, AgreementText] = {}
    for text in texts:
        newest.setdefault(text.language, text)
    may_change = officer.may(CHANGE, agreement)
    return Part(
        "partnerships/parts/versions.html",
        {"newest": list(newest.values()), "may_add_text": may_change},
    )
