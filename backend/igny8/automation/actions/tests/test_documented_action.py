"""``docs/adding-an-action.md`` tells the truth: its file and its test are taken from the page and run."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

BACKEND = Path(__file__).resolve().parents[4]
PAGE = BACKEND.parent / "docs" / "adding-an-action.md"
NAMES = (
    "igny8/automation/actions/hold_for_review.py",
    "igny8/automation/actions/tests/test_hold_for_review.py",
)


@pytest.fixture(scope="module")
def blocks() -> dict[str, str]:
    """The page's Python by the file that the page says it is."""
    found = re.findall(r"```python\n(.*?)```", PAGE.read_text(), re.DOTALL)
    assert len(found) == len(NAMES), "The page has one file and one test."
    return dict(zip(NAMES, found, strict=True))


@pytest.mark.parametrize("name", NAMES)
def test_its_code_keeps_to_the_style(blocks: dict[str, str], name: str) -> None:
    ruff = [str(Path(sys.executable).parent / "ruff"), "check", "--quiet", "--stdin-filename", name, "-"]
    done = subprocess.run(
        ruff, input=blocks[name], cwd=BACKEND, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_its_action_does_what_its_test_says(blocks: dict[str, str], tmp_path: Path) -> None:
    """As the page says at its end: in a package of one's own, outside of the repository."""
    package = tmp_path / "my_actions"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "hold_for_review.py").write_text(blocks[NAMES[0]])
    (tmp_path / "conftest.py").write_text("from igny8.conftest import *\n")
    (tmp_path / "test_hold_for_review.py").write_text(blocks[NAMES[1]])
    ours = ("IGNY8_", "DATABASE_", "CELERY_", "PYTEST_")  # this run's database and folders are not that one's
    env = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    env |= {"PYTHONPATH": str(tmp_path), "IGNY8_EXTRA_ACTIONS": "my_actions"}
    options = ["-c", str(BACKEND / "pyproject.toml"), "-p", "no:cacheprovider"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options, str(tmp_path)],
        cwd=BACKEND,
        env=env,
        capture_output=True,
        text=True,
        check=False,
        timeout=200,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "5 passed" in done.stdout
