"""Add to the demo one record of each kind that the five documents hold none of.

Run as a program inside the demo's installation; it prints where each record's page is, as JSON.
"""

import datetime
import json
import sys

import django

django.setup()

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes  # noqa: E402
from allauth.mfa.totp.internal.auth import TOTP  # noqa: E402
from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: E402
from django.utils import timezone  # noqa: E402

from entente.approvals.models import Approval, SealRequest  # noqa: E402
from entente.certificates.models import (  # noqa: E402
    Certificate,
    CertificateSeries,
    CertificateTemplate,
)
from entente.collecting.models import Answer, Part, Round  # noqa: E402
from entente.consortia import services as consortia  # noqa: E402
from entente.consortia.models import Consortium, Meeting, Membership  # noqa: E402
from entente.demo.accounts import PASSWORD  # noqa: E402
from entente.events.models import Event, EventCountry  # noqa: E402
from entente.experts.models import Cost, Engagement  # noqa: E402
from entente.figures.models import Claim, Figure, SourceText, Tally  # noqa: E402
from entente.figures.models import YearlyReport as OfficeReport  # noqa: E402
from entente.funding.models import Grant, Scheme  # noqa: E402
from entente.intake.models import Import  # noqa: E402
from entente.kit import notices  # noqa: E402
from entente.kit.files import attach  # noqa: E402
from entente.kit.models import Work, WorkRow, WorkState  # noqa: E402
from entente.kit.models.work import OPEN_STATES  # noqa: E402
from entente.mobility import services as mobility  # noqa: E402
from entente.nominations.models import Invitation, Nominee  # noqa: E402
from entente.office import roles  # noqa: E402
from entente.office import services as office  # noqa: E402
from entente.office.models import RoleGrant, Unit, User  # noqa: E402
from entente.organisations import services as organisations  # noqa: E402
from entente.organisations.models import OrganisationName  # noqa: E402
from entente.papers.models import Letter, LetterTemplate  # noqa: E402
from entente.partnerships.enums import AgreementState  # noqa: E402
from entente.partnerships.models import (  # noqa: E402
    Agreement,
    StudyPlan,
    TextComparison,
    TextFinding,
    YearlyReport,
)
from entente.partnerships.services import partner_sides  # noqa: E402
from entente.people import services as people  # noqa: E402
from entente.people.models import DataTransfer  # noqa: E402
from entente.research.models import (  # noqa: E402
    Achievement,
    Affiliation,
    Evaluation,
    JointCentre,
    JointProject,
    Publication,
)
from entente.returns.models import Layout  # noqa: E402
from entente.reviewing import services as reviewing  # noqa: E402
from entente.reviewing.models import Review  # noqa: E402
from entente.safety import services as safety  # noqa: E402
from entente.training.models import (  # noqa: E402
    Advert,
    Lesson,
    Organiser,
    Project,
    TrainingClass,
)
from entente.visits.models import PassportLoan, Trip, Visit  # noqa: E402
from entente.website.models import Picture, PublicSite  # noqa: E402
from tests.factories import make_unit  # noqa: E402
from tests.factories_arrivals import make_guest, make_lodging, make_paper  # noqa: E402
from tests.factories_events import open_event, register  # noqa: E402
from tests.factories_everything import everything_of  # noqa: E402
from tests.factories_mobility import (  # noqa: E402
    close,
    make_application,
    make_call,
    make_programme,
    make_stay,
)
from tests.factories_nominations import make_invitation, nominate  # noqa: E402
from tests.factories_organisations import make_organisation  # noqa: E402
from tests.factories_partnerships import (  # noqa: E402
    PARTS,
    hand_over,
    let_all_sign,
    make_agreement,
    make_archive_list,
    make_part,
    make_schooling,
    make_signature,
    make_text,
    receive,
)
from tests.factories_people import make_person  # noqa: E402
from tests.factories_questions import hand_in_file, make_question  # noqa: E402
from tests.factories_reviewing import (  # noqa: E402
    hand_in,
    make_dealt,
    make_notice,
    make_round,
    object_to,
    reviews_of,
)
from tests.factories_safety import abroad, make_check, make_sent  # noqa: E402

TODAY = timezone.localdate()
FACTOR = "JBSWY3DPEHPK3PXP"
LONG_EN = "Convention-cadre de coopération interuniversitaire euro-méditerranéenne " * 2
LONG_ZH = "关于共同建设资源环境与地球科学领域国际联合培养平台的合作框架协议补充备忘录" * 2


def main():
    unit, head = Unit.objects.get(code="USTB"), User.objects.get(username="head")
    found = agreements(unit, head) | registers(unit, head) | work_of(head)
    found |= office_of(unit, head) | others(unit) | mobility_of(unit, head)
    found |= nominations_of(unit) | registered_for(unit) | safety_of(unit, head) | arrival_of(unit)
    found |= reviews_of_head(unit, head)
    json.dump(found, sys.stdout)


def others(unit):
    """Make one record of each of the other kinds, as the tests of every page have them."""
    school = make_unit(unit, name_zh="比较学院", name_en="School of samples")
    made = everything_of(school, make_organisation(name_zh="比较大学", name_en="Sample College"))
    kinds = {
        "approval": Approval,
        "sealing": SealRequest,
        "letter": Letter,
        "certificate": Certificate,
        "certificate_series": CertificateSeries,
        "certificate_template": CertificateTemplate,
        "letter_template": LetterTemplate,
        "sheet": Import,
        "meeting": Meeting,
        "figure": Figure,
        "site": PublicSite,
        "picture": Picture,
        "tally": Tally,
        "source": SourceText,
        "office_report": OfficeReport,
        "claim": Claim,
        "visit": Visit,
        "trip": Trip,
        "transfer": DataTransfer,
        "passport": PassportLoan,
        "engagement": Engagement,
        "event": Event,
        "invitation": Invitation,
        "nominee": Nominee,
        "event_country": EventCountry,
        "expert_cost": Cost,
        "centre": JointCentre,
        "evaluation": Evaluation,
        "joint_project": JointProject,
        "publication": Publication,
        "achievement": Achievement,
        "affiliation": Affiliation,
        "scheme": Scheme,
        "grant": Grant,
        "round": Round,
        "part": Part,
        "answer": Answer,
        "training": Project,
        "training_class": TrainingClass,
        "advert": Advert,
        "lesson": Lesson,
        "organiser": Organiser,
    }
    layout = Layout.objects.get(code="erasmus")
    shared = {"layout": layout.pk, "column": layout.columns.earliest("pk").pk}
    return shared | {name: made[model].pk for name, model in kinds.items()}


def agreements(unit, head):
    old = Agreement.objects.filter(unit=unit, state=AgreementState.IN_FORCE).earliest("pk")
    partner = old.parties.exclude(organisation=None).get().organisation
    made = {"in_force": old.pk, "partner": partner.pk}
    for state in ("draft", "in_review", "signing", "signed", "ended", "withdrawn"):
        agreement = make_agreement(unit, partner=partner, by=head, state=state, on=TODAY)
        made[state] = agreement.pk
    draft = Agreement.objects.get(pk=made["draft"])
    pdf = SimpleUploadedFile(f"{LONG_ZH}.pdf", b"%PDF-1.4\n%%EOF\n", "application/pdf")
    made["party"] = draft.parties.exclude(organisation=None).get().pk
    words = [f"第一条 名额\n{LONG_ZH}{number}名。" for number in (5, 6)]
    texts = [
        make_text(draft, by=head, on=TODAY, received_on=TODAY, language="zh", words=text)
        for text in words
    ]
    comparison = TextComparison.objects.get(second=texts[1])
    made["text"], made["comparison"] = texts[1].pk, comparison.pk
    made["difference"] = TextFinding.objects.filter(comparison=comparison).earliest("pk").pk
    made["file"] = attach(draft, pdf, kind="letter", by=head).pk
    ours = Agreement.objects.get(pk=made["signing"]).parties.get(organisation=None)
    made["signature"] = make_signature(ours, on=TODAY, by=head).pk
    for name in ("to_sign", "to_sign_True", "to_sign_False"):
        signing = make_agreement(unit, partner=partner, by=head, state="signing", starts_on=TODAY)
        let_all_sign(signing, on=TODAY, by=head)
        made[name] = signing.pk
    made["long"] = make_agreement(
        unit, partner=partner, by=head, title_zh=LONG_ZH, title_en=LONG_EN
    ).pk
    handed = make_archive_list(unit, year=TODAY.year, on=TODAY, by=head)
    hand_over(handed, on=TODAY, by=head)
    receive(handed, on=TODAY, by=head)
    made["archived"] = handed.pk
    make_agreement(
        unit,
        partner=partner,
        by=head,
        state="in_force",
        on=TODAY,
        title_zh=LONG_ZH,
        title_en=LONG_EN,
    )
    drafted = make_archive_list(unit, year=TODAY.year, on=TODAY, by=head)
    made["archive_list"], made["archive_item"] = drafted.pk, drafted.items.get().pk
    made |= schooling_of(unit, partner, head)
    made["foreign"] = Agreement.objects.exclude(top_unit=unit).earliest("pk").pk
    return made


def schooling_of(unit, partner, head):
    founding = make_agreement(
        unit, partner=partner, by=head, state="in_force", on=TODAY, kind="programme"
    )
    side = partner_sides(founding)[0]
    schooling = make_schooling(
        agreement=founding, by=head, on=TODAY, side=side, title_zh=LONG_ZH, title_en=LONG_EN
    )
    parts = {
        model: make_part(model, schooling, by=head, on=TODAY)
        for model in PARTS
        if model is not YearlyReport
    }
    return {"founding": founding.pk, "schooling": schooling.pk, "plan": parts[StudyPlan].pk}


def nominations_of(unit):
    agreement = make_agreement(unit, state="in_force", on=TODAY)
    partner = agreement.parties.exclude(organisation=None).get().organisation
    days = {"opens_on": TODAY, "closes_on": TODAY + datetime.timedelta(days=30)}
    invitation = make_invitation(unit, agreement=agreement, partner=partner, **days)
    nominee = nominate(invitation, LONG_EN[:60].replace(" ", ""), on=TODAY, email="a@example.org")
    return {"nomination_code": invitation.code, "nominated": nominee.pk}


def safety_of(unit, head):
    school = make_unit(unit, name_zh="平安学院", name_en="School of travellers")
    asked = {"title_zh": LONG_ZH, "title_en": LONG_EN, "country": ""}
    sent = make_sent(school, people=3, by=head, **asked)
    abroad(school, name_zh=LONG_ZH[:30], phone="+86 10 6233 2312")
    safe, in_need, _silent = sent.travellers.all()
    for traveller, state in ((safe, "safe"), (in_need, "safe"), (in_need, "help")):
        safety.answer(traveller, state=state, place=LONG_EN[:90], words=LONG_EN)
    draft = make_check(school, by=head, **asked)
    return {
        "safety_sent": sent.pk,
        "safety_draft": draft.pk,
        "traveller": in_need.pk,
        "safety_code": in_need.code,
    }


def arrival_of(unit):
    person = make_person(unit, name_zh=LONG_ZH[:30], family_name="Guest", given_name="Longnamed")
    stay = make_guest(unit, person=person, days=3)
    paper = make_paper(stay)
    lodging = make_lodging(stay, address=LONG_ZH, from_on=TODAY - datetime.timedelta(days=3))
    return {"guest_stay": stay.pk, "visa_paper": paper.pk, "lodging": lodging.pk}


def reviews_of_head(unit, head):
    """Make a round in which the head reviews: handed in, waiting, with a conflict."""
    call = make_call(unit, quotas=((LONG_EN[:140], 1, None),), state="open", title_zh=LONG_ZH)
    question = make_question(call, "long", label_zh=LONG_ZH, label_en=LONG_EN)
    said = {"statement": LONG_EN, "answers": {question.key: LONG_EN}, "score": None}
    for _number in range(4):
        make_application(call, [LONG_EN[:140]], **said)
    close(call)
    panel = [head, *User.objects.filter(username__in=("ustb", "editor"))]
    sheet = ((LONG_EN[:90], 10, 60), ("Motivation", 5, 40))
    held = make_dealt(call, panel=panel, each=len(panel), about=LONG_EN, criteria=sheet)
    mine = list(Review.objects.asked_of(head).filter(panellist__round=held))
    for review in reviews_of(held):
        if review.application_id == mine[0].application_id:
            scores = (9, 5) if review.panellist.user_id == head.pk else (2, 1)
            hand_in(review, *scores, comment=LONG_EN)
    reviewing.declare_conflict(mine[1], by=head, reason=LONG_EN)
    draft = make_round(make_call(unit, state="open"), panel=[head])
    notice = make_notice(call, text_zh=LONG_ZH, text_en=LONG_EN, reason=LONG_EN, published=True)
    objection = object_to(notice, by_name=LONG_EN[:90], text=LONG_EN)
    over = make_notice(on=TODAY - datetime.timedelta(days=60), published=True)
    return {
        "notice": notice.pk,
        "notice_draft": make_notice(call).pk,
        "objection": objection.pk,
        "notice_code": notice.code,
        "notice_over": over.code,
        "reviewed_call": call.pk,
        "review_round": held.pk,
        "review_draft": draft.pk,
        "review_done": mine[0].pk,
        "review_mine": mine[2].pk,
    }


def registered_for(unit):
    day = (TODAY + datetime.timedelta(days=30)).isoformat()
    event = open_event(unit, capacity=1, title_en=LONG_EN, starts_on=day, ends_on=day)
    found = [register(event, on=TODAY, name=LONG_EN[:140]) for _number in range(2)]
    codes = [
        it.rstrip("/").rsplit("/", 1)[-1] for it in (event.public_address, found[1].private_address)
    ]
    return {
        "open_event": event.pk,
        "registration": found[1].pk,
        "register_code": codes[0],
        "registered_code": codes[1],
    }


def mobility_of(unit, head):
    programme = make_programme(unit, title_zh=LONG_ZH, title_en=LONG_EN)
    call = make_call(unit, programme=programme, quotas=((LONG_EN[:140], 1, None),), state="open")
    make_question(call, "section", label_zh=LONG_ZH, label_en=LONG_EN)
    above = make_question(call, "one", label_zh=LONG_ZH, label_en=LONG_EN, required=True)
    asked = make_question(call, "upload", depends_on=above, on_answer="1")
    answers = {"answers": {above.key: "1"}}
    applied = [
        make_application(call, [LONG_EN[:140]], score=score, **answers) for score in ("84.75", "70")
    ]
    hand_in_file(applied[1], asked, name=f"{LONG_ZH}.pdf")
    close(call)
    run = mobility.run_placement(call, by=head)
    stay = make_stay(unit, programme=programme)
    return {
        "programme": programme.pk,
        "stay": stay.pk,
        "call": call.pk,
        "question": above.pk,
        "run": run.pk,
        "application": applied[1].pk,
    }


def registers(unit, head):
    by = head
    partner = Agreement.objects.filter(unit=unit).earliest("pk").parties.exclude(organisation=None)
    partner = partner.get().organisation
    name = OrganisationName.objects.filter(organisation=partner).first()
    added = organisations.add_name(
        partner, by=by, text="Old Polytechnic", language="en", kind="former"
    )
    identifier = organisations.set_identifier(partner, "wikidata", "Q42", by=by)
    twice = organisations.add_organisation(
        by=by, kind="university", names=[{"text": "Twice Entered College", "language": "en"}]
    )
    kept = organisations.add_organisation(
        by=by, kind="university", names=[{"text": "Kept University", "language": "en"}]
    )
    ranking = organisations.import_list(
        by=by,
        kind="ranking",
        name="QS",
        valid_from=TODAY,
        lines=[
            {"position": "1", "name": "Unknown Institute"},
            {"position": "2", "name": LONG_EN[:90]},
        ],
    )
    note = organisations.note_due_diligence(
        partner, by=by, unit=unit, grade="clear", noted_on=TODAY, text_en="Asked the embassy"
    )
    contact = people.add_contact(
        by=by,
        unit=unit,
        organisation=partner,
        new_person={
            "family_name": "Sample",
            "given_name": "Contact",
            "email": "sample@example.org",
        },
        role="coordinator",
    )
    consent = people.give_consent(
        contact.person, by=by, purpose="exchange", on=TODAY, source="Signed form"
    )
    affiliation = people.add_affiliation(
        contact.person, by=by, organisation=partner, role_en="Dean"
    )
    consortium = Consortium.objects.earliest("pk")
    made = {
        "name": name.pk,
        "old_name": added.pk,
        "identifier": identifier.pk,
        "twice": twice.pk,
        "merge": organisations.merge_organisations(
            kept,
            organisations.add_organisation(
                by=by, kind="university", names=[{"text": "Merged Away", "language": "en"}]
            ),
            by=by,
        ).pk,
        "kept": kept.pk,
        "list": ranking.pk,
        "entry": ranking.entries.first().pk,
        "note": note.pk,
        "contact": contact.pk,
        "person": contact.person_id,
        "consent": consent.pk,
        "affiliation": affiliation.pk,
        "consortium": consortium.pk,
        "consortium_name": consortia.add_name(
            consortium, by=office.system_user(), text="Earth Sciences League", language="en"
        ).pk,
        "member": Membership.objects.earliest("pk").pk,
        "mandate": consortium.mandates.earliest("pk").pk,
        "series": consortium.series.earliest("pk").pk,
    }
    made["edition"] = consortium.series.earliest("pk").editions.earliest("pk").pk
    return made


def work_of(head):
    notices.tell(
        [head], key="walk", zh="协议即将到期", en="An agreement ends soon", url="/agreements/"
    )
    made = {}
    for state in WorkState:
        work = Work.objects.create(
            runner="none",
            title=f"Send reminders ({state})",
            by=head,
            state=state,
            total=4,
            done=2,
            finished_at=None if state in OPEN_STATES else timezone.now(),
        )
        made[f"work_{state}"] = str(work.key)
    WorkRow.objects.create(work=work, number=1, label=LONG_EN, reason="It has ended already.")
    return made


def office_of(unit, head):
    by = office.system_user()
    colleague = office.add_user(
        by=by, unit=unit, username="factor", name_zh="示例二次验证", name_en="Sample second factor"
    )
    colleague.set_password(PASSWORD)
    colleague.save()
    deputy = office.add_user(
        by=by, unit=unit, username="deputy", name_zh="示例副处长", name_en="Sample deputy head"
    )
    deputy.set_password(PASSWORD)
    deputy.save()
    office.grant_role(deputy, roles.HEAD, by=by, unit=unit)
    grant = office.grant_role(colleague, roles.OFFICER, by=by, unit=unit)
    TOTP.activate(colleague, FACTOR)
    RecoveryCodes.activate(colleague)
    own = RoleGrant.objects.get(user=head)
    office.delegate_role(
        own, colleague, by=head, starts_on=TODAY, ends_on=TODAY + datetime.timedelta(days=5)
    )
    closed = office.add_unit(
        by=by,
        parent=unit,
        kind="department",
        name_zh="已撤处",
        name_en="Former office",
        code="USTB-OLD",
    )
    office.close_unit(closed, by=by, on=TODAY)
    return {
        "unit": unit.pk,
        "closed_unit": closed.pk,
        "user": colleague.pk,
        "grant": grant.pk,
        "own_grant": own.pk,
        "factor": FACTOR,
    }


if __name__ == "__main__":
    main()
