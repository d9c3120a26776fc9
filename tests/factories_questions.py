"""Questions of calls, and files that answer them."""

import itertools

from django.core.files.uploadedfile import SimpleUploadedFile

from entente.mobility import services
from entente.office.services import system_user

_count = itertools.count(1)
PDF = b"%PDF-1.4\n%%EOF\n"
PASSPORT = [["1", "有", "Yes"], ["2", "没有", "No"]]


def make_question(call, kind="short", **values):
    number = next(_count)
    said = {"kind": kind, "label_zh": f"问题{number}", "label_en": f"Question {number}"}
    if kind in ("one", "several"):
        said["choices"] = PASSPORT
    if kind == "upload":
        said["files"] = ["pdf"]
    return services.add_question(call, by=system_user(), **(said | values))


def make_pdf(name="成绩单.pdf", content=PDF):
    return SimpleUploadedFile(name, content, "application/pdf")
