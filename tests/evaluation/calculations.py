"""Calculations as people ask for them: 70 questions with their figures, written blind from the checked facts.

``python -m tests.evaluation calculations`` asks them of the shipped corpus and writes ``calculations.md``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from assistant.data import read_yaml
from tests.evaluation import run

HERE = Path(__file__).parent
FIRST = 50
"""Questions answered as expected when they were asked for the first time."""


def load_calculations() -> list[dict[str, Any]]:
    """Read the questions: turns, day, the end or ends that are right, and what must and must not be said."""
    items: list[dict[str, Any]] = read_yaml((HERE / "calculations" / "questions.yaml").read_text(encoding="utf-8"))
    return items


def measure(home: Path) -> int:
    """Ask every question of the shipped corpus, built into ``home``; print and write what came."""
    run.build(home)
    items = load_calculations()
    answers, _ = run.ask([{key: item[key] for key in ("id", "turns", "on")} for item in items], home)
    failed = [(item, answers[item["id"]]) for item in items if not is_right(item, answers[item["id"]])]
    lines = ["# Calculations", "", "Written by `python -m tests.evaluation calculations`.", ""]
    lines += [f"As expected: {len(items) - len(failed)} of {len(items)}; asked for the first time, {FIRST}.", ""]
    lines += [f"- {item['id']} ({got['status']}): {item['turns'][-1]} Expected: {item['why']}" for item, got in failed]
    board = "\n".join(lines) + "\n"
    print(board)
    (HERE / "calculations.md").write_text(board, encoding="utf-8")
    return 0


def is_right(item: Mapping[str, Any], answer: Mapping[str, Any]) -> bool:
    """Say whether an answer ends as expected, and says its figures and no wrong one where it is answered."""
    said = " ".join([answer["text"], *(notice["text"] for notice in answer["notices"])])
    if any(re.search(pattern, said) for pattern in item["must_not"]) or answer["status"] not in ends_of(item):
        return False
    return answer["status"] != "answered" or all(re.search(pattern, said) for pattern in item["must"])


def ends_of(item: Mapping[str, Any]) -> list[str]:
    """Return the ends that are right for a question."""
    return [item["status"]] if isinstance(item["status"], str) else item["status"]
