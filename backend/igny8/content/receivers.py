"""What content does when rows that it leans on go away."""

from __future__ import annotations

import shutil
from uuid import UUID

from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver

from igny8.tenants.models import Site


@receiver(post_delete, sender=Site)
def remove_pictures_of_site(instance: Site, **_kwargs: object) -> None:
    """A deleted site's pictures can no longer be read. A folder that stays is logged (``robust``):
    the site is gone by then, so there is no request to refuse."""
    site_id = instance.id
    transaction.on_commit(lambda: _remove(site_id), robust=True)


def _remove(site_id: UUID) -> None:
    from igny8.content.services.images import media_root

    folder = media_root() / str(site_id)
    if folder.exists():
        shutil.rmtree(folder)
