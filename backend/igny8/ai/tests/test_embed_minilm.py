"""The sentence model in numpy: right numbers, stable rows, and nothing loaded before it is needed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from igny8.ai import model_store
from igny8.ai.adapters import embed_minilm
from igny8.ai.adapters.embed_minilm import MiniLmEmbedder
from igny8.ai.adapters.minilm_network import HEADS, Network, build_network
from igny8.core.errors import ProviderError

WIDTH = HEADS * 32


def _tensors(layers: int = 2, words: int = 12) -> dict[str, np.ndarray]:
    """A small network of the real one's shape, with fixed random weights."""
    generator = np.random.default_rng(7)
    shapes = {
        "embeddings.word_embeddings.weight": (words, WIDTH),
        "embeddings.position_embeddings.weight": (200, WIDTH),
        "embeddings.token_type_embeddings.weight": (2, WIDTH),
        "embeddings.LayerNorm.weight": (WIDTH,),
        "embeddings.LayerNorm.bias": (WIDTH,),
    }
    for index in range(layers):
        base = f"encoder.layer.{index}"
        for part in (
            "attention.self.query",
            "attention.self.key",
            "attention.self.value",
            "attention.output.dense",
        ):
            shapes[f"{base}.{part}.weight"], shapes[f"{base}.{part}.bias"] = (WIDTH, WIDTH), (WIDTH,)
        shapes[f"{base}.intermediate.dense.weight"] = (2 * WIDTH, WIDTH)
        shapes[f"{base}.intermediate.dense.bias"] = (2 * WIDTH,)
        shapes[f"{base}.output.dense.weight"], shapes[f"{base}.output.dense.bias"] = (
            (WIDTH, 2 * WIDTH),
            (WIDTH,),
        )
        for part in ("attention.output.LayerNorm", "output.LayerNorm"):
            shapes[f"{base}.{part}.weight"], shapes[f"{base}.{part}.bias"] = (WIDTH,), (WIDTH,)
    return {name: generator.normal(0, 0.1, shape).astype(np.float32) for name, shape in shapes.items()}


def _reference(tensors: dict[str, np.ndarray], ids: list[int]) -> np.ndarray:
    """The same encoder, one text at a time, written straight from the definition."""
    t = {name: value.astype(np.float64) for name, value in tensors.items()}

    def norm(x: np.ndarray, name: str) -> np.ndarray:
        centred = x - x.mean(-1, keepdims=True)
        return (
            centred / np.sqrt(centred.var(-1, keepdims=True) + 1e-12) * t[f"{name}.weight"]
            + t[f"{name}.bias"]
        )

    def dense(x: np.ndarray, name: str) -> np.ndarray:
        return x @ t[f"{name}.weight"].T + t[f"{name}.bias"]

    embedded = (
        t["embeddings.word_embeddings.weight"][ids] + t["embeddings.position_embeddings.weight"][: len(ids)]
    )
    x = norm(embedded + t["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm")
    for index in range(2):
        base = f"encoder.layer.{index}"
        heads = []
        for head in range(HEADS):
            part = slice(head * 32, head * 32 + 32)
            q, k, v = (dense(x, f"{base}.attention.self.{n}")[:, part] for n in ("query", "key", "value"))
            weights = np.exp(q @ k.T / np.sqrt(32))
            heads.append(weights / weights.sum(-1, keepdims=True) @ v)
        x = norm(
            dense(np.concatenate(heads, -1), f"{base}.attention.output.dense") + x,
            f"{base}.attention.output.LayerNorm",
        )
        wide = dense(x, f"{base}.intermediate.dense")
        gelu = 0.5 * wide * (1 + np.tanh(np.sqrt(2 / np.pi) * (wide + 0.044715 * wide**3)))
        x = norm(dense(gelu, f"{base}.output.dense") + x, f"{base}.output.LayerNorm")
    pooled = x.mean(0)
    return pooled / np.linalg.norm(pooled)


@pytest.fixture
def network() -> Network:
    return build_network(_tensors())


def test_it_computes_what_the_definition_says_whatever_the_batch(network: Network) -> None:
    texts = [[1, 2], [2, 3], [1, 4, 5], [1, 6, 7, 8, 2]]
    together = network.encode(texts)
    expected = np.stack([_reference(_tensors(), ids) for ids in texts])
    np.testing.assert_allclose(together, expected, atol=2e-5)
    np.testing.assert_allclose(network.encode([texts[2]])[0], together[2], atol=1e-5)


def test_it_needs_every_tensor() -> None:
    tensors = _tensors()
    del tensors["encoder.layer.1.output.dense.bias"]
    with pytest.raises(KeyError):
        build_network(tensors)


@pytest.fixture
def embedder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MiniLmEmbedder:
    """An embedder over a small model on disk: 12 words, whitespace tokens, framed as BERT's are."""
    folder = tmp_path / model_store.MODEL_NAME
    folder.mkdir()
    save_file(_tensors(), folder / "model.safetensors")
    words = [
        "[PAD]",
        "[CLS]",
        "[SEP]",
        "[UNK]",
        "qr",
        "code",
        "scanner",
        "coffee",
        "beans",
        "grinder",
        "best",
        "how",
    ]
    tokenizer = {
        "version": "1.0",
        "truncation": None,
        "padding": {
            "strategy": {"Fixed": 8},
            "direction": "Right",
            "pad_to_multiple_of": None,
            "pad_id": 0,
            "pad_type_id": 0,
            "pad_token": "[PAD]",
        },
        "added_tokens": [],
        "normalizer": None,
        "pre_tokenizer": {"type": "Whitespace"},
        "post_processor": {"type": "BertProcessing", "sep": ["[SEP]", 2], "cls": ["[CLS]", 1]},
        "decoder": None,
        "model": {
            "type": "WordLevel",
            "vocab": {word: index for index, word in enumerate(words)},
            "unk_token": "[UNK]",
        },
    }
    (folder / "tokenizer.json").write_text(json.dumps(tokenizer))
    monkeypatch.setattr(embed_minilm, "require_model", lambda directory: folder)
    return MiniLmEmbedder(tmp_path)


def test_it_gives_unit_rows_in_order_and_zero_rows_for_empty_texts(embedder: MiniLmEmbedder) -> None:
    rows = embedder.embed(["qr code scanner", "", "coffee beans", "  ", "qr code scanner"])
    assert rows.shape == (5, WIDTH)
    assert rows.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), [1, 0, 1, 0, 1], atol=1e-5)
    np.testing.assert_array_equal(rows[0], rows[4])
    assert not np.allclose(rows[0], rows[2])


def test_it_gives_the_same_row_alone_and_among_many(
    embedder: MiniLmEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = ["qr code", "best coffee grinder how", "qr", "coffee beans grinder"] * 3
    whole = embedder.embed(texts)
    monkeypatch.setattr(embed_minilm, "BATCH_TOKENS", 5)
    np.testing.assert_allclose(embedder.embed(texts), whole, atol=1e-5)


def test_it_cuts_long_texts(embedder: MiniLmEmbedder) -> None:
    long = embedder.embed(["qr code " * 500, "qr code " * 64])
    np.testing.assert_allclose(long[0], embedder.embed(["qr code " * 63])[0], atol=1e-4)


def test_it_embeds_nothing(embedder: MiniLmEmbedder) -> None:
    assert embedder.embed([]).shape == (0, WIDTH)


def test_it_says_how_to_get_a_missing_model(tmp_path: Path) -> None:
    embedder = MiniLmEmbedder(tmp_path)
    assert not embedder.available()
    assert embedder.embed([" "]).shape == (1, WIDTH)
    with pytest.raises(ProviderError, match="igny8 models fetch"):
        embedder.embed(["qr code"])


def test_it_costs_nothing_to_import() -> None:
    code = (
        "import sys; import igny8.ai.adapters.embed_minilm as m; m.MiniLmEmbedder();"
        "print([name for name in ('tokenizers', 'safetensors', 'scipy', 'httpx') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.fixture
def fetched_model() -> None:
    """A machine of a developer may lack the model; CI may not."""
    if model_store.find_model() is None:
        assert not os.environ.get("CI"), "CI needs the model: `make model` must have fetched it"
        pytest.skip("the model has not been fetched on this machine")


@pytest.mark.usefixtures("fetched_model")
def test_it_gives_the_cosines_that_the_reference_implementation_publishes() -> None:
    rows = MiniLmEmbedder().embed(
        [
            "The new movie is awesome",
            "The new movie is so great",
            "The cat sits outside",
            "The cat plays in the garden",
        ]
    )
    assert float(rows[0] @ rows[1]) == pytest.approx(0.8939, abs=0.002)
    assert float(rows[2] @ rows[3]) == pytest.approx(0.6788, abs=0.002)
