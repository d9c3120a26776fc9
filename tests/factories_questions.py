"""Questions of calls, and files that answer them."""

import itertools

from django.core.files.uploadedfile import SimpleUploadedFile

from entente.kit.audit import creating
from entente.kit.files import keep_file
from entente.mobility import services
from entente.mobility.models import AnswerFile
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


def hand_in_file(application, question, name="成绩单.pdf"):
    """Give an application that the office entered the file that an applicant would have given."""
    stored = keep_file(make_pdf(), system_user())
    file = AnswerFile(application=application, question=question, file=stored, name=name)
    return creating(file, by=system_user(), verb="answer_file.uploaded")
