"""What goes wrong is told on the screen: what it was, what it means, and what to do."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from api import Json
from browser import check_everyone_can_use, log_in, visit
from openai_server import Fault, OpenAIServer
from pipeline import Pipeline, make_pipeline, make_site, provider_env
from processes import free_port
from system import Account, System

MEGABYTE = 1024 * 1024
PATIENCE = 60_000
"""Milliseconds within which a run must end."""
RULE = "Keywords to published drafts"
FILES: dict[str, tuple[str, bytes, str]] = {
    "binary": ("keywords.csv", bytes(range(256)) * 64, "'keywords.csv' is not"),
    "a picture": ("keywords.xlsx", b"\x89PNG\r\n\x1a\n" + b"\0" * 500, "'keywords.xlsx' is"),
    "empty": ("keywords.csv", b"", "is empty; upload a file with a header and at least one keyword"),
    "wrong columns": ("prices.csv", b"a,b\n1,2\n", "Which column holds the keywords?"),
    "broken encoding": (
        "keywords.csv",
        b"keyword,volume\n" + b"caf\xc3\xa9,5\n" * 40 + b"\xff\xfe\xfa\x81,5\n",
        "",
    ),
    "too large": ("keywords.csv", b"keyword\n" + b"a keyword\n" * (6 * MEGABYTE), "50 MB"),
}


@pytest.fixture(scope="module")
def system(provider_server: OpenAIServer) -> Iterator[System]:
    env = provider_env(
        provider_server.base_url, IGNY8_AI_TEXT_MAX_ATTEMPTS="2", IGNY8_AI_TEXT_TIMEOUT_SECONDS="5"
    )
    with System(env=env) as running:
        yield running


@contextmanager
def _screen(browser: Browser, system: System, account: Account) -> Iterator[Page]:
    """The account's owner, logged in."""
    with visit(browser, system) as context:
        page = context.new_page()
        log_in(page, account.email, account.password)
        expect(page.get_by_role("heading", name="Rules", exact=True)).to_be_visible()
        yield page


@pytest.fixture(scope="module")
def owner(browser: Browser, system: System) -> Iterator[Page]:
    """An owner whose account has a site and nothing else."""
    account = system.account()
    make_site(account)
    with _screen(browser, system, account) as page:
        yield page


@pytest.fixture
def pipeline(system: System) -> Pipeline:
    """A rule of its own account, ready to run."""
    return make_pipeline(system.account())


@pytest.fixture
def page(browser: Browser, system: System, pipeline: Pipeline) -> Iterator[Page]:
    """The owner of ``pipeline``."""
    with _screen(browser, system, pipeline.account) as page:
        yield page


@pytest.mark.parametrize("what", FILES)
def test_a_wrong_file_is_named_with_what_would_be_right(owner: Page, tmp_path: Path, what: str) -> None:
    name, data, said = FILES[what]
    (tmp_path / name).write_bytes(data)
    owner.goto("/keywords")
    owner.get_by_role("button", name="Import keywords").first.click()
    form = owner.get_by_role("dialog")
    form.locator("input[type=file]").set_input_files(tmp_path / name)
    alert = form.get_by_role("alert")
    expect(alert).to_contain_text(said or "The file was not imported")
    check_everyone_can_use(owner)
    form.get_by_role("button", name="Close").click()
    expect(owner.get_by_text("No keywords yet")).to_be_visible()


def test_without_credits_the_price_says_what_is_missing(browser: Browser, system: System) -> None:
    poor = make_pipeline(system.account(credits=7))
    with _screen(browser, system, poor.account) as page:
        price = _ask_to_run(page)
        expect(price).to_contain_text(re.compile(r"at least \d+ credits and you have 7: \d+ are missing"))
        expect(price.get_by_role("button", name="Run now")).to_be_disabled()
        check_everyone_can_use(page)
    assert poor.api.every("/automation/scheduled-tasks/") == []


@pytest.mark.usefixtures("provider")
def test_credits_that_went_elsewhere_meanwhile_are_refused_in_words(browser: Browser, system: System) -> None:
    account = system.account(credits=200)
    poor, other = make_pipeline(account), make_pipeline(account)
    other.api.patch(f"/automation/rules/{other.rule}/", {"name": "Quicker"})
    with _screen(browser, system, account) as page:
        price = _ask_to_run(page)
        expect(price.get_by_role("button", name="Run now")).to_be_enabled()
        other.api.finished(other.api.start(other.rule))
        price.get_by_role("button", name="Run now").click()
        alert = price.get_by_role("alert").filter(has_text="The run did not start")
        expect(alert).to_contain_text(re.compile(r"Not enough credits\. .*\d+ are available.*missing"))
        expect(alert).to_contain_text("add credits")
        check_everyone_can_use(page)
    assert poor.api.every("/automation/scheduled-tasks/", rule=poor.rule) == []


def test_credits_that_ran_out_are_told_with_the_step_and_the_way_on(
    browser: Browser, system: System, provider: OpenAIServer
) -> None:
    poor = make_pipeline(system.account(credits=100))
    with _screen(browser, system, poor.account) as page:
        _watch_fail(page, poor)
        _check_failed(page, "Generate Content", "credits", "Add credits, then run again from the failed step")
    assert provider.requests


FAILURES: dict[str, tuple[Fault, str, str]] = {
    "is down": (Fault(status=503), "503", "Run again from the failed step"),
    "refuses the key": (Fault(status=401), "key", "key and model"),
    "talks nonsense": (Fault(nonsense=True), "", "key and model"),
    "answers something else": (Fault(wrong_schema=True), "", "key and model"),
    "breaks off": (Fault(cut_after=0), "", "Run again from the failed step"),
}


@pytest.mark.parametrize("what", FAILURES)
def test_a_provider_that_fails_is_told_at_its_step(
    page: Page, pipeline: Pipeline, provider: OpenAIServer, what: str
) -> None:
    provider.always, said, advice = FAILURES[what]
    _try_only_once(pipeline)
    _watch_fail(page, pipeline)
    _check_failed(page, "Generate Ideas", said, advice)
    page.goto("/runs")
    reason = page.get_by_role("table", name="Runs").get_by_role("row").nth(1)
    expect(reason).to_contain_text("Failed")
    expect(reason).to_contain_text(pipeline.api.every("/automation/scheduled-tasks/")[0]["error_message"])
    check_everyone_can_use(page)


@pytest.mark.usefixtures("provider")
def test_a_website_that_is_not_there_is_told(page: Page, pipeline: Pipeline) -> None:
    _publish_to(pipeline, f"http://127.0.0.1:{free_port()}")
    _try_only_once(pipeline)
    _watch_fail(page, pipeline)
    _check_failed(page, "Publish to WordPress", "127.0.0.1", "Check that it is up")
    expect(page.get_by_role("heading", name="Articles from this run")).to_be_visible()


@pytest.mark.usefixtures("provider")
def test_a_website_that_refuses_is_told(page: Page, pipeline: Pipeline) -> None:
    with _refusing_website() as url:
        _publish_to(pipeline, url)
        _watch_fail(page, pipeline)
    _check_failed(page, "Publish to WordPress", "password", "Test its connection")


def test_conditions_that_do_not_hold_are_shown_one_by_one(page: Page, pipeline: Pipeline) -> None:
    conditions: list[Json] = [
        {"field": "site.language", "operator": "equals", "value": "en"},
        {"field": "site.name", "operator": "equals", "value": "Nobody's site"},
    ]
    pipeline.api.patch(f"/automation/rules/{pipeline.rule}/", {"conditions": conditions})
    run = pipeline.api.start(pipeline.rule)
    page.goto(f"/runs/{run}")
    expect(page.get_by_role("alert").filter(has_text="Nothing was done")).to_contain_text("site.name")
    page.get_by_role("button", name="Details of Conditions").click()
    table = page.get_by_role("table", name="Conditions")
    expect(table.get_by_role("row").nth(1)).to_contain_text("holds")
    expect(table.get_by_role("row").nth(2)).to_contain_text("does not hold")
    check_everyone_can_use(page)


def test_a_page_that_is_not_there_says_so(owner: Page) -> None:
    owner.goto("/runs/01a20000-0000-7000-8000-000000000000")
    expect(owner.get_by_role("alert")).to_contain_text("This did not load")
    check_everyone_can_use(owner)
    owner.goto("/no-such-page")
    expect(owner.get_by_role("heading", name="There is no such page")).to_be_visible()
    check_everyone_can_use(owner)


def _ask_to_run(page: Page) -> Locator:
    page.goto("/rules")
    page.get_by_role("button", name=f"Run {RULE}").click()
    price = page.get_by_role("dialog")
    expect(price).to_contain_text("Publish to WordPress")
    return price


def _watch_fail(page: Page, pipeline: Pipeline) -> None:
    """Run the rule on the screen and wait for its bad end."""
    _ask_to_run(page).get_by_role("button", name="Run now").click()
    expect(page.get_by_role("heading", name=f"Run of {RULE}")).to_be_visible()
    expect(page.get_by_role("button", name="Run again", exact=True)).to_be_visible(timeout=PATIENCE)
    run = pipeline.api.every("/automation/scheduled-tasks/")[0]
    assert run["status"] == "failed", run


def _check_failed(page: Page, step: str, said: str, advice: str) -> None:
    """The head says that it failed and why; the step says it too, with what to do."""
    expect(page.get_by_text("The run stopped with an error")).to_be_visible()
    failed = page.get_by_role("listitem").filter(has=page.get_by_text(step, exact=True))
    expect(failed).to_contain_text("Failed")
    expect(failed.get_by_role("alert")).to_contain_text(said)
    expect(failed.get_by_role("alert")).to_contain_text(advice)
    check_everyone_can_use(page)


def _try_only_once(pipeline: Pipeline) -> None:
    """Failures are final at once."""
    actions = pipeline.api.get(f"/automation/rules/{pipeline.rule}/")["actions"]
    once = {"attempts": 1, "backoff_seconds": 0}
    body = {"actions": [node | {"retry": once} for node in actions]}
    pipeline.api.patch(f"/automation/rules/{pipeline.rule}/", body)


def _publish_to(pipeline: Pipeline, url: str) -> None:
    """Let the site publish to a WordPress at another address."""
    body = {"site": pipeline.site, "kind": "wordpress", "name": "Elsewhere", "url": url, "is_default": True}
    login = {"username": "editor", "secret": "not a password"}
    pipeline.api.post("/connections/", body | login)


class _Refusal(BaseHTTPRequestHandler):
    """Answers as WordPress does where the application password is wrong."""

    def log_message(self, *_: object) -> None:
        """Silent."""

    def _refuse(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        told = {"code": "incorrect_password", "message": "The provided password is invalid."}
        body = json.dumps(told | {"data": {"status": 401}}).encode()
        self.send_response(401)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = do_PUT = do_DELETE = do_OPTIONS = _refuse  # noqa: N815 - the base class calls these


@contextmanager
def _refusing_website() -> Iterator[str]:
    """A website that lets nobody in; gives its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Refusal)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
