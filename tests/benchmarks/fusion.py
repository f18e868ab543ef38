"""Which sum of search signals finds the right entry for a wording that the index has not seen.

Every wording of ``tests/evaluation/wordings``, which no index holds, is asked. Prints P@1, hit@5 and MRR@10
a variant. ``make benchmark`` writes ``tests/benchmarks/fusion.md``.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from assistant.encoder import open_encoder
from assistant.releases import SHIPPED, open_release
from assistant.retriever import Retriever
from assistant.scoring import WEIGHTS
from assistant.signals import OVER_FETCH
from ingest.build import build
from tests.evaluation.wordings import read_wordings

Signals = dict[str, float]


def _without(*names: str) -> Callable[[Signals], float]:
    return lambda s: sum(weight * s[name] for name, weight in WEIGHTS.items() if name not in names)


VARIANTS: dict[str, Callable[[Signals], float]] = {
    "dense, body only": lambda s: s["body"],
    "dense, question only": lambda s: s["question"],
    "lexical, both fields": lambda s: s["words_question"] + s["words_body"],
    "dense, both fields": lambda s: 0.6 * s["question"] + 0.4 * s["body"],
    "sum of the four": lambda s: (
        0.35 * s["question"] + 0.35 * s["body"] + 0.15 * s["words_question"] + 0.15 * s["words_body"]
    ),
    "sum with cover": _without("likelihood"),
    "likelihood only": lambda s: s["likelihood"],
    "chosen: with cover and likelihood": _without(),
    "chosen, without question": _without("question"),
    "chosen, without body": _without("body"),
    "chosen, without cover": _without("cover"),
    "chosen, without BM25": _without("words_question", "words_body"),
}


def main() -> None:
    """Measure every variant and write the table."""
    folder = Path(tempfile.mkdtemp())
    try:
        held_out, retriever = _prepare(folder)
        table = _measure(held_out, retriever)
    finally:
        shutil.rmtree(folder)
    Path(__file__).with_suffix(".md").write_text(table, encoding="utf-8")
    print(table)


def _prepare(home: Path) -> tuple[list[tuple[str, str]], Retriever]:
    held_out = [
        (text, f"ses-handbook#{anchor}/0") for anchor, texts in read_wordings("entries").items() for text in texts
    ]
    encoder = open_encoder(home)
    build(home, [SHIPPED], encoder)
    return held_out, Retriever(open_release(home), encoder)


def _measure(held_out: list[tuple[str, str]], retriever: Retriever) -> str:
    signals = []
    for text, _ in held_out:
        found = retriever.release.nearest(retriever.encoder.encode([text]), OVER_FETCH)
        rows, columns = retriever.signals(found, text)
        each = zip(*(column.tolist() for column in columns.values()), strict=True)
        ids = [retriever.release.passages[row].id for row in rows]
        signals.append({key: dict(zip(columns, values, strict=True)) for key, values in zip(ids, each, strict=True)})
    lines = [f"{len(held_out)} wordings, held out, of {len(retriever.release.passages)} entries", ""]
    lines += ["| variant | P@1 | hit@5 | MRR@10 |", "| --- | --- | --- | --- |"]
    variants: dict[str, Callable[[dict[str, Signals]], list[str]]] = {
        name: lambda found, score=score: sorted(found, key=lambda key: (-round(score(found[key]), 4), key))  # type: ignore[misc]
        for name, score in VARIANTS.items()
    }
    variants["reciprocal ranks of all four"] = _reciprocal
    for name, order in variants.items():
        ranks = [
            (order(found).index(key) + 1 if key in found else 99)
            for (_, key), found in zip(held_out, signals, strict=True)
        ]
        first, five = (sum(rank <= k for rank in ranks) / len(ranks) for k in (1, 5))
        mrr = sum(1 / rank for rank in ranks if rank <= 10) / len(ranks)
        lines.append(f"| {name} | {first:.3f} | {five:.3f} | {mrr:.3f} |")
    return "\n".join(lines) + "\n"


def _reciprocal(found: dict[str, Signals]) -> list[str]:
    total = dict.fromkeys(found, 0.0)
    for name in ("question", "body", "words_question", "words_body"):
        for rank, key in enumerate(sorted(found, key=lambda key: (-found[key][name], key)), 1):
            total[key] += 1 / (60 + rank)
    return sorted(total, key=lambda key: (-total[key], key))


if __name__ == "__main__":
    sys.exit(main())
