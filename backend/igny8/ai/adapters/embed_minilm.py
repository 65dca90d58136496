"""Meaning vectors from all-MiniLM-L6-v2, run in numpy without torch.

The model is English: other languages come out poorly, which clustering makes up for with letters.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from igny8.ai.model_store import find_model, require_model

if TYPE_CHECKING:
    from tokenizers import Tokenizer

    from igny8.ai.adapters.minilm_network import Network

DIMENSION = 384
# The model was trained on at most 128 word pieces; what follows is cut off.
MAX_TOKENS = 128
# Tokens a forward pass: the layer stays within the processor cache (measured fastest from 1,024 to 2,048).
BATCH_TOKENS = 2_048
# [CLS] and [SEP] stand around every text, also around an empty one.
FRAME_TOKENS = 2


@dataclass(frozen=True, slots=True)
class _Loaded:
    tokenizer: Tokenizer
    network: Network


class MiniLmEmbedder:
    """An ``Embedder`` over the fetched model. Making one is free: the model is loaded at the first text.

    :param directory: the folder of models; by default as ``model_store.model_dir`` says.
    """

    name = "minilm"

    def __init__(self, directory: Path | None = None) -> None:
        self._directory = directory
        self._lock = threading.Lock()
        self._loaded: _Loaded | None = None

    def available(self) -> bool:
        """Whether the model has been fetched (without loading it)."""
        return find_model(self._directory) is not None

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Rows of 384 floats; see ``Embedder``. Equal texts are computed once.

        :raises ProviderError: when the model is missing or altered; the message says how to fetch it.
        """
        distinct = sorted({text for text in texts if text.strip()})
        vectors = np.zeros((len(distinct) + 1, DIMENSION), dtype=np.float32)
        if distinct:
            self._fill(distinct, vectors)
        row = {text: index for index, text in enumerate(distinct)}
        return vectors[[row.get(text, len(distinct)) for text in texts]]

    def _fill(self, texts: Sequence[str], vectors: NDArray[np.float32]) -> None:
        model = self._model()
        encoded = model.tokenizer.encode_batch_fast(list(texts))
        ids = [encoding.ids for encoding in encoded]
        for batch in _batches(ids):
            vectors[batch] = model.network.encode([ids[index] for index in batch])

    def _model(self) -> _Loaded:
        with self._lock:
            if self._loaded is None:
                self._loaded = _load(require_model(self._directory))
            return self._loaded


def _load(folder: Path) -> _Loaded:
    from safetensors.numpy import load_file
    from tokenizers import Tokenizer

    from igny8.ai.adapters.minilm_network import build_network

    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(MAX_TOKENS)
    return _Loaded(tokenizer, build_network(load_file(folder / "model.safetensors")))


def _batches(ids: Sequence[Sequence[int]]) -> Iterator[list[int]]:
    """Indexes of texts with content, shortest first, cut so that a batch holds about ``BATCH_TOKENS``."""
    order = sorted(
        (index for index, row in enumerate(ids) if len(row) > FRAME_TOKENS), key=lambda i: len(ids[i])
    )
    batch: list[int] = []
    tokens = 0
    for index in order:
        if batch and tokens + len(ids[index]) > BATCH_TOKENS:
            yield batch
            batch, tokens = [], 0
        batch.append(index)
        tokens += len(ids[index])
    if batch:
        yield batch
