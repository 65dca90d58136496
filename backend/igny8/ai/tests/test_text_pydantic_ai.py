"""The text adapter against a real local server: answers, faults, threads."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import CancelledError, ThreadPoolExecutor
from typing import Any

import pytest

from igny8.ai.adapters.text_loop import LoopThread
from igny8.ai.adapters.text_pydantic_ai import PydanticAITextModel
from igny8.ai.prompts.article import ArticlePrompt
from igny8.ai.prompts.brief import BriefPrompt
from igny8.ai.prompts.ideas import IdeasPrompt
from igny8.ai.tests import samples
from igny8.ai.tests.servers import KEY, Pauses, load, model, settings
from igny8.core.errors import ProviderError, ProviderUnavailable

openai = load("openai_server")
Fault = openai.Fault


@pytest.fixture
def server() -> Iterator[Any]:
    with openai.OpenAIServer(api_key=KEY) as running:
        yield running


@pytest.fixture
def pauses() -> Pauses:
    return Pauses()


@pytest.fixture
def text_model(server: Any, pauses: Pauses) -> Iterator[PydanticAITextModel]:
    made = model(server, pauses)
    yield made
    made.close()


def test_it_streams_an_article_with_usage(server: Any, text_model: PydanticAITextModel) -> None:
    answer = text_model.complete(ArticlePrompt(), samples.article_facts())
    assert 800 <= len(answer.result.split()) <= 1_200
    assert (answer.provider, answer.model) == ("openai", "test-model")
    assert answer.usage.requests == 1
    assert answer.usage.output_tokens > 500
    assert not answer.cut_off
    assert not answer.offline
    assert server.requests[0].body["stream"] is True


def test_it_costs_nothing_known_at_an_own_server(server: Any, text_model: PydanticAITextModel) -> None:
    assert text_model.complete(ArticlePrompt(), samples.article_facts()).usage.cost_usd is None


def test_it_says_that_an_answer_was_cut_off(server: Any, text_model: PydanticAITextModel) -> None:
    server.script(Fault(finish_reason="length"))
    answer = text_model.complete(ArticlePrompt(), samples.article_facts())
    assert answer.cut_off
    assert answer.result


@pytest.mark.parametrize("mode", ["auto", "native", "tool", "prompted"])
def test_it_gives_typed_answers_in_every_mode(server: Any, mode: str) -> None:
    made = model(server, output_mode=mode)
    ideas = made.complete(IdeasPrompt(), samples.ideas_facts()).result.ideas
    brief = made.complete(BriefPrompt(), samples.brief_facts()).result
    made.close()
    assert ideas[0].target_keyphrase == "qr code scanner"
    assert brief.outline[0].level == 2
    assert server.count("chat") == 2


@pytest.mark.parametrize(
    ("features", "requests"), [(frozenset({"tools"}), 2), (frozenset(), 3), (frozenset({"json_schema"}), 1)]
)
def test_it_steps_down_to_a_mode_that_the_server_takes(features: frozenset[str], requests: int) -> None:
    with openai.OpenAIServer(features=features) as plain:
        made = model(plain)
        made.complete(IdeasPrompt(), samples.ideas_facts())
        assert plain.count() == requests
        made.complete(IdeasPrompt(), samples.ideas_facts())
        assert plain.count() == requests + 1, "what the server refused once is not asked again"
        made.close()


def test_it_lets_a_model_correct_what_does_not_fit(server: Any, text_model: PydanticAITextModel) -> None:
    server.script(Fault(wrong_schema=True), Fault(nonsense=True))
    answer = text_model.complete(IdeasPrompt(), samples.ideas_facts())
    assert answer.result.ideas
    assert answer.usage.requests == 3
    assert answer.usage.input_tokens == 300


def test_it_asks_in_plain_words_where_a_server_ignores_the_mode(
    server: Any, text_model: PydanticAITextModel
) -> None:
    server.script(*[Fault(nonsense=True)] * 3)
    assert text_model.complete(IdeasPrompt(), samples.ideas_facts()).result.ideas
    assert server.count() == 4
    assert "response_format" in server.requests[0].body
    assert "tools" not in server.requests[3].body


def test_a_stream_without_an_end_counts_as_cut_off(server: Any, text_model: PydanticAITextModel) -> None:
    server.script(Fault(finish_reason="none"))
    assert text_model.complete(ArticlePrompt(), samples.article_facts()).cut_off


def test_a_stream_without_anything_is_tried_again(server: Any, text_model: PydanticAITextModel) -> None:
    server.script(Fault(finish_reason="none", empty=True), Fault(empty=True))
    answer = text_model.complete(ArticlePrompt(), samples.article_facts())
    assert not answer.cut_off
    assert answer.usage.requests == 3
    server.always = Fault(empty=True)
    with pytest.raises(ProviderUnavailable, match="gives empty answers, also after 3 attempts"):
        text_model.complete(ArticlePrompt(), samples.article_facts())


def test_it_gives_up_on_answers_that_cannot_be_read(server: Any, text_model: PydanticAITextModel) -> None:
    server.always = Fault(malformed=True)
    with pytest.raises(ProviderUnavailable, match="cannot be read, also after 3 attempts"):
        text_model.complete(IdeasPrompt(), samples.ideas_facts())


def test_every_failure_of_an_sdk_becomes_a_sentence(server: Any) -> None:
    from pydantic_ai.exceptions import ModelHTTPError, UsageLimitExceeded

    from igny8.ai.adapters.text_errors import to_port_error

    given = settings(server)
    assert "did not answer as expected" in to_port_error(UsageLimitExceeded("x"), given).message
    nested = ModelHTTPError(418, "m", body={"error": {"message": "I am a teapot"}})
    assert 'It says: "I am a teapot"' in to_port_error(nested, given).message
    assert "cannot be read" in to_port_error(ValueError("bad enum"), given).message


def test_it_reports_an_answer_that_never_fits(server: Any) -> None:
    server.always = Fault(nonsense=True)
    made = model(server, output_mode="native")
    with pytest.raises(ProviderError, match="does not fit what was asked") as caught:
        made.complete(IdeasPrompt(), samples.ideas_facts())
    made.close()
    assert not caught.value.retryable
    assert server.count() == 3


@pytest.mark.parametrize(
    "fault",
    [
        Fault(status=429, retry_after=7),
        Fault(status=500),
        Fault(status=503),
        Fault(status=408),
        Fault(cut_after=0),
        Fault(cut_after=3),
        Fault(malformed=True),
    ],
)
@pytest.mark.parametrize("prompt", [ArticlePrompt(), IdeasPrompt()])
def test_it_tries_again_after_a_passing_fault(
    server: Any, text_model: PydanticAITextModel, pauses: Pauses, fault: Any, prompt: Any
) -> None:
    server.script(fault)
    facts = samples.article_facts() if isinstance(prompt, ArticlePrompt) else samples.ideas_facts()
    answer = text_model.complete(prompt, facts)
    assert answer.result
    assert answer.usage.requests == 2
    assert len(pauses) == 1
    assert pauses[0] >= (fault.retry_after or 0.5)


def test_it_waits_longer_each_time_and_then_gives_up(
    server: Any, text_model: PydanticAITextModel, pauses: Pauses
) -> None:
    server.always = Fault(status=503)
    with pytest.raises(ProviderUnavailable, match="error 503, also after 3 attempts") as caught:
        text_model.complete(ArticlePrompt(), samples.article_facts())
    assert caught.value.retryable
    assert server.count() == 3
    assert 0.5 <= pauses[0] <= 1.5
    assert 1.0 <= pauses[1] <= 3.0


def test_it_does_not_hold_a_worker_for_a_long_pause(
    server: Any, text_model: PydanticAITextModel, pauses: Pauses
) -> None:
    server.script(Fault(status=429, retry_after=600))
    with pytest.raises(ProviderUnavailable, match="asks to wait 600 seconds") as caught:
        text_model.complete(ArticlePrompt(), samples.article_facts())
    assert caught.value.retry_after == 600
    assert pauses == []


@pytest.mark.parametrize("prompt", [ArticlePrompt(), IdeasPrompt()])
def test_it_ends_an_attempt_that_hangs(server: Any, prompt: Any) -> None:
    server.always = Fault(hang=30)
    made = model(server, timeout_seconds=0.2, max_attempts=2)
    started = time.monotonic()
    facts = samples.article_facts() if isinstance(prompt, ArticlePrompt) else samples.ideas_facts()
    with pytest.raises(ProviderUnavailable, match=r"within 0\.2 seconds.*TIMEOUT_SECONDS"):
        made.complete(prompt, facts)
    made.close()
    assert time.monotonic() - started < 5


def test_it_says_that_a_server_cannot_be_reached() -> None:
    with openai.OpenAIServer() as gone:
        pass
    made = model(gone, max_attempts=2)
    with pytest.raises(ProviderUnavailable, match="cannot be reached"):
        made.complete(ArticlePrompt(), samples.article_facts())
    made.close()


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (Fault(status=404), "does not know the model 'test-model'.*IGNY8_AI_TEXT_MODEL"),
        (Fault(status=429, code="insufficient_quota", message="No credit"), "quota or balance.*No credit"),
        (Fault(status=400, code="context_length_exceeded"), "too long for the model"),
        (Fault(status=400, message="odd request"), 'rejected the request.*It says: "odd request"'),
        (Fault(status=413), "error 413"),
        (Fault(finish_reason="content_filter"), "content filter"),
    ],
)
def test_it_explains_what_trying_again_will_not_help(
    server: Any, text_model: PydanticAITextModel, fault: Any, words: str
) -> None:
    server.always = fault
    with pytest.raises(ProviderError, match=words) as caught:
        text_model.complete(ArticlePrompt(), samples.article_facts())
    assert not caught.value.retryable
    assert server.count() == 1


def test_it_says_that_typed_answers_were_too_long(server: Any) -> None:
    server.always = Fault(empty=True, finish_reason="length")
    made = model(server, output_mode="prompted")
    with pytest.raises(ProviderError, match="length limit"):
        made.complete(IdeasPrompt(), samples.ideas_facts())
    made.close()


@pytest.mark.parametrize("prompt", [ArticlePrompt(), IdeasPrompt()])
def test_it_never_shows_the_key(server: Any, prompt: Any) -> None:
    wrong = "sk-wrong-abcdef0123456789"
    facts = samples.article_facts() if isinstance(prompt, ArticlePrompt) else samples.ideas_facts()
    made = model(server, api_key=wrong)
    with pytest.raises(ProviderError, match="IGNY8_AI_TEXT_API_KEY") as refused:
        made.complete(prompt, facts)
    server.api_key = ""
    server.always = Fault(status=400, message=f"bad key {wrong} in Bearer {wrong}")
    with pytest.raises(ProviderError, match="bad key … in") as quoted:
        made.complete(prompt, facts)
    made.close()
    for error in (refused.value, quoted.value):
        assert wrong not in f"{error!r} {error.__cause__!r} {made._settings!r}"
        assert error.__suppress_context__


def test_it_serves_fifty_threads_at_once(server: Any, text_model: PydanticAITextModel) -> None:
    all_are_there = threading.Barrier(50, timeout=60)
    server.before_answer = lambda _number, _request: all_are_there.wait()
    facts = samples.ideas_facts()
    with ThreadPoolExecutor(50) as pool:
        answers = list(pool.map(lambda _: text_model.complete(IdeasPrompt(), facts), range(50)))
    assert all(answer.usage.requests == 1 for answer in answers)
    assert server.most_at_once == 50


def test_it_works_beside_a_running_event_loop(server: Any, text_model: PydanticAITextModel) -> None:
    import asyncio

    async def caller() -> str:
        return text_model.complete(ArticlePrompt(), samples.article_facts()).result

    assert asyncio.run(caller())


def test_it_starts_anew_after_close(text_model: PydanticAITextModel) -> None:
    text_model.complete(ArticlePrompt(), samples.article_facts())
    text_model.close()
    text_model.close()
    assert text_model.complete(ArticlePrompt(), samples.article_facts()).result


def test_it_starts_a_loop_of_its_own_in_a_forked_process(text_model: PydanticAITextModel) -> None:
    text_model.complete(ArticlePrompt(), samples.article_facts())
    first = text_model._runtime
    assert first is not None
    real, first.loop.pid = first.loop.pid, -1  # what a child would see: a loop of another process
    text_model.complete(ArticlePrompt(), samples.article_facts())
    assert text_model._runtime is not first
    first.loop.pid = real
    first.loop.close()


def test_a_loop_cancels_what_its_caller_gives_up() -> None:
    import asyncio

    loop = LoopThread("test")
    cancelled = threading.Event()

    async def slow() -> None:
        try:
            await asyncio.sleep(30)
        except asyncio.CancelledError:
            cancelled.set()
            raise

    def wait() -> None:
        with pytest.raises(CancelledError):
            loop.run(slow())

    waiting = threading.Thread(target=wait)
    waiting.start()
    loop.run(asyncio.sleep(0.01))
    loop.close()
    loop.close()
    waiting.join(5)
    assert cancelled.is_set()
    assert not waiting.is_alive()
