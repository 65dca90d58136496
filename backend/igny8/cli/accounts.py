"""``igny8 account …``"""

from __future__ import annotations

from typing import Annotated

import typer

from igny8.cli.output import say

app = typer.Typer(name="account", help="Accounts.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Accounts."""


@app.command()
def create(
    name: Annotated[str, typer.Option(help="The account's name.")],
    email: Annotated[str, typer.Option(help="The owner's e-mail address.")],
    password: Annotated[str, typer.Option(help="The owner's password, 10 characters at least.")],
    credits: Annotated[int, typer.Option(min=0, help="Credits to grant.")] = 0,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Make an account with an owner and an API token."""
    from igny8.cli.system import migrate

    migrate(quiet=True)
    from igny8.core.tenancy import account_scope
    from igny8.credits.services import grant
    from igny8.tenants.services import create_account

    made = create_account(name=name, email=email, password=password)
    if credits:
        with account_scope(made.account.id):
            grant(amount=credits, reason="granted on the command line", key=f"account:{made.account.id}")
    data = {"account_id": str(made.account.id), "user_id": str(made.user.id), "token": made.token}
    say(data, as_json=json, words=f"Account {made.account.id}\nToken (shown once): {made.token}")
