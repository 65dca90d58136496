"""One content is one live post, whatever is lost on the way, against a WordPress in memory."""

from __future__ import annotations

import httpx
import pytest

from igny8.core.errors import PublishingError, PublishingUnavailable
from igny8.integrations.tests.fake_wordpress import FakeWordPress, add_draft, error, once, publish
from igny8.integrations.tests.posts import article


def test_a_site_that_removes_comments_is_refused_and_its_draft_trashed() -> None:
    site = FakeWordPress(plugin=False, strips_comments=True)
    with pytest.raises(PublishingError, match="companion plug-in"):
        publish(site)
    assert [post["status"] for post in site.items["posts"].values()] == ["trash"]


def test_a_replaced_search_is_made_good_by_the_slug() -> None:
    site = FakeWordPress(plugin=False, search_works=False)
    first, second = publish(site), publish(site)
    assert first.external_id == second.external_id


def test_a_draft_that_cannot_be_found_again_is_trashed_not_published() -> None:
    site = FakeWordPress(plugin=False, search_works=False)
    site.after.append(once("GET", "v2/posts", httpx.Response(200, json=[]), times=9))
    with pytest.raises(PublishingError, match="publishing twice"):
        publish(site)
    assert [post["status"] for post in site.items["posts"].values()] == ["trash"]


def test_of_several_drafts_the_lowest_is_published_and_the_others_trashed() -> None:
    site = FakeWordPress()
    for post_id in (7, 5, 6):
        add_draft(site, post_id)
    assert publish(site).external_id == "5"
    assert {post["id"]: post["status"] for post in site.items["posts"].values()} == {
        5: "publish",
        6: "trash",
        7: "trash",
    }


def test_a_live_post_wins_over_a_loweradd_draft() -> None:
    site = FakeWordPress()
    add_draft(site, 5)
    add_draft(site, 6, "publish")
    assert publish(site).external_id == "6"
    assert site.items["posts"][5]["status"] == "trash"


def test_a_copy_that_a_person_made_is_left_alone() -> None:
    site = FakeWordPress()
    first = publish(site)
    copy = site.items["posts"][int(first.external_id)] | {"id": 70, "status": "publish", "slug": "copy"}
    site.items["posts"] |= {70: copy, 71: copy | {"id": 71, "status": "draft"}}
    assert publish(site).external_id == first.external_id
    assert [site.items["posts"][post_id]["status"] for post_id in (70, 71)] == ["publish", "draft"]


def test_a_second_live_post_that_shows_late_is_taken_away() -> None:
    site = FakeWordPress()
    site.after.append(once("POST", r"posts/\d+$", lambda: add_draft(site, 99, "publish")))
    done = publish(site)
    live = [post["id"] for post in site.items["posts"].values() if post["status"] == "publish"]
    assert live == [int(done.external_id)]


def test_a_site_without_trash_deletes_superfluous_drafts() -> None:
    site = FakeWordPress()
    add_draft(site, 5)
    add_draft(site, 6)
    site.before.append(once("DELETE", "posts/6", error(501, "rest_trash_not_supported")))
    assert publish(site).warnings == ()


@pytest.mark.parametrize(
    ("answer", "warned"), [(error(410, "rest_already_trashed"), 0), (error(403, "rest_cannot_delete"), 1)]
)
def test_a_draft_that_stays_is_told(answer: httpx.Response, warned: int) -> None:
    site = FakeWordPress()
    add_draft(site, 5)
    add_draft(site, 6)
    site.before.append(once("DELETE", "posts/6", answer))
    assert len(publish(site).warnings) == warned


def test_a_post_that_vanishes_while_it_is_written_is_made_anew() -> None:
    site = FakeWordPress()
    site.before.append(once("POST", r"posts/\d+$", lambda: site.items["posts"].clear() or None))
    assert publish(site).status == "publish"


def test_a_post_that_always_vanishes_is_reported() -> None:
    site = FakeWordPress()
    site.before.append(once("POST", r"posts/\d+$", error(404, "rest_post_invalid_id"), times=9))
    with pytest.raises(PublishingUnavailable, match="deleted"):
        publish(site)


def test_a_lost_creation_is_found_instead_of_repeated() -> None:
    site = FakeWordPress()
    site.after.append(once("POST", "posts$", httpx.ReadTimeout("slow")))
    publish(site)
    assert len(site.items["posts"]) == 1


def test_a_creation_that_never_arrives_is_tried_three_times() -> None:
    site = FakeWordPress()
    site.before.append(once("POST", "posts$", httpx.Response(503), times=9))
    with pytest.raises(PublishingUnavailable):
        publish(site)
    assert site.seen.count("POST /wp-json/wp/v2/posts") == 3
    assert site.slept == [0.5, 1.0]


def test_the_lease_is_checked_before_each_attempt() -> None:
    site = FakeWordPress()
    site.before.append(once("POST", r"posts/\d+$", httpx.Response(503), times=9))
    checks: list[int] = []

    def still_mine() -> None:
        checks.append(len(site.seen))
        if len(checks) == 3:
            raise PublishingError("Another worker has this run now.")

    with pytest.raises(PublishingError, match="Another worker"):
        site.publisher().publish(article(), external_id=None, still_mine=still_mine)
    assert site.seen[-1].startswith("POST /wp-json/wp/v2/posts/")
    assert sum(line.startswith("POST") for line in site.seen) == 2


def test_retry_after_is_waited_for_also_as_a_date() -> None:
    site = FakeWordPress()
    dates = {"Date": "Sun, 22 Nov 2026 10:00:00 GMT", "Retry-After": "Sun, 22 Nov 2026 10:00:07 GMT"}
    site.before.append(once("GET", "igny8/v1/posts", httpx.Response(429, headers=dates)))
    site.before.append(once("POST", "posts$", httpx.Response(429, headers={"Retry-After": "3"})))
    publish(site)
    assert site.slept == [7.0, 3.0]
