"""A real WordPress on 127.0.0.1 for tests and for trying things by hand.

``python -m wordpress up --port 8090`` from the folder ``e2e`` (or ``python e2e/wordpress/wordpress.py up``).
"""

from __future__ import annotations

import argparse
import fcntl
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    __package__ = "wordpress"  # run as a file, it is still part of its package

from .packages import ensure_tools, tool, unpack_wordpress
from .processes import Server, free_port, make_database, start_database, start_php

PHP = Path(__file__).resolve().parent / "php"
COMPANION = (
    Path(__file__).resolve().parents[2]
    / "backend/igny8/integrations/wordpress_plugin/igny8-companion/igny8-companion.php"
)
LAYOUT = "1"  # raise it when the snapshot's content changes


@dataclass(frozen=True, slots=True)
class User:
    """A WordPress user with an application password."""

    login: str
    password: str


def cache_folder() -> Path:
    """Where the installed WordPress is kept: ``IGNY8_E2E_CACHE`` or the user's cache folder."""
    own = os.environ.get("IGNY8_E2E_CACHE")
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return Path(own) if own else base / "igny8-e2e"


class RealWordPress:
    """One running WordPress with a database of its own; several may run side by side.

    :param port: 0 takes a free one.
    :param plugin: whether the companion plug-in is active.
    :param environment: WordPress's environment type; ``production`` switches application passwords off.
    """

    def __init__(
        self, *, port: int = 0, plugin: bool = True, environment: str = "local", cache: Path | None = None
    ) -> None:
        self.cache = (cache or cache_folder()).resolve()
        self.url = f"http://127.0.0.1:{port or free_port()}"
        self.environment = environment
        self._plugin = plugin
        self._servers: list[Server] = []
        self._users: dict[str, User] = {}
        self.version = ""
        self.run = Path()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Install once (about 40 s), then boot from the snapshot."""
        snapshot = self._ensure_snapshot()
        runs = self.cache / "run"
        runs.mkdir(exist_ok=True)
        _remove_leftovers(runs)
        self.run = Path(tempfile.mkdtemp(prefix=f"wp-{os.getpid()}-", dir=runs))
        try:
            self._lay_out(snapshot)
            self._boot()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """End both servers and remove this run's files."""
        while self._servers:
            self._servers.pop().stop()
        if self.run != Path():
            shutil.rmtree(self.run, ignore_errors=True)

    @property
    def root(self) -> Path:
        """The folder of WordPress's own files."""
        return self.run / "wordpress"

    def user(self, role: str = "editor") -> User:
        """:return: the user of that role (administrator, editor, author, contributor, subscriber)."""
        return self._users[role]

    def users(self) -> dict[str, User]:
        """:return: all users by role."""
        return dict(self._users)

    def php(self, code: str) -> Any:
        """Run PHP with WordPress loaded, as the administrator; :return: what the code returned."""
        return _answer(self._php(PHP / "run.php", code), "IGNY8-ANSWER")

    def set_plugin(self, active: bool) -> None:
        """Put the companion plug-in in or take it out (opcache may need 2 s to see it)."""
        target = self.root / "wp-content/mu-plugins/igny8-companion.php"
        if active:
            shutil.copyfile(COMPANION, target)
        else:
            target.unlink(missing_ok=True)

    def fault(self, route: str, **fault: Any) -> None:
        """Add a fault for requests whose REST route fits the regular expression; see igny8-faults.php."""
        with self._locked("faults.json") as path:
            faults = json.loads(path.read_text() or "[]")
            path.write_text(json.dumps([*faults, {"route": route, **fault}]))

    def clear(self) -> None:
        """Forget all faults and counted requests."""
        with self._locked("faults.json") as path:
            path.write_text("[]")
        (self.run / "requests.jsonl").write_text("")

    def requests(self) -> list[dict[str, Any]]:
        """:return: the REST requests since the last :meth:`clear`, in order."""
        path = self.run / "requests.jsonl"
        return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []

    def counts(self) -> Counter[str]:
        """:return: requests by method and collection, such as ``POST posts``."""
        parts = ((seen["method"], seen["route"].strip("/").split("/")) for seen in self.requests())
        return Counter(f"{method} {route[2] if len(route) > 2 else route[0]}" for method, route in parts)

    def reset(self) -> None:
        """Remove all posts, pages, media and terms that tests made; users stay."""
        self.clear()
        self.php(
            "foreach (get_posts(['post_type' => ['post', 'page', 'attachment'], 'numberposts' => -1,"
            " 'post_status' => ['any', 'trash', 'auto-draft', 'inherit'], 'fields' => 'ids']) as $id)"
            " { wp_delete_post($id, true); }"
            " foreach (['category', 'post_tag'] as $t) foreach (get_terms(['taxonomy' => $t,"
            " 'hide_empty' => false, 'exclude' => [1], 'fields' => 'ids']) as $id) wp_delete_term($id, $t);"
        )

    def pretty_permalinks(self, on: bool) -> None:
        """Switch between ``/%postname%/`` and plain ``?p=`` addresses."""
        structure = "/%postname%/" if on else ""
        self.php(f"global $wp_rewrite; $wp_rewrite->set_permalink_structure('{structure}');")

    def _environment(self, run: Path | None = None) -> dict[str, str]:
        run = run or self.run
        return {
            "IGNY8_WP_ROOT": str(run / "wordpress"),
            "IGNY8_WP_RUN": str(run),
            "IGNY8_WP_URL": self.url,
            "IGNY8_WP_ENVIRONMENT": self.environment,
            "IGNY8_WP_SOCKET": str(run / "db.sock"),
        }

    def _php(self, script: Path, standard_input: str = "", run: Path | None = None) -> str:
        done = subprocess.run(
            [tool("php"), str(script)],
            input=standard_input,
            env={**os.environ, **self._environment(run)},
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        return done.stdout + done.stderr

    @contextmanager
    def _locked(self, name: str) -> Iterator[Path]:
        path = self.run / name
        with path.open("a+") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield path

    def _ensure_snapshot(self) -> Path:
        snapshot = self.cache / f"snapshot-{LAYOUT}"
        self.cache.mkdir(parents=True, exist_ok=True)
        with (self.cache / "install.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not snapshot.exists():
                self._install(snapshot)
        return snapshot

    def _install(self, snapshot: Path) -> None:
        ensure_tools()
        work = self.cache / "installing"
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir()
        unpack_wordpress(work / "wordpress", work / "downloads")
        shutil.copyfile(PHP / "wp-config.php", work / "wordpress/wp-config.php")
        make_database(work / "db")
        (work / "db/wordpress").mkdir()  # a database is a folder: no client is needed to make one
        server = start_database(work / "db", work / "db.sock", work / "db.log")
        try:
            facts = _answer(self._php(PHP / "install.php", run=work), "IGNY8-INSTALLED")
        finally:
            server.stop()
        (work / "install.json").write_text(json.dumps(facts))
        work.rename(snapshot)

    def _lay_out(self, snapshot: Path) -> None:
        facts = json.loads((snapshot / "install.json").read_text())
        self.version = facts["version"]
        self._users = {role: User(**user) for role, user in facts["users"].items()}
        # WordPress never changes its own files here, so hard links do; the database is copied.
        copies = (["-al", "wordpress"], ["-a", "--sparse=always", "db"])
        for *options, name in copies:
            subprocess.run(
                ["cp", *options, str(snapshot / name), str(self.run / name)], check=True, timeout=60
            )
        content = self.root / "wp-content"
        for name in ("uploads", "mu-plugins"):
            (content / name).mkdir(exist_ok=True)
        shutil.copyfile(PHP / "igny8-faults.php", content / "mu-plugins/igny8-faults.php")
        self.set_plugin(self._plugin)
        (self.run / "faults.json").write_text("[]")

    def _boot(self) -> None:
        socket_path = self.run / "db.sock"
        self._servers.append(start_database(self.run / "db", socket_path, self.run / "db.log"))
        port = int(self.url.rsplit(":", 1)[1])
        log = self.run / "php.log"
        self._servers.append(start_php(self.root, PHP / "router.php", port, log, self._environment()))


def _remove_leftovers(runs: Path) -> None:
    """Remove the files of runs whose process was killed; its servers ended with it."""
    for folder in runs.glob("wp-*-*"):
        if not Path("/proc", folder.name.split("-")[1]).exists():
            shutil.rmtree(folder, ignore_errors=True)


def _answer(output: str, mark: str) -> Any:
    """The JSON after ``mark``; a failed WordPress script still exits 0, so its output is what counts."""
    for line in output.splitlines():
        if line.startswith(mark):
            return json.loads(line.removeprefix(mark))
    raise RuntimeError(f"WordPress did not answer: {output[-1500:]}")


def main(arguments: list[str]) -> int:
    """``up [--port N] [--no-plugin]``: boot, print the address and the users, and serve until Ctrl-C."""
    parser = argparse.ArgumentParser(prog="wordpress.py", description="Boot a WordPress for trying things.")
    parser.add_argument("command", choices=["up"])
    parser.add_argument("--port", type=int, default=8090)
    parser.add_argument("--no-plugin", action="store_true", help="without the companion plug-in")
    options = parser.parse_args(arguments)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with RealWordPress(port=options.port, plugin=not options.no_plugin) as site:
        print(f"WordPress {site.version} at {site.url} (admin / admin-password)", flush=True)
        for role, user in site.users().items():
            print(f"  {role}: user {user.login}, application password {user.password}", flush=True)
        try:
            while True:
                time.sleep(3600)
        except KeyboardInterrupt:
            return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
