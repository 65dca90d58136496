"""Publish to WordPress: each content is one post at the target, whatever dies when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from igny8.automation.actions.publish_to_wordpress import PublishToWordPress
from igny8.automation.engine.errors import Cancelled, LeaseLost, StepFailure
from igny8.automation.runtime.action import Amount
from igny8.content.models import Content
from igny8.core.clock import FixedClock
from igny8.core.errors import InvalidInput, PublishingError, PublishingUnavailable
from igny8.core.models import DomainEvent
from igny8.credits.models import EntryKind, LedgerEntry
from igny8.integrations.models import Connection, ConnectionKind, Publication
from igny8.integrations.publishing.fake import FakePublisher
from igny8.integrations.publishing.port import Published
from igny8.integrations.services import use_publisher
from igny8.tenants.models import Site
from igny8.testing.factories import ConnectionFactory, ContentFactory, SiteFactory
from igny8.testing.money import balance
from igny8.testing.steps import Crash, forecast


@pytest.fixture
def publisher() -> Iterator[FakePublisher]:
    fake = FakePublisher()
    with use_publisher(fake):
        yield fake


@pytest.fixture
def wordpress(site: Site) -> Connection:
    connection: Connection = ConnectionFactory(
        site=site, kind=ConnectionKind.WORDPRESS, url="https://wp.example", username="alice"
    )
    return connection


class DiesAfterwards(FakePublisher):
    """The post is out, and the worker dies before it can write that down."""

    def publish(self, *args: Any, **kwargs: Any) -> Published:
        super().publish(*args, **kwargs)
        raise Crash


def test_it_publishes_what_waits_and_notes_where(
    make_step: Any, site: Site, wordpress: Connection, publisher: FakePublisher, clock: FixedClock
) -> None:
    content = ContentFactory(site=site)
    step = make_step()
    output = step.run("publish_to_wordpress")
    row = Publication.objects.get()
    content.refresh_from_db()
    url = f"https://fake.example/{content.slug}/"
    assert (output.publication_ids, output.urls, output.content_ids) == (
        [str(row.id)],
        [url],
        [str(content.id)],
    )
    assert (content.status, content.published_url, content.published_at) == ("published", url, clock.now())
    assert (row.connection_id, row.status, row.version, row.external_id) == (wordpress.id, "publish", 1, "1")
    assert list(publisher.posts) == [f"igny8-{content.id}"] and publisher.closed
    assert DomainEvent.objects.filter(type="content.published").count() == 1
    assert step.paid == 5 and balance() == (9_995, 0)
    assert PublishToWordPress().note(output) == "1 contents."


def test_it_publishes_again_as_an_update_of_the_same_post(
    make_step: Any, site: Site, wordpress: Connection, publisher: FakePublisher
) -> None:
    content = ContentFactory(site=site)
    make_step().run("publish_to_wordpress")
    again = make_step().run("publish_to_wordpress", content_ids=[str(content.id)])
    assert len(publisher.posts) == Publication.objects.count() == 1
    assert again.publication_ids == [str(Publication.objects.get().id)]


def test_it_publishes_to_the_preview_where_a_site_has_nothing_else(
    make_step: Any, site: Site, data_dir: Path
) -> None:
    content = ContentFactory(site=site, needs_writing=True)
    output = make_step().run("publish_to_wordpress")
    assert Connection.objects.get().kind == ConnectionKind.PREVIEW
    assert output.urls == [f"/preview/{site.id}/{content.slug}/"]
    page = data_dir / "preview" / str(site.id) / content.slug / "index.html"
    assert "A pdf scanner turns paper" in page.read_text()


def test_it_goes_to_the_connection_asked_for_else_to_the_default(
    make_step: Any, site: Site, wordpress: Connection, publisher: FakePublisher
) -> None:
    second = ConnectionFactory(site=site, kind=ConnectionKind.WORDPRESS, is_default=True)
    content = ContentFactory(site=site)
    make_step().run("publish_to_wordpress", content_ids=[str(content.id)])
    assert Publication.objects.get().connection_id == second.id
    make_step().run("publish_to_wordpress", content_ids=[str(content.id)], integration_id=str(wordpress.id))
    assert set(Publication.objects.values_list("connection_id", flat=True)) == {second.id, wordpress.id}


def test_it_names_a_connection_or_content_that_does_not_exist(
    make_step: Any, site: Site, publisher: FakePublisher
) -> None:
    strange = ConnectionFactory(site=SiteFactory())
    with pytest.raises(InvalidInput) as caught:
        make_step().run("publish_to_wordpress", integration_id=str(strange.id))
    assert list(caught.value.fields) == ["params.integration_id"]
    with pytest.raises(InvalidInput) as caught:
        make_step().run("publish_to_wordpress", content_ids=[str(uuid4())])
    assert list(caught.value.fields) == ["params.content_ids"]


def test_it_takes_neither_what_is_out_nor_what_is_in_review_nor_empty_texts(
    make_step: Any, site: Site, wordpress: Connection, publisher: FakePublisher
) -> None:
    ContentFactory(site=site, status=Content.Status.REVIEW)
    ContentFactory(site=site, html="")
    ContentFactory(site=site)
    assert len(make_step().run("publish_to_wordpress").urls) == 1
    nothing = make_step().run("publish_to_wordpress")
    assert nothing.urls == [] and PublishToWordPress().note(nothing) == "There was nothing to publish."
    other = ConnectionFactory(site=site, kind=ConnectionKind.WORDPRESS)
    assert make_step().run("publish_to_wordpress", integration_id=str(other.id)).urls == []


def test_it_brings_to_a_wordpress_what_was_only_in_the_preview(
    make_step: Any, site: Site, publisher: FakePublisher
) -> None:
    ContentFactory(site=site)
    make_step().run("publish_to_wordpress")
    assert make_step().run("publish_to_wordpress").urls == []
    ConnectionFactory(site=site, kind=ConnectionKind.WORDPRESS)
    assert len(make_step().run("publish_to_wordpress").urls) == 1


def test_it_sends_an_unfinished_draft_once_a_version(
    make_step: Any, site: Site, wordpress: Connection, publisher: FakePublisher
) -> None:
    content = ContentFactory(site=site, needs_writing=True)
    output = make_step().run("publish_to_wordpress")
    content.refresh_from_db()
    assert output.drafts == 1 and content.status == "draft" and content.published_url == ""
    assert "1 of them as drafts" in PublishToWordPress().note(output)
    assert make_step().run("publish_to_wordpress").urls == []
    Content.objects.filter(pk=content.pk).update(version=2)
    assert len(make_step().run("publish_to_wordpress").urls) == 1


def test_it_can_leave_publishing_to_a_person_there(
    make_step: Any, site: Site, wordpress: Connection, publisher: FakePublisher
) -> None:
    ContentFactory(site=site)
    assert make_step().run("publish_to_wordpress", post_status="draft").drafts == 1
    assert make_step().run("publish_to_wordpress", post_status="draft").urls == []
    assert make_step().run("publish_to_wordpress").drafts == 0
    assert Content.objects.get().status == "published"


def test_it_schedules_what_has_a_time(
    make_step: Any, site: Site, wordpress: Connection, publisher: FakePublisher, clock: FixedClock
) -> None:
    later = clock.now() + timedelta(days=2)
    content = ContentFactory(site=site, publish_at=later)
    make_step().run("publish_to_wordpress")
    content.refresh_from_db()
    post = publisher.posts[f"igny8-{content.id}"]
    assert (post.status, post.publish_at, content.status) == ("future", later, "scheduled")
    assert Publication.objects.get().published_at is None


@pytest.mark.parametrize("dies", ["after the post", "frozen past its lease"])
def test_it_publishes_and_charges_once_when_a_worker_dies(
    make_step: Any, site: Site, wordpress: Connection, dies: str
) -> None:
    content = ContentFactory(site=site)
    step = make_step()
    publisher: Any = DiesAfterwards()
    if dies == "frozen past its lease":
        publisher = FakePublisher()
        publisher.test = None
        original = publisher.publish

        def freeze(*args: Any, **kwargs: Any) -> Published:
            answer: Published = original(*args, **kwargs)
            step.lose_lease()
            return answer

        publisher.publish = freeze
    with use_publisher(publisher), pytest.raises((Crash, LeaseLost)):
        step.run("publish_to_wordpress")
    content.refresh_from_db()
    assert content.status == "draft" and Publication.objects.get().status == "pending"
    assert balance() == (9_995, 5)

    healthy = FakePublisher(posts=publisher.posts)
    with use_publisher(healthy):
        output = step.taken_over().run("publish_to_wordpress")
    assert len(output.urls) == len(healthy.posts) == Publication.objects.count() == 1
    assert step.paid == 5 and balance() == (9_995, 0)
    assert LedgerEntry.objects.filter(kind=EntryKind.SETTLE).count() == 1


def test_it_asks_before_each_change_whether_the_run_is_still_its_own(
    make_step: Any, site: Site, wordpress: Connection, publisher: FakePublisher
) -> None:
    ContentFactory(site=site)
    step = make_step()

    class Cancels(FakePublisher):
        def publish(self, post: Any, *, external_id: Any, still_mine: Any) -> Published:
            step.lose_lease()
            return super().publish(post, external_id=external_id, still_mine=still_mine)

    target = Cancels()
    with use_publisher(target), pytest.raises((LeaseLost, Cancelled)):
        step.run("publish_to_wordpress")
    assert target.posts == {} and target.closed


def test_it_charges_nothing_for_what_the_target_refuses(
    make_step: Any, site: Site, wordpress: Connection, publisher: FakePublisher
) -> None:
    first, second = ContentFactory(site=site, demand=2), ContentFactory(site=site, demand=1)
    publisher.failures = [PublishingError("The user may not publish: give it the role Author.")]
    output = make_step().run("publish_to_wordpress")
    assert output.content_ids == [str(second.id)] and output.failed[0]["id"] == str(first.id)
    assert "role Author" in PublishToWordPress().note(output) and balance() == (9_995, 0)
    publisher.failures = [PublishingUnavailable("The site is down.")]
    with pytest.raises(StepFailure) as caught:
        make_step().run("publish_to_wordpress")
    assert caught.value.error.retryable and balance() == (9_995, 0)


def test_it_refuses_a_content_without_text(
    make_step: Any, site: Site, wordpress: Connection, publisher: FakePublisher
) -> None:
    empty = ContentFactory(site=site, html="")
    with pytest.raises(StepFailure, match="no text yet"):
        make_step().run("publish_to_wordpress", content_ids=[str(empty.id)])


def test_it_hands_on_what_the_target_warned_of(make_step: Any, site: Site, wordpress: Connection) -> None:
    ContentFactory(site=site)

    class Warns(FakePublisher):
        def publish(self, post: Any, **kwargs: Any) -> Published:
            return replace(super().publish(post, **kwargs), warnings=("The slug was taken.",))

    with use_publisher(Warns()):
        output = make_step().run("publish_to_wordpress")
    assert output.warnings == Publication.objects.get().warnings == ["The slug was taken."]


def test_it_forecasts_without_making_a_connection(site: Site) -> None:
    ContentFactory.create_batch(2, site=site)
    assert forecast("publish_to_wordpress", site).credits == Amount.exactly(10)
    assert Connection.objects.count() == 0
    upstream = {"content_ids": Amount(1, 5, 9)}
    assert forecast("publish_to_wordpress", site, **upstream).credits == Amount(5, 25, 45)
    assert forecast("publish_to_wordpress", site, {"content_ids": ["a"]}).items == Amount.exactly(1)
