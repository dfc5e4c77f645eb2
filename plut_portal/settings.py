"""Every setting of the portal. The environment is read here and nowhere else."""

from datetime import timedelta
from pathlib import Path

import environ
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from plut_portal import embedded
from plut_portal.admin_theme import unfold_settings

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

# --- Mode -----------------------------------------------------------------------------------

MODE = env("PORTAL_MODE", default="demo")
if MODE not in {"demo", "test", "production"}:
    raise ImproperlyConfigured(f"PORTAL_MODE is demo, test or production, not {MODE!r}.")
PRODUCTION = MODE == "production"
TESTING = MODE == "test"
STATE_DIR = Path(
    env("PORTAL_STATE_DIR", default=str(BASE_DIR / "var" / ("test" if TESTING else "")))
)


def _required(name: str, *, demo: str) -> str:
    """A value production must give and everyone else gets for free."""
    value: str = env(name, default="")
    if value:
        return value
    if PRODUCTION:
        raise ImproperlyConfigured(f"{name} must be set when PORTAL_MODE=production.")
    return demo


def _number(name: str, *, default: int, least: int = 1, most: int = 65_535) -> int:
    value = env(name, default=str(default))
    if not (value.isascii() and value.isdigit() and least <= int(value) <= most):
        raise ImproperlyConfigured(f"{name} is a number from {least} to {most}, not {value!r}.")
    return int(value)


def _switch(name: str, *, default: bool) -> bool:
    value = env(name, default=str(default))
    known = {"true": True, "1": True, "false": False, "0": False}
    if value.lower() not in known:
        raise ImproperlyConfigured(f"{name} is True or False, not {value!r}.")
    return known[value.lower()]


DEBUG = _switch("DEBUG", default=False)
if PRODUCTION and DEBUG:
    raise ImproperlyConfigured("DEBUG must be off when PORTAL_MODE=production.")
SECRET_KEY = _required("SECRET_KEY", demo="demo-only-key-" + "0123456789" * 5)
PORT = _number("PORT", default=8000)
SITE_URL = _required("SITE_URL", demo=f"http://localhost:{PORT}").rstrip("/")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[] if PRODUCTION else ["localhost", "127.0.0.1"])
if TESTING:
    ALLOWED_HOSTS += ["testserver"]
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

# --- Applications ---------------------------------------------------------------------------

INSTALLED_APPS = [
    # Without its own site: ours stands in core.admin_site.
    "unfold.apps.BasicAppConfig",
    "unfold.contrib.filters",
    "unfold.contrib.forms",
    "unfold.contrib.import_export",
    "unfold.contrib.simple_history",
    "plut_portal.core.admin_apps.OfficeAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "plut_portal.core.apps.StaticFilesConfig",
    "django.contrib.postgres",
    "django.contrib.sitemaps",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "bootstrap",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "import_export",
    "simple_history",
    "plut_portal.core",
    "plut_portal.accounts",
    "plut_portal.notifications",
    "businesses",
    "consultations",
    "trainings",
    "exhibitions",
    # Last: once everything above is migrated it hands out the roles' permissions.
    "plut_portal.insights",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "plut_portal.core.middleware.PoliciesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "plut_portal.core.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "plut_portal.accounts.middleware.StaffSessionMiddleware",
    "plut_portal.accounts.middleware.StaffMfaMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "businesses.middleware.OldAddressMiddleware",
]

ROOT_URLCONF = "plut_portal.urls"
WSGI_APPLICATION = "plut_portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "plut_portal.core.context_processors.site",
                "plut_portal.notifications.context_processors.unread",
            ],
        },
    },
]
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"

# --- Database, cache, queue -----------------------------------------------------------------

DATABASE_URL = _required("DATABASE_URL", demo="") or embedded.postgres_url(
    STATE_DIR, durable=not TESTING
)
if not DATABASE_URL.startswith("postgres"):
    raise ImproperlyConfigured("DATABASE_URL is a postgres:// address; nothing else will do.")
DATABASES = {"default": env.db_url_config(DATABASE_URL)}
DATABASES["default"] |= {"CONN_MAX_AGE": 0 if TESTING else 60, "CONN_HEALTH_CHECKS": True}
REDIS_URL = _required("REDIS_URL", demo="") or embedded.redis_url(STATE_DIR)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": {
        "BACKEND": "plut_portal.core.cache.SoftRedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "plut",
        "OPTIONS": {"socket_connect_timeout": 0.3, "socket_timeout": 0.5},
    }
}
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"

CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://", 1)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TIMEZONE = "Asia/Jakarta"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_connect_timeout": 0.5}
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BEAT_SCHEDULE_FILENAME = str(STATE_DIR / "celerybeat-schedule")
SEND_DUE_SECONDS = _number("SEND_DUE_SECONDS", default=20, most=3600)
PASS_ON_SECONDS = _number("PASS_ON_SECONDS", default=120, most=3600)
CELERY_BEAT_SCHEDULE = {
    # They expire: after hours without a worker one scan is enough, not hundreds.
    "send-due": {
        "task": "notifications.send_due",
        "schedule": SEND_DUE_SECONDS,
        "options": {"expires": SEND_DUE_SECONDS},
    },
    "sweep-stuck": {
        "task": "notifications.sweep_stuck",
        "schedule": timedelta(minutes=2),
        "options": {"expires": 120},
    },
    "sweep-uploads": {
        "task": "businesses.sweep_uploads",
        "schedule": timedelta(minutes=2),
        "options": {"expires": 120},
    },
    "expire-offers": {
        "task": "trainings.expire_offers",
        "schedule": PASS_ON_SECONDS,
        "options": {"expires": PASS_ON_SECONDS},
    },
    "sweep-training-work": {
        "task": "trainings.sweep_lost_work",
        "schedule": timedelta(minutes=2),
        "options": {"expires": 120},
    },
    "sweep-exhibitions": {
        "task": "exhibitions.sweep",
        "schedule": PASS_ON_SECONDS,
        "options": {"expires": PASS_ON_SECONDS},
    },
    "sweep-attachments": {
        "task": "consultations.sweep_attachments",
        "schedule": timedelta(minutes=2),
        "options": {"expires": 120},
    },
    "remind-of-expiries": {
        "task": "businesses.remind_of_expiries",
        "schedule": crontab(hour="7", minute="30"),
    },
    "purge-expired": {"task": "accounts.purge_expired", "schedule": timedelta(hours=6)},
    "purge-holds": {"task": "consultations.purge_holds", "schedule": timedelta(hours=1)},
    "purge-drafts": {"task": "consultations.purge_drafts", "schedule": timedelta(days=1)},
    "purge-buyers": {"task": "exhibitions.purge_contacts", "schedule": timedelta(days=1)},
}

# --- Language and time ----------------------------------------------------------------------

LANGUAGE_CODE = "id"
LANGUAGES = [("id", _("Indonesian")), ("en", _("English"))]
LANGUAGE_COOKIE_NAME = "bahasa"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_SAMESITE = "Lax"
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["plut_portal.core.localised"]
TIME_ZONE = "Asia/Jakarta"
USE_TZ = True
USE_I18N = True

# --- Static files and media -----------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = Path(env("PORTAL_STATIC_ROOT", default=str(STATE_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if TESTING or DEBUG
            else "whitenoise.storage.CompressedManifestStaticFilesStorage"
        )
    },
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = TESTING or DEBUG
# No address leads here: what people send goes out through views that ask who is asking.
MEDIA_ROOT = STATE_DIR / "media"
FILE_UPLOAD_HANDLERS = ["plut_portal.core.uploads.LimitedUploadHandler"]
FILE_UPLOAD_PERMISSIONS, FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o640, 0o750

# --- Accounts -------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("MinimumLengthValidator", "CommonPasswordValidator")
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"
SESSION_COOKIE_AGE = 90 * 24 * 3600
STAFF_SESSION_SECONDS = 8 * 3600
ACCOUNT_ADAPTER = "plut_portal.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email", "phone"}
ACCOUNT_SIGNUP_FIELDS = ["email", "phone", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
# Contacts are confirmed by accounts.ContactCode, which also knows phones and the counter.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PHONE_VERIFICATION_ENABLED = False
ACCOUNT_SESSION_REMEMBER = True
# Tight by contact, loose by address: a class of forty signs up on one Wi-Fi (see accounts.limits).
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    "login_failed": "60/m/ip,5/15m/key",
    "signup": "200/h/ip,10/h/key",
    "signup_taken": "40/h/ip",
    "reset_password": "100/h/ip,5/h/key",
    "reset_password_from_key": "60/15m/ip",
    "use_code": "100/15m/ip,10/15m/key",
    "claim": "60/15m/ip",
    "change_contact": "10/h/user",
    "confirm_contact": "30/h/user",
    "send_code": "10/h/user",
    "change_password": "5/m/user",
    "reauthenticate": "10/m/user",
}
# Limits per address need the visitor's: how many proxies of ours stand in front and name it.
ALLAUTH_TRUSTED_PROXY_COUNT = _number(
    "TRUSTED_PROXY_COUNT", default=1 if PRODUCTION else 0, least=0, most=9
)
SILENCED_SYSTEM_CHECKS = ["account.W001"]
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "PLUT Kota Batu"
# Digits count half a minute longer than the app shows them: typing takes its time.
MFA_TOTP_TOLERANCE = 1
REQUIRE_STAFF_MFA = _switch("REQUIRE_STAFF_MFA", default=PRODUCTION)

# --- Mail -----------------------------------------------------------------------------------

# Outside production mail goes to plut_portal.mailsink, whose page shows it.
MAIL_SINK_SMTP_PORT = _number("MAIL_SINK_SMTP_PORT", default=PORT + 25)
MAIL_SINK_HTTP_PORT = _number("MAIL_SINK_HTTP_PORT", default=PORT + 26)
_mail_sink = f"smtp://127.0.0.1:{MAIL_SINK_SMTP_PORT}"
vars().update(env.email_url_config(_required("EMAIL_URL", demo=_mail_sink)))
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = _required("DEFAULT_FROM_EMAIL", demo="PLUT Kota Batu <portal@plut.example>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# --- Security -------------------------------------------------------------------------------

SECURE_SSL_REDIRECT = _switch("SECURE_SSL_REDIRECT", default=PRODUCTION)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PRODUCTION else None
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "plut_portal.core.views.csrf_failure"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000

_policy = {
    "default-src": [NONE],
    "script-src": [SELF],
    "style-src": [SELF],
    "img-src": [SELF, "data:"],
    "font-src": [SELF],
    "connect-src": [SELF],
    "manifest-src": [SELF],
    "form-action": [SELF],
    "base-uri": [NONE],
    "frame-ancestors": [NONE],
}
CONTENT_SECURITY_POLICY = {"DIRECTIVES": _policy}
# The admin theme's Alpine evaluates expressions and sets style attributes. No inline script, no
# inline style sheet, nothing from elsewhere.
ADMIN_CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": _policy
    | {
        "script-src": [SELF, "'unsafe-eval'"],
        "style-src-attr": ["'unsafe-inline'"],
    }
}

# --- Office pages ---------------------------------------------------------------------------

UNFOLD = unfold_settings(with_demo_clock=not PRODUCTION)

# --- Logging --------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="WARNING")},
}

# --- Demo and tests -------------------------------------------------------------------------

CLOCK_OFFSET_FILE = None if PRODUCTION else STATE_DIR / "clock-offset"
DEMO = MODE == "demo"

if TESTING:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    CELERY_TASK_ALWAYS_EAGER = CELERY_TASK_EAGER_PROPAGATES = True
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
