"""Presidential Rank Awards: 5 U.S.C. 4507."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.rules.fields import InvalidInputError, MissingInputError
from assistant.rules.rank_awards import RANK_AWARD, RANK_AWARD_LIMITS, fiscal_year
from assistant.rules.tables import NotInForceError
from assistant.types import Calculation

ON = date(2026, 6, 1)


def rank(on: date = ON, **inputs: Any) -> Calculation:
    """Work out a rank award."""
    return RANK_AWARD.calculate(inputs, on)


def limits(executives: Any) -> Calculation:
    """Work out the yearly limits."""
    return RANK_AWARD_LIMITS.calculate({"executives": executives}, ON)


@pytest.mark.parametrize(
    ("name", "percent", "amount"),
    [("distinguished", 35, 70000), ("meritorious", 20, 40000), ("Distinguished", 35, 70000)],
)
def test_a_rank_brings_its_share_of_basic_pay(name: str, percent: int, amount: int) -> None:
    """35 percent for Distinguished, 20 for Meritorious, with the law beside it."""
    found = rank(rank=name, basic_pay="$200,000")
    assert found.value == {"allowed": "yes", "percent": percent, "amount": amount}
    assert f"${amount:,}" in found.sentence
    assert f"{percent} percent" in found.sentence
    assert found.steps[0].expression == f"{percent}% × $200,000"
    assert "4507(e)" in found.steps[0].label
    assert all(reference.url for reference in found.references)
    assert found.notices == ()


def test_without_pay_the_percentage_alone_is_told() -> None:
    """A rank without basic pay has a percentage and no amount."""
    found = rank(rank="distinguished")
    assert found.value == {"allowed": "yes", "percent": 35}
    assert "$" not in found.sentence
    assert found.steps[0].value == "35 percent"


@pytest.mark.parametrize("appointment", ["noncareer", "limited"])
def test_only_career_appointees_can_get_one(appointment: str) -> None:
    """Anyone else is told No, without amounts, and that the section is recalled."""
    found = rank(rank="meritorious", basic_pay=200000, appointment=appointment)
    assert found.value == {"allowed": "no"}
    assert found.sentence.startswith("No. ")
    assert "5 CFR 451.301" in found.sentence
    assert any(notice.kind == "assumption" and "recalled" in notice.text for notice in found.notices)


@pytest.mark.parametrize(
    ("on", "allowed"),
    [
        (date(2023, 9, 30), "no"),
        (date(2027, 9, 30), "no"),
        (date(2027, 10, 1), "yes"),
    ],
)
def test_the_same_rank_waits_for_four_fiscal_years(on: date, allowed: str) -> None:
    """After fiscal year 2023 the same rank is possible again from fiscal year 2028, which begins on 1 October 2027."""
    found = rank(on, rank="distinguished", basic_pay=200000, last_fiscal_year=2023)
    assert found.value["possible_again"] == 2028
    assert found.value["allowed"] == allowed
    assert found.value["amount"] == 70000
    assert found.sentence.startswith("No. ") == (allowed == "no")
    assert "fiscal year 2028" in found.sentence
    assert found.steps[-1].expression == "2023 + 4 + 1"


@pytest.mark.parametrize(
    ("on", "year"), [(date(2026, 9, 30), 2026), (date(2026, 10, 1), 2027), (date(2026, 1, 1), 2026), (ON, 2026)]
)
def test_a_fiscal_year_begins_in_october(on: date, year: int) -> None:
    """30 September ends a fiscal year, 1 October begins the next."""
    assert fiscal_year(on) == year


@pytest.mark.parametrize(
    ("on", "said"), [(date(2025, 9, 30), True), (date(2025, 10, 1), False), (date(2024, 9, 30), False)]
)
def test_the_cancelled_year_is_announced(on: date, said: bool) -> None:
    """Only in fiscal year 2025 is one told that its awards were cancelled."""
    told = [notice.text for notice in rank(on, rank="distinguished").notices]
    assert any("2025 were cancelled" in text for text in told) is said


@pytest.mark.parametrize(
    ("inputs", "told"),
    [
        ({"rank": "exceptional"}, "distinguished, meritorious"),
        ({"rank": "distinguished", "basic_pay": 0}, "cannot be the annual rate"),
        ({"rank": "distinguished", "basic_pay": -1}, "negative"),
        ({"rank": "distinguished", "basic_pay": 2000000}, "cannot be the annual rate"),
        ({"rank": "distinguished", "last_fiscal_year": 2027}, "it is fiscal year 2026"),
        ({"rank": "distinguished", "last_fiscal_year": 23}, "from 1979 to"),
        ({"rank": "distinguished", "last_fiscal_year": "2023.5"}, "whole number"),
    ],
)
def test_what_cannot_be_is_named(inputs: dict[str, Any], told: str) -> None:
    """An unknown rank, impossible pay and fiscal years to come are refused."""
    with pytest.raises(InvalidInputError, match=told):
        rank(**inputs)


def test_the_present_fiscal_year_is_no_future() -> None:
    """The same rank received in the running fiscal year is taken as told."""
    assert rank(rank="distinguished", last_fiscal_year=2026).value["possible_again"] == 2031


def test_the_rank_is_needed() -> None:
    """Without a rank there is no award; the two are asked for."""
    with pytest.raises(MissingInputError) as missing:
        rank(basic_pay=200000)
    assert [need.name for need in missing.value.needs] == ["rank"]


def test_before_the_law_is_held_there_is_no_award() -> None:
    """A day before 11 January 2004 is refused."""
    with pytest.raises(NotInForceError, match="11 January 2004"):
        rank(date(2004, 1, 10), rank="distinguished")
    assert rank(date(2004, 1, 11), rank="distinguished").value["percent"] == 35


@pytest.mark.parametrize(
    ("executives", "distinguished", "meritorious", "rounded"),
    [
        (8000, 80, 400, False),
        ("7,794", 77, 389, True),
        (100, 1, 5, False),
        (99, 0, 4, True),
        (19, 0, 0, True),
        (20, 0, 1, True),
        (1, 0, 0, True),
    ],
)
def test_limits_are_whole_numbers_rounded_down(
    executives: Any, distinguished: int, meritorious: int, rounded: bool
) -> None:
    """1 and 5 percent of the SES, rounded down, which is announced only where it changed anything."""
    found = limits(executives)
    assert found.value == {"distinguished": distinguished, "meritorious": meritorious}
    assert bool(found.notices) is rounded
    assert f"{distinguished} Distinguished" in found.sentence


@pytest.mark.parametrize(("executives", "told"), [(0, "0 members"), (-5, "whole number"), ("7.5", "whole number")])
def test_a_number_of_members_that_cannot_be_is_named(executives: Any, told: str) -> None:
    """Nobody, fewer than nobody and half a person are refused."""
    with pytest.raises(InvalidInputError, match=told):
        limits(executives)


@given(st.integers(1, 1_000_000))
def test_no_limit_is_ever_passed(executives: int) -> None:
    """Neither limit is above its share, nor a whole person below it."""
    found = limits(executives).value
    for rank_name, percent in (("distinguished", 1), ("meritorious", 5)):
        most = Decimal(str(found[rank_name]))
        assert most * 100 <= executives * percent < (most + 1) * 100
