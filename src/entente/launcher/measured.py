"""Settings of an installation that is measured: the house's own, with one empty page more."""

from entente.config.settings import *  # noqa: F403

ROOT_URLCONF = "entente.bench.urls"
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
