"""Performance awards and the pool for them: 5 U.S.C. 5384."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.rules.award_pool import AWARD_POOL
from assistant.rules.awards import PERFORMANCE_AWARD
from assistant.rules.fields import InvalidInputError, MissingInputError
from assistant.rules.tables import NotInForceError
from assistant.types import Calculation
from tests.facts import needs_facts, vectors

ON = date(2026, 6, 1)
pay = st.integers(min_value=1_000_000, max_value=100_000_000).map(lambda cents: Decimal(cents) / 100)


def award(**inputs: Any) -> Calculation:
    """Work out a performance award on a day of 2026."""
    return PERFORMANCE_AWARD.calculate(inputs, ON)


def pool(**inputs: Any) -> Calculation:
    """Work out an award pool on a day of 2026."""
    return AWARD_POOL.calculate(inputs, ON)


@needs_facts
def test_every_published_award_and_pool_comes_out() -> None:
    """The three vectors of the fact pack are met."""
    assert len(vectors("performance_award")) >= 3
    for vector in vectors("performance_award"):
        if "basic" in vector:
            found = award(basic_pay=vector["basic"]).value
            assert (found["minimum"], found["maximum"]) == (vector["min"], vector["max"])
        else:
            found = pool(career_executives=vector["career_count"], average_pay=vector["average"]).value
            assert found["pool"] == vector["pool"]


def test_an_award_runs_from_5_to_20_percent_of_basic_pay() -> None:
    """At $200,000 a career appointee may get $10,000 to $40,000, and the sentence alone says all of it."""
    found = award(basic_pay="$200,000", rating="4", appointment="career")
    assert found.value == {"allowed": "yes", "minimum": 10000, "maximum": 40000}
    assert "$200,000" in found.sentence
    assert "$10,000 to $40,000" in found.sentence
    assert [step.expression for step in found.steps] == ["5% × $200,000", "20% × $200,000"]
    assert all("5 U.S.C. 5384(b)(2)" in step.label for step in found.steps)
    assert all(reference.url for reference in found.references)
    assert found.inputs == {
        "on": "2026-06-01",
        "basic_pay": "200000",
        "rating": "4",
        "appointment": "career",
        "award": None,
    }


@pytest.mark.parametrize(
    ("proposed", "standing", "percent"),
    [
        ("9999.99", "below", "5"),
        ("10000", "inside", "5"),
        ("22750", "inside", "11.38"),
        ("40000", "inside", "20"),
        ("40000.01", "above", "20"),
        ("45000", "above", "22.5"),
    ],
)
def test_a_proposed_award_is_placed_against_both_bounds(proposed: str, standing: str, percent: str) -> None:
    """A cent under the least is below, a cent over the most above; the bounds themselves are inside."""
    found = award(basic_pay=200000, award=proposed)
    assert found.value["standing"] == standing
    assert found.value["award_percent"] == Decimal(percent)


@pytest.mark.parametrize("appointment", ["noncareer", "limited"])
def test_only_career_appointees_can_get_one(appointment: str) -> None:
    """Anyone else is told No with the section, and no amount."""
    found = award(basic_pay=200000, rating=5, appointment=appointment)
    assert found.value == {"allowed": "no"}
    assert found.sentence.startswith("No. ")
    assert "5 U.S.C. 5384(a)" in found.sentence
    assert "$" not in found.sentence
    assert found.references[0].url


@pytest.mark.parametrize(("rating", "allowed"), [(1, "no"), (2, "no"), (3, "yes"), (4, "yes"), (5, "yes")])
def test_an_award_takes_level_3_or_better(rating: int, allowed: str) -> None:
    """Level 2 is refused with the section, Level 3 has bounds."""
    found = award(basic_pay=200000, rating=rating)
    assert found.value["allowed"] == allowed
    assert ("minimum" in found.value) == (allowed == "yes")
    assert found.sentence.startswith("No. ") == (allowed == "no")
    assert ("5384(b)(1)" in found.sentence) == (allowed == "no")


@pytest.mark.parametrize(
    ("inputs", "told"),
    [
        ({"basic_pay": "-200000"}, "negative"),
        ({"basic_pay": "0"}, "cannot be the annual rate"),
        ({"basic_pay": "95.50"}, r"\$151,661 to \$228,000"),
        ({"basic_pay": "9999.99"}, "cannot be the annual rate"),
        ({"basic_pay": "1000000.01"}, "cannot be the annual rate"),
        ({"basic_pay": "lots"}, "not a number"),
        ({"basic_pay": "200,0"}, "not a number"),
        ({"basic_pay": "$200$000"}, "not a number"),
        ({"basic_pay": "1,2,3"}, "not a number"),
        ({"basic_pay": 200000, "rating": 6}, "from 1 to 5, not 6"),
        ({"basic_pay": 200000, "rating": 0}, "from 1 to 5, not 0"),
        ({"basic_pay": 200000, "rating": "3.5"}, "from 1 to 5, not 3.5"),
        ({"basic_pay": 200000, "appointment": "political"}, "career, noncareer, limited"),
        ({"basic_pay": 200000, "award": 0}, "cannot be the proposed award"),
        ({"basic_pay": 200000, "award": -5}, "negative"),
        ({"basic_pay": 200000, "bonus": 5}, "no input 'bonus'"),
    ],
)
def test_what_cannot_be_is_named(inputs: dict[str, Any], told: str) -> None:
    """Impossible pay, ratings, appointments and awards are refused with the problem and the rule."""
    with pytest.raises(InvalidInputError, match=told):
        award(**inputs)


@pytest.mark.parametrize("basic_pay", [10000, 1000000])
def test_the_edges_of_what_can_be_pay_are_worked_out(basic_pay: int) -> None:
    """The least and the greatest annual rate that can be one still have bounds, with a notice on the range."""
    found = award(basic_pay=basic_pay)
    assert found.value["maximum"] == Decimal(basic_pay) / 5
    assert [notice.kind for notice in found.notices] == ["general_information"]


@pytest.mark.parametrize(
    ("basic_pay", "side"), [("151660.99", "below"), ("151661", None), ("228000", None), ("228000.01", "above")]
)
def test_pay_outside_the_range_is_announced(basic_pay: str, side: str | None) -> None:
    """Pay inside the SES range draws no notice, a cent outside of it does."""
    told = [notice.text for notice in award(basic_pay=basic_pay).notices]
    assert (len(told) == 1 and f"lies {side} the SES pay range" in told[0]) if side else told == []


def test_basic_pay_is_needed() -> None:
    """Without basic pay there is nothing to work out; it is asked for with an example."""
    with pytest.raises(MissingInputError) as missing:
        award(rating=4)
    assert [need.name for need in missing.value.needs] == ["basic_pay"]


def test_before_the_law_is_held_there_is_no_award() -> None:
    """A day before 11 January 2004 is refused, the day itself is not."""
    with pytest.raises(NotInForceError, match="11 January 2004"):
        PERFORMANCE_AWARD.calculate({"basic_pay": 150000}, date(2004, 1, 10))
    assert PERFORMANCE_AWARD.calculate({"basic_pay": 150000}, date(2004, 1, 11)).value["maximum"] == 30000


def test_a_later_year_than_known_is_announced() -> None:
    """After the last known year the law as known is used, and said to be so."""
    assert [notice.kind for notice in PERFORMANCE_AWARD.calculate({"basic_pay": 200000}, date(2027, 1, 1)).notices] == [
        "outdated"
    ]
    assert PERFORMANCE_AWARD.calculate({"basic_pay": 200000}, date(2026, 12, 31)).notices == ()


@given(pay, pay)
def test_bounds_rise_with_pay(one: Decimal, other: Decimal) -> None:
    """More pay never means lower bounds."""
    low, high = (award(basic_pay=amount).value for amount in sorted((one, other)))
    assert Decimal(str(low["minimum"])) <= Decimal(str(high["minimum"]))
    assert Decimal(str(low["maximum"])) <= Decimal(str(high["maximum"]))


@given(pay)
def test_rounding_never_leaves_the_law(amount: Decimal) -> None:
    """To the cent, the least award is at least 5 percent, the greatest at most 20, and both stand inside."""
    found = award(basic_pay=amount).value
    minimum, maximum = Decimal(str(found["minimum"])), Decimal(str(found["maximum"]))
    assert amount * 5 <= minimum * 100 < amount * 5 + 1
    assert amount * 20 - 1 < maximum * 100 <= amount * 20
    for bound in (minimum, maximum):
        assert award(basic_pay=amount, award=bound).value["standing"] == "inside"


@pytest.mark.parametrize(("basic_pay", "said"), [("200000.20", False), ("200000.01", True)])
def test_rounding_is_named_where_it_happens(basic_pay: str, said: bool) -> None:
    """Shares that come out in whole cents are not rounded; others say which way, and that this is derived."""
    labels = [step.label for step in award(basic_pay=basic_pay).steps]
    assert (labels[0].endswith("rounded up to the cent (derived)")) is said
    assert (labels[1].endswith("rounded down to the cent (derived)")) is said


@pytest.mark.parametrize(
    ("inputs", "expected"),
    [
        ({"career_executives": 10, "average_pay": 200000}, (200000, 200000, 40000)),
        ({"career_executives": 1, "average_pay": 200000}, (40000, 20000, 40000)),
        ({"career_executives": 2, "average_pay": 200000}, (40000, 40000, 40000)),
        ({"career_executives": 3, "average_pay": 200000}, (60000, 60000, 40000)),
        ({"total_pay": 8000000, "career_executives": 40}, (800000, 800000, 40000)),
        ({"total_pay": 8000000, "average_pay": 210000}, (800000, 800000, 42000)),
        ({"total_pay": 100000, "average_pay": 200000}, (40000, 10000, 40000)),
        ({"total_pay": 8000000, "average_pay": 210000, "career_executives": 40}, (800000, 800000, 42000)),
        ({"total_pay": 500000, "career_executives": 3}, (50000, 50000, "33333.33")),
    ],
)
def test_a_pool_is_the_greater_share(inputs: dict[str, Any], expected: tuple[Any, Any, Any]) -> None:
    """10 percent of the total or 20 percent of the average, whichever is greater; two appointees tie."""
    found = pool(**inputs)
    assert tuple(found.value[key] for key in ("pool", "ten_percent", "twenty_percent")) == tuple(
        Decimal(amount) for amount in expected
    )
    assert ("taken as paid for the whole" in " ".join(notice.text for notice in found.notices)) == (
        not {"total_pay", "average_pay"} <= inputs.keys()
    )
    assert any("recalled" in notice.text for notice in found.notices)


@pytest.mark.parametrize(
    ("inputs", "needs"),
    [
        ({}, ["career_executives", "average_pay"]),
        ({"career_executives": 10}, ["average_pay"]),
        ({"average_pay": 200000}, ["career_executives"]),
        ({"total_pay": 8000000}, ["career_executives"]),
    ],
)
def test_half_a_payroll_asks_for_the_rest(inputs: dict[str, Any], needs: list[str]) -> None:
    """Less than two inputs ask for the ones that would do."""
    with pytest.raises(MissingInputError) as missing:
        pool(**inputs)
    assert [need.name for need in missing.value.needs] == needs


@pytest.mark.parametrize(
    ("inputs", "told"),
    [
        ({"career_executives": 0, "average_pay": 200000}, "0 career appointees"),
        ({"career_executives": 1.5, "average_pay": 200000}, "whole number"),
        ({"career_executives": 10, "average_pay": 0}, "average annual rate"),
        ({"career_executives": 10, "average_pay": 5000000}, "average annual rate"),
        ({"career_executives": 1000, "total_pay": 8000000}, r"\$8,000 cannot be the average"),
        ({"total_pay": 0, "average_pay": 200000}, "more than nothing"),
        ({"total_pay": -1, "average_pay": 200000}, "negative"),
    ],
)
def test_a_payroll_that_cannot_be_is_named(inputs: dict[str, Any], told: str) -> None:
    """No appointees, and averages that nobody is paid, are refused."""
    with pytest.raises(InvalidInputError, match=told):
        pool(**inputs)


@given(st.integers(1, 500), pay)
def test_the_average_wins_only_for_less_than_two_appointees(executives: int, average: Decimal) -> None:
    """The pool is never less than either share; the second is the greater only for a single appointee."""
    found = pool(career_executives=executives, average_pay=average).value
    ten, twenty = Decimal(str(found["ten_percent"])), Decimal(str(found["twenty_percent"]))
    assert found["pool"] == max(ten, twenty)
    assert (twenty > ten) == (executives < 2)
