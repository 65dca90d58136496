"""Writing tasks: an approved idea with its brief locked."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from igny8.content.models import WritingTask
from igny8.content.selectors import waiting_tasks
from igny8.content.services.announcing import WRITING_TASKS
from igny8.planning.models import Idea
from igny8.planning.selectors import approved_ideas
from igny8.planning.services.announcing import IDEAS


def plan_ideas(ideas: Sequence[Idea]) -> list[WritingTask]:
    """Turn ideas into tasks; each idea gives one, whoever asks for it twice."""
    tasks: list[WritingTask] = []
    for idea in ideas:
        task, made = WritingTask.objects.get_or_create(
            idea=idea,
            defaults={
                "site": idea.site,
                "title": idea.title,
                "content_type": idea.content_type,
                "target_keyphrase": idea.target_keyphrase,
                "brief": idea.brief,
                "language": idea.language,
                "demand": idea.demand,
            },
        )
        if made:
            WRITING_TASKS.created(task)
            _mark_planned(idea)
        tasks.append(task)
    return tasks


def _mark_planned(idea: Idea) -> None:
    before = IDEAS.snapshot(idea)
    Idea.objects.filter(pk=idea.pk).update(status=Idea.Status.PLANNED)
    idea.status = Idea.Status.PLANNED
    IDEAS.updated(idea, before)


def tasks_to_write(*, site_id: UUID, limit: int) -> list[UUID]:
    """The next tasks: those that wait, then approved ideas, which become tasks; call it in a transaction."""
    ids = list(waiting_tasks(site_id=site_id).values_list("id", flat=True)[:limit])
    room = limit - len(ids)
    if room > 0:
        ideas = (
            approved_ideas(site_id=site_id)
            .select_for_update(of=("self",), no_key=True)
            .select_related("site")[:room]
        )
        ids += [task.id for task in plan_ideas(list(ideas))]
    return ids
