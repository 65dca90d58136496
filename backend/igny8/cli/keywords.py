"""``igny8 keywords …``"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from igny8.cli.main import start_django
from igny8.cli.output import console, say
from igny8.cli.scope import scope_of

app = typer.Typer(name="keywords", help="Keywords.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Keywords."""


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="The export to read.")],
    site: Annotated[str, typer.Option(help="The site's id.")],
    sector: Annotated[str, typer.Option(help="A sector's id.")] = "",
    format: Annotated[str, typer.Option(help="The format, where it is not to be detected.")] = "",  # noqa: A002
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Import a keyword file: Search Console, Keyword Planner, Ahrefs, Semrush, xlsx, CSV or plain text."""
    start_django()
    from rich.progress import BarColumn, Progress, TextColumn

    from igny8.core.api.views import get_or_404
    from igny8.planning.services.imports import import_file
    from igny8.tenants.models import Sector, Site

    with scope_of(Site, site) as row:
        chosen = get_or_404(Sector.objects.filter(site=row), sector) if sector else None
        columns = (TextColumn("Importing"), BarColumn(), TextColumn("{task.fields[rows]} rows"))
        with Progress(*columns, console=console, transient=True, disable=json) as bar:
            task = bar.add_task("import", total=file.stat().st_size, rows=0)
            result = import_file(
                path=file,
                filename=file.name,
                site=row,
                sector=chosen,
                format_name=format or None,
                on_progress=lambda done, rows: bar.update(task, completed=done, rows=rows),
            )
    words = f"{result['created']} created, {result['updated']} updated, {result['skipped']} skipped."
    say(result, as_json=json, words="\n".join([words, *map(_error_line, result["errors"][:20])]))


def _error_line(error: dict[str, object]) -> str:
    return f"  row {error['row']}, {error['column']}: {error['message']}"
