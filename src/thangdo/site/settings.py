"""How one installation is set up. What differs between installations comes from the environment.

THANGDO_DATA           the folder for the database, the key and the collected static files; default ./var
THANGDO_ALLOWED_HOSTS  host names that the server answers to, with commas; default localhost only
THANGDO_SECRET_KEY     default: made once and kept in THANGDO_DATA
THANGDO_DEBUG          1 while developing
THANGDO_HTTPS          1 when pages are served over HTTPS: then browsers are told to insist on it
THANGDO_DATABASE_URL   postgres://user:password@host/name; default an SQLite file in THANGDO_DATA
THANGDO_DEMO           1 for a demonstration: sample accounts on the sign-in page, loopback only
THANGDO_MAX_FILE_MB    the largest file that is taken as evidence, in MB; default 30
THANGDO_MAX_UNIT_MB    how much evidence a unit gives in one campaign, in MB; default 500
THANGDO_CLAMD          host:port or the socket of a clamd that scans uploads; default none
THANGDO_S3_URL         https://key:secret@host/bucket?region=… to keep files there; default a folder
THANGDO_BACKUP_FOLDER  where the worker writes a backup each night; default none
THANGDO_BACKUP_PASSPHRASE_FILE  a file with the passphrase that locks backups; default none
THANGDO_BACKUP_KEEP    how many of these are kept; default 14
THANGDO_SMTP_URL       smtp://user:password@host:port or smtps://…; default none: no e-mail is sent
THANGDO_MAIL_FROM      the sender of e-mails, as Name <address>; needed with THANGDO_SMTP_URL
THANGDO_URL            the address of the site in e-mails; default https and the first host name
THANGDO_SEAL_PKCS12    the key of the body that signs papers: a PKCS#12 file; default none (docs/signing.md)
THANGDO_SEAL_PKCS12_PASSPHRASE_FILE  a file with its passphrase
THANGDO_SEAL_UNIT      the unit (scheme:code) whose seal that key is, where its certificate is named otherwise
THANGDO_SEAL_PICTURE   the picture of the seal: PNG without ground; default none: the mark is words
THANGDO_PKCS11_LIBRARY the maker's library of a token that holds that key instead, with THANGDO_PKCS11_TOKEN
                       and _CERTIFICATE (labels) and _PIN_FILE; needs thangdo[pkcs11]
THANGDO_SIGN_ROOTS     a file or folder of certificates that signatures are traced to; default none
THANGDO_TIME_SERVER    an RFC 3161 server that stamps signatures with its time; default none
THANGDO_OIDC_ISSUER    an OpenID Connect provider, with THANGDO_OIDC_CLIENT_ID, _CLIENT_SECRET, _NAME
THANGDO_PROXIES        how many reverse proxies stand before the server and write X-Forwarded-For;
                       default 1 with THANGDO_HTTPS, else 0
THANGDO_THREADS        how many answers each server process makes at once; default 4
THANGDO_MAX_ANSWERS    after how many answers a process of the server makes room for a new one;
                       default 20000, 0: never
THANGDO_MAX_PROCESS_MB memory from which on a process of the server or the worker does so; default 400,
                       0: never
THANGDO_PRODUCTION     1 in use: the server refuses to start without key, host names and HTTPS
"""

import os
from pathlib import Path

import dj_database_url
from django.utils.functional import SimpleLazyObject

from thangdo.site.keys import secret_key

SITE = Path(__file__).resolve().parent
DATA = Path(os.environ.get("THANGDO_DATA", "var")).resolve()
DATABASE = DATA / "thangdo.sqlite3"

DEBUG = os.environ.get("THANGDO_DEBUG") == "1"
DEMO = os.environ.get("THANGDO_DEMO") == "1"
PRODUCTION = os.environ.get("THANGDO_PRODUCTION") == "1"
HTTPS = os.environ.get("THANGDO_HTTPS") == "1"
THREADS = max(int(os.environ.get("THANGDO_THREADS", "4")), 1)
MAX_ANSWERS = int(os.environ.get("THANGDO_MAX_ANSWERS", "20000"))
MAX_PROCESS_MB = int(os.environ.get("THANGDO_MAX_PROCESS_MB", "400"))
MAX_FILE_MB = int(os.environ.get("THANGDO_MAX_FILE_MB", "30"))
MAX_UNIT_MB = int(os.environ.get("THANGDO_MAX_UNIT_MB", "500"))
CLAMD = os.environ.get("THANGDO_CLAMD", "")
S3_URL = os.environ.get("THANGDO_S3_URL", "")
BACKUP_FOLDER = os.environ.get("THANGDO_BACKUP_FOLDER", "")
BACKUP_PASSPHRASE_FILE = os.environ.get("THANGDO_BACKUP_PASSPHRASE_FILE", "")
BACKUP_KEEP = int(os.environ.get("THANGDO_BACKUP_KEEP", "14"))
SMTP_URL = os.environ.get("THANGDO_SMTP_URL", "")
MAIL_FROM = os.environ.get("THANGDO_MAIL_FROM", "thangdo@localhost")
SECRET_KEY = SimpleLazyObject(lambda: secret_key(DATA))
ALLOWED_HOSTS = [
    host.strip()
    for host in os.environ.get("THANGDO_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
    if host.strip()
]
SITE_URL = os.environ.get(
    "THANGDO_URL", f"https://{ALLOWED_HOSTS[0]}" if HTTPS and ALLOWED_HOSTS else "http://localhost:8000"
).rstrip("/")

INSTALLED_APPS = [
    "thangdo.site",
    "thangdo.records.ledger",
    "thangdo.records.units",
    "thangdo.records.people",
    "thangdo.records.notices",
    "thangdo.records.files",
    "thangdo.records.identity",
    "thangdo.records.results",
    "thangdo.records.backups",
    "thangdo.work.editions",
    "thangdo.work.assessments",
    "thangdo.work.announcements",
    "thangdo.work.papers",
    "thangdo.work.conferences",
    "thangdo.work.directives",
    "thangdo.work.programmes",
    "thangdo.faces.look",
    "thangdo.faces.public",
    "thangdo.faces.api",
    "thangdo.faces.office",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
]

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["thangdo.faces.office.people.backend.OpenAccounts"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("UserAttributeSimilarityValidator", {"user_attributes": ("login", "name", "email")}),
        ("MinimumLengthValidator", {"min_length": 12}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
    )
]
LOGIN_URL = "office-signin"
LOGIN_REDIRECT_URL = "office-tasks"
ACCOUNT_ADAPTER = "thangdo.faces.office.people.adapters.Accounts"
ACCOUNT_FORMS = {"user_token": "thangdo.faces.office.people.backend.PasswordLink"}
SOCIALACCOUNT_ADAPTER = "thangdo.faces.office.people.adapters.Strangers"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "login"
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "office-signin"
# Wrong passwords and codes: faces/office/people/lockout.py. Here: how fast forms are taken.
ACCOUNT_RATE_LIMITS = {"login": "300/m/ip", "login_failed": "300/m/ip", "reauthenticate": "30/m/user"}
MFA_FORMS = {
    "authenticate": "thangdo.faces.office.people.codes.Code",
    "reauthenticate": "thangdo.faces.office.people.codes.CodeAgain",
}
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("THANGDO_PROXIES", "1" if HTTPS else "0"))
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Thang Đo"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS  # browsers allow passkeys on http://localhost and nowhere else
MFA_ADAPTER = "thangdo.faces.office.people.adapters.Factors"
USERSESSIONS_TRACK_ACTIVITY = False
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_LOGIN_ON_GET = True  # a link: a form that leaves the site would break form-action of the CSP
SEAL_PKCS12 = os.environ.get("THANGDO_SEAL_PKCS12", "")
SEAL_PKCS12_PASSPHRASE_FILE = os.environ.get("THANGDO_SEAL_PKCS12_PASSPHRASE_FILE", "")
SEAL_UNIT = os.environ.get("THANGDO_SEAL_UNIT", "")
SEAL_PICTURE = os.environ.get("THANGDO_SEAL_PICTURE", "")
PKCS11_LIBRARY = os.environ.get("THANGDO_PKCS11_LIBRARY", "")
PKCS11_TOKEN = os.environ.get("THANGDO_PKCS11_TOKEN", "")
PKCS11_CERTIFICATE = os.environ.get("THANGDO_PKCS11_CERTIFICATE", "")
PKCS11_PIN_FILE = os.environ.get("THANGDO_PKCS11_PIN_FILE", "")
SIGN_ROOTS = os.environ.get("THANGDO_SIGN_ROOTS", "")
TIME_SERVER = os.environ.get("THANGDO_TIME_SERVER", "")
OIDC_ISSUER = os.environ.get("THANGDO_OIDC_ISSUER", "")
OIDC_NAME = os.environ.get("THANGDO_OIDC_NAME", "OIDC")
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "oidc",
                "name": OIDC_NAME,
                "client_id": os.environ.get("THANGDO_OIDC_CLIENT_ID", ""),
                "secret": os.environ.get("THANGDO_OIDC_CLIENT_SECRET", ""),
                "settings": {"server_url": OIDC_ISSUER},
            }
        ]
        if OIDC_ISSUER
        else [],
    }
}

MIDDLEWARE = [
    "thangdo.faces.public.kept_pages.kept_pages",
    "thangdo.faces.look.house.asked_once",
    "django.middleware.security.SecurityMiddleware",
    "thangdo.site.headers.content_security_policy",
    "thangdo.faces.office.page_frame.private_pages",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "thangdo.site.unwritten.Sessions",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "thangdo.site.methods.other_methods",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
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
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "thangdo.faces.office.page_frame.context",
                "thangdo.faces.look.house.context",
            ]
        },
    }
]

# A reader never waits for a writer, a writer takes its lock at once and waits for another.
SQLITE_OPTIONS = {
    "timeout": 20,
    "transaction_mode": "IMMEDIATE",
    "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA foreign_keys=ON;",
}
DATABASE_URL = os.environ.get("THANGDO_DATABASE_URL", "")
DATABASES = {
    "default": dj_database_url.parse(DATABASE_URL, conn_max_age=60, conn_health_checks=True)
    if DATABASE_URL
    else {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATABASE,
        "OPTIONS": SQLITE_OPTIONS,
        "CONN_MAX_AGE": 60,  # opening the file costs more than most questions
        "TEST": {"NAME": DATA / "test.sqlite3"},
    }
}
# Counters of rates and lock-outs are shared by all server processes.
CACHES = {
    "default": {
        "BACKEND": "thangdo.site.unwritten.Cache",
        "LOCATION": "site_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},  # nobody clears the counters by filling the table
    },
}
# Work that runs later, in `thangdo worker`.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
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

# A working day; whoever has signed in stays so till the evening and no longer.
SESSION_ENGINE = "thangdo.records.people.sessions"
SESSION_COOKIE_NAME = "thangdo"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_SECURE = HTTPS
CSRF_FAILURE_VIEW = "thangdo.site.methods.not_from_here"
CSRF_COOKIE_NAME = "thangdo_csrf"
CSRF_COOKIE_SECURE = HTTPS

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if HTTPS:
    SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
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
