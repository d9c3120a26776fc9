import pytest
from hypothesis import given
from hypothesis import strategies as st

from entente.certificates.numbers import ALPHABET, Number, check_character, read, tidy
from entente.kit.errors import DomainError

NUMBERS = st.builds(
    Number,
    issuer=st.from_regex(r"\A[A-Z][A-Z0-9]{1,11}\Z"),
    kind=st.sampled_from(["NDE", "EVT", "LEC", "VIS", "EXP"]),
    year=st.integers(1950, 2199),
    project=st.integers(0, 99),
    serial=st.integers(1, 9_999_999),
)


def test_the_check_character_is_that_of_iso_7064():
    # The example of ISO/IEC 7064 for MOD 37,36.
    assert check_character("A12425GABC1234002") == "M"


@given(NUMBERS)
def test_a_number_is_read_as_it_was_written(number):
    assert read(str(number)) == number


@given(NUMBERS, st.data())
def test_each_single_wrong_character_is_noticed(number, data):
    text = str(number)
    places = [at for at, letter in enumerate(text) if letter != "-"]
    at = data.draw(st.sampled_from(places))
    other = data.draw(st.sampled_from([it for it in ALPHABET if it != text[at]]))

    with pytest.raises(DomainError):
        read(text[:at] + other + text[at + 1 :])


@given(NUMBERS)
def test_no_number_is_one_of_the_degree_register(number):
    plain = str(number).replace("-", "")

    assert not plain.isdigit()
    assert plain[0].isalpha()


@pytest.mark.parametrize(
    "typed", ["100491202605001234", "10049120260500123X", "１００４９１２０２６０５００１２３４"]
)
def test_a_number_of_the_degree_register_is_told_apart(typed):
    with pytest.raises(DomainError) as refusal:
        read(typed)

    assert refusal.value.code == "degree_register"


def test_what_people_paste_is_read():
    number = Number("CUG", "NDE", 2026, 2, 17)

    assert read(f"  {str(number).lower().replace('-', ' — ')} ") == number
    assert tidy("ｃｕｇ－nde") == "CUG-NDE"


@pytest.mark.parametrize(
    "typed", ["", "CUG", "CUG-NDE-26-02-0017-K", "<script>", "CUG-NDE-2026-02-17-K"]
)
def test_what_is_no_number_is_refused(typed):
    with pytest.raises(DomainError) as refusal:
        read(typed)

    assert refusal.value.code == "form"
