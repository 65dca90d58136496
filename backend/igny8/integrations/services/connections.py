"""Connections of sites to publishing targets."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from igny8.core.clock import SYSTEM_CLOCK, Clock
from igny8.core.errors import InvalidInput
from igny8.core.secrets import decrypt, encrypt
from igny8.integrations.models import Connection, ConnectionKind
from igny8.integrations.outgoing import guarded_client
from igny8.integrations.outgoing_rules import parse_allow_list
from igny8.integrations.publishing.port import ConnectionReport, Publisher
from igny8.integrations.publishing.preview import PreviewPublisher
from igny8.integrations.publishing.wordpress import Credentials, FileGate, WordPressPublisher
from igny8.integrations.services.announcing import CONNECTIONS
from igny8.tenants.models import Site

PREVIEW_NAME = "Preview"
_TIMEOUT_SECONDS = 60.0

_override: ContextVar[Publisher | None] = ContextVar("igny8_publisher", default=None)


@contextmanager
def use_publisher(publisher: Publisher) -> Iterator[None]:
    """Publish everything through ``publisher`` inside the body; for tests and trials."""
    token = _override.set(publisher)
    try:
        yield
    finally:
        _override.reset(token)


def create_preview_connection(*, site: Site) -> Connection:
    """Give a site its preview, which publishes to this installation; a site has one, whoever asks twice.

    It is nobody's default, so that a WordPress that is connected later takes its place.
    """
    connection, _ = Connection.objects.get_or_create(
        site=site, name=PREVIEW_NAME, defaults={"kind": ConnectionKind.PREVIEW, "status": "ok"}
    )
    return connection


def connection_for(*, site_id: UUID, connection_id: UUID | None = None) -> Connection:
    """The connection asked for, by default the site's own, which is its preview where it has nothing else.

    :raises InvalidInput: when the site has no connection with that id.
    """
    found = find_connection(site_id=site_id, connection_id=connection_id)
    return found or create_preview_connection(site=Site.objects.get(pk=site_id))


def find_connection(*, site_id: UUID, connection_id: UUID | None = None) -> Connection | None:
    """As ``connection_for``, but makes nothing. The site's own is the one marked as default, else a
    WordPress, else any."""
    rows = Connection.objects.filter(site_id=site_id).select_related("site")
    if connection_id is not None:
        return _required(rows, connection_id)
    return min(rows, key=_rank, default=None)


def _rank(row: Connection) -> tuple[bool, bool, datetime]:
    return not row.is_default, row.kind != ConnectionKind.WORDPRESS, row.created_at


def _required(rows: QuerySet[Connection], connection_id: UUID) -> Connection:
    row = rows.filter(pk=connection_id).first()
    if row is None:
        message = f"The site has no connection with the id {connection_id}."
        raise InvalidInput(message, fields={"params.integration_id": [message]})
    return row


def store_secret(connection: Connection, secret: str) -> None:
    """Keep a connection's password, encrypted; does not save the row."""
    connection.secret_encrypted = encrypt(secret)


def publisher_for(connection: Connection, *, clock: Clock = SYSTEM_CLOCK) -> Publisher:
    """The adapter that speaks to a connection's target; close it after use.

    :raises InvalidInput: when the address cannot be used.
    :raises Conflict: when the stored secret cannot be read any more.
    """
    overriding = _override.get()
    if overriding is not None:
        return overriding
    if connection.kind == ConnectionKind.PREVIEW:
        return _preview(connection, clock)
    return WordPressPublisher(
        guarded_client(allow=parse_allow_list(settings.IGNY8_OUTGOING_ALLOW), timeout=_TIMEOUT_SECONDS),
        connection.url,
        Credentials(connection.username, decrypt(connection.secret_encrypted)),
        gate=FileGate(Path(settings.DATA_DIR) / "locks", connection.url),
        clock=clock.now,
    )


def _preview(connection: Connection, clock: Clock) -> PreviewPublisher:
    site = connection.site
    return PreviewPublisher(
        root=preview_root(site.id),
        base_url=preview_address(site.id),
        site_name=site.name,
        site_language=site.language,
        clock=clock.now,
    )


def preview_root(site_id: UUID) -> Path:
    """Where a site's preview is kept."""
    return Path(settings.DATA_DIR) / "preview" / str(site_id)


def preview_address(site_id: UUID) -> str:
    """The address of a site's preview on this installation, with a slash at its end."""
    return f"/preview/{site_id}/"


def check_connection(*, connection: Connection, clock: Clock = SYSTEM_CLOCK) -> ConnectionReport:
    """Try a connection, and keep what was found. Asks the network: call it outside of transactions."""
    publisher = publisher_for(connection, clock=clock)
    try:
        report = publisher.test()
    finally:
        publisher.close()
    before = CONNECTIONS.snapshot(connection)
    connection.status = "ok" if report.usable else "failing"
    connection.last_report = [asdict(check) for check in report.checks]
    connection.last_tested_at = clock.now()
    with transaction.atomic():
        connection.save(update_fields=["status", "last_report", "last_tested_at", "updated_at"])
        CONNECTIONS.updated(connection, before)
    return report
