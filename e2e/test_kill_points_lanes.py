"""The worker dies while lanes of a loop and of a parallel are at work; the run ends as if nobody had died."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bystanders import Approver
from killers import AtProvider, AtStep, AtWordPress, Point, Scene
from openai_server import OpenAIServer
from pipeline import ARTICLES, LOOP_ACTIONS, WordPressApi, make_pipeline, provider_env
from system import Account, System
from test_kill_points import LEASE_SECONDS, RECOVERY_SECONDS, Outcome, check_books, outcome_of
from wordpress.wordpress import RealWordPress

POINTS: tuple[Point, ...] = (
    AtProvider("picture", 1, "before"),
    AtStep("pause", "waiting"),
    AtProvider("optimize", 2, "after"),
    AtStep("ask", "waiting"),
    AtWordPress("POST", "^/wp/v2/posts$", "after"),
    AtStep("publish", "completed"),
)


@pytest.fixture(scope="module")
def system(provider_server: OpenAIServer) -> Iterator[System]:
    env = provider_env(provider_server.base_url, IGNY8_LEASE_SECONDS=LEASE_SECONDS)
    with System(env=env) as running:
        yield running


@pytest.fixture(scope="module")
def account(system: System) -> Iterator[Account]:
    """Somebody approves what its runs ask."""
    made = system.account(credits=100_000)
    with Approver(system.url, made.token).at_work():
        yield made


@pytest.fixture(scope="module")
def undisturbed(account: Account, real_wordpress: RealWordPress) -> Outcome:
    """What a run leaves behind when nobody dies."""
    real_wordpress.reset()
    pipeline = make_pipeline(account, real_wordpress, actions=LOOP_ACTIONS)
    run = pipeline.api.finished(pipeline.api.start(pipeline.rule), seconds=RECOVERY_SECONDS)
    assert run["status"] == "completed", pipeline.api.steps(run["id"])
    found = outcome_of(run, WordPressApi(real_wordpress))
    assert len(found.posts) == found.pictures == ARTICLES
    return found


@pytest.mark.parametrize("point", POINTS, ids=str)
def test_a_run_with_lanes_ends_as_if_nobody_had_died(
    point: Point,
    system: System,
    provider: OpenAIServer,
    wordpress: RealWordPress,
    account: Account,
    undisturbed: Outcome,
    at_wordpress: WordPressApi,
) -> None:
    pipeline = make_pipeline(account, wordpress, actions=LOOP_ACTIONS)
    with point.armed(Scene(system, provider, wordpress)) as strike:
        run_id = pipeline.api.start(pipeline.rule)
        strike(run_id)
        run = pipeline.api.finished(run_id, seconds=RECOVERY_SECONDS)

    assert run["status"] == "completed", (run, pipeline.api.steps(run_id))
    assert outcome_of(run, at_wordpress) == undisturbed
    check_books(system, pipeline, run)
