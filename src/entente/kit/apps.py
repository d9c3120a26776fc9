"""The kit as a Django app."""

from django.apps import AppConfig


class KitConfig(AppConfig):
    """Tools that every app uses; nothing of the domain."""

    name = "entente.kit"
    label = "kit"
