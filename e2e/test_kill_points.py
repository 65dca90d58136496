"""The worker dies at a chosen moment of the pipeline; another takes over, and nobody can tell afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from api import Json
from killers import AtProvider, AtStep, AtWordPress, Point, Scene
from openai_server import OpenAIServer
from pipeline import ARTICLES, Pipeline, WordPressApi, make_pipeline, provider_env, words_of
from records import SqliteRecords, audit
from system import Account, System
from wordpress.wordpress import RealWordPress

LEASE_SECONDS = "1.5"
RECOVERY_SECONDS = 60

POINTS: tuple[Point, ...] = (
    AtStep("cluster", "running"),
    AtProvider("ideas", 1, "before"),
    AtProvider("brief", 1, "after"),
    AtProvider("article", 1, "before"),
    AtProvider("article", 2, "after"),
    AtStep("write", "completed"),
    AtProvider("picture", 1, "before"),
    AtProvider("picture", 2, "after"),
    AtProvider("optimize", 1, "after"),
    AtStep("publish", "running"),
    AtWordPress("GET", "^/igny8/v1/posts", "before"),
    AtWordPress("POST", "^/wp/v2/posts$", "before"),
    AtWordPress("POST", "^/wp/v2/posts$", "after"),
    AtWordPress("POST", "^/wp/v2/media$", "after"),
    AtWordPress("POST", "^/wp/v2/categories$", "after"),
    AtWordPress("POST", r"^/wp/v2/posts/\d+$", "before"),
    AtWordPress("POST", r"^/wp/v2/posts/\d+$", "after"),
    AtWordPress("POST", r"^/wp/v2/posts/\d+$", "after", number=2),
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run left behind, without ids and times."""

    credits: int
    posts: tuple[tuple[str, str, str, tuple[str, ...]], ...]
    pictures: int


@pytest.fixture(scope="module")
def system(provider_server: OpenAIServer) -> Iterator[System]:
    env = provider_env(provider_server.base_url, IGNY8_LEASE_SECONDS=LEASE_SECONDS)
    with System(env=env) as running:
        yield running


@pytest.fixture(scope="module")
def account(system: System) -> Account:
    return system.account(credits=100_000)


@pytest.fixture
def scene(system: System, provider: OpenAIServer, wordpress: RealWordPress) -> Scene:
    return Scene(system, provider, wordpress)


@pytest.fixture(scope="module")
def undisturbed(account: Account, real_wordpress: RealWordPress) -> Outcome:
    """What a run leaves behind when nobody dies."""
    real_wordpress.reset()
    pipeline = make_pipeline(account, real_wordpress)
    run = pipeline.api.finished(pipeline.api.start(pipeline.rule), seconds=RECOVERY_SECONDS)
    assert run["status"] == "completed", pipeline.api.steps(run["id"])
    found = outcome_of(run, WordPressApi(real_wordpress))
    assert len(found.posts) == found.pictures == ARTICLES
    return found


def outcome_of(run: Json, at_wordpress: WordPressApi) -> Outcome:
    """What a run left behind at WordPress."""
    posts = sorted(
        (post["status"], post["title"]["raw"], post["slug"], tuple(words_of(post["content"]["raw"])))
        for post in at_wordpress.posts()
    )
    return Outcome(run["credits"], tuple(posts), len(at_wordpress.list("/media")))


@pytest.mark.parametrize("point", POINTS, ids=str)
def test_the_run_ends_as_if_nobody_had_died(
    point: Point, scene: Scene, account: Account, undisturbed: Outcome, at_wordpress: WordPressApi
) -> None:
    pipeline = make_pipeline(account, scene.wordpress)
    with point.armed(scene) as strike:
        run_id = pipeline.api.start(pipeline.rule)
        strike(run_id)
        run = pipeline.api.finished(run_id, seconds=RECOVERY_SECONDS)

    assert run["status"] == "completed", (run, pipeline.api.steps(run_id))
    assert outcome_of(run, at_wordpress) == undisturbed
    check_books(scene.system, pipeline, run)


def check_books(system: System, pipeline: Pipeline, run: Json) -> None:
    """Paid once, whatever was repeated."""
    books = audit(SqliteRecords(system.database))
    assert books.problems == ()
    assert books.settlements == books.items
    pipeline.check_balance(run["credits"])
    assert {content["status"] for content in pipeline.mine("content")} == {"published"}
