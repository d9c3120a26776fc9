"""The first person who gets in."""

import io
import sys

import pytest
from django.core.management import CommandError, call_command

from entente.kit.models import AuditEntry
from entente.office.models import User

pytestmark = pytest.mark.django_db
PASSWORD = "four-dull-words-here"


def add(monkeypatch, password):
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{password}\n"))
    call_command("administrator", "li.hua", name_zh="李华", verbosity=0, stdout=io.StringIO())


def test_the_first_administrator_holds_the_whole_installation(monkeypatch):
    add(monkeypatch, PASSWORD)

    user = User.objects.get(username="li.hua")
    assert user.check_password(PASSWORD)
    assert user.scope("office.grant_role").everything
    assert list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True)) == [
        "user.added",
        "role.granted",
    ]


def test_a_lost_password_is_replaced_and_the_role_is_not_granted_twice(monkeypatch):
    add(monkeypatch, PASSWORD)
    add(monkeypatch, f"{PASSWORD}-new")

    user = User.objects.get(username="li.hua")
    assert user.check_password(f"{PASSWORD}-new")
    assert user.grants.count() == 1


def test_a_weak_password_is_refused_and_nobody_is_added(monkeypatch):
    with pytest.raises(CommandError):
        add(monkeypatch, "123")

    assert not User.objects.filter(username="li.hua").exists()
