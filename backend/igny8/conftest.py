"""Fixtures for the tests of all apps; what they are is told in ``igny8/testing/__init__.py``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings

from igny8.ai.services import Models, use_models
from igny8.ai.testing import FakeImageModel, FakeTextModel
from igny8.core.clock import FixedClock
from igny8.core.tenancy import account_scope

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
CREDITS = 10_000

DATABASE_FIXTURES = frozenset({"db", "transactional_db"})


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs a database: the rest gives the same answer whichever the database is."""
    for item in items:
        if item.get_closest_marker("django_db") or DATABASE_FIXTURES.intersection(
            getattr(item, "fixturenames", ())
        ):
            item.add_marker("database")


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


@pytest.fixture
def account(db: None) -> Iterator[Any]:
    """An account with credits; the test runs in its scope."""
    from igny8.credits.services import grant
    from igny8.tenants.models import Account

    row = Account.objects.create(name="Alice's agency")
    with account_scope(row.id):
        grant(amount=CREDITS, reason="test", key="test")
        yield row


@pytest.fixture
def other_account(db: None) -> Any:
    """A stranger's account; use ``account_scope(other_account.id)`` to make rows in it."""
    from igny8.tenants.models import Account

    return Account.objects.create(name="Bob's agency")


@pytest.fixture
def site(account: Any) -> Any:
    from igny8.tenants.models import Site

    return Site.objects.create(name="Alice's", url="https://alice.example")


@pytest.fixture
def api(account: Any) -> Callable[..., Any]:
    """``api(role="owner", account=…)`` makes a client of the API."""
    from igny8.testing.api import client_for

    def make(role: str = "owner", account: Any = account) -> Any:
        return client_for(account, role)

    return make


@pytest.fixture
def text_model() -> Iterator[FakeTextModel]:
    """Answers for the text model while the test runs; not offline, so its texts count as written."""
    model = FakeTextModel()
    with use_models(Models(text=model)):
        yield model


@pytest.fixture
def image_model(text_model: FakeTextModel) -> Iterator[FakeImageModel]:
    """Draws for the image model while the test runs, beside the fake text model."""
    model = FakeImageModel()
    with use_models(Models(text=text_model, image=model)):
        yield model


@pytest.fixture
def data_dir(settings: LazySettings, tmp_path: Path) -> Path:
    """A data directory of the test's own."""
    settings.DATA_DIR = tmp_path
    return tmp_path


@pytest.fixture
def make_step(site: Any, clock: FixedClock) -> Callable[..., Any]:
    """``make_step(path="actions/0")`` makes a running step of a running run on the site."""
    from igny8.testing import steps

    def make(**values: Any) -> Any:
        return steps.make_step(site, clock, **values)

    return make
