"""``make chaos``: many runs under random SIGKILLs of worker, beat and web; seeded.

Each run is the whole pipeline of two articles from a local provider: each article in a lane of a loop, its
picture and its improvement in lanes of a parallel, a wait, and an approval that somebody gives. The table at
the end holds what must be true whatever died; the exit code is 1 where it is not.
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
from bystanders import Approver, ResumeWatch
from killers import kind_of
from openai_server import Fault, OpenAIServer, SeenRequest
from pipeline import (
    ARTICLES,
    LOOP_ACTIONS,
    WordPressApi,
    add_keywords,
    connect_preview,
    connect_wordpress,
    make_rule,
    make_site,
    provider_env,
)
from records import Books, PostgresRecords, Records, SqliteRecords, audit, unfinished
from services import services
from system import Account, System

if TYPE_CHECKING:
    from wordpress.wordpress import RealWordPress

LEASE_SECONDS = "2"
AT_ONCE = 4
CALLS_AT_ONCE = 2 * AT_ONCE * ARTICLES * 2
"""Of the articles of all runs under way, the picture and the improvement."""
PATIENCE_SECONDS = 600
VICTIMS = ("worker", "worker", "worker", "beat", "web")
ASK_SECONDS = 0.5
_RUNS_A_TOKEN = 40
RESUME_SECONDS = 20


@dataclass(slots=True)
class Killer:
    """Kills a random process every now and then, and may empty the broker, until it is told to stop."""

    system: System
    watch: ResumeWatch
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
            pids = self.system.pids(victim)
            self.kills[victim] += self.system.kill(victim)
            self.watch.killed(pids)


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
    resumed: int
    resume_p95: float | None
    emptied: bool
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
    parser.add_argument("--flush", action="store_true", help="empty the broker in the middle")
    parser.add_argument("--pause", type=float, default=12.0, help="seconds between two kills, on average")
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
    account = system.account(credits=options.runs * 2_000)
    callers = _callers(system, account, options.runs)
    rules = [_rule(caller, wordpress) for caller in callers]
    watch = ResumeWatch(records)
    killer = Killer(system, watch, random.Random(options.seed), options.pause, options.kills)
    began = time.monotonic()
    with Approver(system.url, account.token).at_work(), watch.at_work(), killer.at_work():
        for number, (caller, rule) in enumerate(zip(callers, rules, strict=True)):
            _start(system, caller, rule)
            if options.flush and number == len(rules) // 2:
                _empty(system, broker)
            wait_until(
                lambda: unfinished(records) < 2 * AT_ONCE, seconds=PATIENCE_SECONDS, what="a free place"
            )
        _finish(records, killer)
    return _found(options, records, provider, wordpress, killer, time.monotonic() - began)


def _empty(system: System, broker: str) -> None:
    """All messages are lost."""
    if broker:
        subprocess.run(["redis-cli", "-u", broker, "FLUSHALL"], check=True, capture_output=True)
    for message in (system.data_dir / "broker" / "messages").glob("*"):
        message.unlink(missing_ok=True)


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
    """A site of its own for every run, so that the runs do not share work; two articles each."""
    site = make_site(account)
    add_keywords(account.api, site)
    if wordpress:
        connect_wordpress(account.api, site, wordpress)
    else:
        connect_preview(account.api, site)
    return make_rule(account.api, site, actions=LOOP_ACTIONS)


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
        resumed=len(killer.watch.noted),
        resume_p95=killer.watch.p95(),
        emptied=options.flush,
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
    """The bars 1, 2, 3, 5 and 6 of docs/reliability.md."""
    table = Table(title=f"{options.shape}, {found.seconds:.0f} s, seed {options.seed}", title_justify="left")
    for column in ("bar", "what", "found", "holds"):
        table.add_column(column)
    bars = _bars(found, options)
    for bar, what, text, holds in bars:
        table.add_row(bar, what, text, "yes" if holds else "NO")
    Console(width=120).print(table)
    return 0 if all(holds for *_, holds in bars) else 1


def _bars(found: Found, options: argparse.Namespace) -> list[tuple[str, str, str, bool]]:
    kills, books = sum(found.kills.values()), found.books
    finished = f"{found.completed}/{found.runs}", found.completed == found.runs
    p95 = found.resume_p95
    rows = [
        ("1", "runs finished", *finished),
        ("1", "kills", f"{kills} ({dict(found.kills)})", kills >= options.kills),
        ("2", "settlements = items", f"{books.settlements}/{books.items}", books.settlements == books.items),
        ("2", "ledger exact", "; ".join(books.problems[:3]) or "yes", not books.problems),
        (
            "3",
            "calls repeated, at most workers killed × calls at once",
            f"{found.repeated}/{found.calls}",
            found.repeated <= found.kills.get("worker", 0) * CALLS_AT_ONCE,
        ),
        ("4", "posts", str(found.posts), found.posts == found.runs * ARTICLES),
        ("4", "posts doubled or left behind", str(found.doubled), found.doubled == 0),
        (
            "5",
            f"killed → carried on elsewhere, p95 of {found.resumed}",
            "nothing was held" if p95 is None else f"{p95:.1f} s",
            p95 is None or p95 <= RESUME_SECONDS,
        ),
    ]
    return (
        [*rows, ("6", "finished with the broker emptied in the middle", *finished)] if found.emptied else rows
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
