"""Consortia in a brief on a partner or a country."""

from __future__ import annotations

import datetime

from django.utils.translation import gettext

from entente.consortia.models import Consortium, Mandate, Membership
from entente.kit.parts import BriefSection, BriefSubject, organisation_brief
from entente.kit.periods import PartialDate
from entente.kit.scope import Officer

VIEW = "consortia.view_consortium"
SHOWN = 50


@organisation_brief.fill(order=40)
def in_consortia(subject: BriefSubject, officer: Officer, _on: datetime.date) -> list[BriefSection]:
    """Tell of which consortia they are members, and which offices they hold or held."""
    if not officer.may(VIEW):
        return []
    seen = Consortium.objects.visible_to(officer)
    facts = {"consortium__in": seen, "organisation__in": subject.organisations}
    members = Membership.objects.filter(**facts).for_list().select_related("consortium")
    mandates = Mandate.objects.filter(**facts).for_list().select_related("consortium")
    rows = [
        (
            it.consortium.name,
            it.organisation.name,
            it.get_member_class_display(),
            day(it.joined_on),
            day(it.left_on),
        )
        for it in members.order_by("-pk")[:SHOWN]
    ]
    rows += [
        (
            it.consortium.name,
            str(it.holder),
            it.get_office_display(),
            day(it.starts_on),
            day(it.ends_on),
        )
        for it in mandates.order_by("-pk")[:SHOWN]
    ]
    return [
        BriefSection(
            gettext("Consortia"),
            headings=(
                *(gettext("Consortium"), gettext("Organisation"), gettext("Part in it")),
                *(gettext("Since"), gettext("Until")),
            ),
            rows=tuple(rows),
            widths=(5, 5, 3, 3, 3),
            empty=gettext("They are in no consortium that is registered here."),
        )
    ]


def day(value: PartialDate | None) -> str:
    """Write a date as the reader does."""
    return value.localized() if value else ""
