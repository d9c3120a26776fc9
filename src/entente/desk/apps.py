"""The desk as a Django app."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Home, search, calendar and notices of the staff."""

    name = "entente.desk"
    label = "desk"

    def ready(self) -> None:
        """Fill the slots of other pages."""
        from entente.desk import parts  # noqa: F401
