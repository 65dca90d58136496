"""``make chaos``: many runs under random SIGKILLs of worker, beat and web; seeded.

Each run is the whole pipeline of one article from a local provider. The table at the end holds what
must be true whatever died; the exit code is 1 where it is not.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import httpx
from rich.console import Console
from rich.table import Table

from api import Api, NotYet, wait_until
from killers import kind_of
from openai_server import Fault, OpenAIServer, SeenRequest
from pipeline import (
    KEYWORDS,
    RULE,
    WordPressApi,
    add_keywords,
    connect_preview,
    connect_wordpress,
    make_site,
    provider_env,
)
from records import Books, PostgresRecords, Records, SqliteRecords, audit, unfinished
from services import services
from system import Account, System

if TYPE_CHECKING:
    from wordpress.wordpress import RealWordPress

LEASE_SECONDS = "2"
ITEM_THREADS = 8
AT_ONCE = 4
PATIENCE_SECONDS = 600
VICTIMS = ("worker", "worker", "worker", "beat", "web")
ASK_SECONDS = 0.5
_RUNS_A_TOKEN = 40


@dataclass(slots=True)
class Killer:
    """Kills a random process every now and then, and may empty the broker, until it is told to stop."""

    system: System
    random: random.Random
    pause: float
    wanted: int
    kills: Counter[str] = field(default_factory=Counter)
    stopped: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Kill in the background while the body runs."""
        thread = threading.Thread(target=self._go_on, daemon=True)
        thread.start()
        try:
            yield
        finally:
            self.stopped.set()
            thread.join(30)

    @property
    def total(self) -> int:
        """How many processes were killed."""
        return sum(self.kills.values())

    def _go_on(self) -> None:
        while self.total < self.wanted and not self.stopped.wait(self.random.uniform(0.5, 1.5) * self.pause):
            victim = self.random.choice(VICTIMS)
            self.kills[victim] += self.system.kill(victim)


@dataclass(frozen=True, slots=True)
class Found:
    """What is left in the end."""

    runs: int
    completed: int
    kills: Mapping[str, int]
    books: Books
    calls: int
    repeated: int
    posts: int
    doubled: int
    seconds: float


def main(arguments: list[str]) -> int:
    """Run it, print the table, judge."""
    options = _options(arguments)
    print(f"seed {options.seed}, {options.shape}, {options.runs} runs, publishing to {options.publish}")
    with ExitStack() as stack:
        wordpress = _wordpress(stack) if options.publish == "wordpress" else None
        provider = stack.enter_context(OpenAIServer(api_key="test-key-that-must-never-show"))
        provider.always = Fault(delay=ASK_SECONDS)
        env = stack.enter_context(services()).environment() if options.shape == "production" else {}
        settings = provider_env(provider.base_url, IGNY8_LEASE_SECONDS=LEASE_SECONDS)
        system = stack.enter_context(System(env=settings | env))
        records: Records = PostgresRecords(env["DATABASE_URL"]) if env else SqliteRecords(system.database)
        found = _chaos(options, system, records, provider, wordpress, env.get("CELERY_BROKER_URL", ""))
    return _report(found, options)


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=300)
    parser.add_argument("--kills", type=int, default=25, help="at least so many while the runs go on")
    parser.add_argument("--shape", choices=["embedded", "production"], default="embedded")
    parser.add_argument("--publish", choices=["preview", "wordpress"], default="preview")
    parser.add_argument("--flush", action="store_true", help="empty Redis in the middle (production shape)")
    parser.add_argument("--pause", type=float, default=4.0, help="seconds between two kills, on average")
    parser.add_argument("--seed", type=int, default=None)
    options = parser.parse_args(arguments)
    options.seed = random.SystemRandom().randrange(1_000_000) if options.seed is None else options.seed
    return options


def _wordpress(stack: ExitStack) -> RealWordPress:
    from wordpress.wordpress import RealWordPress

    return stack.enter_context(RealWordPress())


def _chaos(
    options: argparse.Namespace,
    system: System,
    records: Records,
    provider: OpenAIServer,
    wordpress: RealWordPress | None,
    broker: str,
) -> Found:
    account = system.account(credits=options.runs * 1_000)
    callers = _callers(system, account, options.runs)
    rules = [_rule(caller, wordpress) for caller in callers]
    killer = Killer(system, random.Random(options.seed), options.pause, options.kills)
    began = time.monotonic()
    with killer.at_work():
        for number, (caller, rule) in enumerate(zip(callers, rules, strict=True)):
            _start(system, caller, rule)
            if options.flush and number == len(rules) // 2:
                subprocess.run(["redis-cli", "-u", broker, "FLUSHALL"], check=True, capture_output=True)
            wait_until(
                lambda: unfinished(records) < 2 * AT_ONCE, seconds=PATIENCE_SECONDS, what="a free place"
            )
        _finish(records, killer)
    return _found(options, records, provider, wordpress, killer, time.monotonic() - began)


def _finish(records: Records, killer: Killer) -> None:
    try:
        wait_until(lambda: unfinished(records) == 0, seconds=PATIENCE_SECONDS, what="the end of all runs")
    except NotYet as error:
        print(error)
    if killer.total < killer.wanted:
        print(f"All runs ended after {killer.total} kills: make --pause shorter to reach {killer.wanted}.")


def _callers(system: System, account: Account, runs: int) -> list[Account]:
    """The account by several tokens in turn: each of them may ask 600 times a minute."""
    count = runs // _RUNS_A_TOKEN + 1
    made = [account.api.post("/account/tokens/", {"name": f"t{n}", "role": "owner"}) for n in range(count)]
    callers = [replace(account, token=one["token"], api=Api(system.url, one["token"])) for one in made]
    return [callers[number % count] for number in range(runs)]


def _rule(account: Account, wordpress: RealWordPress | None) -> str:
    """A site of its own for every run, so that the runs do not share work; one article each."""
    site = make_site(account)
    add_keywords(account.api, site, "\n".join(KEYWORDS.splitlines()[:6]) + "\n")
    if wordpress:
        connect_wordpress(account.api, site, wordpress)
    else:
        connect_preview(account.api, site)
    actions = [dict(node) for node in RULE["actions"]]
    for node in actions[1:3]:
        node["params"] = {"limit": 1}
    body = {**RULE, "actions": actions, "site": site}
    return str(account.api.post("/automation/rules/", body)["id"])


def _start(system: System, account: Account, rule: str) -> None:
    """A client that keeps trying with one Idempotency-Key, as a program should; the web may be dead."""
    api = Api(system.url, account.token)

    def sent() -> bool:
        try:
            api.start(rule, headers={"Idempotency-Key": rule})
        except httpx.TransportError:
            return False
        return True

    wait_until(sent, seconds=60, what="an answer of the web process")
    api.close()


def _found(
    options: argparse.Namespace,
    records: Records,
    provider: OpenAIServer,
    wordpress: RealWordPress | None,
    killer: Killer,
    seconds: float,
) -> Found:
    status = Counter(row["status"] for row in records.rows("SELECT status FROM automation_scheduledtask"))
    calls = [request for request in provider.requests if request.method == "POST"]
    posts, doubled = _posts(records, wordpress)
    return Found(
        runs=options.runs,
        completed=status["completed"],
        kills=killer.kills,
        books=audit(records),
        calls=len(calls),
        repeated=_repeated(calls, options.runs),
        posts=posts,
        doubled=doubled,
        seconds=seconds,
    )


def _repeated(calls: list[SeenRequest], runs: int) -> int:
    """Every run asks for the same things, so what is beyond the usual number a kind was asked again."""
    counts = Counter(kind_of(call) for call in calls)
    return sum(max(count - runs * max(round(count / runs), 1), 0) for count in counts.values())


def _posts(records: Records, wordpress: RealWordPress | None) -> tuple[int, int]:
    """(what is published, how much of it more than once or left behind as a draft)."""
    wanted = records.rows("SELECT url FROM integrations_publication WHERE status = 'publish'")
    if wordpress is None:
        return len(wanted), len(wanted) - len({row["url"] for row in wanted})
    keys = wordpress.php(
        'global $wpdb; return $wpdb->get_col("SELECT m.meta_value FROM $wpdb->posts p JOIN $wpdb->postmeta m'
        " ON m.post_id = p.ID AND m.meta_key = '_igny8_key' WHERE p.post_status = 'publish'\");"
    )
    at_wordpress = WordPressApi(wordpress)
    drafts = len(at_wordpress.list("/posts", status="draft"))
    at_wordpress.close()
    return len(keys), len(keys) - len(set(keys)) + drafts


def _report(found: Found, options: argparse.Namespace) -> int:
    """The bars 1, 2, 3 and 6 of docs/reliability.md."""
    kills = sum(found.kills.values())
    bars = {
        "runs finished": (f"{found.completed}/{found.runs}", found.completed == found.runs),
        "kills": (f"{kills} ({dict(found.kills)})", kills >= min(options.kills, 25) or options.kills == 0),
        "settlements = items": (
            f"{found.books.settlements}/{found.books.items}",
            found.books.settlements == found.books.items,
        ),
        "ledger exact": ("; ".join(found.books.problems[:3]) or "yes", not found.books.problems),
        "provider calls repeated": (
            f"{found.repeated}/{found.calls}",
            found.repeated <= kills * ITEM_THREADS,
        ),
        "posts": (str(found.posts), found.posts == found.runs),
        "posts doubled or left behind": (str(found.doubled), found.doubled == 0),
    }
    table = Table(title=f"{options.shape}, {found.seconds:.0f} s, seed {options.seed}", title_justify="left")
    for column in ("what", "found", "holds"):
        table.add_column(column)
    for name, (text, holds) in bars.items():
        table.add_row(name, text, "yes" if holds else "NO")
    Console(width=120).print(table)
    return 0 if all(holds for _, holds in bars.values()) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
