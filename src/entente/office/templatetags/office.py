"""Tags of the office's own templates."""

from __future__ import annotations

from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.utils.safestring import SafeString

from entente.kit.forms import style

register = template.Library()


@register.simple_tag
def styled(form: BaseForm) -> SafeString:
    """Draw a form of another package in the look of ours."""
    for field in form.fields.values():
        style(field)
    drawn: Any = form
    return SafeString(drawn)


@register.simple_tag
def styled_field(field: BoundField) -> SafeString:
    """Draw one field alone in the look of ours."""
    style(field.field)
    return SafeString(str(field))
