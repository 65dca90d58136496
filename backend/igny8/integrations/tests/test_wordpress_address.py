"""From an address to a connection that is known to work, against a WordPress in memory."""

from __future__ import annotations

import httpx
import pytest

from igny8.core.errors import PublishingError
from igny8.integrations.outgoing import guarded_client, parse_allow_list
from igny8.integrations.publishing.wordpress import Credentials, WordPressPublisher
from igny8.integrations.publishing.wordpress.address import site_url
from igny8.integrations.tests.fake_wordpress import SITE, FakeWordPress, error, once
from igny8.integrations.tests.posts import always_mine, article


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
