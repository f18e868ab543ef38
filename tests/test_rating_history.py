"""What follows from several years' ratings, and how many may be rated Level 4 or 5."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.rules.calculators import CALCULATORS
from assistant.rules.fields import InvalidInputError
from assistant.rules.tables import NotInForceError
from assistant.types import Calculation

ON = date(2026, 6, 1)
SEVERITY = ("none", "may_leave", "must_leave_or_move", "must_leave")
histories = st.lists(st.integers(1, 5), min_size=1, max_size=12)


def work(name: str, on: date = ON, **inputs: Any) -> Calculation:
    """Run a calculator by name."""
    return CALCULATORS[name].calculate(inputs, on)


@pytest.mark.parametrize(
    ("ratings", "outcome", "because"),
    [
        ("3", "none", "Level 3"),
        ("5 5 5 5", "none", "Level 5"),
        ("1", "must_leave_or_move", "4314(b)(3)"),
        ("3 1", "must_leave_or_move", "latest rating is Level 1"),
        ("2", "may_leave", "3592(a)"),
        ("4 4 2", "may_leave", "Level 2"),
        ("1 1", "must_leave", "year 1 (Level 1) and year 2 (Level 1)"),
        ("1 3 3 3 1", "must_leave", "within 5 consecutive years"),
        ("1 3 3 3 3 1", "must_leave_or_move", "latest rating is Level 1"),
        ("2 2", "must_leave", "4314(b)(4)"),
        ("2 3 2", "must_leave", "within 3 consecutive years"),
        ("2 3 3 2", "may_leave", "Level 2"),
        ("1 3 3 2", "may_leave", "Level 2"),
        ("1 2", "must_leave", "below Level 3"),
        ("2 4 1", "must_leave", "year 1 (Level 2) and year 3 (Level 1)"),
        ("1 4 4", "none", "Level 4"),
        ("2 4 4", "none", "Level 4"),
        ("2 2 4 4 4", "must_leave", "year 1 (Level 2) and year 2 (Level 2)"),
        ("3 3 3 1 3 3 3 1 3", "must_leave", "year 4 (Level 1) and year 8 (Level 1)"),
    ],
)
def test_known_histories_have_their_outcome(ratings: str, outcome: str, because: str) -> None:
    """Both rules, both sides of each window, and what the latest rating alone calls for."""
    found = work("rating_history", ratings=ratings)
    assert found.value["outcome"] == outcome
    assert because in str(found.value["because"])
    assert str(found.value["because"]) in found.sentence


@pytest.mark.parametrize(("ratings", "said"), [("3", False), ("2 3", False), ("3 2", True), ("1", True), ("1 1", True)])
def test_a_low_latest_rating_rules_out_an_award(ratings: str, said: bool) -> None:
    """Below Level 3 the sentence adds that no performance award may be paid, and only then."""
    assert ("No performance award" in work("rating_history", ratings=ratings).sentence) is said


def test_an_earlier_level_1_is_not_passed_over() -> None:
    """A single Level 1 of an earlier year decides nothing now, but the sentence says what it called for."""
    assert "The Level 1 of year 2 called for" in work("rating_history", ratings="3 1 4").sentence
    assert "called for" not in work("rating_history", ratings="3 4 1").sentence


@pytest.mark.parametrize(
    ("ratings", "said"),
    [
        ("3 6", "not 6"),
        ("0", "not 0"),
        ("3.5", "not 3.5"),
        ("3 x", "not a number"),
        ("3 " * 51, "51 came"),
        ((3, -1), "not -1"),
    ],
)
def test_what_is_no_rating_is_refused(ratings: object, said: str) -> None:
    """A rating that is no level, and more years than a working life, are named."""
    with pytest.raises(InvalidInputError, match=said):
        work("rating_history", ratings=ratings)


@pytest.mark.parametrize("name", ["rating_history", "rating_cap"])
def test_before_the_rule_there_is_none(name: str) -> None:
    """The laws on ratings are known here from 2004, the limit on high ratings from the FY2026 cycle."""
    first = {"rating_history": date(2004, 1, 11), "rating_cap": date(2025, 10, 1)}[name]
    inputs = {"rating_history": {"ratings": "3"}, "rating_cap": {"executives": 10}}[name]
    assert work(name, first, **inputs).value
    with pytest.raises(NotInForceError, match=f"{first.day} {first:%B %Y}"):
        work(name, date.fromordinal(first.toordinal() - 1), **inputs)


@given(histories, st.integers(1, 5))
def test_a_longer_past_never_makes_it_milder(ratings: list[int], earlier: int) -> None:
    """An earlier year added before the same ratings never lessens what follows."""
    short = work("rating_history", ratings=ratings).value["outcome"]
    longer = work("rating_history", ratings=[earlier, *ratings]).value["outcome"]
    assert SEVERITY.index(str(longer)) >= SEVERITY.index(str(short))


@given(histories)
def test_the_outcome_is_that_of_a_look_at_every_window(ratings: list[int]) -> None:
    """Counting in each run of five and three years one by one gives the same outcome."""

    def low(years: int, level: int) -> bool:
        runs = [ratings[start : start + years] for start in range(len(ratings))]
        return any(sum(rating <= level for rating in run) >= 2 for run in runs)

    latest = {1: "must_leave_or_move", 2: "may_leave"}.get(ratings[-1], "none")
    expected = "must_leave" if low(5, 1) or low(3, 2) else latest
    assert work("rating_history", ratings=ratings).value["outcome"] == expected


@pytest.mark.parametrize(
    ("executives", "most"),
    [
        (1, "no limit"),
        (4, "no limit"),
        (5, 1),
        (6, 1),
        (7, 2),
        (9, 2),
        (10, 3),
        (13, 3),
        (14, 4),
        (40, 12),
        (41, 12),
        (100, 30),
    ],
)
def test_thirty_percent_are_rounded_down(executives: int, most: object) -> None:
    """From 5 executives on at most 30 percent may be Level 4 or 5, rounded down; below 5 there is no limit."""
    found = work("rating_cap", executives=executives)
    assert found.value == {"most_at_4_or_5": most}
    assert (f"at most {most} " in found.sentence) is (most != "no limit")
    assert ("no limit applies" in found.sentence) is (most == "no limit")


def test_the_rounding_and_the_scope_of_the_limit_are_announced() -> None:
    """That rounding down is a reading, and whom the limit leaves out, stand in notices."""
    told = " ".join(notice.text for notice in work("rating_cap", executives=41).notices)
    assert "rounded was not found" in told
    assert "Inspector General" in told
    assert "FY2025" in told
    assert "rounded" not in " ".join(notice.text for notice in work("rating_cap", executives=4).notices)


@pytest.mark.parametrize("executives", [0, -1, "2.5", "1e999999999"])
def test_a_limit_needs_executives(executives: object) -> None:
    """None, fewer, or parts of an executive are refused."""
    with pytest.raises(InvalidInputError):
        work("rating_cap", executives=executives)


@given(st.integers(5, 5_000), st.integers(0, 50))
def test_the_limit_never_shrinks_and_never_passes_30_percent(executives: int, more: int) -> None:
    """More executives never allow fewer high ratings, and one more than the limit would pass 30 percent."""
    most, larger = (
        Decimal(str(work("rating_cap", executives=number).value["most_at_4_or_5"]))
        for number in (executives, executives + more)
    )
    assert larger >= most
    assert most * 10 <= executives * 3 < (most + 1) * 10
