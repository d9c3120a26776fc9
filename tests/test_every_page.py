"""Every address of the project, for every role and for nobody, on own and foreign records.

A page that stands on `StaffView` is covered by itself: its permission says who gets in, the scope
says whose records are found.
"""

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from entente.kit.pages import RecordPage
from entente.kit.pages.staff import StaffView
from entente.office import roles, services
from entente.office.models import RoleGrant, Unit, User
from entente.office.views.own import OwnPage
from entente.partnerships.models import Agreement
from tests.factories import make_staff, make_unit, make_user
from tests.factories_partnerships import make_agreement

pytestmark = pytest.mark.django_db
SECRET = "Hidden-Elsewhere"
NOWHERE = 987654321
REACHED = {200, 302, 403, 405, 409}

# Kinds of records that a test can make, each for a unit; pages of other kinds are asked for a
# record that does not exist, which must be refused or not found.
EXAMPLES = {
    Unit: lambda unit: make_unit(unit, name_en=f"{unit.name_en} below"),
    User: lambda unit: make_user(unit, name_en=f"{unit.name_en} person"),
    RoleGrant: lambda unit: services.grant_role(
        make_user(unit), roles.LEGAL, by=services.system_user(), unit=unit
    ),
    Agreement: lambda unit: make_agreement(unit, title_en=f"{unit.name_en} agreement"),
}


# Files belong to records of every kind: these pages ask the record for the permission.
ASK_THE_RECORD = {"files:change", "files:remove", "files:attach", "files:download"}


def pages(resolver=None, prefix="", spaces=()):
    """Give the name, the pattern and the view of every address, allauth's own apart."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            inner = (*spaces, entry.namespace) if entry.namespace else spaces
            yield from pages(entry, prefix + str(entry.pattern), inner)
        elif isinstance(entry, URLPattern) and not (prefix + str(entry.pattern)).startswith(
            "account/"
        ):
            yield ":".join((*spaces, entry.name or "")), prefix + str(entry.pattern), entry.callback


def view_class(view):
    return getattr(view, "view_class", None)


STAFF_PAGES = [
    (name, pattern, view_class(view))
    for name, pattern, view in pages()
    if view_class(view) and issubclass(view_class(view), StaffView)
]
PLAIN = [
    (name, pattern)
    for name, pattern, view in pages()
    if "<" not in pattern and not (view_class(view) and issubclass(view_class(view), StaffView))
]
OWN = [page for page in STAFF_PAGES if issubclass(page[2], OwnPage)]
STAFF = [page for page in STAFF_PAGES if page not in OWN and page[2].permission_required]


def address(pattern, pk):
    return "/" + pattern.replace("<int:pk>", str(pk))


def takes_only_pk(pattern):
    return "<" not in pattern.replace("<int:pk>", "")


def test_every_staff_page_names_its_permission():
    nameless = {page[0] for page in STAFF_PAGES} - {page[0] for page in [*STAFF, *OWN]}

    assert nameless - ASK_THE_RECORD == set()


def test_nobody_gets_in_without_signing_in(client):
    admitted = []
    for name, pattern, view in pages():
        if not takes_only_pk(pattern):
            continue
        if getattr(view, "login_required", True):
            answer = client.get(address(pattern, NOWHERE))
            if answer.status_code != 302 or "/account/login/" not in answer["Location"]:
                admitted.append((name, answer.status_code))
    assert admitted == []


class Visitor:
    """Asks for pages as one person; keeps what was answered wrongly and what leaked."""

    def __init__(self, client, person):
        client.force_login(person)
        client.raise_request_exception = False
        self.client, self.person = client, person
        self.wrong, self.leaks = [], []

    def ask(self, name, pattern, pk, expected):
        answer = self.client.get(address(pattern, pk))
        if answer.status_code not in expected:
            self.wrong.append((name, pk, answer.status_code, sorted(expected)))
        if not answer.streaming and SECRET in answer.content.decode(errors="replace"):
            self.leaks.append(name)

    def visit(self, name, pattern, page, own, foreign):
        """Ask for a staff page: here, elsewhere, nowhere."""
        if not self.person.may(page.permission_required):
            for pk in ("",) if "<" not in pattern else (NOWHERE, own, foreign):
                self.ask(name, pattern, pk, {403})
        elif "<" not in pattern:
            self.ask(name, pattern, "", {200, 302, 400, 405})
        else:
            self.ask(name, pattern, NOWHERE, {403, 404, 405})
            self.ask(name, pattern, own, {200} if issubclass(page, RecordPage) else REACHED)
            if not getattr(getattr(page, "model", None), "shared", False):
                self.ask(name, pattern, foreign, {403, 404, 405})


@pytest.mark.parametrize("role", roles.Role.registered.values(), ids=lambda role: role.code)
def test_each_role_reaches_what_its_permissions_say_and_nothing_of_others(client, role):
    home, abroad = make_unit(name_en="Home"), make_unit(name_en=SECRET, code="SECRET")
    own = {kind: make(home).pk for kind, make in EXAMPLES.items()}
    foreign = {kind: make(abroad).pk for kind, make in EXAMPLES.items()}
    visitor = Visitor(client, make_staff(role, unit=home, language="en"))

    for name, pattern, page in STAFF:
        kind = getattr(page, "model", None)
        if "<int:pk>" in pattern and kind not in EXAMPLES:
            visitor.ask(name, pattern, NOWHERE, {403, 404, 405})
        elif takes_only_pk(pattern):
            visitor.visit(name, pattern, page, own.get(kind), foreign.get(kind))
    for name, pattern in PLAIN:
        visitor.ask(name, pattern, "", {200, 302, 400, 403, 404, 405})

    assert visitor.wrong == []
    assert visitor.leaks == []


def test_somebody_without_a_role_sees_only_their_own_account(client):
    client.force_login(make_user(make_unit(), language="en"))
    client.raise_request_exception = False

    answers = {
        name: client.get(address(pattern, NOWHERE)).status_code
        for name, pattern, _page in STAFF
        if takes_only_pk(pattern)
    }

    assert {name: code for name, code in answers.items() if code != 403} == {}
    assert client.get("/office/me/").status_code == 200
