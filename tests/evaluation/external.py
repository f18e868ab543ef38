"""Retrieval on anyone's set: ``FOLDER/corpus/*.md`` and ``FOLDER/queries.jsonl`` with ``{"q", "gold": file stem}``."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import bm25s
import numpy as np

from assistant.words import stems
from ingest.read import document_id
from tests.evaluation import run
from tests.evaluation.metrics import hit_at, mrr_at, rank_of
from tests.evaluation.plain import PlainStack

DEEP = 50
"""Passages or chunks looked at to gather ten different documents."""


def measure(folder: Path) -> int:
    """Print P@1, hit@5 and MRR@10 by document for this product, BM25 alone, and the plain stack."""
    paths = sorted((folder / "corpus").glob("*.md"))
    if not paths or not (folder / "queries.jsonl").is_file():
        print(f"error: {folder} needs corpus/*.md and queries.jsonl")
        return 1
    texts = {path.stem: path.read_text(encoding="utf-8") for path in paths}
    queries = [json.loads(line) for line in (folder / "queries.jsonl").read_text(encoding="utf-8").splitlines() if line]
    rows = [
        ("this product", _product(folder / "corpus", texts, queries)),
        ("BM25 alone", _each(_bm25(texts), queries)),
        ("plain stack", _each(_plain(texts), queries)),
    ]
    print(f"{len(queries)} questions on {len(texts)} documents")
    print("\n| stack | P@1 | hit@5 | MRR@10 |\n| --- | --- | --- | --- |")
    for name, found in rows:
        ranks = [rank_of(names, frozenset({query["gold"]})) for names, query in zip(found, queries, strict=True)]
        print(f"| {name} | {hit_at(ranks, 1):.3f} | {hit_at(ranks, 5):.3f} | {mrr_at(ranks, 10):.3f} |")
    return 0


def _product(corpus: Path, texts: dict[str, str], queries: Sequence[dict[str, str]]) -> list[list[str]]:
    home = Path(tempfile.mkdtemp(prefix="external-"))
    run.build(home, str(corpus))
    names = {document_id(stem): stem for stem in texts}
    items = [{"id": str(i), "text": query["q"]} for i, query in enumerate(queries)]
    found = run.search(items, home, DEEP)
    documents = [[name.split("#")[0] for name in found[str(i)]] for i in range(len(queries))]
    return [_first([names[name] for name in row if name in names]) for row in documents]


def _bm25(texts: dict[str, str]) -> Callable[[str], list[str]]:
    index, names = bm25s.BM25(), list(texts)
    index.index([stems(text) or ["-"] for text in texts.values()], show_progress=False)

    def ranked(text: str) -> list[str]:
        known = [word for word in stems(text) if word in index.vocab_dict]
        scores = index.get_scores(known) if known else np.zeros(len(names))
        return [names[i] for i in np.argsort(-scores, kind="stable")[:10]]

    return ranked


def _plain(texts: dict[str, str]) -> Callable[[str], list[str]]:
    stack = PlainStack(texts)
    return lambda text: _first([name for name, _ in stack.search(text, DEEP)])


def _each(ranked: Callable[[str], list[str]], queries: Sequence[dict[str, str]]) -> list[list[str]]:
    return [ranked(query["q"]) for query in queries]


def _first(names: Sequence[str]) -> list[str]:
    """Return different names in their order, at most ten."""
    return list(dict.fromkeys(names))[:10]
