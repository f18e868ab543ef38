"""Figures of several cases in one turn: each is worked out, none is dropped without a word."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from conftest import ON

from assistant.answerers.computed import compute, together
from assistant.spoken import cases, understand
from assistant.types import Answer, Question, Turn

Ask = Callable[..., Answer]


def said(text: str, *earlier: str) -> list[str]:
    """Return the cases of a turn as they are read, each with the turns before it."""
    question = Question(text, ON, tuple(map(Turn, earlier)))
    asked = understand(question)
    assert asked is not None
    return [" // ".join([*(turn.question for turn in case.history), case.text]) for case in cases(question, asked)]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("award range 190k vs 210k", ["award range 190k", "award range 210k"]),
        (
            "What are 240 and 300 hours of leave worth at $190,000?",
            ["what are 240 hours of leave worth at $190000?", "what are 300 hours of leave worth at $190000?"],
        ),
        (
            "Award on $190,000? And on $210,000?",
            ["Award on $190,000?", "Award on $190,000? // And on $210,000?"],
        ),
        (
            "With 27 pay periods, how many hours of annual leave and of sick leave?",
            [f"With 27 pay periods, how many hours of {kind} leave?" for kind in ("annual", "sick")],
        ),
        ("My balance is 700 hours and 100 hours used: what do I lose?", []),
        ("What award can I get on between $190,000 and $210,000?", []),
        ("Basic pay $190,000, other payments $60,000: within the aggregate limit?", []),
        ("I earn $190,000. Which award can I get?", []),
    ],
)
def test_the_cases_of_a_turn_are_told_apart(text: str, read: list[str]) -> None:
    """A list of amounts for one thing, or a sentence that asks again; amounts for several things are one case."""
    assert said(text) == read


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "What award can those paid $190,000 and $210,000 get?",
            ["$9,500 to $38,000", "$10,500 to $42,000"],
        ),
        ("how much sick and annual leave do I earn in 10 pay periods", ["80 hours of annual", "40 hours of sick"]),
        ("700 h annual and 300 h sick: what do I lose", ["188 hours above", "Sick leave has no ceiling"]),
        ("300 sick leave hours and 800 annual leave hours: what do I lose?", ["is 404 hours", "288 hours above"]),
        ("What award range on $190,000 and $210,000?", ["to $38,000", "to $42,000"]),
        ("Awards for $180,000, $200,000 and $220,000?", ["to $36,000", "to $40,000", "to $44,000"]),
        ("I earn $190,000, which award may I get? And my deputy with $210,000?", ["to $38,000", "to $42,000"]),
        ("Rated 4/3/5/4/4 with weights 10/10/10/10/60: what score? And 5/5/5/4/4?", ["400 points", "430 points"]),
        ("How many hours of annual leave and of sick leave in 27 full pay periods?", ["216 hours", "108 hours"]),
        ("Is 149,000 allowed as a salary? Is 230,000?", ["$2,661 below", "$2,000 above"]),
    ],
)
def test_every_case_is_worked_out(ask: Ask, text: str, told: list[str]) -> None:
    """Each figure stands in the answer, in the order asked, and the rule once."""
    found = ask(text)
    places = [found.text.find(part) for part in told]
    assert -1 not in places
    assert places == sorted(places)
    assert len(set(found.text.split(". "))) == len(found.text.split(". "))


def test_a_case_that_lacks_something_leaves_the_first_one(ask: Ask) -> None:
    """Where one case cannot be worked out, what the turn asks as a whole is answered as before."""
    found = ask("Rated 4/3/5/4/4 with weights 10/10/10/10/60: what score? And with weights 10/10?")
    assert "400 points" in found.text


@pytest.mark.parametrize(
    ("text", "told", "left"),
    [
        ("My boss earns $228,000 and I earn $180,000: what is my highest award?", "$9,000 to $36,000", "$228,000"),
        ("My salary is $200,000, my deputy's salary is $180,000. Which award may I get?", "to $40,000", "$180,000"),
        ("I'm at $200,000. Could my award be $50,000 or $30,000?", "to $40,000", "$50,000 and $30,000"),
    ],
)
def test_a_sum_that_is_not_used_is_said_so(ask: Ask, text: str, told: str, left: str) -> None:
    """One's own pay goes before somebody else's; what else is named is not dropped without a word."""
    found = ask(text)
    assert told in found.text
    assert f"Not used in this: {left}." in [notice.text for notice in found.notices]


@pytest.mark.parametrize(
    "text",
    [
        "Certified, 2026: basic pay $220,000, a $44,000 award, a $77,000 rank. How much tops the aggregate limit?",
        "I make $17,000 a month: which award?",
        "Award pool for a payroll of $1,000,000 and 5 career executives?",
    ],
)
def test_what_is_taken_together_or_converted_is_used(ask: Ask, text: str) -> None:
    """Awards are added up, a monthly rate becomes a yearly one: nothing is left out."""
    found = ask(text)
    assert found.calculation is not None
    assert not any("Not used" in notice.text for notice in found.notices)


def test_nothing_worked_out_overwrites_another() -> None:
    """Three calculations of one kind keep their values under numbered names."""
    asked = understand(Question("Which performance award may I get with basic pay of $190,000?", ON))
    assert asked is not None
    each = [compute(replace(asked, inputs={"basic_pay": pay})) for pay in (190_000, 200_000, 210_000)]
    joined = together(each)
    assert joined is not None
    most = [value for name, value in joined.value.items() if name.endswith("maximum")]
    assert most == [38_000, 40_000, 42_000]
