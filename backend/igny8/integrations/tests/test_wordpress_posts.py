"""What a post holds when it is out, and what refusals say, against a WordPress in memory."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import httpx
import pytest

from igny8.core.errors import PublishingError, PublishingUnavailable
from igny8.integrations.publishing.port import SeoMeta
from igny8.integrations.publishing.wordpress import Credentials
from igny8.integrations.publishing.wordpress.lookup import same_slug
from igny8.integrations.tests.fake_wordpress import FakeWordPress, add_draft, error, once, publish
from igny8.integrations.tests.posts import always_mine, article, picture


@pytest.mark.parametrize(
    ("seo_plugin", "field"),
    [
        ("yoast", "_yoast_wpseo_metadesc"),
        ("rank_math", "rank_math_description"),
        ("aioseo", "_igny8_description"),
    ],
)
def test_the_active_seo_plugin_gets_its_own_fields(seo_plugin: str, field: str) -> None:
    site = FakeWordPress(seo_plugin=seo_plugin)
    done = publish(site)
    assert site.items["posts"][int(done.external_id)]["meta"][field] == "How to scan receipts."
    assert done.warnings == ()


def test_meta_that_came_back_empty_is_named() -> None:
    site = FakeWordPress(seo_plugin="yoast", meta_allowed=False)
    done = publish(site)
    assert "_yoast_wpseo_title" in done.warnings[0]


def test_refused_meta_is_left_out_and_the_post_goes_out() -> None:
    site = FakeWordPress()
    site.after.append(once("POST", r"posts/\d+$", error(403, "rest_cannot_update")))
    done = publish(site)
    assert done.status == "publish"


def test_no_warning_about_meta_that_was_not_asked_for() -> None:
    assert publish(FakeWordPress(plugin=False), article(meta=SeoMeta())).warnings == ()


def test_redirected_calls_name_the_address_to_use() -> None:
    site = FakeWordPress()
    site.before.append(
        once("GET", "igny8", httpx.Response(301, headers={"Location": "https://www.blog.example/"}))
    )
    with pytest.raises(PublishingError, match=r"https://www\.blog\.example/"):
        publish(site)


def test_an_answer_that_is_no_data_points_to_printed_warnings() -> None:
    site = FakeWordPress()
    site.after.append(once("POST", r"posts/\d+$", httpx.Response(200, text="Warning: x in y.php {}")))
    with pytest.raises(PublishingError, match="WP_DEBUG_DISPLAY"):
        publish(site)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (httpx.Response(403, text="<html>"), "firewall"),
        (httpx.Response(413, text="<html>"), "client_max_body_size"),
        (httpx.Response(404, text="<html>"), "check the address"),
        (httpx.Response(409, text="?"), "409"),
        (error(400, "rest_invalid_param", "Invalid", params={"slug": "<b>bad</b>"}), "Wrong: slug: bad"),
        (error(401, "rest_not_logged_in"), "RewriteRule"),
        (error(400, "odd", "x" * 400), "xxx…"),
    ],
)
def test_refusals_say_what_to_do(answer: httpx.Response, said: str) -> None:
    site = FakeWordPress()
    site.before.append(once("POST", r"posts/\d+$", answer))
    with pytest.raises(PublishingError, match=said) as caught:
        publish(site)
    assert "abcd" not in caught.value.message


def test_broken_connections_are_unavailable() -> None:
    site = FakeWordPress()
    site.before.append(once("GET", "wp-json", httpx.ConnectError("refused"), times=9))
    with pytest.raises(PublishingUnavailable, match=r"[a-z.]+ cannot be reached \(refused\)"):
        publish(site)
    later = FakeWordPress()
    later.before.append(once("GET", "igny8", httpx.RemoteProtocolError("cut"), times=9))
    with pytest.raises(PublishingUnavailable, match="RemoteProtocolError"):
        publish(later)


def test_a_term_that_exists_under_another_slug_is_used() -> None:
    site = FakeWordPress()
    site.before.append(once("POST", "tags", error(400, "term_exists", term_id=44)))
    done = publish(site, article(tags=("pdf", " pdf ", "")))
    assert site.items["posts"][int(done.external_id)]["tags"] == [44]


def test_what_wordpress_silently_drops_is_told() -> None:
    site = FakeWordPress()

    def drop(request: httpx.Request) -> httpx.Response | None:
        if request.method != "POST" or not request.url.path.endswith("posts/1"):
            return None
        return httpx.Response(
            200, json={"id": 1, "status": "pending", "slug": "scanning-receipts-3", "meta": []}
        )

    site.after.append(drop)
    post = article(categories=("a",), tags=("b",), featured=picture(), meta=SeoMeta())
    text = " ".join(publish(site, post).warnings)
    for said in ("scanning-receipts-3", "“pending”", "categories", "tags", "featured image"):
        assert said in text


def test_pages_stand_under_their_parent_where_it_is_there() -> None:
    site = FakeWordPress()
    parent = publish(site, article("page:1", kind="page", slug="hub"))
    child = publish(site, article("page:2", kind="page", slug="child", parent_key="page:1"))
    orphan = publish(site, article("page:3", kind="page", slug="other", parent_key="page:9"))
    assert site.items["pages"][int(child.external_id)]["parent"] == int(parent.external_id)
    assert "parent page" in orphan.warnings[0]
    assert publish(site, article("page:4", kind="page", slug="top")).warnings == ()


def test_unfinished_posts_stay_drafts_and_never_overwrite_a_live_one() -> None:
    site = FakeWordPress()
    assert publish(site, article(needs_writing=True)).status == "draft"
    publish(site)
    again = publish(site, article(needs_writing=True, title="Outline"))
    assert again.status == "publish"
    assert "not written over it" in again.warnings[0]


def test_a_scheduled_post_is_brought_forward_by_the_sites_own_clock() -> None:
    site = FakeWordPress()
    at = datetime(2031, 5, 4, 14, 30, tzinfo=timezone(timedelta(hours=2)))
    done = publish(site, article(status="future", publish_at=at))
    stored = site.items["posts"][int(done.external_id)]
    assert (stored["status"], stored["date_gmt"]) == ("future", "2031-05-04T12:30:00")
    publish(site)
    assert stored["status"] == "publish"
    assert stored["date_gmt"] < "2031"


def test_unpublishing_makes_aadd_draft() -> None:
    site = FakeWordPress()
    done = publish(site)
    publisher = site.publisher()
    publisher.unpublish(external_id=done.external_id, kind="post")
    publisher.unpublish(external_id="4711", kind="post")
    assert site.items["posts"][int(done.external_id)]["status"] == "draft"


def test_terms_are_made_once_and_refusals_told() -> None:
    site = FakeWordPress()
    publisher = site.publisher()
    for number in range(2):
        post = article(f"content:{number}", slug=str(number), tags=("pdf",))
        publisher.publish(post, external_id=None, still_mine=always_mine)
    assert site.seen.count("POST /wp-json/wp/v2/tags") == 1
    site.before.append(once("POST", "categories", error(403, "rest_cannot_create")))
    assert "“News” was left out" in publish(site, article(categories=("News",))).warnings[0]


def test_a_scheduled_post_needs_its_time() -> None:
    with pytest.raises(PublishingError, match="publish_at"):
        publish(FakeWordPress(), article(status="future"))
    with pytest.raises(PublishingError, match="publish_at"):
        publish(FakeWordPress(), article(status="future", publish_at=datetime(2030, 1, 1)))


@pytest.mark.parametrize("external_id", ["not-a-number", "4711"])
def test_an_unknown_id_is_no_obstacle(external_id: str) -> None:
    assert publish(FakeWordPress(), external_id=external_id).status == "publish"


def test_an_id_that_may_not_be_read_is_a_refusal() -> None:
    site = FakeWordPress()
    site.before.append(once("GET", "posts/9", error(403, "rest_forbidden_context")))
    with pytest.raises(PublishingError, match="may not edit"):
        publish(site, external_id="9")


def test_unpublishing_what_may_not_be_changed_is_a_refusal() -> None:
    site = FakeWordPress()
    site.before.append(once("GET", "posts/9", error(403, "rest_forbidden_context")))
    with pytest.raises(PublishingError):
        site.publisher().unpublish(external_id="9", kind="post")


def test_unpublishing_a_draft_changes_nothing() -> None:
    site = FakeWordPress()
    add_draft(site, 9)
    site.publisher().unpublish(external_id="9", kind="post")
    assert not any(line.startswith("POST") for line in site.seen)


def test_slugs_of_other_scripts_compare_equal() -> None:
    assert same_slug("сканер", "%d1%81%d0%ba%d0%b0%d0%bd%d0%b5%d1%80")
    assert not same_slug("a", "a-2")


def test_credentials_do_not_show_the_password() -> None:
    assert "secret" not in repr(Credentials("ann", "secret"))
