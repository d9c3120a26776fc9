"""The approval form as PDF."""

from __future__ import annotations

import datetime
import io

from entente.approvals.printed.content import Form, code_of, lines_of
from entente.kit import typeset


def as_pdf(form: Form, *, on: datetime.date) -> bytes:
    """Draw the form as PDF; the same form gives the same bytes."""
    picture = io.BytesIO()
    code_of(form).save(picture, kind="svg", border=0, xmldecl=False, svgclass=None, lineclass=None)
    data = {
        "title": form.title,
        "number": form.number,
        "rows": [(lines_of(label), lines_of(value)) for label, value in form.rows],
        "signers": [lines_of(signer) for signer in form.signers],
        "words": form.words,
        "code": picture.getvalue().decode(),
    }
    return typeset.pdf(
        "approvals/typst/form.typ",
        data,
        title=f"{form.title[0]} {form.title[1]} {form.number}",
        on=on,
        language="zh",
        running=form.number,
    )
