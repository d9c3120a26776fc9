"""Signatures: paper and electronic side by side, what is missing in words, two events not one."""

import itertools

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from entente.kit import files
from entente.kit.errors import DomainError
from entente.kit.models import Attachment, AuditEntry
from entente.office import roles
from entente.office.services import system_user
from entente.partnerships import services
from entente.partnerships.enums import (
    ON_PAPER,
    AgreementState,
    Lack,
    SigningAuthority,
    SigningWay,
)
from entente.partnerships.models import Signature, standings
from entente.partnerships.signing import Signed, lacks
from tests.factories import make_staff, make_unit
from tests.factories_approvals import make_request, make_seal
from tests.factories_organisations import make_organisation
from tests.factories_partnerships import DAY, approve, let_all_sign, make_agreement, make_signature

S = AgreementState
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def paper(name="signed.pdf"):
    return SimpleUploadedFile(name, PDF + name.encode())


def owed(agreement):
    agreement.refresh_from_db()
    return {
        "ours" if standing.party.unit_id else "theirs": [str(lack) for lack in standing.lacks]
        for standing in standings(agreement)
    }


# --- What is missing, as pure facts ---------------------------------------------------------------


@pytest.mark.parametrize("way", SigningWay.values)
@pytest.mark.parametrize("authority", SigningAuthority.values)
@pytest.mark.parametrize("held", list(itertools.product([False, True], repeat=4)))
def test_each_party_owes_only_what_its_own_way_leaves_behind(way, authority, held):
    sealed, has_file, has_letter, kept = held

    found = lacks(Signed(way, authority, sealed, has_file, has_letter, kept))

    assert (Lack.SEAL in found) == (way == "ink_seal" and not sealed)
    assert (Lack.SCAN in found) == (not has_file)
    assert (Lack.LETTER in found) == (authority == "delegate" and not has_letter)
    assert (Lack.KEEPER in found) == (way in ON_PAPER and not kept)
    assert Lack.SIGNATURE not in found


def test_nobody_asks_a_document_of_1979_for_a_signature():
    assert lacks(None) == [Lack.SIGNATURE]
    assert lacks(None, demanded=False) == []


# --- The two usual cases --------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(("pdf", "ink"), [("theirs", "ours"), ("ours", "theirs")])
def test_a_signed_pdf_from_one_side_ink_and_seal_from_the_other(pdf, ink):
    agreement = make_agreement(state=S.SIGNING)
    parties = {"ours": agreement.ours[0], "theirs": agreement.theirs[0]}
    assert owed(agreement) == {"ours": ["signature"], "theirs": ["signature"]}

    make_signature(parties[pdf], way="pdf", signed_file=paper())
    assert owed(agreement) == {pdf: [], ink: ["signature"]}

    signature = make_signature(parties[ink], way="ink_seal", authority="delegate", signed_on=DAY)
    assert owed(agreement) == {pdf: [], ink: ["seal", "scan", "letter", "keeper"]}

    services.seal_signature(signature, on=DAY, sealed_on=DAY, seal="University", by=system_user())
    services.add_signature_file(signature, paper("scan.pdf"), kind="scan", by=system_user())
    services.add_signature_file(signature, paper("letter.pdf"), kind="letter", by=system_user())
    assert owed(agreement) == {pdf: [], ink: ["keeper"]}

    services.change_signature(signature, on=DAY, original_held_by="Archive", by=system_user())
    assert owed(agreement) == {pdf: [], ink: []}


@pytest.mark.django_db
def test_a_paper_of_1979_is_registered_and_no_signature_is_demanded():
    agreement = make_agreement(source="Archive, box 4", place_zh="波恩", place_en="Bonn")

    services.register_agreement(agreement, on=DAY, signed_on="1979-11", by=system_user())

    assert (agreement.state, agreement.is_retrospective) == (S.IN_FORCE, True)
    assert owed(agreement) == {"ours": [], "theirs": []}
    files.attach(
        agreement,
        paper(),
        kind="scan",
        language="zh-en",
        paper_original="Archive",
        by=system_user(),
    )
    make_signature(agreement.theirs[0], way="ink", signed_on="1979-11", place_en="Bonn")
    assert owed(agreement) == {"ours": [], "theirs": []}
    assert agreement.texts_missing == ""


# --- Refusals -------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_second_signature_of_the_same_party_is_refused_at_its_field():
    agreement = make_agreement(state=S.SIGNING)
    make_signature(agreement.ours[0])

    with pytest.raises(DomainError) as refusal:
        make_signature(agreement.ours[0], signed_file=paper())

    assert list(refusal.value.message_dict) == ["party"]
    assert (Signature.objects.count(), Attachment.objects.count()) == (1, 0)


@pytest.mark.django_db
@pytest.mark.parametrize("state", [S.DRAFT, S.CHECKS, S.IN_REVIEW, S.WITHDRAWN])
def test_nobody_signs_a_text_that_is_not_approved(state):
    agreement = make_agreement(state=state)

    with pytest.raises(DomainError) as refusal:
        make_signature(agreement.ours[0])

    assert refusal.value.code == "not_signing"
    assert Signature.objects.count() == 0


@pytest.mark.django_db
def test_nothing_is_marked_as_signed_before_everybody_has_signed():
    agreement = make_agreement(state=S.SIGNING, partner=make_organisation("Waterloo"))
    make_signature(agreement.ours[0])

    with pytest.raises(DomainError, match="Waterloo") as refusal:
        services.sign_agreement(agreement, on=DAY, by=system_user())

    assert refusal.value.code == "not_signed"
    agreement.refresh_from_db()
    assert (agreement.state, agreement.number) == (S.SIGNING, "")


@pytest.mark.django_db
def test_a_party_that_only_carries_it_out_does_not_sign():
    agreement = make_agreement(state=S.DRAFT)
    school = make_unit(agreement.unit)
    party = services.NewParty(unit=school, role="participant")
    services.add_party(agreement, party, by=system_user())
    approve(agreement)

    let_all_sign(agreement)
    services.sign_agreement(agreement, on=DAY, signed_on=DAY, by=system_user())

    assert agreement.state == S.IN_FORCE
    assert len(standings(agreement)) == 2


@pytest.mark.django_db
def test_the_day_of_an_agreement_is_that_of_the_last_signature():
    agreement = make_agreement(state=S.SIGNING)
    make_signature(agreement.theirs[0], signed_on="2026-04-18")
    make_signature(agreement.ours[0], signed_on="2026-04-29")

    services.sign_agreement(agreement, on=DAY, by=system_user())

    assert str(agreement.signed_on) == "2026-04-29"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("sealed_on", "way", "field"),
    [
        ("2026-04-01", "ink_seal", "sealed_on"),
        ("2027", "ink_seal", "sealed_on"),
        (None, "ink_seal", "sealed_on"),
        ("2026-05-01", "pdf", None),
    ],
)
def test_an_impossible_seal_is_refused(sealed_on, way, field):
    agreement = make_agreement(state=S.SIGNING)
    signature = make_signature(agreement.ours[0], way=way, signed_on="2026-04-29")

    with pytest.raises(DomainError) as refusal:
        services.seal_signature(signature, on=DAY, sealed_on=sealed_on, by=system_user())

    assert field is None or list(refusal.value.message_dict) == [field]
    signature.refresh_from_db()
    assert signature.sealed_on is None


@pytest.mark.django_db
def test_a_signed_text_is_not_returned_until_the_signature_is_taken_off():
    agreement = make_agreement(state=S.SIGNING)
    signature = make_signature(agreement.theirs[0], signed_file=paper())

    with pytest.raises(DomainError) as refusal:
        services.return_agreement(agreement, reason="Clause 4", by=system_user())
    assert refusal.value.code == "signed"

    services.remove_signature(signature, reason="Wrong version", by=system_user())
    services.return_agreement(agreement, reason="Clause 4", by=system_user())

    assert agreement.state == S.DRAFT
    assert Attachment.objects.count() == 0
    verbs = AuditEntry.objects.about(agreement).values_list("verb", flat=True)
    assert {"signature.recorded", "signature.removed", "file.detached"} <= set(verbs)


@pytest.mark.django_db
def test_the_signature_of_an_agreement_marked_as_signed_is_corrected_and_not_removed():
    agreement = make_agreement(state=S.IN_FORCE)
    signature = Signature.objects.of_agreement(agreement).first()

    with pytest.raises(DomainError):
        services.remove_signature(signature, reason="x", by=system_user())
    services.change_signature(signature, on=DAY, signer_en="Li", by=system_user())

    signature.refresh_from_db()
    assert signature.signer_en == "Li"


@pytest.mark.django_db
def test_our_seal_is_entered_in_the_register_once_it_has_begun_and_a_partners_by_hand():
    agreement = make_agreement(state=S.SIGNING)
    make_seal(agreement.unit, valid_from=DAY)
    ours = make_signature(agreement.ours[0], way="ink_seal", signed_on=DAY)
    theirs = make_signature(agreement.theirs[0], way="ink_seal", signed_on=DAY)

    services.seal_signature(theirs, on=DAY, sealed_on=DAY, by=system_user())
    with pytest.raises(DomainError) as refusal:
        services.seal_signature(ours, on=DAY, sealed_on=DAY, by=system_user())
    assert refusal.value.code == "in_register"

    services.change_signature(ours, on=DAY, signed_on="2020-01-01", by=system_user())
    services.seal_signature(ours, on=DAY, sealed_on="2020-01-02", by=system_user())
    assert str(ours.sealed_on) == "2020-01-02"


@pytest.mark.django_db
def test_a_signature_recorded_after_the_seal_reads_it_from_the_register():
    agreement = make_agreement(state=S.SIGNING)
    seal = make_seal(agreement.unit)
    make_request(agreement.unit, record=agreement, seal=seal, state="used", on=DAY)

    signature = make_signature(agreement.ours[0], way="ink_seal", signed_on=DAY)
    partners = make_signature(agreement.theirs[0], way="ink_seal", signed_on=DAY)

    assert (str(signature.sealed_on), signature.seal) == (str(DAY), str(seal))
    assert partners.sealed_on is None


# --- Pages ----------------------------------------------------------------------------------------


@pytest.fixture
def officer(client):
    user = make_staff(roles.OFFICER, roles.HEAD, language="en")
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return user


@pytest.mark.django_db
def test_the_page_says_in_words_what_each_party_still_owes(client, officer):
    partner = make_organisation(name_en="Waterloo")
    agreement = make_agreement(officer.unit, state=S.SIGNING, partner=partner)
    address = agreement.get_absolute_url()
    steps = [name for name, *_rest in client.get(address).context["steps"]]
    assert steps == ["return", "withdraw"]

    page = client.post(
        reverse("partnerships:record_signature", args=[agreement.pk]),
        {
            "party": agreement.theirs[0].pk,
            "signer_en": "Feridun",
            "authority": "delegate",
            "way": "pdf",
            "signed_on": "2026-04-29",
            "signed_file": paper(),
        },
    )
    assert page.status_code == 302
    words = client.get(address).content.decode()
    assert "Waterloo: letter of delegation missing" in words
    assert ": signature missing" in words

    make_signature(agreement.ours[0], way="ink_seal", signed_on=DAY)
    page = client.get(address)
    assert ": seal, scan or signed file, who holds the original missing" in page.content.decode()
    assert [name for name, *_rest in page.context["steps"]] == ["sign", "return", "withdraw"]


@pytest.mark.django_db
def test_a_second_signature_is_refused_on_the_page_and_what_was_typed_is_kept(client, officer):
    agreement = make_agreement(officer.unit, state=S.SIGNING)
    make_signature(agreement.ours[0])
    typed = {
        "party": agreement.ours[0].pk,
        "signer_en": "Other",
        "authority": "president",
        "way": "ink",
    }

    page = client.post(reverse("partnerships:record_signature", args=[agreement.pk]), typed)

    assert page.status_code == 422
    assert list(page.context["form"].errors) == ["party"]
    assert page.context["form"]["signer_en"].value() == "Other"
    assert Signature.objects.count() == 1


@pytest.mark.django_db
def test_a_wrong_file_is_refused_where_it_was_chosen_and_nothing_is_saved(client, officer):
    agreement = make_agreement(officer.unit, state=S.SIGNING)
    typed = {
        "party": agreement.ours[0].pk,
        "signer_en": "Wang",
        "authority": "delegate",
        "way": "ink",
        "letter": SimpleUploadedFile("letter.pdf", b"no pdf at all"),
    }

    page = client.post(reverse("partnerships:record_signature", args=[agreement.pk]), typed)

    assert page.status_code == 422
    assert list(page.context["form"].errors) == ["letter"]
    assert Signature.objects.count() == 0


@pytest.mark.django_db
def test_seal_papers_and_corrections_have_their_pages(client, officer):
    agreement = make_agreement(officer.unit, state=S.SIGNING)
    signature = make_signature(agreement.ours[0], way="ink_seal", signed_on="2026-04-29")

    def send(name, values):
        return client.post(reverse(f"partnerships:{name}", args=[signature.pk]), values).status_code

    assert send("seal_signature", {"sealed_on": "2026-04-30", "seal": "University"}) == 302
    assert send("signature_file", {"kind": "scan", "file": paper()}) == 302
    signature.refresh_from_db()
    change = {
        "signer_en": "Wang",
        "authority": "president",
        "way": "ink_seal",
        "original_held_by": "Archive",
        "signed_on": "2026-04-28",
        "version": signature.version,
    }
    assert send("change_signature", change) == 302
    assert owed(agreement)["ours"] == []
    assert send("remove_signature", {"reason": "Wrong text"}) == 302
    assert Signature.objects.count() == 0


@pytest.mark.django_db
def test_the_page_of_our_seal_leads_to_the_register(client, officer):
    agreement = make_agreement(officer.unit, state=S.SIGNING)
    make_seal(officer.unit)
    signature = make_signature(agreement.ours[0], way="ink_seal", signed_on="2026-04-29")
    ask = reverse("approvals:request_seal_for", args=["partnerships.agreement", agreement.pk])

    page = client.get(reverse("partnerships:seal_signature", args=[signature.pk]))

    assert (page.status_code, page["Location"]) == (302, ask)
    assert ask in client.get(agreement.get_absolute_url()).content.decode()


@pytest.mark.django_db
def test_another_institutions_signature_is_not_found(client, officer):
    agreement = make_agreement(state=S.SIGNING)
    signature = make_signature(agreement.ours[0])

    for name in ("seal_signature", "signature_file", "change_signature", "remove_signature"):
        assert client.get(reverse(f"partnerships:{name}", args=[signature.pk])).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("count", [3, 6])
def test_the_page_costs_the_same_however_many_parties_sign(
    client, officer, count, django_assert_num_queries
):
    agreement = make_agreement(officer.unit)
    for _ in range(count):
        party = services.NewParty(organisation=make_organisation())
        services.add_party(agreement, party, by=system_user())
    approve(agreement)
    for party in agreement.parties.all():
        make_signature(party, signed_file=paper())
    client.get(agreement.get_absolute_url())

    with django_assert_num_queries(19):
        page = client.get(agreement.get_absolute_url())

    assert len(page.context["standings"]) == count + 2
