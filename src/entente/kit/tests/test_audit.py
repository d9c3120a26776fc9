"""The one door for changes: together or not at all, in order, provable, erasable."""

import os
import subprocess
import sys
import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import override

from entente.kit import audit, backup
from entente.kit.errors import ChangedMeanwhileError, DomainError
from entente.kit.models import AuditEntry, ChainHead, PersonalKey, SealedValue
from entente.office import services
from entente.office.models import Unit, User
from tests import database
from tests.factories import make_unit, make_user


def chain_of(unit):
    return list(
        AuditEntry.objects.filter(chain=unit.top_id)
        .order_by("sequence")
        .values_list("verb", flat=True)
    )


# --- One change -----------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_change_remembers_old_and_new_and_counts_the_version():
    unit, by = make_unit(name_en="Old"), make_user()
    with audit.changing(unit, by=by, verb="unit.renamed", note="new law") as change:
        unit.name_en = "New"
        change.fact("letter", None, "2026/1")
    entry = AuditEntry.objects.about(unit).first()
    assert entry.changes == {"name_en": ["Old", "New"], "letter": ["", "2026/1"]}
    assert (entry.by, entry.verb, entry.note, unit.version) == (by, "unit.renamed", "new law", 2)


@pytest.mark.django_db
def test_without_a_difference_nothing_is_written():
    unit = make_unit(name_en="Same")
    services.change_unit(unit, by=services.system_user(), name_en="Same")
    assert (unit.version, chain_of(unit)) == (1, ["unit.added"])


@pytest.mark.django_db
def test_a_refused_change_saves_nothing_and_remembers_nothing():
    unit = make_unit(name_en="Name", name_zh="")
    with pytest.raises(ValidationError):
        services.change_unit(unit, by=services.system_user(), name_en="", code="NEW")
    kept = Unit.objects.get(pk=unit.pk)
    assert (kept.name_en, kept.code == "NEW", kept.version) == ("Name", False, 1)
    assert chain_of(unit) == ["unit.added"]


@pytest.mark.django_db
def test_who_saves_what_they_have_not_read_is_told_who_was_before_them():
    unit, first, second = make_unit(), make_user(name_zh="王芳"), make_user()
    services.change_unit(unit, by=first, seen=1, name_en="First")
    with pytest.raises(ChangedMeanwhileError) as refusal, override("en"):
        services.change_unit(unit, by=second, seen=1, name_en="Second")
    assert refusal.value.messages[0].startswith("Not saved: Officer")
    assert Unit.objects.get(pk=unit.pk).name_en == "First"


@pytest.mark.django_db
def test_the_record_is_as_the_database_has_it_when_the_change_begins():
    unit = make_unit(name_en="Old")
    stale = Unit.objects.get(pk=unit.pk)
    services.change_unit(unit, by=services.system_user(), name_en="New")
    services.change_unit(stale, by=services.system_user(), name_zh="新")
    assert (stale.name_en, stale.name_zh, stale.version) == ("New", "新", 3)


@pytest.mark.django_db
def test_what_was_removed_stays_in_the_history():
    unit = make_unit()
    by = services.system_user()
    part = make_unit(unit)
    values = audit.snapshot(part)
    audit.removing(part, by=by, verb="unit.removed", note="made by mistake")
    entry = AuditEntry.objects.get(verb="unit.removed")
    assert entry.changes == {name: [value, ""] for name, value in values.items() if value != ""}
    assert audit.verify()[1] == []


@pytest.mark.django_db
@pytest.mark.parametrize("value", [1e16, -0.0, 1e-7, 0.1, 10**20, "\u2028", {"a": [1.5, None]}])
def test_every_value_keeps_its_hash_on_the_way_through_the_database(value):
    unit = make_unit()
    with audit.changing(unit, by=services.system_user(), verb="unit.measured") as change:
        change.fact("value", None, value)
    assert audit.verify()[1] == []


# --- Proof ----------------------------------------------------------------------------------------


def forge_content(entry):
    AuditEntry.objects.filter(pk=entry.pk).update(note="forged")


def remove(entry):
    AuditEntry.objects.filter(pk=entry.pk).delete()


def rewrite(entry):
    entry.note = "forged"
    entry.hash = entry.work_out_hash()
    entry.save()


def cut_the_end(entry):
    AuditEntry.objects.filter(chain=entry.chain, sequence__gte=entry.sequence).delete()


def write_behind(entry):
    last = AuditEntry.objects.filter(chain=entry.chain).order_by("-sequence")[0]
    last.pk, last.sequence, last.previous = None, last.sequence + 1, last.hash
    last.hash = last.work_out_hash()
    last.save(force_insert=True)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("forge", "sequence", "reason"),
    [
        (forge_content, 2, "its content was changed"),
        (remove, 3, "an entry before this one is missing"),
        (rewrite, 3, "it does not follow the entry before it"),
        (cut_the_end, 4, "its end is missing"),
        (write_behind, 5, "it stands behind the end"),
    ],
)
def test_whatever_is_forged_the_first_broken_place_is_named(forge, sequence, reason):
    unit, other = make_unit(), make_unit()
    for name in ("A", "B", "C"):
        services.change_unit(unit, by=services.system_user(), name_en=name)
    forge(AuditEntry.objects.get(chain=unit.top_id, sequence=2))
    assert audit.verify()[1] == [audit.Broken(unit.top_id, sequence, audit.Fault(reason))]
    assert chain_of(other) == ["unit.added"]


# --- Personal values ------------------------------------------------------------------------------


@pytest.fixture
def personal(monkeypatch):
    monkeypatch.setattr(User, "audit_personal", frozenset({"email"}))
    monkeypatch.setattr(User, "personal_key", lambda user: f"user:{user.pk}")


def readable(user):
    entries = AuditEntry.objects.about(user).for_history()
    return [audit.readable_changes(entry).get("email") for entry in entries]


@pytest.mark.django_db
def test_a_personal_value_stands_in_the_trail_only_as_a_digest(personal):
    user = make_user(email="a@example.org")
    services.change_user(user, by=services.system_user(), email="b@example.org")

    assert readable(user) == [["a@example.org", "b@example.org"], ["", "a@example.org"]]
    written = str(list(AuditEntry.objects.values_list("changes"))) + str(
        [bytes(box) for box in SealedValue.objects.values_list("box", flat=True)]
    )
    assert "example.org" not in written
    assert audit.verify()[1] == []


@pytest.mark.django_db(transaction=True)
def test_erased_values_stay_erased_and_provable_also_after_a_restore(personal, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "files"
    user, other = make_user(email="a@example.org"), make_user(email="o@example.org")

    audit.erase_personal_values(f"user:{user.pk}")

    assert (readable(user), readable(other)) == ([None], [["", "o@example.org"]])
    assert audit.verify()[1] == []
    backup.make(tmp_path / "b.zip")
    backup.restore(tmp_path / "b.zip", replace=True)
    assert (readable(user), readable(other)) == ([None], [["", "o@example.org"]])
    assert audit.verify()[1] == []
    assert list(PersonalKey.objects.values_list("owner", flat=True)) == [f"user:{other.pk}"]


@pytest.mark.django_db
def test_a_personal_value_put_in_the_place_of_another_is_found(personal):
    user = make_user(email="a@example.org")
    services.change_user(user, by=services.system_user(), email="b@example.org")
    first, second = SealedValue.objects.order_by("pk")
    SealedValue.objects.filter(pk=first.pk).update(box=second.box)
    assert [place.reason for place in audit.verify()[1]] == [audit.Fault.SEALED]


# --- Many at once ---------------------------------------------------------------------------------


def at_once(*works):
    """Run each work in a thread of its own; give what went wrong."""
    wrong = []

    def run(work):
        try:
            work()
        except Exception as error:  # noqa: BLE001 the test looks at it
            wrong.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return wrong


@pytest.mark.django_db(transaction=True)
def test_changes_at_once_form_one_chain_without_a_gap():
    university = make_unit()
    schools = [make_unit(university) for _ in range(4)]
    by = services.system_user()

    def change(school):
        def work():
            for number in range(5):
                services.change_unit(school, by=by, name_en=f"Name {number}")

        return work

    assert at_once(*map(change, schools)) == []
    head = ChainHead.objects.get(chain=university.top_id)
    entries = AuditEntry.objects.filter(chain=university.top_id).order_by("sequence")
    assert list(entries.values_list("sequence", flat=True)) == list(range(1, head.sequence + 1))
    assert entries.filter(verb="unit.changed").count() == 20
    assert audit.verify()[1] == []


@pytest.mark.django_db(transaction=True)
def test_of_two_who_decide_at_once_one_is_told_and_nothing_is_lost():
    unit = make_unit()
    first, second = make_user(), make_user()
    start = threading.Barrier(2)

    def decide(by, name):
        def work():
            mine = Unit.objects.get(pk=unit.pk)
            start.wait()
            services.change_unit(mine, by=by, seen=1, name_en=name)

        return work

    wrong = at_once(decide(first, "First"), decide(second, "Second"))

    assert [type(error) for error in wrong] == [ChangedMeanwhileError]
    unit.refresh_from_db()
    entry = AuditEntry.objects.about(unit).first()
    assert (unit.version, unit.name_en) == (2, entry.changes["name_en"][1])


BATCH = """
import django; django.setup()
from django.db import transaction
from entente.office import services
from entente.office.models import Unit
by, units = services.system_user(), list(Unit.objects.all())
for batch in range(10_000):
    with transaction.atomic():
        for unit in units:
            services.change_unit(unit, by=by, name_en=f"Batch {batch}")
    print(batch, flush=True)
"""


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_process_killed_in_the_middle_of_a_batch_leaves_a_chain_that_holds():
    university = make_unit()
    units = [university, *(make_unit(university) for _ in range(9))]
    services.system_user()
    connection.close()
    worker = subprocess.Popen(  # noqa: S603
        [sys.executable, "-c", BATCH],
        env=os.environ
        | {"DATABASE_URL": database.address(), "DJANGO_SETTINGS_MODULE": "entente.config.settings"},
        stdout=subprocess.PIPE,
    )
    with worker:
        for _ in range(3):
            done = int(worker.stdout.readline())
        worker.kill()

    names = set(Unit.objects.filter(pk__in=[unit.pk for unit in units]).values_list("name_en"))
    assert len(names) == 1
    kept = int(next(iter(names))[0].split()[1])
    assert kept >= done
    entries = AuditEntry.objects.filter(verb="unit.changed", chain=university.top_id)
    assert entries.count() == (kept + 1) * len(units)
    assert audit.verify()[1] == []


@pytest.mark.django_db(transaction=True)
def test_a_refusal_in_a_batch_takes_the_whole_batch_back():
    unit, by = make_unit(), services.system_user()

    def batch():
        with transaction.atomic():
            services.change_unit(unit, by=by, name_en="New")
            raise DomainError("no")

    with pytest.raises(DomainError):
        batch()
    assert chain_of(unit) == ["unit.added"]
    assert ChainHead.objects.get(chain=unit.top_id).sequence == 1
