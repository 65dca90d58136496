"""What the whole-system tests share: one real WordPress a session, and a provider of texts and images."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from api import Api
from browser import chromium, log_in, visit
from openai_server import OpenAIServer
from pipeline import WordPressApi
from system import System
from wordpress.wordpress import RealWordPress


@pytest.fixture(scope="session")
def real_wordpress() -> Iterator[RealWordPress]:
    """One WordPress with the companion plug-in."""
    with RealWordPress() as site:
        yield site


@pytest.fixture
def wordpress(real_wordpress: RealWordPress) -> RealWordPress:
    """The session's WordPress without posts and without faults."""
    real_wordpress.reset()
    return real_wordpress


@pytest.fixture
def at_wordpress(wordpress: RealWordPress) -> Iterator[WordPressApi]:
    """WordPress's own API."""
    api = WordPressApi(wordpress)
    yield api
    api.close()


@pytest.fixture(scope="session")
def provider_server() -> Iterator[OpenAIServer]:
    """The AI provider of all tests."""
    with OpenAIServer(api_key="test-key-that-must-never-show") as server:
        yield server


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser for the tests of a file."""
    with chromium() as running:
        yield running


@pytest.fixture
def provider(provider_server: OpenAIServer) -> Iterator[OpenAIServer]:
    """The provider without faults, hooks and history."""
    provider_server.requests.clear()
    yield provider_server
    provider_server.before_answer = provider_server.after_answer = None
    provider_server.forget_faults()


@pytest.fixture(scope="session")
def studio() -> Iterator[System]:
    """The demo, in which all tests of the studio's pages work: none may lean on what it did not make."""
    with System(demo=True, env={"IGNY8_OUTGOING_ALLOW": "127.0.0.1/32"}) as running:
        yield running


@pytest.fixture(scope="session")
def studio_api(studio: System) -> Api:
    """The API of the studio's demo account, as its owner."""
    return Api(studio.url, studio.demo()["token"])


@pytest.fixture(scope="module")
def studio_page(browser: Browser, studio: System) -> Iterator[Page]:
    """The studio's demo account, logged in: one page for the tests of a file."""
    details = studio.demo()
    with visit(browser, studio) as context:
        page = context.new_page()
        log_in(page, details["email"], details["password"])
        expect(page.get_by_role("heading", name="Rules", exact=True)).to_be_visible()
        yield page
