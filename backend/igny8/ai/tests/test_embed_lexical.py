"""The fallback compares letters and words, the same way every time."""

from __future__ import annotations

import numpy as np

from igny8.ai.adapters.embed_lexical import DIMENSION, LexicalEmbedder


def test_it_gives_unit_rows_and_zero_rows_for_empty_texts() -> None:
    rows = LexicalEmbedder().embed(["qr code scanner", "", " ", "咖啡豆"])
    assert rows.shape == (4, DIMENSION)
    assert rows.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), [1, 0, 0, 1], atol=1e-5)
    assert LexicalEmbedder().embed([]).shape == (0, DIMENSION)


def test_it_finds_shared_words_and_misspellings_alike() -> None:
    head, same, slip, other = LexicalEmbedder().embed(
        ["qr code scanner", "scanner for qr code", "qr code scaner", "vegan chocolate cake"]
    )
    assert head @ same > 0.6
    assert head @ slip > 0.5
    assert abs(head @ other) < 0.2


def test_a_row_does_not_depend_on_the_texts_around_it() -> None:
    embedder = LexicalEmbedder()
    among = embedder.embed(["qr code scanner", "qr code", "coffee"])
    np.testing.assert_allclose(among[0], embedder.embed(["qr code scanner"])[0], atol=1e-6)
