"""How one installation is set up. What differs between installations comes from the environment.

THANGDO_DATA           the folder for the database, the key and the collected static files; default ./var
THANGDO_ALLOWED_HOSTS  host names that the server answers to, with commas; default localhost only
THANGDO_SECRET_KEY     default: made once and kept in THANGDO_DATA
THANGDO_DEBUG          1 while developing
THANGDO_HTTPS          1 when pages are served over HTTPS: then browsers are told to insist on it
"""

import os
from pathlib import Path

from django.utils.functional import SimpleLazyObject

from thangdo.site.keys import secret_key

SITE = Path(__file__).resolve().parent
DATA = Path(os.environ.get("THANGDO_DATA", "var")).resolve()
DATABASE = DATA / "thangdo.sqlite3"

DEBUG = os.environ.get("THANGDO_DEBUG") == "1"
SECRET_KEY = SimpleLazyObject(lambda: secret_key(DATA))
ALLOWED_HOSTS = [
    host.strip()
    for host in os.environ.get("THANGDO_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
    if host.strip()
]

INSTALLED_APPS = [
    "thangdo.site",
    "thangdo.records.units",
    "thangdo.records.results",
    "thangdo.faces.look",
    "thangdo.faces.public",
    "django_htmx",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "thangdo.site.headers.content_security_policy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "thangdo.site.urls"
WSGI_APPLICATION = "thangdo.site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
            ]
        },
    }
]

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATABASE,
        # A reader never waits for a writer, a writer takes its lock at once and waits for another.
        "OPTIONS": {
            "timeout": 10,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA foreign_keys=ON;",
        },
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [SITE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "thangdo.site.static.HashedStorage"},
}

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if os.environ.get("THANGDO_HTTPS") == "1":
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 31_536_000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "thangdo": {"handlers": ["console"], "level": "INFO"},
    },
}
