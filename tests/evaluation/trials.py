"""Trials: questions written blind after the gold set, asked once, looked at, and then used to find what to mend.

``python -m tests.evaluation trials`` asks them again and writes ``trials.md``: the first asking tells how the assistant
does on questions that nobody has seen, the second what has been mended since. Nothing here is held out any more.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import yaml

from tests.evaluation import run
from tests.evaluation.gold import GoldQuestion, load_gold
from tests.evaluation.judge import Judgement

HERE = Path(__file__).parent
FOLDER = HERE / "trials"
HEAD = "answerable | right | wrong or half | abstained | unanswerable | not answered |"

Counted = Mapping[str, Mapping[str, int]]
"""For each set how often an answer was right, wrong, abstained, or rightly declined."""


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
    answerable = {name: [item.is_answerable for item in gold] for name, gold in trials.items()}
    write_board("trial", "# Trials", answerable, {"First asking": first, "Now": now})
    return 0


def write_board(
    kind: str, title: str, answerable: Mapping[str, Sequence[bool]], askings: Mapping[str, Counted]
) -> None:
    """Print what came at each of ``askings``, by name, a row a set and one for all, and write ``KINDs.md``.

    ``answerable`` says of each question of a set whether it has an answer.
    """
    lines = [title, "", f"Written by `python -m tests.evaluation {kind}s`.", ""]
    for asking, found in askings.items():
        lines += [f"## {asking}", "", f"| {kind} | {HEAD}", "| --- " * 7 + "|", *_rows(answerable, found), ""]
    board = "\n".join(lines)
    print(board)
    (HERE / f"{kind}s.md").write_text(board, encoding="utf-8")


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


def _rows(answerable: Mapping[str, Sequence[bool]], found: Counted) -> list[str]:
    rows = []
    for name, asked in answerable.items():
        rows.append([name, sum(asked), *(found[name][key] for key in ("right", "wrong", "abstained"))])
        rows[-1] += [len(asked) - sum(asked), found[name]["declined"]]
    total = ["all", *(sum(row[place] for row in rows) for place in range(1, 7))]
    return ["| " + " | ".join(map(str, row)) + " |" for row in [*rows, total]]
