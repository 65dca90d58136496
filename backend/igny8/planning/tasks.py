"""Celery tasks of planning."""

from __future__ import annotations

from uuid import UUID

from celery import shared_task

from igny8.core.tenancy import account_scope
from igny8.planning.models import KeywordImport
from igny8.planning.services.imports import resume_imports, run_import


@shared_task(name="planning.run_import")
def run_import_task(account_id: str, import_id: str) -> None:
    """Read a large upload; a second message for the same one finds it taken or done."""
    with account_scope(UUID(account_id)):
        job = KeywordImport.objects.select_related("site", "sector").filter(pk=import_id).first()
        if job is not None:
            run_import(job=job)


@shared_task(name="planning.resume_imports")
def resume_imports_task() -> None:
    """Send imports on their way again whose worker died."""
    resume_imports()
