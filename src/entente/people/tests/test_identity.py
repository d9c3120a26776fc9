"""Names, ORCIDs and nationalities."""

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from entente.kit.errors import DomainError
from entente.organisations.places import place_name
from entente.people.identity import latin_name, normalise_orcid, orcid_check_digit
from entente.people.nationality import find_nationality

FIFTEEN = st.text("0123456789", min_size=15, max_size=15)


def grouped(characters):
    return "-".join(characters[place : place + 4] for place in range(0, 16, 4))


@pytest.mark.parametrize(
    "written",
    [
        "0000-0002-1825-0097",
        "0000000218250097",
        "https://orcid.org/0000-0002-1825-0097",
        "orcid.org/0000-0002-1825-0097/",
        " 0000-0002-1825-0097 ",
        "００００-０００２-１８２５-００９７",
    ],
)
def test_an_orcid_is_read_however_it_is_written(written):
    assert normalise_orcid(written) == "0000-0002-1825-0097"


def test_an_orcid_may_end_in_x():
    assert normalise_orcid("0000-0002-1694-233x") == "0000-0002-1694-233X"


@given(FIFTEEN)
def test_an_orcid_with_its_own_check_digit_holds(digits):
    whole = digits + orcid_check_digit(digits)

    assert normalise_orcid(whole) == grouped(whole)


@given(FIFTEEN, st.integers(0, 14), st.integers(1, 9))
def test_one_wrong_digit_is_noticed(digits, place, off):
    check = orcid_check_digit(digits)
    slipped = f"{digits[:place]}{(int(digits[place]) + off) % 10}{digits[place + 1 :]}"

    with pytest.raises(DomainError) as refusal:
        normalise_orcid(slipped + check)

    assert refusal.value.code == "wrong_check_digit"


@given(FIFTEEN, st.integers(0, 13))
def test_two_digits_in_the_wrong_order_are_noticed(digits, place):
    turned = f"{digits[:place]}{digits[place + 1]}{digits[place]}{digits[place + 2 :]}"
    if turned == digits:
        return

    with pytest.raises(DomainError):
        normalise_orcid(turned + orcid_check_digit(digits))


@pytest.mark.parametrize(
    "written", ["12345", "0000-0002-1825-009", "orcid", "0000 0002 1825 00977"]
)
def test_what_is_no_orcid_is_refused(written):
    with pytest.raises(DomainError) as refusal:
        normalise_orcid(written)

    assert refusal.value.code == "not_an_orcid"


def test_a_latin_name_keeps_the_order_of_its_owner():
    assert latin_name("Yanxin", "Wang", family_first=True) == "Wang Yanxin"
    assert latin_name("Maria", "Weber", family_first=False) == "Maria Weber"
    assert latin_name("", "Weber", family_first=False) == "Weber"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("DE", "DE"),
        ("de", "DE"),
        ("DEU", "DE"),
        ("德国", "DE"),
        ("germany", "DE"),
        ("Federal Republic of Germany", "DE"),
        ("中国香港", "HK"),
        ("香港", "HK"),
        ("Taiwan", "TW"),
        ("", ""),
    ],
)
def test_a_nationality_is_found_by_name_or_code_in_both_languages(typed, code):
    assert find_nationality(typed) == code


def test_an_unknown_nationality_is_refused():
    with pytest.raises(DomainError):
        find_nationality("Atlantis")


def test_regions_of_china_are_named_as_such():
    with override("zh-hans"):
        assert [place_name(code) for code in ("HK", "MO", "TW", "DE", "")] == [
            "中国香港",
            "中国澳门",
            "中国台湾",
            "德国",
            "",
        ]
    with override("en"):
        assert [place_name(code) for code in ("HK", "MO", "TW")] == [
            "Hong Kong, China",
            "Macao, China",
            "Taiwan, China",
        ]
