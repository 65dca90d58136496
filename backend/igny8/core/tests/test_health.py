"""Health, secrets, ids, the clock."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from cryptography.fernet import Fernet
from django.db import OperationalError

from igny8.core import health
from igny8.core.clock import SYSTEM_CLOCK, FixedClock
from igny8.core.errors import Conflict
from igny8.core.ids import new_id, parse_id
from igny8.core.models import Heartbeat
from igny8.core.secrets import decrypt, encrypt

ALL = ("database", "broker", "workers", "beat")


@pytest.fixture
def healthy(db: None, settings: Any, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    settings.CELERY_BROKER_URL = "atomicfs://"
    messages = tmp_path / "broker" / "messages"
    messages.mkdir(parents=True)
    health.beat_heart("beat", SYSTEM_CLOCK)
    health.beat_heart("worker:one", SYSTEM_CLOCK)
    return messages


def asked(client: Any) -> tuple[int, dict[str, Any]]:
    answer = client.get("/api/v1/health/")
    return answer.status_code, answer.json()


def test_a_healthy_system_says_so_where_load_balancers_look(client: Any, healthy: Path) -> None:
    status, body = asked(client)
    assert status == 200
    assert body["status"] == "ok" and body["checks"] == dict.fromkeys(ALL, "ok")
    assert body["success"] is True and body["data"]["status"] == "ok"


@pytest.mark.parametrize(("name", "dead"), [("beat", "beat"), ("worker:one", "workers")])
def test_a_heart_that_stopped_is_named(client: Any, healthy: Path, name: str, dead: str) -> None:
    Heartbeat.objects.filter(name=name).update(seen_at=SYSTEM_CLOCK.now() - timedelta(seconds=30))
    status, body = asked(client)
    assert status == 503
    assert body["error"]["message"] == f"Not working: {dead}."
    assert {check for check, text in body["checks"].items() if text != "ok"} == {dead}


def test_a_broker_without_its_folder_is_named(client: Any, healthy: Path) -> None:
    healthy.rmdir()
    assert asked(client)[1]["error"]["message"] == "Not working: broker."


def test_a_redis_that_is_away_is_named(client: Any, healthy: Path, settings: Any, monkeypatch: Any) -> None:
    from celery import current_app
    from kombu import Connection

    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    away = lambda: Connection("redis://127.0.0.1:1/0")  # noqa: E731
    monkeypatch.setattr(current_app, "connection_for_write", away)
    assert asked(client)[1]["error"]["message"] == "Not working: broker."
    monkeypatch.setattr(current_app, "connection_for_write", lambda: Connection("memory://"))
    assert asked(client)[0] == 200


def test_a_database_that_is_away_is_named(client: Any, healthy: Path, monkeypatch: Any) -> None:
    def refuse(*_args: Any, **_kwargs: Any) -> None:
        raise OperationalError("away")

    monkeypatch.setattr(Heartbeat.objects, "filter", refuse)
    status, body = asked(client)
    assert status == 503
    assert body["error"]["message"] == "Not working: database, workers, beat."


def test_old_signs_of_life_are_forgotten(db: None, clock: FixedClock) -> None:
    health.beat_heart("worker:old", clock)
    clock.advance(2 * 86_400)
    health.beat_heart("worker:new", clock)
    health.beat_heart("worker:new", clock)
    assert [row.name for row in Heartbeat.objects.all()] == ["worker:new"]


def test_secrets_come_back_and_do_not_show(settings: Any) -> None:
    sealed = encrypt("app password")
    assert "password" not in sealed and encrypt("app password") != sealed
    assert decrypt(sealed) == "app password"
    assert (encrypt(""), decrypt("")) == ("", "")


def test_keys_can_be_rotated(settings: Any) -> None:
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    settings.IGNY8_ENCRYPTION_KEYS = [old]
    sealed = encrypt("app password")
    settings.IGNY8_ENCRYPTION_KEYS = [new, old]
    assert decrypt(sealed) == "app password"
    settings.IGNY8_ENCRYPTION_KEYS = [new]
    with pytest.raises(Conflict, match="IGNY8_ENCRYPTION_KEYS") as refused:
        decrypt(sealed)
    assert "app password" not in str(refused.value)


def test_ids_grow_with_time_and_are_read_back() -> None:
    made = [new_id() for _ in range(100)]
    assert made == sorted(made)
    assert parse_id(str(made[0])) == parse_id(made[0]) == made[0]
    assert parse_id("nonsense") is None and parse_id(None) is None and parse_id(7) is None
    assert parse_id(uuid4()) is not None


def test_the_clock_tells_the_time_in_utc() -> None:
    assert SYSTEM_CLOCK.now().utcoffset() == timedelta(0)
