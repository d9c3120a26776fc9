"""Name badges and table cards: every name is there, and stands in one line however long it is."""

import datetime
import io

import pypdf
import pytest

from entente.kit.cards import BADGE, POINT, Card, badges, fitting, table_cards

ON = datetime.date(2026, 9, 1)
LONG = "阿卜杜热合曼·麦麦提吐尔逊·买买提艾力江"
LATIN = "Wilhelmina Konstantinopoulou-Featherstonehaugh van der Westhuizen"


def pages(file):
    return [
        page.extract_text().replace("\n", "").replace(" ", "")
        for page in pypdf.PdfReader(io.BytesIO(file)).pages
    ]


def test_ten_badges_stand_on_a_sheet_with_name_origin_and_heading():
    cards = [Card(f"Visitor {at}", f"访客{at}", "University of Tokyo") for at in range(11)]

    first, second = pages(badges(cards, heading="气象论坛 2026", on=ON))

    assert all(f"访客{at}" in first for at in range(10))
    assert "访客10" in second
    assert first.count("UniversityofTokyo") == first.count("气象论坛2026") == 10


def test_a_badge_carries_a_code_where_one_is_given():
    plain = badges([Card("Anna")], heading="Forum", on=ON)
    coded = badges([Card("Anna", code="https://example.org/door/1:abc/")], heading="Forum", on=ON)

    assert len(coded) > len(plain)
    assert "Anna" in pages(coded)[0]


def test_a_table_card_stands_on_a_sheet_of_its_own():
    cards = [Card("李伟", "Li Wei", "成都信息工程大学"), Card(LONG, LATIN)]

    first, second = pages(table_cards(cards, heading="会谈", on=ON))

    assert "李伟" in first
    assert LONG in second


def test_a_badge_with_the_longest_names_and_a_code_stays_in_its_place_on_the_sheet():
    cards = [Card(LONG, LATIN, f"{LATIN} · {LATIN}", "https://example.org/1/")] * 10

    assert len(pages(badges(cards, heading="Forum", on=ON))) == 1


@pytest.mark.parametrize("text", ["李伟", "Li Wei", LONG, LATIN])
def test_a_name_is_set_as_large_as_its_line_allows(text):
    size = fitting(text, 22, BADGE)
    ems = sum(1.0 if letter >= "\u2e80" else 0.56 for letter in text)

    assert size <= 22
    assert size * POINT * ems <= BADGE * 1.05
