"""Fits the confidence of ``assistant.grounding`` by logistic regression.

``python -m tests.evaluation.calibrate`` prints the weights; a person puts them into the module. It is fitted on the
fitting half of the gold questions, on the trials, which have been looked at, and on the wordings beside this file,
which no index holds. The label is whether the first hit rests on a row that is accepted; signals are those of a hit.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant import conversation
from assistant.dates import ImpossibleDateError, read_dates
from assistant.grounding import lead, margin
from assistant.pipeline import Assistant
from assistant.types import Hit
from tests.evaluation import run
from tests.evaluation.gold import GoldQuestion, load_gold
from tests.evaluation.trials import load_trials
from tests.evaluation.wordings import read_wordings

SIGNALS = ("cover", "length", "likelihood")
ON = date(2026, 11, 21)
ROUTED = {"personal_case", "personal_data", "too_long", "other_ses"}


def main(folder: str | None = None) -> int:
    """Print the weights, the base, and what thresholds would accept, cross-validated."""
    home = Path(folder or tempfile.mkdtemp())
    run.build(home)
    rows, labels = _collect(Assistant.open(home), run.read_corpus())
    weights, base = fit(rows, labels)
    print("weights:", {name: round(float(w), 2) for name, w in zip((*SIGNALS, "lead", "margin"), weights, strict=True)})
    print(f"base: {base:.2f}   ({len(labels)} questions, {int(labels.sum())} with a right first hit)")
    found = _cross_validated(rows, labels)
    for threshold in (0.4, 0.5, 0.6, 0.7):
        accepted = found >= threshold
        print(f"at {threshold}: {int(accepted.sum())} accepted, {labels[accepted].mean():.3f} of them right")
    return 0


def fit(rows: NDArray[np.float64], labels: NDArray[np.float64]) -> tuple[NDArray[np.float64], float]:
    """Return weights and base of a logistic regression with a unit ridge on standardised signals (Newton steps)."""
    mean, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    design = np.column_stack([np.ones(len(rows)), (rows - mean) / spread])
    ridge = np.diag([1e-6] + [1.0] * rows.shape[1])
    weights = np.zeros(design.shape[1])
    for _ in range(100):
        sure = 1 / (1 + np.exp(-design @ weights))
        slope = design.T @ (sure - labels) + ridge @ weights
        bend = (design * (sure * (1 - sure))[:, None]).T @ design + ridge
        weights -= np.linalg.solve(bend, slope)
    raw = weights[1:] / spread
    return raw, float(weights[0] - raw @ mean)


def _cross_validated(rows: NDArray[np.float64], labels: NDArray[np.float64]) -> NDArray[np.float64]:
    found, fold = np.zeros(len(labels)), np.arange(len(labels)) % 10
    for number in range(10):
        weights, base = fit(rows[fold != number], labels[fold != number])
        found[fold == number] = 1 / (1 + np.exp(-(rows[fold == number] @ weights + base)))
    return found


def _collect(assistant: Assistant, corpus: run.Corpus) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    looked_at = [gold for gold in load_gold() if not gold.is_held_out]
    looked_at += [gold for trial in load_trials().values() for gold in trial]
    pairs = [pair for gold in looked_at for pair in _features(assistant, corpus, gold)]
    pairs += _wordings(assistant, corpus)
    return np.array([row for row, _ in pairs]), np.array([label for _, label in pairs], dtype=np.float64)


def _wordings(assistant: Assistant, corpus: run.Corpus) -> Iterator[tuple[list[float], bool]]:
    """Yield signals and label of every wording kept out of the index; what lies beside the subject is never right."""
    entries, beside = read_wordings("entries"), {**read_wordings("boundaries"), **read_wordings("elsewhere")}
    for anchor, texts in entries.items():
        accepted = corpus.rows[f"ses-handbook#{anchor}/0"]
        for text in texts:
            hits = assistant.search(text, ON)
            yield _signals(hits), bool(corpus.rows[hits[0].passage.id] & accepted)
    for text in (text for texts in beside.values() for text in texts):
        yield _signals(assistant.search(text, ON)), False


def _signals(hits: Sequence[Hit]) -> list[float]:
    return [*(hits[0].signals[name] for name in SIGNALS), lead(hits[0], hits), margin(hits[0])]


def _features(assistant: Assistant, corpus: run.Corpus, gold: GoldQuestion) -> Iterator[tuple[list[float], bool]]:
    if set(gold.reasons) & ROUTED:
        return
    try:
        text = assistant.speller.repair(conversation.resolve(gold.question))
        dated = read_dates(text, gold.on)
    except ImpossibleDateError:
        return
    hits = assistant.retriever.search(text, dated.on, 10, dated.years)
    right = gold.is_answerable and bool(corpus.rows[hits[0].passage.id] & gold.facts)
    yield _signals(hits), right


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
