"""Which sum of search signals finds the right entry for a wording that the index has not seen.

One wording of every entry is held out, a release is built without them, and each is asked. Prints P@1, hit@5 and MRR@10
a variant. ``make benchmark`` writes ``tests/benchmarks/fusion.md``.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from assistant.encoder import open_encoder
from assistant.index import Manifest, Release, units_of, write_release
from assistant.retriever import WEIGHTS, Retriever
from assistant.types import Passage
from assistant.words import lexicon_digest, stems
from ingest.build import SHIPPED, collect, prepare

Signals = dict[str, float]
VARIANTS: dict[str, Callable[[Signals], float]] = {
    "dense, body only": lambda s: s["body"],
    "dense, question only": lambda s: s["question"],
    "lexical, both fields": lambda s: s["words_question"] + s["words_body"],
    "dense, both fields": lambda s: 0.7 * s["question"] + 0.3 * s["body"],
    "sum of the four": lambda s: (
        0.35 * s["question"] + 0.35 * s["body"] + 0.15 * s["words_question"] + 0.15 * s["words_body"]
    ),
    "chosen: with sentence and cover": lambda s: sum(weight * s[name] for name, weight in WEIGHTS.items()),
    "chosen, without question": lambda s: sum(
        weight * s[name] for name, weight in WEIGHTS.items() if name != "question"
    ),
    "chosen, without body": lambda s: sum(weight * s[name] for name, weight in WEIGHTS.items() if name != "body"),
    "chosen, without sentence": lambda s: sum(
        weight * s[name] for name, weight in WEIGHTS.items() if name != "sentence"
    ),
    "chosen, without cover": lambda s: sum(weight * s[name] for name, weight in WEIGHTS.items() if name != "cover"),
    "chosen, without BM25": lambda s: sum(weight * s[name] for name, weight in WEIGHTS.items() if "words" not in name),
}


def main() -> None:
    """Measure every variant and write the table."""
    folder = Path(tempfile.mkdtemp())
    try:
        held_out, retriever = _prepare(folder / "release")
        table = _measure(held_out, retriever)
    finally:
        shutil.rmtree(folder)
    Path(__file__).with_suffix(".md").write_text(table, encoding="utf-8")
    print(table)


def _prepare(folder: Path) -> tuple[list[tuple[str, str]], Retriever]:
    passages, _ = collect([SHIPPED])
    held_out = [
        (passage.asked[min(2, len(passage.asked) - 1)], passage.id) for passage in passages if len(passage.asked) > 1
    ]
    kept = [_without(passage) for passage in passages]
    encoder = open_encoder(folder.parent)
    prepare(encoder)
    units = units_of(kept)
    known = {passage.id: passage.digest for passage in kept}
    now = datetime.now(UTC)
    manifest = Manifest(1, "0" * 12, now, encoder.fingerprint, lexicon_digest(), (SHIPPED,), known, len(units))
    write_release(folder, manifest, kept, units, encoder.encode([unit.text for unit in units]))
    return held_out, Retriever(Release(folder), encoder)


def _without(passage: Passage) -> Passage:
    drop = min(2, len(passage.asked) - 1)
    return (
        replace(passage, asked=passage.asked[:drop] + passage.asked[drop + 1 :]) if len(passage.asked) > 1 else passage
    )


def _measure(held_out: list[tuple[str, str]], retriever: Retriever) -> str:
    signals = []
    for text, _ in held_out:
        vector = retriever.encoder.encode([text])[0]
        rows = retriever.signals(retriever.release.nearest(vector, 200), stems(text))
        signals.append({retriever.release.passages[row].id: signal for row, signal in rows.items()})
    lines = [f"{len(held_out)} wordings held out of {len(retriever.release.passages)} entries", ""]
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
