"""Settings of the test suite: a throw-away data directory, fast password hashing, no outside calls."""

from __future__ import annotations

import os
import tempfile

# Processes that test side by side inherit the first one's variables: each gets a directory and a broker of
# its own, so that none takes another's messages. Celery reads its variable itself.
_worker = os.environ.get("PYTEST_XDIST_WORKER", "")
if _worker or "IGNY8_DATA_DIR" not in os.environ:
    os.environ["IGNY8_DATA_DIR"] = tempfile.mkdtemp(prefix="igny8-test-")
os.environ.setdefault("IGNY8_SECRET_KEY", "only-for-tests-" + "x" * 40)

_broker = os.environ.get("CELERY_BROKER_URL", "")
if _worker and _broker.startswith("redis"):
    os.environ["CELERY_BROKER_URL"] = f"{_broker.rpartition('/')[0]}/{int(_worker.removeprefix('gw')) + 1}"

from igny8.config.settings.base import *  # noqa: E402, F403 - reads the variables above
from igny8.config.settings.base import DATABASES, REST_FRAMEWORK  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
REST_FRAMEWORK = {
    **REST_FRAMEWORK,
    "DEFAULT_THROTTLE_RATES": {"caller": "100000/min", "dear": "100000/min", "login": "20/min"},
}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": os.path.join(os.environ["IGNY8_DATA_DIR"], "test.sqlite3")}  # noqa: PTH118
CELERY_TASK_ALWAYS_EAGER = False
IGNY8_ITEM_THREADS = 1
