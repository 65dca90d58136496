"""The ports to text models, image models and embedders.

An adapter is one file in ``ai.adapters``. Callers depend on these protocols only; vendor SDKs are imported
nowhere else. Every call is plain, blocking and made outside of database transactions.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar, Generic, Protocol, TypeVar

from pydantic import BaseModel

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FactsT = TypeVar("FactsT", bound=BaseModel)
ResultT = TypeVar("ResultT")


@dataclass(frozen=True, slots=True)
class Usage:
    """What one completion cost at the provider.

    ``cost_usd`` is None where the provider's price is not known. ``requests`` counts HTTP calls, retries
    included.
    """

    input_tokens: int = 0
    output_tokens: int = 0
    requests: int = 1
    cost_usd: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Completion(Generic[ResultT]):
    """A model's answer. ``cut_off`` is true where the answer stopped at the length limit.

    ``offline`` is true where rules answered: a text is then a structured draft that still needs writing.
    """

    result: ResultT
    provider: str
    model: str
    usage: Usage = field(default_factory=Usage)
    cut_off: bool = False
    offline: bool = False


class Prompt(ABC, Generic[FactsT, ResultT]):
    """One kind of request to a text model: typed facts in, a typed result out.

    Facts are data, never instructions: ``data`` wraps them so that text from keywords, pages and imports
    cannot steer the model. ``offline`` is the honest answer that needs no model.
    """

    name: ClassVar[str]
    facts_type: type[FactsT]
    result_type: type[ResultT]

    @abstractmethod
    def instructions(self, facts: FactsT) -> str:
        """The trusted part: what to do, in which language, under which limits."""

    @abstractmethod
    def data(self, facts: FactsT) -> str:
        """The untrusted part, fenced as data."""

    @abstractmethod
    def offline(self, facts: FactsT) -> ResultT:
        """The same work by rules, without a model and without inventing facts."""

    def max_output_tokens(self, facts: FactsT) -> int:  # noqa: ARG002 - prompts override it by their facts
        """The longest answer to ask for, in tokens."""
        return 4_000


class TextModel(Protocol):
    """Answers prompts. ``offline`` is true where the answers come from rules, not from a model."""

    provider: str
    model: str
    offline: bool

    def complete(self, prompt: Prompt[FactsT, ResultT], facts: FactsT) -> Completion[ResultT]:
        """Answer ``prompt`` for ``facts``: streamed text where the result type is ``str``, else structured.

        :raises ProviderUnavailable: after the retries, when the provider is down, slow or overloaded.
        :raises ProviderError: when it refuses, or its answer does not fit the result type.
        """
        ...


@dataclass(frozen=True, slots=True)
class ImageRequest:
    """What to draw: ``width`` and ``height`` in pixels; ``title``, ``subtitle`` and ``colors`` (hex, most
    important first) serve the title-card maker; ``seed`` makes its choice of template repeatable."""

    prompt: str
    title: str
    subtitle: str = ""
    width: int = 1200
    height: int = 630
    colors: tuple[str, ...] = ()
    language: str = "en"
    seed: str = ""


@dataclass(frozen=True, slots=True)
class GeneratedImage:
    """Encoded image bytes as the provider gave them (PNG, JPEG or WebP)."""

    data: bytes
    mime_type: str
    width: int
    height: int
    provider: str
    model: str
    usage: Usage = field(default_factory=Usage)


class ImageModel(Protocol):
    """Draws images."""

    provider: str
    model: str
    offline: bool

    def generate(self, request: ImageRequest) -> GeneratedImage:
        """Draw one image; raises ``ProviderError`` or ``ProviderUnavailable`` as a text model does."""
        ...


class Embedder(Protocol):
    """Turns texts into vectors whose cosine is their likeness in meaning (or letters, for the fallback)."""

    name: str

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One unit-length row a text, in order; a text without content gives a zero row."""
        ...
