"""Who acts on a page."""

from __future__ import annotations

from typing import cast

from entente.kit.pages.staff import StaffView
from entente.office.models import User


def signed_in(page: StaffView) -> User:
    """Give the person who is signed in, as the one who acts."""
    return cast("User", page.officer)
