"""The office as a Django app."""

from django.apps import AppConfig


class OfficeConfig(AppConfig):
    """Our side: units, users, roles, scopes."""

    name = "entente.office"
    label = "office"

    def ready(self) -> None:
        """Say who may do what with the tools of the house."""
        from entente.kit.models.files import SEE_CONFIDENTIAL
        from entente.office.roles import CONFIDENTIALITY, HEAD, LEGAL, allow

        allow(SEE_CONFIDENTIAL, HEAD, LEGAL, CONFIDENTIALITY)
