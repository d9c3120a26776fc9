"""One record of every kind that has pages, for a unit, about one partner whom all know."""

import datetime
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile

from entente.consortia import services as consortia
from entente.experts import services as experts
from entente.funding import services as grants
from entente.intake.shipped import Mapping
from entente.kit.files import attach
from entente.kit.models import Attachment
from entente.mobility import services as mobility
from entente.office import roles
from entente.office import services as office
from entente.organisations import services as organisations
from entente.partnerships import services as partnerships
from entente.partnerships.models import TextComparison
from entente.people import services as people
from entente.research import services as research
from entente.returns.models import Layout
from entente.safety.services import answer as answer_safety
from entente.training import services as training
from entente.training.models import Organiser
from entente.visits import services as visits
from tests.factories import make_unit, make_user
from tests.factories_approvals import make_approval, make_request, make_seal, make_token
from tests.factories_arrivals import make_guest, make_lodging, make_paper
from tests.factories_assembly import everything_governing
from tests.factories_certificates import (
    make_certificate,
    make_certificate_series,
    make_certificate_template,
)
from tests.factories_collecting import make_round
from tests.factories_consortia import (
    make_consortium,
    make_edition,
    make_mandate,
    make_member,
    make_series,
)
from tests.factories_events import make_event, open_event, register
from tests.factories_experts import make_engagement
from tests.factories_figures import make_figure, make_report, make_source_text, make_tally
from tests.factories_funding import make_grant, make_scheme
from tests.factories_intake import NEWS, make_document, make_import, workbook
from tests.factories_mobility import close, make_application, make_call, make_programme, make_stay
from tests.factories_nominations import make_invitation, nominate
from tests.factories_office import make_deadline, set_rule
from tests.factories_organisations import make_organisation
from tests.factories_papers import make_letter, make_template
from tests.factories_partnerships import (
    PARTS,
    give_authority,
    make_agreement,
    make_archive_list,
    make_part,
    make_schooling,
    make_signature,
    make_text,
)
from tests.factories_people import make_consent, make_person, make_transfer
from tests.factories_questions import hand_in_file, make_question
from tests.factories_research import make_achievement, make_centre, make_publication
from tests.factories_research import make_project as make_joint_project
from tests.factories_reviewing import make_dealt, make_notice, object_to
from tests.factories_safety import make_sent
from tests.factories_training import make_advert, make_class, make_project
from tests.factories_visits import make_trip, make_visit
from tests.factories_website import make_picture, make_site

DAY = datetime.date(2026, 5, 1)


def everything_shared():
    """Make what belongs to nobody: a partner, its names and numbers, a merge, a ranking."""
    by = office.system_user()
    partner, twice = make_organisation(), make_organisation()
    ranking = organisations.import_list(
        by=by, kind="ranking", name="QS", valid_from=DAY, lines=[{"position": 1, "name": "First"}]
    )
    made = [
        partner,
        organisations.add_name(partner, by=by, text="Old College", language="en", kind="former"),
        organisations.set_identifier(partner, "wikidata", "Q1049470", by=by),
        organisations.merge_organisations(partner, twice, by=by),
        ranking,
        layout := Layout.objects.get(code="ministry"),
        layout.columns.earliest("pk"),
    ]
    return {type(record): record for record in made}


def everything_of(unit, partner):
    """Make one record of each kind that belongs to a unit; each is named after it."""
    by, name = office.system_user(), unit.name_en
    user = make_user(unit, name_en=f"{name} colleague")
    person = make_person(unit, given_name=name)
    agreement = make_agreement(unit, partner=partner, title_en=f"{name} agreement")
    signing = make_agreement(unit, partner=partner, state="signing", title_en=f"{name} signing")
    checking = make_agreement(unit, partner=partner, state="checks", title_en=f"{name} checking")
    consortium = make_consortium(unit, name_en=f"{name} consortium")
    series = make_series(consortium, name_en=f"{name} school")
    versions = [
        make_text(agreement, by=user, words=f"Article 1\n{name} {places} places")
        for places in (5, 6)
    ]
    comparison = TextComparison.objects.get(second=versions[1])
    places = partnerships.NewPlaces(agreement, 2026, "outbound", 5, source=f"{name} annex")
    make_agreement(unit, partner=partner, state="in_force", title_en=f"{name} original")
    archive_list = make_archive_list(unit, notes=f"{name} archive")
    founding = make_agreement(unit, partner=partner, kind="programme", title_en=f"{name} founding")
    schooling = make_schooling(agreement=founding, title_en=f"{name} programme")
    template = make_template(unit, title_en=f"{name} template")
    sheet = workbook([["Partner"], [f"{name} College"]])
    pasted = make_source_text(unit, title=f"{name} page")
    document = make_document(unit, f"{NEWS} {name}.", name=f"{name} news.txt")
    made = [
        document,
        document.proposals.get(kind="agreement"),
        *everything_governing(unit, partner),
        *moving(unit, person, partner),
        *certifying(unit, person),
        *visiting(unit, person, partner),
        *engaging(unit, person, partner),
        *funding(unit, person),
        *holding(unit, partner),
        *inviting(unit, partner),
        *asking(unit),
        *reviewing(unit),
        *arriving(unit, person),
        *researching(unit, person, partner),
        *training_of(unit, partner),
        make_import(unit, sheet, mapping=Mapping(columns={"partner": "Partner"})),
        office.add_webhook(
            by=by, name=f"{name} chat", kind="json", address="https://chat.example.org/1", unit=unit
        ),
        template,
        template.versions.get(),
        site := make_site(unit, name_en=f"{name} site"),
        make_picture(site, alt_en=f"{name} picture"),
        make_tally(unit, source=f"{name} yearbook"),
        make_figure(unit, name_en=f"{name} figure"),
        make_report(unit, title_en=f"{name} report"),
        *collecting(unit),
        pasted,
        pasted.claims.earliest("pk"),
        make_letter(unit, template=template, about=partner, title_en=f"{name} letter"),
        make_unit(unit, name_en=f"{name} below"),
        partnerships.set_places(places, by=by),
        versions[0],
        archive_list,
        archive_list.items.get(),
        schooling,
        *(make_part(model, schooling) for model in PARTS),
        comparison,
        comparison.findings.first(),
        user,
        office.grant_role(make_user(unit), roles.LEGAL, by=by, unit=unit),
        agreement,
        agreement.parties.get(organisation=partner),
        make_signature(signing.parties.get(organisation=partner)),
        checking.checks.get(department="legal"),
        give_authority(make_unit(unit, name_en=f"{name} school")),
        set_rule(
            "agreement.end_notice",
            "9, 3",
            measure="months",
            unit=unit,
            starts_on=DAY,
            source=f"{name} rules",
        ),
        make_deadline(agreement, "agreement.end", task_en=f"{name} task"),
        consortium,
        consortia.add_name(consortium, by=by, text=f"{name} group", language="en"),
        make_member(consortium, partner),
        make_mandate(consortium, partner),
        series,
        make_edition(series),
        person,
        make_consent(person),
        make_transfer(unit, received_by=f"{name} embassy"),
        people.add_affiliation(person, by=by, organisation=partner, role_en="Dean"),
        people.add_contact(
            by=by, unit=unit, organisation=partner, person=person, role="coordinator"
        ),
        organisations.note_due_diligence(
            partner,
            by=by,
            unit=unit,
            grade="clear",
            noted_on=DAY,
            text_en=f"{name} note",
            owner=user,
        ),
        make_approval(unit, asked_en=f"{name} approval"),
        make_seal(unit, name_en=f"{name} seal"),
        make_request(unit, document=f"{name} document"),
        make_token(unit, name=f"{name} OA")[0],
        attach(
            agreement,
            SimpleUploadedFile(f"{name}.png", b"\x89PNG\r\n\x1a\n", "image/png"),
            kind="letter",
            by=user,
        ),
    ]
    assert isinstance(made[-1], Attachment)
    return {type(record): record for record in made}


def certifying(unit, person):
    """Issue a certificate to a person, in a series, with a template."""
    name = unit.name_en
    series = make_certificate_series(unit, code=f"C{unit.pk}")
    template = make_certificate_template(unit, title_en=f"{name} certificate")
    certificate = make_certificate(
        series, template, person=person, name_zh="", name_en="", subject_en=f"{name} course"
    )
    return [series, template, certificate]


def collecting(unit):
    """Send a round to a unit: its sheet, one answer."""
    round = make_round(unit, sent=True, name_en=f"{unit.name_en} round")
    part = round.parts.get()
    return [round, part, part.answers.earliest("pk")]


def visiting(unit, person, partner):
    """Make a visit with a delegate, a stop and an outcome."""
    name, by = unit.name_en, office.system_user()
    visit = make_visit(unit, title_en=f"{name} visit", delegates=())
    [delegate] = visits.add_delegates(visit, by=by, person=person)
    stop = visits.add_stop(visit, by=by, organisation=partner, about_en=f"{name} stop")
    outcome = visits.add_outcome(visit, by=by, kind="intent", text_en=f"{name} outcome")
    trip = make_trip(unit, state="approved", title_en=f"{name} trip")
    loan = visits.hand_out_passport(trip.visit.delegates.get(), by=by, on=DAY)
    return [visit, delegate, stop, outcome, trip, loan]


def funding(unit, person):
    """Make a scheme with a budget, and a grant of which a part with a gate is paid."""
    by, on = office.system_user(), datetime.date(2026, 1, 5)
    scheme = make_scheme(unit, title_en=f"{unit.name_en} scheme")
    days = {"starts_on": "2024-03-01", "ends_on": "2024-06-30"}
    stay = make_stay(person=person, kind="visiting", country="SE", **days)
    grant = make_grant(scheme, stay=stay, parts=((100, ("report",)),))
    instalment, gate = grant.instalments.get(), grant.gates.get()
    grants.meet_gate(gate, by=by, met_on=on)
    payment = grants.pay(instalment, by=by, amount=Decimal(40), paid_on=on)
    return [scheme, scheme.budgets.get(), grant, instalment, gate, payment]


def engaging(unit, person, partner):
    """Make an engagement of an expert with a stay, a lecture and a cost."""
    name, by = unit.name_en, office.system_user()
    words = {"topic_en": f"{name} engagement", "organisation": partner}
    engagement = make_engagement(unit, person=person, **words)
    first = datetime.date(2026, 1, 5)
    stay = experts.add_stay(engagement, by=by, starts_on=first, ends_on=first)
    lecture = experts.add_lecture(engagement, by=by, title_en=f"{name} lecture", held_on=first)
    cost = experts.add_cost(engagement, by=by, what=f"{name} cost", amount=100)
    return [engagement, stay, lecture, cost]


def holding(unit, partner):
    """Make an event with a host and a country, and a registration for another."""
    host = {"organisation": partner, "role": "host"}
    event = make_event(
        unit, full=True, title_en=f"{unit.name_en} event", countries=("JP",), hosts=(host,)
    )
    other = open_event(unit, title_en=f"{unit.name_en} open event")
    registration = register(other, name=f"{unit.name_en} visitor", organisation=partner)
    return [event, event.hosts.get(), event.countries.get(), registration]


def inviting(unit, partner):
    """Make an invitation to nominate, with a nominee."""
    invitation = make_invitation(unit, partner=partner, about_en=f"{unit.name_en} invitation")
    return [invitation, nominate(invitation, unit.name_en)]


def asking(unit):
    """Ask somebody who is abroad whether they are safe, and take the answer."""
    check = make_sent(unit, title_en=f"{unit.name_en} safety check")
    traveller = check.travellers.get()
    return [check, traveller, answer_safety(traveller, state="safe", words=unit.name_en)]


def reviewing(unit):
    """Review the applications of a call, make public who is selected, take an objection."""
    held = make_dealt(unit=unit, applications=1, panel=2, each=1, about=f"{unit.name_en} notes")
    review = held.panel.exclude(reviews=None).get().reviews.get()
    notice = make_notice(held.call, published=True, reason=f"{unit.name_en} reasons")
    objection = object_to(notice, text=f"{unit.name_en} objection")
    return [held, held.criteria.first(), held.panel.first(), review, notice, objection]


def arriving(unit, person):
    """Make a guest with a visa paper and a lodging."""
    days = {"starts_on": "2024-09-01", "ends_on": "2025-01-31", "state": "done"}
    stay = make_guest(person=person, country="FI", kind="visiting", **days)
    return [make_paper(stay), make_lodging(stay, address=f"{unit.name_en} guest house")]


def researching(unit, person, partner):
    """Make a joint laboratory with what belongs to it, and a joint project with a partner."""
    name, by = unit.name_en, office.system_user()
    centre = make_centre(unit, partner=partner, name_en=f"{name} laboratory", founded="2020")
    director = research.add_director(centre, by=by, person=person)
    values = {"held_on": "2025", "result": "good", "words_en": f"{name} evaluation"}
    evaluation = research.add_evaluation(centre, by=by, on=DAY, **values)
    project = make_joint_project(unit, partner=partner, title_en=f"{name} joint project")
    paper = make_publication(unit, partner=partner, title=f"{name} publication")
    made = [centre, centre.partners.get(), director, evaluation, paper, paper.affiliations.get()]
    patent = make_achievement(unit, partner=partner, title_en=f"{name} patent", person=person)
    made += [patent, patent.partners.get()]
    return [*made, project, project.partners.get()]


def training_of(unit, partner):
    """Make a project with an advert that ran, a class with a lesson, a learner and a fee."""
    name, by = unit.name_en, office.system_user()
    project = make_project(unit, state="approved", title_en=f"{name} training")
    advert = make_advert(project, state="published", text_en=f"{name} advert")
    ran = training.enter_appearance(advert, by=by, channel=f"{name} page", ran_on=DAY)
    group = make_class(project, learners=0, title_en=f"{name} class", company=partner)
    learner = training.enrol(group, by=by, name_en=f"{name} learner")
    organiser = Organiser.objects.get(unit=unit)
    made = [project, advert, ran, group, learner, group.lessons.first(), organiser]
    held = make_class(project, state="running", title_en=f"{name} evaluated")
    asked = training.open_evaluation(held, by=by, opens_on=DAY, closes_on=DAY)
    complaint = training.enter_complaint(held, by=by, raised_on=DAY, words=f"{name} complaint")
    return [*made, asked, complaint]


def moving(unit, person, partner):
    """Make a programme on an agreement, and a stay on it."""
    name = unit.name_en
    programme = make_programme(unit, title_en=f"{name} exchange")
    agreement = make_agreement(unit, partner=partner, title_en=f"{name} mobility")
    tie = mobility.tie_agreement(programme, agreement, by=office.system_user())
    stay = make_stay(person=person, organisation=partner, programme=programme, state="planned")
    call = make_call(unit, title_en=f"{name} call", state="open")
    asked = make_question(call, "upload", label_en=f"{name} transcript")
    application = make_application(call, person=person)
    given = hand_in_file(application, asked, name=f"{name}.pdf")
    close(call)
    run = mobility.run_placement(call, by=office.system_user())
    offered = [programme, tie, stay, call, call.quotas.get(), asked, application, given, run]
    return offered + _of_a_round(unit, name, person)


def _of_a_round(unit, name, person):
    """Publish a placement: an offer, a wish, a place that was fixed by a decision."""
    by, on = office.system_user(), datetime.date(2026, 3, 2)
    call = make_call(unit, title_en=f"{name} round", state="open")
    application = make_application(call, person=person)
    close(call)
    mobility.publish_run(mobility.run_placement(call, by=by, on=on), by=by, on=on)
    offer = application.offers.get()
    mobility.decline_offer(offer, by=by, on=on)
    place = mobility.fix_place(
        application, by=by, quota=call.quotas.get(), decided_by=f"{name} dean", reason="Agreed"
    )
    return [offer, application.wishes.get(), place]
