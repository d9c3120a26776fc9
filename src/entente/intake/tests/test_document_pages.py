"""Documents on their pages: read once, decided one by one, entered with their words."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import override

from entente.consortia.models import Consortium, Membership
from entente.events.models import Event
from entente.experts.models import Engagement
from entente.figures.models import Claim, SourceText
from entente.intake import services
from entente.intake.enums import ProposedKind
from entente.intake.models import Document, Proposed
from entente.intake.services.documents import MODELS
from entente.intake.views.documents import WRITES
from entente.kit.models import Attachment
from entente.office import roles
from entente.office.services import system_user
from entente.organisations.models import Organisation
from entente.partnerships.models import Agreement
from entente.people.models import Person
from entente.research.models import JointCentre
from entente.visits.models import Visit
from tests.factories import make_staff, make_unit
from tests.factories_organisations import make_organisation

pytestmark = pytest.mark.django_db

NEWS = (
    "In May 2019 we signed an exchange agreement with the University of Waterloo."
    " Since then over 40 students have gone there. Zhang Wei, Vice President of Harbour City"
    " University, visited the joint laboratory."
)
LEAGUE = (
    "2012年11月6日，“世界港口大学联盟”（World Harbour University Alliance，简称WHUA）在上海成立。"
    "联盟成员包括：加拿大滑铁卢大学。"
)


@pytest.fixture
def officer(client):
    person = make_staff(roles.HEAD, language="en")
    client.force_login(person)
    client.cookies["django_language"] = "en"
    with override("en"):
        yield person


def read(officer, text=NEWS):
    return services.read_document(
        text.encode(), name="news.txt", unit=officer.unit, by=system_user()
    )


def one(document, kind, **fields):
    rows = Proposed.objects.filter(document=document, kind=kind)
    return next(it for it in rows if fields.items() <= it.fields.items())


def decide(client, proposed, do="accept", **more):
    return client.post(
        proposed.document.get_absolute_url(), {"proposal": proposed.pk, "do": do, **more}
    )


def test_a_document_is_handed_in_and_nothing_is_entered(client, officer):
    make_organisation("University of Waterloo")
    before = Organisation.objects.count()
    upload = SimpleUploadedFile("news.txt", NEWS.encode())

    answer = client.post(reverse("intake:read"), {"file": upload, "unit": officer.unit.pk})

    document = Document.objects.get()
    assert answer["Location"] == document.get_absolute_url()
    page = client.get(answer["Location"]).content.decode()
    assert '<a href="#proposal-1">University of Waterloo</a>' in page
    assert (Organisation.objects.count(), Agreement.objects.count()) == (before, 0)
    assert client.get(reverse("intake:documents")).status_code == 200


def test_the_same_words_are_read_once(officer):
    document = read(officer)

    assert read(officer) == document
    assert Document.objects.count() == 1


def test_another_document_that_says_the_same_proposes_nothing_new(client, officer):
    make_organisation("University of Waterloo")
    first = read(officer)
    for it in Proposed.objects.filter(document=first, state="open"):
        assert decide(client, it).status_code == 302, it

    again = read(officer, f"{NEWS} That is all.")

    assert [it.state for it in again.proposals.all()] == ["there"] * first.proposals.count()


def test_an_accepted_agreement_is_a_draft_with_its_words_and_document(client, officer):
    partner = make_organisation("University of Waterloo")
    document = read(officer)

    decide(client, one(document, "agreement"))

    agreement = Agreement.objects.get()
    assert (agreement.kind, str(agreement.signed_on), agreement.state) == (
        "exchange", "2019-05", "draft",
    )  # fmt: skip
    assert [it.organisation for it in agreement.parties.exclude(organisation=None)] == [partner]
    assert agreement.source == (
        "news.txt: “May 2019 … signed an exchange agreement … University of Waterloo”"
    )
    assert Attachment.objects.of(agreement).get().file == document.file


def test_a_partner_that_nobody_knows_is_decided_first(client, officer):
    document = read(officer)
    agreement = one(document, "agreement")

    refused = decide(client, agreement)
    assert (refused.status_code, Agreement.objects.count()) == (409, 0)
    assert "Say first which institution “University of Waterloo” is" in refused.content.decode()

    decide(client, one(document, "organisation", as_named="University of Waterloo"))
    decide(client, agreement)

    partner = Organisation.objects.get(names__text="University of Waterloo")
    assert Agreement.objects.get().parties.filter(organisation=partner).count() == 1


def test_a_rejected_proposal_enters_nothing_and_can_wait_again(client, officer):
    agreement = one(read(officer), "agreement")

    decide(client, agreement, "reject")
    agreement.refresh_from_db()
    assert (agreement.state, Agreement.objects.count()) == ("rejected", 0)

    decide(client, agreement, "back")
    agreement.refresh_from_db()
    assert agreement.state == "open"


def test_what_is_decided_is_not_decided_twice(client, officer):
    agreement = one(read(officer), "agreement")
    decide(client, agreement, "reject")

    assert decide(client, agreement, "accept").status_code == 409
    assert Agreement.objects.count() == 0


def test_a_correction_is_accepted_as_it_was_typed(client, officer):
    partner = make_organisation("University of Waterloo")
    proposed = one(read(officer), "agreement")
    typed = {"kind": "memorandum", "title": "MOU", "signed_on": "2019-05-03", "meant": partner.pk}

    assert client.post(reverse("intake:correct", args=[proposed.pk]), typed).status_code == 302

    agreement = Agreement.objects.get()
    assert (agreement.kind, agreement.title_en, str(agreement.signed_on)) == (
        "memorandum", "MOU", "2019-05-03",
    )  # fmt: skip


def test_an_accepted_claim_alone_counts_in_the_text_that_is_kept(client, officer):
    document = read(officer)

    decide(client, one(document, "claim"))

    assert SourceText.objects.get().body_en == NEWS
    assert [str(it) for it in Claim.objects.counted()] == ["over 40 students"]


def test_a_person_is_entered_with_the_words(client, officer):
    decide(client, one(read(officer), "person"))

    person = Person.objects.get(family_name="Wei")
    assert person.source.startswith("news.txt: “Zhang Wei, Vice President")


def test_a_consortium_and_then_its_member(client, officer):
    make_organisation("University of Waterloo", "滑铁卢大学")
    document = read(officer, LEAGUE)
    member = one(document, "member")
    assert decide(client, member).status_code == 409

    decide(client, one(document, "consortium"))
    decide(client, member)

    consortium = Consortium.objects.get()
    assert (consortium.short_name, str(consortium.founded_on)) == ("WHUA", "2012-11-06")
    assert [str(it.joined_on) for it in Membership.objects.filter(consortium=consortium)] == [
        "2012-11-06"
    ]


JOURNEY = (
    "On May 7, 2019, a delegation led by Zhang Wei, Vice President of Harbour City University,"
    " visited the University of Waterloo and Kyushu University."
    " At Kyushu University, both sides reached agreement on the details of an MOU."
)


def test_an_accepted_visit_has_its_stops_its_leader_and_what_it_brought(client, officer):
    for name in ("University of Waterloo", "Kyushu University"):
        make_organisation(name)
    document = read(officer, JOURNEY)

    decide(client, one(document, "visit"))

    visit = Visit.objects.get()
    assert (visit.way, str(visit.starts_on), visit.state, visit.incomplete) == (
        "out", "2019-05-07", "done", True,
    )  # fmt: skip
    assert visit.title_en == "Visit to University of Waterloo, Kyushu University"
    assert visit.title_zh.startswith("访问")
    assert [it.name for it in visit.delegates.filter(leads=True)] == ["Zhang Wei"]
    assert {it.organisation.name for it in visit.stops.all()} == {
        "University of Waterloo",
        "Kyushu University",
    }
    assert [it.kind for it in visit.outcomes.all()] == ["memorandum"]
    assert one(read(officer, f"{JOURNEY} That is all."), "visit").state == "there"


def test_a_visit_without_a_day_asks_for_it_and_takes_it_from_a_correction(client, officer):
    make_organisation("University of Waterloo")
    document = read(officer, JOURNEY)
    visit = one(document, "visit")
    visit.fields["starts_on"] = visit.fields["ends_on"] = ""
    visit.fields["hosts"] = visit.fields["hosts"][:1]
    visit.save()

    refused = decide(client, visit)
    assert (refused.status_code, Visit.objects.count()) == (409, 0)
    assert "The document does not say when." in refused.content.decode()
    page = reverse("intake:correct", args=[visit.pk])
    client.post(page, {"starts_on": "2019-05", "ends_on": ""})

    assert [str(it.starts_on) for it in Visit.objects.all()] == ["2019-05"]


def test_an_accepted_laboratory_stands_with_its_partner(client, officer):
    partner = make_organisation("Kyushu University")
    said = "In 2016 the Joint Laboratory for Steel was founded with Kyushu University."
    document = read(officer, said)

    decide(client, one(document, "centre"))

    centre = JointCentre.objects.get()
    assert (centre.kind, centre.name_en, str(centre.founded_on), centre.state) == (
        "laboratory", "Joint Laboratory for Steel", "2016", "running",
    )  # fmt: skip
    assert [it.organisation for it in centre.partners.all()] == [partner]
    assert one(read(officer, f"{said} That is all."), "centre").state == "there"


def test_an_accepted_event_is_a_draft_under_the_name_that_it_was_given(client, officer):
    document = read(officer, "The summer school will be held in Prague in June 2019.")
    event = one(document, "event")

    page = client.get(document.get_absolute_url()).content.decode()
    assert reverse("intake:correct", args=[event.pk]) in page
    client.post(
        reverse("intake:correct", args=[event.pk]),
        {"kind": "summer_school", "title": "Summer school of Prague", "on": "2019-06"},
    )

    made = Event.objects.get()
    assert (made.kind, made.title_en, str(made.starts_on), made.state) == (
        "summer_school", "Summer school of Prague", "2019-06", "draft",
    )  # fmt: skip


def test_an_accepted_appointment_engages_the_person_who_is_entered_with_it(client, officer):
    said = "2019年5月，学校聘请王小明为客座教授。"
    document = read(officer, said)

    decide(client, one(document, "appointment"))

    engagement = Engagement.objects.select_related("person").get()
    assert (engagement.kind, engagement.topic_zh, str(engagement.starts_on)) == (
        "lecturer", "客座教授", "2019-05",
    )  # fmt: skip
    assert engagement.person.name_zh == "王小明"
    assert one(read(officer, f"{said}完。"), "appointment").state == "there"


@pytest.mark.parametrize("kind", ProposedKind)
def test_every_kind_that_is_read_can_be_accepted_and_found_again(kind):
    assert kind in WRITES
    assert kind in MODELS


def test_another_unit_does_not_see_the_document(client, officer):
    other = make_unit()
    document = services.read_document(NEWS.encode(), name="x.txt", unit=other, by=system_user())

    assert client.get(document.get_absolute_url()).status_code == 404


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"MZ\x90\x00\x03", "is a program"),
        (b"%PDF-1.7 broken", "is damaged"),
        (b"\x89PNG", "picture"),
    ],
)
def test_what_cannot_be_read_is_told_at_its_field(client, officer, content, told):
    upload = SimpleUploadedFile("paper.pdf", content)

    answer = client.post(reverse("intake:read"), {"file": upload, "unit": officer.unit.pk})

    assert (answer.status_code, Document.objects.count()) == (422, 0)
    assert told in answer.context["form"].errors["file"][0]


def test_a_document_or_words_are_needed(client, officer):
    answer = client.post(reverse("intake:read"), {"unit": officer.unit.pk})

    assert answer.status_code == 422
    assert "Choose a document" in answer.content.decode()


@pytest.mark.parametrize("count", [1, 6])
def test_the_list_costs_the_same_however_long(
    client, officer, count, django_assert_max_num_queries
):
    for at in range(count):
        read(officer, f"{NEWS} {at}.")
    client.get(reverse("intake:documents"))

    with django_assert_max_num_queries(14):
        page = client.get(reverse("intake:documents"))

    assert page.content.decode().count(">news.txt<") == count
