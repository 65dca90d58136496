"""The embedded broker: no message lost, no half message met, each taken by one reader."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator
from pathlib import Path
from queue import Empty
from typing import Any

import pytest
from celery import current_app
from kombu import Connection

from igny8.config import celery as queue
from igny8.config.broker import AtomicChannel, broker_folders
from igny8.config.celery import app as celery_app

PRODUCERS, EACH = 4, 150


def connect(folder: Path) -> Connection:
    return Connection("atomicfs://", transport_options=broker_folders(folder))


@pytest.fixture
def channel(tmp_path: Path) -> Iterator[AtomicChannel]:
    with connect(tmp_path) as connection:
        yield connection.default_channel


def produce(folder: Path, number: int) -> None:
    with connect(folder) as connection:
        outlet = connection.SimpleQueue("work")
        for index in range(EACH):
            outlet.put({"id": f"{number}-{index}", "filler": "x" * 5_000})
        outlet.close()


def consume(folder: Path, results: Any, done: Any) -> None:
    found: list[str] = []
    with connect(folder) as connection:
        inlet = connection.SimpleQueue("work")
        while True:
            finished = done.is_set()
            try:
                message = inlet.get(block=False)
            except Empty:
                if finished:
                    break
                continue
            found.append(message.payload["id"])
            message.ack()
        inlet.close()
    results.put(found)


def test_four_producers_and_two_readers_lose_nothing(tmp_path: Path) -> None:
    context = multiprocessing.get_context("fork")
    results, done = context.Queue(), context.Event()
    readers = [context.Process(target=consume, args=(tmp_path, results, done)) for _ in range(2)]
    writers = [context.Process(target=produce, args=(tmp_path, number)) for number in range(PRODUCERS)]
    for process in (*readers, *writers):
        process.start()
    for writer in writers:
        writer.join(60)
    done.set()
    found = [name for _ in readers for name in results.get(timeout=60)]
    for reader in readers:
        reader.join(60)
    assert [process.exitcode for process in (*readers, *writers)] == [0] * 6
    assert len(found) == PRODUCERS * EACH
    assert len(set(found)) == PRODUCERS * EACH
    assert list((tmp_path / "broker" / "messages").iterdir()) == []


def test_messages_come_in_the_order_of_their_times(channel: AtomicChannel) -> None:
    for number in range(5):
        channel._put("work", {"number": number})
    assert [channel._get("work")["number"] for _ in range(5)] == [0, 1, 2, 3, 4]
    with pytest.raises(Empty):
        channel._get("work")


def test_a_half_written_message_is_not_seen(channel: AtomicChannel) -> None:
    folder = Path(channel.data_folder_in)
    (folder / "1_abc.part").write_text('{"half')
    with pytest.raises(Empty):
        channel._get("work")


def test_queues_with_similar_names_do_not_mix(channel: AtomicChannel) -> None:
    channel._put("more.work", {"to": "more"})
    with pytest.raises(Empty):
        channel._get("work")
    assert channel._get("more.work") == {"to": "more"}


def test_a_message_that_another_reader_took_first_is_passed_over(
    channel: AtomicChannel, monkeypatch: Any
) -> None:
    channel._put("work", {"number": 1})
    listed = os.listdir(channel.data_folder_in)  # noqa: PTH208
    assert channel._get("work") == {"number": 1}
    monkeypatch.setattr("igny8.config.broker.os.listdir", lambda _folder: listed)
    with pytest.raises(Empty):
        channel._get("work")


def test_bindings_are_written_whole_and_once(channel: AtomicChannel) -> None:
    for _ in range(2):
        for name in ("one", "two"):
            channel._queue_bind("exchange", None, None, name)
    assert [row.queue for row in channel.get_table("exchange")] == ["one", "two"]


def test_every_process_sends_through_the_same_queue() -> None:
    from django.conf import settings

    assert current_app._get_current_object() is celery_app
    assert celery_app.conf.broker_url == settings.CELERY_BROKER_URL
    assert celery_app.conf.task_acks_late is False
    assert celery_app.conf.worker_prefetch_multiplier == 1
    assert celery_app.conf.worker_pool == "threads"
    assert set(celery_app.conf.beat_schedule) >= {"schedules", "retention"}
    celery_app.loader.import_default_modules()
    names = {"automation.execute_rule", "automation.execute_scheduled_rules", "automation.cleanup_old_tasks"}
    assert names <= set(celery_app.tasks)
    scheduled = {entry["task"] for entry in celery_app.conf.beat_schedule.values()}
    assert scheduled <= set(celery_app.tasks)


def test_the_machinery_starts_and_stops_with_the_worker(monkeypatch: Any) -> None:
    from igny8.automation import worker

    called: list[str] = []
    monkeypatch.setattr(worker, "start_machinery", lambda: called.append("start"))
    monkeypatch.setattr(worker, "stop_machinery", lambda: called.append("stop"))
    queue._start_machinery()
    queue._stop_machinery()
    assert called == ["start", "stop"]
