"""What automation does when rows that it leans on go away; and whatever else registers itself."""

from __future__ import annotations

from django.db.models.signals import pre_delete
from django.dispatch import receiver

from igny8.automation.runtime.lifecycle import abandon_runs
from igny8.automation.services import (  # noqa: F401 - they register themselves
    approvals,
    auto_pause,
    budget_pause,
    calls,
)
from igny8.core.clock import SYSTEM_CLOCK
from igny8.tenants.models import Site


@receiver(pre_delete, sender=Site)
def end_runs_of_site(instance: Site, **_kwargs: object) -> None:
    """Runs of a site that is deleted end first, so that what they had reserved comes back."""
    abandon_runs(site_id=instance.pk, clock=SYSTEM_CLOCK)
