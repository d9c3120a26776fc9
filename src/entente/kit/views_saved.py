"""Views of lists that a person keeps: read, save, drop."""

from __future__ import annotations

from entente.kit.models import SavedView
from entente.kit.scope import Officer


def of(officer: Officer, path: str) -> list[SavedView]:
    """Give a person's own views of a list, oldest first."""
    return list(SavedView.objects.filter(user_id=officer.pk, path=path))


def save(officer: Officer, path: str, name: str, query: str) -> SavedView:
    """Keep a view; the same name again replaces it."""
    view, _made = SavedView.objects.update_or_create(
        user_id=officer.pk, path=path, name=name, defaults={"query": query}
    )
    return view


def drop(officer: Officer, pk: int) -> str:
    """Forget one of the person's own views; give the address of its list."""
    view = SavedView.objects.filter(user_id=officer.pk, pk=pk).first()
    if view is None:
        return "/"
    view.delete()
    return view.path
