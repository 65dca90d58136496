"""The engine stays pure and small: what it imports, how long its files are."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ENGINE = Path(__file__).parent.parent
OURS = "igny8.automation.engine"
ALLOWED = {"pydantic", "pydantic_core", "re2", "cronsim"}
FILES = sorted(path for path in ENGINE.rglob("*.py") if "tests" not in path.parts)


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            yield node.module or ""


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ENGINE)))
def test_a_file_imports_nothing_foreign_and_stays_short(path: Path) -> None:
    for name in imported(path):
        top = name.split(".")[0]
        assert name.startswith(OURS) or top in ALLOWED or top in sys.stdlib_module_names, name
    text = path.read_text()
    assert len(text.splitlines()) <= 300
    assert "eval(" not in text
    assert "exec(" not in text
    assert "getattr(" not in text or path.name == "registry.py"


def test_the_regular_expression_engine_is_known_in_one_place_only() -> None:
    assert [path.name for path in FILES if "re2" in set(imported(path))] == ["regex.py"]
