"""People as a Django app."""

from pathlib import Path

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    """Persons, their consent, contacts at organisations."""

    name = "entente.people"
    label = "people"

    def ready(self) -> None:
        """Give the roles what the pages need, name what happens to persons, fill slots."""
        from entente.kit.history import name_verbs
        from entente.office.reckoning import declare_rules
        from entente.office.roles import (
            ADMINISTRATOR,
            HEAD,
            KEEPERS,
            OFFICER,
            SECRETARIAT,
            allow,
            name_permissions,
        )
        from entente.people import parts  # noqa: F401

        allow("people.view_person", *KEEPERS, SECRETARIAT, ADMINISTRATOR)
        allow(["people.add_person", "people.change_person"], *KEEPERS, SECRETARIAT)
        allow("people.view_contact", *KEEPERS, SECRETARIAT)
        allow(["people.add_contact", "people.change_contact"], *KEEPERS, SECRETARIAT)
        allow("people.view_datatransfer", *KEEPERS, SECRETARIAT, ADMINISTRATOR)
        allow("people.change_datatransfer", *KEEPERS, SECRETARIAT)
        allow("people.read_sealed_person", OFFICER, HEAD)
        allow("people.export_person", OFFICER, HEAD, ADMINISTRATOR)
        allow("people.erase_person", HEAD, ADMINISTRATOR)
        declare_rules(Path(__file__).with_name("rules.toml"))
        name_permissions(
            {
                "people.read_sealed_person": _("read passport numbers"),
                "people.export_person": _("hand out all data about a person"),
                "people.erase_person": _("erase a person"),
            }
        )
        name_verbs(
            {
                "person.added": _("Person entered in the register"),
                "person.changed": _("Changed"),
                "person.exported": _("Handed out all data"),
                "person.erased": _("Erased"),
                "transfer.entered": _("Transfer of personal data entered"),
                "transfer.changed": _("Changed"),
                "consent.given": _("Consent given"),
                "consent.withdrawn": _("Consent withdrawn"),
                "affiliation.added": _("Affiliation added"),
                "affiliation.changed": _("Affiliation changed"),
                "affiliation.removed": _("Affiliation removed"),
                "affiliation.erased": _("Affiliation erased"),
                "contact.added": _("Contact added"),
                "contact.changed": _("Contact changed"),
                "contact.removed": _("Contact removed"),
                "contact.erased": _("Contact erased"),
                "consent.erased": _("Consent erased"),
            }
        )
