"""Files of records: kept once, read by who may, swept when nothing holds them."""

import datetime
import hashlib
import io
import os
from pathlib import Path

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone

from entente.kit.files import attach, change_attachment, detach, keep_file, sweep_files
from entente.kit.files.services import holders
from entente.kit.files.storage import DurableStorage
from entente.kit.files.uploads import UploadField
from entente.kit.models import Attachment, AuditEntry, StoredFile
from entente.kit.tests import hostile
from entente.office import roles
from tests.factories import make_staff, make_unit, make_user

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\nrest"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    return settings.MEDIA_ROOT


@pytest.fixture
def officer():
    roles.allow(["office.view_user", "office.change_user"], roles.OFFICER)
    return make_staff(roles.OFFICER)


def upload(content=None, name="协议.pdf"):
    return SimpleUploadedFile(name, hostile.pdf() if content is None else content)


def names(folder):
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_the_same_bytes_are_kept_once(officer, folder):
    first = keep_file(upload(), officer)
    second = keep_file(upload(name="another name.pdf"), officer)

    sha256 = hashlib.sha256(hostile.pdf()).hexdigest()
    assert first == second
    assert (first.sha256, first.size, first.kind) == (sha256, len(hostile.pdf()), "pdf")
    assert names(folder) == [sha256]


def test_attaching_and_detaching_stand_in_the_history_of_the_record(officer):
    record = make_user(unit=officer.unit)

    file = attach(record, upload(), kind="scan", by=officer, title_zh="合作协议", language="zh")
    change_attachment(file, by=officer, paper_original="档案馆")
    detach(file, by=officer, note="wrong person")

    history = AuditEntry.objects.about(record)
    assert [entry.verb for entry in history] == [
        "file.detached",
        "file.described",
        "file.attached",
        "user.added",
    ]
    assert history[1].changes == {"paper_original": ["", "档案馆"]}
    assert not Attachment.objects.of(record).exists()


def test_the_same_file_is_not_attached_twice_to_one_record(officer):
    record = make_user(unit=officer.unit)
    attach(record, upload(), kind="scan", by=officer)
    with pytest.raises(ValidationError) as refusal:
        attach(record, upload(), kind="scan", by=officer)
    assert refusal.value.error_dict.keys() == {"file"}


def test_a_refused_file_leaves_nothing_behind(officer, folder):
    with pytest.raises(ValidationError):
        attach(make_user(), upload(b"MZ" + bytes(99)), kind="scan", by=officer)
    assert not StoredFile.objects.exists()
    assert not folder.exists()


# --- Size -----------------------------------------------------------------------------------------


class Stream(File):
    """An upload that nobody knows the size of."""

    def __init__(self, source):
        super().__init__(source, name="a.pdf")
        self.size = 0

    def chunks(self, chunk_size=None):
        while piece := self.file.read(2**16):
            yield piece


def test_a_file_of_200_mb_is_given_up_at_the_limit(officer, folder, settings):
    settings.UPLOAD_LIMIT = 2 * 2**20
    source = hostile.Lazy(200 * 2**20, head=b"%PDF-1.7\n")
    with pytest.raises(ValidationError) as refusal:
        keep_file(Stream(source), officer)
    assert refusal.value.code == "too_large"
    assert source.taken <= settings.UPLOAD_LIMIT + 2**16
    assert not folder.exists()


def test_a_request_of_200_mb_is_refused_at_its_field_and_stored_nowhere(settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path
    head = (
        b'--x\r\nContent-Disposition: form-data; name="title"\r\n\r\nkept\r\n'
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="big.pdf"\r\n'
        b"Content-Type: application/pdf\r\n\r\n%PDF-1.7\n"
    )
    size = 200 * 2**20
    body = hostile.Lazy(size, head=head, tail=b"\r\n--x--\r\n")
    request = RequestFactory().generic(
        "POST", "/", b"-", content_type="multipart/form-data; boundary=x"
    )
    request.META["CONTENT_LENGTH"] = str(size + len(head) + 9)
    request._stream = body
    request.environ["wsgi.input"] = body

    assert request.POST["title"] == "kept"
    with pytest.raises(ValidationError) as refusal:
        UploadField().clean(request.FILES["file"])

    assert refusal.value.messages == ["文件超过 50 MB，请上传较小的文件。"]
    assert list(tmp_path.iterdir()) == []


def test_a_file_just_above_the_limit_is_refused_at_its_field(settings):
    settings.UPLOAD_LIMIT = 10
    with pytest.raises(ValidationError) as refusal:
        UploadField().clean(upload())
    assert refusal.value.code == "too_large"


# --- Who may read ---------------------------------------------------------------------------------


@pytest.fixture
def file(officer):
    return attach(make_user(unit=officer.unit), upload(), kind="text", by=officer)


def test_a_download_is_saved_under_its_own_name_and_may_do_nothing(client, officer, file):
    client.force_login(officer)
    page = client.get(file.get_absolute_url())

    assert b"".join(page.streaming_content) == hostile.pdf()
    assert page["Content-Type"] == "application/pdf"
    assert page["Content-Disposition"] == ("attachment; filename*=utf-8''%E5%8D%8F%E8%AE%AE.pdf")
    assert page["X-Content-Type-Options"] == "nosniff"
    assert page["Content-Security-Policy"] == "default-src 'none'; sandbox"


@pytest.mark.parametrize(
    ("name", "content", "shown"),
    [
        ("a.png", PNG, "inline"),
        ("a.pdf", hostile.pdf(), "attachment"),
        ("a.txt", b"a", "attachment"),
    ],
)
def test_only_pictures_are_shown_in_their_place(client, officer, name, content, shown):
    file = attach(make_user(unit=officer.unit), upload(content, name), kind="photo", by=officer)
    client.force_login(officer)
    page = client.get(file.get_absolute_url(), {"show": ""})
    assert page["Content-Disposition"] == f'{shown}; filename="{name}"'
    page.getvalue()


def test_another_units_file_is_not_found(client, file):
    client.force_login(make_staff(roles.OFFICER))
    assert client.get(file.get_absolute_url()).status_code == 404


def test_nobody_reads_without_signing_in(client, file):
    assert client.get(file.get_absolute_url()).status_code == 302


def test_a_confidential_file_is_for_cleared_persons_and_its_bringer(client, officer):
    roles.allow("office.view_user", roles.HEAD)
    record = make_user(unit=officer.unit)
    file = attach(record, upload(), kind="text", by=officer, visibility="confidential")
    colleague = make_staff(roles.OFFICER, unit=officer.unit)
    head = make_staff(roles.HEAD, unit=officer.unit)
    auditor = make_staff(roles.AUDITOR, unit=officer.unit)

    answers = {}
    for person in (officer, colleague, head, auditor):
        client.force_login(person)
        page = client.get(file.get_absolute_url())
        page.getvalue()
        answers[person] = page.status_code
        assert Attachment.objects.open_to(person, record).exists() == (answers[person] == 200)

    assert list(answers.values()) == [200, 404, 200, 200]


def test_on_a_shared_record_a_file_is_its_units_unless_public(officer, monkeypatch):
    monkeypatch.setattr(type(officer.unit), "shared", True)
    roles.allow("office.view_unit", roles.OFFICER)
    shared = make_unit()
    other = make_staff(roles.OFFICER)
    attach(shared, upload(), kind="letter", by=officer)
    public = attach(shared, upload(PNG, "a.png"), kind="photo", by=officer, visibility="public")

    assert Attachment.objects.open_to(officer, shared).count() == 2
    assert list(Attachment.objects.open_to(other, shared)) == [public]


def test_a_file_whose_bytes_are_lost_is_not_found(client, officer, file):
    default_storage.delete(file.file.location)
    client.force_login(officer)
    assert client.get(file.get_absolute_url()).status_code == 404


def test_every_model_that_holds_files_is_asked_before_one_is_swept():
    holding = {(model.__name__, name) for model, name in holders()}
    assert holding == {
        (model.__name__, column.name)
        for model in apps.get_models()
        for column in model._meta.concrete_fields
        if column.related_model is StoredFile
    }
    assert len(holding) > 3


# --- On the disk ----------------------------------------------------------------------------------


def test_a_half_written_file_never_appears_under_its_name(folder):
    class Broken(ContentFile):
        def chunks(self, chunk_size=None):
            yield b"half"
            raise OSError("the disk is full")

    with pytest.raises(OSError, match="the disk is full"):
        DurableStorage().save("ab/abc", Broken(b""))
    assert names(folder) == []


def test_the_sweep_takes_what_nothing_holds_for_a_day(officer, folder):
    held = attach(make_user(), upload(), kind="text", by=officer)
    fresh = keep_file(upload(b"fresh", "a.txt"), officer)
    old = keep_file(upload(b"old", "a.txt"), officer)
    StoredFile.objects.exclude(pk=fresh.pk).update(
        kept_at=timezone.now() - datetime.timedelta(days=2)
    )
    leftover = folder / ".incoming" / "tmpabc"
    leftover.write_bytes(b"half")
    os.utime(leftover, (0, 0))

    assert sweep_files() == 2
    assert sweep_files() == 0

    assert set(StoredFile.objects.all()) == {held.file, fresh}
    assert names(folder) == sorted([held.file.sha256, fresh.sha256])
    assert not StoredFile.objects.filter(pk=old.pk).exists()


def test_bytes_that_were_lost_come_back_with_the_next_upload(officer, folder):
    stored = keep_file(upload(), officer)
    Path(default_storage.path(stored.location)).unlink()
    keep_file(upload(), officer)
    assert names(folder) == [stored.sha256]


def test_reading_begins_at_the_start_whatever_was_read_before(officer):
    content = io.BytesIO(hostile.pdf())
    content.read(5)
    assert keep_file(File(content, name="a.pdf"), officer).size == len(hostile.pdf())


# --- On the desk ----------------------------------------------------------------------------------


@pytest.fixture
def desk(client, officer, monkeypatch):
    monkeypatch.setattr(type(officer), "get_absolute_url", lambda _: "/", raising=False)
    client.force_login(officer)
    return client


def test_a_file_is_added_described_and_removed_on_the_desk(desk, officer):
    record = make_user(unit=officer.unit)
    add = f"/files/add/office.user/{record.pk}/"
    values = {"kind": "scan", "visibility": "staff", "title_zh": "协议"}

    assert desk.get(add).status_code == 200
    assert desk.post(add, values | {"file": upload()}).status_code == 302
    file = Attachment.objects.of(record).get()
    assert (str(file), file.name, file.uploaded_by) == ("协议", "协议.pdf", officer)

    change = f"/files/{file.pk}/change/"
    page = desk.get(change)
    assert page.context["form"].initial["title_zh"] == "协议"
    assert desk.post(change, values | {"kind": "text", "version": 1}).status_code == 302
    assert desk.post(change, values | {"title_zh": "旧", "version": 1}).status_code == 409

    remove = f"/files/{file.pk}/remove/"
    assert desk.post(remove, {"reason": "误传"}).status_code == 302
    assert not Attachment.objects.exists()


def test_a_refused_upload_says_why_at_its_field_and_keeps_what_was_typed(desk, officer):
    record = make_user(unit=officer.unit)
    bad = upload(hostile.office(**{"word/vbaProject.bin": b"x"}), "协议.docx")
    page = desk.post(
        f"/files/add/office.user/{record.pk}/",
        {"kind": "scan", "visibility": "staff", "title_zh": "协议", "file": bad},
    )
    assert page.status_code == 422
    assert page.context["form"].errors == {
        "file": ["该文档含有宏，请另存为不含宏的格式（.docx、.xlsx、.pptx）后上传。"]
    }
    assert page.context["form"]["title_zh"].value() == "协议"
    assert not Attachment.objects.exists()


def test_another_units_record_takes_no_file_and_its_files_no_change(desk, officer):
    theirs = make_user(unit=make_unit())
    file = attach(theirs, upload(), kind="scan", by=officer)
    assert desk.get(f"/files/add/office.user/{theirs.pk}/").status_code == 404
    assert desk.get(f"/files/{file.pk}/change/").status_code == 404
    assert desk.post(f"/files/{file.pk}/remove/", {"reason": "x"}).status_code == 404
    assert Attachment.objects.count() == 1


@pytest.mark.parametrize("label", ["office.nothing", "nonsense", "kit.storedfile", "auth.group"])
def test_only_records_take_files(desk, label):
    assert desk.get(f"/files/add/{label}/1/").status_code == 404


def test_who_may_only_read_adds_nothing(client, officer):
    reader = make_staff(roles.AUDITOR, unit=officer.unit)
    record = make_user(unit=officer.unit)
    client.force_login(reader)
    assert client.get(f"/files/add/office.user/{record.pk}/").status_code in (403, 404)


def test_the_block_of_files_shows_what_this_person_may_read_and_do(officer, rf):
    record = make_user(unit=officer.unit)
    attach(record, upload(), kind="scan", by=officer, title_zh="协议", paper_original="档案馆")
    colleague = make_staff(roles.AUDITOR, unit=officer.unit)
    block = Template("{% load attachments %}{% attachments record %}")

    seen = {}
    for person in (officer, colleague):
        request = rf.get("/")
        request.user = person
        seen[person] = block.render(Context({"request": request, "record": record}))

    assert all("协议" in html and "纸质原件：档案馆" in html for html in seen.values())
    assert [html.count("<a ") for html in seen.values()] == [4, 1]
