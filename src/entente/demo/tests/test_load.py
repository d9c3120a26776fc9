"""The documents as records: what each states, where it is cited, and who sees it."""

import datetime

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import transaction
from django.test import override_settings
from django.utils import translation

from entente.consortia.models import Consortium, Edition, Mandate, Membership
from entente.demo import iuces
from entente.demo.accounts import ACCOUNTS, PASSWORD
from entente.demo.claims import claims
from entente.demo.corpus import INSTITUTIONS
from entente.demo.load import load
from entente.figures.counting import Question, count_figure
from entente.figures.models import Figure, Release, Tally
from entente.figures.services import sentences_of
from entente.kit import audit
from entente.kit.measures import measure_named
from entente.kit.models import Attachment, AuditEntry
from entente.kit.periods import Period
from entente.kit.quantities import Quantity
from entente.office.models import Deadline, RoleGrant, Unit, User
from entente.organisations.models import Identifier, Organisation, OrganisationName
from entente.partnerships.models import Agreement
from entente.people.models import Person
from entente.research.models import CentrePartner, JointCentre, JointProject
from entente.visits.models import Visit

DAY = datetime.date(2026, 3, 2)
HOMES = ["CUG", "SOE", "CUIT", "CSU", "USTB"]
QUICK = [f"{MD5PasswordHasher.__module__}.{MD5PasswordHasher.__qualname__}"]
RECORDS = (
    *(Unit, User, RoleGrant, Organisation, OrganisationName, Identifier, Person, Agreement),
    *(Consortium, Membership, Mandate, Edition, Attachment, AuditEntry),
    *(JointCentre, CentrePartner, JointProject),
)

HEADS = {"cug-head", "soe-head", "cuit-head", "csu-head"}
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def loaded(django_db_setup, django_db_blocker, tmp_path_factory):
    """Load once for all tests of this module, and take it back after the last."""
    files = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("files"), PASSWORD_HASHERS=QUICK)
    with django_db_blocker.unblock(), files, transaction.atomic():
        load(on=DAY)
        yield
        transaction.set_rollback(True)


def user(name):
    return User.objects.get(username=name)


# --- What the documents state ---------------------------------------------------------------------


def test_five_homes_stand_side_by_side_each_with_its_own_tree():
    assert sorted(Unit.objects.tops().values_list("code", flat=True)) == sorted(HOMES)
    below = {home: Unit.objects.filter(top__code=home).count() - 1 for home in HOMES}
    assert below == {"CUG": 1, "SOE": 0, "CUIT": 1, "CSU": 4, "USTB": 0}


def test_each_home_is_an_organisation_too():
    homes = Organisation.objects.homes()
    assert sorted(homes.values_list("unit__code", flat=True)) == sorted(HOMES)


def test_a_school_without_a_university_has_no_root_that_nobody_named():
    school = Unit.objects.get(code="SOE")
    assert (school.parent, school.kind, school.name_zh) == (None, "school", "")
    assert school.organisation.name_en == "School of Environment"


def test_every_partner_is_one_organisation():
    partners = Organisation.objects.filter(unit__isnull=True)
    # 29 are named by the documents; Sorbonne University is the successor of one of them.
    assert partners.count() == 30
    assert Organisation.objects.get(name_en="Sorbonne University").predecessors.get().name_zh == (
        "巴黎第六大学"
    )


def test_agreements_are_counted_as_the_documents_name_them():
    counts = {home: Agreement.objects.filter(top_unit__code=home).count() for home in HOMES}
    assert counts == {"CUG": 0, "SOE": 7, "CUIT": 0, "CSU": 3, "USTB": 2}


def test_an_agreement_is_dated_as_exactly_as_its_document():
    dates = {
        (agreement.top_unit.code, agreement.theirs[0].organisation.name_en): str(
            agreement.signed_on
        )
        for agreement in Agreement.objects.exclude(top_unit__code="SOE")
    }
    assert dates == {
        ("CSU", "Pohang University of Science and Technology"): "2019-12",
        ("CSU", "Kyushu University"): "2019-12",
        ("CSU", "Kyoto University"): "2019-12",
        ("USTB", "RWTH Aachen University"): claims()["004.1"]["value"],
        ("USTB", "Tata Steel"): "2014",
    }


def test_an_unknown_date_of_signature_stays_unknown_and_has_its_document():
    exchanges = Agreement.objects.filter(top_unit__code="SOE")
    assert {agreement.signed_on for agreement in exchanges} == {None}
    assert all(Attachment.objects.of(agreement).count() == 1 for agreement in exchanges)


def test_no_agreement_has_a_day_that_no_document_gives():
    assert set(Agreement.objects.values_list("starts_on", "ends_on")) == {(None, None)}


def test_names_at_signing_are_those_that_the_document_prints():
    oldest = Agreement.objects.get(signed_on="1979")
    assert [
        (party.name_at_signing_zh, party.name_at_signing_en) for party in oldest.parties.all()
    ] == [
        ("", "University of Science and Technology Beijing"),
        ("", "RWTH Aachen University"),
    ]


def test_misprints_are_kept_as_further_names_but_what_does_not_exist_is_none():
    texts = set(OrganisationName.objects.values_list("text", flat=True))
    assert {"圣比得堡矿业大学", "University Siegen"} <= texts
    assert "塞尔维亚大学" not in texts
    assert "塞尔维亚大学" in Organisation.objects.get(name_en="University of Belgrade").source


def test_hong_kong_is_a_region_of_china():
    region = Organisation.objects.in_region("HK").order_by("name_en")
    with translation.override("en"):
        assert [(organisation.name_en, organisation.place) for organisation in region] == [
            ("Hong Kong Polytechnic University", "Hong Kong, China"),
            ("University of Hong Kong", "Hong Kong, China"),
        ]


def test_persons_are_what_the_documents_call_them():
    positions = {
        str(person.name_en): [(a.at_unit.code, a.role_en) for a in person.affiliations.all()]
        for person in Person.objects.all()
    }
    assert positions == {
        "Wang Yanxin": [("CUG", "President")],
        "Zhu Xuehong": [("CSU", "Vice President")],
    }


# --- Sources --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "model",
    [
        *(Unit, Organisation, OrganisationName, Person, Agreement),
        *(Membership, Mandate, Edition, JointCentre, JointProject),
    ],
)
def test_every_record_says_where_it_is_from(model):
    assert model.objects.filter(source="").count() == 0


def test_an_attached_document_holds_the_quoted_words_and_nothing_else():
    for facts in INSTITUTIONS:
        quoted = {words for quote in facts.quotes() for words in quote.words}
        assert quoted <= set(facts.text().rstrip().split("\n\n"))


# --- Loading, again -------------------------------------------------------------------------------


def test_loading_again_changes_nothing():
    before = {model: model.objects.count() for model in RECORDS}

    assert load(on=DAY + datetime.timedelta(days=400)) == []

    assert {model: model.objects.count() for model in RECORDS} == before


def test_what_people_changed_stays_changed():
    school = Unit.objects.get(code="CSU-SME")
    school.name_zh = "冶金与环境学院"
    school.save()

    load(on=DAY)

    school.refresh_from_db()
    assert school.name_zh == "冶金与环境学院"


def test_the_trail_of_the_demo_holds():
    entries, broken = audit.verify()
    assert (entries, broken) == (AuditEntry.objects.count(), [])
    by = set(AuditEntry.objects.values_list("by__username", flat=True))
    assert by == {"system", "head", "secretariat", *HEADS}


# --- Who sees what --------------------------------------------------------------------------------


@pytest.mark.parametrize("home", HOMES)
def test_an_officer_sees_only_the_own_institutions_records(home):
    officer = user(home.lower())
    for model in (Agreement, Consortium, Person):
        seen = model.objects.visible_to(officer)
        assert set(seen.values_list("pk", flat=True)) == set(
            model.objects.filter(top_unit__code=home).values_list("pk", flat=True)
        )
        assert set(seen.values_list("top_unit__code", flat=True)) <= {home}


def test_between_them_the_five_officers_see_every_agreement_once():
    counts = [Agreement.objects.visible_to(user(home.lower())).count() for home in HOMES]
    assert counts == [0, 7, 0, 3, 2]


def test_the_auditor_sees_all_and_changes_nothing():
    auditor = user("auditor")
    assert Agreement.objects.visible_to(auditor).count() == 12
    assert not auditor.may("partnerships.change_agreement")


def test_every_role_has_a_login_and_every_login_is_marked_as_a_sample():
    from entente.office.roles import Role

    assert {account.role.code for account in ACCOUNTS} == set(Role.registered)
    for account in ACCOUNTS:
        person = user(account.username)
        assert person.name_zh.startswith("示例")
        assert person.name_en.startswith("Sample")
        assert person.grants.get().role == account.role.code
        assert person.check_password(PASSWORD)


# --- The consortium -------------------------------------------------------------------------------


def test_the_consortium_agrees_with_what_is_claimed_of_it():
    consortium = Consortium.objects.get()
    founded, members, initiators = (claims()[f"000.{number}"]["value"] for number in (1, 3, 4))
    assert str(consortium.founded_on) == founded
    assert consortium.memberships.count() == int(members) == 12
    assert consortium.memberships.filter(is_initiator=True).count() == int(initiators) == 8
    assert consortium.names.get().text == (
        "International University of Consortium in Earth Sciences"
    )


def test_the_first_chair_and_the_secretariat_hold_their_mandates():
    chair = Mandate.objects.get(office="chair")
    assert (chair.person.name_zh, chair.person.name_en) == ("王焰新", "Wang Yanxin")
    assert (chair.function_zh, chair.ends_on) == ("校长", None)
    assert Mandate.objects.get(office="secretariat").organisation.unit.code == "CUG"


def test_only_the_summer_school_with_a_date_and_a_host_is_an_edition():
    edition = Edition.objects.get()
    assert (edition.state, edition.host.name_en) == ("planned", "University of Waterloo")


def test_the_secretariat_sees_its_consortium():
    assert Consortium.objects.visible_to(user("secretariat")).get().short_name == "IUCES"


def test_the_members_printed_names_are_kept():
    member = Membership.objects.get(organisation__name_zh="圣彼得堡矿业大学")
    assert (member.name_at_joining_zh, member.name_at_joining_en) == ("圣比得堡矿业大学", "")
    assert len(iuces.LEAGUE.members) == Membership.objects.count()


# --- Totals and figures ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("home", "name", "english"),
    [
        ("IUCES", "联盟成员", "The consortium has 12 members."),
        ("IUCES", "联盟发起单位", "The consortium was initiated by 8 institutions."),
        ("SOE", "联合培养研究生", "Every year 20 to 40 graduate students go abroad for joint"),
        ("SOE", "学生交换协议", "The school has 7 student exchange agreements in force."),
        ("SOE", "长期合作专家", "The school works with over 50 long-term experts."),
        ("CUIT", "接待来访团组人次", "Delegations have brought over 800 visitors (person-times)"),
        ("CUIT", "外专经费", "CUIT has received over 1.8 million yuan of public funds"),
        ("CSU", "已派出研究生", "Of these, 251 students have left."),
        ("SOE", "国际联合研究中心", "The school keeps 10 international joint research centers."),
        ("CUIT", "国际联合实验室", "CUIT keeps 6 international joint laboratories."),
        ("USTB", "与塔塔钢铁共建研究中心", "USTB and Tata Steel keep 1 collaborative research"),
        ("USTB", "赴亚琛工业大学学习", "Since 1979 USTB has sent over 400 students to RWTH"),
    ],
)
def test_each_document_has_its_figures_made_from_records_and_tallies(home, name, english):
    figure = Figure.objects.get(unit__code=home, name_zh=name)

    number = count_figure(figure, DAY)
    written = sentences_of(figure, number.number, number.period)[1]

    assert written["en"].startswith(english)


def test_every_tally_cites_the_words_of_a_document():
    said = {row["source_text"] for row in claims().values()}

    assert set(Tally.objects.values_list("words", flat=True)) <= said
    assert Tally.objects.count() == 28


def test_a_tally_leaves_out_what_has_a_record_of_its_own():
    tally = Tally.objects.get(measure="joint_research_centres")

    assert (tally.unit.code, tally.low, tally.counted_in) == ("SOE", 9, "centres")
    assert tally.beside_records
    assert "10" in tally.notes


def test_laboratories_and_centres_stand_with_the_partners_that_the_pages_name():
    labs = JointCentre.objects.filter(top_unit__code="CUIT")
    assert labs.count() == int(claims()["002.21"]["value"])
    assert {lab.kind for lab in labs} == {"laboratory"}
    assert {lab.partners.get().organisation.country for lab in labs} == {"US", "DE", "GB", "RS"}
    assert {(lab.state, lab.founded_on) for lab in labs} == {("running", None)}

    national = JointCentre.objects.get(top_unit__code="SOE")
    assert (str(national.founded_on), national.level) == (
        claims()["001.9"]["window"][5:],
        "national",
    )
    assert not national.partners.exists()

    with_tata = JointCentre.objects.get(top_unit__code="USTB")
    assert str(with_tata.founded_on) == "2014"
    assert with_tata.agreement.kind == "research"
    assert with_tata.partners.get().organisation.name_en == "Tata Steel"


def test_two_projects_with_tata_steel_were_approved_in_2015():
    projects = JointProject.objects.filter(top_unit__code="USTB")

    assert projects.count() == int(claims()["004.5"]["value"])
    assert {str(it.approved_on) for it in projects} == {"2015"}
    assert {it.partners.get().organisation.name_en for it in projects} == {"Tata Steel"}
    question = Question(measure_named("joint_research_projects"), Unit.objects.get(code="USTB"), {})
    assert question.count(Period.year(2015)).number == Quantity(2, 2)


def test_no_evaluation_is_late_from_the_first_day_on():
    due = Deadline.objects.filter(kind="research.evaluation")
    assert [deadline.due_on > DAY for deadline in due] == [True]


def test_figures_are_released_by_those_who_may_and_not_by_the_system():
    by = set(Release.objects.values_list("released_by__username", flat=True))

    assert by == {"head", "secretariat", *HEADS} - {"cug-head"}


def test_the_journey_of_2019_stands_with_its_stops_and_what_it_led_to():
    visit = Visit.objects.get(top_unit__code="CSU")

    assert (str(visit.starts_on), str(visit.ends_on), visit.state) == (
        "2019-12-07",
        "2019-12-14",
        "done",
    )
    assert [(str(it), it.leads) for it in visit.delegates.all()] == [("Zhu Xuehong", True)]
    assert visit.incomplete
    assert [it.organisation.name_en for it in visit.stops.order_by("pk")] == [
        "Pohang University of Science and Technology",
        "Kyushu University",
        "Kyoto University",
    ]
    led = visit.outcomes.exclude(agreement=None)
    assert {(it.kind, it.state, it.agreement.kind) for it in led} == {
        ("memorandum", "kept", "memorandum")
    }
    assert led.count() == 3
    assert visit.outcomes.filter(state="open").count() == 3
