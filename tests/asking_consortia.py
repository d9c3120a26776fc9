"""Asks services and pages what tests of several files want to know."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from entente.consortia import services
from entente.office.services import system_user


def refused(service, *given, **named):
    """Call a service that must refuse, and give what it says at which field."""
    with translation.override("en"), pytest.raises(ValidationError) as refusal:
        service(*given, by=system_user(), **named)
    error = refusal.value
    with translation.override("en"):
        return error.message_dict if hasattr(error, "error_dict") else error.messages


def close(motion, **named):
    """Close the vote on a motion, and give the state it comes to."""
    services.close_vote(motion, by=system_user(), **named)
    motion.refresh_from_db()
    return motion.state


def address(name, record):
    """Give the address of a page about a record of consortia."""
    return reverse(f"consortia:{name}", args=[record.pk])


def queries_of(client, url):
    """Count what a page asks the database, once everything that is kept is warm."""
    client.get(url)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return len(asked)
