"""The adapter against a real WordPress: what arrives, and what is said when something does not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from igny8.core.errors import PublishingError, PublishingUnavailable
from igny8.integrations.publishing.port import Post, Published, SeoMeta
from igny8.integrations.publishing.wordpress.lookup import key_hash
from igny8.integrations.tests.posts import always_mine, article, picture
from igny8.integrations.tests.wordpress_fixture import (
    boot,
    client_for,
    publisher_for,
    read,
    real_wordpress,
    wordpress,
)

pytestmark = pytest.mark.wordpress
__all__ = ["real_wordpress", "wordpress"]


def publish(site: Any, post: Post, role: str = "editor", external_id: str | None = None) -> Published:
    return publisher_for(site, role).publish(post, external_id=external_id, still_mine=always_mine)


def post_at(site: Any, done: Published, kind: str = "posts") -> dict[str, Any]:
    found = read(site, f"{kind}/{done.external_id}")
    assert isinstance(found, dict)
    return found


def test_it_publishes_a_complete_article(wordpress: Any) -> None:
    image, inline = picture(), picture("image:2", colour="navy")
    blocks = (
        f'<!-- wp:image -->\n<figure class="wp-block-image"><img src="{inline.src.replace("&", "&amp;")}"'
        ' alt="A navy card"/></figure>\n<!-- /wp:image -->'
    )
    post = article(
        blocks=blocks,
        featured=image,
        inline_media=(inline,),
        categories=("Haus & Garten", "Büro"),
        tags=("scan", "PDF"),
    )
    done = publish(wordpress, post)
    there = post_at(wordpress, done)
    assert done.warnings == ()
    assert (done.status, done.slug) == ("publish", "scanning-receipts")
    assert done.url == f"{wordpress.url}/scanning-receipts/"
    assert there["title"]["raw"] == post.title
    assert there["excerpt"]["raw"] == "How to scan."
    names = {term["name"] for term in read(wordpress, "categories")} - {"Uncategorized"}
    assert names == {"Haus &amp; Garten", "Büro"}
    assert len(there["tags"]) == 2
    media = read(wordpress, f"media/{done.featured_media_id}")
    assert media["alt_text"] == "A teal card"
    assert media["mime_type"] == "image/webp"
    assert "<!-- wp:image -->" in there["content"]["raw"]
    assert f'src="{wordpress.url}/wp-content/uploads/' in there["content"]["raw"]
    assert "igny8:" not in there["content"]["raw"]
    assert done.edit_url.endswith(f"/wp-admin/post.php?post={done.external_id}&action=edit")


def test_it_sets_seo_meta_which_the_page_shows(wordpress: Any) -> None:
    meta = SeoMeta(
        "Title <1>", 'Say "hi" & more', "hi", '{"@type":"Article","headline":"</script><b>\\u00e9"}'
    )
    done = publish(wordpress, article(meta=meta))
    page = httpx.get(done.url).text
    assert "<title>Title &lt;1&gt;</title>" in page
    assert '<meta name="description" content="Say &quot;hi&quot; &amp; more">' in page
    assert '{"@type":"Article","headline":"\\u003C/script\\u003E\\u003Cb\\u003Eé"}' in page
    assert post_at(wordpress, done)["meta"]["_igny8_key"] == key_hash("content:1")


def test_it_warns_where_the_plugin_is_missing_and_keeps_the_key_in_the_text(wordpress: Any) -> None:
    wordpress.set_plugin(False)
    done = publish(wordpress, article())
    again = publish(wordpress, article(title="Changed"))
    assert "companion plug-in" in done.warnings[0]
    assert again.external_id == done.external_id
    there = post_at(wordpress, again)
    assert there["title"]["raw"] == "Changed"
    assert there["content"]["raw"].endswith(f"<!-- igny8:{key_hash('content:1')} -->\n<!-- /wp:html -->")


def test_the_plugin_finds_posts_that_were_made_without_it(wordpress: Any) -> None:
    wordpress.set_plugin(False)
    done = publish(wordpress, article())
    wordpress.set_plugin(True)
    assert publish(wordpress, article()).external_id == done.external_id


def test_it_updates_by_id_even_when_a_person_removed_the_mark(wordpress: Any) -> None:
    wordpress.set_plugin(False)
    done = publish(wordpress, article())
    wordpress.php(f"wp_update_post(['ID' => {done.external_id}, 'post_content' => 'bare']);")
    again = publish(wordpress, article(), external_id=done.external_id)
    assert again.external_id == done.external_id


def test_an_id_that_belongs_to_another_content_is_not_overwritten(wordpress: Any) -> None:
    other = publish(wordpress, article("content:other", slug="other"))
    done = publish(wordpress, article(), external_id=other.external_id)
    assert done.external_id != other.external_id


def test_a_slug_that_is_taken_is_told(wordpress: Any) -> None:
    publish(wordpress, article("content:other"))
    done = publish(wordpress, article())
    assert done.slug == "scanning-receipts-2"
    assert "“scanning-receipts-2”" in done.warnings[0]


def test_a_slug_of_another_script_is_not_taken_for_changed(wordpress: Any) -> None:
    assert publish(wordpress, article(slug="сканер-чеков")).warnings == ()


def test_it_schedules_and_takes_the_schedule_back(wordpress: Any) -> None:
    at = datetime(2031, 5, 4, 12, 30, tzinfo=UTC)
    done = publish(wordpress, article(status="future", publish_at=at))
    assert done.status == "future"
    assert post_at(wordpress, done)["date_gmt"] == "2031-05-04T12:30:00"
    now = publish(wordpress, article())
    assert (now.external_id, now.status) == (done.external_id, "publish")


def test_a_scheduled_time_in_the_past_publishes_with_a_warning(wordpress: Any) -> None:
    at = datetime.now(UTC) - timedelta(days=1)
    done = publish(wordpress, article(status="future", publish_at=at))
    assert done.status == "publish"
    assert "instead of “future”" in done.warnings[0]


def test_unfinished_posts_become_drafts_only(wordpress: Any) -> None:
    done = publish(wordpress, article(needs_writing=True))
    assert done.status == "draft"


def test_an_unfinished_version_is_not_written_over_a_published_one(wordpress: Any) -> None:
    done = publish(wordpress, article())
    again = publish(wordpress, article(needs_writing=True, title="Outline"))
    assert (again.external_id, again.status) == (done.external_id, "publish")
    assert "not written over it" in again.warnings[0]
    assert post_at(wordpress, again)["title"]["raw"] != "Outline"


def test_a_draft_is_published_later_as_the_same_post(wordpress: Any) -> None:
    draft = publish(wordpress, article(status="draft"))
    done = publish(wordpress, article())
    assert (draft.status, done.status) == ("draft", "publish")
    assert draft.external_id == done.external_id


def test_a_post_in_the_trash_counts_as_gone(wordpress: Any) -> None:
    done = publish(wordpress, article())
    wordpress.php(f"wp_trash_post({done.external_id});")
    again = publish(wordpress, article(), external_id=done.external_id)
    assert again.external_id != done.external_id
    assert "in the trash or deleted" in again.warnings[0]
    assert again.slug == "scanning-receipts"


def test_it_takes_a_post_back_and_a_post_that_is_gone_counts_as_done(wordpress: Any) -> None:
    done = publish(wordpress, article())
    publisher = publisher_for(wordpress)
    publisher.unpublish(external_id=done.external_id, kind="post")
    assert post_at(wordpress, done)["status"] == "draft"
    wordpress.php(f"wp_delete_post({done.external_id}, true);")
    publisher.unpublish(external_id=done.external_id, kind="post")


def test_pages_stand_under_their_parent(wordpress: Any) -> None:
    parent = publish(wordpress, article("page:1", kind="page", slug="hub"))
    child = publish(wordpress, article("page:2", kind="page", slug="child", parent_key="page:1"))
    orphan = publish(wordpress, article("page:3", kind="page", slug="child", parent_key="page:9"))
    assert child.url == f"{wordpress.url}/hub/child/"
    assert post_at(wordpress, child, "pages")["parent"] == int(parent.external_id)
    assert "parent page" in orphan.warnings[0]


def test_pictures_are_uploaded_once(wordpress: Any) -> None:
    first = publish(wordpress, article(featured=picture()))
    wordpress.clear()
    second = publish(wordpress, article("content:2", slug="two", featured=picture()))
    assert first.featured_media_id == second.featured_media_id
    assert wordpress.counts()["POST media"] == 0


def test_a_refused_picture_is_left_out_with_a_warning(wordpress: Any) -> None:
    broken = picture()
    fake = type(broken)(**{**{name: getattr(broken, name) for name in broken.__slots__}, "data": b"<?php"})
    done = publish(wordpress, article(featured=fake))
    assert done.status == "publish"
    assert "was not taken" in done.warnings[0]


def test_an_author_makes_tags_but_is_told_about_categories(wordpress: Any) -> None:
    done = publish(wordpress, article(categories=("New one",), tags=("fresh",)), role="author")
    assert done.status == "publish"
    assert len(done.warnings) == 1
    assert "“New one” was left out" in done.warnings[0]
    assert len(post_at(wordpress, done)["tags"]) == 1


def test_a_contributor_is_told_what_the_role_lacks(wordpress: Any) -> None:
    with pytest.raises(PublishingError, match=r"rest_cannot_publish.*role Editor"):
        publish(wordpress, article(), role="contributor")


def test_it_works_without_pretty_permalinks(wordpress: Any) -> None:
    wordpress.pretty_permalinks(False)
    try:
        done = publish(wordpress, article(categories=("Büro",), featured=picture()))
        again = publish(wordpress, article())
    finally:
        wordpress.pretty_permalinks(True)
    assert done.status == "publish"
    assert again.external_id == done.external_id


@pytest.mark.parametrize("plugin", [True, False])
def test_the_connection_test_passes_for_an_editor(wordpress: Any, plugin: bool) -> None:
    wordpress.set_plugin(plugin)
    report = publisher_for(wordpress).test()
    assert report.usable
    assert [check.ok for check in report.checks] == [True, True, True, True, plugin]
    assert ("Install the IGNY8" in report.checks[4].hint) is not plugin


def test_the_connection_test_names_a_low_role(wordpress: Any) -> None:
    report = publisher_for(wordpress, "contributor").test()
    assert not report.usable
    assert [check.ok for check in report.checks] == [True, True, False, False, True]


def test_the_connection_test_explains_a_stripped_header(wordpress: Any) -> None:
    wordpress.fault("users/me", when="early", strip_authorization=True)
    check = publisher_for(wordpress).test().checks[1]
    assert not check.ok
    assert "RewriteRule" in check.hint


def test_the_connection_test_explains_a_firewall(wordpress: Any) -> None:
    wordpress.fault("users/me", when="early", status=403)
    assert "firewall" in publisher_for(wordpress).test().checks[1].hint
    wordpress.fault("wp-json|rest_route|^/$", when="early", status=403, times=9)
    assert "firewall" in publisher_for(wordpress).test().checks[0].hint


def test_the_connection_test_explains_switched_off_application_passwords() -> None:
    with boot(environment="production") as site:
        check = publisher_for(site).test().checks[1]
    assert not check.ok
    assert "switched off" in check.hint


def test_a_wrong_address_is_named(wordpress: Any) -> None:
    report = publisher_for(wordpress, url="http://127.0.0.1:9").test()
    assert not report.checks[0].ok
    assert [check.detail for check in report.checks[1:]] == ["Not tried."] * 4


def test_typed_addresses_of_many_kinds_are_understood(wordpress: Any) -> None:
    for typed in (
        f"{wordpress.url}/wp-admin/",
        f" {wordpress.url}/wp-login.php?x=1",
        f"{wordpress.url}/#top",
    ):
        assert publisher_for(wordpress, url=typed).test().usable


@pytest.mark.parametrize("status", [502, 503, 429, 500])
def test_passing_outages_are_ridden_out(wordpress: Any, status: int) -> None:
    wordpress.fault("wp/v2/", when="before", status=status, headers={"Retry-After": "1"}, times=2)
    assert publish(wordpress, article()).status == "publish"


@pytest.mark.parametrize("plugin", [True, False])
def test_lost_answers_leave_one_post(wordpress: Any, plugin: bool) -> None:
    wordpress.set_plugin(plugin)
    wordpress.fault("wp/v2/posts$", method="POST", when="after", status=502)
    wordpress.fault("wp/v2/posts/", method="POST", when="after", status=502)
    wordpress.fault("wp/v2/media$", method="POST", when="after", status=502)
    done = publish(wordpress, article(featured=picture()))
    assert done.status == "publish"
    assert len(read(wordpress, "posts", status="any,trash")) == 1
    assert len(read(wordpress, "media")) == 1


def test_a_timeout_while_creating_leaves_one_post(wordpress: Any) -> None:
    wordpress.fault("wp/v2/posts$", method="POST", when="after", sleep=2.5)
    publisher = publisher_for(wordpress, client=client_for(timeout=1))
    done = publisher.publish(article(), external_id=None, still_mine=always_mine)
    assert len(read(wordpress, "posts", status="any,trash")) == 1
    assert done.status == "publish"


def test_a_site_that_stays_down_is_unavailable(wordpress: Any) -> None:
    wordpress.fault("wp/v2/", when="before", status=503, times=50)
    with pytest.raises(PublishingUnavailable, match="503") as caught:
        publish(wordpress, article())
    assert caught.value.retryable


def test_a_long_retry_after_is_handed_on(wordpress: Any) -> None:
    wordpress.fault("wp/v2/posts$", when="before", status=429, headers={"Retry-After": "120"})
    with pytest.raises(PublishingUnavailable) as caught:
        publish(wordpress, article())
    assert caught.value.retry_after == 120
