"""The command, called as from a terminal."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from igny8.cli.main import command


@pytest.fixture
def igny8(db: None) -> Callable[..., Result]:
    """``igny8("rules", "list", "--json")`` runs the command outside of any scope."""
    import contextvars

    from igny8.core.tenancy import _scope

    def run(*arguments: str) -> Result:
        def unscoped() -> Result:
            _scope.set(None)
            return CliRunner().invoke(command(), list(arguments), catch_exceptions=False)

        return contextvars.copy_context().run(unscoped)

    return run


@pytest.fixture
def as_json(igny8: Callable[..., Result]) -> Callable[..., Any]:
    """The same with ``--json``, which must succeed; gives what it printed."""

    def run(*arguments: str) -> Any:
        done = igny8(*arguments, "--json")
        assert done.exit_code == 0, done.output
        return json.loads(done.stdout)

    return run
