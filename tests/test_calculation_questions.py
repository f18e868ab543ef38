"""The calculation questions: whole, each with patterns that can be met, and a fair judge."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from tests.evaluation.calculations import FIRST, ends_of, is_right, load_calculations

ITEM = {"status": "answered", "must": [r"17,?200"], "must_not": [r"17,?300"]}


def answer(text: str, status: str = "answered", notice: str = "") -> dict[str, Any]:
    return {"status": status, "text": text, "notices": [{"text": notice}]}


def test_every_question_is_whole() -> None:
    """Each has an id of its own, a day, turns, ends that exist and patterns that compile."""
    items = load_calculations()
    assert len({item["id"] for item in items}) == len(items) > FIRST
    for item in items:
        assert date.fromisoformat(item["on"])
        assert all(item["turns"])
        assert set(ends_of(item)) <= {"answered", "needs_input", "abstained", "out_of_scope"}
        assert all(re.compile(pattern) for pattern in (*item["must"], *item["must_not"]))


@pytest.mark.parametrize(
    ("given", "right"),
    [
        (answer("It is $17,200."), True),
        (answer("It is less.", notice="17200 is counted."), True),
        (answer("It is $17,200, not $17,300."), False),
        (answer("It is more."), False),
        (answer("Give the pay.", status="needs_input"), False),
    ],
)
def test_an_answer_is_right_with_its_figures(given: dict[str, Any], right: bool) -> None:
    """The figure must be told in text or notice, a wrong one in neither, and the end must be the one expected."""
    assert is_right(ITEM, given) == right
