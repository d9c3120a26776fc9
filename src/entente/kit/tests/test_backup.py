"""A backup brings everything back, whole or not at all."""

import datetime
import json
import shutil
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from django.utils.translation import override

from entente.kit import audit, backup
from entente.kit.backup import rows
from entente.kit.errors import DomainError
from entente.kit.files import attach
from entente.kit.models import AuditEntry, StoredFile
from entente.kit.tests import hostile
from entente.office import services
from entente.office.models import Unit, User
from entente.office.roles import OFFICER
from tests.factories import make_staff, make_unit, make_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    with override("en"):
        yield settings.MEDIA_ROOT


@pytest.fixture
def installation():
    """A small office: units, people, a file, a series, a trail."""
    university = make_unit(name_zh="中国地质大学（武汉）", name_en="CUG 'Wuhan' \\ \t tab")
    officer = make_staff(OFFICER, unit=make_unit(university))
    user = make_user(unit=university, name_zh="", email="a@example.org")
    User.objects.filter(pk=user.pk).update(last_login=timezone.now())
    upload = SimpleUploadedFile("协议.pdf", hostile.pdf())
    attach(user, upload, kind="scan", by=officer, title_zh="协议")
    services.close_user(user, by=officer, note="离职")
    return officer


@pytest.fixture
def file(installation, tmp_path):
    path = tmp_path / "backup.zip"
    backup.make(path)
    return path


def everything():
    return {
        model._meta.label: sorted(map(str, model._base_manager.values_list()))
        for model in rows.tables()
    }


def destroy(folder):
    """Lose every row and every file."""
    rows_before = connection.constraint_checks_disabled()
    with rows_before:
        rows.empty()
    shutil.rmtree(folder)


def test_a_backup_is_readable_by_its_owner_alone_whatever_lay_in_its_place(installation, tmp_path):
    others = tmp_path / "others.txt"
    others.write_text("theirs")
    path = tmp_path / "backup.zip"
    path.with_name("backup.zip.partial").symlink_to(others)

    backup.make(path)

    assert others.read_text() == "theirs"
    assert not path.is_symlink()
    assert path.stat().st_mode & 0o777 == 0o600


def test_everything_comes_back_over_a_destroyed_installation(file, folder):
    before = everything()
    destroy(folder)
    assert not User.objects.exists()

    report = backup.restore(file)

    assert everything() == before
    assert (report.files, report.missing, report.broken) == (1, [], [])
    assert report.rows == sum(map(len, before.values()))
    stored = StoredFile.objects.get()
    assert (folder / stored.location).read_bytes() == hostile.pdf()
    assert audit.verify() == (AuditEntry.objects.count(), [])


def test_work_goes_on_after_a_restore_and_no_id_is_given_twice(file, folder, installation):
    lost = make_unit().pk
    destroy(folder)
    backup.restore(file)

    unit = make_unit()

    assert unit.pk == lost
    assert audit.verify()[1] == []


def test_an_id_that_was_given_out_and_deleted_is_not_given_again(installation, tmp_path, folder):
    gone = services.grant_role(installation, OFFICER, by=services.system_user(), unit=make_unit())
    number = gone.pk
    services.withdraw_role(gone, by=services.system_user())
    backup.make(tmp_path / "b.zip")
    destroy(folder)
    backup.restore(tmp_path / "b.zip")

    again = services.grant_role(
        User.objects.get(pk=installation.pk), OFFICER, by=services.system_user(), unit=make_unit()
    )
    assert again.pk == number + 1


def test_a_living_installation_is_not_overwritten_without_saying_so(file):
    newer = make_unit()
    with pytest.raises(DomainError) as refusal:
        backup.restore(file)
    assert "--replace" in refusal.value.messages[0]
    assert Unit.objects.filter(pk=newer.pk).exists()

    backup.restore(file, replace=True)
    assert not Unit.objects.filter(pk=newer.pk).exists()


def test_a_backup_is_never_overwritten(file):
    before = file.read_bytes()
    with pytest.raises(DomainError):
        backup.make(file)
    assert file.read_bytes() == before


def test_a_backup_is_readable_by_its_owner_only_and_leaves_nothing_half_written(
    file, tmp_path, monkeypatch
):
    assert file.stat().st_mode & 0o777 == 0o600
    monkeypatch.setattr(audit, "verify", lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        backup.make(tmp_path / "half.zip")
    assert [path.name for path in tmp_path.glob("half*")] == []


# --- Damage and forgery ---------------------------------------------------------------------------


def refused(path):
    """Restore, expect a refusal, and see that nothing was touched."""
    before = everything()
    with pytest.raises(DomainError) as refusal:
        backup.restore(path, replace=True)
    assert everything() == before
    return refusal.value.messages[0]


@pytest.mark.parametrize("kept", [0, 10, 0.5, 0.99])
def test_a_backup_that_was_cut_off_is_refused(file, kept):
    whole = file.read_bytes()
    file.write_bytes(whole[: int(len(whole) * kept) if isinstance(kept, float) else kept])
    assert refused(file).startswith("This is no whole backup")


def test_a_missing_file_and_something_else_are_refused(tmp_path, installation):
    assert refused(tmp_path / "none.zip").startswith("There is no file")
    (tmp_path / "other.zip").write_bytes(hostile.office())
    assert refused(tmp_path / "other.zip").startswith("This is no whole backup")


def rewritten(path, change):
    """Write the archive anew with its members changed: `change(name, content)`."""
    with zipfile.ZipFile(path) as old:
        members = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(path, "w") as new:
        for name, content in members.items():
            new.writestr(name, change(name, content))


def test_a_changed_row_is_refused(file):
    rewritten(file, lambda _, content: content.replace(b"a@example.org", b"b@example.org"))
    assert "tables/kit.AuditEntry.jsonl" in refused(file)


def forged(path, *, seal=None):
    """Change a mail address and put every sum right again, as somebody with time would."""
    with zipfile.ZipFile(path) as old:
        members = {name: old.read(name) for name in old.namelist()}
    table = members["tables/office.User.jsonl"].replace(b"a@example.org", b"b@example.org")
    trail = members["tables/kit.AuditEntry.jsonl"].replace(b"a@example.org", b"b@example.org")
    members |= {"tables/office.User.jsonl": table, "tables/kit.AuditEntry.jsonl": trail}
    manifest = json.loads(members["manifest.json"])
    import hashlib

    for name in manifest["members"]:
        manifest["members"][name]["sha256"] = hashlib.sha256(members[name]).hexdigest()
    members["manifest.json"] = json.dumps(manifest).encode()
    if seal:
        members["seal.json"] = json.dumps(seal).encode()
    with zipfile.ZipFile(path, "w") as new:
        for name, content in members.items():
            new.writestr(name, content)


def test_a_forged_backup_does_not_fit_its_seal(file):
    forged(file)
    assert refused(file).startswith("This backup was changed after")


def test_a_forged_trail_shows_even_where_the_key_is_not_known(file):
    forged(file, seal={"key": "0" * 16, "seal": "0" * 64})
    assert refused(file).startswith("The trail of changes in this backup does not hold")


def test_a_failure_in_the_middle_leaves_the_old_state(file, monkeypatch):
    make_unit()
    before = everything()
    monkeypatch.setattr(rows, "set_next_ids", lambda _: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        backup.restore(file, replace=True)
    assert everything() == before


def test_a_backup_of_another_shape_names_its_version(file, monkeypatch):
    from entente.kit.backup import restoring

    monkeypatch.setattr(restoring, "migrations", lambda: [["kit", "9999_future"]])
    assert "0.1.0" in refused(file)


# --- What was wrong before ------------------------------------------------------------------------


def test_a_trail_that_was_broken_before_is_said_and_still_comes_back(
    installation, tmp_path, folder, capsys
):
    entry = AuditEntry.objects.order_by("pk")[1]
    AuditEntry.objects.filter(pk=entry.pk).update(note="forged")
    path = tmp_path / "b.zip"
    with pytest.raises(CommandError) as complaint:
        call_command("backup", path)
    assert str(entry.sequence) in str(complaint.value)
    destroy(folder)

    report = backup.restore(path)

    assert [(place.chain, place.sequence) for place in report.broken] == [
        (entry.chain, entry.sequence)
    ]


def test_a_lost_file_is_named(installation, folder, tmp_path):
    stored = StoredFile.objects.get()
    (folder / stored.location).unlink()
    with pytest.raises(CommandError) as complaint:
        call_command("backup", tmp_path / "b.zip")
    assert stored.location in str(complaint.value)


def test_a_damaged_file_is_brought_back(file, folder):
    stored = StoredFile.objects.get()
    (folder / stored.location).write_bytes(b"damaged")
    backup.restore(file, replace=True)
    assert (folder / stored.location).read_bytes() == hostile.pdf()


# --- Keys -----------------------------------------------------------------------------------------


def test_without_the_key_it_is_said_plainly(file, folder, settings):
    settings.FIELD_KEYS = ["another key"]
    destroy(folder)
    report = backup.restore(file)
    assert len(report.notes) == 1
    assert "ENTENTE_OLD_FIELD_KEYS" in report.notes[0]


def test_keys_travel_only_when_asked_for(file, folder, installation, settings, tmp_path):
    assert not [name for name in zipfile.ZipFile(file).namelist() if "secret" in name]
    key = settings.FIELD_KEYS[0]
    backup.make(tmp_path / "keys.zip", with_secrets=True)
    settings.FIELD_KEYS = ["another key"]
    settings.HOME = tmp_path / "new home"
    destroy(folder)

    backup.restore(tmp_path / "keys.zip")

    kept = settings.HOME / "secrets" / "entente_field_key"
    assert kept.read_text() == key
    assert kept.stat().st_mode & 0o777 == 0o600


# --- The commands ---------------------------------------------------------------------------------


def test_the_commands_say_what_they_did(installation, tmp_path, folder, capsys):
    path = tmp_path / "b.zip"
    call_command("backup", str(path))
    destroy(folder)
    call_command("restore", str(path))
    call_command("audit", "verify")
    lines = capsys.readouterr().out.splitlines()
    count = AuditEntry.objects.count()
    assert lines[0].startswith(str(path))
    assert lines[1].startswith("Restored: ")
    assert lines[2] == f"Every chain holds: {count} entries."


def test_audit_verify_names_the_first_broken_entry(installation):
    entry = AuditEntry.objects.order_by("pk")[2]
    AuditEntry.objects.filter(pk=entry.pk).update(verb="unit.forged")
    with pytest.raises(CommandError) as complaint:
        call_command("audit", "verify")
    assert str(complaint.value) == (
        f"Chain {entry.chain} is broken at entry {entry.sequence}: its content was changed."
        f" ({AuditEntry.objects.get(pk=entry.pk)})"
    )


def test_values_of_every_kind_survive_the_way_through_plain_text():
    moment = datetime.datetime(2026, 5, 1, 8, 30, 0, 120, tzinfo=datetime.UTC)
    assert rows.WRITTEN["DateTimeField"](moment) == "2026-05-01T08:30:00.000120+00:00"
    assert rows.WRITTEN["DateTimeField"]("2026-05-01 08:30:00") == "2026-05-01T08:30:00+00:00"
    assert rows.WRITTEN["DurationField"](datetime.timedelta(seconds=2)) == 2_000_000
    assert rows.WRITTEN["DecimalField"](1.10) == "1.1"
    assert (
        rows.READ_FOR_SQLITE["BinaryField"](rows.WRITTEN["BinaryField"](b"\x00\xff")) == b"\x00\xff"
    )
