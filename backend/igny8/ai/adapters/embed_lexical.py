"""Vectors from letters and words alone, for where no model can be had.

Words and character n-grams are hashed to a fixed width and projected into one dense unit row. Texts are alike
when they share words and spellings, not when they mean the same: clusters come out worse than by meaning, and
callers should say so.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

DIMENSION = 768
HASHED_FEATURES = 2**17
NGRAM_LENGTHS = (3, 5)
# Words of one letter count too: they carry meaning in Chinese and Japanese.
ANY_WORD = r"(?u)\b\w+\b"
# In every language that separates words, those up to three letters are mostly grammar.
GRAMMAR_LETTERS = 3
GRAMMAR_WEIGHT = 0.3
# Words say more about the topic than letters do; letters catch inflections and misspellings.
WORD_WEIGHT = 1.0
LETTER_WEIGHT = 0.8
PROJECTION_SEED = 20_250_101


class LexicalEmbedder:
    """An ``Embedder`` that needs no model.

    A row depends on its text alone, not on the list that it came with (hence no inverse document frequency):
    rows may be kept, and compared between calls.
    """

    name = "lexical"

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Rows of 768 floats; see ``Embedder``."""
        if not texts:
            return np.zeros((0, DIMENSION), dtype=np.float32)
        rows = np.asarray((_features(texts) @ _projection()).toarray(), dtype=np.float32)
        norms = np.linalg.norm(rows, axis=1, keepdims=True)
        unit: NDArray[np.float32] = np.divide(rows, norms, out=np.zeros_like(rows), where=norms > 0)
        return unit


def _features(texts: Sequence[str]) -> Any:
    """Sparse rows: words that are mostly content, words that are mostly grammar, and n-grams within words."""
    from scipy import sparse

    long_words = _hashed(texts, token_pattern=rf"(?u)\b\w{{{GRAMMAR_LETTERS + 1},}}\b|[^\W\x00-\u02ff]+")
    all_words = _hashed(texts, token_pattern=ANY_WORD)
    letters = _hashed(texts, analyzer="char_wb", ngram_range=NGRAM_LENGTHS)
    words = _unit_rows(long_words + all_words * GRAMMAR_WEIGHT)
    return sparse.hstack([words * WORD_WEIGHT, _unit_rows(letters) * LETTER_WEIGHT], format="csr")


def _hashed(texts: Sequence[str], **options: Any) -> Any:
    from sklearn.feature_extraction.text import HashingVectorizer

    return HashingVectorizer(n_features=HASHED_FEATURES, norm=None, dtype=np.float32, **options).transform(
        texts
    )


def _unit_rows(rows: Any) -> Any:
    from sklearn.preprocessing import normalize

    return normalize(rows)


@lru_cache(maxsize=1)
def _projection() -> Any:
    """A sparse random projection (Achlioptas 2003), which keeps cosines on average whatever the texts are."""
    from scipy import sparse

    generator = np.random.default_rng(PROJECTION_SEED)
    width, per_row = 2 * HASHED_FEATURES, 12
    columns = generator.integers(0, DIMENSION, size=width * per_row)
    signs = generator.choice(np.array([-1.0, 1.0], dtype=np.float32), size=width * per_row)
    starts = np.arange(width + 1) * per_row
    return sparse.csr_matrix((signs, columns, starts), shape=(width, DIMENSION))
