"""Actions of an installation's own are found by name."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from igny8.automation.actions import load_extra_actions
from igny8.core.errors import InvalidInput


def test_every_module_of_a_named_package_is_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "own_actions"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "one.py").write_text("")
    (tmp_path / "single_action.py").write_text("")
    monkeypatch.syspath_prepend(str(tmp_path))
    load_extra_actions(["own_actions", "single_action"])
    assert {"own_actions.one", "single_action"} <= set(sys.modules)


def test_a_package_that_is_not_there_is_named_with_the_variable() -> None:
    with pytest.raises(InvalidInput, match="IGNY8_EXTRA_ACTIONS: 'nowhere_to_be_found'"):
        load_extra_actions(["nowhere_to_be_found"])
