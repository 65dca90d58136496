"""Fixtures with the real WordPress of ``e2e/wordpress``: one boot a session, emptied before each test.

Import the fixtures by name in a test module (``from …wordpress_fixture import real_wordpress, wordpress``)
and mark the module with ``pytest.mark.wordpress``.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from igny8.integrations.outgoing import guarded_client, parse_allow_list
from igny8.integrations.publishing.wordpress import Credentials, WordPressPublisher

if TYPE_CHECKING:
    from wordpress.wordpress import RealWordPress

E2E = Path(__file__).resolve().parents[4] / "e2e"


def boot(**options: object) -> RealWordPress:
    """A stopped WordPress; start it with ``with``. Options as those of ``RealWordPress``."""
    if str(E2E) not in sys.path:
        sys.path.append(str(E2E))
    from wordpress.wordpress import RealWordPress

    return RealWordPress(**options)  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def real_wordpress() -> Iterator[RealWordPress]:
    """One WordPress for the whole session."""
    with boot() as site:
        yield site


@pytest.fixture
def wordpress(real_wordpress: RealWordPress) -> RealWordPress:
    """The session's WordPress, emptied, without faults, with the companion plug-in."""
    real_wordpress.set_plugin(True)
    real_wordpress.reset()
    return real_wordpress


def client_for(timeout: float = 20) -> httpx.Client:
    """A guarded client that may reach 127.0.0.1."""
    return guarded_client(allow=parse_allow_list("127.0.0.1/32"), timeout=timeout)


def publisher_for(
    site: RealWordPress, role: str = "editor", *, url: str = "", client: httpx.Client | None = None
) -> WordPressPublisher:
    """A publisher for the test site as the user of that role; it does not sleep between attempts."""
    user = site.user(role)
    return WordPressPublisher(
        client or client_for(), url or site.url, Credentials(user.login, user.password), sleep=lambda _: None
    )


def read(site: RealWordPress, route: str, **params: object) -> object:
    """What WordPress's own API says, as the administrator, in the ``edit`` context."""
    user = site.user("administrator")
    answer = httpx.get(
        f"{site.url}/",
        params={"rest_route": f"/wp/v2/{route}", "context": "edit", **params},  # type: ignore[arg-type]
        auth=(user.login, user.password),
        timeout=20,
    )
    answer.raise_for_status()
    return answer.json()
