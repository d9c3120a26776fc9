"""Tells a process that a test starts which database the test stands on."""

from urllib.parse import quote

from django.db import connection


def address():
    """Give the address of the database as `DATABASE_URL` takes it, socket folders included."""
    values = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{values['NAME']}"
    host, port = quote(values["HOST"], safe=""), values["PORT"]
    user = f"{values['USER']}:{quote(values['PASSWORD'])}" if values["PASSWORD"] else values["USER"]
    return f"postgres://{user}@{host}{f':{port}' if port else ''}/{values['NAME']}"
