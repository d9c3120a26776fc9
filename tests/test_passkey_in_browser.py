"""A passkey in a real Chromium, under the strict content security policy."""

import shutil

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import sync_playwright

from tests.factories import make_user

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
PASSWORD = "a-long-enough-word"
pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not CHROMIUM, reason="no Chromium on this machine"),
]


def add_passkey_and_sign_in_with_it(address):
    """Give what the console complained about, and the address reached by the passkey."""
    complaints = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(locale="en")
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else 0)
        keys = page.context.new_cdp_session(page)
        keys.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }
        keys.send("WebAuthn.addVirtualAuthenticator", {"options": options})

        page.goto(f"{address}/account/login/")
        page.fill("#id_login", "wang.min")
        page.fill("#id_password", PASSWORD)
        page.click("form button.btn-primary")
        page.goto(f"{address}/account/2fa/webauthn/add/")
        page.fill("#id_password", PASSWORD)
        page.click("form button.btn-primary")
        page.check("#id_passwordless")
        page.click("#passkey_add")
        page.wait_for_url("**/2fa/recovery-codes/")

        page.context.clear_cookies()
        page.goto(f"{address}/account/login/?next=/office/me/")
        page.click("#passkey_login")
        page.wait_for_url(f"{address}/office/me/")
        reached = page.locator("h1").inner_text()
        browser.close()
    return complaints, reached


def test_a_passkey_is_added_and_lets_in_without_a_password(live_server):
    user = make_user(username="wang.min", password=PASSWORD, language="en")
    address = live_server.url.replace("127.0.0.1", "localhost")

    complaints, reached = add_passkey_and_sign_in_with_it(address)

    assert complaints == []
    assert reached == "My account"
    key = Authenticator.objects.get(user=user, type="webauthn")
    assert key.wrap().is_passwordless
