"""Each kind of page, by somebody who may read it: both languages, four widths, light and dark.

What it demands: nothing that axe finds (WCAG 2.2 AA), no sideways scrolling, no complaint of the
browser, and the same page without scripts. A failure names the page, the language, the width, the
theme, the rule and the element.
"""

import pytest
from axe_playwright_python.sync_playwright import Axe

from entente.demo.accounts import PASSWORD
from tests.browser.conftest import LANGUAGES, Visitor
from tests.phone_codes import code_shown

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
    "preload": False,
}
WIDTHS = (320, 390, 768, 1440)
# axe looks twice in each language; both together see both themes at both widths.
LOOKS = {"zh": ((1440, "light"), (390, "dark")), "en": ((1440, "dark"), (390, "light"))}
NOBODY = ""

# A kind of page: who reads it, and where it is. `{name}` is a record of `records.py`.
PAGES = {
    "work list": ("head", "/"),
    "empty work list": ("editor", "/"),
    "search": ("head", "/search/"),
    "register of certificates": ("head", "/certificates/"),
    "certificate": ("head", "/certificates/{certificate}/"),
    "verify a certificate": ("head", "/verify/"),
    "a number that nobody gave": ("head", "/c/CUG-NDE-2026-00-0999-X"),
    "new certificate": ("head", "/certificates/issue/"),
    "certificates from a sheet": ("head", "/certificates/issue/sheet/"),
    "reissue of a certificate": ("head", "/certificates/{certificate}/reissue/"),
    "series of certificates": ("head", "/certificates/series/{certificate_series}/"),
    "all series of certificates": ("head", "/certificates/series/"),
    "certificate template": ("head", "/certificates/templates/{certificate_template}/"),
    "new certificate template": ("head", "/certificates/templates/new/"),
    "stays": ("head", "/mobility/stays/"),
    "stay": ("head", "/mobility/stays/{stay}/"),
    "new stay": ("head", "/mobility/stays/add/"),
    "stays from a sheet": ("head", "/imports/stays/"),
    "mobility programme": ("head", "/mobility/programmes/{programme}/"),
    "collecting rounds": ("ustb", "/collecting/"),
    "collecting round": ("ustb", "/collecting/{round}/"),
    "new collecting round": ("ustb", "/collecting/new/"),
    "sheets of rounds": ("ustb", "/collecting/sheets/"),
    "sheet of a round": ("ustb", "/collecting/sheets/{part}/"),
    "answer in a sheet": ("ustb", "/collecting/answers/{answer}/"),
    "returns": ("administrator", "/returns/"),
    "return to others": ("administrator", "/returns/{layout}/"),
    "return of a year": ("ustb", "/returns/{layout}/drawn/?since=2025-01-01&until=2025-12-31"),
    "edit a return": ("administrator", "/returns/{layout}/change/"),
    "column of a return": ("administrator", "/returns/columns/{column}/"),
    "visits": ("head", "/visits/"),
    "visit": ("head", "/visits/{visit}/"),
    "new visit": ("head", "/visits/add/"),
    "delegates": ("head", "/visits/{visit}/delegates/add/"),
    "official trips": ("head", "/visits/trips/"),
    "official trip": ("head", "/visits/trips/{trip}/"),
    "settle a trip": ("head", "/visits/trips/{trip}/settle/"),
    "passport back": ("head", "/visits/passports/{passport}/return/"),
    "personal data sent abroad": ("head", "/people/abroad/"),
    "transfer of personal data": ("head", "/people/abroad/{transfer}/"),
    "funding schemes": ("head", "/funding/"),
    "new funding scheme": ("head", "/funding/add/"),
    "funding scheme": ("head", "/funding/{scheme}/"),
    "grants": ("head", "/funding/grants/"),
    "grant": ("head", "/funding/grants/{grant}/"),
    "payment list": ("head", "/funding/to-pay/"),
    "experts": ("head", "/experts/"),
    "engagement": ("head", "/experts/{engagement}/"),
    "new engagement": ("head", "/experts/add/"),
    "cost of an expert": ("head", "/experts/costs/{expert_cost}/"),
    "nominations": ("head", "/nominations/"),
    "invitation to nominate": ("head", "/nominations/{invitation}/"),
    "new invitation": ("head", "/nominations/add/"),
    "nominee": ("head", "/nominations/nominees/{nominee}/"),
    "applicants' portal": (NOBODY, "/apply/"),
    "link of an applicant, lapsed": (NOBODY, "/apply/in/nobodys-code/"),
    "partner's nominations": (NOBODY, "/nominate/{nomination_code}/"),
    "partner's withdrawal": (NOBODY, "/nominate/{nomination_code}/{nominated}/withdraw/"),
    "events": ("head", "/events/"),
    "event": ("head", "/events/{event}/"),
    "new event": ("head", "/events/add/"),
    "registrations": ("head", "/events/registrations/"),
    "registration": ("head", "/events/registrations/{registration}/"),
    "event with registrations": ("head", "/events/{open_event}/"),
    "registering for an event": (NOBODY, "/register/{register_code}/"),
    "one's own registration": (NOBODY, "/registered/{registered_code}/"),
    "country of an event": ("head", "/events/countries/{event_country}/"),
    "joint laboratories": ("head", "/research/centres/"),
    "joint laboratory": ("head", "/research/centres/{centre}/"),
    "new joint laboratory": ("head", "/research/centres/add/"),
    "evaluation of a laboratory": ("head", "/research/evaluations/{evaluation}/"),
    "joint projects": ("head", "/research/projects/"),
    "joint project": ("head", "/research/projects/{joint_project}/"),
    "new joint project": ("head", "/research/projects/add/"),
    "publications": ("head", "/research/publications/"),
    "publication": ("head", "/research/publications/{publication}/"),
    "new publication": ("head", "/research/publications/add/"),
    "patents and prizes": ("head", "/research/achievements/"),
    "patent": ("head", "/research/achievements/{achievement}/"),
    "new patent": ("head", "/research/achievements/add/"),
    "import of publications": ("head", "/research/publications/import/"),
    "affiliation": ("head", "/research/publications/affiliations/{affiliation}/"),
    "training projects": ("head", "/training/"),
    "training project": ("head", "/training/{training}/"),
    "new training project": ("head", "/training/add/"),
    "advert": ("head", "/training/adverts/{advert}/"),
    "training classes": ("head", "/training/classes/"),
    "training class": ("head", "/training/classes/{training_class}/"),
    "attendance": ("head", "/training/lessons/{lesson}/attendance/"),
    "approved organisers": ("head", "/training/organisers/"),
    "approved organiser": ("head", "/training/organisers/{organiser}/"),
    "call": ("head", "/mobility/calls/{call}/"),
    "scores of a call": ("head", "/mobility/calls/{call}/scores/"),
    "placement run": ("head", "/mobility/runs/{run}/"),
    "outcome of an application": ("head", "/mobility/applications/{application}/"),
    "search, found": ("head", "/search/?q=Aachen"),
    "search, nothing found": ("head", "/search/?q=zzzz"),
    "calendar": ("head", "/calendar/"),
    "notices": ("head", "/notices/"),
    "agreements": ("head", "/agreements/"),
    "agreements, filtered": ("head", "/agreements/?state=in_force&q=Aachen"),
    "agreements, none": ("head", "/agreements/?q=zzzz"),
    "agreement in force": ("head", "/agreements/{in_force}/"),
    "agreement, draft with a file": ("head", "/agreements/{draft}/"),
    "agreement in review": ("head", "/agreements/{in_review}/"),
    "agreement being signed": ("head", "/agreements/{signing}/"),
    "agreement, signed": ("head", "/agreements/{signed}/"),
    "agreement, ended": ("auditor", "/agreements/{ended}/"),
    "agreement, withdrawn": ("ustb", "/agreements/{withdrawn}/"),
    "agreement with a long title": ("ustb", "/agreements/{long}/"),
    "new agreement": ("ustb", "/agreements/add/"),
    "change an agreement": ("ustb", "/agreements/{draft}/change/"),
    "submit": ("ustb", "/agreements/{draft}/submit/"),
    "return": ("head", "/agreements/{in_review}/return/"),
    "approve": ("head", "/agreements/{in_review}/approve/"),
    "record a signature": ("head", "/agreements/{signing}/signatures/add/"),
    "correct a signature": ("head", "/agreements/signatures/{signature}/change/"),
    "paper of a signature": ("head", "/agreements/signatures/{signature}/file/"),
    "sign": ("head", "/agreements/{to_sign}/sign/"),
    "take effect": ("head", "/agreements/{signed}/take-effect/"),
    "register a document": ("ustb", "/agreements/{draft}/register/"),
    "end": ("head", "/agreements/{in_force}/terminate/"),
    "withdraw": ("ustb", "/agreements/{draft}/withdraw/"),
    "add a partner": ("ustb", "/agreements/{draft}/partners/add/"),
    "change a party": ("ustb", "/agreements/parties/{party}/change/"),
    "remove a party": ("ustb", "/agreements/parties/{party}/remove/"),
    "versions of texts": ("ustb", "/agreements/{draft}/texts/"),
    "add a version": ("ustb", "/agreements/{draft}/texts/add/"),
    "compare versions": ("ustb", "/agreements/{draft}/texts/compare/"),
    "authentic texts": ("ustb", "/agreements/{draft}/texts/authentic/"),
    "version of a text": ("ustb", "/agreements/texts/{text}/"),
    "comparison of texts": ("ustb", "/agreements/comparisons/{comparison}/"),
    "accept differences": ("ustb", "/agreements/comparisons/{comparison}/accept/"),
    "decide on a difference": ("ustb", "/agreements/differences/{difference}/"),
    "archive": ("ustb", "/agreements/archive/"),
    "not with the archive": ("ustb", "/agreements/archive/missing/"),
    "draw up an archive list": ("ustb", "/agreements/archive/add/"),
    "archive list": ("ustb", "/agreements/archive/{archive_list}/"),
    "line of an archive list": ("ustb", "/agreements/archive/lines/{archive_item}/"),
    "hand over to the archive": ("ustb", "/agreements/archive/{archive_list}/hand-over/"),
    "archive list, received": ("ustb", "/agreements/archive/{archived}/"),
    "receipt of the archive": ("ustb", "/agreements/archive/{archived}/correct/"),
    "cooperative programmes": ("ustb", "/agreements/cooperative/"),
    "cooperative programme": ("ustb", "/agreements/cooperative/{schooling}/"),
    "register a programme": ("ustb", "/agreements/{founding}/cooperative/"),
    "plan of studies": ("ustb", "/agreements/cooperative/plans/{plan}/change/"),
    "remove a plan of studies": ("ustb", "/agreements/cooperative/plans/{plan}/remove/"),
    "add a yearly report": ("ustb", "/agreements/cooperative/{schooling}/reports/add/?year=2024"),
    "agreement that founds": ("ustb", "/agreements/{founding}/"),
    "agreements that end": ("ustb", "/agreements/expiring/"),
    "places": ("ustb", "/agreements/places/"),
    "balance": ("ustb", "/agreements/balance/?whole=yes"),
    "authorities": ("head", "/agreements/authorities/"),
    "meetings": ("ustb", "/consortia/meetings/"),
    "meeting": ("ustb", "/consortia/meetings/{meeting}/"),
    "public sites": ("head", "/sites/"),
    "public site": ("head", "/sites/{site}/"),
    "pages under review": ("head", "/sites/reviews/"),
    "new public page": ("ustb", "/sites/{site}/pages/new/"),
    "add a picture": ("ustb", "/sites/{site}/pictures/add/"),
    "pictures": ("head", "/sites/pictures/"),
    "picture": ("ustb", "/sites/pictures/{picture}/"),
    "describe a picture": ("ustb", "/sites/pictures/{picture}/change/"),
    "figures": ("ustb", "/figures/"),
    "figure": ("ustb", "/figures/{figure}/"),
    "make a figure": ("ustb", "/figures/new/?measure=agreement_signed"),
    "tallies": ("ustb", "/figures/tallies/"),
    "tally": ("ustb", "/figures/tallies/{tally}/"),
    "enter a tally": ("ustb", "/figures/tallies/new/?measure=agreement_signed"),
    "measures": ("ustb", "/figures/measures/"),
    "explore a measure": ("ustb", "/figures/measures/agreement_signed/"),
    "yearly reports": ("ustb", "/figures/reports/"),
    "yearly report": ("ustb", "/figures/reports/{office_report}/"),
    "begin a yearly report": ("ustb", "/figures/reports/new/"),
    "texts": ("ustb", "/figures/texts/"),
    "text": ("ustb", "/figures/texts/{source}/"),
    "check a text": ("ustb", "/figures/texts/new/"),
    "claims": ("ustb", "/figures/claims/"),
    "tie a claim": ("ustb", "/figures/claims/{claim}/tie/"),
    "letters": ("ustb", "/letters/"),
    "letter": ("ustb", "/letters/{letter}/"),
    "begin a letter": ("ustb", "/letters/begin/"),
    "letter templates": ("ustb", "/letters/templates/"),
    "letter template": ("ustb", "/letters/templates/{letter_template}/"),
    "approvals": ("ustb", "/approvals/"),
    "approval": ("ustb", "/approvals/{approval}/"),
    "register of seals": ("keeper", "/seals/register/"),
    "line of the register of seals": ("keeper", "/seals/register/{sealing}/"),
    "seals": ("keeper", "/seals/"),
    "imports": ("ustb", "/imports/"),
    "import": ("ustb", "/imports/{sheet}/"),
    "columns of a sheet": ("ustb", "/imports/{sheet}/columns/"),
    "hand a sheet in": ("ustb", "/imports/add/"),
    "names to be confirmed": ("ustb", "/imports/names/"),
    "briefs by country": ("ustb", "/places/"),
    "brief on a country": ("ustb", "/places/DE/brief/"),
    "brief on a partner": ("ustb", "/organisations/{partner}/brief/"),
    "rules": ("head", "/office/rules/"),
    "deadlines": ("ustb", "/office/deadlines/"),
    "attach a file": ("ustb", "/files/add/partnerships.agreement/{draft}/"),
    "change a file": ("ustb", "/files/{file}/change/"),
    "remove a file": ("ustb", "/files/{file}/remove/"),
    "organisations": ("ustb", "/organisations/"),
    "organisation": ("ustb", "/organisations/{partner}/"),
    "organisation, merged into": ("ustb", "/organisations/{kept}/"),
    "new organisation": ("ustb", "/organisations/new/"),
    "change an organisation": ("ustb", "/organisations/{partner}/change/"),
    "add a name": ("ustb", "/organisations/{partner}/names/new/"),
    "rename": ("ustb", "/organisations/{partner}/rename/"),
    "change a name": ("ustb", "/organisations/names/{name}/"),
    "remove a name": ("ustb", "/organisations/names/{old_name}/remove/"),
    "add an identifier": ("ustb", "/organisations/{partner}/identifiers/new/"),
    "remove an identifier": ("ustb", "/organisations/identifiers/{identifier}/remove/"),
    "merge": ("ustb", "/organisations/{twice}/merge/"),
    "undo a merge": ("ustb", "/organisations/merges/{merge}/undo/"),
    "due diligence": ("ustb", "/organisations/{partner}/due-diligence/"),
    "change due diligence": ("ustb", "/organisations/due-diligence/{note}/"),
    "lists": ("ustb", "/lists/"),
    "list": ("ustb", "/lists/{list}/"),
    "import a list": ("ustb", "/lists/import/"),
    "join a line": ("ustb", "/lists/{list}/lines/{entry}/"),
    "remove a list": ("ustb", "/lists/{list}/remove/"),
    "consortia": ("secretariat", "/consortia/"),
    "consortium": ("secretariat", "/consortia/{consortium}/"),
    "found a consortium": ("secretariat", "/consortia/add/"),
    "change a consortium": ("secretariat", "/consortia/{consortium}/change/"),
    "admit a member": ("secretariat", "/consortia/{consortium}/members/add/"),
    "change a member": ("secretariat", "/consortia/members/{member}/change/"),
    "a member leaves": ("secretariat", "/consortia/members/{member}/leave/"),
    "give a mandate": ("secretariat", "/consortia/{consortium}/mandates/add/"),
    "end a mandate": ("secretariat", "/consortia/mandates/{mandate}/end/"),
    "name of a consortium": ("secretariat", "/consortia/{consortium}/names/add/"),
    "plan an edition": ("secretariat", "/consortia/series/{series}/editions/add/"),
    "change an edition": ("secretariat", "/consortia/editions/{edition}/change/"),
    "people": ("head", "/people/"),
    "person": ("head", "/people/{person}/"),
    "new person": ("head", "/people/add/"),
    "change a person": ("head", "/people/{person}/change/"),
    "give consent": ("head", "/people/{person}/consent/"),
    "withdraw consent": ("head", "/people/consents/{consent}/withdraw/"),
    "add an affiliation": ("head", "/people/{person}/affiliation/"),
    "add a contact": ("head", "/people/at/{partner}/contact/"),
    "change a contact": ("head", "/people/contacts/{contact}/"),
    "hand out a person's data": ("head", "/people/{person}/export/"),
    "erase a person": ("head", "/people/{person}/erase/"),
    "units": ("administrator", "/office/units/"),
    "unit": ("administrator", "/office/units/{unit}/"),
    "unit, closed": ("administrator", "/office/units/{closed_unit}/"),
    "new unit": ("administrator", "/office/units/new/"),
    "change a unit": ("administrator", "/office/units/{unit}/change/"),
    "close a unit": ("administrator", "/office/units/{unit}/close/"),
    "users": ("administrator", "/office/users/"),
    "user": ("administrator", "/office/users/{user}/"),
    "new user": ("administrator", "/office/users/new/"),
    "change a user": ("administrator", "/office/users/{user}/change/"),
    "close a user": ("administrator", "/office/users/{user}/close/"),
    "password letter": ("administrator", "/office/users/{user}/letter/"),
    "roles": ("administrator", "/office/roles/"),
    "grant a role": ("administrator", "/office/roles/grant/"),
    "withdraw a role": ("administrator", "/office/roles/{grant}/withdraw/"),
    "trail": ("auditor", "/office/trail/"),
    "my account": ("head", "/office/me/"),
    "lend a role": ("head", "/office/me/roles/{own_grant}/lend/"),
    "long work, waiting": ("head", "/progress/{work_waiting}/"),
    "long work, done": ("head", "/progress/{work_done}/"),
    "long work, stopped": ("head", "/progress/{work_stopped}/"),
    "long work, broken off": ("head", "/progress/{work_failed}/"),
    "forbidden": ("editor", "/agreements/"),
    "not found": ("head", "/agreements/{foreign}/"),
    "sign in": (NOBODY, "/account/login/"),
    "forgotten password": (NOBODY, "/account/password/reset/"),
    "letter on its way": (NOBODY, "/account/password/reset/done/"),
    "bad link of a letter": (NOBODY, "/account/password/reset/key/1-bad/"),
    "account closed": (NOBODY, "/account/inactive/"),
    "sign out": ("head", "/account/logout/"),
    "change my password": ("head", "/account/password/change/"),
    "confirm it is me": ("head", "/account/reauthenticate/"),
    "second factors, none": ("head", "/account/2fa/"),
    "second factors": ("factor", "/account/2fa/"),
    "codes from a phone": ("head", "/account/2fa/totp/activate/"),
    "no more codes from a phone": ("factor", "/account/2fa/totp/deactivate/"),
    "recovery codes": ("factor", "/account/2fa/recovery-codes/"),
    "new recovery codes": ("factor", "/account/2fa/recovery-codes/generate/"),
    "passkeys": ("factor", "/account/2fa/webauthn/"),
    "add a passkey": ("factor", "/account/2fa/webauthn/add/"),
    "door of an event": ("ustb", "/events/{open_event}/door/"),
    "safety checks": ("head", "/safety/"),
    "safety check": ("head", "/safety/{safety_sent}/"),
    "new safety check": ("head", "/safety/add/"),
    "safety check to look through": ("head", "/safety/{safety_draft}/send/"),
    "answer of a traveller by telephone": ("head", "/safety/travellers/{traveller}/note/"),
    "traveller's safety": (NOBODY, "/safe/{safety_code}/"),
    "questions of a call": ("head", "/mobility/calls/{call}/questions/"),
    "new question of a call": ("head", "/mobility/calls/{call}/question/"),
    "question of a call": ("head", "/mobility/questions/{question}/"),
    "review rounds": ("head", "/reviews/"),
    "review round": ("head", "/reviews/rounds/{review_round}/"),
    "review round in preparation": ("head", "/reviews/rounds/{review_draft}/"),
    "committee list of a review round": ("head", "/reviews/rounds/{review_round}/committee/"),
    "edit a review round": ("head", "/reviews/rounds/{review_round}/change/"),
    "my reviews": ("head", "/reviews/mine/"),
    "review to write": ("head", "/reviews/mine/{review_mine}/"),
    "review handed in": ("head", "/reviews/mine/{review_done}/"),
    "conflict of a review": ("head", "/reviews/mine/{review_mine}/conflict/"),
    "public notices": ("head", "/reviews/notices/"),
    "notice of the selected": ("head", "/reviews/notices/{notice}/"),
    "draft of a notice of the selected": ("head", "/reviews/notices/{notice_draft}/"),
    "new notice of the selected": ("head", "/reviews/calls/{reviewed_call}/notice/"),
    "answer to an objection to a notice": ("head", "/reviews/objections/{objection}/answer/"),
    "selected in public": (NOBODY, "/notice/{notice_code}/"),
    "selected in public, over": (NOBODY, "/notice/{notice_over}/"),
    "call with reviews": ("head", "/mobility/calls/{reviewed_call}/"),
    "register of visa papers": ("head", "/arrivals/papers/"),
    "lodgings of guests": ("head", "/arrivals/lodgings/"),
    "stay of a guest": ("head", "/mobility/stays/{guest_stay}/"),
    "visa paper of a guest": ("head", "/arrivals/stays/{guest_stay}/paper/"),
}
# Kinds that differ most from each other; what is left are forms and steps of one template.
IN_EVERY_LOOK = {
    "work list",
    "agreements",
    "agreement in force",
    "change an agreement",
    "sign",
    "organisation",
    "consortium",
    "trail",
    "sign in",
}
STATUS = {"forbidden": 403, "not found": 404}


@pytest.fixture(scope="module")
def readers(chromium, demo, cookies, records):
    """Windows by reader and language, with and without scripts, that stay open for all pages."""
    opened, factor = {}, []

    def of(username, language, scripts=True):
        if (username, language, scripts) not in opened:
            context = chromium.new_context(
                storage_state=signed_in(username) if username else None,
                viewport={"width": 1440, "height": 900},
                java_script_enabled=scripts,
                locale=LANGUAGES[language],
                reduced_motion="reduce",
            )
            tongue = {"zh": "zh-hans", "en": "en"}[language]
            context.add_cookies([{"name": "django_language", "value": tongue, "url": demo}])
            opened[username, language, scripts] = Visitor(context, demo)
        return opened[username, language, scripts]

    def signed_in(username):
        if username != "factor":
            return cookies(username)
        if not factor:
            # A code is good for one sign-in: all windows share that one.
            context = chromium.new_context()
            window = with_second_factor(Visitor(context, demo), records)
            factor.append(window.context.storage_state())
            context.close()
        return factor[0]

    yield of
    for window in opened.values():
        window.context.close()


def with_second_factor(window, records):
    """Sign in as the one who has a second factor: the password, then the code of this moment."""
    window.sign_in("factor")
    code = code_shown(records["factor"])
    window.page.locator("input[name=code]").fill(code)
    window.page.locator("main form button[type=submit], form button[type=submit]").first.click()
    window.page.wait_for_url(lambda url: "/2fa/" not in url)
    return window


def faults_of(page, looks):
    """Look at the page that is open: what axe finds, and where it is wider than its window."""
    faults = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        wide = page.evaluate(WIDER)
        faults += [f"at {width} px the page is {wide[0]} px wide: {wide[1]}"] if wide else []
    for width, theme in looks:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=theme)
        for fault in Axe().run(page, options=RULES).response["violations"]:
            for node in fault["nodes"]:
                why = node["failureSummary"].replace("\n", " ")[:200]
                faults.append(
                    f"at {width} px, {theme}: {fault['id']} ({fault['impact']}) at "
                    f"{' '.join(map(str, node['target']))}: {node['html'][:160]} — {why}"
                )
    return faults


# The page's width, and the outermost element that reaches over the edge.
WIDER = """() => {
    const root = document.documentElement, edge = root.clientWidth;
    if (root.scrollWidth <= edge) return null;
    const over = [...document.body.querySelectorAll('*')].find(
        element => element.getBoundingClientRect().right > edge + 1);
    return [root.scrollWidth, over ? over.outerHTML.slice(0, 160) : 'unknown'];
}"""


def cases():
    """Give who looks at what: kinds that differ most in both languages, the others by turns."""
    for language in LANGUAGES:
        for place, kind in enumerate(PAGES):
            if kind in IN_EVERY_LOOK:
                yield language, kind, LOOKS[language]
            elif language == list(LANGUAGES)[place % 2]:
                yield language, kind, LOOKS[language][place // 2 % 2 :][:1]


@pytest.mark.parametrize(
    ("language", "kind", "looks"),
    [pytest.param(*case, id=f"{case[0]} {case[1]}") for case in cases()],
)
def test_a_page_is_for_everybody(readers, records, language, kind, looks):
    username, path = PAGES[kind]
    window, status = readers(username, language), STATUS.get(kind, 200)
    path = path.format(**records)
    window.errors.clear()

    page = window.page
    answer = page.goto(window.address + path)
    if "/reauthenticate/" in page.url and "reauthenticate" not in path:
        # Signed in some minutes ago: the page of second factors asks for the password again.
        page.locator("input[name=password]").fill(PASSWORD)
        page.locator("input[name=password]").press("Enter")
        page.wait_for_url(lambda url: "/reauthenticate/" not in url)
        answer = page.goto(window.address + path)
    faults = [] if answer.status == status else [f"answers {answer.status}"]
    faults += [] if page.url == window.address + path else [f"leads to {page.url}"]
    faults += faults_of(page, looks)
    faults += [f"the browser says: {e}" for e in window.errors if f"status of {status}" not in e]
    faults += without_scripts(readers(username, language, scripts=False), path, language)

    heading = f"{kind}, {path}, read by {username or 'nobody'} in {language}:"
    if faults:
        pytest.fail("\n  ".join([heading, *faults]), pytrace=False)


def without_scripts(window, path, language):
    """The same page with scripts off: it has its heading, its language, and forms can be sent."""
    page = window.page
    page.goto(window.address + path)
    faults = []
    if (headings := page.locator("h1").count()) != 1:
        faults.append(f"without scripts: {headings} main headings")
    if not (page.locator("html").get_attribute("lang") or "").startswith(language):
        faults.append("without scripts: the page does not say its language")
    for form in page.locator("main form").all():
        if opening := form.evaluate(MUTE):
            faults.append(f"without scripts: cannot be sent: {opening}")
    return faults


# A form that is seen and has nothing to send it with.
MUTE = """form => !form.getClientRects().length
    || [...form.elements].some(element => element.type === 'submit')
    ? '' : form.outerHTML.slice(0, 160)"""


def test_the_page_that_asks_for_the_second_factor_is_for_everybody(chromium, demo, records):
    context = chromium.new_context(locale="en-GB", reduced_motion="reduce")
    window = Visitor(context, demo).sign_in("factor")
    assert "/2fa/authenticate/" in window.page.url

    faults = faults_of(window.page, LOOKS["en"] + LOOKS["zh"])
    context.close()

    assert faults + window.errors == []
