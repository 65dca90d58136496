"""The text model over pydantic-ai: OpenAI and everything that speaks its protocol, Anthropic, Google."""

from __future__ import annotations

import asyncio
import os
import random
import threading
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Generic, Literal, cast

import httpx2
from pydantic_ai import Agent, NativeOutput, PromptedOutput, ToolOutput
from pydantic_ai.exceptions import AgentRunError, ContentFilterError, UnexpectedModelBehavior, UserError
from pydantic_ai.messages import ModelResponse
from pydantic_ai.models import Model
from pydantic_ai.settings import ModelSettings
from pydantic_ai.usage import RunUsage
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception, stop_after_attempt

from igny8.ai.adapters.text_clients import build_http_client, build_model
from igny8.ai.adapters.text_errors import (
    LONGEST_PAUSE_SECONDS,
    SDK_ERRORS,
    EmptyAnswerError,
    is_refused_form,
    to_port_error,
    worth_waiting,
)
from igny8.ai.adapters.text_loop import LoopThread
from igny8.ai.config import TextSettings
from igny8.ai.port import Completion, FactsT, Prompt, ResultT, Usage
from igny8.ai.pricing import TokenUsage, cost_usd

Mode = Literal["native", "tool", "prompted"]
Sleep = Callable[[float], Awaitable[None]]
CORRECTIONS = 2  # times that a model may correct an answer that does not fit its type
FIRST_PAUSE_SECONDS = 1.0
# Which ways of asking for a typed answer to try, the most reliable first.
_MODES: dict[str, tuple[Mode, ...]] = {
    "openai": ("native", "tool", "prompted"),
    "anthropic": ("tool", "prompted"),
    "google": ("native", "tool", "prompted"),
}


@dataclass(slots=True)
class _Sent:
    """HTTP requests of one call, retries and corrections included."""

    count: int = 0


_sent: ContextVar[_Sent] = ContextVar("igny8_text_requests")


@dataclass(frozen=True, slots=True)
class _Answer(Generic[ResultT]):
    result: ResultT
    usage: RunUsage
    model: str
    cut_off: bool = False


@dataclass(frozen=True, slots=True)
class _Asked(Generic[ResultT]):
    """A prompt with its facts filled in: what is sent. Built before the run, so that its errors are ours."""

    result_type: type[ResultT]
    instructions: str
    data: str
    settings: ModelSettings


@dataclass(slots=True)
class _Runtime:
    """What belongs to one event loop, hence to one process."""

    loop: LoopThread
    model: Model
    refused: set[Mode] = field(default_factory=set)


class PydanticAITextModel:
    """Answers prompts through a provider. Thread-safe: build one and share it.

    All network work runs on one private event loop (:class:`LoopThread`), which starts with the first call
    and anew in a forked process. ``sleep`` and ``seed`` serve tests.
    """

    offline = False

    def __init__(
        self, settings: TextSettings, *, sleep: Sleep = asyncio.sleep, seed: int | None = None
    ) -> None:
        self.provider: str = settings.provider
        self.model = settings.model_name
        self._settings = settings
        self._sleep = sleep
        self._random = random.Random(seed)  # noqa: S311 - spreads retries, guards nothing
        self._lock = threading.Lock()
        self._runtime: _Runtime | None = None

    def complete(self, prompt: Prompt[FactsT, ResultT], facts: FactsT) -> Completion[ResultT]:
        """Answer ``prompt``; see :class:`igny8.ai.port.TextModel` for the errors."""
        asked = self._asked(prompt, facts)
        runtime = self._ready()
        try:
            answer, requests = runtime.loop.run(self._counted(runtime, asked))
        except SDK_ERRORS as error:
            raise to_port_error(error, self._settings) from None
        return Completion(
            result=answer.result,
            provider=self.provider,
            model=answer.model,
            usage=self._usage(answer, requests),
            cut_off=answer.cut_off,
        )

    def close(self) -> None:
        """End the loop's thread; the next call starts a new one."""
        with self._lock:
            if self._runtime:
                self._runtime.loop.close()
            self._runtime = None

    def _ready(self) -> _Runtime:
        """The runtime of this process: a forked child must not use its parent's loop or connections."""
        with self._lock:
            if self._runtime is None or self._runtime.loop.pid != os.getpid():
                self._runtime = self._started()
            return self._runtime

    def _started(self) -> _Runtime:
        client = build_http_client(self._settings, _count)
        loop = LoopThread(f"igny8-text-{self.provider}", cleanup=client.aclose)
        return _Runtime(loop, build_model(self._settings, client))

    def _asked(self, prompt: Prompt[FactsT, ResultT], facts: FactsT) -> _Asked[ResultT]:
        """What to send, with the SDK's settings of one attempt: time, length, no retries of its own."""
        settings = ModelSettings(
            max_tokens=prompt.max_output_tokens(facts),
            request_timeout=self._settings.timeout_seconds,
            max_retries=0,
        )
        return _Asked(prompt.result_type, prompt.instructions(facts), prompt.data(facts), settings)

    async def _counted(self, runtime: _Runtime, asked: _Asked[ResultT]) -> tuple[_Answer[ResultT], int]:
        sent = _Sent()
        _sent.set(sent)
        if asked.result_type is str:
            answer = cast("_Answer[ResultT]", await self._patiently(partial(self._text, runtime, asked)))
        else:
            answer = await self._typed(runtime, asked)
        return answer, sent.count

    async def _patiently(self, attempt: Callable[[], Awaitable[_Answer[Any]]]) -> _Answer[Any]:
        """Run ``attempt`` until it succeeds, fails for good, or the attempts are used up."""
        retrying = AsyncRetrying(
            stop=stop_after_attempt(self._settings.max_attempts),
            retry=retry_if_exception(worth_waiting),
            wait=self._pause,
            sleep=self._sleep,
            reraise=True,
        )
        return cast("_Answer[Any]", await retrying(attempt))

    def _pause(self, state: RetryCallState) -> float:
        """Seconds to wait: exponential with jitter, and never less than the provider asked for."""
        error = state.outcome.exception() if state.outcome else None
        asked = getattr(error, "retry_after", None) or 0.0
        backoff = FIRST_PAUSE_SECONDS * 2.0 ** (state.attempt_number - 1) * self._random.uniform(0.5, 1.5)
        return max(float(asked), min(backoff, LONGEST_PAUSE_SECONDS))

    async def _text(self, runtime: _Runtime, asked: _Asked[Any]) -> _Answer[str]:
        """One attempt at a streamed text. White space stays: a continuation may start with it."""
        agent = Agent(runtime.model, instructions=asked.instructions, retries=0)
        try:
            async with agent.run_stream(asked.data, model_settings=asked.settings) as stream:
                pieces = [piece async for piece in stream.stream_text(delta=True, debounce_by=None)]
                response, usage = stream.response, stream.usage
        except UnexpectedModelBehavior as error:
            if type(error) is UnexpectedModelBehavior:  # a text fits no schema: all it can lack is words
                raise EmptyAnswerError from None
            raise
        text = "".join(pieces)
        finish = self._finish(response)
        _check_finish(finish, text)
        return _Answer(text, usage, response.model_name or self.model, cut_off=finish in {"length", None})

    def _finish(self, response: ModelResponse) -> str | None:
        """Why the answer ended. The SDK takes a stream that just ends for finished: it may be cut."""
        told = "finish_reason" in (response.provider_details or {})
        return response.finish_reason if told or self.provider != "openai" else None

    async def _typed(self, runtime: _Runtime, asked: _Asked[ResultT]) -> _Answer[ResultT]:
        """A typed answer in the first mode that the server takes; what it refuses once is not asked again."""
        *first, last = self._modes(runtime)
        for mode in first:
            try:
                return await self._patiently(partial(self._structured, runtime, asked, mode))
            except (AgentRunError, UserError) as error:
                if not _try_next_mode(error):
                    raise
                if not is_refused_form(error):
                    break  # it took the mode and ignored it: only asking in plain words is left
                runtime.refused.add(mode)
        return await self._patiently(partial(self._structured, runtime, asked, last))

    def _modes(self, runtime: _Runtime) -> tuple[Mode, ...]:
        if self._settings.output_mode != "auto":
            return (self._settings.output_mode,)
        return tuple(mode for mode in _MODES[self.provider] if mode not in runtime.refused)

    async def _structured(self, runtime: _Runtime, asked: _Asked[ResultT], mode: Mode) -> _Answer[ResultT]:
        """One attempt at a typed answer; the model is shown what does not fit and may correct it."""
        agent = Agent(
            runtime.model,
            output_type=_output(mode, asked.result_type),
            instructions=asked.instructions,
            retries=CORRECTIONS,
        )
        run = await agent.run(asked.data, model_settings=asked.settings)
        return _Answer(run.output, run.usage, run.response.model_name or self.model)

    def _usage(self, answer: _Answer[Any], requests: int) -> Usage:
        used = answer.usage
        tokens = TokenUsage(
            used.input_tokens, used.output_tokens, used.cache_read_tokens, used.cache_write_tokens
        )
        cost = cost_usd(self.provider, answer.model, tokens, base_url=self._settings.base_url)
        return Usage(used.input_tokens, used.output_tokens, requests, cost)


async def _count(_: httpx2.Request) -> None:
    _sent.get().count += 1


def _output(mode: Mode, result_type: type[ResultT]) -> Any:
    """The marker that tells the SDK how to ask for ``result_type``."""
    if mode == "native":
        return NativeOutput(result_type)
    return ToolOutput(result_type) if mode == "tool" else PromptedOutput(result_type)


def _try_next_mode(error: Exception) -> bool:
    """Another mode may help when the server refuses this one, or ignores it and answers freely."""
    nonsense = isinstance(error, UnexpectedModelBehavior) and not isinstance(error, ContentFilterError)
    return nonsense or is_refused_form(error)


def _check_finish(finish: str | None, text: str) -> None:
    """Raise where a stream ended without a usable text."""
    if finish == "content_filter":
        raise ContentFilterError("the content filter ended the answer")
    if not text.strip():
        raise EmptyAnswerError
