"""``igny8 up``, ``igny8 migrate``, ``igny8 demo``."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Optional

import typer

from igny8.cli.main import load_settings
from igny8.cli.output import console, say


def add_to(app: typer.Typer) -> None:
    """Add the commands to the main one."""
    app.command()(up)
    app.command()(migrate)
    app.command()(demo)


def up(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(envvar="PORT", min=1, max=65535, help="The port to listen on.")] = 8000,
    data_dir: Annotated[
        Optional[Path],  # noqa: UP045 - typer reads the annotation at run time
        typer.Option("--data-dir", help="Where everything is kept (or IGNY8_DATA_DIR)."),
    ] = None,
    with_demo: Annotated[bool, typer.Option("--demo", help="Make the demo account first.")] = False,
) -> None:
    """Start web, worker and beat; Ctrl-C stops them all."""
    if data_dir is not None:
        os.environ["IGNY8_DATA_DIR"] = str(data_dir)
    os.environ["PORT"] = str(port)  # links in mails lead there
    load_settings()
    from igny8.cli.demo import make_demo, prepare_demo_file, remove_demo_file, welcome
    from igny8.cli.supervisor import become_supervisor, claim_data_dir, port_is_free
    from igny8.config.startup import check_environment

    check_environment()
    url = f"http://{host}:{port}/"
    with claim_data_dir():
        port_is_free(host, port)
        remove_demo_file()
        migrate(quiet=True)
        details = make_demo() if with_demo else None
        with console.capture() as words:
            console.print(welcome(details, url))
        file = prepare_demo_file(details, url) if details else None
        become_supervisor(host=host, port=port, words=words.get(), file=file)


def migrate(quiet: Annotated[bool, typer.Option(help="Say nothing.")] = False) -> None:
    """Bring the database up to date."""
    load_settings()
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0 if quiet else 1)


def demo(json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """Make the demo account with its site, keywords and rule; a second time it changes nothing."""
    migrate(quiet=True)
    from igny8.cli.demo import make_demo

    details = make_demo()
    say(details, as_json=json, words=f"Sign in as {details['email']} with {details['password']}")
