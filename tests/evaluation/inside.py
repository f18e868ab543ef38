"""What each part of the product earns, and what another threshold would cost: answered in this process, judged alike.

``ablation`` asks every gold question with one part taken out; ``curve`` asks the held-out half under every threshold
of confidence and draws risk over coverage.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import matplotlib as mpl
import numpy as np

from assistant import grounding, scoring, spoken
from assistant.contract import as_dict
from assistant.pipeline import Assistant
from assistant.types import Hit
from tests.evaluation.gold import GoldQuestion
from tests.evaluation.judge import Judgement, judge
from tests.evaluation.metrics import share
from tests.evaluation.run import Corpus

mpl.use("Agg")

from matplotlib import pyplot

THRESHOLDS = tuple(step / 20 for step in range(20))


def judged(assistant: Assistant, gold: Sequence[GoldQuestion], corpus: Corpus) -> list[Judgement]:
    """Ask every question of ``assistant``, which must remember nothing, and judge the answers."""
    return [judge(g, as_dict(assistant.answer(g.question)), corpus.rows) for g in gold]


def _unweighted(*names: str) -> AbstractContextManager[object]:
    return patch.object(scoring, "WEIGHTS", {n: w for n, w in scoring.WEIGHTS.items() if n not in names})


def _as_likely_as_usual(assistant: Assistant) -> AbstractContextManager[object]:
    """Let every passage be as likely meant as the first one usually is."""
    usual = np.full(len(assistant.release.passages), grounding.USUAL_LIKELIHOOD)
    return patch.object(assistant.release, "likelihoods", lambda *_: usual)


@contextmanager
def _without_boundaries() -> Iterator[None]:
    """Let every question be as far from what lies beside the subject as questions usually are."""
    margin = grounding.margin

    def unbounded(hit: Hit) -> float:
        signals = {name: signal for name, signal in hit.signals.items() if name != "boundary"}
        return margin(replace(hit, signals=signals))

    with patch.object(grounding, "margin", unbounded):
        yield


PARTS: dict[str, Callable[[Assistant], AbstractContextManager[object]]] = {
    "nothing taken out": lambda _: nullcontext(),
    "spelling repair": lambda assistant: patch.object(assistant.speller, "repair", lambda text: text),
    "calculations in plain words": lambda _: patch.object(spoken, "understand", lambda *_: None),
    "matters beside the subject": lambda _: _without_boundaries(),
    "constraint cover": lambda _: patch.object(grounding, "missing", lambda *_, **__: []),
    "lead over the runner-up": lambda _: patch.object(grounding, "lead", lambda *_: grounding.USUAL_LEAD),
    "dense question field": lambda _: _unweighted("question"),
    "dense body field": lambda _: _unweighted("body"),
    "words in common (cover)": lambda _: _unweighted("cover"),
    "likelihood learned from wordings": _as_likely_as_usual,
    "BM25": lambda _: _unweighted("words_question", "words_body"),
}


def ablation(assistant: Assistant, untaught: Assistant, gold: Sequence[GoldQuestion], corpus: Corpus) -> list[str]:
    """Return a Markdown table of verdicts with each part taken out; ``untaught`` has the encoder as it is installed."""
    lines = ["| taken out | right | wrong | abstained wrongly | unanswerable not answered |", "| --- " * 5 + "|"]
    for name, without in PARTS.items():
        with without(assistant):
            lines.append(_row(name, judged(assistant, gold, corpus)))
    return [*lines, _row("what wordings taught the encoder", judged(untaught, gold, corpus))]


def _row(name: str, found: Sequence[Judgement]) -> str:
    counts = Counter(item.verdict for item in found if item.gold.is_answerable)
    rest = [item for item in found if not item.gold.is_answerable]
    kept = share(sum(item.verdict == "abstained rightly" for item in rest), len(rest))
    return f"| {name} | {counts['right']} | {counts['wrong']} | {counts['abstained wrongly']} | {kept} |"


def curve(assistant: Assistant, gold: Sequence[GoldQuestion], corpus: Corpus, picture: Path) -> list[str]:
    """Draw risk over coverage for ``gold`` into ``picture`` and return some of its points as a Markdown table."""
    points = []
    for threshold in THRESHOLDS:
        with patch.object(grounding, "ACCEPT", threshold):
            found = judged(assistant, gold, corpus)
        points.append((threshold, *_risk_and_coverage(found)))
    _draw(points, picture)
    lines = ["| answered from confidence | answered | of these wrong |", "| --- | --- | --- |"]
    return lines + [f"| {t:.2f} | {answered:.1%} | {risk:.1%} |" for t, answered, risk in points[::3]]


def _risk_and_coverage(found: Sequence[Judgement]) -> tuple[float, float]:
    """Return the share of all questions that were answered, and the share of wrong ones among these."""
    answered = [item for item in found if not item.verdict.startswith("abstained")]
    wrong = sum(item.verdict == "wrong" for item in answered)
    return len(answered) / len(found), wrong / max(len(answered), 1)


def _draw(points: Sequence[tuple[float, float, float]], picture: Path) -> None:
    figure, axes = pyplot.subplots(figsize=(6, 3.6), layout="constrained")
    axes.plot([answered for _, answered, _ in points], [risk for *_, risk in points], marker="o", markersize=3)
    now = min(points, key=lambda point: abs(point[0] - grounding.ACCEPT))
    axes.plot(now[1], now[2], marker="o", color="black")
    axes.annotate(f" answered from {grounding.ACCEPT}", now[1:], ha="right", va="bottom")
    axes.set_xlabel("questions answered, of all in the held-out half (a fourth has no answer)")
    axes.set_ylabel("wrong among the answered")
    axes.set_ylim(bottom=0)
    axes.grid(alpha=0.3)
    figure.savefig(picture, dpi=110, metadata={"Software": None})
    pyplot.close(figure)
