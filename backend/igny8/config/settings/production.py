"""Settings behind a TLS proxy. Missing essentials stop the start with a sentence."""

from __future__ import annotations

from igny8.config.env import ConfigError
from igny8.config.mail import likely_url, public_url
from igny8.config.settings.base import *  # noqa: F403
from igny8.config.settings.base import ALLOWED_HOSTS, ENV, REST_FRAMEWORK

for _name in ("IGNY8_SECRET_KEY", "DATABASE_URL", "CELERY_BROKER_URL", "IGNY8_ALLOWED_HOSTS"):
    if not ENV.text(_name):
        raise ConfigError(f"{_name} must be set in production.")

DEBUG = False
IGNY8_PUBLIC_URL = public_url(ENV, likely_url(ALLOWED_HOSTS))
REST_FRAMEWORK = {**REST_FRAMEWORK, "NUM_PROXIES": ENV.integer("IGNY8_PROXIES", 1, low=0, high=10)}
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
