"""Settings from the environment: typed, or refused with a sentence that names the variable."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet

from igny8.config.databases import database
from igny8.config.env import ConfigError, Environment, data_dir, encryption_keys, environment, secret_key


def env(**values: str) -> Environment:
    return Environment(values)


def test_values_are_read_by_their_types() -> None:
    found = env(N="7", X="0.5", F="yes", C="b", U="redis://x", W="a, b,,", E="  ")
    assert found.integer("N", 1, low=0, high=9) == 7
    assert found.integer("E", 1, low=0, high=9) == 1
    assert found.number("X", 1, low=0, high=1) == 0.5
    assert found.number("missing", 1.5, low=0, high=1) == 1.5
    assert found.flag("F") is True and found.flag("missing", default=True) is True
    assert env(F="Off").flag("F", default=True) is False
    assert found.choice("C", "a", ("a", "b")) == "b" and found.choice("missing", "a", ("a",)) == "a"
    assert env(C="full").choice("C", "NORMAL", ("NORMAL", "FULL")) == "FULL"
    assert found.url("U", "", ("redis",)) == "redis://x"
    assert found.words("W") == ["a", "b"] and found.words("missing", "c") == ["c"]
    assert found.text("E", "default") == "default"
    assert environment().values is os.environ


@pytest.mark.parametrize(
    "read",
    [
        lambda found: found.integer("NAME", 1, low=0, high=9),
        lambda found: found.number("NAME", 1, low=0, high=9),
        lambda found: found.flag("NAME"),
        lambda found: found.choice("NAME", "a", ("a", "b")),
        lambda found: found.url("NAME", "", ("redis", "rediss")),
    ],
)
@pytest.mark.parametrize("value", ["nonsense", "10", "-1", "²", "inf", "nan"])
def test_a_wrong_value_names_its_variable(read: Any, value: str) -> None:
    with pytest.raises(ConfigError, match="NAME must be"):
        read(env(NAME=value))


def test_the_data_directory_is_made_for_its_owner_only(tmp_path: Path) -> None:
    folder = data_dir(env(IGNY8_DATA_DIR=str(tmp_path / "a" / "data")))
    assert folder.is_dir() and folder.stat().st_mode & 0o077 == 0
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigError, match="IGNY8_DATA_DIR"):
        data_dir(env(IGNY8_DATA_DIR=str(tmp_path / "file" / "data")))


def test_a_data_directory_that_cannot_be_written_to_is_refused(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr(os, "access", lambda *_args: False)
    with pytest.raises(ConfigError, match="cannot be written to"):
        data_dir(env(IGNY8_DATA_DIR=str(tmp_path)))


def test_the_secret_key_is_given_or_made_once(tmp_path: Path) -> None:
    assert secret_key(env(IGNY8_SECRET_KEY="k" * 32), tmp_path) == "k" * 32
    with pytest.raises(ConfigError, match="IGNY8_SECRET_KEY"):
        secret_key(env(IGNY8_SECRET_KEY="short"), tmp_path)
    made = secret_key(env(), tmp_path)
    assert len(made) >= 32 and secret_key(env(), tmp_path) == made
    assert (tmp_path / "secret.key").stat().st_mode & 0o077 == 0
    (tmp_path / "secret.key").write_text("")
    with pytest.raises(ConfigError, match=r"secret\.key is damaged"):
        secret_key(env(), tmp_path)


def test_encryption_keys_are_checked_at_the_start() -> None:
    keys = [Fernet.generate_key().decode() for _ in range(2)]
    assert encryption_keys(env(IGNY8_ENCRYPTION_KEYS=",".join(keys))) == keys
    assert encryption_keys(env()) == []
    with pytest.raises(ConfigError, match="IGNY8_ENCRYPTION_KEYS") as refused:
        encryption_keys(env(IGNY8_ENCRYPTION_KEYS="my secret"))
    assert "my secret" not in str(refused.value)


def test_the_database_is_sqlite_for_several_writers_unless_told_otherwise(tmp_path: Path) -> None:
    found = database(env(), tmp_path)
    assert found["ENGINE"] == "igny8.core.sqlite3"
    assert found["NAME"] == str(tmp_path / "igny8.sqlite3")
    assert found["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert (
        "synchronous=FULL"
        in database(env(IGNY8_SQLITE_SYNCHRONOUS="FULL"), tmp_path)["OPTIONS"]["init_command"]
    )


def test_postgresql_comes_with_a_pool_that_checks_its_connections(tmp_path: Path) -> None:
    found = database(env(DATABASE_URL="postgresql://u:p@h:5433/n", IGNY8_DATABASE_POOL="7"), tmp_path)
    assert (found["HOST"], found["PORT"], found["NAME"]) == ("h", 5433, "n")
    assert found["OPTIONS"]["pool"]["max_size"] == 7
    assert found["CONN_HEALTH_CHECKS"] is True


@pytest.mark.parametrize("url", ["mysql://h/n", "nonsense", "postgresql://u:p@h:port/n"])
def test_a_database_that_cannot_be_used_is_named(tmp_path: Path, url: str) -> None:
    with pytest.raises(ConfigError, match="DATABASE_URL"):
        database(env(DATABASE_URL=url), tmp_path)


@pytest.mark.parametrize(
    ("settings", "values", "message"),
    [
        ("base", {"IGNY8_WORKER_THREADS": "many"}, "IGNY8_WORKER_THREADS must be a whole number"),
        ("base", {"CELERY_BROKER_URL": "amqp://x"}, "CELERY_BROKER_URL must be a URL"),
        ("base", {"IGNY8_LOG_LEVEL": "LOUD"}, "IGNY8_LOG_LEVEL must be one of"),
        ("production", {"IGNY8_SECRET_KEY": "k" * 40}, "DATABASE_URL must be set in production"),
    ],
)
def test_a_wrong_variable_stops_the_start_with_a_sentence(
    tmp_path: Path, settings: str, values: dict[str, str], message: str
) -> None:
    clean = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("IGNY8_", "DATABASE_", "CELERY_"))
    }
    given = clean | {
        "IGNY8_DATA_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": f"igny8.config.settings.{settings}",
    }
    code = f"import igny8.config.settings.{settings}"
    done = subprocess.run(
        [sys.executable, "-c", code], env=given | values, capture_output=True, text=True, check=False
    )
    assert done.returncode != 0
    assert message in done.stderr


def test_production_is_strict(tmp_path: Path) -> None:
    given = os.environ | {
        "IGNY8_DATA_DIR": str(tmp_path),
        "IGNY8_SECRET_KEY": "k" * 40,
        "DATABASE_URL": "postgresql://u:p@h/n",
        "CELERY_BROKER_URL": "redis://h/0",
        "IGNY8_ALLOWED_HOSTS": "igny8.example",
        "DJANGO_SETTINGS_MODULE": "igny8.config.settings.production",
    }
    code = (
        "from django.conf import settings as s\n"
        "from igny8.config.celery import app as a\n"
        "print(s.DEBUG, s.SESSION_COOKIE_SECURE, s.SECURE_SSL_REDIRECT, s.CACHES['default']['BACKEND'])\n"
        "print(a.conf.broker_url, a.conf.worker_enable_remote_control, a.conf.worker_pool)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=given, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == [
        "False",
        "True",
        "True",
        "django.core.cache.backends.redis.RedisCache",
        "redis://h/0",
        "True",
        "threads",
    ]
