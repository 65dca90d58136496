"""``igny8 models …``"""

from __future__ import annotations

from typing import Annotated

import typer

from igny8.cli.output import console, say
from igny8.core.errors import ProviderError

app = typer.Typer(name="models", help="Local models.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Local models."""


@app.command()
def fetch(
    optional: Annotated[bool, typer.Option(help="Do not fail where it cannot be had.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Fetch the language model that groups keywords by meaning (about 83 MB, once)."""
    from igny8.ai.model_store import fetch_model

    try:
        with console.status("Fetching the language model (83 MB)…"):
            path = fetch_model()
    except ProviderError as error:
        if not optional:
            raise
        say(
            {"path": None, "error": error.message},
            as_json=json,
            words=f"The language model cannot be had now ({error.message})\n"
            "Keywords are grouped by their letters until `igny8 models fetch` succeeds.",
        )
        return
    say({"path": str(path)}, as_json=json, words=f"The language model is at {path}.")
