#!/usr/bin/env python3
"""How well, how fast and in how much memory keywords are clustered.

``--csv FILE --text COLUMN --label COLUMN`` clusters a labelled file as the product would, without telling
it the number of clusters, and compares the outcome with the labels. ``--scale`` prints a table of time and
memory for growing lists with embeddings at hand; each size runs in a process of its own, so that its peak is
its own.
"""

from __future__ import annotations

import argparse
import csv
import importlib.util
import json
import math
import os
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parent.parent
VENV_PYTHON = ROOT / ".venv" / "bin" / "python"

if importlib.util.find_spec("igny8") is None:
    if not VENV_PYTHON.exists() or Path(sys.prefix) == VENV_PYTHON.parent.parent:
        sys.exit("The package igny8 is not installed here; run `make build` first.")
    os.execv(VENV_PYTHON, [str(VENV_PYTHON), *sys.argv])  # noqa: S606 - the same script, in the project's venv

import numpy as np  # noqa: E402
from igny8.core.errors import ProviderError  # noqa: E402
from igny8.planning.clustering import cluster_texts  # noqa: E402

if TYPE_CHECKING:
    from igny8.ai.port import Embedder

SCALES = (1_000, 10_000, 50_000)
WIDTH = 384
TEXTS_PER_TOPIC = 25
TOPICS_PER_FIELD = 20
MODIFIERS = ("best", "cheap", "how to choose", "near me", "reviews", "price", "online", "for beginners")


def main() -> int:
    options = _parser().parse_args()
    try:
        if options.one_scale:
            print(json.dumps(measure_scale(options.one_scale)))
        elif options.scale:
            print_scale(as_json=options.json)
        elif options.csv:
            print_quality(options)
        else:
            _parser().error("give --csv FILE or --scale")
    except (ProviderError, OSError, KeyError, ValueError) as error:
        print(f"clustering.py: {error}", file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--csv", type=Path, help="a labelled CSV file")
    parser.add_argument("--text", default="text", help="its column of texts")
    parser.add_argument("--label", default="label", help="its column of true topics")
    parser.add_argument("--limit", type=int, help="use the first so many rows only")
    parser.add_argument("--embedder", choices=("minilm", "lexical"), default="minilm")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--scale", action="store_true", help="time and memory for growing lists")
    parser.add_argument("--one-scale", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--json", action="store_true", help="print JSON")
    return parser


def print_quality(options: argparse.Namespace) -> None:
    texts, truth = read_labelled(options.csv, options.text, options.label, options.limit)
    figures = measure_quality(texts, truth, build_embedder(options.embedder), options.seed)
    if options.json:
        print(json.dumps(figures))
        return
    for name, value in figures.items():
        print(f"{name:14}{value}")


def read_labelled(path: Path, text: str, label: str, limit: int | None) -> tuple[list[str], list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as handle:
        reader = csv.DictReader(handle)
        missing = {text, label} - set(reader.fieldnames or ())
        if missing:
            raise ValueError(
                f"{path} has no column {', '.join(sorted(missing))}; it has {reader.fieldnames}."
            )
        rows = [(row[text] or "", row[label] or "") for row in reader][:limit]
    if not rows:
        raise ValueError(f"{path} has no rows.")
    return [row[0] for row in rows], [row[1] for row in rows]


def build_embedder(name: str) -> Embedder:
    """The embedder of that name; raises ``ProviderError`` where the model has not been fetched."""
    if name == "lexical":
        from igny8.ai.adapters.embed_lexical import LexicalEmbedder

        return LexicalEmbedder()
    from igny8.ai.adapters.embed_minilm import MiniLmEmbedder
    from igny8.ai.model_store import require_model

    require_model()
    return MiniLmEmbedder()


def measure_quality(texts: list[str], truth: list[str], embedder: Embedder, seed: int) -> dict[str, Any]:
    from sklearn.metrics import adjusted_rand_score, v_measure_score

    started = time.perf_counter()
    vectors = embedder.embed(texts)
    embedded = time.perf_counter()
    outcome = cluster_texts(texts, vectors, seed=seed)
    finished = time.perf_counter()
    found = alone_as_singletons(outcome.labels)
    return {
        "n": len(texts),
        "clusters": len(set(found)),
        "ari": round(float(adjusted_rand_score(truth, found)), 4),
        "v_measure": round(float(v_measure_score(truth, found)), 4),
        "seconds": round(finished - embedded, 2),
        "embed_seconds": round(embedded - started, 2),
        "peak_mb": peak_mb(),
        "embedder": embedder.name,
    }


def alone_as_singletons(labels: Sequence[int | None]) -> list[int]:
    """A text that was left alone is a cluster of its own."""
    return [-1 - index if label is None else label for index, label in enumerate(labels)]


def peak_mb() -> float:
    """The greatest resident memory of this process so far."""
    unit = 1 if sys.platform == "darwin" else 1_024
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6, 1)


def print_scale(*, as_json: bool) -> None:
    rows = [scale_in_own_process(count) for count in SCALES]
    for before, after in pairwise(rows):
        after["growth"] = round(
            math.log(after["seconds"] / before["seconds"]) / math.log(after["n"] / before["n"]), 2
        )
    if as_json:
        print(json.dumps(rows))
        return
    print(f"{'keywords':>9}{'seconds':>9}{'peak MB':>9}{'clusters':>10}{'topics':>8}{'ARI':>7}{'growth':>9}")
    for row in rows:
        growth = f"n^{row['growth']}" if "growth" in row else ""
        print(
            f"{row['n']:>9,}{row['seconds']:>9}{row['peak_mb']:>9}{row['clusters']:>10}{row['topics']:>8}"
            f"{row['ari']:>7}{growth:>9}"
        )


def scale_in_own_process(count: int) -> dict[str, Any]:
    command = [sys.executable, str(Path(__file__).resolve()), "--one-scale", str(count)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=1_800)
    if done.returncode != 0:
        raise OSError(f"the run with {count} keywords failed: {done.stderr.strip()}")
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures


def measure_scale(count: int) -> dict[str, Any]:
    from sklearn.metrics import adjusted_rand_score

    texts, vectors, truth = synthetic(count)
    started = time.perf_counter()
    outcome = cluster_texts(texts, vectors)
    seconds = time.perf_counter() - started
    return {
        "n": count,
        "topics": int(truth.max()) + 1,
        "clusters": outcome.clusters,
        "ari": round(float(adjusted_rand_score(truth, alone_as_singletons(outcome.labels))), 3),
        "seconds": round(seconds, 2),
        "peak_mb": peak_mb(),
    }


def synthetic(count: int) -> tuple[list[str], Any, Any]:
    """Keywords of topics within fields, with vectors as alike as MiniLM's are: a cosine of about 0.6 within a
    topic, 0.3 within a field. Topic sizes fall as in real lists, and the same count gives the same list."""
    generator = np.random.default_rng(count)
    topics = max(2, count // TEXTS_PER_TOPIC)
    popularity = 1.0 / np.sqrt(np.arange(1, topics + 1))
    truth = generator.choice(topics, size=count, p=popularity / popularity.sum())
    _, truth = np.unique(truth, return_inverse=True)
    fields = _directions(generator, topics // TOPICS_PER_FIELD + 1)
    centres = (
        fields[generator.integers(0, len(fields), size=topics)] * 0.55 + _directions(generator, topics) * 0.55
    )
    vectors = centres[truth] + _directions(generator, count) * 0.63
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    texts = [
        f"{MODIFIERS[i % len(MODIFIERS)]} {_word(int(topic))} {_word(i + 9_999)}"
        for i, topic in enumerate(truth)
    ]
    return texts, vectors.astype(np.float32), truth


def _directions(generator: np.random.Generator, count: int) -> Any:
    rows = generator.standard_normal((count, WIDTH), dtype=np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return rows


def _word(number: int) -> str:
    """A pronounceable word for a number, the same every time."""
    syllables = ["ka", "lo", "mi", "nu", "pe", "ra", "so", "ti", "vu", "ze"]
    return "".join(syllables[int(digit)] for digit in str(number))


if __name__ == "__main__":
    sys.exit(main())
