"""Follows a run in the terminal."""

from __future__ import annotations

import time
from typing import Any

from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

from igny8.automation.models import FINISHED, ScheduledTask
from igny8.automation.selectors import progress_of, runs
from igny8.cli.output import console
from igny8.core.clock import SYSTEM_CLOCK

_PERIOD_SECONDS = 0.3


def follow(run: ScheduledTask, *, quiet: bool) -> dict[str, Any]:
    """Show a run's progress until it ends; gives its last progress.

    Where the output is no terminal, each new phase is a line.
    """
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn())
    told = ""
    with Progress(*columns, console=console, disable=quiet or not console.is_terminal) as bar:
        task = bar.add_task("Waiting for a worker", total=100)
        while True:
            run = runs().get(pk=run.pk)
            progress = progress_of(run, SYSTEM_CLOCK)
            bar.update(task, completed=progress["progress"], description=progress["phase"])
            if not quiet and not console.is_terminal and progress["phase"] != told:
                told = progress["phase"]
                console.print(told, soft_wrap=True)
            if run.status in FINISHED:
                return progress
            time.sleep(_PERIOD_SECONDS)
