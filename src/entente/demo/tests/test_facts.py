"""The facts as they are written down, before any database."""

import pytest

from entente.demo import csu, cuit, iuces, soe, ustb
from entente.demo.claims import claims
from entente.demo.corpus import INSTITUTIONS, partners
from entente.demo.facts import ROR

BY_CODE = {facts.home.code: facts for facts in INSTITUTIONS}


def test_there_are_fifty_three_statements_from_five_documents():
    assert len(claims()) == 53
    assert {claim["seed"] for claim in claims().values()} == {
        facts.document.number for facts in INSTITUTIONS
    }


@pytest.mark.parametrize(
    ("code", "named", "promised"),
    [("CUG", 11, 0), ("SOE", 7, 7), ("CUIT", 6, 0), ("CSU", 4, 3), ("USTB", 3, 2)],
)
def test_each_document_names_so_many_partners_and_agreements(code, named, promised):
    assert len(BY_CODE[code].mentions) == named
    assert len(BY_CODE[code].promises) == promised


def test_partners_named_twice_are_one():
    assert len(partners()) == 29
    assert iuces.p.WATERLOO in {m.partner for m in soe.FACTS.mentions}
    assert soe.p.POHANG in {m.partner for m in csu.FACTS.mentions}


def test_the_consortium_has_twelve_members_of_whom_eight_began_it():
    members = iuces.LEAGUE.members
    assert len(members) == int(claims()["000.3"]["value"])
    assert len([m for m in members if m.initiator]) == int(claims()["000.4"]["value"])
    assert iuces.LEAGUE.founded == claims()["000.1"]["value"]


def test_the_page_of_the_school_counts_at_least_as_many_agreements_as_it_names():
    low, high = map(int, claims()["001.1"]["value"].split(".."))
    assert len(soe.FACTS.promises) == 7 <= low < high


def test_six_laboratories_have_six_partners():
    assert len(cuit.FACTS.mentions) == int(claims()["002.21"]["value"])


def test_the_delegation_went_to_three_universities_and_one_laboratory():
    universities = [m for m in csu.FACTS.mentions if m.partner.kind == "university"]
    assert len(universities) == int(claims()["003.1"]["value"])
    assert [m.partner.part_of for m in csu.FACTS.mentions if m.partner.part_of] == [csu.p.POHANG]


def test_the_oldest_agreement_is_dated_as_exactly_as_its_page():
    oldest = ustb.FACTS.promises[0]
    assert oldest.partner is ustb.p.AACHEN
    assert oldest.signed == claims()["004.1"]["value"] == "1979"


def test_identifiers_are_nobodys_twice_and_only_from_the_register():
    identified = [partner for partner in partners() if partner.ror]
    assert len({partner.ror for partner in identified}) == len(identified) == 25
    assert {partner.name for partner in partners() if not partner.ror} == {
        "Lawrence Berkeley National Laboratory",
        "EPSRC Future Metrology Hub",
        "GIFT Research Center",
        "Tata Steel",
    }


def test_every_name_says_where_it_is_from():
    documents = {facts.document for facts in INSTITUTIONS}
    for partner in partners():
        assert any(name.origin in documents for name in partner.names), partner.name
        assert all(name.origin == ROR or name.origin.name for name in partner.names)


def test_nothing_is_cited_without_words():
    for facts in INSTITUTIONS:
        assert facts.quotes()
        assert all(all(quote.words) for quote in facts.quotes())
