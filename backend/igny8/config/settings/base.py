"""Settings shared by every shape. By default: SQLite and the filesystem broker under one data directory."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from igny8.config.databases import database
from igny8.config.env import data_dir, encryption_keys, environment, secret_key
from igny8.config.mail import mail_settings, public_url

ENV = environment()
PROJECT_DIR = Path(__file__).resolve().parents[4]
DATA_DIR = data_dir(ENV)
SECRET_KEY = secret_key(ENV, DATA_DIR)
IGNY8_ENCRYPTION_KEYS = encryption_keys(ENV)
DEBUG = ENV.flag("IGNY8_DEBUG")
ALLOWED_HOSTS = ENV.words("IGNY8_ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = ENV.words("IGNY8_TRUSTED_ORIGINS")
PORT = ENV.integer("PORT", 8000, low=1, high=65535)
IGNY8_PUBLIC_URL = public_url(ENV, f"http://127.0.0.1:{PORT}")
if ENV.text("IGNY8_PUBLIC_URL"):
    ALLOWED_HOSTS = [*ALLOWED_HOSTS, str(urlsplit(IGNY8_PUBLIC_URL).hostname)]
    CSRF_TRUSTED_ORIGINS = [*CSRF_TRUSTED_ORIGINS, IGNY8_PUBLIC_URL]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "igny8.core",
    "igny8.tenants",
    "igny8.notifications",
    "igny8.credits",
    "igny8.ai",
    "igny8.integrations",
    "igny8.planning",
    "igny8.content",
    "igny8.automation",
    "igny8.cli",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "igny8.core.api.middleware.RequestIdMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "igny8.tenants.middleware.AccountScopeMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "igny8.config.urls"
ASGI_APPLICATION = "igny8.config.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
]

DATABASES: dict[str, dict[str, Any]] = {"default": database(ENV, DATA_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "tenants.User"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    "django.contrib.auth.hashers.ScryptPasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
USE_I18N = False

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATIC_ROOT.mkdir(exist_ok=True)
FRONTEND_DIST = PROJECT_DIR / "frontend" / "dist"
STATICFILES_DIRS = [FRONTEND_DIST] if FRONTEND_DIST.is_dir() else []
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

CSRF_FAILURE_VIEW = "igny8.config.failures.csrf_failed"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"

IMPORT_MAX_BYTES = 50 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_TEMP_DIR = None

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "igny8.tenants.api.authentication.TokenAuthentication",
        "igny8.tenants.api.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["igny8.tenants.api.permissions.RoleAllows"],
    "DEFAULT_RENDERER_CLASSES": ["igny8.core.api.envelope.EnvelopeRenderer"],
    "DEFAULT_PARSER_CLASSES": [
        "igny8.core.api.parsers.StrictJSONParser",
        "rest_framework.parsers.MultiPartParser",
    ],
    "DEFAULT_PAGINATION_CLASS": "igny8.core.api.pagination.EnvelopePagination",
    "DEFAULT_THROTTLE_CLASSES": ["igny8.core.api.throttling.CallerThrottle"],
    "DEFAULT_THROTTLE_RATES": {"caller": "600/min", "dear": "10/min", "login": "20/min"},
    "NUM_PROXIES": ENV.integer("IGNY8_PROXIES", 0, low=0, high=10),
    "DEFAULT_SCHEMA_CLASS": "igny8.core.api.schema.EnvelopeAutoSchema",
    "EXCEPTION_HANDLER": "igny8.core.api.exceptions.handle",
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "IGNY8 API",
    "VERSION": "1",
    "DESCRIPTION": "Automation of content for search. Guide: docs/api.md.",
    "SERVE_PUBLIC": True,
    "REDOC_DIST": "SIDECAR",
    "SERVE_PERMISSIONS": [],
    "SERVE_AUTHENTICATION": [],
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "SORT_OPERATIONS": True,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "igny8.automation.api.stream_document.add_stream",
    ],
    "ENUM_NAME_OVERRIDES": {
        "RunStatusEnum": "igny8.automation.models.RunStatus",
        "IdeaDecisionEnum": "igny8.planning.models.IDEA_DECISIONS",
        "EstimateBasisEnum": ["prices", "history"],
        "ProviderKindEnum": "igny8.ai.providers.KINDS",
        "SearchKindEnum": "igny8.automation.services.search.KIND_NAMES",
        "ForecastBasisEnum": ["history", "prices", "unknown"],
    },
}

CELERY_BROKER_URL = ENV.url("CELERY_BROKER_URL", "atomicfs://localhost//", ("atomicfs", "redis", "rediss"))
CACHES = {
    "default": (
        {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
        if CELERY_BROKER_URL.startswith("atomicfs")
        else {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": CELERY_BROKER_URL}
    )
}

IGNY8_LEASE_SECONDS = ENV.number("IGNY8_LEASE_SECONDS", 10.0, low=0.5, high=600)
IGNY8_WORKER_THREADS = ENV.integer("IGNY8_WORKER_THREADS", 128, low=1, high=1000)
IGNY8_ITEM_THREADS = ENV.integer("IGNY8_ITEM_THREADS", 8, low=1, high=64)
IGNY8_RETENTION_DAYS = ENV.integer("IGNY8_RETENTION_DAYS", 30, low=1, high=3650)
IGNY8_EVENT_RETENTION_DAYS = ENV.integer("IGNY8_EVENT_RETENTION_DAYS", 30, low=1, high=3650)
IGNY8_OUTGOING_ALLOW = ENV.text("IGNY8_OUTGOING_ALLOW")
IGNY8_EXTRA_ACTIONS = ENV.words("IGNY8_EXTRA_ACTIONS")
IGNY8_MAX_CAUSE_DEPTH = ENV.integer("IGNY8_MAX_CAUSE_DEPTH", 10, low=0, high=100)
IGNY8_MAX_CHAIN_RUNS = ENV.integer("IGNY8_MAX_CHAIN_RUNS", 100, low=1, high=1_000_000)
IGNY8_MAX_CHAIN_CREDITS = ENV.integer("IGNY8_MAX_CHAIN_CREDITS", 25_000, low=1, high=1_000_000_000)

_MAIL = mail_settings(ENV, DATA_DIR)
EMAIL_BACKEND, EMAIL_FILE_PATH = _MAIL.backend, _MAIL.folder
EMAIL_HOST, EMAIL_PORT = _MAIL.host, _MAIL.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _MAIL.user, _MAIL.password
EMAIL_USE_TLS, EMAIL_USE_SSL = _MAIL.security == "starttls", _MAIL.security == "tls"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = _MAIL.sender

LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": ENV.choice("IGNY8_LOG_LEVEL", "WARNING", LOG_LEVELS)},
}
