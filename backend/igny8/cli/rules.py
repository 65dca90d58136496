"""``igny8 rules …``"""

from __future__ import annotations

import json as jsonlib
from pathlib import Path
from typing import Annotated, Any

import typer

from igny8.cli.main import start_django
from igny8.cli.output import console, say
from igny8.cli.scope import scope_of

app = typer.Typer(name="rules", help="Automation rules.", no_args_is_help=True)
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.callback()
def _group() -> None:
    """Automation rules."""


@app.command("list")
def list_(json: Json = False) -> None:
    """List the rules of all accounts."""
    start_django()
    from rich.table import Column, Table

    from igny8.automation.api.serializers import RuleSerializer
    from igny8.automation.selectors import live_rules
    from igny8.core.tenancy import system_scope

    with system_scope():
        rows = [dict(RuleSerializer(rule).data) for rule in live_rules()]
    if json:
        say(rows, as_json=True, words="")
        return
    table = Table(Column("id", no_wrap=True, min_width=36), "name", "trigger", "status", "runs")
    for row in rows:
        table.add_row(row["id"], row["name"], row["trigger"], row["status"], str(row["execution_count"]))
    console.print(table)


@app.command()
def run(
    rule_id: str,
    watch: Annotated[bool, typer.Option("--watch", help="Follow the run until it ends.")] = False,
    json: Json = False,
) -> None:
    """Start a rule by hand; needs a running system (`igny8 up`)."""
    start_django()
    from igny8.automation.models import AutomationRule
    from igny8.automation.services.automation import AutomationService
    from igny8.cli.watch import follow

    with scope_of(AutomationRule, rule_id) as rule:
        started = AutomationService().execute_rule(rule)
        data: dict[str, Any] = {
            "scheduled_task_id": str(started.id),
            "task_id": started.metadata["task_id"],
            "status": started.status,
        }
        if watch:
            data = follow(started, quiet=json)
        error = data.get("error") or {}
        reason = f": {error['message']}" if error else ""
        say(data, as_json=json, words=f"Run {started.id}: {data['status']}{reason}")
    if watch and data["status"] == "failed":
        raise typer.Exit(1)


@app.command()
def export(rule_id: str, json: Json = False) -> None:  # noqa: ARG001 - the document is JSON either way
    """Print a rule as one JSON document."""
    start_django()
    from igny8.automation.models import AutomationRule
    from igny8.automation.services.portable import export_rule

    with scope_of(AutomationRule, rule_id) as rule:
        document = export_rule(rule)
    say(document, as_json=True, words="")


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False)],
    site: Annotated[str, typer.Option(help="The site's id; may be left out where there is only one.")] = "",
    json: Json = False,
) -> None:
    """Make a rule from a JSON document; it starts inactive."""
    start_django()
    from igny8.automation.api.serializers import RuleSerializer
    from igny8.automation.services.portable import import_rule
    from igny8.core.clock import SYSTEM_CLOCK
    from igny8.tenants.models import Site

    document = _document(file)
    with scope_of(Site, site or _only_site()) as row:
        rule, report = import_rule(site=row, document=document, by="command line", clock=SYSTEM_CLOCK)
        data = dict(RuleSerializer(rule).data)
    words = "".join(f"\n{warning}" for warning in report.warnings)
    say(
        data | {"report": report.as_json()},
        as_json=json,
        words=f"Rule {data['id']}: {data['name']} (inactive){words}",
    )


def _document(file: Path) -> Any:
    from igny8.core.errors import InvalidInput

    try:
        return jsonlib.loads(file.read_text(encoding="utf-8"))
    except (ValueError, UnicodeDecodeError) as error:
        raise InvalidInput(f"{file.name} is not JSON: {error}.") from error


def _only_site() -> str:
    from igny8.core.errors import InvalidInput
    from igny8.core.tenancy import system_scope
    from igny8.tenants.models import Site

    with system_scope():
        sites = list(Site.objects.values_list("id", flat=True)[:2])
    if len(sites) != 1:
        raise InvalidInput("Say which site the rule is for: --site ID.")
    return str(sites[0])
