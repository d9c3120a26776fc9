"""Numbers are read as people write them into a sheet."""

import pytest

from entente.collecting.numbers import read_number


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("812", ("=", 812, None)),
        ("1,200", ("=", 1200, None)),
        ("8.0", ("=", 8, None)),
        ("0", ("=", 0, None)),
        (">800", (">", 800, None)),
        (">= 800", (">=", 800, None)),
        ("≥800", (">=", 800, None)),
        ("800+", (">=", 800, None)),
        ("~800", ("~", 800, None)),
        ("≈800", ("~", 800, None)),
        ("20–40", ("range", 20, 40)),
        ("２０-４０", ("range", 20, 40)),
    ],
)
def test_a_number_is_read(text, read):
    assert read_number(text) == read


@pytest.mark.parametrize("text", ["", "many", "-3", "40-20", "1.5", "12 people", "1e3"])
def test_what_is_no_number_is_not_guessed(text):
    assert read_number(text) is None
