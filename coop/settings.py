"""All settings, from the environment through loud helpers. House rules are not settings: the assembly
changes those.

Two ways to run, one code: embedded (no REDIS_URL; SQLite, everything under COOP_DATA) and served.
"""

from pathlib import Path

import django_stubs_ext

from coop import env

# Lets fields say what they hold, as in JSONField[list[str]], where Django itself knows no such brackets yet.
django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent
COOP_DATA = env.folder("COOP_DATA", BASE_DIR / "var")
REDIS_URL = env.redis_url("REDIS_URL")
SERVED = bool(REDIS_URL)
SECRET_KEY = env.secret("SECRET_KEY", COOP_DATA / "secret_key", served=SERVED)
DEBUG = False
PORT = env.whole_number("PORT", 8000, least=1, most=65535)
WEB_PROCESSES = env.whole_number("WEB_PROCESSES", 1, least=1, most=64)
ALLOWED_HOSTS = env.hosts("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])

# --- the rooms, from the ground up ----------------------------------------------------------------

ROOMS = ["record", "members", "ledger", "assemblies", "rotation", "payroll"]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "ninja",
    *ROOMS,
    "coop",
]

MIDDLEWARE = [
    "coop.middleware.security_headers",
    "django.middleware.security.SecurityMiddleware",
    "coop.middleware.health",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Pages are paid for by the megabyte. What guessing from compressed sizes (BREACH) would need is not there:
    # each answer's CSRF token is masked anew, and each compressed answer is padded by a random length.
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "members.middleware.OurTongueAndTime",
    "coop.middleware.no_null_characters",
    "coop.middleware.refusals_in_words",
    "coop.middleware.founding_first",
    "members.middleware.SignedInGate",
]

ROOT_URLCONF = "coop.urls"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "coop.context_processors.shell",
            ],
            "builtins": ["coop.templatetags.ui"] if (BASE_DIR / "coop/templatetags/ui.py").exists() else [],
        },
    },
]

# --- data -----------------------------------------------------------------------------------------

DATABASES = {"default": env.database("DATABASE_URL", COOP_DATA / "coop.sqlite3", relative_to=BASE_DIR)}

# --- who is there ---------------------------------------------------------------------------------

AUTH_USER_MODEL = "members.Member"
AUTHENTICATION_BACKENDS = ["members.backends.NumberAndPin", "rotation.backends.TodaysMandates"]
PASSWORD_HASHERS = ["members.hashers.PinHasher"]
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"

#: Sixty days on one's own phone; renewed once a day by members.middleware, not at every request.
SESSION_COOKIE_AGE = 60 * 24 * 60 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SERVED
CSRF_FAILURE_VIEW = "coop.errors.not_sent"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"

# --- safety ---------------------------------------------------------------------------------------

# no-referrer would make browsers send "Origin: null" with forms, which the CSRF check must refuse.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
if SERVED:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- words and time -------------------------------------------------------------------------------

LANGUAGES = [("es-ar", "Español"), ("en", "English")]
LANGUAGE_CODE = env.one_of("LANGUAGE_CODE", "es-ar", allowed=["es-ar", "en"])
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "coop.formats"
USE_I18N = True
# Numbers in pages are mostly addresses and counts: "/motions/1.589/" would lead nowhere. Money has its own tag.
USE_THOUSAND_SEPARATOR = False
USE_TZ = True
#: Until the co-operative is founded; afterwards its own time zone counts.
TIME_ZONE = env.time_zone("TIME_ZONE", "America/Argentina/Buenos_Aires")

#: How long a process keeps what is the same for everybody in the hall (record.shared).
SHARED_SECONDS = 1.0

# --- files that never change ----------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = COOP_DATA / "static"
STATICFILES_DIRS = [BASE_DIR / "static"] if (BASE_DIR / "static").is_dir() else []
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = COOP_DATA / "files"

# --- work in the background -----------------------------------------------------------------------

SPOOL = COOP_DATA / "spool"
CELERY_BROKER_URL = REDIS_URL or "spool://localhost/"
CELERY_BROKER_TRANSPORT_OPTIONS = (
    # Redis hands out a message again when nobody acknowledged it for ten minutes.
    {"visibility_timeout": 600} if SERVED else {"folder": str(SPOOL), "polling_interval": 0.1}
)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True  # progress is kept in our own rows, which commit with the work
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
#: What is due is a row. Each room's sweep picks its due rows up once a minute, so that a message lost
#: costs a minute.
CELERY_BEAT_SCHEDULE = {
    f"{room}.sweep": {"task": f"{room}.tasks.sweep", "schedule": 60.0, "options": {"expires": 55}}
    for room in ROOMS
    if (BASE_DIR / room / "tasks.py").exists()
}
CELERY_BEAT_SCHEDULE_FILENAME = str(COOP_DATA / "beat")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"errors": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["errors"], "level": "WARNING"},
    # A page that is not there is no news; an answer of ours that failed is.
    "loggers": {"django.request": {"level": "ERROR"}},
}
