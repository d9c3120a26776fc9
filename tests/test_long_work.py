"""Long work: each row once, whatever happens to the worker."""

import datetime
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from entente.kit import nightly, work, worker
from entente.kit.errors import DomainError
from entente.kit.models import AuditEntry, NightlyRun, Work, WorkerBeat, WorkState
from entente.office.models import Unit
from tests import database
from tests.factories import make_unit, make_user
from tests.long_work import ListUnits, RenameUnits

IN_THE_DATABASE = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
DAY = datetime.datetime(2030, 5, 1, 6, tzinfo=datetime.UTC)


@pytest.fixture
def queued(settings):
    settings.TASKS = IN_THE_DATABASE


def names():
    return list(Unit.objects.order_by("pk").values_list("name_en", flat=True))


def rename(units, **payload):
    ids = [unit.pk for unit in units]
    return work.start(RenameUnits, by=make_user(), title="Rename", payload={"ids": ids} | payload)


@pytest.mark.django_db
def test_a_batch_does_every_row_and_says_what_was_refused():
    units = [make_unit(name_en="A"), make_unit(name_en="B", closed_on="2020-01-01")]

    done = rename([*units, Unit(pk=0)])

    assert (done.state, done.total, done.done, done.refused) == (WorkState.DONE, 3, 3, 2)
    assert list(done.rows.values_list("number", "label", "reason")) == [
        (0, "A", ""),
        (1, "B", "The unit is closed."),
        (2, "0", "已不存在，或您无权查看。"),
    ]
    assert names() == ["A+", "B"]


@pytest.mark.django_db
def test_an_error_in_one_row_changes_nothing_of_it_and_the_others_are_done():
    units = [make_unit(name_en="A"), make_unit(name_en="B")]

    done = rename(units, fault=units[0].pk)

    assert (done.state, done.succeeded, done.refused) == (WorkState.DONE, 1, 1)
    assert names() == ["A", "B+"]


@pytest.mark.django_db
def test_work_goes_on_in_slices_so_that_others_get_their_turn(queued, monkeypatch):
    monkeypatch.setattr(work, "SLICE", 0.0)
    started = rename([make_unit(name_en="A"), make_unit(name_en="B")])

    work.carry_on.call(started.pk)

    started.refresh_from_db()
    assert (started.state, started.done) == (WorkState.RUNNING, 1)
    assert DBTaskResult.objects.ready().count() == 2


@pytest.mark.django_db
def test_stopped_work_keeps_what_it_did_and_can_go_on(queued, monkeypatch):
    monkeypatch.setattr(work, "SLICE", 0.0)
    started = rename([make_unit(name_en="A"), make_unit(name_en="B")])
    work.carry_on.call(started.pk)

    work.stop(started)
    work.carry_on.call(started.pk)
    assert names() == ["A+", "B"]
    with pytest.raises(DomainError):
        work.stop(started)

    work.resume(started)
    for _slice in range(3):
        work.carry_on.call(started.pk)
    started.refresh_from_db()
    assert (started.state, started.done) == (WorkState.DONE, 2)
    assert names() == ["A+", "B+"]


@pytest.mark.django_db
def test_an_export_is_a_file_once_it_is_complete(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    make_unit(name_en="A")

    done = work.start(ListUnits, by=make_user(), title="Units")

    assert (done.state, done.total, done.done) == (WorkState.DONE, 1, 1)
    assert Path(done.result.path).read_bytes() == b"A\n"
    assert done.result.name == f"work/{done.key}/units.txt"


# --- Workers that die -----------------------------------------------------------------------------


def running_task(*owners, heard_ago):
    started = rename([make_unit(name_en="A")])
    task = DBTaskResult.objects.get()
    for owner in owners:
        task.claim(owner)
    moment = timezone.now() - datetime.timedelta(seconds=heard_ago)
    WorkerBeat.objects.create(name=owners[-1], beat_at=moment)
    return started, task


@pytest.mark.django_db
def test_the_task_of_a_silent_worker_is_ready_again(queued):
    _started, task = running_task("w1", heard_ago=61)

    assert worker.take_back(patience=60) == 1

    task.refresh_from_db()
    assert (task.status, task.worker_ids) == ("READY", ["w1"])


@pytest.mark.django_db
def test_the_task_of_a_worker_that_is_heard_stays_its_own(queued):
    _started, task = running_task("w1", heard_ago=30)

    assert worker.take_back(patience=60) == 0

    task.refresh_from_db()
    assert task.status == "RUNNING"


@pytest.mark.django_db
def test_a_task_that_killed_three_workers_is_given_up_and_says_so(queued):
    started, task = running_task("w1", "w2", "w3", heard_ago=61)

    assert worker.take_back(patience=60) == 1

    task.refresh_from_db()
    started.refresh_from_db()
    assert task.status == "FAILED"
    assert "3 workers died of this task" in task.traceback
    assert (started.state, started.error) == (WorkState.FAILED, "处理到此处时，后台进程多次中断。")


def start_worker(*options):
    root = Path(__file__).parent.parent
    return subprocess.Popen(
        [sys.executable, "-m", "entente", "worker", "--interval", "0.1", *options],
        cwd=root,
        env=os.environ
        | {
            "PYTHONPATH": f"{root / 'src'}:{root}",
            "DATABASE_URL": database.address(),
            "ENTENTE_HOME": str(django_settings.HOME),
        },
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def wait_until(holds, seconds=60):
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.05)


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_the_middle_of_a_batch_leaves_no_row_out_and_does_none_twice(queued):
    units = [make_unit(name_en=f"U{number}") for number in range(60)]
    started = rename(units, pause=0.03)
    first = start_worker("--patience", "2")
    wait_until(lambda: Work.objects.get().done >= 10)

    first.send_signal(signal.SIGKILL)
    first.wait()
    half = Work.objects.get()
    assert (half.state, half.done < 60) == (WorkState.RUNNING, True)
    second = start_worker("--patience", "2")
    try:
        wait_until(lambda: Work.objects.get().state == WorkState.DONE)
        # A worker that is asked to end does so by itself, and takes its heartbeat along.
        second.terminate()
        assert second.wait(timeout=20) == 0
    finally:
        second.kill()
        second.wait()

    started.refresh_from_db()
    assert (started.done, started.refused, started.rows.count()) == (60, 0, 60)
    assert names() == [f"U{number}+" for number in range(60)]
    assert AuditEntry.objects.filter(verb="unit.changed").count() == 60
    assert WorkerBeat.objects.count() == 1  # the one that was killed


# --- By night -------------------------------------------------------------------------------------


@pytest.fixture
def jobs(monkeypatch):
    ran = []
    monkeypatch.setattr(nightly, "jobs", {})

    @nightly.nightly
    def count_sheep(*, on, by):
        ran.append((on, by))
        return len(ran)

    @nightly.nightly
    def stumble(*, on, by):
        raise ZeroDivisionError

    return ran


@pytest.mark.django_db
def test_each_nightly_job_is_enqueued_once_a_day_and_not_before_the_hour(jobs):
    enqueued = []

    def tick(moment):
        nightly.enqueue_due(lambda job, on: enqueued.append((job, on)), now=moment)

    midnight = datetime.datetime(2030, 5, 1, 0, 30, tzinfo=timezone.get_current_timezone())
    tick(midnight)
    assert enqueued == []
    for hours in (1, 2, 20):
        tick(midnight + datetime.timedelta(hours=hours))
    assert [on for _job, on in enqueued] == ["2030-05-01"] * 2
    # Three days later: one run catches up.
    tick(midnight + datetime.timedelta(days=3, hours=5))
    assert [on for _job, on in enqueued] == ["2030-05-01"] * 2 + ["2030-05-04"] * 2


@pytest.mark.django_db
def test_a_nightly_job_leaves_its_result_or_its_error(jobs):
    by = make_user()
    sheep, stumble = sorted(nightly.jobs)

    nightly.run(sheep, on=DAY.date(), by=by)
    nightly.run(stumble, on=DAY.date(), by=by)

    assert jobs == [(DAY.date(), by)]
    good, bad = NightlyRun.objects.order_by("job")
    assert (good.result, good.error) == ("1", "")
    assert (bad.result, bad.error.strip().splitlines()[-1]) == ("", "ZeroDivisionError")


@pytest.mark.django_db
def test_the_nights_chores_forget_only_what_is_a_month_old(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    by = make_user()
    old, new = (work.start(ListUnits, by=by, title="Units") for _ in range(2))
    Work.objects.filter(pk=old.pk).update(finished_at=timezone.now() - datetime.timedelta(days=31))

    assert nightly.forget_finished_work(on=DAY.date(), by=by) == 1

    assert list(Work.objects.all()) == [new]
    assert not Path(old.result.path).exists()
    assert Path(new.result.path).exists()
