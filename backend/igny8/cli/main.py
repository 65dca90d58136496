"""The ``igny8`` command."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated, Any, Optional

import typer
from typer.core import TyperGroup

from igny8.config.env import ConfigError
from igny8.core.errors import Igny8Error


class Plain(TyperGroup):
    """Expected failures end with one sentence on stderr and exit code 1."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except (Igny8Error, ConfigError) as error:
            print(f"igny8: {error}", file=sys.stderr)
            for path, texts in getattr(error, "fields", {}).items():
                print(f"  {path}: {' '.join(texts)}", file=sys.stderr)
            raise typer.Exit(1) from error


app = typer.Typer(
    name="igny8",
    cls=Plain,
    help="Automation of content for search: keywords in, published articles out, by rules.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)


@app.callback()
def _options(
    data_dir: Annotated[
        Optional[Path],  # noqa: UP045 - typer reads the annotation at run time
        typer.Option("--data-dir", help="Where everything is kept (or IGNY8_DATA_DIR)."),
    ] = None,
) -> None:
    if data_dir is not None:
        os.environ["IGNY8_DATA_DIR"] = str(data_dir)


def start_django() -> None:
    """Load the settings; called by every command that works on data."""
    load_settings()
    _require_tables()


def load_settings() -> None:
    """Load the settings, and look at no data yet."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "igny8.config.settings.base")
    django.setup()


def _require_tables() -> None:
    """Make the tables in an empty database; one that an older version left is not changed unasked."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return
    if executor.loader.applied_migrations:
        raise ConfigError("The database is of an older version: stop the system and run `igny8 migrate`.")
    call_command("migrate", interactive=False, verbosity=0)


def command() -> typer.Typer:
    """The whole command, with its groups."""
    from igny8.cli import accounts, keywords, models, rules, system, tasks

    if not app.registered_groups:
        for group in (accounts, keywords, models, rules, tasks):
            app.add_typer(group.app)
        system.add_to(app)
    return app


def main() -> None:
    """Run the command."""
    command()()


if __name__ == "__main__":
    main()
