"""Keywords into clusters: folded, joined to what exists, grouped by meaning; each one is accounted for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from igny8.ai.adapters.embed_lexical import LexicalEmbedder
from igny8.ai.services import Models, use_models
from igny8.automation.engine.errors import StepFailure
from igny8.core.errors import InvalidInput
from igny8.core.ids import new_id
from igny8.core.models import DomainEvent
from igny8.planning.models import Cluster, Keyword
from igny8.planning.services.clustering import plan_clusters, store_clusters
from igny8.tenants.models import Site
from igny8.testing.factories import KeywordFactory
from igny8.testing.money import balance
from igny8.testing.steps import forecast

COFFEE = ["coffee grinder", "best coffee grinder", "manual coffee grinder", "coffee grinder for espresso"]
SHOES = [
    "trail running shoes",
    "best trail running shoes",
    "trail running shoes women",
    "waterproof trail running shoes",
]


@pytest.fixture(autouse=True)
def letters() -> Iterator[None]:
    """The embedder that every machine has."""
    with use_models(Models(embedder=LexicalEmbedder())):
        yield


def make_keywords(site: Site, texts: list[str], **values: Any) -> list[Keyword]:
    return [
        KeywordFactory(
            site=site, text=text, key=text, demand=100 - number, impressions=100 - number, **values
        )
        for number, text in enumerate(texts)
    ]


def cluster_all(site: Site) -> None:
    ids = [row.id for row in Keyword.objects.filter(site=site, status="new")]
    store_clusters(site_id=site.id, plan=plan_clusters(site_id=site.id, keyword_ids=ids))


def test_it_groups_keywords_by_topic_and_sums_them_up(site: Site) -> None:
    make_keywords(site, COFFEE + SHOES)
    cluster_all(site)
    groups = {
        cluster.id: set(cluster.keywords.values_list("text", flat=True)) for cluster in Cluster.objects.all()
    }
    assert sorted(map(sorted, groups.values())) == [sorted(COFFEE), sorted(SHOES)]
    first = Cluster.objects.order_by("-demand").first()
    assert first is not None
    assert (first.head_keyword, first.name, first.keyword_count) == ("coffee grinder", "Coffee Grinder", 4)
    assert first.demand == first.impressions == 100 + 99 + 98 + 97
    assert first.volume is None
    assert first.language == "en"
    assert DomainEvent.objects.filter(type="cluster.created").count() == 2


def test_every_keyword_is_clustered_or_left_alone(site: Site) -> None:
    make_keywords(site, [*COFFEE, *SHOES, "!!!", "zebra crossing law"])
    cluster_all(site)
    assert not Keyword.objects.filter(status="new").exists()
    assert set(Keyword.objects.filter(status="left_alone").values_list("text", flat=True)) == {
        "!!!",
        "zebra crossing law",
    }


def test_a_misspelling_follows_the_keyword_that_it_stands_for(site: Site) -> None:
    make_keywords(site, [*COFFEE, "cofee grinder"])
    cluster_all(site)
    wrong = Keyword.objects.get(text="cofee grinder")
    right = Keyword.objects.get(text="coffee grinder")
    assert wrong.folded_into == right
    assert (wrong.cluster_id, wrong.status) == (right.cluster_id, "clustered")


def test_new_keywords_join_clusters_that_exist(site: Site) -> None:
    make_keywords(site, COFFEE + SHOES)
    cluster_all(site)
    before = set(Cluster.objects.values_list("id", flat=True))
    new = make_keywords(site, ["coffee grinder manual best"])[0]
    cluster_all(site)
    new.refresh_from_db()
    assert set(Cluster.objects.values_list("id", flat=True)) == before
    assert new.cluster is not None and new.cluster.head_keyword == "coffee grinder"
    assert new.cluster.keyword_count == 5


def test_shared_search_results_decide_where_they_are_known(site: Site) -> None:
    urls = [f"https://example.com/{number}" for number in range(10)]
    make_keywords(site, ["car insurance", "vehicle cover"], serp_urls=urls)
    make_keywords(site, ["pet food"], serp_urls=["https://example.org/1"])
    cluster_all(site)
    cluster = Cluster.objects.get()
    assert set(cluster.keywords.values_list("text", flat=True)) == {"car insurance", "vehicle cover"}


def test_the_mean_difficulty_counts_known_values_only(site: Site) -> None:
    make_keywords(site, COFFEE[:2], difficulty=20.0)
    make_keywords(site, COFFEE[2:])
    cluster_all(site)
    assert Cluster.objects.get().difficulty == 20.0


def test_the_action_prices_every_started_500_keywords(site: Site, make_step: Any) -> None:
    make_keywords(site, COFFEE + SHOES)
    output = make_step().run("cluster_keywords")
    assert (len(output.cluster_ids), output.keywords, output.left_alone) == (2, 8, 0)
    assert balance() == (10_000 - 10, 0)
    assert forecast("cluster_keywords", site).credits.expected == 0


def test_the_action_costs_nothing_where_nothing_is_new(site: Site, make_step: Any) -> None:
    output = make_step().run("cluster_keywords")
    assert output.cluster_ids == []
    assert balance() == (10_000, 0)


def test_the_action_takes_the_largest_up_to_its_limit(site: Site, make_step: Any) -> None:
    make_keywords(site, COFFEE + SHOES)
    assert make_step().run("cluster_keywords", limit=4).keywords == 4
    assert Keyword.objects.filter(status="new").count() == 4


def test_the_action_refuses_keywords_that_do_not_exist(site: Site, make_step: Any) -> None:
    with pytest.raises((InvalidInput, StepFailure), match="no keyword"):
        make_step().run("cluster_keywords", keyword_ids=[str(new_id())])


def test_two_runs_take_different_keywords(site: Site, make_step: Any) -> None:
    make_keywords(site, COFFEE + SHOES)
    first, second = make_step(), make_step()
    taken = first.context.take("keyword", lambda: list(Keyword.objects.values_list("id", flat=True)))
    assert len(taken) == 8
    assert second.run("cluster_keywords").keywords == 0
