"""``igny8 tasks …``"""

from __future__ import annotations

from typing import Annotated

import typer

from igny8.cli.main import start_django
from igny8.cli.output import say
from igny8.cli.scope import scope_of

app = typer.Typer(name="tasks", help="Runs of rules.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Runs of rules."""


@app.command()
def show(
    run_id: str,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show a run with its trace."""
    start_django()
    from igny8.automation.api.serializers import RunSerializer, StepSerializer
    from igny8.automation.models import ScheduledTask

    with scope_of(ScheduledTask, run_id) as run:
        steps = [dict(StepSerializer(step).data) for step in run.steps.all()]
        data = {**RunSerializer(run).data, "steps": steps}
    lines = [f"{data['rule_name']}: {data['status']}, {data['credits']} credits. {data['status_reason']}"]
    lines += [
        f"  {step['path']:24} {step['status']:10} {step['credits']:5}  {step['name']}" for step in steps
    ]
    say(data, as_json=json, words="\n".join(lines))
