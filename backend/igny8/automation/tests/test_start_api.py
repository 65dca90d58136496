"""The first steps of an account, and the search over all it has."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from igny8.automation.tests.explain_support import past_run
from igny8.core.tenancy import account_scope
from igny8.tenants.models import Site
from igny8.testing.api import ApiClient
from igny8.testing.factories import (
    ClusterFactory,
    ConnectionFactory,
    ContentFactory,
    IdeaFactory,
    KeywordFactory,
    PageFactory,
    PublicationFactory,
    WritingTaskFactory,
)

Api = Callable[..., ApiClient]
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def state(client: ApiClient) -> tuple[int, str | None]:
    found = client.get("/account/onboarding/").data
    assert found["total"] == len(found["steps"]) == 7
    assert found["done"] == sum(step["done"] for step in found["steps"])
    return found["done"], found["next"]


def test_the_first_steps_are_done_when_they_are(
    api: Api, site: Site, make_rule: Any, other_account: Any
) -> None:
    viewer = api("viewer")
    assert state(viewer) == (1, "keywords")
    KeywordFactory(site=site)
    assert state(viewer) == (2, "connection")
    connection = ConnectionFactory(site=site)
    rule = make_rule([{"id": "s", "type": "set", "params": {}}])
    past_run(rule, NOW, status="failed")
    assert state(viewer) == (4, "run")
    past_run(rule, NOW, status="completed")
    content = ContentFactory(site=site)
    assert state(viewer) == (6, "published")
    PublicationFactory(connection=connection, object_id=content.id)
    assert state(viewer) == (7, None)
    assert state(api(account=other_account)) == (0, "site")


def test_the_search_finds_a_few_of_each_kind(
    api: Api, site: Site, make_rule: Any, other_account: Any
) -> None:
    rule = make_rule([{"id": "s", "type": "set", "params": {}}], name="Zebra rule")
    past_run(rule, NOW, status="failed", error_message="Broken.")
    for number in range(7):
        KeywordFactory(site=site, text=f"zebra {number}")
    ClusterFactory(site=site, name="Zebras")
    idea = IdeaFactory(site=site, title="Zebra idea")
    WritingTaskFactory(site=site, idea=idea, title="Zebra task", target_keyphrase="z")
    ContentFactory(site=site, title="Zebra text")
    PageFactory(site=site, title="All zebras")
    with account_scope(other_account.id):
        KeywordFactory(text="zebra of a stranger")
    found = api("viewer").get("/search/", q="ZEBRA").data
    kinds = ["rule", "run", *["keyword"] * 5, "cluster", "idea", "writing_task", "content", "page"]
    assert [hit["kind"] for hit in found] == kinds
    assert found[0]["title"] == found[1]["title"] == "Zebra rule"
    assert (found[1]["detail"], found[1]["status"]) == ("Broken.", "failed")
    assert all(hit["site"] == str(site.pk) and hit["at"] and hit["id"] for hit in found)
    assert not any("stranger" in hit["title"] for hit in found)


def test_the_search_wants_every_word_and_two_letters(api: Api, site: Site) -> None:
    KeywordFactory(site=site, text="red zebra")
    assert len(api().get("/search/", q="zebra red").data) == 1
    assert api().get("/search/", q="zebra blue").data == []
    assert api().get("/search/", q=" z ").data == []
    assert api().get("/search/").data == []
