"""Amounts of money read alike in both languages."""

import pytest
from django.template import engines
from django.utils import translation


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_amounts_stand_in_groups_of_three(language):
    template = engines["django"].from_string("{{ amount|floatformat:'2g' }}")

    with translation.override(language):
        assert template.render({"amount": 1_234_567.5}) == "1,234,567.50"
        assert template.render({"amount": 300}) == "300.00"
