"""Search by the number of passages: releases of passages put together by a fixed rule, with vectors of no meaning.

A passage is a heading and one sentence, so two vectors. Only the question is encoded really; where the vectors lie says
nothing about quality, and nearly nothing about time.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

import numpy as np

from assistant.encoder import Encoder
from assistant.index import Release, write_release
from assistant.lexicon import lexicon_digest
from assistant.manifest import FORMAT, Manifest
from assistant.releases import SHIPPED
from assistant.retriever import Retriever
from assistant.types import Passage, Sentence
from assistant.units import keys_of, units_of
from ingest.corpora import collect
from tests.benchmarks.warm import ON


def search_times(folder: Path, encoder: Encoder, sizes: Sequence[int], asked: Sequence[str]) -> dict[int, float]:
    """Return the median milliseconds of a search, encoding included, at each number of passages, asked in turn."""
    retrievers = {size: Retriever(_release(folder / str(size), encoder, size), encoder) for size in sizes}
    spent: dict[int, list[float]] = {size: [] for size in sizes}
    for text in asked:
        for size, retriever in retrievers.items():
            since = time.perf_counter()
            retriever.search(text, ON)
            spent[size].append((time.perf_counter() - since) * 1000)
    for retriever in retrievers.values():
        retriever.release.close()
    return {size: median(found[len(found) // 10 :]) for size, found in spent.items()}


def _release(folder: Path, encoder: Encoder, size: int) -> Release:
    passages = list(_passages(size))
    units = units_of(passages)
    count = len(keys_of(units))
    vectors = np.random.default_rng(size).normal(size=(count, encoder.encode([]).shape[1])).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    known = {passage.id: passage.digest for passage in passages}
    manifest = Manifest(FORMAT, "0" * 12, datetime.now(UTC), encoder.fingerprint, lexicon_digest(), (), known, count)
    write_release(folder, manifest, passages, units, vectors)
    return Release(folder)


def _passages(size: int) -> Iterator[Passage]:
    """Yield passages whose words are those of the shipped corpus, shuffled: twelve in a heading, thirty in a text."""
    shipped, _ = collect([SHIPPED])
    words = [word for passage in shipped for word in passage.text.split()]
    chance = random.Random(5)
    for row in range(size):
        text = " ".join(chance.choices(words, k=30))
        yield replace(
            shipped[0],
            id=f"made#{row}/0",
            digest=f"{row:064x}",
            heading=(" ".join(chance.choices(words, k=12)),),
            asked=(),
            text=text,
            sentences=(Sentence(0, len(text)),),
        )
