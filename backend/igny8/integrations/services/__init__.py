"""Connections to publishing targets: made, tested, and turned into publishers."""

from igny8.integrations.services.connections import (
    check_connection,
    connection_for,
    create_preview_connection,
    find_connection,
    publisher_for,
    store_secret,
    use_publisher,
)

__all__ = [
    "check_connection",
    "connection_for",
    "create_preview_connection",
    "find_connection",
    "publisher_for",
    "store_secret",
    "use_publisher",
]
