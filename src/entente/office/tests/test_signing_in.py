"""Signing in: password, limits, letters with links, second factors."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.utils.html import strip_tags

from entente.kit.models import AuditEntry
from entente.office import roles, services
from entente.office.models import User
from tests.factories import make_staff, make_user
from tests.phone_codes import code_shown

pytestmark = pytest.mark.django_db
PASSWORD = "a-long-enough-word"
TOO_MANY = (
    "Too many wrong attempts. Wait five minutes, then try again, or have a new password sent to"
    " you."
)
WRONG = "Login name or password is wrong. Check both, or have a new password sent to you."
WRONG_CODE = "This code is wrong or has run out. Type the one shown now."


@pytest.fixture(autouse=True)
def english_and_unlimited(client, settings):
    settings.LANGUAGE_CODE = "en"
    cache.clear()


def sign_in(client, name, password=PASSWORD, **more):
    return client.post("/account/login/", {"login": name, "password": password, **more})


def words(response):
    return re.sub(r"\s+", " ", strip_tags(response.content.decode()))


def code_for(user):
    secret = Authenticator.objects.get(user=user, type="totp").wrap()
    from allauth.mfa.adapter import get_adapter

    key = get_adapter().decrypt(secret.instance.data["secret"])
    return code_shown(key)


@pytest.mark.parametrize("name", ["wang.min", "WANG.MIN", "wang.min@example.edu.cn"])
def test_a_user_signs_in_by_login_name_or_mail(client, name):
    user = make_user(
        username="wang.min", language="en", email="wang.min@example.edu.cn", password=PASSWORD
    )

    answer = sign_in(client, name)

    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.session["_auth_user_id"] == str(user.pk)


def test_a_wrong_password_is_refused_in_a_sentence(client):
    make_user(username="wang.min", language="en", password=PASSWORD)

    answer = sign_in(client, "wang.min", "something else")

    assert answer.status_code == 200
    assert answer.context["form"].non_field_errors() == [WRONG]
    assert "_auth_user_id" not in client.session


def test_after_five_wrong_passwords_even_the_right_one_waits(client):
    make_user(username="wang.min", language="en", password=PASSWORD)
    for _ in range(5):
        assert sign_in(client, "wang.min", "wrong").context["form"].non_field_errors() == [WRONG]

    sixth = sign_in(client, "wang.min", PASSWORD)

    assert sixth.context["form"].non_field_errors() == [TOO_MANY]
    assert "_auth_user_id" not in client.session


def test_the_count_of_wrong_passwords_is_shared_by_all_processes(settings):
    assert settings.CACHES["default"]["BACKEND"] == "django.core.cache.backends.db.DatabaseCache"


def test_a_closed_account_does_not_let_in(client):
    user = make_user(username="wang.min", language="en", password=PASSWORD)
    services.close_user(user, by=services.system_user())

    answer = sign_in(client, "wang.min")

    assert (answer.status_code, answer["Location"]) == (302, "/account/inactive/")
    assert "This account was closed." in words(client.get("/account/inactive/"))
    assert "_auth_user_id" not in client.session


def test_nobody_makes_an_account_for_themselves(client):
    before = User.objects.count()

    page = client.get("/account/signup/")
    client.post(
        "/account/signup/", {"username": "me", "password1": PASSWORD, "password2": PASSWORD}
    )

    assert "Accounts are made by the office" in words(page)
    assert User.objects.count() == before


def test_a_letter_lets_set_a_new_password_once(client, mailoutbox):
    user = make_user(
        username="wang.min", language="en", email="wang.min@example.edu.cn", password=PASSWORD
    )

    client.post("/account/password/reset/", {"email": "wang.min@example.edu.cn"})
    [letter] = mailoutbox
    link = re.search(r"http://testserver(/\S+)", letter.body)[1]
    form = client.get(link, follow=True)
    new = {"password1": "another-long-word", "password2": "another-long-word"}
    client.post(form.request["PATH_INFO"], new)

    assert isinstance(letter, EmailMessage)
    assert letter.subject == "[Entente] Set a new password"
    assert sign_in(client, "wang.min", "another-long-word").status_code == 302
    assert AuditEntry.objects.about(user).first().verb == "user.password_set"
    client.logout()
    assert "This link was used already or has run out." in words(client.get(link, follow=True))


def test_an_unknown_address_is_not_told_apart_from_a_known_one(client, mailoutbox):
    make_user(email="known@example.edu.cn")

    answers = [
        words(client.post("/account/password/reset/", {"email": address}, follow=True))
        for address in ("known@example.edu.cn", "unknown@example.edu.cn")
    ]

    assert answers[0] == answers[1]
    assert [letter.to for letter in mailoutbox] == [["known@example.edu.cn"]]


def set_up_app(client, user):
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    page = client.get("/account/2fa/totp/activate/")
    key = page.context["form"].secret
    code = code_shown(key)
    return client.post("/account/2fa/totp/activate/", {"code": code})


def test_an_authenticator_app_is_asked_for_at_the_next_sign_in(
    client, django_capture_on_commit_callbacks
):
    user = make_user(username="wang.min", language="en", password=PASSWORD)
    sign_in(client, "wang.min")
    with django_capture_on_commit_callbacks(execute=True):
        set_up_app(client, user)
    client.logout()

    first = sign_in(client, "wang.min")
    wrong = client.post("/account/2fa/authenticate/", {"code": "000000"})
    assert first["Location"] == "/account/2fa/authenticate/"
    assert wrong.context["form"].errors == {"code": [WRONG_CODE]}
    assert "_auth_user_id" not in client.session

    cache.clear()
    client.post("/account/2fa/authenticate/", {"code": code_for(user)})

    assert client.session["_auth_user_id"] == str(user.pk)
    verbs = set(AuditEntry.objects.about(user).values_list("verb", flat=True))
    assert "user.factor_added" in verbs


def test_changing_a_second_factor_asks_for_the_password_again(client):
    make_user(username="wang.min", language="en", password=PASSWORD)
    sign_in(client, "wang.min")

    led = client.get("/account/2fa/totp/activate/")
    wrong = client.post("/account/reauthenticate/", {"password": "something else"})

    assert led["Location"].startswith("/account/reauthenticate/")
    assert wrong.context["form"].errors == {"password": ["This password is wrong."]}


def test_a_recovery_code_lets_in_once(client):
    user = make_user(username="wang.min", language="en", password=PASSWORD)
    sign_in(client, "wang.min")
    set_up_app(client, user)
    codes = client.get("/account/2fa/recovery-codes/").context["unused_codes"]
    client.logout()
    sign_in(client, "wang.min")

    client.post("/account/2fa/authenticate/", {"code": codes[0]})

    assert client.session["_auth_user_id"] == str(user.pk)
    client.logout()
    sign_in(client, "wang.min")
    again = client.post("/account/2fa/authenticate/", {"code": codes[0]})
    assert again.context["form"].errors == {"code": [WRONG_CODE]}


def test_the_secret_of_the_app_rests_encrypted(client):
    user = make_user(username="wang.min", language="en", password=PASSWORD)
    sign_in(client, "wang.min")
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    secret = client.get("/account/2fa/totp/activate/").context["form"].secret
    code = code_shown(secret)
    client.post("/account/2fa/totp/activate/", {"code": code})

    kept = Authenticator.objects.get(user=user, type="totp").data["secret"]

    assert secret not in kept


def test_a_role_that_demands_a_second_factor_leads_there_first(client, settings):
    settings.REQUIRE_MFA = ["administrator"]
    user = make_staff(roles.ADMINISTRATOR, password=PASSWORD, username="wang.min", language="en")
    sign_in(client, "wang.min")

    led = client.post("/office/theme/", {"theme": "dark", "next": "/"})
    assert led.status_code == 302
    away = client.get("/")
    assert (away.status_code, away["Location"]) == (302, "/account/2fa/")

    set_up_app(client, user)
    assert client.get("/").status_code == 200


def test_the_last_factor_stays_where_a_role_demands_one(client, settings):
    settings.REQUIRE_MFA = ["all"]
    user = make_staff(roles.OFFICER, password=PASSWORD, username="wang.min", language="en")
    sign_in(client, "wang.min")
    set_up_app(client, user)

    refused = client.post("/account/2fa/totp/deactivate/")

    sentence = "Your role demands a second factor. Add another one before you remove this one."
    assert refused.context["form"].non_field_errors() == [sentence]
    assert Authenticator.objects.filter(user=user, type="totp").count() == 1


def test_people_without_such_a_role_are_left_alone(client, settings):
    settings.REQUIRE_MFA = ["administrator"]
    make_staff(roles.OFFICER, password=PASSWORD, username="wang.min", language="en")
    sign_in(client, "wang.min")

    assert client.get("/").status_code == 200


def test_the_language_of_the_person_comes_with_them(client):
    make_user(username="wang.min", language="en", password=PASSWORD)

    answer = sign_in(client, "wang.min")

    assert answer.cookies["django_language"].value == "en"


@pytest.mark.parametrize(
    "address", ["https://evil.example/", "//evil.example", "javascript:alert(1)"]
)
def test_switching_the_appearance_leads_nowhere_else(client, address):
    client.force_login(make_user())
    answer = client.post("/office/theme/", {"theme": "dark", "next": address})

    assert answer["Location"] == "/"


def test_an_unknown_appearance_is_refused(client):
    client.force_login(make_user())

    assert client.post("/office/theme/", {"theme": "neon"}).status_code == 400
