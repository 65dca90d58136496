"""The demo account: a site with real keywords and a rule that anyone can run with one click."""

from __future__ import annotations

import json
import os
import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from igny8.automation.services.rules import create_rule
from igny8.core.clock import SYSTEM_CLOCK
from igny8.core.tenancy import account_scope
from igny8.credits.services import grant
from igny8.integrations.services import create_preview_connection
from igny8.planning.services.imports import import_file
from igny8.tenants.models import Site
from igny8.tenants.services import create_account

EMAIL = "demo@example.com"
CREDITS = 100_000
DEMO_FILE = "demo.json"
_NEXT_DEMO_FILE = "demo.next.json"
ACCOUNT_FILE = "demo-account.json"
KEYWORDS = settings.PROJECT_DIR / "demo" / "keywords.csv"
RULE = settings.PROJECT_DIR / "demo" / "rule.json"


def make_demo() -> dict[str, Any]:
    """The demo's details; made once, then read from the data directory."""
    return _kept() or _create()


def _kept() -> dict[str, Any] | None:
    from igny8.core.ids import parse_id
    from igny8.tenants.models import Account

    path = _path(ACCOUNT_FILE)
    if not path.is_file():
        return None
    details: dict[str, Any] = json.loads(path.read_text())
    account_id = parse_id(details.get("account_id"))
    return details if account_id and Account.objects.filter(pk=account_id).exists() else None


@transaction.atomic
def _create() -> dict[str, Any]:
    """Make the account. Its password is kept before the commit: a crash between the two leaves no account."""
    password = secrets.token_urlsafe(9)
    made = create_account(name="Demo", email=EMAIL, password=password)
    with account_scope(made.account.id):
        grant(amount=CREDITS, reason="demo", key="demo")
        site = Site.objects.create(
            name="Scan Guide",
            url="https://scan-guide.example",
            brand_name="Scan Guide",
            auto_approve_ideas=True,
            colors=["#2446d8", "#12b5a6", "#f5a524"],
        )
        create_preview_connection(site=site)
        import_file(path=KEYWORDS, filename=KEYWORDS.name, site=site)
        rule = create_rule(site=site, values=json.loads(RULE.read_text()), by=EMAIL, clock=SYSTEM_CLOCK)
    details = {
        "email": EMAIL,
        "password": password,
        "token": made.token,
        "account_id": str(made.account.id),
        "site_id": str(site.id),
        "rule_id": str(rule.id),
    }
    _write(ACCOUNT_FILE, details)
    return details


def prepare_demo_file(details: dict[str, Any], url: str) -> tuple[Path, Path]:
    """Write how to reach the demo; (the file, the name that it gets when the demo is ready, not before)."""
    _write(_NEXT_DEMO_FILE, {"url": url, **details})
    return _path(_NEXT_DEMO_FILE), _path(DEMO_FILE)


def remove_demo_file() -> None:
    """Take back what an earlier start has said."""
    _path(DEMO_FILE).unlink(missing_ok=True)


def _path(name: str) -> Path:
    return Path(settings.DATA_DIR) / name


def _write(name: str, details: dict[str, Any]) -> None:
    partial = _path(name).with_suffix(".part")
    descriptor = os.open(partial, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump(details, file, indent=2)
    partial.rename(_path(name))


def welcome(details: dict[str, Any] | None, url: str) -> str:
    """What the terminal says once everything runs."""
    lines = ["", f"  IGNY8 is running at [bold]{url}[/bold]"]
    if details:
        lines += [
            f"  Sign in as {details['email']} with the password {details['password']}",
            '  and press Run on the rule "Keywords to published drafts".',
            "",
            f"  Or from another terminal:  .venv/bin/igny8 rules run {details['rule_id']} --watch",
            f"  The articles appear at     {url}preview/{details['site_id']}/",
        ]
    return "\n".join([*lines, "", "  Ctrl-C stops everything.", ""])
