"""Rows of the account as their events tell of them: the object that a rule's conditions are about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from igny8.automation.engine import JsonObject
from igny8.content.models import Content, Image, Page, WritingTask
from igny8.content.services.announcing import CONTENTS, IMAGES, PAGES, WRITING_TASKS
from igny8.core.announcing import Announcer
from igny8.core.errors import NotFound
from igny8.core.tenancy import AccountModel
from igny8.planning.models import Cluster, Idea, Keyword
from igny8.planning.services.announcing import CLUSTERS, IDEAS, KEYWORDS

_KINDS: Final[Mapping[str, tuple[type[AccountModel], Announcer[Any]]]] = {
    "content": (Content, CONTENTS),
    "writing_task": (WritingTask, WRITING_TASKS),
    "page": (Page, PAGES),
    "image": (Image, IMAGES),
    "keyword": (Keyword, KEYWORDS),
    "cluster": (Cluster, CLUSTERS),
    "idea": (Idea, IDEAS),
}


def subject_of_row(kind: str, object_id: UUID) -> JsonObject:
    """The fields of a row as an event would carry them. :raises NotFound: when there is no such row."""
    model, announcer = _KINDS[kind]
    row = model._default_manager.filter(pk=object_id).first()
    if row is None:
        raise NotFound(f"There is no {kind.replace('_', ' ')} with the id {object_id}.")
    return announcer.snapshot(row)
