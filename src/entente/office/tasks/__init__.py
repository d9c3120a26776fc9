"""Work towards the outside: a message about deadlines leaves by mail or to a chat, once."""

from __future__ import annotations

from django_tasks import task

from entente.office.models import Dispatch
from entente.office.tasks import hooks, mails, sending


@task()
def deliver(dispatch_id: int) -> None:
    """Send one message; the notice in the desk is there in any case."""
    sending.once(Dispatch, dispatch_id, _send, again=deliver)


def _send(dispatch: Dispatch) -> None:
    (mails if dispatch.person_id else hooks).send(dispatch)
