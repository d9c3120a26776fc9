"""The demo as a Django app: it brings a command and no tables."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """The five documents' cooperation, ready to be loaded."""

    name = "entente.demo"
    label = "demo"
