"""What the trail and the roles page tell stands in words, in both languages."""

import ast
import re
from pathlib import Path

import pytest
from django.utils.translation import gettext, override

import entente
from entente.kit import nightly
from entente.kit.history import fact_name, known_verbs, verb_name
from entente.office import roles
from entente.office.roles import in_words

SOURCES = Path(entente.__file__).parent
VERB = re.compile(r"[a-z_]+\.[a-z_]+")
PERMISSIONS = sorted(set().union(*(role.permissions for role in roles.Role.registered.values())))


def verbs_in_code():
    """Give every verb that is written to the trail: given by name, or to `_remember`."""
    for path in SOURCES.rglob("*.py"):
        if {"tests", "migrations"} & set(path.parts):
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                called = ast.unparse(node.func).rpartition(".")[2]
                given = [word.value for word in node.keywords if word.arg == "verb"]
                given += node.args if called in {"_remember", "Remembered"} else []
                for value in given:
                    if isinstance(value, ast.Constant) and VERB.fullmatch(str(value.value)):
                        yield value.value


VERBS = sorted({*verbs_in_code(), *known_verbs()})


def test_every_verb_of_the_code_is_named():
    assert sorted(set(verbs_in_code()) - set(known_verbs())) == []
    assert {"file.attached", "user.password_set", "agreement.signed"} <= set(verbs_in_code())


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_verbs_and_permissions_are_read_as_words(language):
    with override(language):
        raw = [verb for verb in VERBS if verb_name(verb) == verb]
        raw += [permission for permission in PERMISSIONS if in_words(permission) == permission]
    assert raw == []


def test_their_chinese_is_chinese():
    with override("zh-hans"):
        said = [verb_name(verb) for verb in VERBS] + [in_words(word) for word in PERMISSIONS]
        assert gettext("Unit added") != "Unit added"
    assert [words for words in said if re.search("[A-Za-z]", words)] == []


def test_what_happens_by_itself_each_night():
    assert sorted(nightly.jobs) == [
        "events.remind_of_events",
        "figures.recount_figures",
        "kit.forget_ended_sessions",
        "kit.forget_finished_work",
        "kit.look_at_tables",
        "kit.sweep_unheld_files",
        "mobility.count_places_used",
        "office.forget_old_messages",
        "office.tell_owners_of_deadlines",
        "partnerships.bring_agreements_into_force",
        "partnerships.end_agreements_that_ran_out",
        "partnerships.keep_deadlines_of_agreements",
        "partnerships.keep_deadlines_of_schooling",
        "partnerships.renew_agreements_that_go_on",
        "portal.forget_links",
    ]


def test_every_fact_that_stands_in_no_column_is_named():
    written = re.compile(r"\bchange\.fact\(\s*\"(\w+)\"")
    found = {
        name
        for path in SOURCES.rglob("*.py")
        if "tests" not in path.parts
        for name in written.findall(path.read_text("utf-8"))
    }
    assert found
    assert sorted(name for name in found if fact_name(name) == name) == []
