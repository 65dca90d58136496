"""Generate Content: from tasks and approved ideas to articles, each paid once."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from igny8.ai.port import Completion
from igny8.ai.services import Models, use_models
from igny8.ai.testing import FakeTextModel
from igny8.automation.actions.generate_content import GenerateContent, Output
from igny8.automation.engine.errors import LeaseLost, StepFailure
from igny8.automation.models import StepItem
from igny8.automation.runtime.action import Amount
from igny8.content.models import Content, ContentVersion, Page, WritingTask
from igny8.content.selectors import TASK
from igny8.core.claims import claim_items
from igny8.core.errors import InvalidInput, ProviderError, ProviderUnavailable
from igny8.core.models import DomainEvent
from igny8.credits.models import EntryKind, LedgerEntry
from igny8.planning.models import Idea
from igny8.tenants.models import Site
from igny8.testing.factories import ContentFactory, IdeaFactory, PageFactory, WritingTaskFactory, brief_json
from igny8.testing.money import balance
from igny8.testing.steps import forecast

LONG = "## What it is\n\n" + "A pdf scanner turns paper into clean files. " * 20


class Hook:
    """Text of an article that does something at the moment when the model has answered."""

    def __init__(self, model: FakeTextModel, then: Any) -> None:
        self._model, self._then = model, then
        self.provider, self.model, self.offline = "fake", "fake-model", False

    def complete(self, prompt: Any, facts: Any) -> Any:
        answer = self._model.complete(prompt, facts)
        self._then()
        return answer


def test_it_writes_waiting_tasks_first_and_then_approved_ideas(
    make_step: Any, site: Site, text_model: FakeTextModel
) -> None:
    idea = IdeaFactory(site=site, demand=500)
    small, large = WritingTaskFactory(site=site, demand=1), WritingTaskFactory(site=site, demand=90)
    IdeaFactory(site=site, status=Idea.Status.NEW)
    text_model.script("article", LONG, LONG, LONG)
    step = make_step()
    output = step.run("generate_content")
    contents = list(Content.objects.filter(id__in=output.content_ids))
    by_id = {str(content.id): content for content in contents}
    tasks = [by_id[content_id].task for content_id in output.content_ids]
    assert [task.idea_id for task in tasks if task] == [large.idea_id, small.idea_id, idea.id]
    assert output.failed == [] and output.needs_writing == 0
    assert step.paid == 150 and balance() == (9_850, 0)
    idea.refresh_from_db()
    assert idea.status == Idea.Status.PLANNED


def test_it_stores_a_complete_article_with_its_first_version(
    make_step: Any, site: Site, text_model: FakeTextModel
) -> None:
    task = WritingTaskFactory(site=site)
    text_model.script("article", f"# A title\n\n{LONG}\n\n[gone](/missing/) <script>alert(1)</script>")
    output = make_step().run("generate_content", task_ids=[str(task.id)])
    content = Content.objects.get(pk=output.content_ids[0])
    assert (content.title, content.keyphrase) == (task.brief["h1"], task.target_keyphrase)
    assert content.meta_title and content.meta_description and content.slug.startswith("pdf-scanner")
    assert "<h1>" not in content.html and "<script" not in content.html and "/missing/" not in content.html
    assert content.word_count >= 100 and content.seo_score is not None and content.length_report["kept"]
    assert content.categories == [task.idea.cluster.name]
    assert ContentVersion.objects.get(content=content).reason == "written"
    task.refresh_from_db()
    assert task.status == WritingTask.Status.WRITTEN
    assert DomainEvent.objects.filter(type="content.created", object_id=content.id).count() == 1


def test_it_keeps_to_the_limit(make_step: Any, site: Site, text_model: FakeTextModel) -> None:
    WritingTaskFactory.create_batch(3, site=site)
    assert len(make_step().run("generate_content", limit=2).content_ids) == 2


def test_it_does_nothing_and_says_so(make_step: Any, site: Site) -> None:
    output = make_step().run("generate_content")
    assert output.content_ids == [] and balance() == (10_000, 0)
    assert "nothing to write" in GenerateContent().note(output)
    IdeaFactory(site=site, status=Idea.Status.NEW)
    waiting = make_step().run("generate_content")
    assert "1 ideas wait for approval" in GenerateContent().note(waiting)


def test_it_names_tasks_that_do_not_exist(make_step: Any) -> None:
    missing = uuid4()
    with pytest.raises(InvalidInput, match=str(missing)) as caught:
        make_step().run("generate_content", task_ids=[str(missing)])
    assert list(caught.value.fields) == ["params.task_ids"]


def test_it_marks_offline_articles_as_drafts_that_need_writing(make_step: Any, site: Site) -> None:
    WritingTaskFactory(site=site)
    with use_models(Models(text=FakeTextModel(offline=True))):
        output = make_step().run("generate_content")
    assert output.needs_writing == 1
    assert Content.objects.get().needs_writing


def test_it_continues_short_and_cut_off_texts_at_most_twice(
    make_step: Any, site: Site, text_model: FakeTextModel
) -> None:
    WritingTaskFactory(site=site, brief=brief_json(word_count_min=200, word_count_max=400))
    text_model.script("article", Completion("It stops in the mid", "fake", "fake-model", cut_off=True))
    text_model.script("article_continue", "dle of a word.", "## More\n\nStill short.")
    make_step().run("generate_content")
    content = Content.objects.get()
    assert "in the middle of a word" in content.html and "<h2>More</h2>" in content.html
    assert content.length_report["continuations"] == 2
    assert not content.length_report["kept"]
    assert [name for name, _ in text_model.calls] == ["article", "article_continue", "article_continue"]


def test_it_charges_nothing_for_an_article_that_fails(
    make_step: Any, site: Site, text_model: FakeTextModel
) -> None:
    good, bad = WritingTaskFactory(site=site, demand=2), WritingTaskFactory(site=site, demand=1)
    text_model.script("article", LONG, ProviderError("The model refused."))
    step = make_step()
    output = step.run("generate_content")
    assert len(output.content_ids) == 1
    assert output.failed == [{"id": str(bad.id), "code": "provider_error", "message": "The model refused."}]
    assert step.paid == 50 and balance() == (9_950, 0)
    assert "1 could not be done" in GenerateContent().note(output)
    good.refresh_from_db()
    assert good.status == WritingTask.Status.WRITTEN


def test_it_does_only_what_is_left_after_a_provider_was_down(
    make_step: Any, site: Site, text_model: FakeTextModel
) -> None:
    WritingTaskFactory.create_batch(2, site=site)
    text_model.script("article", LONG, ProviderUnavailable("down"), LONG)
    step = make_step()
    with pytest.raises(StepFailure) as caught:
        step.run("generate_content")
    assert caught.value.error.retryable and caught.value.credits == 50
    output = step.run("generate_content")
    assert len(output.content_ids) == 2 and step.paid == 100 and balance() == (9_900, 0)
    assert [name for name, _ in text_model.calls] == ["article"] * 3


def test_it_writes_and_charges_once_when_a_worker_dies_before_the_commit(make_step: Any, site: Site) -> None:
    WritingTaskFactory(site=site)
    step, model = make_step(), FakeTextModel()
    with use_models(Models(text=Hook(model, step.lose_lease))), pytest.raises(LeaseLost):
        step.run("generate_content")
    assert Content.objects.count() == 0 and StepItem.objects.count() == 0
    assert balance() == (9_950, 50)  # still reserved: the next worker goes on with it
    with use_models(Models(text=model)):
        output = step.taken_over().run("generate_content")
    assert len(output.content_ids) == Content.objects.count() == 1
    assert step.paid == 50 and balance() == (9_950, 0)
    assert LedgerEntry.objects.filter(kind=EntryKind.SETTLE).count() == 1


def test_it_gives_the_article_of_a_task_that_is_written_already_for_nothing(
    make_step: Any, site: Site, text_model: FakeTextModel
) -> None:
    task = WritingTaskFactory(site=site, status=WritingTask.Status.WRITTEN)
    content = ContentFactory(site=site, task=task)
    output = make_step().run("generate_content", task_ids=[str(task.id)])
    assert output.content_ids == [str(content.id)]
    assert text_model.calls == [] and balance() == (10_000, 0)


def test_it_leaves_tasks_alone_that_another_run_holds(
    make_step: Any, site: Site, text_model: FakeTextModel
) -> None:
    held, free = WritingTaskFactory(site=site), WritingTaskFactory(site=site)
    claim_items(kind=TASK, ids=[held.id], claim="another run")
    output = make_step().run("generate_content", task_ids=[str(held.id), str(free.id)])
    assert len(output.content_ids) == 1
    assert output.failed == [
        {"id": str(held.id), "code": "busy", "message": "Another run is working on this."}
    ]


@pytest.mark.parametrize(
    ("values", "words"),
    [({"status": "cancelled"}, "is cancelled"), ({"brief": {}, "idea": None}, "has no brief")],
)
def test_it_says_why_a_task_cannot_be_written(
    make_step: Any, site: Site, values: dict[str, Any], words: str
) -> None:
    task = WritingTaskFactory(site=site, **values)
    with pytest.raises(StepFailure, match=words):
        make_step().run("generate_content", task_ids=[str(task.id)])
    assert balance() == (10_000, 0)


def test_one_malformed_brief_is_one_failed_item(
    make_step: Any, site: Site, text_model: FakeTextModel
) -> None:
    good = WritingTaskFactory(site=site, demand=1)
    broken = WritingTaskFactory(site=site, demand=90, brief={**brief_json(), "outline": "nothing"})
    text_model.script("article", LONG)
    step = make_step()
    output = step.run("generate_content")
    assert [Content.objects.get(pk=pk).task_id for pk in output.content_ids] == [good.id]
    (failed,) = output.failed
    assert (failed["id"], failed["code"]) == (str(broken.id), "validation_error")
    assert "outline" in failed["message"]
    assert step.paid == 50 and balance() == (9_950, 0)


def test_it_reports_an_empty_answer_and_a_task_that_is_deleted_meanwhile(
    make_step: Any, site: Site, text_model: FakeTextModel
) -> None:
    task = WritingTaskFactory(site=site)
    text_model.script("article", "  ")
    text_model.script("article_continue", "", "")
    with pytest.raises(StepFailure, match="wrote nothing"):
        make_step().run("generate_content", task_ids=[str(task.id)])

    other = WritingTaskFactory(site=site)
    delete = lambda: WritingTask.objects.filter(pk=other.pk).delete()  # noqa: E731
    with use_models(Models(text=Hook(text_model, delete))), pytest.raises(StepFailure, match="was deleted"):
        make_step().run("generate_content", task_ids=[str(other.id)])
    assert balance() == (10_000, 0)


def test_it_fills_the_page_that_was_planned_for_the_topic(
    make_step: Any, site: Site, text_model: FakeTextModel
) -> None:
    task = WritingTaskFactory(site=site)
    page = PageFactory(site=site, kind="article", cluster=task.idea.cluster)
    output = make_step().run("generate_content")
    page.refresh_from_db()
    assert str(page.content_id) == output.content_ids[0] and page.status == Page.Status.WRITTEN


def test_it_links_to_published_articles_of_the_site_only(
    make_step: Any, site: Site, text_model: FakeTextModel
) -> None:
    ContentFactory(
        site=site, keyphrase="clean files", status="published", published_url="https://alice.example/clean/"
    )
    ContentFactory(site=site, keyphrase="paper", published_url="")
    WritingTaskFactory(site=site)
    text_model.script("article", LONG)
    output = make_step().run("generate_content")
    html = Content.objects.get(pk=output.content_ids[0]).html
    assert '<a href="https://alice.example/clean/">clean files</a>' in html
    assert html.count("<a ") == 1


def test_it_gives_equal_keyphrases_different_slugs(
    make_step: Any, site: Site, text_model: FakeTextModel
) -> None:
    WritingTaskFactory.create_batch(2, site=site, brief=brief_json())
    make_step().run("generate_content")
    assert sorted(Content.objects.values_list("slug", flat=True)) == ["pdf-scanner", "pdf-scanner-2"]


def test_it_forecasts_what_waits_and_what_earlier_steps_bring(site: Site) -> None:
    WritingTaskFactory(site=site)
    IdeaFactory(site=site)
    assert forecast("generate_content", site).credits == Amount.exactly(100)
    ideas = {"idea_ids": Amount(1, 5, 9)}
    assert forecast("generate_content", site, **ideas).items == Amount.exactly(2)
    Site.objects.filter(pk=site.pk).update(auto_approve_ideas=True)
    assert forecast("generate_content", site, **ideas).items == Amount(3, 7, 11)
    assert forecast("generate_content", site, {"limit": 5}, **ideas).items == Amount(3, 5, 5)
    assert forecast("generate_content", site, {"task_ids": ["a", "b"]}).outputs[
        "content_ids"
    ] == Amount.exactly(2)
    unknown = forecast("generate_content", site, {"task_ids": "{{ item }}", "limit": 3})
    assert unknown.items == Amount(0, 1, 3)


def test_it_is_listed_with_the_names_of_the_specification() -> None:
    action = GenerateContent()
    assert (action.name, action.credits) == ("Generate Content", "50 per article")
    assert set(action.params_model.model_fields) == {"limit", "task_ids"}
    assert Output().model_dump()["content_ids"] == []
