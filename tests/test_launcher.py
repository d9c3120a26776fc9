"""The commands of the house, and what they need to know."""

import os
import re
import shutil
import socket
import subprocess
from pathlib import Path

import pytest
from django.conf import settings

from entente.launcher import catalogue, checks, commands, machine, server, suite

ROOT = Path(__file__).parent.parent
VARIABLE = re.compile(r"\b(ENTENTE_[A-Z_]*[A-Z]|DATABASE_URL)\b")


def test_the_table_of_commands_names_each_with_a_line():
    table = commands.overview()

    for name in (*commands.OWN, *commands.DJANGO, "worker"):
        assert re.search(rf"^  {name} +\S", table, re.MULTILINE), name


@pytest.mark.parametrize("name", commands.OWN)
def test_every_command_explains_itself(name, capsys):
    with pytest.raises(SystemExit) as end:
        commands.run([name, "--help"])

    assert end.value.code == 0
    assert f"entente {name}" in capsys.readouterr().out


def test_the_example_of_the_environment_lists_every_variable_that_is_read_and_no_other():
    read = {
        name
        for path in (ROOT / "src").rglob("*.py")
        if "tests" not in path.parts
        for name in VARIABLE.findall(path.read_text("utf-8"))
    }
    listed = re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text("utf-8"), re.MULTILINE)

    assert sorted(listed) == sorted(read)


def test_without_a_python_the_launcher_says_what_to_install(tmp_path):
    (tmp_path / "bin").mkdir()
    for program in ("sh", "dirname", "cmp", "env"):
        (tmp_path / "bin" / program).symlink_to(shutil.which(program))
    for name in ("entente", "requirements.txt"):
        shutil.copy(ROOT / name, tmp_path)

    said = subprocess.run(
        [tmp_path / "entente", "demo"],
        env={"PATH": str(tmp_path / "bin")},
        capture_output=True,
        text=True,
        check=False,
    )

    assert said.returncode == 3
    assert said.stderr.splitlines() == [
        "Entente needs Python 3.11 or newer, and none was found on the PATH.",
        "Debian, Ubuntu: apt install python3 python3-venv   macOS: brew install python3",
    ]


# --- Serving --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("host", "hosts", "secrets", "may"),
    [
        ("127.0.0.1", ["localhost"], {}, True),
        ("::1", ["localhost"], {}, True),
        ("0.0.0.0", ["localhost"], {}, False),  # noqa: S104
        ("127.0.0.1", ["office.example.edu.cn"], {}, False),
        ("127.0.0.1", ["office.example.edu.cn"], {"ENTENTE_SECRET_KEY": "s"}, False),
        ("0.0.0.0", ["localhost"], dict.fromkeys(server.SECRETS, "s"), True),  # noqa: S104
    ],
)
def test_others_are_served_only_with_secrets_of_ones_own(
    settings, monkeypatch, host, hosts, secrets, may
):
    settings.ALLOWED_HOSTS = hosts
    for name in server.SECRETS:
        monkeypatch.delenv(name, raising=False)
    for name, value in secrets.items():
        monkeypatch.setenv(name, value)

    assert (server.why_not_to_others(host) == "") is may


def test_a_taken_port_is_named_with_a_free_one():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = server.why_not_on("127.0.0.1", port, "serve")

    assert said.startswith(f"Port {port} is in use by another program.\n")
    assert int(said.rpartition(" ")[2]) > port


@pytest.mark.django_db
def test_the_health_of_the_server_is_open_to_a_proxy(client):
    answer = client.get("/healthz")

    assert (answer.status_code, answer.json()) == (200, {"database": "ok"})


# --- Messages -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "merged",
    [
        'msgid "a"\nmsgstr "甲"\nmsgid "a"\nmsgstr ""\n',
        'msgid "a"\nmsgstr ""\n\nmsgid "a"\nmsgstr "甲"\n',
        'msgid "a"\nmsgstr ""\nmsgstr "甲"\n',
        'msgid "a"\nmsgstr "乙"\nmsgstr "甲"\n',
        'msgid "a"\nmsgstr "甲"\nmsgstr ""\n',
        'msgid "a"\nmsgid "a"\nmsgstr "甲"\n',
        'msgid "b"\n\nmsgid "a"\nmsgstr "甲"\n',
    ],
)
def test_a_text_that_two_branches_added_stands_once_and_translated(merged):
    head = 'msgid ""\nmsgstr ""\n"X: y\\n"\n\n'

    assert catalogue.without_doubles(head + merged) == f'{head}msgid "a"\nmsgstr "甲"\n'


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        ('msgid "a"\nmsgstr ""', "“a” has no Chinese yet"),
        ('#, fuzzy\nmsgid "a"\nmsgstr "甲"', "“a” is marked as fuzzy"),
        (
            'msgid "%(n)s of a"\nmsgstr "%(m)s"',
            "“%(n)s of a” has the placeholders ['%(n)s'], its Chinese ['%(m)s']",
        ),
        ('msgid "b"\nmsgstr "乙"', "“b” is in the catalogue, but no source says it any more"),
        ("", "x.py:1: “a” is not in the catalogue: run ./entente messages"),
    ],
)
def test_the_catalogue_is_complete_or_says_where_not(tmp_path, monkeypatch, entry, fault):
    po = tmp_path / "django.po"
    po.write_text(f'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n{entry}\n')
    said = [((None, "%(n)s of a" if "of a" in entry else "a"), "x.py:1")]
    monkeypatch.setattr(catalogue, "CATALOGUE", po)
    monkeypatch.setattr(catalogue, "in_sources", lambda: iter(said))

    assert fault in catalogue.faults()


def test_a_translating_function_under_a_strange_name_is_a_fault(tmp_path, monkeypatch):
    code = tmp_path / "a.py"
    code.write_text("from django.utils.translation import gettext as _t\n")
    monkeypatch.setattr(catalogue, "PACKAGE", tmp_path)

    assert "a.py: what _t(…) says is not collected; import it as _" in catalogue.faults()


def test_texts_are_found_in_code_and_templates(tmp_path):
    code, page = tmp_path / "a.py", tmp_path / "a.html"
    code.write_text('_("one")\npgettext("short", "two")\nngettext("a", "b", n)\n')
    page.write_text(
        '{% translate "three" %}\n  {% blocktranslate trimmed count n=n %}\n {{ n }} row\n'
        "{% plural %}\n {{ n }} rows\n{% endblocktranslate %}\n"
        '    <p title="{% translate "four" context "short" %}">it\'s</p>\n'
    )

    assert [message for message, _line in catalogue._texts(code)] == [
        (None, "one"),
        ("short", "two"),
        (None, "a"),
    ]
    assert [message for message, _line in catalogue._texts(page)] == [
        (None, "three"),
        (None, "%(n)s row"),
        ("short", "four"),
    ]


# --- Checks and tests -----------------------------------------------------------------------------


def test_a_check_that_fails_is_named_and_ends_with_1(monkeypatch, capsys):
    monkeypatch.setattr(
        checks, "CHECKS", {"good": lambda: (True, "quiet"), "bad": lambda: (False, "why")}
    )

    assert checks.main([]) == 1
    assert checks.main(["good"]) == 0

    said = [line.split() for line in capsys.readouterr().out.splitlines() if line.strip()]
    assert [words[:2] for words in said[:3]] == [["ok", "good"], ["FAILED", "bad"], ["why"]]
    assert said[3] == ["To", "mend:", "bad."]


@pytest.mark.parametrize(
    ("codes", "code"),
    [
        ({"SQLite": 0, "PostgreSQL": 0}, 0),
        ({"SQLite": 0, "PostgreSQL": 1}, 1),
        ({"SQLite": 5, "PostgreSQL": 0}, 0),
        ({"SQLite": 5, "PostgreSQL": 5}, 5),
    ],
)
def test_the_suite_fails_when_one_database_does(codes, code):
    assert suite._exit_code(codes, asked_for_postgres=False) == code


def test_the_newest_postgresql_is_taken():
    folders = [Path("/usr/lib/postgresql/9/bin"), Path("/usr/lib/postgresql/15/bin")]

    assert max(folders, key=machine._version) == folders[1]


def test_tests_never_touch_the_data_of_a_running_system():
    assert Path(os.environ["ENTENTE_HOME"]) == settings.HOME != ROOT / "var"
