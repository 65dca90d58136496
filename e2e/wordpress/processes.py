"""The two server processes of the test WordPress, each in its own process group, so that all of it ends."""

from __future__ import annotations

import os
import pwd
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from .packages import tool


class Server:
    """A child process group with a log file; it ends with its parent even if that is killed."""

    def __init__(self, command: list[str], log: Path, environment: Mapping[str, str]) -> None:
        self.log = log
        self.name = Path(command[0]).name
        with log.open("ab") as output:
            self.process = subprocess.Popen(
                command,
                stdout=output,
                stderr=output,
                stdin=subprocess.DEVNULL,
                env={**os.environ, **environment},
                start_new_session=True,
            )
        # Its standard input ends when this process does, however that happens.
        self._watch = subprocess.Popen(
            ["sh", "-c", 'read -r _; kill -TERM "-$0"', str(self.process.pid)],
            stdin=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def require_alive(self) -> None:
        """:raises RuntimeError: the process ended; the message holds the end of its log."""
        if self.process.poll() is not None:
            tail = self.log.read_text(errors="replace")[-800:]
            raise RuntimeError(f"{self.name} ended early: {tail}")

    def stop(self) -> None:
        """End the whole process group: politely, then by force after 10 s."""
        self._watch.kill()
        self._watch.communicate()
        for signal_number, patience in ((signal.SIGTERM, 10.0), (signal.SIGKILL, 5.0)):
            try:
                os.killpg(self.process.pid, signal_number)
            except ProcessLookupError:
                break
            try:
                self.process.wait(patience)
            except subprocess.TimeoutExpired:
                continue
        self.process.poll()


def free_port() -> int:
    """:return: a TCP port on 127.0.0.1 that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def start_database(data: Path, socket_path: Path, log: Path) -> Server:
    """Start MariaDB on a private data directory; only its unix socket is open."""
    server = Server(
        [
            tool("mariadbd"),
            "--no-defaults",
            f"--user={_user()}",
            f"--datadir={data}",
            f"--socket={socket_path}",
            f"--pid-file={socket_path}.pid",
            "--skip-networking",
            "--skip-grant-tables",
            "--skip-log-bin",
            "--performance-schema=off",
            "--innodb-flush-log-at-trx-commit=0",
            "--innodb-doublewrite=0",
            "--innodb-log-file-size=16M",
            "--innodb-buffer-pool-size=64M",
        ],
        log,
        {},
    )
    _wait(server, lambda: _connects(socket.AF_UNIX, str(socket_path)))
    return server


def start_php(root: Path, router: Path, port: int, log: Path, environment: Mapping[str, str]) -> Server:
    """Serve ``root`` with four workers on 127.0.0.1."""
    limits = ["-d", "upload_max_filesize=8M", "-d", "post_max_size=9M", "-d", "memory_limit=256M"]
    command = [tool("php"), *limits, "-S", f"127.0.0.1:{port}", "-t", str(root), str(router)]
    server = Server(command, log, {**environment, "PHP_CLI_SERVER_WORKERS": "4"})
    _wait(server, lambda: _connects(socket.AF_INET, ("127.0.0.1", port)))
    return server


def make_database(data: Path) -> None:
    """Make the empty system tables of a new MariaDB."""
    command = [
        tool("mariadb-install-db"),
        "--no-defaults",
        f"--user={_user()}",
        f"--datadir={data}",
        "--skip-test-db",
        "--auth-root-authentication-method=normal",
        "--innodb-log-file-size=16M",
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=180)


def _user() -> str:
    return pwd.getpwuid(os.geteuid()).pw_name


def _connects(family: int, address: str | tuple[str, int]) -> bool:
    with socket.socket(family) as probe:
        return probe.connect_ex(address) == 0


def _wait(server: Server, ready: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not ready():
        server.require_alive()
        if time.monotonic() > deadline:
            server.stop()
            raise RuntimeError(f"Not ready after {seconds:.0f} s; see {server.log}.")
        time.sleep(0.03)
