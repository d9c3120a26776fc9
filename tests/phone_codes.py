"""The code that an authenticator app on a phone shows at this moment."""

import time

from allauth.mfa import app_settings
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value


def code_shown(secret: str) -> str:
    """The six digits for `secret` (base32) now; RFC 6238."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // app_settings.TOTP_PERIOD))
