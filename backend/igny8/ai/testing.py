"""Fakes of the AI ports, for tests of everything that uses them."""

from __future__ import annotations

import struct
import threading
import zlib
from collections import deque
from typing import Any

from igny8.ai.port import Completion, FactsT, GeneratedImage, ImageRequest, Prompt, ResultT, Usage


class FakeTextModel:
    """Answers with what was scripted for a prompt's name, else with the prompt's own offline answer.

    ``script("article", "text", ProviderUnavailable("down"))`` queues answers and errors in order; a
    :class:`Completion` is handed out as it is, such as one that is ``cut_off``. ``calls`` lists the names and
    facts of all calls. Thread-safe.
    """

    def __init__(self, *, offline: bool = False, usage: Usage | None = None) -> None:
        self.provider = "fake"
        self.model = "fake-model"
        self.offline = offline
        self.calls: list[tuple[str, Any]] = []
        self._usage = usage or Usage(input_tokens=10, output_tokens=20)
        self._scripts: dict[str, deque[Any]] = {}
        self._lock = threading.Lock()

    def script(self, name: str, *answers: Any) -> None:
        """Queue results, completions or exceptions for the prompt called ``name``."""
        with self._lock:
            self._scripts.setdefault(name, deque()).extend(answers)

    def complete(self, prompt: Prompt[FactsT, ResultT], facts: FactsT) -> Completion[ResultT]:
        """The next scripted answer, or the offline one. Builds the prompt's texts too, as a model would."""
        prompt.instructions(facts)
        prompt.data(facts)
        with self._lock:
            self.calls.append((prompt.name, facts))
            queue = self._scripts.get(prompt.name)
            answer = queue.popleft() if queue else prompt.offline(facts)
        if isinstance(answer, BaseException):
            raise answer
        if isinstance(answer, Completion):
            return answer
        return Completion(answer, self.provider, self.model, self._usage, offline=self.offline)


class FakeImageModel:
    """Draws one flat PNG of the wanted size; scripted errors come first. Thread-safe."""

    def __init__(self, *errors: Exception, offline: bool = False) -> None:
        self.provider = "fake"
        self.model = "fake-image"
        self.offline = offline
        self.calls: list[ImageRequest] = []
        self._errors = deque(errors)
        self._lock = threading.Lock()

    def generate(self, request: ImageRequest) -> GeneratedImage:
        """A PNG of ``request.width`` × ``request.height`` pixels."""
        with self._lock:
            self.calls.append(request)
            if self._errors:
                raise self._errors.popleft()
        data = flat_png(request.width, request.height)
        return GeneratedImage(data, "image/png", request.width, request.height, self.provider, self.model)


def flat_png(width: int, height: int) -> bytes:
    """A one-bit white PNG: small at any size."""
    rows = (b"\x00" + b"\xff" * ((width + 7) // 8)) * height
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_png_part(kind, data) for kind, data in parts)


def _png_part(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
