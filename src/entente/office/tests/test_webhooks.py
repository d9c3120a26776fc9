"""Chats are told kinds, counts and a link: by a real server, once a night, without names."""

import base64
import datetime
import hashlib
import hmac
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest

from entente.kit.errors import DomainError
from entente.kit.models import AuditEntry
from entente.office import roles, services
from entente.office.deadline_kinds import name_deadlines
from entente.office.enums import DispatchState
from entente.office.models import Dispatch, Webhook
from entente.office.services import system_user
from entente.office.tasks import deliver, hooks
from tests.factories import make_staff, make_unit
from tests.factories_office import make_deadline

DAY = datetime.date(2027, 5, 31)
S = DispatchState
KIND = "test.chat"
name_deadlines({KIND: "Report to hand in"})


class Chat:
    """Keeps what it is sent and answers as told."""

    def __init__(self):
        self.received, self.answers = [], []

    def answer(self):
        return self.answers.pop(0) if self.answers else (200, {"errcode": 0})


@pytest.fixture
def chat(settings):
    kept = Chat()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            kept.received.append((self.path, json.loads(body)))
            status, content = kept.answer()
            self.send_response(status)
            if status in {301, 302}:
                self.send_header("Location", f"{kept.address}elsewhere")
            self.end_headers()
            self.wfile.write(json.dumps(content).encode())

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    kept.address = f"http://127.0.0.1:{server.server_port}/send?key=abc"
    settings.HOOKS_LOCAL = True
    settings.ADDRESS = "https://office.example.edu.cn"
    yield kept
    server.shutdown()
    server.server_close()
    thread.join()


def make_hook(chat, **values):
    values = {"name": "Office", "kind": "wecom", "address": chat.address} | values
    return services.add_webhook(by=system_user(), **values)


def tell(on=DAY):
    services.tell_owners(on=on, by=system_user())


TEXT = "\n".join(
    [
        "以下期限临近：",
        "Report to hand in：2 项",
        "Deadlines that came near:",
        "Report to hand in: 2",
        "https://office.example.edu.cn/office/deadlines/",
    ]
)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("kind", "sent"),
    [
        ("wecom", {"msgtype": "text", "text": {"content": TEXT}}),
        ("dingtalk", {"msgtype": "text", "text": {"content": TEXT}}),
        ("json", {"text": TEXT}),
    ],
)
def test_each_chat_is_told_kinds_counts_and_a_link_in_its_form(chat, kind, sent):
    make_hook(chat, kind=kind)
    owner = make_staff(roles.OFFICER)
    make_deadline(owner.unit, KIND, owner=owner, task_en="Report of Professor Secret")
    make_deadline(kind=KIND, task_zh="某教授的报告")

    tell()

    assert chat.received == [("/send?key=abc", sent)]
    assert Dispatch.objects.get(hook__isnull=False).state == S.SENT


@pytest.mark.django_db(transaction=True)
def test_a_chat_hears_of_its_units_only_and_once_a_night(chat):
    university = make_unit()
    make_hook(chat, unit=university, kind="json")
    make_deadline(make_unit(university), KIND)
    make_deadline(kind=KIND)

    tell()
    tell()
    tell(DAY + datetime.timedelta(days=1))

    [(_path, message)] = chat.received
    assert "Report to hand in: 1\n" in message["text"]


@pytest.mark.django_db(transaction=True)
def test_a_chat_that_is_switched_off_hears_nothing(chat):
    hook = make_hook(chat)
    services.change_webhook(hook, by=system_user(), is_active=False)
    make_deadline(kind=KIND)

    tell()

    assert chat.received == []


@pytest.mark.django_db
def test_dingtalk_is_sent_the_signature_of_the_time(chat):
    hook = make_hook(chat, kind="dingtalk", secret="SEC123")

    hooks.post(hook, "Hello")

    query = parse_qs(urlsplit(chat.received[0][0]).query)
    text = f"{query['timestamp'][0]}\nSEC123".encode()
    digest = hmac.new(b"SEC123", text, hashlib.sha256).digest()
    assert (query["key"], query["sign"]) == (["abc"], [base64.b64encode(digest).decode()])


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ((500, {}), "HTTP 500"),
        ((302, {}), "HTTP 302"),
        ((200, {"errcode": 93000}), "errcode 93000"),
        ((200, []), "errcode -1"),
    ],
)
def test_what_the_chat_does_not_take_is_tried_again(chat, answer, error):
    make_hook(chat)
    make_deadline(kind=KIND)
    chat.answers = [answer]

    tell()

    dispatch = Dispatch.objects.get()
    assert (dispatch.state, dispatch.error) == (S.WAITING, error)
    deliver.call(dispatch.pk)
    deliver.call(dispatch.pk)
    dispatch.refresh_from_db()
    assert (dispatch.state, dispatch.tries, len(chat.received)) == (S.SENT, 2, 2)


@pytest.mark.parametrize(
    "address",
    [
        "http://chat.example.org/hook",
        "ftp://chat.example.org/hook",
        "https://user:word@chat.example.org/hook",
        "https:///hook",
        "nonsense",
        "https://[",
        "http://127.0.0.1/hook",
        "https://localhost/hook",
    ],
)
def test_an_address_to_which_nothing_is_sent_is_refused_at_its_field(address):
    with pytest.raises(DomainError) as refusal:
        hooks.refuse_address(address)

    assert list(refusal.value.error_dict) == ["address"]


@pytest.mark.parametrize(
    ("host", "public_only", "refused"),
    [
        ("127.0.0.2", False, True),
        ("169.254.169.254", False, True),
        ("[::1]", False, True),
        ("10.1.2.3", False, False),
        ("10.1.2.3", True, True),
        ("8.8.8.8", True, False),
    ],
)
def test_where_a_name_leads_is_looked_at_before_anything_is_sent(
    settings, host, public_only, refused
):
    settings.HOOKS_PUBLIC_ONLY = public_only
    address = f"https://{host}/hook"

    if refused:
        with pytest.raises(DomainError):
            hooks.refuse_address(address, resolve=True)
    else:
        hooks.refuse_address(address, resolve=True)


@pytest.mark.django_db
def test_the_trail_and_the_database_know_the_host_alone(chat):
    from django.db import connection

    hook = make_hook(chat, secret="SEC123")

    changes = AuditEntry.objects.about(hook).get().changes
    assert changes == {
        "name": ["", "Office"],
        "kind": ["", "wecom"],
        "host": ["", "127.0.0.1"],
        "is_active": ["", True],
    }
    with connection.cursor() as cursor:
        cursor.execute("SELECT address, secret FROM office_webhook")
        kept = "".join(cursor.fetchone())
    assert "abc" not in kept
    assert "SEC123" not in kept


# --- Pages ----------------------------------------------------------------------------------------


@pytest.fixture
def administrator(client):
    user = make_staff(roles.ADMINISTRATOR, everywhere=True)
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return user


@pytest.mark.django_db
def test_an_administrator_adds_tries_changes_and_removes_a_webhook(client, administrator, chat):
    typed = {"name": "Office", "kind": "json", "address": chat.address}
    assert client.post("/office/webhooks/new/", typed).status_code == 302
    hook = Webhook.objects.get()
    page = client.get("/office/webhooks/").content.decode()
    assert "127.0.0.1" in page
    assert "abc" not in page

    assert client.post(f"/office/webhooks/{hook.pk}/try/").status_code == 302
    assert len(chat.received) == 1

    page = client.get(f"/office/webhooks/{hook.pk}/change/").content.decode()
    assert "abc" not in page
    changed = {"name": "Group", "kind": "json", "is_active": "", "version": hook.version}
    assert client.post(f"/office/webhooks/{hook.pk}/change/", changed).status_code == 302
    hook.refresh_from_db()
    assert (hook.name, hook.is_active, hook.address) == ("Group", False, chat.address)

    assert client.post(f"/office/webhooks/{hook.pk}/remove/").status_code == 302
    assert not Webhook.objects.exists()


@pytest.mark.django_db
def test_a_chat_that_does_not_take_the_trial_is_said_in_words(client, administrator, chat):
    hook = make_hook(chat)
    chat.answers = [(200, {"errcode": 93000})]

    answer = client.post(f"/office/webhooks/{hook.pk}/try/")

    assert answer.status_code == 422
    assert answer.context["form"].non_field_errors() == [
        "The chat has not taken the message (errcode 93000)."
    ]


@pytest.mark.django_db
def test_a_units_administrator_keeps_webhooks_of_the_unit_only(client, chat):
    user = make_staff(roles.ADMINISTRATOR)
    client.force_login(user)
    own, whole = make_hook(chat, unit=user.unit), make_hook(chat, name="All")

    assert client.get(f"/office/webhooks/{own.pk}/change/").status_code == 200
    assert client.get(f"/office/webhooks/{whole.pk}/change/").status_code == 404
    typed = {"name": "Office", "kind": "json", "address": chat.address}
    answer = client.post("/office/webhooks/new/", typed)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["unit"])


@pytest.mark.django_db
def test_an_officer_reaches_no_webhook(client):
    client.force_login(make_staff(roles.OFFICER))

    assert client.get("/office/webhooks/").status_code == 403
