"""Looks at processes from outside, through /proc; kills only what it is told to."""

from __future__ import annotations

import os
import signal
import socket
from contextlib import suppress
from pathlib import Path

KINDS = {"worker": (" celery ", " worker"), "beat": (" celery ", " beat"), "web": ("uvicorn",)}


def free_port() -> int:
    """A TCP port on 127.0.0.1 that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def children(pid: int) -> list[int]:
    """The ids of the direct children."""
    return [other for other in _everyone() if field(other, 1) == str(pid)]


def _everyone() -> list[int]:
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]


def field(pid: int, index: int) -> str:
    """A field of ``/proc/PID/stat`` after the name: 0 is the state, 1 the parent; empty when it is gone."""
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[index]
    return ""


def tree(pid: int) -> list[int]:
    """A process and all below it."""
    return [pid, *(below for child in children(pid) for below in tree(child))]


def command_line(pid: int) -> str:
    """The command line, spaces between the arguments; empty when the process is gone or a zombie."""
    try:
        raw = Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return ""
    return " " + raw.replace(b"\0", b" ").decode(errors="replace").replace("/", " ")


def of_kind(supervisor: int, kind: str) -> list[int]:
    """The supervisor's processes of a kind: ``web``, ``worker`` or ``beat``."""
    return [pid for pid in tree(supervisor)[1:] if all(part in command_line(pid) for part in KINDS[kind])]


def is_alive(pid: int) -> bool:
    """Whether the process is there and not a zombie."""
    return field(pid, 0) not in ("", "Z")


def kill(pid: int, number: int = signal.SIGKILL) -> None:
    """Send a signal; one that is gone already is no error."""
    with suppress(ProcessLookupError):
        os.kill(pid, number)


def memory(pid: int) -> dict[str, int]:
    """Resident and proportional memory in bytes (``rss``, ``pss``); zeros when the process is gone."""
    found = {"rss": 0, "pss": 0}
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            name, _, rest = line.partition(":")
            if name.lower() in found:
                found[name.lower()] = int(rest.split()[0]) * 1024
    return found
