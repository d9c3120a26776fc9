"""Peers on this machine that speak the protocols of single sign-on, and who came in."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.core.cache import cache

from entente.config import sign_in
from entente.office.models import User


@pytest.fixture
def english(settings):
    settings.LANGUAGE_CODE = "en"
    cache.clear()


@pytest.fixture
def configure(settings):
    def write(**variables):
        settings.SOCIALACCOUNT_PROVIDERS = sign_in.providers(variables)

    return write


@pytest.fixture
def peer():
    """A server on this machine; `answers` maps a path to a function of query and body."""
    answers = {}

    class Handler(BaseHTTPRequestHandler):
        def answer(self, body=b""):
            address = urlsplit(self.path)
            status, kind, content = answers[address.path](dict(parse_qsl(address.query)), body)
            self.send_response(status)
            self.send_header("Location" if status == 302 else "Content-Type", kind)
            self.end_headers()
            self.wfile.write(content.encode())

        def do_GET(self):
            self.answer()

        def do_POST(self):
            self.answer(self.rfile.read(int(self.headers.get("Content-Length", 0))))

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", answers
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def signed_in(client):
    """Who is signed in now."""

    def read():
        key = client.session.get("_auth_user_id")
        return User.objects.get(pk=key) if key else None

    return read
