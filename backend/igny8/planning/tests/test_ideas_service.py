"""Ideas for clusters: with a full brief where they are new, flagged where they repeat a topic."""

from __future__ import annotations

from typing import Any

import pytest

from igny8.ai.prompts.ideas import IdeasResult
from igny8.ai.prompts.types import IdeaDraft
from igny8.core.errors import InvalidInput, ProviderError
from igny8.core.ids import new_id
from igny8.planning.models import Cluster, Idea
from igny8.tenants.models import Site
from igny8.testing.factories import ClusterFactory, ContentFactory, IdeaFactory, KeywordFactory
from igny8.testing.money import balance
from igny8.testing.steps import forecast


@pytest.fixture
def cluster(site: Site) -> Cluster:
    cluster = ClusterFactory(
        site=site,
        name="QR Code Scanner",
        head_keyword="qr code scanner",
        intent="commercial",
        language="en",
        demand=9,
    )
    for text in ("qr code scanner", "best qr code scanner", "how to scan a qr code"):
        KeywordFactory(site=site, cluster=cluster, text=text, key=text, status="clustered")
    return cluster


def draft(title: str, keyphrase: str) -> IdeaDraft:
    return IdeaDraft(
        title=title,
        angle="Different.",
        intent="informational",
        content_type="guide",
        target_keyphrase=keyphrase,
        supporting_keywords=[],
    )


def test_it_makes_an_idea_with_a_full_brief(
    site: Site, cluster: Cluster, make_step: Any, text_model: Any
) -> None:
    output = make_step().run("generate_ideas")
    idea = Idea.objects.get()
    assert output.idea_ids == [str(idea.id)]
    assert (idea.status, idea.language, idea.demand) == ("new", "en", 9)
    brief = idea.brief
    assert brief["h1"] and brief["meta_title"] and brief["outline"]
    assert 121 <= len(brief["meta_description"]) <= 156
    assert brief["word_count_min"] < brief["word_count_max"]
    cluster.refresh_from_db()
    assert cluster.status == "planned"
    assert balance() == (10_000 - 15, 0)


def test_it_approves_ideas_where_the_site_says_so(
    site: Site, cluster: Cluster, make_step: Any, text_model: Any
) -> None:
    Site.objects.update(auto_approve_ideas=True)
    make_step().run("generate_ideas")
    assert Idea.objects.get().status == "approved"


@pytest.mark.parametrize("kind", ["idea", "article"])
def test_it_flags_an_idea_that_repeats_a_topic_and_writes_no_brief(
    site: Site, cluster: Cluster, make_step: Any, text_model: Any, kind: str
) -> None:
    if kind == "idea":
        IdeaFactory(site=site, cluster=cluster, title="Scan it", target_keyphrase="QR code  scanner")
    else:
        ContentFactory(site=site, title="Scan it", keyphrase="QR Code Scanner")
    text_model.script("ideas", IdeasResult(ideas=[draft("Again", "qr code scanner")]))
    output = make_step().run("generate_ideas")
    assert (output.idea_ids, output.duplicates) == ([], 1)
    idea = Idea.objects.get(status="duplicate")
    assert "Scan it" in idea.duplicate_of and kind in idea.duplicate_of
    assert idea.brief == {}
    assert "brief" not in [name for name, _ in text_model.calls]


def test_it_keeps_one_of_two_ideas_for_the_same_search(
    site: Site, cluster: Cluster, make_step: Any, text_model: Any
) -> None:
    both = [draft("One", "scan qr"), draft("Two", "Scan  QR")]
    text_model.script("ideas", IdeasResult(ideas=both))
    assert len(make_step().run("generate_ideas", ideas_per_cluster=2).idea_ids) == 1


def test_a_site_can_override_the_language(
    site: Site, cluster: Cluster, make_step: Any, text_model: Any
) -> None:
    Site.objects.update(language="de", override_language=True)
    make_step().run("generate_ideas")
    assert Idea.objects.get().language == "de"


def test_it_does_not_charge_for_a_cluster_that_failed(
    site: Site, cluster: Cluster, make_step: Any, text_model: Any
) -> None:
    other = ClusterFactory(site=site, head_keyword="scan", name="Scan", demand=1)
    text_model.script("ideas", ProviderError("Refused."))
    output = make_step().run("generate_ideas")
    assert len(output.idea_ids) == 1
    assert [failure["id"] for failure in output.failed] == [str(cluster.id)]
    assert Idea.objects.get().cluster == other
    assert balance() == (10_000 - 15, 0)


def test_it_refuses_clusters_that_do_not_exist(site: Site, make_step: Any) -> None:
    with pytest.raises(InvalidInput, match="no cluster"):
        make_step().run("generate_ideas", cluster_ids=[str(new_id())])


def test_it_passes_over_clusters_that_have_ideas(site: Site, cluster: Cluster, make_step: Any) -> None:
    Cluster.objects.update(status="planned")
    assert make_step().run("generate_ideas", cluster_ids=[str(cluster.id)]).idea_ids == []
    assert balance() == (10_000, 0)


def test_the_forecast_counts_the_clusters_that_wait(site: Site, cluster: Cluster) -> None:
    assert forecast("generate_ideas", site).credits.expected == 15
    assert forecast("generate_ideas", site, {"limit": 1, "cluster_ids": ["a", "b"]}).credits.expected == 15
