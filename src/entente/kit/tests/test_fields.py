"""Fields that many forms ask for."""

import datetime

import pytest
from django import forms
from django.utils.translation import override

from entente.kit.fields import day


class Form(forms.Form):
    on = day("On")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_day_is_written_as_the_calendar_of_the_browser_demands(language):
    with override(language):
        drawn = str(Form(initial={"on": datetime.date(2026, 3, 9)})["on"])
    assert 'type="date"' in drawn
    assert 'value="2026-03-09"' in drawn
