"""Connections of sites to publishing targets."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from django.conf import settings

from igny8.core.clock import SYSTEM_CLOCK, Clock
from igny8.core.errors import InvalidInput, NotFound
from igny8.core.secrets import decrypt, encrypt
from igny8.integrations.models import Connection, ConnectionKind
from igny8.integrations.outgoing import guarded_client
from igny8.integrations.outgoing_rules import parse_allow_list
from igny8.integrations.publishing.port import ConnectionReport, Publisher
from igny8.integrations.publishing.preview import PreviewPublisher
from igny8.integrations.publishing.wordpress import Credentials, WordPressPublisher
from igny8.tenants.models import Site


def create_preview_connection(*, site: Site) -> Connection:
    """Give a site its preview, which publishes to this installation."""
    return Connection.objects.create(
        site=site, kind=ConnectionKind.PREVIEW, name="Preview", url="", status="ok", is_default=True
    )


def default_connection(*, site_id: UUID) -> Connection:
    """The site's own connection: the one marked as default, else a WordPress, else any.

    :raises InvalidInput: when the site has none.
    """
    rows = list(Connection.objects.filter(site_id=site_id))
    if not rows:
        raise InvalidInput(
            "The site has no connection: add a WordPress or preview connection.",
            fields={"integration_id": ["The site has no connection to publish to."]},
        )
    return min(rows, key=lambda row: (not row.is_default, row.kind != ConnectionKind.WORDPRESS, row.created_at))


def find_connection(*, connection_id: UUID, site_id: UUID) -> Connection:
    """A connection of that site; raises ``NotFound``."""
    row = Connection.objects.filter(pk=connection_id, site_id=site_id).first()
    if row is None:
        raise NotFound(f"The site has no connection with the id {connection_id}.")
    return row


def store_secret(connection: Connection, secret: str) -> None:
    """Keep a connection's password, encrypted; does not save the row."""
    connection.secret_encrypted = encrypt(secret)


def publisher_for(connection: Connection, *, clock: Clock = SYSTEM_CLOCK) -> Publisher:
    """The adapter that speaks to a connection's target."""
    if connection.kind == ConnectionKind.PREVIEW:
        return _preview(connection, clock)
    return WordPressPublisher(
        guarded_client(allow=parse_allow_list(settings.IGNY8_OUTGOING_ALLOW), timeout=60.0),
        connection.url,
        Credentials(connection.username, decrypt(connection.secret_encrypted)),
    )


def _preview(connection: Connection, clock: Clock) -> PreviewPublisher:
    site = connection.site
    return PreviewPublisher(
        root=preview_root(site.id),
        base_url=f"/preview/{site.id}",
        site_name=site.name,
        site_language=site.language,
        clock=clock.now,
    )


def preview_root(site_id: UUID) -> Path:
    """Where a site's preview is kept."""
    return Path(settings.DATA_DIR) / "preview" / str(site_id)


def test_connection(*, connection: Connection, clock: Clock = SYSTEM_CLOCK) -> ConnectionReport:
    """Try a connection, and keep what was found."""
    report = publisher_for(connection, clock=clock).test()
    connection.status = "ok" if report.usable else "failing"
    connection.last_report = [
        {"name": check.name, "ok": check.ok, "detail": check.detail, "hint": check.hint} for check in report.checks
    ]
    connection.last_tested_at = clock.now()
    connection.save(update_fields=["status", "last_report", "last_tested_at", "updated_at"])
    return report
