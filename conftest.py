"""What every test stands on: quick passwords, people with roles; `tests.home` gives the folder."""

from pathlib import Path

import pytest
from django.utils import translation

from entente.launcher import catalogue

catalogue.compile_changed()


@pytest.fixture(autouse=True)
def ordinary_settings(settings):
    Path(settings.STATIC_ROOT).mkdir(exist_ok=True)
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    # A request leaves its language behind in the thread; each test begins in the usual one.
    translation.activate(settings.LANGUAGE_CODE)
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


@pytest.fixture(autouse=True)
def roles_as_they_were():
    """Take back what a test allowed to a role."""
    from entente.office.roles import Role

    granted = {code: set(permissions) for code, permissions in Role.granted.items()}
    yield
    Role.granted.clear()
    Role.granted.update(granted)


@pytest.fixture
def staff(db):
    """Make a user with roles on a unit: `staff(OFFICER, unit=unit)`."""
    from tests.factories import make_staff

    return make_staff
