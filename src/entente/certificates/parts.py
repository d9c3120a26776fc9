"""What certificates show in other pages: navigation, a person's page, a person's data."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from entente.certificates.enums import VIEW, VIEW_SERIES, VIEW_TEMPLATE
from entente.certificates.models import Certificate
from entente.kit.parts import (
    NavEntry,
    Part,
    PersonalData,
    navigation,
    person_data,
    person_page,
)
from entente.kit.scope import Officer
from entente.people.models import Person

SHOWN = 10


@navigation.fill(order=35)
def pages() -> tuple[Any, list[NavEntry]]:
    """Offer the register, the series and the templates."""
    return _("Certificates"), [
        NavEntry(_("Register of certificates"), reverse("certificates:certificates"), VIEW),
        NavEntry(_("Series"), reverse("certificates:all_series"), VIEW_SERIES),
        NavEntry(_("Certificate templates"), reverse("certificates:templates"), VIEW_TEMPLATE),
    ]


@person_data.fill(order=60)
def told_of_person(person: Person) -> PersonalData | None:
    """Tell a person of their certificates; the register keeps them when other data are erased."""
    columns = ("number", "name_zh", "name_en", "subject_zh", "subject_en", "hours")
    rows = person.certificates.order_by("pk")
    return PersonalData.of("certificates", _("Certificates"), rows, *columns, "issued_on", "state")


@person_page.fill(order=50)
def of_person(person: Person, officer: Officer) -> Part | None:
    """Show the certificates of a person."""
    if not officer.may(VIEW):
        return None
    rows = Certificate.objects.visible_to(officer).filter(person=person)
    found = list(rows.for_list().order_by("-pk")[:SHOWN])
    return Part("certificates/parts/of_person.html", {"certificates": found}) if found else None
