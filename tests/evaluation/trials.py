"""Trials: questions written blind after the gold set, asked once, looked at, and then used to find what to mend.

``python -m tests.evaluation trials`` asks them again and writes ``trials.md``: the first asking tells how the assistant
does on questions that nobody has seen, the second what has been mended since. Nothing here is held out any more.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import yaml

from tests.evaluation import run
from tests.evaluation.gold import GoldQuestion, load_gold
from tests.evaluation.judge import Judgement

HERE = Path(__file__).parent
FOLDER = HERE / "trials"
HEAD = "| trial | answerable | right | wrong or half | abstained | unanswerable | not answered |"


def load_trials() -> dict[str, tuple[GoldQuestion, ...]]:
    """Read every trial by its name."""
    return {folder.name: load_gold(folder) for folder in sorted(FOLDER.iterdir()) if folder.is_dir()}


def measure(home: str | None = None) -> int:
    """Ask every trial again, print and write the table."""
    where = Path(home or tempfile.mkdtemp(prefix="trials-"))
    run.build(where)
    corpus, trials = run.read_corpus(), load_trials()
    now = {name: _counts(run.judged(gold, corpus, where)[0]) for name, gold in trials.items()}
    first = yaml.safe_load((FOLDER / "first_asking.yaml").read_text(encoding="utf-8"))
    lines = ["# Trials", "", "Written by `python -m tests.evaluation trials`.", ""]
    for title, found in (("First asking", first), ("Now", now)):
        lines += [f"## {title}", "", HEAD, "| --- " * 7 + "|", *_rows(trials, found), ""]
    table = "\n".join(lines)
    print(table)
    (HERE / "trials.md").write_text(table, encoding="utf-8")
    return 0


def _counts(judgements: Sequence[Judgement]) -> dict[str, int]:
    """Count the verdicts; an unanswerable question that got no answer, or the right end, is declined."""
    asked = Counter(item.verdict for item in judgements if item.gold.is_answerable)
    beside = Counter(item.verdict for item in judgements if not item.gold.is_answerable)
    return {
        "right": asked["right"],
        "wrong": asked["wrong"],
        "abstained": asked["abstained wrongly"],
        "declined": beside["abstained rightly"] + beside["right"],
    }


def _rows(trials: dict[str, tuple[GoldQuestion, ...]], found: dict[str, dict[str, int]]) -> list[str]:
    rows = []
    for name, gold in trials.items():
        answerable = sum(item.is_answerable for item in gold)
        rows.append([name, answerable, *(found[name][key] for key in ("right", "wrong", "abstained"))])
        rows[-1] += [len(gold) - answerable, found[name]["declined"]]
    total = ["all", *(sum(row[place] for row in rows) for place in range(1, 7))]
    return ["| " + " | ".join(map(str, row)) + " |" for row in [*rows, total]]
