"""Values that are encrypted at rest, and the keys that open them."""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import models


@lru_cache(maxsize=8)
def _box(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet(
        [Fernet(base64.urlsafe_b64encode(hashlib.sha256(key.encode()).digest())) for key in keys]
    )


def master() -> MultiFernet:
    """Give the installation's own keys: the first one seals, all of them open."""
    return _box(tuple(settings.FIELD_KEYS))


class SealedField(models.TextField[Any, Any]):
    """Text that the database holds encrypted; it can be read and replaced, never searched."""

    def get_prep_value(self, value: Any) -> Any:
        """Seal the text."""
        if not value:
            return ""
        return master().encrypt(str(value).encode()).decode()

    def from_db_value(self, value: Any, *_: Any) -> str:
        """Open the text; a lost key is an error, not an empty field."""
        if not value:
            return ""
        try:
            return master().decrypt(value.encode()).decode()
        except InvalidToken as error:
            message = "A sealed field cannot be opened with ENTENTE_FIELD_KEY or its forerunners."
            raise ValueError(message) from error
