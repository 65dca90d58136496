"""Addresses that people are sent; they begin with ``IGNY8_PUBLIC_URL``."""

from __future__ import annotations

from django.conf import settings

from igny8.automation.models import ScheduledTask


def public_address(path: str) -> str:
    """The whole address of a path (``/runs/…``) of this installation."""
    return f"{settings.IGNY8_PUBLIC_URL}{path}"


def run_link(run: ScheduledTask) -> str:
    """Where the studio shows a run."""
    return public_address(f"/runs/{run.pk}")
