"""Events as a Django app."""

from pathlib import Path

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class EventsConfig(AppConfig):
    """Conferences and other events: dossiers held against the rules, hosts, who came."""

    name = "entente.events"
    label = "events"
    verbose_name = pgettext_lazy("app", "Events")

    def ready(self) -> None:
        """Give the roles what the pages need, fill the slots, name what the history tells."""
        from entente.events import enums, jobs, measures, parts  # noqa: F401
        from entente.events.services.dossier import DossierPart
        from entente.kit.history import name_verbs
        from entente.office import roles
        from entente.office.deadline_kinds import name_deadlines
        from entente.office.reckoning import declare_rules, name_words

        roles.allow([enums.VIEW_EVENT, enums.CHANGE_EVENT], *roles.KEEPERS)
        roles.allow(enums.APPROVE_EVENT, roles.HEAD)
        roles.name_permissions({enums.APPROVE_EVENT: _("decide about conferences and events")})
        declare_rules(Path(__file__).with_name("rules.toml"))
        name_words(["conference.dossier"], dict(DossierPart.choices))
        name_deadlines({"conference.filing": _("Dossier of a conference to be filed")})
        name_verbs(
            {
                "event.drafted": _("Event drafted"),
                "event.changed": _("Event changed"),
                "event.weighed": _("Held against the rule on conferences"),
                "event.filed": _("Dossier filed"),
                "event.approved": _("Event approved"),
                "event.returned": _("Dossier returned"),
                "event.taken_back": _("Dossier taken back"),
                "event.held": _("Event took place"),
                "event.cancelled": _("Event cancelled"),
                "event_host.entered": _("Host entered"),
                "event_host.changed": _("Host changed"),
                "event_host.removed": _("Host removed"),
                "event_country.entered": _("Country entered"),
                "event_country.changed": _("Country changed"),
                "event_country.removed": _("Country removed"),
                "event.registration_opened": _("Registration opened or changed"),
                "registration.entered": _("Registered"),
                "registration.changed": _("Registration changed"),
                "registration.admitted": _("Place given from the waiting list"),
                "registration.withdrawn": _("Registration withdrawn"),
                "registration.checked_in": _("Was there"),
                "registration.certified": _("Certificate of attendance issued"),
                "registration.erased": _("Personal data of a registration erased"),
            }
        )
