"""The files of a record, as a block of its page: `{% attachments record %}`.

A page that has read the files itself hands them on: `{% attachments record files %}`.
"""

from __future__ import annotations

from typing import Any

from django import template

from entente.kit.models import Attachment
from entente.kit.records import Record, change_permission

register = template.Library()


@register.inclusion_tag("kit/parts/attachments.html", takes_context=True)
def attachments(
    context: dict[str, Any], record: Record, open_files: list[Attachment] | None = None
) -> dict[str, Any]:
    """Draw the files that this person may read, with what they may do to them."""
    user = context["request"].user
    may_change = user.may(change_permission(type(record.audit_subject())), record.audit_subject())
    files = open_files
    if files is None:
        files = list(Attachment.objects.open_to(user, record).for_list())
    return {
        "record": record,
        "label": record._meta.label_lower,
        "files": [(file, may_change and file.is_within(user)) for file in files],
        "may_attach": may_change,
    }
