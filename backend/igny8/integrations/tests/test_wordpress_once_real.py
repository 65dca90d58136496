"""Exactly one published post per key at a real WordPress, whatever dies or freezes when."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from igny8.core.errors import PublishingError
from igny8.integrations.publishing.wordpress import Credentials, WordPressPublisher
from igny8.integrations.tests import publish_worker
from igny8.integrations.tests.posts import always_mine, article, picture
from igny8.integrations.tests.wordpress_fixture import publisher_for, read, real_wordpress, wordpress

pytestmark = pytest.mark.wordpress
__all__ = ["real_wordpress", "wordpress"]


class Killed(BaseException):
    """The process is dead; nothing of ours handles it."""


class Interrupting(httpx.BaseTransport):
    """Calls ``before`` and ``after`` with the number of each request."""

    def __init__(self, before: Callable[[int], None], after: Callable[[int], None]) -> None:
        self._inner = httpx.HTTPTransport()
        self._before, self._after = before, after
        self.sent = 0

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        number = self.sent + 1
        self._before(number)
        self.sent = number
        response = self._inner.handle_request(request)
        response.read()
        self._after(number)
        return response


def nothing(_number: int) -> None:
    """Neither dies nor freezes."""


def full_article(name: str = "full") -> Any:
    """An article with everything, nothing of which another name shares."""
    return article(
        f"key:{name}",
        title=name,
        slug=name,
        featured=picture(f"image:{name}"),
        categories=(f"cat {name}",),
        tags=(f"tag {name}",),
    )


def publish_with(site: Any, post: Any, transport: httpx.BaseTransport) -> None:
    user = site.user("editor")
    client = httpx.Client(transport=transport, timeout=20)
    publisher = WordPressPublisher(
        client, site.url, Credentials(user.login, user.password), sleep=lambda _: None
    )
    publisher.publish(post, external_id=None, still_mine=always_mine)


def statuses(site: Any, title: str) -> Counter[str]:
    found = read(site, "posts", status="any,trash", per_page=100)
    return Counter(post["status"] for post in found if post["title"]["raw"] == title)


def requests_of_a_full_run(site: Any) -> int:
    transport = Interrupting(nothing, nothing)
    publish_with(site, full_article(), transport)
    return transport.sent


@pytest.mark.parametrize("plugin", [True, False])
def test_a_death_after_each_request_leaves_one_post(wordpress: Any, plugin: bool) -> None:
    wordpress.set_plugin(plugin)
    total = requests_of_a_full_run(wordpress)
    assert total >= 8
    for deadly in range(1, total + 1):

        def die(number: int, deadly: int = deadly) -> None:
            if number == deadly:
                raise Killed

        post = full_article(f"killed-{deadly}")
        with pytest.raises(Killed):
            publish_with(wordpress, post, Interrupting(nothing, die))
        publish_with(wordpress, post, Interrupting(nothing, nothing))
        assert statuses(wordpress, post.title) == {"publish": 1}, f"killed after request {deadly}"
    assert len(read(wordpress, "media", per_page=100)) == total + 1


@pytest.mark.parametrize("plugin", [True, False])
def test_a_freeze_before_each_request_leaves_one_published_post(wordpress: Any, plugin: bool) -> None:
    """The worst freeze: after the lease was checked, until another has done all the work."""
    wordpress.set_plugin(plugin)
    counting = Interrupting(nothing, nothing)
    publish_with(wordpress, article("key:count", slug="count"), counting)
    for frozen_at in range(1, counting.sent + 1):
        others_done, frozen = threading.Event(), threading.Event()
        name = f"frozen-{frozen_at}"
        post = article(f"key:{name}", title=name, slug=name)

        def freeze(number: int, at: int = frozen_at, on: Any = frozen, until: Any = others_done) -> None:
            if number == at:
                on.set()
                assert until.wait(60)

        thread = threading.Thread(target=publish_with, args=(wordpress, post, Interrupting(freeze, nothing)))
        thread.start()
        assert frozen.wait(60)
        publish_with(wordpress, post, Interrupting(nothing, nothing))
        others_done.set()
        thread.join(60)
        found = statuses(wordpress, post.title)
        assert (found["publish"], found["draft"]) == (1, 0), f"frozen before request {frozen_at}: {found}"


@pytest.mark.parametrize("plugin", [True, False])
def test_eight_at_once_leave_one_post(wordpress: Any, plugin: bool) -> None:
    wordpress.set_plugin(plugin)
    barrier = threading.Barrier(8)

    def run() -> None:
        publisher = publisher_for(wordpress)
        barrier.wait()
        done.append(publisher.publish(article(), external_id=None, still_mine=always_mine).external_id)

    done: list[str] = []
    threads = [threading.Thread(target=run) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(90)
    found = statuses(wordpress, article().title)
    assert len(done) == 8
    assert (found["publish"], found["draft"]) == (1, 0)
    assert len(set(done)) == 1


def test_a_lost_lease_stops_before_the_next_change(wordpress: Any) -> None:
    checks = iter([None, None])

    def still_mine() -> None:
        if next(checks, "lost") == "lost":
            raise PublishingError("Another worker has this run now.")

    with pytest.raises(PublishingError, match="Another worker"):
        publisher_for(wordpress).publish(full_article(), external_id=None, still_mine=still_mine)
    assert statuses(wordpress, "full")["publish"] == 0


def test_killed_and_frozen_processes_publish_each_key_once(wordpress: Any) -> None:
    """Two processes work on the same twelve keys; every 0.3 to 1 s one is killed or stopped for a while."""
    chance = random.Random(7)
    keys = [f"chaos:{number}" for number in range(12)]
    user = wordpress.user("editor")

    def spawn() -> subprocess.Popen[str]:
        shuffled = chance.sample(keys, len(keys))
        command = [sys.executable, "-m", publish_worker.__name__, wordpress.url, user.login, user.password]
        return subprocess.Popen([*command, *shuffled], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    running, kills, finished = [spawn(), spawn()], 0, 0
    thaws: list[threading.Timer] = []
    deadline = time.monotonic() + 120
    while finished < 2:
        assert time.monotonic() < deadline
        time.sleep(chance.uniform(0.3, 1.0))
        victim = chance.randrange(2)
        process = running[victim]
        if process.poll() is not None:
            finished += process.returncode == 0
            running[victim] = spawn()
        elif kills < 14:
            kills += 1
            if kills % 2:
                process.kill()
                process.wait()
                running[victim] = spawn()
            else:
                process.send_signal(signal.SIGSTOP)
                thaws.append(threading.Timer(2.0, process.send_signal, (signal.SIGCONT,)))
                thaws[-1].start()
    for thaw in thaws:
        thaw.join()
    for process in running:
        process.kill()
        process.wait()
    published = [post["slug"] for post in read(wordpress, "posts", status="publish", per_page=100)]
    assert sorted(published) == sorted(key.replace(":", "-") for key in keys)
