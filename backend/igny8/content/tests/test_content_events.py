"""The events of contents, pictures, tasks and pages: what changed, and nothing where nothing did."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest

from igny8.content.models import Page, WritingTask
from igny8.content.services.editing import change_content
from igny8.content.services.images import change_alt, delete_image
from igny8.content.services.page_tree import change_page
from igny8.content.services.publishing import send, store_sent
from igny8.content.services.scoring import score_again
from igny8.content.services.tasks import plan_ideas
from igny8.core.clock import FixedClock
from igny8.core.errors import PublishingError, PublishingUnavailable
from igny8.core.events import causing_run
from igny8.core.models import DomainEvent
from igny8.integrations.models import Connection
from igny8.integrations.publishing.fake import FakePublisher
from igny8.integrations.services import check_connection, use_publisher
from igny8.tenants.models import Site
from igny8.testing.factories import ConnectionFactory, ContentFactory, IdeaFactory, ImageFactory


@pytest.fixture
def connection(site: Site) -> Connection:
    row: Connection = ConnectionFactory(site=site, name="Blog")
    return row


@pytest.fixture
def run_id() -> Iterator[Any]:
    found = uuid4()
    token = causing_run.set(found)
    yield found
    causing_run.reset(token)


def kinds() -> list[str]:
    return list(DomainEvent.objects.order_by("id").values_list("type", flat=True))


def publish(content: Any, connection: Connection, publisher: FakePublisher, clock: FixedClock) -> None:
    sent = send(
        content_id=content.id,
        connection=connection,
        publisher=publisher,
        wanted="publish",
        still_mine=lambda: None,
        clock=clock,
    )
    store_sent(content_id=content.id, connection=connection, sent=sent, clock=clock)


def test_a_change_tells_which_fields_have_changed(site: Site) -> None:
    content = ContentFactory(site=site)
    change_content(content_id=content.id, values={"status": "approved", "tags": ["a"]})
    updated, status = DomainEvent.objects.order_by("id")
    assert (updated.type, updated.payload["changed"]) == ("content.updated", ["status", "tags"])
    assert status.type == "content.status_changed"
    assert (status.payload["before"]["status"], status.payload["after"]["status"]) == ("draft", "approved")


def test_another_text_of_the_same_length_is_a_change_too(site: Site) -> None:
    content = ContentFactory(site=site, html="<p>One two.</p>")
    change_content(content_id=content.id, values={"html": "<p>Two one.</p>"})
    assert "version" in DomainEvent.objects.get(type="content.updated").payload["changed"]


def test_another_score_is_told_and_the_same_one_is_not(site: Site) -> None:
    content = ContentFactory(site=site, seo_score=1)
    score_again(content)
    assert kinds() == ["content.updated", "content.scored"]
    score_again(content)
    assert len(kinds()) == 2


def test_a_publication_is_told_once_for_each_version(
    site: Site, connection: Connection, clock: FixedClock
) -> None:
    content, publisher = ContentFactory(site=site), FakePublisher()
    for _ in range(2):
        publish(content, connection, publisher, clock)
    assert kinds().count("content.published") == kinds().count("content.status_changed") == 1
    event = DomainEvent.objects.get(type="content.published")
    assert event.payload["after"]["connection_name"] == "Blog" and event.payload["after"]["url"]
    change_content(content_id=content.id, values={"title": "Better"})
    publish(content, connection, publisher, clock)
    assert kinds().count("content.published") == 2


@pytest.mark.parametrize("error", [PublishingError("No."), PublishingUnavailable("Away.")])
def test_a_failure_is_told_once_a_run_however_often_it_tries(
    site: Site, connection: Connection, clock: FixedClock, run_id: Any, error: PublishingError
) -> None:
    content = ContentFactory(site=site)
    for _ in range(3):
        with pytest.raises(PublishingError):
            publish(content, connection, FakePublisher(failures=[error]), clock)
    event = DomainEvent.objects.get(type="content.publish_failed")
    assert event.caused_by_run == run_id
    told = event.payload["after"]
    assert (told["error_message"], told["error_code"]) == (error.message, error.code)
    assert event.payload["changed"] == []


def test_outside_of_runs_each_failure_is_told(site: Site, connection: Connection, clock: FixedClock) -> None:
    content = ContentFactory(site=site)
    for _ in range(2):
        with pytest.raises(PublishingError):
            publish(content, connection, FakePublisher(failures=[PublishingError("No.")]), clock)
    assert kinds() == ["content.publish_failed"] * 2


def test_pictures_tell_of_themselves_and_of_the_new_score(site: Site) -> None:
    content = ContentFactory(site=site, seo_score=1)
    image = ImageFactory(site=site, content=content)
    change_alt(image=image, alt="Something else")
    delete_image(image)
    assert [kind for kind in kinds() if kind.startswith("image.")] == ["image.updated", "image.deleted"]
    assert "content.scored" in kinds()


def test_an_idea_that_is_planned_becomes_a_task(site: Site) -> None:
    plan_ideas([IdeaFactory(site=site)])
    assert kinds() == ["writing_task.created", "idea.updated", "idea.status_changed"]
    assert DomainEvent.objects.get(type="writing_task.created").object_id == WritingTask.objects.get().id


def test_a_page_that_moves_takes_those_below_along(site: Site) -> None:
    home = change_page(page=Page(), values=_page(site, "a"))
    below = change_page(page=Page(), values=_page(site, "b", parent=home, path="/a/b/"))
    assert kinds() == ["page.created", "page.created"]
    change_page(page=home, values={"slug": "c", "path": "/c/"})
    moved = DomainEvent.objects.get(type="page.updated", object_id=below.id)
    assert moved.payload["changed"] == ["path"] and moved.payload["after"]["path"] == "/c/b/"


def _page(site: Site, slug: str, **values: Any) -> dict[str, Any]:
    return {"site": site, "kind": "page", "title": slug, "slug": slug, "path": f"/{slug}/", **values}


def test_a_connection_tells_when_a_check_comes_out_otherwise(
    connection: Connection, clock: FixedClock
) -> None:
    with use_publisher(FakePublisher()):
        for _ in range(2):
            check_connection(connection=connection, clock=clock)
    assert kinds() == ["connection.updated", "connection.status_changed"]
