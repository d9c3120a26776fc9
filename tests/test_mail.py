"""A letter leaves by a real conversation with a mail server."""

import email
from email.policy import default

import pytest
from aiosmtpd.controller import Controller
from django.conf import settings

from entente.launcher import machine
from entente.office import roles
from entente.safety.services.mailing import mail
from tests.factories import make_staff, make_user
from tests.factories_safety import make_sent

pytestmark = pytest.mark.django_db


class Letters:
    """Keeps what it is handed."""

    def __init__(self):
        self.received = []

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 the server's own name
        letter = email.message_from_bytes(envelope.content, policy=default)
        self.received.append((envelope.rcpt_tos, letter))
        return "250 taken"


@pytest.fixture
def letters(settings):
    kept = Letters()
    port = machine.free_port_after(2525)
    server = Controller(kept, hostname="127.0.0.1", port=port)
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = port
    yield kept.received
    server.stop()


def test_a_new_colleague_receives_the_letter_that_sets_the_password(client, letters):
    administrator = make_staff(roles.ADMINISTRATOR)
    colleague = make_user(unit=administrator.unit, email="new@example.org")
    client.force_login(administrator)

    answer = client.post(f"/office/users/{colleague.pk}/letter/")

    assert answer.status_code == 302
    ((recipients, letter),) = letters
    assert recipients == ["new@example.org"]
    link = next(word for word in letter.get_content().split() if "/password/reset/key/" in word)
    assert client.get(link, follow=True).status_code == 200


def test_an_account_without_an_address_is_told_so_and_nothing_leaves(client, letters):
    administrator = make_staff(roles.ADMINISTRATOR)
    colleague = make_user(unit=administrator.unit)
    client.force_login(administrator)

    answer = client.post(f"/office/users/{colleague.pk}/letter/")

    assert (answer.status_code, letters) == (422, [])


def test_who_is_asked_whether_they_are_safe_answers_by_the_link_in_the_letter(
    client, letters, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        check = make_sent()

    ((recipients, letter),) = letters
    assert recipients == ["traveller0@example.org"]
    assert letter["Subject"].strip() == "地震后请报平安 · Earthquake: are you safe?"
    link = next(word for word in letter.get_content().split() if "/safe/" in word)
    path = link.removeprefix(settings.ADDRESS)
    assert client.get(path).status_code == 200
    assert client.post(path, {"state": "help"}).status_code == 302
    traveller = check.travellers.get()
    assert (traveller.state, traveller.messages.get().state) == ("help", "sent")


def test_a_mail_that_the_server_does_not_take_is_shown_as_failed(
    letters, settings, django_capture_on_commit_callbacks
):
    settings.EMAIL_PORT = machine.free_port_after(2600)
    with django_capture_on_commit_callbacks(execute=True):
        check = make_sent()
    message = check.travellers.get().messages.get()
    assert (message.state, message.error, message.tries) == ("waiting", "ConnectionRefusedError", 1)

    for _time in range(5):
        mail.call(message.pk)

    assert check.travellers.standing().get().stands == "failed"
    assert letters == []
