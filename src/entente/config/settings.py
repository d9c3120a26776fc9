"""Every setting, read from the environment; `.env.example` lists the variables."""

import os
import secrets
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
import django_stubs_ext
from django.utils.translation import gettext_lazy as _

from entente.config import sign_in

django_stubs_ext.monkeypatch()


def flag(name: str, default: str = "") -> bool:
    """Read a yes/no variable: 1, true, yes and on mean yes."""
    return os.environ.get(name, default).strip().lower() in {"1", "true", "yes", "on"}


def listed(name: str, default: str = "") -> list[str]:
    """Read a variable that holds values separated by commas."""
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


def secret(name: str, home: Path) -> str:
    """Take a secret from the environment, else from the data folder, where it is made once."""
    if given := os.environ.get(name):
        return given
    kept = home / "secrets" / name.lower()
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(48))
    return kept.read_text().strip()


PACKAGE = Path(__file__).resolve().parent.parent
ROOT = PACKAGE.parent.parent
HOME = Path(os.environ.get("ENTENTE_HOME") or ROOT / "var").resolve()
HOME.mkdir(parents=True, exist_ok=True)
# Large placements are compiled; the machine code is made once for an installation.
os.environ.setdefault("NUMBA_CACHE_DIR", str(HOME / "compiled"))

SECRET_KEY = secret("ENTENTE_SECRET_KEY", HOME)
FIELD_KEYS = [secret("ENTENTE_FIELD_KEY", HOME), *listed("ENTENTE_OLD_FIELD_KEYS")]
DEBUG = False
ALLOWED_HOSTS = listed("ENTENTE_HOSTS", "localhost,.localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = listed("ENTENTE_ORIGINS")
BEHIND_TLS = flag("ENTENTE_TLS")
# What links in mails, chats and calendars begin with.
ADDRESS = (
    os.environ.get("ENTENTE_ADDRESS") or next(iter(CSRF_TRUSTED_ORIGINS), "http://localhost:8000")
).rstrip("/")


INSTALLED_APPS = [
    "entente.demo",
    "entente.desk",
    "entente.website",
    "entente.intake",
    "entente.collecting",
    "entente.returns",
    "entente.figures",
    "entente.mobility",
    "entente.arrivals",
    "entente.reviewing",
    "entente.funding",
    "entente.experts",
    "entente.events",
    "entente.research",
    "entente.visits",
    "entente.certificates",
    "entente.training",
    "entente.nominations",
    "entente.safety",
    "entente.portal",
    "entente.consortia",
    "entente.partnerships",
    "entente.people",
    "entente.organisations",
    "entente.approvals",
    "entente.papers",
    "entente.office",
    "entente.kit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.socialaccount.providers.saml",
    "csp",
    "django.forms",
    "django_filters",
    "django_htmx",
    "django_include_bootstrap",
    "django_tasks",
    "django_tasks_db",
    "modelcluster",
    "taggit",
    "wagtail",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "entente.website.views.public.PublicSites",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "entente.office.entrance.middleware.SilentProviderMiddleware",
    "entente.office.entrance.middleware.SecondFactorMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "entente.config.urls"
WSGI_APPLICATION = "entente.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": ["django.templatetags.i18n", "entente.kit.templatetags.kit"],
        },
    }
]
FORM_RENDERER = "entente.kit.forms.DeskRenderer"

# --- Database -------------------------------------------------------------------------------------
DATABASES = {
    "default": dj_database_url.parse(
        os.environ.get("DATABASE_URL") or f"sqlite:///{HOME / 'entente.sqlite3'}",
        conn_max_age=60,
        conn_health_checks=True,
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;"
            "PRAGMA mmap_size=268435456;PRAGMA cache_size=-65536;PRAGMA temp_store=MEMORY;"
        ),
    }
    # A test database in memory cannot be shared by the threads of a live server.
    DATABASES["default"]["TEST"] = {"NAME": str(HOME / "test.sqlite3")}

# --- Languages ------------------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
FORMAT_MODULE_PATH = ["entente.config.formats"]
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = os.environ.get("ENTENTE_TIME_ZONE", "Asia/Shanghai")
USE_TZ = True

# --- Public sites ---------------------------------------------------------------------------------
# Requests to these names are the desk's; any other name may be a public site's.
DESK_HOSTS = {
    "localhost",
    "127.0.0.1",
    "[::1]",
    urlsplit(ADDRESS).hostname,
    *listed("ENTENTE_DESK_HOSTS"),
}
WAGTAIL_SITE_NAME = "Entente"
WAGTAIL_I18N_ENABLED = True
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_BASE_URL = ADDRESS
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False

# --- Files ----------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STATIC_ROOT.mkdir(exist_ok=True)
MEDIA_ROOT = HOME / "files"
STORAGES = {
    "default": {"BACKEND": "entente.kit.files.storage.DurableStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_HANDLERS = [
    "entente.kit.files.uploads.LimitHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
UPLOAD_LIMIT = int(os.environ.get("ENTENTE_UPLOAD_MB", "50")) * 1024 * 1024

# --- Who signs in ---------------------------------------------------------------------------------
AUTH_USER_MODEL = "office.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
ACCOUNT_ADAPTER = "entente.office.entrance.adapters.AccountAdapter"
ACCOUNT_FORMS = {"login": "entente.office.entrance.forms.SignInForm"}
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PRESERVE_USERNAME_CASING = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if BEHIND_TLS else "http"
ACCOUNT_RATE_LIMITS = {"login_failed": "30/m/ip,5/5m/key", "login": "120/m/ip"}
MFA_ADAPTER = "entente.office.entrance.adapters.FactorAdapter"
# A phone's clock may be half a minute off, and typing takes its time.
MFA_TOTP_TOLERANCE = 1
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not BEHIND_TLS
REQUIRE_MFA = listed("ENTENTE_REQUIRE_MFA")
SOCIALACCOUNT_ADAPTER = "entente.office.entrance.adapters.SocialAdapter"
SOCIALACCOUNT_PROVIDERS = sign_in.providers(os.environ)
# The policy below lets forms go to ourselves only, and Chromium applies that to where a form is
# sent on to; so the way to an identity provider is a link.
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SSO_CREATES_USERS = flag("ENTENTE_SSO_CREATES_USERS")
PEOPLE_DATABASE_URL = os.environ.get("ENTENTE_PEOPLE_DATABASE_URL", "")
PEOPLE_VIEW = os.environ.get("ENTENTE_PEOPLE_VIEW", "")
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("ENTENTE_PROXIES", "0"))

# --- What processes share for a short time: counts of wrong passwords -----------------------------
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "office_cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}

# --- Mail -----------------------------------------------------------------------------------------
DEFAULT_FROM_EMAIL = os.environ.get("ENTENTE_MAIL_FROM", "entente@localhost")
EMAIL_HOST = os.environ.get("ENTENTE_MAIL_HOST", "")
EMAIL_PORT = int(os.environ.get("ENTENTE_MAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("ENTENTE_MAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("ENTENTE_MAIL_PASSWORD", "")
EMAIL_USE_TLS = flag("ENTENTE_MAIL_STARTTLS")
EMAIL_USE_SSL = flag("ENTENTE_MAIL_TLS")
EMAIL_TIMEOUT = 20
EMAIL_FILE_PATH = HOME / "mail"
if not EMAIL_HOST:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"

# --- Messages to a chat ---------------------------------------------------------------------------
HOOKS_PUBLIC_ONLY = flag("ENTENTE_HOOKS_PUBLIC_ONLY")
HOOKS_LOCAL = flag("ENTENTE_HOOKS_LOCAL")

# --- A language model that may read documents along; without an address none is asked -------------
MODEL_ADDRESS = os.environ.get("ENTENTE_MODEL_ADDRESS", "")
MODEL_NAME = os.environ.get("ENTENTE_MODEL_NAME", "")
MODEL_KEY = os.environ.get("ENTENTE_MODEL_KEY", "")
MODEL_SECONDS = 60

# --- Certificates: keys stand beside the database, never in it -----------------------------------
# Whoever verifies: enough for the desk of a large employer, too slow to count through numbers.
CERTIFICATE_RATES = {"certificate_number": "60/m/ip,600/h/ip", "certificate_file": "20/m/ip"}
# What learners send without an account: a whole class may stand behind one address.
LEARNER_RATES = {"learner": "300/m/ip"}
# What partners send by their links.
NOMINATION_RATES = {"nomination": "60/m/ip"}
# What travellers answer by their links: many of them may stand behind one address.
SAFETY_RATES = {"safety": "600/m/ip"}
# What people send who register for events; mails go to one mail address.
EVENT_RATES = {"event": "60/m/ip", "event_mail": "5/h/key"}
# What applicants send: a hall of them may stand behind one address. Mails go to one mail address.
PORTAL_RATES = {"portal": "600/m/ip", "portal_link": "60/m/ip", "portal_mail": "5/h/key"}
# The key and certificate (PKCS #12) with which an institution signs the PDFs of certificates.
CERTIFICATE_SIGNING = os.environ.get("ENTENTE_SIGNING", "")
CERTIFICATE_SIGNING_WORD = os.environ.get("ENTENTE_SIGNING_WORD", "")
CERTIFICATE_KEYS = os.environ.get("ENTENTE_KEYS") or str(HOME / "keys")

# --- Background work ------------------------------------------------------------------------------
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}

# --- Security -------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "manifest-src": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_TLS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_TLS else None

# --- What is written to the log -------------------------------------------------------------------
# To standard error, for the service manager to keep: warnings, and errors with their trace.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "entente": {"handlers": ["console"], "level": "INFO", "propagate": False},
        "django.request": {"handlers": ["console"], "level": "ERROR", "propagate": False},
    },
}
