"""The applicants' portal as a Django app."""

from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class PortalConfig(AppConfig):
    """People apply to calls and follow what becomes of it, by a link that is mailed to them."""

    name = "entente.portal"
    label = "portal"
    verbose_name = pgettext_lazy("app", "Applicants' portal")

    def ready(self) -> None:
        """Fill the slots and register what happens by night."""
        from entente.portal import jobs, parts  # noqa: F401
