"""The demo as a newcomer starts it, in a folder of its own, and a Chromium to look at it."""

import fcntl
import json
import os
import re
import shutil
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

from entente.demo.accounts import ONE_OF_EACH_ROLE, PASSWORD
from entente.launcher import machine

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 300
LANGUAGES = {"zh": "zh-CN", "en": "en-GB"}


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(item.fspath).parent == Path(__file__).parent:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="module")
def chromium():
    # A module's own: its event loop must be closed before tests that use the database follow.
    path = machine.chromium()
    if not path:
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def demo_home(tmp_path_factory, request):
    """The demo's folder: built once, however many processes run tests, and copied for each."""
    if not machine.chromium():
        pytest.skip("no Chromium on this machine")
    ours = tmp_path_factory.getbasetemp()
    shared = ours.parent if hasattr(request.config, "workerinput") else ours
    built, home = shared / "demo-built", ours / "demo"
    with (shared / "demo-built.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not built.exists():
            build_demo(built)
    shutil.copytree(built, home)
    return home


def build_demo(home):
    part = home.with_suffix(".part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir()
    done = subprocess.run(
        [sys.executable, "-P", "-m", "entente", "demo", "--build-only"],
        cwd=ROOT,
        env=environment_of(part),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    part.rename(home)


def environment_of(home):
    plain = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    paths = {"ENTENTE_HOME": str(home), "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
    return plain | paths | {"DJANGO_SETTINGS_MODULE": "entente.config.settings"}


@pytest.fixture(scope="session")
def demo(demo_home):
    """Serve the demo as a newcomer starts it, and give its address."""
    port = machine.free_port_after(8400 + os.getpid() % 500)
    log = (demo_home / "demo.log").open("wb")
    command = [sys.executable, "-P", "-m", "entente", "demo", "--port", str(port)]
    server = subprocess.Popen(
        command, cwd=ROOT, env=environment_of(demo_home), stdout=log, stderr=log
    )
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(address, server, demo_home / "demo.log")
        yield address
    finally:
        server.terminate()
        server.wait(timeout=20)
        log.close()


@pytest.fixture(scope="session")
def records(demo, demo_home):
    """Add what the documents hold none of; give the numbers of the records."""
    program = Path(__file__).with_name("records.py")
    command = [sys.executable, str(program)]
    done = subprocess.run(
        command, env=environment_of(demo_home), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout)


def wait_for(address, server, log):
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if server.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{address}/account/login/", timeout=5):  # noqa: S310
                return
        except OSError:
            time.sleep(0.3)
    pytest.fail(f"the demo did not start:\n{log.read_text()[-3000:]}")


class Visitor:
    """Somebody at a browser window; `errors` collects what the browser complains of."""

    def __init__(self, context, address):
        self.context, self.address = context, address
        self.page = context.new_page()
        self.errors = []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", self._heard)

    def _heard(self, message):
        if message.type == "error" and "404 (Not Found)" not in message.text:
            self.errors.append(message.text)

    def go(self, path):
        answer = self.page.goto(self.address + path if path.startswith("/") else path)
        assert answer.status == 200, f"{path}: {answer.status}"
        return self.page

    def read_in(self, language):
        """Take the interface's language from the button that every page has."""
        page = self.go("/")
        if not page.locator("html").get_attribute("lang").startswith(language):
            page.get_by_role("button", name={"zh": "中文", "en": "English"}[language]).click()
            expect(page.locator("html")).to_have_attribute("lang", re.compile(f"^{language}"))
        return self

    def sign_in(self, username):
        self.go("/account/login/")
        self.page.locator("input[name=login]").fill(username)
        self.page.locator("input[name=password]").fill(PASSWORD)
        self.page.locator("form[action*=login] button[type=submit]").first.click()
        self.page.wait_for_url(lambda url: "/account/login" not in url)
        return self


@pytest.fixture(scope="module")
def cookies(chromium, demo):
    """Sign each sample person in once; give their cookies."""
    kept = {}

    def of(username):
        if username not in kept:
            context = chromium.new_context()
            Visitor(context, demo).sign_in(username)
            kept[username] = context.storage_state()
            context.close()
        return kept[username]

    return of


@pytest.fixture
def visitor(chromium, demo, cookies):
    """Open a window: `visitor("ustb", language="en", width=390, theme="dark", scripts=False)`."""
    opened = []

    def open_window(username="", *, language="en", width=1440, theme="light", scripts=True):
        context = chromium.new_context(
            storage_state=cookies(username) if username else None,
            viewport={"width": width, "height": 900},
            color_scheme=theme,
            java_script_enabled=scripts,
            locale=LANGUAGES[language],
        )
        opened.append(context)
        window = Visitor(context, demo)
        # A person's own language stays with the account; without one the browser's counts.
        return window.read_in(language) if username else window

    yield open_window
    for context in opened:
        context.close()


@pytest.fixture(params=[account.username for account in ONE_OF_EACH_ROLE])
def username(request):
    return request.param
