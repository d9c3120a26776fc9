"""A page's way to the public: who submits, checks, publishes, and what each is told."""

import datetime

import pytest

from entente.kit.errors import DomainError
from entente.kit.models import AuditEntry, Notice
from entente.office import roles
from entente.website import services
from entente.website.enums import REVIEW_FLOW, ReviewState
from entente.website.models import PageReview
from entente.website.models.reviews import authors
from tests.factories import make_staff, make_unit
from tests.factories_website import make_article, make_site

DAY = datetime.date(2026, 5, 1)
S = ReviewState
LEADS_TO = {
    (S.DRAFT, "submit"): S.SUBMITTED,
    (S.RETURNED, "submit"): S.SUBMITTED,
    (S.SUBMITTED, "check"): S.CHECKED,
    (S.CHECKED, "publish"): S.PUBLISHED,
    (S.PUBLISHED, "publish"): S.PUBLISHED,
    (S.SUBMITTED, "send_back"): S.RETURNED,
    (S.CHECKED, "send_back"): S.RETURNED,
    **{(state, "write"): S.DRAFT for state in S if state != S.RETURNED},
    **{(state, "withdraw"): S.DRAFT for state in S},
}
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("step", REVIEW_FLOW.steps)
@pytest.mark.parametrize("state", S)
def test_every_step_from_every_state(state, step):
    if target := LEADS_TO.get((state, step)):
        assert REVIEW_FLOW.move(state, step) == target
    else:
        with pytest.raises(DomainError):
            REVIEW_FLOW.move(state, step)


@pytest.fixture
def site():
    return make_site()


@pytest.fixture
def people(site):
    """Give the editor, the checker and the publisher of the site."""
    every = (roles.EDITOR, roles.OFFICER, roles.HEAD)
    return [make_staff(role, unit=site.unit) for role in every]


@pytest.fixture
def page(site, people):
    """Give a page that the editor has submitted."""
    page = make_article(site, by=people[0])
    services.submit_page(page, by=people[0])
    return page


def state():
    return PageReview.objects.get().state


def test_a_page_goes_from_the_editor_through_the_checker_to_the_publisher(page, people):
    _editor, checker, publisher = people
    assert state() == S.SUBMITTED

    services.check_page(page, by=checker)
    assert state() == S.CHECKED
    assert not page.__class__.objects.get(pk=page.pk).live

    services.publish_reviewed(page, by=publisher, on=DAY)
    assert state() == S.PUBLISHED
    assert page.__class__.objects.get(pk=page.pk).live
    verbs = AuditEntry.objects.filter(verb__startswith="page.").order_by("pk")
    assert list(verbs.values_list("verb", "by")) == [
        ("page.made", people[0].pk),
        ("page.submitted", people[0].pk),
        ("page.checked", checker.pk),
        ("page.published", publisher.pk),
    ]


def test_each_is_told_of_what_waits_for_them_once(page, people):
    editor, checker, publisher = people
    stranger = make_staff(roles.HEAD, unit=make_unit())

    def told(user):
        return list(
            Notice.objects.filter(user=user).order_by("pk").values_list("text_zh", flat=True)
        )

    assert (told(editor), told(checker)) == ([], ["概况：待审核"])
    services.check_page(page, by=checker)
    services.publish_reviewed(page, by=publisher, on=DAY)
    assert told(publisher) == ["概况：待审核", "概况：已审核，待发布"]
    assert told(editor) == ["概况：已发布"]
    assert told(stranger) == []


def test_nobody_checks_or_publishes_their_own_text(site, page):
    writer = make_staff(roles.SECRETARIAT, unit=site.unit)
    own = make_article(site, slug="own", by=writer)
    services.submit_page(own, by=writer)

    with pytest.raises(DomainError, match="本人"):
        services.check_page(own, by=writer)

    services.check_page(own, by=make_staff(roles.OFFICER, unit=site.unit))
    with pytest.raises(DomainError, match="本人"):
        services.publish_reviewed(own, by=writer, on=DAY)


def test_who_wrote_a_passage_does_not_check_what_another_submitted(site, page, people):
    editor, checker, _publisher = people
    halves = {"zh": {"title": "概况二"}}
    services.write_drafts(page, by=checker, seen=services.versions(page), halves=halves)
    services.submit_page(page, by=editor)

    assert authors(page) == {editor.pk, checker.pk}
    with pytest.raises(DomainError, match="本人"):
        services.check_page(page, by=checker)


def test_what_is_written_after_the_check_is_checked_again(page, people):
    editor, checker, publisher = people
    services.check_page(page, by=checker)
    halves = {"zh": {"title": "概况二"}}
    services.write_drafts(page, by=editor, seen=services.versions(page), halves=halves)

    assert state() == S.DRAFT
    with pytest.raises(DomainError):
        services.publish_reviewed(page, by=publisher, on=DAY)


def test_what_is_sent_back_says_why_until_it_is_submitted_again(client, site, page, people):
    editor, checker, _publisher = people
    services.send_page_back(page, by=checker, reason="英文缺一段")
    assert Notice.objects.get(user=editor).text_zh == "概况：已退回"

    halves = {"en": {"title": "About us"}}
    services.write_drafts(page, by=editor, seen=services.versions(page), halves=halves)
    client.force_login(editor)
    assert "英文缺一段" in client.get(f"/sites/{site.pk}/pages/{page.pk}/").content.decode()

    services.submit_page(page, by=editor)
    assert PageReview.objects.get().reason == ""


def test_a_published_page_needs_a_new_review_once_it_was_taken_off(page, people):
    _editor, checker, publisher = people
    services.check_page(page, by=checker)
    services.publish_reviewed(page, by=publisher, on=DAY)
    assert authors(page) == set()

    services.withdraw_pair(page, by=publisher, reason="旧闻")

    assert state() == S.DRAFT
    with pytest.raises(DomainError):
        services.publish_reviewed(page, by=publisher, on=DAY)


def test_a_page_that_was_public_before_reviews_were_kept_is_published(client, site, people):
    page = make_article(site)
    services.publish_pair(page, by=people[2], on=DAY)
    PageReview.objects.all().delete()
    client.force_login(people[2])

    shown = client.get(f"/sites/{site.pk}/pages/{page.pk}/")

    assert shown.context["review"].state == S.PUBLISHED
    assert shown.context["steps"] == []


@pytest.mark.parametrize(
    ("who", "offered"), [(0, []), (1, ["check", "send_back"]), (2, ["check", "send_back"])]
)
def test_each_is_offered_what_they_may_do_now(client, site, page, people, who, offered):
    client.force_login(people[who])
    answer = client.get(f"/sites/{site.pk}/pages/{page.pk}/")
    assert [name for name, _step, _url in answer.context["steps"]] == offered


def test_the_steps_are_pages_and_the_home_names_what_waits(client, site, page, people):
    editor, checker, publisher = people
    at = f"/sites/{site.pk}/pages/{page.pk}"
    for person, step, sent, then in [
        (checker, "send-back", {"reason": "改题目"}, S.RETURNED),
        (editor, "submit", {}, S.SUBMITTED),
        (checker, "check", {}, S.CHECKED),
        (publisher, "publish", {"figures": "on"}, S.PUBLISHED),
    ]:
        client.force_login(person)
        # The person finds the page on their list of work.
        assert f'href="{at}/"' in client.get("/").content.decode()
        assert client.post(f"{at}/{step}/", sent).status_code == 302
        assert state() == then
    assert f'href="{at}/"' not in client.get("/").content.decode()


def test_the_checker_of_another_unit_finds_nothing(client, site, page):
    client.force_login(make_staff(roles.OFFICER, unit=make_unit()))
    assert client.post(f"/sites/{site.pk}/pages/{page.pk}/check/").status_code == 404
    assert client.get("/sites/reviews/").context["rows"] == []


@pytest.mark.parametrize("count", [1, 6])
def test_the_list_of_reviews_costs_the_same_however_long(
    client, site, people, django_assert_num_queries, count
):
    for number in range(count):
        services.submit_page(make_article(site, slug=f"p{number}"), by=people[0])
    client.force_login(people[1])

    with django_assert_num_queries(8):
        answer = client.get("/sites/reviews/")

    assert len(answer.context["rows"]) == count
