"""What every test stands on: a data folder of its own, quick passwords, people with roles."""

import os
import tempfile

os.environ.setdefault("ENTENTE_HOME", tempfile.mkdtemp(prefix="entente-test-"))

import pytest

from entente.launcher import catalogue

catalogue.compile_changed()


@pytest.fixture(autouse=True)
def ordinary_settings(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


@pytest.fixture
def staff(db):
    """Make a user with roles on a unit: `staff(OFFICER, unit=unit)`."""
    from tests.factories import make_staff

    return make_staff
