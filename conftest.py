"""What every test stands on: quick passwords, people with roles; `tests.home` gives the folder."""

from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import transaction
from django.test import override_settings
from django.utils import translation
from hypothesis import settings as trials

from tests.laid_out import layout

# The same examples in every run, so that a change is judged by itself; `explore` tries new ones.
trials.register_profile("repeat", derandomize=True, deadline=None)
trials.register_profile("explore", max_examples=2000, deadline=None)
trials.load_profile("repeat")

ORDINARY = {
    "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
    "TASKS": {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}},
}


def pytest_addoption(parser):
    parser.addoption(
        "--stored-only",
        action="store_true",
        help="leave out tests that ran on the first database and say the same on every one",
    )


def pytest_collection_modifyitems(config, items):
    if config.getoption("--stored-only"):
        asking = [item for item in items if asks_a_database(item)]
        config.hook.pytest_deselected(items=list(set(items) - set(asking)))
        items[:] = asking


def asks_a_database(item):
    if item.get_closest_marker("one_database"):
        return False
    marked = item.get_closest_marker("django_db") is not None
    return marked or not {"db", "transactional_db"}.isdisjoint(item.fixturenames)


@pytest.fixture(scope="session")
def laid_out(django_db_modify_db_settings_parallel_suffix, django_db_blocker):
    """Begin with a copy of what an earlier run has laid out by the same migrations."""
    kept = layout()
    with django_db_blocker.unblock():
        kept.begin()
    return kept


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_keepdb, laid_out):
    return django_db_keepdb or laid_out.copied


@pytest.fixture(scope="session")
def django_db_setup(laid_out, django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        laid_out.end()


@pytest.fixture(autouse=True)
def ordinary_settings(settings):
    Path(settings.STATIC_ROOT).mkdir(exist_ok=True)
    for name, value in ORDINARY.items():
        setattr(settings, name, value)
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    # A request leaves its language behind in the thread; each test begins in the usual one.
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture(autouse=True)
def roles_as_they_were():
    """Take back what a test allowed to a role."""
    from entente.office.roles import Role

    granted = {code: set(permissions) for code, permissions in Role.granted.items()}
    yield
    Role.granted.clear()
    Role.granted.update(granted)


@pytest.fixture(scope="module")
def shared_database(django_db_setup, django_db_blocker):
    """Lend a module the database: what is made in it is seen by all its tests, then taken back."""
    ordinary = override_settings(**ORDINARY)
    with django_db_blocker.unblock(), ordinary, transaction.atomic():
        translation.activate(django_settings.LANGUAGE_CODE)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def staff(db):
    """Make a user with roles on a unit: `staff(OFFICER, unit=unit)`."""
    from tests.factories import make_staff

    return make_staff
