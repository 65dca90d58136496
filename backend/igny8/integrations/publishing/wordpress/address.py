"""From the address that a user typed to the REST API, with and without pretty permalinks.

Source: https://developer.wordpress.org/rest-api/using-the-rest-api/discovery/
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import httpx
from pydantic import ValidationError

from igny8.core.errors import PublishingError
from igny8.integrations.publishing.wordpress.models import RestIndex
from igny8.integrations.publishing.wordpress.refusals import FIREWALL_HINT, Outage, remote_error

Params = Mapping[str, str | int | Sequence[str | int]]

_LINK = re.compile(r'<([^>]+)>\s*;\s*rel="https://api\.w\.org/"')
_TAIL = re.compile(r"/+(wp-admin|wp-json|wp-login\.php|index\.php|xmlrpc\.php)(/.*)?$", re.IGNORECASE)
NOT_WORDPRESS = (
    "No WordPress REST API was found at {url}. Check the address (the one of the site's home page); "
    "if it is WordPress, its REST API may be switched off by a plug-in."
)


@dataclass(frozen=True, slots=True)
class ApiRoot:
    """Where the REST API of a site is.

    :ivar base: the address that routes are appended to.
    :ivar plain: whether routes go into the parameter ``rest_route`` (no pretty permalinks).
    """

    base: str
    plain: bool
    index: RestIndex

    def request(self, route: str, params: Params | None = None) -> tuple[str, httpx.QueryParams]:
        """:param route: such as ``wp/v2/posts``. :return: the address and its query parameters."""
        query = tuple(pair for name, value in (params or {}).items() for pair in _pairs(name, value))
        if self.plain:
            return self.base, httpx.QueryParams((("rest_route", f"/{route}"), *query))
        return f"{self.base}{route}", httpx.QueryParams(query)

    @property
    def passwords_offered(self) -> bool:
        """Whether the site says that it takes application passwords."""
        return "application-passwords" in self.index.authentication

    def edit_url(self, post_id: int) -> str:
        """The address of the editor for a post."""
        return f"{self.index.url.rstrip('/')}/wp-admin/post.php?post={post_id}&action=edit"


def site_url(typed: str) -> str:
    """The home address in what was typed: a scheme is added; admin pages, query and fragment are cut off.

    :raises PublishingError: it is no web address.
    """
    text = typed.strip()
    text = text if "://" in text else f"https://{text}"
    try:
        url = httpx.URL(text)
    except httpx.InvalidURL as error:
        raise PublishingError(f"{typed!r} is not a web address such as https://example.org.") from error
    if url.scheme not in ("http", "https") or not url.host or url.userinfo:
        raise PublishingError(
            f"{typed!r} is not a web address such as https://example.org (without user name)."
        )
    path = _TAIL.sub("", url.path).rstrip("/")
    return str(url.copy_with(path=path or "/", query=None, fragment=None)).rstrip("/")


def discover(client: httpx.Client, typed: str) -> ApiRoot:
    """Find the REST API, sending no credentials.

    :raises PublishingError: there is none, or something blocks it.
    :raises Outage: the site does not answer.
    """
    home = site_url(typed)
    answer = None
    for address in (f"{home}/wp-json/", f"{home}/?rest_route=/"):
        answer = _get(client, address)
        root = _root(answer)
        if root is not None:
            return root
    linked = _linked(client, home)
    if linked is not None:
        return linked
    raise _not_found(home, answer)


def _get(client: httpx.Client, address: str) -> httpx.Response:
    try:
        return client.get(address, follow_redirects=True, headers={"Accept": "application/json"})
    except httpx.TimeoutException as error:
        raise Outage("The site did not answer in time. Check the address, or try again later.") from error
    except httpx.TooManyRedirects as error:
        raise PublishingError("The site redirects in a circle: check its address settings.") from error
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        where, why = httpx.URL(address).netloc.decode(), _cause(error)
        raise Outage(f"{where} cannot be reached ({why}). Check the address, or try again.") from error


def _cause(error: Exception) -> str:
    """Why a connection failed, without the system's error number: ``connection refused``."""
    told = re.sub(r"^\[[^\]]*\]\s*", "", str(error)).rstrip(".")
    return told[:1].lower() + told[1:] or "no reason was given"


def _root(response: httpx.Response) -> ApiRoot | None:
    try:
        index = RestIndex.model_validate_json(response.content)
    except ValidationError:
        return None
    closed = remote_error(response) is not None and response.status_code in (401, 403)
    if "wp/v2" not in index.namespaces and not closed:
        return None
    url = response.url
    plain = "rest_route" in url.params
    base = str(url.copy_with(query=None))
    if not index.url:
        index = index.model_copy(update={"url": _TAIL.sub("", base).rstrip("/")})
    return ApiRoot(base if plain or base.endswith("/") else f"{base}/", plain, index)


def _linked(client: httpx.Client, home: str) -> ApiRoot | None:
    """Follow the Link header of the home page, on the same host only: credentials will go there."""
    page = _get(client, home)
    found = _LINK.search(page.headers.get("Link", ""))
    if found is None:
        return None
    target = page.url.join(found.group(1))
    if target.host.removeprefix("www.") != page.url.host.removeprefix("www."):
        raise PublishingError(f"The site has its REST API at {target.host}: enter that address instead.")
    return _root(_get(client, str(target)))


def _not_found(home: str, answer: httpx.Response | None) -> PublishingError:
    status = answer.status_code if answer is not None else 0
    if status in (401, 403, 406, 418):
        return PublishingError(f"The site answered {status} with a web page. {FIREWALL_HINT}")
    if status >= 500 or status == 429:
        return Outage(f"The site answers {status} now. Try again later.")
    return PublishingError(NOT_WORDPRESS.format(url=home))


def _pairs(name: str, value: str | int | Sequence[str | int]) -> list[tuple[str, str]]:
    if isinstance(value, str | int):
        return [(name, str(value))]
    return [(f"{name}[]", str(item)) for item in value]
