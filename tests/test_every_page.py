"""Every address of the project, for every role and for nobody, on own and foreign records.

A page that stands on `StaffView` is covered by itself: its permission says who gets in, the scope
says whose records are found.
"""

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from entente.kit.models import Attachment, AuditEntry, Work
from entente.kit.pages import RecordPage
from entente.kit.pages.staff import StaffView
from entente.office import roles
from entente.office.models import User
from entente.office.views.own import OwnPage
from entente.organisations.models import DatedList, Organisation
from entente.partnerships.models import Agreement, Check
from entente.website.models import Picture, PublicSite
from tests.factories import make_staff, make_unit, make_user
from tests.factories_everything import everything_of, everything_shared

pytestmark = pytest.mark.django_db
SECRET = "Hidden-Elsewhere"
NOWHERE = 987654321
REACHED = {200, 302, 403, 405, 409}

# Files belong to records of every kind: these pages ask the record for the permission.
ASK_THE_RECORD = {"files:change", "files:remove", "files:attach", "files:download"}
# Addresses that name more than one record's number; each is asked for in a test of its own.
NAMED_OTHERWISE = {
    "approvals:ask": "approvals/ask/partnerships.agreement/{agreement}/",
    "approvals:request_seal_for": "seals/register/ask/partnerships.agreement/{agreement}/",
    "files:attach": "files/add/partnerships.agreement/{agreement}/",
    "events:at_door": "events/door/nobodys-code/",
    "certificates:status_list": "certificates/status/1/",
    "figures:measure": "figures/measures/partners/",
    "kit:lookup": "lookup/partnerships.agreement/?field=agreement&agreement_q=Hidden",
    "kit:work": "progress/{work}/",
    "kit:work_file": "progress/{work}/file/",
    "office:calendar_feed": "office/calendar/nobodys-word.ics",
    "office:rule": "office/rules/agreement.end_notice/",
    "office:rule_set": "office/rules/agreement.end_notice/set/",
    "organisations:brief_file_of_organisation": "organisations/{partner}/brief/en/docx/",
    "organisations:brief_file_of_place": "places/CA/brief/zh/docx/",
    "organisations:brief_of_place": "places/CA/brief/",
    "organisations:join_entry": "lists/{list}/lines/{entry}/",
    "attend": "learn/nobodys-code/here/",
    "enrol_openly": "learn/nobodys-code/enrol/",
    "complain": "learn/nobodys-code/complain/",
    "evaluate": "learn/nobodys-code/evaluate/",
    "register_openly": "register/nobodys-code/",
    "registered": "registered/nobodys-code/",
    "nominate": "nominate/nobodys-code/",
    "withdraw_nomination": "nominate/nobodys-code/1/withdraw/",
    "answer_nomination": "nominate/nobodys-code/1/answer/",
    "answer_safety": "safe/nobodys-code/",
    "public_notice": "notice/nobodys-code/",
    "portal:enter": "apply/in/nobodys-code/",
    "fetched": "mine/nobodys-word/certificate.pdf",
    "held": "mine/nobodys-word/",
    "verified": "c/CUG-NDE-2026-00-0999-X",
    "partnerships:check_text": "agreements/checks/{check}/texts/{text}/",
    "website:check": "sites/{site}/pages/{page}/check/",
    "website:make": "sites/{site}/pages/new/news/{page}/",
    "website:move": "sites/{site}/pages/{page}/move/",
    "website:order": "sites/{site}/pages/{page}/order/",
    "website:picture_file": "sites/pictures/{picture}/small.webp",
    "website:publish": "sites/{site}/pages/{page}/publish/",
    "website:review": "sites/{site}/pages/{page}/",
    "website:send_back": "sites/{site}/pages/{page}/send-back/",
    "website:submit": "sites/{site}/pages/{page}/submit/",
    "website:withdraw": "sites/{site}/pages/{page}/withdraw/",
    "website:write": "sites/{site}/pages/{page}/write/",
}

# Opened from the page of a record, which the address names after the question mark.
ABOUT_A_RECORD = {"papers:write", "intake:names"}
# Only an import with refused rows has them as a workbook.
WHERE_THERE_ARE_ANY = {"intake:refused"}

# Each checking department sees its own part; the example is that of legal affairs.
OF_A_DEPARTMENT = {"partnerships:check", "partnerships:answer_check"}

# What a role may does not hang on the database: the officer's walk is enough on the second.
EVERY_ROLE = [
    role if role is roles.OFFICER else pytest.param(role, marks=pytest.mark.one_database)
    for role in roles.Role.registered.values()
]


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


def pk_of(records, kind):
    return records[kind].pk if kind in records else NOWHERE


class World:
    """A record of every kind that all share, one of ours and one of others', made once for all."""

    def __init__(self):
        self.home, self.abroad = make_unit(name_en="Home"), make_unit(name_en=SECRET, code="SECRET")
        self.shared = everything_shared()
        self.own = self.shared | everything_of(self.home, self.shared[Organisation])
        self.foreign = everything_of(self.abroad, self.shared[Organisation])


@pytest.fixture(scope="module")
def world(shared_database):
    return World()


def test_every_page_of_a_record_is_asked_for_a_record_that_exists(world):

    lacking = {
        page.model
        for _name, pattern, page in STAFF
        if takes_only_pk(pattern) and "<int:pk>" in pattern
    } - set(world.own)

    assert not lacking, (
        f"{', '.join(sorted(model._meta.label for model in lacking))}: has pages, and no example. "
        "Add a line to everything_of (a unit's record) or everything_shared (nobody's) in "
        "tests/factories_everything.py, so that every role asks for it."
    )


def test_every_address_is_asked_for():
    others = {name for name, pattern, _view in pages() if not takes_only_pk(pattern)}

    assert others == set(NAMED_OTHERWISE), (
        "Add an example to NAMED_OTHERWISE for an address that takes more than `<int:pk>`, "
        "and take out what is no longer there."
    )


@pytest.mark.parametrize("role", EVERY_ROLE, ids=lambda role: role.code)
def test_what_is_named_otherwise_belongs_to_its_unit_or_its_person(client, world, role):
    work = Work.objects.create(runner="none", title=SECRET, by=world.foreign[User])
    ranking = world.shared[DatedList]
    visitor = Visitor(client, make_staff(role, unit=world.home, language="en"))
    answers = {}
    for name, pattern in NAMED_OTHERWISE.items():
        for where, records in (("own", world.own), ("foreign", world.foreign)):
            path = pattern.format(
                agreement=records[Agreement].pk,
                work=work.key,
                list=ranking.pk,
                partner=world.shared[Organisation].pk,
                entry=ranking.entries.earliest("pk").pk,
                check=records[Check].pk,
                text=records[Attachment].pk,
                site=records[PublicSite].pk,
                page=records[PublicSite].home_zh_id,
                picture=records[Picture].pk,
            )
            answers[name, where] = visitor.ask(name, path, "", {200, 403, 404})
    may = visitor.person.may

    assert not visitor.wrong, visitor.wrong
    assert visitor.leaks == []
    assert answers["kit:work", "own"] == answers["kit:work_file", "own"] == 404
    reads = may("office.view_rulevalue")
    assert answers["office:rule", "own"] == (200 if reads else 403)
    assert answers["office:rule_set", "own"] == (200 if may("office.change_rulevalue") else 403)
    # The letter on the agreement is no text that departments check.
    checks = may("partnerships.view_check")
    assert answers["partnerships:check_text", "own"] == (404 if checks else 403)
    changes = may("partnerships.change_agreement")
    assert answers["files:attach", "own"] == (200 if changes else 403)
    assert answers["files:attach", "foreign"] == (404 if changes else 403)
    for name, word in (("ask", "change_approval"), ("request_seal_for", "change_sealrequest")):
        asks = may(f"approvals.{word}")
        # Who may ask, but sees no agreements, does not find this one either.
        found = 200 if may("partnerships.view_agreement") else 404
        assert answers[f"approvals:{name}", "own"] == (found if asks else 403)
        assert answers[f"approvals:{name}", "foreign"] == (404 if asks else 403)
    assert answers["kit:lookup", "own"] == (200 if may("partnerships.view_agreement") else 403)
    assert answers["organisations:join_entry", "own"] == (
        200 if may("organisations.import_list") else 403
    )


class Visitor:
    """Asks for pages as one person; keeps what was answered wrongly and what leaked."""

    def __init__(self, client, person):
        client.force_login(person)
        client.raise_request_exception = False
        self.client, self.person = client, person
        self.wrong, self.leaks, self.later = [], [], []

    def ask(self, name, pattern, pk, expected):
        answer = self.client.get(address(pattern, pk))
        self.judge(name, pk, answer, expected)
        return answer.status_code

    def send_nothing(self, name, pattern, pk, expected):
        """Send the page's form empty: refused in words or carried out, never an error."""
        answer = self.client.post(address(pattern, pk))
        self.judge(f"{name} (sent)", pk, answer, expected)

    def judge(self, name, pk, answer, expected):
        if answer.status_code not in expected:
            self.wrong.append((name, pk, answer.status_code, sorted(expected)))
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        if SECRET in content.decode(errors="replace"):
            self.leaks.append(name)

    def visit(self, name, pattern, page, own, foreign):
        """Ask for a staff page: here, elsewhere, nowhere; and send it empty, elsewhere and here."""
        number = "<" in pattern
        if not self.person.may(page.permission_required):
            # Whether the record exists is not asked before the permission.
            self.ask(name, pattern, own if number else "", {403})
            self.send_nothing(name, pattern, foreign if number else "", {403})
        elif not number:
            unnamed = {404} if name in ABOUT_A_RECORD else set()
            self.ask(name, pattern, "", {200, 302, 400, 405} | unnamed)
            self.send_nothing(name, pattern, "", {302, 400, 403, 405, 422} | unnamed)
        else:
            self.ask(name, pattern, NOWHERE, {403, 404, 405})
            here = {200} if issubclass(page, RecordPage) else REACHED
            perhaps = OF_A_DEPARTMENT | WHERE_THERE_ARE_ANY
            self.ask(name, pattern, own, here | ({404} if name in perhaps else set()))
            if not getattr(getattr(page, "model", None), "shared", False):
                self.ask(name, pattern, foreign, {403, 404, 405})
                self.send_nothing(name, pattern, foreign, {403, 404, 405})
            self.later.append((name, pattern, own))

    def send_what_is_ours(self):
        """At last, for it may remove the records that other pages are about."""
        for name, pattern, own in self.later:
            self.send_nothing(name, pattern, own, REACHED | {400, 404, 422})


@pytest.mark.parametrize("role", EVERY_ROLE, ids=lambda role: role.code)
def test_each_role_reaches_what_its_permissions_say_and_nothing_of_others(client, world, role):
    untouched = AuditEntry.objects.filter(chain=world.abroad.pk).count()
    visitor = Visitor(client, make_staff(role, unit=world.home, language="en"))

    for name, pattern, page in STAFF:
        kind = getattr(page, "model", None)
        if takes_only_pk(pattern):
            visitor.visit(name, pattern, page, pk_of(world.own, kind), pk_of(world.foreign, kind))
    for name, pattern, _page in STAFF_PAGES:
        if name in ASK_THE_RECORD and takes_only_pk(pattern):
            visitor.ask(name, pattern, pk_of(world.foreign, Attachment), {403, 404})
            visitor.ask(name, pattern, pk_of(world.own, Attachment), REACHED | {404})
    for name, pattern in PLAIN:
        visitor.ask(name, pattern, "", {200, 302, 400, 401, 403, 404, 405})

    visitor.send_what_is_ours()

    assert AuditEntry.objects.filter(chain=world.abroad.pk).count() == untouched > 0
    assert not visitor.wrong, visitor.wrong
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
