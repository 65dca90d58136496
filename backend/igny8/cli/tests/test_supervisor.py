"""The process tree: kept running, started again, stopped in time."""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from igny8.cli import supervisor
from igny8.cli.supervisor import Child, Supervisor, claim_data_dir, port_is_free
from igny8.config.env import ConfigError

SLEEPER = [sys.executable, "-c", "import time; time.sleep(60)"]
DEAF = """
import pathlib, signal, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
pathlib.Path(sys.argv[1]).touch()
time.sleep(60)
"""


@pytest.fixture(autouse=True)
def own_signals() -> Iterator[None]:
    """The supervisor sets handlers; the test's own come back."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.fixture
def healthy() -> Iterator[str]:
    """The address of a system that is well."""

    class Well(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_args: Any) -> None:
            return

    server = HTTPServer(("127.0.0.1", 0), Well)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def test_a_system_starts_says_so_and_ends_on_a_signal(healthy: str) -> None:
    children = [Child("one", SLEEPER), Child("two", SLEEPER)]
    Supervisor(children).run(health_url=healthy, on_ready=lambda: os.kill(os.getpid(), signal.SIGTERM))
    assert [child.process and child.process.returncode for child in children] == [-signal.SIGTERM] * 2


def test_a_child_that_does_not_listen_is_ended_by_force(
    healthy: str, tmp_path: Path, monkeypatch: Any
) -> None:
    monkeypatch.setattr(supervisor, "_PATIENCE_SECONDS", 0.2)
    deaf = tmp_path / "deaf"
    monkeypatch.setattr(supervisor, "_is_healthy", lambda _url: deaf.exists())
    child = Child("deaf", [sys.executable, "-c", DEAF, str(deaf)])
    Supervisor([child]).run(health_url=healthy, on_ready=lambda: os.kill(os.getpid(), signal.SIGINT))
    assert child.process is not None
    assert child.process.returncode == -signal.SIGKILL


def test_a_child_that_died_is_started_again_at_once(capfd: Any) -> None:
    child = Child("worker", ["true"])
    child.keep(0.0)
    assert child.process is not None
    first = child.process
    first.wait()
    child.keep(10.0)
    assert child.process is not first
    assert child.failures == 0
    child.process.wait()
    assert "worker ended" in capfd.readouterr().err


def test_a_child_that_cannot_start_is_tried_with_growing_pauses() -> None:
    child, starts, now = Child("worker", ["false"]), [], 0.0
    while now < 40:
        before = child.process
        child.keep(now)
        if child.process is not None and child.process is not before:
            starts.append(now)
            child.process.wait()
        now += 0.1
    pauses = [round(later - earlier, 1) for earlier, later in pairwise(starts)]
    assert pauses[0] <= 0.2
    assert max(pauses) <= 5.3
    assert pauses == sorted(pauses) or pauses[-1] >= 4.9


def test_a_running_child_is_left_alone_and_a_dead_one_gets_no_signal() -> None:
    child = Child("worker", SLEEPER)
    child.signal(signal.SIGTERM)
    child.keep(0.0)
    first = child.process
    child.keep(1.0)
    assert child.process is first
    assert first is not None
    child.signal(signal.SIGKILL)
    first.wait()
    child.signal(signal.SIGTERM)


def test_the_system_is_web_worker_and_beat() -> None:
    children = Supervisor.for_system(host="127.0.0.1", port=8123)._children
    assert [child.name for child in children] == ["web", "worker", "beat"]
    assert "8123" in children[0].command
    assert "igny8.config.celery" in children[1].command
    assert "igny8.config.beat" in children[2].command


def test_the_command_becomes_the_supervisor_alone(tmp_path: Path, monkeypatch: Any, capsys: Any) -> None:
    asked: list[Any] = []

    class Fake:
        @classmethod
        def for_system(cls, *, host: str, port: int) -> Fake:
            asked.append((host, port))
            return cls()

        def run(self, *, health_url: str, on_ready: Callable[[], None]) -> None:
            asked.append(health_url)
            on_ready()

    written, named = tmp_path / "next", tmp_path / "demo.json"
    written.write_text("{}")
    monkeypatch.setattr(supervisor, "Supervisor", Fake)
    monkeypatch.setattr(os, "execv", lambda _program, command: supervisor.main(command[3:]))
    supervisor.become_supervisor(host="127.0.0.1", port=8123, words="It runs.", file=(written, named))
    assert asked == [("127.0.0.1", 8123), "http://127.0.0.1:8123/api/v1/health/"]
    assert named.exists() and "It runs." in capsys.readouterr().out


def test_a_data_directory_has_one_system(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    with claim_data_dir(), pytest.raises(ConfigError, match="IGNY8_DATA_DIR"), claim_data_dir():
        pass
    with claim_data_dir():
        assert (tmp_path / "igny8.lock").exists()


def test_a_port_in_use_is_refused_with_a_sentence() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(ConfigError, match=f"Port {port} on 127.0.0.1 cannot be used"):
            port_is_free("127.0.0.1", port)
    port_is_free("127.0.0.1", port)


def test_what_does_not_answer_is_not_healthy() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        assert not supervisor._is_healthy(f"http://127.0.0.1:{probe.getsockname()[1]}/")
