"""Connections to publishing targets: made, tested, and turned into publishers."""

from igny8.integrations.services.connections import (
    create_preview_connection,
    default_connection,
    publisher_for,
    store_secret,
    test_connection,
)

__all__ = [
    "create_preview_connection",
    "default_connection",
    "publisher_for",
    "store_secret",
    "test_connection",
]
