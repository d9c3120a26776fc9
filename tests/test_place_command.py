"""`./entente place`: the formats, the exit codes, the sentences."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from entente.mobility.tests.placement_cases import at_random

SOURCE = Path(__file__).parents[1] / "src"
UNFINISHED = '{"format": "placement-instance/1", "seed": "s"'


def place(*words):
    done = subprocess.run(
        [sys.executable, "-P", "-m", "entente", "place", *map(str, words)],
        capture_output=True,
        check=False,
        env=os.environ | {"PYTHONPATH": str(SOURCE)},
    )
    return done.returncode, done.stdout.decode(), done.stderr.decode()


@pytest.fixture
def files(tmp_path):
    instance, result = tmp_path / "instance.json", tmp_path / "result.json"
    instance.write_text(json.dumps(at_random(7), ensure_ascii=False), encoding="utf-8")
    result.write_text(place(instance)[1], encoding="utf-8")
    return instance, result


def test_a_result_holds_until_it_is_changed(files):
    instance, result = files

    assert place("--verify", instance, result) == (0, "The result holds.\n", "")
    assert place(instance)[1] == result.read_text(encoding="utf-8")

    forged = json.loads(result.read_text(encoding="utf-8"))
    forged["instance_sha256"] = "0"
    result.write_text(json.dumps(forged), encoding="utf-8")
    assert place("--verify", instance, result) == (
        1,
        "The result belongs to another instance: the hashes differ.\n",
        "",
    )


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '"\\ud800"', UNFINISHED, "\ufeff{}"])
def test_what_cannot_be_read_is_said_and_nothing_is_written(files, text):
    instance, result = files
    good = instance.read_text(encoding="utf-8")
    instance.write_text(text, encoding="utf-8", errors="surrogatepass")

    code, out, err = place(instance)
    assert (code, out) == (2, "")
    assert str(instance) in err
    assert place("--verify", instance, result)[0] == 2

    instance.write_text(good, encoding="utf-8")
    result.write_text(text, encoding="utf-8", errors="surrogatepass")
    assert place("--verify", instance, result)[0] == 2


def test_a_refused_row_is_named(files):
    instance, _result = files
    data = at_random(7) | {"applicants": [{"id": "A1", "prefs": [{"option": "?", "score": 1}]}]}
    instance.write_text(json.dumps(data), encoding="utf-8")

    assert place(instance) == (
        2,
        "",
        f"{instance}: Applicant A1 (row 1), wish 1: there is no option ?.\n",
    )
    assert place(instance.with_name("none.json"))[0] == 2
