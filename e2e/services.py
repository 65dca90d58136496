"""A private PostgreSQL and Redis for one command: ``python e2e/services.py -- COMMAND…``

Both listen on free ports of 127.0.0.1 and keep their files in a temporary directory; COMMAND finds them by
``DATABASE_URL`` and ``CELERY_BROKER_URL``. Afterwards both are stopped and their files are gone.
"""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

PACKAGES = ("postgresql", "redis-server")
BINARIES = "/usr/lib/postgresql"
PATIENCE_SECONDS = 60.0
UNPRIVILEGED = "nobody"


class ServiceError(Exception):
    """A service cannot be had or does not start; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Services:
    """Where the two services are."""

    database_url: str
    broker_url: str

    def environment(self) -> dict[str, str]:
        """What a process needs in its environment to use them."""
        return {"DATABASE_URL": self.database_url, "CELERY_BROKER_URL": self.broker_url}


@contextmanager
def services() -> Iterator[Services]:
    """Both services, running until the body ends.

    :raises ServiceError: when a program is missing and cannot be installed, or does not start.
    """
    binaries, redis = _programs()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="igny8-services-")))
        folder.chmod(0o755)
        database = stack.enter_context(_postgresql(binaries, folder / "postgresql"))
        broker = stack.enter_context(_redis(redis, folder / "redis"))
        yield Services(database, broker)


def _programs() -> tuple[Path, str]:
    """(PostgreSQL's folder of programs, the path of redis-server); installed where they are missing."""
    if not _find_postgresql() or not shutil.which("redis-server"):
        _install()
    binaries, redis = _find_postgresql(), shutil.which("redis-server")
    if not binaries or not redis:
        raise ServiceError(f"Install the Debian packages {' and '.join(PACKAGES)}, then try again.")
    return binaries, redis


def _find_postgresql() -> Path | None:
    """The newest PostgreSQL of Debian's layout, or the one on the PATH."""
    versions = sorted(Path(BINARIES).glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    if versions:
        return versions[-1].parent
    found = shutil.which("initdb")
    return Path(found).parent if found else None


def _install() -> None:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise ServiceError(f"Install PostgreSQL and Redis first: apt-get install {' '.join(PACKAGES)}")
    quiet = {"DEBIAN_FRONTEND": "noninteractive", "POSTGRESQL_START": "no"}
    with _no_autostart():
        for command in (["update"], ["install", "-y", "--no-install-recommends", *PACKAGES]):
            done = subprocess.run(
                ["apt-get", "-q", *command],
                env=os.environ | quiet,
                capture_output=True,
                text=True,
                check=False,
            )
            if done.returncode and command[0] == "install":
                raise ServiceError(
                    f"apt-get could not install {' '.join(PACKAGES)}: {done.stderr.strip()[-300:]}"
                )


@contextmanager
def _no_autostart() -> Iterator[None]:
    """Debian starts a service when it is installed, unless this file forbids it."""
    policy = Path("/usr/sbin/policy-rc.d")
    if policy.exists():
        yield
        return
    policy.write_text("#!/bin/sh\nexit 101\n")
    policy.chmod(0o755)
    try:
        yield
    finally:
        policy.unlink()


@contextmanager
def _postgresql(binaries: Path, folder: Path) -> Iterator[str]:
    data, port = folder / "data", _free_port()
    _own_folder(folder)
    _checked(
        [*_as_nobody(), str(binaries / "initdb"), "-D", str(data), "-U", "igny8", "-A", "trust", "-E", "UTF8"]
    )
    settings = {
        "listen_addresses": "127.0.0.1",
        "port": port,
        "unix_socket_directories": folder,
        "max_connections": 200,
    }
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    command = [*_as_nobody(), str(binaries / "postgres"), "-D", str(data), "-F", *options]
    with _running(command, folder / "log", port):
        admin = [str(binaries / "createdb"), "-h", "127.0.0.1", "-p", str(port), "-U", "igny8", "igny8"]
        _until(lambda: subprocess.run(admin, capture_output=True, check=False).returncode == 0, "PostgreSQL")
        yield f"postgresql://igny8@127.0.0.1:{port}/igny8"


@contextmanager
def _redis(program: str, folder: Path) -> Iterator[str]:
    port = _free_port()
    _own_folder(folder)
    plain = ["--save", "", "--appendonly", "no", "--bind", "127.0.0.1"]
    command = [*_as_nobody(), program, "--port", str(port), "--dir", str(folder), *plain]
    with _running(command, folder / "log", port):
        yield f"redis://127.0.0.1:{port}/0"


def _own_folder(folder: Path) -> None:
    folder.mkdir()
    if os.geteuid() == 0:
        user = pwd.getpwnam(UNPRIVILEGED)
        os.chown(folder, user.pw_uid, user.pw_gid)


def _as_nobody() -> list[str]:
    """PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return []
    user = pwd.getpwnam(UNPRIVILEGED)
    return ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]


@contextmanager
def _running(command: Sequence[str], log: Path, port: int) -> Iterator[None]:
    with log.open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT, start_new_session=True)
    try:
        _until(lambda: _listens(port, process, log), command[-1])
        yield
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _listens(port: int, process: subprocess.Popen[bytes], log: Path) -> bool:
    if process.poll() is not None:
        raise ServiceError(f"A service ended at once: {log.read_text(errors='replace')[-500:]}")
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _until(works: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not works():
        if time.monotonic() > deadline:
            raise ServiceError(f"{what} did not answer within {PATIENCE_SECONDS:.0f} s.")
        time.sleep(0.05)


def _checked(command: Sequence[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/")
    if done.returncode:
        raise ServiceError(f"{command[-1]} failed: {done.stderr.strip()[-500:]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def main(arguments: Sequence[str]) -> int:
    """Run a command between start and stop; gives its exit code."""
    command = list(arguments[1:] if arguments[:1] == ["--"] else arguments)
    if not command:
        print("Usage: python e2e/services.py -- COMMAND…", file=sys.stderr)
        return 2
    try:
        with services() as both:
            return subprocess.run(command, env=os.environ | both.environment(), check=False).returncode
    except ServiceError as error:
        print(f"services: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
