"""The office as a Django app."""

from django.apps import AppConfig


class OfficeConfig(AppConfig):
    """Our side: units, users, roles, scopes."""

    name = "entente.office"
    label = "office"
