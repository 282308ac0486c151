"""All settings. Each environment variable read here is described in docs/settings.md (a test compares the two)."""

import zoneinfo
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from cancerinfo.contacts import contact_address
from mail.keys import read_keys
from publishing.richtext import ckeditor_config
from publishing.static_files import add_security_headers

# The time zones of the pinned tzdata, and not those of the machine, which may be years older.
zoneinfo.reset_tzpath(to=())

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="only-for-debug" if DEBUG else "")
if not SECRET_KEY:
    raise ImproperlyConfigured(
        "SECRET_KEY is not set. Give it a long random value that you keep, "
        "or start the site with `make run`, which makes and keeps its own."
    )

# Personal data is stored encrypted: the first key encrypts, all of them decrypt.
KEY_FOR_DEBUG = "Zm9yIGRlYnVnIG9ubHksIG5vdCBmb3IgcGVvcGxlLi4="
PERSONAL_DATA_KEYS = read_keys(env.str("PERSONAL_DATA_KEYS", default=KEY_FOR_DEBUG if DEBUG else ""))

# Absolute addresses come from here and never from a request's Host header.
SITE_ADDRESS = env.str("SITE_ADDRESS", default="http://127.0.0.1:8000").rstrip("/")
IS_HTTPS = SITE_ADDRESS.startswith("https://")
ALLOWED_HOSTS = [urlsplit(SITE_ADDRESS).hostname, *env.list("MORE_HOSTS", default=[])]

# What the site writes while it runs: the embedded database, the pictures, its key and its first logins.
DATA_FOLDER = Path(env.str("DATA_FOLDER", default=str(BASE_DIR / "var")))

INSTALLED_APPS = [
    "publishing.desk_site.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "publishing.static_files.TrimmedStaticFilesConfig",
    "ckeditor",
    "csp",
    "simple_history",
    "mail",
    "publishing",
    "accounts",
    "search",
    "redirects",
    "feedback",
    "images",
    "glossary",
    "cancers",
    "drugs",
    "stories",
    "locator",
    "visit",
    "pages",
    "api",
    "cancerinfo",
]
# Functions that are called with every version whose text is written, in the same transaction.
WHEN_A_TEXT_IS_WRITTEN = ["images.uses.record"]
# The same for every move that changes when texts of a page are live, with one version of it.
WHEN_INTERVALS_CHANGE = ["search.sources.page_changed", "glossary.uses.page_changed"]
# Each yields, for a language, texts beside those of pages in which words are explained to readers.
OTHER_TEXTS_WITH_WORDS = ["stories.word_uses.public_texts"]
# For each kind of thing that search finds, how its rows are made of what is stored: a Source of search/sources.py.
SEARCH_SOURCES = [
    "drugs.searchable.Drugs",
    "glossary.searchable.Terms",
    "cancers.searchable.Cancers",
    "stories.searchable.Stories",
    "locator.searchable.Services",
    "pages.searchable.SitePages",
]
# Each says whether a person wrote what a version shows beside its own text: they cannot approve it then.
ALSO_WRITTEN_BY = ["images.uses.was_written_by"]
AUTH_USER_MODEL = "accounts.User"

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "cancerinfo.utf8.utf8_only",
    "publishing.tally.write_counts",
    "feedback.middleware.count_readings",
    "cancerinfo.compression.CompressPublicPages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "cancerinfo.reading_language.reading_language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.desk_language",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "cancerinfo.urls"
WSGI_APPLICATION = "cancerinfo.wsgi.application"

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
                "django.template.context_processors.i18n",
            ],
        },
    }
]

DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{DATA_FOLDER / 'cancerinfo.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # IMMEDIATE: a transaction that reads before it writes would otherwise be refused at once when another one writes.
    # FULL: a commit here can be a person's consent; it must survive a power cut.
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        # secure_delete: what is erased is overwritten, and does not lie about in free pages.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;",
    }
else:
    DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
    DATABASES["default"]["OPTIONS"] = {"connect_timeout": 5, "options": "-c statement_timeout=30000"}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("fr", _("French"))]
FORMAT_MODULE_PATH = "cancerinfo.formats"
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = env.str("TIME_ZONE", default="America/Toronto")
USE_TZ = True

STATIC_URL = "/static/"
# Leaflet's files are those of django-leaflet. It is no app here: as one, it would look for GDAL.
LEAFLET = Path(find_spec("leaflet").origin).parent / "static"
STATICFILES_DIRS = [BASE_DIR / "static", LEAFLET]
STATIC_ROOT = BASE_DIR / "staticfiles"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "publishing.static_files.SmallStaticFilesStorage"},
}
WHITENOISE_ADD_HEADERS_FUNCTION = add_security_headers
MEDIA_ROOT = DATA_FOLDER / "media"
# Which stories were withdrawn and erased. It outlives the database, so that a restored one can be told.
ERASURE_REGISTER = Path(env.str("ERASURE_REGISTER", default=str(DATA_FOLDER / "erasures.jsonl")))
# A server of map tiles, and what it asks to be said below the map. docs/map.md: what that tells about readers.
MAP_TILES = env.str("MAP_TILES", default="")
MAP_TILES_CREDIT = env.str("MAP_TILES_CREDIT", default="")
# Whom to tell about a weakness of the site, in /.well-known/security.txt.
SECURITY_CONTACT = contact_address(env.str("SECURITY_CONTACT", default=""))
# How many proxies of ours stand before the site: each adds the address that it heard from to X-Forwarded-For.
PROXIES = env.int("PROXIES", default=0)
# How many seconds readings of pages, and questions without an answer, are added up before they are written; 0 counts
# none. docs/feedback.md, docs/search.md.
COUNTS_WRITTEN_EVERY = env.int("COUNTS_WRITTEN_EVERY", default=60)
# How many requests a minute one address may send to the API, in each process; 0 for any number.
API_RATE = env.int("API_RATE", default=300)
# What is uploaded is cut off at the limit of a picture, and no form has more than one file.
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "images.uploads.LimitedUploadHandler",
]
DATA_UPLOAD_MAX_NUMBER_FILES = 5

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "admin:login"
PASSWORD_RESET_TIMEOUT = 4 * 3600

# Letters go into a folder until a mail server is named.
EMAIL_BACKEND, EMAIL_FILE_PATH = "django.core.mail.backends.filebased.EmailBackend", DATA_FOLDER / "mail"
# The worker waits no longer than this for a word of the mail server.
EMAIL_TIMEOUT = 10
if env.str("EMAIL_URL", default=""):
    vars().update(env.email_url("EMAIL_URL"))
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", default=f"CancerInfo <no-reply@{urlsplit(SITE_ADDRESS).hostname}>")

# At DEBUG this logger repeats everything that a page was made of, whenever a template asks for a name that is not
# there: words of stories and secret links among it. Whatever the level, that stays out of the logs.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "from_info": {"()": "django.utils.log.CallbackFilter", "callback": lambda record: record.levelno >= 20},
    },
    "loggers": {"django.template": {"filters": ["from_info"]}},
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "cancerinfo.views.csrf_failure"
if IS_HTTPS:
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True

# CKEditor 4's end of life is known: docs/decisions/0003-ckeditor-4-and-its-fence.md. checks_editor.py keeps the fence.
SILENCED_SYSTEM_CHECKS = ["ckeditor.W001"]
CKEDITOR_CONFIGS = {"default": ckeditor_config()}
# Each is called with a clean text when a form is checked, and answers sentences about references that lead nowhere.
PICTURES_ARE_DRAWN_BY = "images.figures.figures"
REFERENCE_CHECKS = ["publishing.references.missing", "images.uses.missing"]
