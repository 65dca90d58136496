"""Branches of the WordPress adapter that a fake shows faster, or alone."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import httpx
import pytest
from PIL import Image

from igny8.core.errors import PublishingError, PublishingUnavailable
from igny8.integrations.outgoing import guarded_client, parse_allow_list
from igny8.integrations.publishing.port import MediaItem, Post, Published, SeoMeta
from igny8.integrations.publishing.wordpress import Credentials, FileGate, ThreadGate, WordPressPublisher
from igny8.integrations.publishing.wordpress.address import site_url
from igny8.integrations.publishing.wordpress.lookup import key_hash, mark_block, same_slug
from igny8.integrations.publishing.wordpress.media import media_slug
from igny8.integrations.publishing.wordpress.shrink import as_jpeg, smaller
from igny8.integrations.tests.fake_wordpress import SITE, FakeWordPress, error, once
from igny8.integrations.tests.posts import always_mine, article, picture


def publish(site: FakeWordPress, post: Post | None = None, external_id: str | None = None) -> Published:
    return site.publisher().publish(post or article(), external_id=external_id, still_mine=always_mine)


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


def _draft(site: FakeWordPress, post_id: int, status: str = "draft") -> None:
    digest = key_hash("content:1")
    content = {"raw": mark_block(digest)}
    site.items["posts"][post_id] = {
        "id": post_id,
        "status": status,
        "slug": f"old-{post_id}",
        "meta": {},
        "content": content,
    }


def test_of_several_drafts_the_lowest_is_published_and_the_others_trashed() -> None:
    site = FakeWordPress()
    for post_id in (7, 5, 6):
        _draft(site, post_id)
    assert publish(site).external_id == "5"
    assert {post["id"]: post["status"] for post in site.items["posts"].values()} == {
        5: "publish",
        6: "trash",
        7: "trash",
    }


def test_a_live_post_wins_over_a_lower_draft() -> None:
    site = FakeWordPress()
    _draft(site, 5)
    _draft(site, 6, "publish")
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
    site.after.append(once("POST", r"posts/\d+$", lambda: _draft(site, 99, "publish")))
    done = publish(site)
    live = [post["id"] for post in site.items["posts"].values() if post["status"] == "publish"]
    assert live == [int(done.external_id)]


def test_a_site_without_trash_deletes_superfluous_drafts() -> None:
    site = FakeWordPress()
    _draft(site, 5)
    _draft(site, 6)
    site.before.append(once("DELETE", "posts/6", error(501, "rest_trash_not_supported")))
    assert publish(site).warnings == ()


@pytest.mark.parametrize(
    ("answer", "warned"), [(error(410, "rest_already_trashed"), 0), (error(403, "rest_cannot_delete"), 1)]
)
def test_a_draft_that_stays_is_told(answer: httpx.Response, warned: int) -> None:
    site = FakeWordPress()
    _draft(site, 5)
    _draft(site, 6)
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
    with pytest.raises(PublishingUnavailable, match="cannot be reached"):
        publish(site)
    later = FakeWordPress()
    later.before.append(once("GET", "igny8", httpx.RemoteProtocolError("cut"), times=9))
    with pytest.raises(PublishingUnavailable, match="RemoteProtocolError"):
        publish(later)


def test_an_upload_that_broke_off_late_is_finished() -> None:
    site = FakeWordPress()
    lost = httpx.Response(500, headers={"X-WP-Upload-Attachment-ID": "2"})
    site.after.append(once("POST", "media$", lost))
    done = publish(site, article(featured=picture()))
    assert "POST /wp-json/wp/v2/media/2/post-process" in site.seen
    assert done.featured_media_id == "2"
    assert len(site.items["media"]) == 1


def test_an_upload_whose_finishing_is_refused_is_used_as_it_is() -> None:
    site = FakeWordPress()
    site.after.append(once("POST", "media$", httpx.Response(502)))
    site.before.append(once("POST", "post-process", error(500, "rest_upload_unknown_error")))
    assert publish(site, article(featured=picture())).featured_media_id == "2"


def test_an_upload_that_never_arrives_is_unavailable() -> None:
    site = FakeWordPress()
    site.before.append(once("POST", "media$", httpx.Response(503), times=9))
    with pytest.raises(PublishingUnavailable):
        publish(site, article(featured=picture()))


def test_a_picture_that_is_too_large_is_sent_smaller() -> None:
    site = FakeWordPress()
    sizes: list[int] = []
    site.before.append(lambda request: _note(request, sizes))
    site.before.append(once("POST", "media$", httpx.Response(413, text="<html>"), times=2))
    done = publish(site, article(featured=picture(size=1200)))
    assert done.warnings == ()
    assert sizes[0] > sizes[1] > sizes[2]


def _note(request: httpx.Request, sizes: list[int]) -> None:
    if request.method == "POST" and request.url.path.endswith("/media"):
        sizes.append(Image.open(io.BytesIO(request.content)).width)


def test_a_picture_that_stays_too_large_is_left_out() -> None:
    site = FakeWordPress()
    site.before.append(once("POST", "media$", httpx.Response(413, text="<html>"), times=99))
    assert "413" in publish(site, article(featured=picture(size=2000))).warnings[0]


def test_a_site_that_refuses_webp_gets_jpeg() -> None:
    site = FakeWordPress()
    site.before.append(once("POST", "media$", error(500, "rest_upload_sideload_error")))
    done = publish(site, article(featured=picture()))
    assert (done.warnings, bool(done.featured_media_id)) == ((), True)


def test_an_alt_text_that_may_not_be_changed_stays() -> None:
    site = FakeWordPress()
    site.items["media"][50] = {
        "id": 50,
        "slug": media_slug(picture()),
        "status": "inherit",
        "alt_text": "old",
    }
    site.before.append(once("POST", "media/50", error(403, "rest_cannot_edit")))
    assert publish(site, article(featured=picture())).featured_media_id == "50"


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


def test_inline_pictures_get_their_address_and_refused_ones_a_warning() -> None:
    site = FakeWordPress()
    inline, refused = picture("image:2"), picture("image:3", colour="red", kind="PNG")
    blocks = f'<img src="{inline.src.replace("&", "&amp;")}"/><img src="{refused.src}"/>'
    site.before.append(_refuse_png)
    done = publish(site, article(blocks=blocks, inline_media=(inline, refused)))
    content = site.items["posts"][int(done.external_id)]["content"]["raw"]
    assert content == f'<img src="{SITE}/files/2.webp"/><img src="{refused.src}"/>'
    assert "was not taken" in done.warnings[0]


def _refuse_png(request: httpx.Request) -> httpx.Response | None:
    refused = request.headers.get("Content-Type") == "image/png"
    return error(500, "rest_upload_sideload_error") if refused else None


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


def test_unpublishing_makes_a_draft() -> None:
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


def test_the_connection_test_names_roles_and_switched_off_passwords() -> None:
    site = FakeWordPress(plugin=False)
    weak = {"id": 1, "name": "Ann", "roles": ["author"], "capabilities": {"publish_posts": True}}
    site.after.append(once("GET", "users/me", httpx.Response(200, json=weak)))
    checks = site.publisher().test().checks
    assert "Editor" in checks[2].hint
    assert not checks[3].ok
    assert "Install" in checks[4].hint
    site.after.append(once("GET", "users/me", httpx.Response(200, json={"id": 1})))
    assert not site.publisher().test().checks[2].ok
    site.index["authentication"] = []
    site.after.append(once("GET", "users/me", error(401, "rest_not_logged_in")))
    assert "switched off" in site.publisher().test().checks[1].hint


def test_plain_permalinks_are_understood() -> None:
    site = FakeWordPress()
    routes: list[str] = []

    def plain(request: httpx.Request) -> httpx.Response:
        route = request.url.params.get("rest_route")
        if route is None:
            return httpx.Response(404, text="<html>")
        routes.append(route)
        url = request.url.copy_with(path=f"/wp-json{route}")
        return site(httpx.Request(request.method, url, headers=request.headers, content=request.content))

    client = httpx.Client(transport=httpx.MockTransport(plain))
    assert WordPressPublisher(client, f"{SITE}/", Credentials("a", "b")).test().usable
    assert routes == ["/", "/wp/v2/users/me", "/igny8/v1/info"]


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
    _draft(site, 9)
    site.publisher().unpublish(external_id="9", kind="post")
    assert not any(line.startswith("POST") for line in site.seen)


@pytest.mark.parametrize(
    ("typed", "home"),
    [
        ("example.org", "https://example.org"),
        ("http://example.org/blog/wp-admin/post.php?x=1", "http://example.org/blog"),
        ("https://example.org/index.php", "https://example.org"),
    ],
)
def test_typed_addresses_are_made_plain(typed: str, home: str) -> None:
    assert site_url(typed) == home


@pytest.mark.parametrize(
    "typed", ["", "ftp://example.org", "https://u:p@example.org", "http://a:b", "https://"]
)
def test_what_is_no_address_is_refused(typed: str) -> None:
    with pytest.raises(PublishingError, match="not a web address"):
        site_url(typed)


def _discovery(handler: object) -> str:
    client = httpx.Client(transport=httpx.MockTransport(handler))  # type: ignore[arg-type]
    report = WordPressPublisher(client, SITE, Credentials("a", "b")).test()
    assert not report.usable
    return report.checks[0].hint


def test_discovery_follows_the_link_header_on_the_same_host() -> None:
    site = FakeWordPress()

    def moved(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/":
            return httpx.Response(200, headers={"Link": f'<{SITE}/api/>; rel="https://api.w.org/"'})
        if request.url.path.startswith("/wp-json"):
            return httpx.Response(404)
        inner = httpx.Request(request.method, str(request.url).replace("/api/", "/wp-json/"))
        return site(inner)

    client = httpx.Client(transport=httpx.MockTransport(moved))
    assert WordPressPublisher(client, SITE, Credentials("a", "b")).test().usable


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (httpx.Response(200, text="<html>a shop</html>"), "No WordPress REST API"),
        (httpx.Response(403, text="<html>"), "firewall"),
        (httpx.Response(503), "Try again later"),
        (httpx.Response(302, headers={"Location": SITE}), "circle"),
        (
            httpx.Response(200, headers={"Link": '<https://evil.example/>; rel="https://api.w.org/"'}),
            "evil.example",
        ),
        (httpx.ReadTimeout("slow"), "in time"),
    ],
)
def test_discovery_says_what_is_wrong(answer: httpx.Response | Exception, said: str) -> None:
    def handler(_request: httpx.Request) -> httpx.Response:
        if isinstance(answer, Exception):
            raise answer
        return httpx.Response(answer.status_code, headers=answer.headers, content=answer.content)

    assert said in _discovery(handler)


def test_a_forbidden_address_is_reported_with_the_variable() -> None:
    client = guarded_client(allow=parse_allow_list(""), timeout=1, resolver=lambda *_: ["10.0.0.5"])
    publisher = WordPressPublisher(client, "http://intranet.example", Credentials("a", "b"))
    assert "IGNY8_OUTGOING_ALLOW" in publisher.test().checks[0].hint
    with pytest.raises(PublishingError, match="IGNY8_OUTGOING_ALLOW") as caught:
        publisher.publish(article(), external_id=None, still_mine=always_mine)
    assert caught.value.code == "address_refused"
    publisher.close()


def test_a_closed_rest_api_is_still_recognised_as_wordpress() -> None:
    site = FakeWordPress()
    site.before.append(once("GET", "wp-json/$", error(401, "rest_login_required")))
    assert site.publisher().test().usable


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (error(401, "rest_not_logged_in"), "RewriteRule"),
        (error(403, "rest_forbidden", "Blocked by policy"), "Blocked by policy"),
        (httpx.Response(403, text="<html>"), "firewall"),
        (httpx.Response(404, text="<html>"), "firewall"),
        (httpx.ReadTimeout("slow"), "in time"),
    ],
)
def test_the_authentication_check_explains(answer: httpx.Response | Exception, said: str) -> None:
    site = FakeWordPress()
    site.before.append(once("GET", "users/me", answer, times=9))
    check = site.publisher().test().checks[1]
    assert (check.name, check.ok) == ("authenticated", False)
    assert said in check.hint


def test_the_plugin_check_survives_a_fault_and_names_the_seo_plugin() -> None:
    site = FakeWordPress(seo_plugin="yoast")
    site.before.append(once("GET", "igny8/v1/info", error(500, "rest_upload_odd")))
    publisher = site.publisher()
    assert not publisher.test().checks[4].ok
    assert "beside yoast" in publisher.test().checks[4].detail


def test_slugs_of_other_scripts_compare_equal() -> None:
    assert same_slug("сканер", "%d1%81%d0%ba%d0%b0%d0%bd%d0%b5%d1%80")
    assert not same_slug("a", "a-2")


def test_pictures_shrink_in_their_own_format_until_small() -> None:
    for kind in ("WEBP", "JPEG", "PNG"):
        item = smaller(picture(kind=kind, size=800))
        assert item is not None
        assert (item.width, item.height, item.mime_type) == (560, 280, f"image/{kind.lower()}")
    assert smaller(picture(size=400)) is None
    assert smaller(replace(picture(), data=b"no picture")) is None
    assert as_jpeg(replace(picture(), data=b"no picture")) is None


def test_a_palette_picture_becomes_jpeg_too() -> None:
    output = io.BytesIO()
    Image.new("P", (900, 500)).save(output, "GIF")
    item = as_jpeg(MediaItem("k", "a.gif", "image/gif", output.getvalue(), "", 900, 500))
    assert item is not None
    assert (item.filename, item.mime_type) == ("a.jpg", "image/jpeg")


def test_the_gate_of_files_lets_two_in_and_gives_up_in_time(tmp_path: Path) -> None:
    now = [1000.0]

    def sleep(seconds: float) -> None:
        now[0] += max(seconds, 1)

    gate = FileGate(tmp_path, SITE, patience=5, stale_after=60, now=lambda: now[0], sleep=sleep)
    with (
        gate.slot(),
        gate.slot(),
        pytest.raises(PublishingUnavailable, match="Too many"),
        gate.slot(),
    ):
        pytest.fail("a third request went in")
    with gate.slot():
        assert len(list(tmp_path.iterdir())) == 2


def test_the_gate_gives_the_place_of_a_frozen_process_away(tmp_path: Path) -> None:
    now = [1000.0]

    def sleep(seconds: float) -> None:
        now[0] += 1

    gate = FileGate(tmp_path, SITE, limit=1, patience=100, stale_after=30, now=lambda: now[0], sleep=sleep)
    with gate.slot(), gate.slot():
        assert 1030 < now[0] < 1040


def test_the_gate_of_threads_holds_two_places() -> None:
    gate = ThreadGate()
    with gate.slot(), gate.slot():
        assert not gate._places.acquire(blocking=False)


def test_credentials_do_not_show_the_password() -> None:
    assert "secret" not in repr(Credentials("ann", "secret"))
