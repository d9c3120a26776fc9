"""Briefs: what an officer may know of a partner or a country, to be carried along."""

import datetime
import io

import docx
import pypdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from entente.consortia.services import admit_member
from entente.kit.parts import BriefSection, BriefSubject, organisation_brief
from entente.office import roles
from entente.office import services as office
from entente.organisations import services
from entente.organisations.models import Organisation
from entente.organisations.views.briefs import on_organisation, on_place
from entente.papers import drawing
from entente.partnerships.enums import AgreementState
from entente.people import services as people
from tests.factories import make_staff, make_unit
from tests.factories_consortia import make_consortium
from tests.factories_organisations import make_organisation
from tests.factories_papers import S, make_letter
from tests.factories_partnerships import make_agreement
from tests.factories_people import make_person

pytestmark = pytest.mark.django_db
ON = datetime.date(2026, 9, 1)
LONG = "圣彼得堡彼得大帝国立理工大学国际教育学院中国留学生预科部暨孔子学院联合办公室"


@pytest.fixture
def officer():
    return make_staff(roles.OFFICER, unit=make_unit(name_zh="中国地质大学（武汉）", name_en="CUG"))


@pytest.fixture
def waterloo():
    return make_organisation(
        *("University of Waterloo", "滑铁卢大学"),
        country="CA",
        city_zh="滑铁卢",
        city_en="Waterloo",
        founded_on="1957",
        identifiers=[("ror", "01aff2v68")],
    )


def told(subject, officer, language="zh"):
    brief = drawing.tell(subject, officer, on=ON, language=language)
    return {section.title: section for section in brief.sections}


def words(file):
    pages = pypdf.PdfReader(io.BytesIO(file)).pages
    return "".join(page.extract_text() for page in pages).replace("\n", "").replace(" ", "")


def url(name, *args):
    return reverse(f"organisations:{name}", args=args)


def test_a_brief_says_who_they_are_what_binds_us_and_what_is_open(officer, waterloo):
    unit = officer.unit
    running = make_agreement(
        unit,
        partner=waterloo,
        state=AgreementState.IN_FORCE,
        on=datetime.date(2024, 5, 1),
        title_zh="学生交换协议",
        starts_on="2024-05",
        ends_on="2027-06-30",
    )
    draft = make_agreement(unit, partner=waterloo, title_zh="联合培养协议")
    people.add_contact(
        by=office.system_user(),
        unit=unit,
        organisation=waterloo,
        person=make_person(unit=unit, name_zh="", family_name="Smith", given_name="Ann"),
        role="coordinator",
        email="ann@uwaterloo.ca",
    )
    league = make_consortium(unit, name_zh="国际大学联盟")
    admit_member(league, waterloo, by=office.system_user(), joined_on="2012-11")
    letter = make_letter(unit, about=waterloo, state=S.ISSUED)

    brief = told(on_organisation(waterloo), officer)

    assert list(brief) == [
        *(
            "机构概况",
            "背景评估",
            "对方联系人",
            "协议",
            "人员往来",
            "近期互访",
            "国际联合实验室与研究中心",
            "联盟",
            "公函",
            "未办事项",
        ),
    ]
    assert brief["机构概况"].facts == (
        ("类别", "大学或学院"),
        ("地点", "滑铁卢 · 加拿大"),
        ("成立", "1957年"),
        ("ROR", "01aff2v68"),
    )
    assert brief["对方联系人"].rows[0][:3] == ("Smith Ann", "项目联系人", "ann@uwaterloo.ca")
    assert brief["协议"].facts == (("有效", "1"), ("累计签署", "1"))
    assert brief["协议"].rows == (
        (
            "学生交换协议",
            "滑铁卢大学",
            str(unit.name),
            "2024年5月",
            "2027年6月30日",
            running.get_state_display(),
        ),
    )
    assert brief["联盟"].rows == (("国际大学联盟", "滑铁卢大学", "成员", "2012年11月", ""),)
    assert brief["公函"].rows[0][:2] == ("邀请函", letter.number)
    assert brief["未办事项"].rows == (
        (draft.title_zh, "草稿", ""),
        (running.title_zh, "一年内到期", "2027年6月30日"),
        ("邀请函", "已发函", "2026-05-01"),
    )


def test_what_is_not_recorded_is_said(officer, waterloo):
    brief = told(on_organisation(waterloo), officer, "en")

    assert {title: section.empty for title, section in brief.items()} == {
        "Who they are": "",
        "Due diligence": "Your unit has noted nothing.",
        "People there": "No contact is known.",
        "People who went and came": "No stay is recorded.",
        "Last visits": "No visit is recorded.",
        "Joint laboratories and centres": "Nothing is recorded.",
        "Agreements": "No agreement is registered.",
        "Consortia": "They are in no consortium that is registered here.",
        "Letters": "No letter has been issued.",
        "Open matters": "Nothing is open.",
    }


def test_nothing_of_another_institution_stands_in_a_brief(officer, waterloo):
    theirs = make_unit(name_zh="别的大学", name_en="Other University")
    by = office.system_user()
    make_agreement(theirs, partner=waterloo, state=AgreementState.IN_FORCE, title_zh="秘密协议")
    make_letter(theirs, about=waterloo, title_zh="秘密公函")
    people.add_contact(
        by=by,
        unit=theirs,
        organisation=waterloo,
        person=make_person(unit=theirs, name_zh="秘密联系人"),
        role="coordinator",
    )
    admit_member(make_consortium(theirs, name_zh="秘密联盟"), waterloo, by=by)
    services.note_due_diligence(
        waterloo,
        by=by,
        unit=theirs,
        grade="concern",
        noted_on=ON,
        text_zh="秘密记录",
        owner=make_staff(roles.OFFICER, unit=theirs),
    )

    for subject in (on_organisation(waterloo), on_place("CA")):
        brief = drawing.tell(subject, officer, on=ON, language="zh")
        assert "秘密" not in str(brief)
        assert "别的大学" not in str(brief)


def test_due_diligence_is_for_those_who_may_see_it(waterloo):
    secretary = make_staff(roles.SECRETARIAT)

    assert "背景评估" not in told(on_organisation(waterloo), secretary)
    assert "协议" not in told(on_organisation(waterloo), secretary)


def test_a_brief_on_a_country_names_our_partners_there(officer, waterloo):
    make_organisation("Never met", country="CA")
    make_agreement(officer.unit, partner=waterloo, state=AgreementState.IN_FORCE)

    brief = told(on_place("CA"), officer)

    assert brief["国家或地区"].facts == (("已登记机构", "2"),)
    assert brief["当地合作伙伴"].rows == (("滑铁卢大学", "滑铁卢", "大学或学院"),)


@pytest.mark.parametrize("count", [1, 60])
def test_a_big_partner_costs_as_much_as_a_small_one(
    officer, waterloo, count, django_assert_max_num_queries
):
    for _ in range(count):
        make_agreement(officer.unit, partner=waterloo, state=AgreementState.IN_FORCE)
    officer = type(officer).objects.get(pk=officer.pk)

    with django_assert_max_num_queries(40):
        section = told(on_organisation(waterloo), officer)["协议"]

    assert len(section.rows) == min(count, 50)
    assert section.note == ("共 60 份，列出最新 50 份。" if count == 60 else "")
    assert section.facts == (("有效", str(count)), ("累计签署", str(count)))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_files_say_what_the_page_says(client, officer, waterloo, language):
    services.add_name(waterloo, by=office.system_user(), text='UW #1 "Loo" $x$', language="en")
    make_agreement(officer.unit, partner=waterloo, title_zh=LONG, title_en="On everything")
    client.force_login(officer)
    page = client.get(url("brief_of_organisation", waterloo.pk))
    assert [address for _label, address in page.context["files"]] == [
        url("brief_file_of_organisation", waterloo.pk, *which)
        for which in (("zh", "pdf"), ("en", "pdf"), ("zh", "docx"), ("en", "docx"))
    ]

    pdf = client.get(url("brief_file_of_organisation", waterloo.pk, language, "pdf")).getvalue()
    word = client.get(url("brief_file_of_organisation", waterloo.pk, language, "docx")).getvalue()

    document = docx.Document(io.BytesIO(word))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    printed = words(pdf)
    name, title = {
        "zh": ("滑铁卢大学", LONG),
        "en": ("University of Waterloo", "On everything"),
    }[language]
    for said in (name, title, 'UW #1 "Loo" $x$'):
        assert said.replace(" ", "") in printed
    assert name in [paragraph.text for paragraph in document.paragraphs]
    assert title in cells
    assert 'UW #1 "Loo" $x$' in cells


def test_a_long_list_of_long_names_stays_on_its_pages(officer):
    rows = tuple((LONG, LONG, "2026年9月1日") for _ in range(60))
    section = BriefSection("协议", headings=("一", "二", "三"), rows=rows, widths=(3, 3, 2))

    def filler(_subject, _officer, _on):
        return [section]

    organisation_brief.fill(order=99)(filler)
    try:
        subject = BriefSubject(LONG, "", Organisation.objects.none(), make_organisation(LONG))
        brief = drawing.tell(subject, officer, on=ON, language="zh")
    finally:
        del organisation_brief._fillings[f"{filler.__module__}.{filler.__qualname__}"]

    assert words(drawing.as_pdf(brief)).count(LONG) >= 120
    assert len(docx.Document(io.BytesIO(drawing.as_word(brief))).tables[-1].rows) == 61


def test_addresses_that_mean_nothing_are_not_found(client, officer, waterloo):
    client.force_login(officer)

    for address in (
        url("brief_of_organisation", 987654),
        url("brief_of_place", "XX"),
        url("brief_file_of_organisation", waterloo.pk, "fr", "pdf"),
        url("brief_file_of_organisation", waterloo.pk, "zh", "exe"),
    ):
        assert client.get(address).status_code == 404
    assert client.get(url("brief_of_place", "CA")).status_code == 200


def test_the_brief_is_one_click_from_the_partner_page(client, officer, waterloo):
    client.force_login(officer)

    page = client.get(waterloo.get_absolute_url()).content.decode()

    assert f'href="{url("brief_of_organisation", waterloo.pk)}"' in page
    assert f'href="{url("brief_of_place", "CA")}"' in page


def test_the_files_of_a_country_are_two_clicks_from_every_page(client, officer, waterloo):
    make_organisation("Unknown place", country="")
    make_agreement(officer.unit, partner=waterloo, state=AgreementState.IN_FORCE)
    client.force_login(officer)
    address = reverse("organisations:briefs")
    assert address in client.get(reverse("organisations:organisations")).content.decode()
    with CaptureQueriesContext(connection) as with_one:
        client.get(address)
    for code in ("DE", "HK", "JP"):
        make_organisation(country=code)

    with CaptureQueriesContext(connection) as with_many:
        page = client.get(address)

    assert len(with_many) == len(with_one)
    first, *others = page.context["places"]
    assert (first["code"], first["partners"], first["all"]) == ("CA", 1, 1)
    assert {(place["code"], place["partners"]) for place in others} == {
        *(("DE", 0), ("HK", 0), ("JP", 0)),
    }
    files = [url for _label, url in first["files"]]
    assert files == [
        reverse("organisations:brief_file_of_place", args=["CA", language, form])
        for form in ("pdf", "docx")
        for language in ("zh", "en")
    ]
    assert all(file in page.content.decode() for file in files)
