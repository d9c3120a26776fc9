"""Single sign-on, spoken with peers over real HTTP: OIDC, CAS 2 and 3, SAML, WeCom, DingTalk."""

import base64
import datetime
import warnings
import zlib
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from django.utils.html import escape
from onelogin.saml2.utils import OneLogin_Saml2_Utils

from entente.kit.models import AuditEntry
from entente.office import services
from entente.office.models import RoleGrant, User
from tests.factories import make_user

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("english"),
    pytest.mark.filterwarnings("ignore:get_jwt_config:DeprecationWarning"),
]
UNKNOWN = "no account here carries your staff number"
CLOSED = "This account was closed. If that is a mistake, ask your international office."
ERROR = "did not confirm who you are"


def way_back(location):
    """Give the part of an address that the test client understands."""
    parts = urlsplit(location)
    return f"{parts.path}?{parts.query}"


# --- What is configured has a button --------------------------------------------------------------


def test_without_configuration_there_is_no_button(client, configure):
    configure()

    page = client.get("/account/login/").content.decode()

    assert "Or with your account at the university" not in page
    assert client.get("/account/cas/login/").status_code == 404
    assert client.get("/account/wecom/login/").status_code == 404
    assert client.get("/account/dingtalk/login/").status_code == 404
    assert client.get("/account/oidc/university/login/").status_code == 404
    assert client.get("/account/saml/university/login/").status_code == 404


def test_each_configured_way_has_its_button(client, configure):
    configure(
        ENTENTE_OIDC_URL="https://id.example.edu.cn",
        ENTENTE_OIDC_NAME="One account",
        ENTENTE_CAS_URL="https://cas.example.edu.cn/cas",
        ENTENTE_CAS_NAME="统一身份认证",
        ENTENTE_SAML_ENTITY_ID="https://idp.example.edu.cn",
        ENTENTE_SAML_NAME="CARSI",
        ENTENTE_WECOM_CORP_ID="ww1",
        ENTENTE_DINGTALK_CLIENT_ID="ding1",
    )

    page = client.get("/account/login/").content.decode()

    for name in ("One account", "统一身份认证", "CARSI", "企业微信 WeCom", "钉钉 DingTalk"):
        assert f">{name}</a>" in page


# --- OpenID Connect -------------------------------------------------------------------------------


@pytest.fixture
def oidc(configure):
    with warnings.catch_warnings(record=True):  # of its own dependencies
        import oidc_provider_mock

    with oidc_provider_mock.run_server_in_thread() as server:
        url = f"http://localhost:{server.server_port}"
        configure(
            ENTENTE_OIDC_URL=url, ENTENTE_OIDC_CLIENT_ID="entente", ENTENTE_OIDC_SECRET="secret"
        )
        yield url


def through_oidc(client, url, claims, **more):
    requests.put(f"{url}/users/person-1", json={**claims, "sub": "person-1"}, timeout=5)
    there = client.get("/account/oidc/university/login/", more)
    assert there["Location"].startswith(f"{url}/oauth2/authorize")
    back = requests.post(
        there["Location"], data={"sub": "person-1"}, allow_redirects=False, timeout=5
    )
    return client.get(way_back(back.headers["Location"]))


def test_oidc_lets_in_whom_the_staff_number_names(client, oidc, signed_in):
    user = make_user(username="20050017")

    answer = through_oidc(client, oidc, {"preferred_username": "20050017"}, next="/office/units/")

    assert (answer.status_code, answer["Location"]) == (302, "/office/units/")
    assert signed_in() == user
    entry = AuditEntry.objects.about(user).first()
    assert (entry.verb, entry.changes["provider"]) == ("user.sign_on_tied", ["", "university"])


def test_oidc_lets_in_whom_a_verified_mail_names(client, oidc, signed_in):
    user = make_user(email="Wang.Min@example.edu.cn")

    through_oidc(client, oidc, {"email": "wang.min@example.edu.cn", "email_verified": True})

    assert signed_in() == user


def test_a_mail_that_was_not_verified_names_nobody(client, oidc, signed_in):
    make_user(email="wang.min@example.edu.cn")

    answer = through_oidc(client, oidc, {"email": "wang.min@example.edu.cn"})

    assert answer.status_code == 403
    assert UNKNOWN in answer.content.decode()
    assert signed_in() is None


def test_a_mail_that_two_accounts_carry_names_nobody(client, oidc):
    make_user(email="office@example.edu.cn")
    make_user(email="office@example.edu.cn")

    answer = through_oidc(client, oidc, {"email": "office@example.edu.cn", "email_verified": True})

    assert answer.status_code == 403


def test_a_stranger_is_refused_and_no_account_is_made(client, oidc):
    before = User.objects.count()

    answer = through_oidc(client, oidc, {"preferred_username": "99999999"})

    assert answer.status_code == 403
    assert escape("(99999999)") in answer.content.decode()
    assert User.objects.count() == before


def test_a_setting_lets_a_stranger_have_an_account_without_roles(client, oidc, settings, signed_in):
    settings.SSO_CREATES_USERS = True

    through_oidc(client, oidc, {"preferred_username": "99999999"})

    made = signed_in()
    assert made.username == "99999999"
    assert not RoleGrant.objects.filter(user=made).exists()
    assert not made.has_usable_password()


@pytest.mark.parametrize("known", [False, True])
def test_a_leaver_is_refused(client, oidc, known, signed_in):
    user = make_user(username="20050017")
    if known:
        through_oidc(client, oidc, {"preferred_username": "20050017"})
        client.logout()
    services.close_user(user, by=services.system_user())

    answer = through_oidc(client, oidc, {"preferred_username": "20050017"})

    assert answer.status_code == 403
    assert CLOSED in answer.content.decode()
    assert signed_in() is None


def test_the_system_user_cannot_be_signed_in(client, oidc):
    services.system_user()

    answer = through_oidc(client, oidc, {"preferred_username": "system"})

    assert answer.status_code == 403


def test_an_answer_that_nobody_asked_for_is_refused(client, oidc, signed_in):
    make_user(username="20050017")

    answer = client.get("/account/oidc/university/login/callback/?code=x&state=forged")

    assert answer.status_code in (401, 403)
    assert signed_in() is None


def test_a_provider_that_does_not_answer_is_named_as_the_reason(client, configure):
    configure(ENTENTE_OIDC_URL="http://127.0.0.1:9", ENTENTE_OIDC_CLIENT_ID="entente")

    answer = client.get("/account/oidc/university/login/")

    assert answer.status_code == 502
    assert ERROR in answer.content.decode()


# --- CAS ------------------------------------------------------------------------------------------

CAS = '<cas:serviceResponse xmlns:cas="http://www.yale.edu/tp/cas">{}</cas:serviceResponse>'
CAS_YES = (
    "<cas:authenticationSuccess><cas:user>{}</cas:user>"
    "<cas:attributes>{}</cas:attributes></cas:authenticationSuccess>"
)
CAS_NO = (
    '<cas:authenticationFailure code="INVALID_TICKET">Ticket not recognised'
    "</cas:authenticationFailure>"
)


def serve_cas(answers, *, version, name="20050017", attributes=""):
    tickets = {}

    def login(query, _body):
        tickets["ST-1"] = query["service"]
        mark = "&" if "?" in query["service"] else "?"
        return 302, f"{query['service']}{mark}ticket=ST-1", ""

    def validate(query, _body):
        good = tickets.pop(query["ticket"], None) == query["service"]
        told = CAS_YES.format(name, attributes) if good else CAS_NO
        return 200, "application/xml", CAS.format(told)

    answers["/cas/login"] = login
    answers["/cas/serviceValidate" if version == "2" else "/cas/p3/serviceValidate"] = validate


@pytest.mark.parametrize("version", ["2", "3"])
def test_cas_lets_in_whom_the_ticket_names(client, configure, peer, version, signed_in):
    url, answers = peer
    serve_cas(answers, version=version)
    configure(ENTENTE_CAS_URL=f"{url}/cas", ENTENTE_CAS_VERSION=version)
    user = make_user(username="20050017")

    there = client.get("/account/cas/login/?next=/office/units/")
    back = requests.get(there["Location"], allow_redirects=False, timeout=5)
    answer = client.get(way_back(back.headers["Location"]))

    assert answer["Location"] == "/office/units/"
    assert signed_in() == user


@pytest.mark.parametrize("version", ["2", "3"])
def test_cas_may_tell_the_staff_number_as_an_attribute(client, configure, peer, version, signed_in):
    url, answers = peer
    told = "<cas:employeeNumber>20050017</cas:employeeNumber><cas:mail>a@b.cn</cas:mail>"
    serve_cas(answers, version=version, name="wangmin", attributes=told)
    configure(
        ENTENTE_CAS_URL=f"{url}/cas",
        ENTENTE_CAS_VERSION=version,
        ENTENTE_CAS_STAFF_NUMBER="employeeNumber",
    )
    user = make_user(username="20050017")

    there = client.get("/account/cas/login/")
    back = requests.get(there["Location"], allow_redirects=False, timeout=5)
    client.get(way_back(back.headers["Location"]))

    assert signed_in() == user


def test_a_cas_ticket_counts_once_and_only_for_who_asked(client, configure, peer, signed_in):
    url, answers = peer
    serve_cas(answers, version="3")
    configure(ENTENTE_CAS_URL=f"{url}/cas")
    make_user(username="20050017")

    uninvited = client.get("/account/cas/callback/?ticket=ST-1")
    client.get("/account/cas/login/")
    forged = client.get("/account/cas/callback/?ticket=ST-2")

    assert [answer.status_code for answer in (uninvited, forged)] == [401, 401]
    assert ERROR in forged.content.decode()
    assert signed_in() is None


@pytest.mark.parametrize("content", ["", "not xml at all", "<html></html>"])
def test_a_cas_server_that_talks_nonsense_lets_nobody_in(
    client, configure, peer, content, signed_in
):
    url, answers = peer
    answers["/cas/p3/serviceValidate"] = lambda *_: (200, "text/html", content)
    configure(ENTENTE_CAS_URL=f"{url}/cas")
    client.get("/account/cas/login/")

    answer = client.get("/account/cas/callback/?ticket=ST-1")

    assert answer.status_code == 401
    assert signed_in() is None


# --- SAML -----------------------------------------------------------------------------------------

UID = "urn:oid:0.9.2342.19200300.100.1.1"
SAML = """<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol"
 xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_r1" Version="2.0" IssueInstant="{now}"
 Destination="http://entente.localhost/account/saml/university/acs/" InResponseTo="{asked}">
<saml:Issuer>https://idp.example.edu.cn</saml:Issuer>
<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>
{assertion}</samlp:Response>"""
ASSERTION = """<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_a1"
 Version="2.0" IssueInstant="{now}"><saml:Issuer>https://idp.example.edu.cn</saml:Issuer>
<saml:Subject><saml:NameID>opaque-1</saml:NameID>
<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">
<saml:SubjectConfirmationData NotOnOrAfter="{later}" InResponseTo="{asked}"
 Recipient="http://entente.localhost/account/saml/university/acs/"/></saml:SubjectConfirmation></saml:Subject>
<saml:Conditions NotBefore="{now}" NotOnOrAfter="{later}"><saml:AudienceRestriction>
<saml:Audience>http://entente.localhost/account/saml/university/metadata/</saml:Audience>
</saml:AudienceRestriction></saml:Conditions>
<saml:AuthnStatement AuthnInstant="{now}"><saml:AuthnContext><saml:AuthnContextClassRef>
urn:oasis:names:tc:SAML:2.0:ac:classes:Password</saml:AuthnContextClassRef></saml:AuthnContext>
</saml:AuthnStatement><saml:AttributeStatement><saml:Attribute Name="{uid}">
<saml:AttributeValue>{number}</saml:AttributeValue></saml:Attribute></saml:AttributeStatement>
</saml:Assertion>"""


def make_key():
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "idp.example.edu.cn")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return private.decode(), certificate.public_bytes(serialization.Encoding.PEM).decode()


@pytest.fixture(scope="module")
def idp():
    return make_key()


def through_saml(client, configure, idp, *, number="20050017", sign_with=None):
    configure(
        ENTENTE_SAML_ENTITY_ID="https://idp.example.edu.cn",
        ENTENTE_SAML_SSO_URL="https://idp.example.edu.cn/sso",
        ENTENTE_SAML_CERTIFICATE=idp[1],
    )
    client.defaults["HTTP_HOST"] = "entente.localhost"
    there = client.get("/account/saml/university/login/?next=/office/units/")
    query = parse_qs(urlsplit(there["Location"]).query)
    request = zlib.decompress(base64.b64decode(query["SAMLRequest"][0]), -15).decode()
    asked = request.split('ID="')[1].split('"')[0]
    now = datetime.datetime.now(datetime.UTC).replace(microsecond=0, tzinfo=None)
    facts = {
        "now": f"{now.isoformat()}Z",
        "later": f"{(now + datetime.timedelta(minutes=5)).isoformat()}Z",
        "asked": asked,
        "uid": UID,
        "number": number,
    }
    assertion = ASSERTION.format(**facts)
    if sign_with:
        assertion = OneLogin_Saml2_Utils.add_sign(assertion, *sign_with).decode()
    response = SAML.format(assertion=assertion, **facts)
    posted = client.post(
        "/account/saml/university/acs/",
        {"SAMLResponse": base64.b64encode(response.encode()).decode()},
    )
    return client.get(posted["Location"])


def test_saml_lets_in_whom_a_signed_statement_names(client, configure, idp, signed_in):
    user = make_user(username="20050017")

    answer = through_saml(client, configure, idp, sign_with=idp)

    assert answer["Location"] == "/office/units/"
    assert signed_in() == user


def test_saml_refuses_a_statement_without_signature(client, configure, idp, signed_in):
    make_user(username="20050017")

    answer = through_saml(client, configure, idp)

    assert answer.status_code == 401
    assert signed_in() is None


def test_saml_refuses_a_statement_that_somebody_else_signed(client, configure, idp, signed_in):
    make_user(username="20050017")

    answer = through_saml(client, configure, idp, sign_with=make_key())

    assert answer.status_code == 401
    assert signed_in() is None


def test_our_saml_metadata_can_be_fetched(client, configure, idp):
    configure(
        ENTENTE_SAML_ENTITY_ID="https://idp.example.edu.cn",
        ENTENTE_SAML_SSO_URL="https://idp.example.edu.cn/sso",
        ENTENTE_SAML_CERTIFICATE=idp[1],
    )

    answer = client.get("/account/saml/university/metadata/", headers={"Host": "entente.localhost"})

    assert answer.status_code == 200
    assert b'Location="http://entente.localhost/account/saml/university/acs/"' in answer.content
