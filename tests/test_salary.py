"""Where a salary stands in the SES pay range, and the minimum from a GS-15 step 1 rate."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.rules.fields import InvalidInputError, MissingInputError
from assistant.rules.pay import bounds
from assistant.rules.salary import SALARY_POSITION
from assistant.rules.ses_minimum import SES_MINIMUM
from assistant.rules.tables import NotInForceError
from assistant.types import Calculation
from tests.facts import needs_facts, vectors

ON = date(2026, 6, 1)
pay = st.integers(min_value=1_000_000, max_value=100_000_000).map(lambda cents: Decimal(cents) / 100)
days = st.dates(min_value=date(2004, 1, 11), max_value=date(2026, 12, 31))


def position(on: date = ON, *, year_named: bool = False, **inputs: Any) -> Calculation:
    """Place a salary."""
    return SALARY_POSITION.calculate(inputs, on, year_named=year_named)


def minimum(rate: Any, on: date = ON) -> Calculation:
    """Work out the minimum from a GS-15 step 1 rate."""
    return SES_MINIMUM.calculate({"gs15_step1": rate}, on)


def test_a_salary_is_placed_against_both_maxima() -> None:
    """Where certification is not told, both maxima, distances and shares are given, and the sentence says them."""
    found = position(salary="$200,000")
    assert found.value == {
        "minimum": 151661,
        "above_minimum": 48339,
        "maximum_certified": 228000,
        "standing_certified": "inside",
        "below_maximum_certified": 28000,
        "percent_of_range_certified": Decimal("63.32"),
        "maximum_not_certified": 209600,
        "standing_not_certified": "inside",
        "below_maximum_not_certified": 9600,
        "percent_of_range_not_certified": Decimal("83.43"),
        "needs_certification": "no",
    }
    for figure in ("$200,000", "$151,661", "$228,000", "$209,600", "63.32 percent", "83.43 percent"):
        assert figure in found.sentence
    assert all(reference.url for reference in found.references)


@pytest.mark.parametrize(
    ("salary", "certified", "not_certified", "needs"),
    [
        ("151660.99", "below", "below", "no"),
        ("151661", "inside", "inside", "no"),
        ("209600", "inside", "inside", "no"),
        ("209600.01", "inside", "above", "yes"),
        ("228000", "inside", "above", "yes"),
        ("228000.01", "above", "above", "yes"),
    ],
)
def test_both_sides_of_each_bound(salary: str, certified: str, not_certified: str, needs: str) -> None:
    """The bounds belong to the range; a cent outside of them does not."""
    found = position(salary=salary)
    assert found.value["standing_certified"] == certified
    assert found.value["standing_not_certified"] == not_certified
    assert found.value["needs_certification"] == needs
    assert ("percent_of_range_certified" in found.value) == (certified == "inside")
    assert ("percent_of_range_not_certified" in found.value) == (not_certified == "inside")


@pytest.mark.parametrize(("salary", "percent"), [(151661, "0"), (228000, "100")])
def test_the_share_runs_from_nought_to_a_hundred(salary: int, percent: str) -> None:
    """The minimum is at 0 percent, the maximum at 100."""
    assert position(salary=salary).value["percent_of_range_certified"] == Decimal(percent)


def test_distances_are_negative_outside() -> None:
    """Below the minimum and above the maximum the distance has a minus, and the sentence says by how much."""
    below, above = position(salary=150000), position(salary=230000, certified=True)
    assert below.value["above_minimum"] == -1661
    assert "$1,661 below the minimum" in below.sentence
    assert above.value["below_maximum_certified"] == -2000
    assert "$2,000 above the range" in above.sentence


@pytest.mark.parametrize(
    ("certified", "there", "absent"), [(True, "_certified", "_not_certified"), (False, "_not_certified", "_certified")]
)
def test_certification_decides_which_maximum_counts(certified: bool, there: str, absent: str) -> None:
    """A certified agency is measured against EX-II alone, another one against EX-III alone."""
    found = position(salary=200000, certified=certified)
    assert f"maximum{there}" in found.value
    assert f"maximum{absent}" not in found.value
    assert f"standing{absent}" not in found.value
    assert found.inputs["certified"] is certified


@pytest.mark.parametrize(
    ("salary", "said"),
    [(209600, None), (215000, "needs a certified appraisal system"), (230000, "Even a certified appraisal system")],
)
def test_a_rate_above_ex_iii_says_what_it_needs(salary: int, said: str | None) -> None:
    """Above EX-III certification is needed, above EX-II nothing helps; at EX-III nothing is said."""
    sentence = position(salary=salary).sentence
    for words in ("needs a certified appraisal system", "Even a certified appraisal system"):
        assert (words in sentence) == (words == said)
    assert ("5 CFR 534.403(a)(3)" in sentence) == (salary == 215000)


@pytest.mark.parametrize(
    ("inputs", "told"),
    [
        ({"salary": 0}, r"\$0 cannot be the annual salary"),
        ({"salary": -200000}, "negative"),
        ({"salary": 95}, r"\$151,661 to \$228,000"),
        ({"salary": 10**9}, "cannot be the annual salary"),
        ({"salary": 10**13}, "beyond anything"),
        ({"salary": "two hundred"}, "not a number"),
        ({"salary": 200000, "certified": "maybe"}, "yes or no"),
    ],
)
def test_what_cannot_be_is_named(inputs: dict[str, Any], told: str) -> None:
    """Impossible salaries are refused with the range of the day."""
    with pytest.raises(InvalidInputError, match=told):
        position(**inputs)


def test_the_salary_is_needed() -> None:
    """Without a salary there is nothing to place."""
    with pytest.raises(MissingInputError) as missing:
        position(certified=True)
    assert [need.name for need in missing.value.needs] == ["salary"]


def test_a_date_without_a_table_is_refused() -> None:
    """Before the tables and in a named later year there is no range; undated, the last one is outdated."""
    with pytest.raises(NotInForceError, match="11 January 2004"):
        position(date(2004, 1, 10), salary=150000)
    with pytest.raises(NotInForceError, match="2031"):
        position(date(2031, 1, 1), salary=250000, year_named=True)
    assert [notice.kind for notice in position(date(2027, 6, 1), salary=200000).notices] == ["outdated"]


def test_a_range_that_is_derived_says_so() -> None:
    """In 2025, whose EX-III is derived, the position says so; in 2026 it rests on seen figures."""
    assert any(notice.kind == "assumption" for notice in position(date(2025, 6, 1), salary=200000).notices)
    assert position(salary=200000).notices == ()


@given(days, pay)
def test_the_position_agrees_with_the_range(on: date, salary: Decimal) -> None:
    """On any day the standing, the distances and the share follow from the range of that day."""
    found, value = bounds(on), position(on, salary=salary).value
    assert value["above_minimum"] == salary - found.minimum
    for suffix, top in (("certified", found.level_ii.amount), ("not_certified", found.level_iii.amount)):
        assert value[f"below_maximum_{suffix}"] == top - salary
        inside = found.minimum <= salary <= top
        assert (value[f"standing_{suffix}"] == "inside") == inside
        assert (f"percent_of_range_{suffix}" in value) == inside
        if inside:
            assert 0 <= Decimal(str(value[f"percent_of_range_{suffix}"])) <= 100
    assert value["needs_certification"] == ("yes" if salary > found.level_iii.amount else "no")


@needs_facts
def test_every_published_minimum_comes_out() -> None:
    """Each base rate of the vectors makes the posted minimum."""
    for vector in vectors("pay_range"):
        assert minimum(vector["gs15_step1"]).value == {"minimum": vector["ses_min"]}


def test_the_minimum_shows_product_and_rounding() -> None:
    """The product stands before the rounding, which is said to be derived; the day's own rate draws no notice."""
    found = minimum("$126,384")
    assert found.value == {"minimum": 151661}
    assert [step.value for step in found.steps] == ["$151,660.80", "$151,661"]
    assert "derived" in found.steps[1].label
    assert "$126,384" in found.sentence
    assert found.notices == ()


def test_another_base_rate_than_the_days_is_announced() -> None:
    """A rate of another year, or one with locality pay, gets the day's own rate beside it."""
    told = minimum(109366).notices[0].text
    assert "$126,384" in told
    assert "$151,661" in told
    assert "derived" in minimum(109366, date(2025, 6, 1)).notices[0].text
    assert minimum(109366, date(2020, 6, 1)).notices == ()


@pytest.mark.parametrize(
    ("rate", "told"), [(0, "cannot be"), (-1, "negative"), (60, "cannot be"), (10**7, "cannot be")]
)
def test_a_base_rate_that_cannot_be_is_named(rate: Any, told: str) -> None:
    """Nothing, less than nothing, an hourly rate and a fortune are no GS-15 rate."""
    with pytest.raises(InvalidInputError, match=told):
        minimum(rate)


def test_before_the_open_range_there_is_no_minimum() -> None:
    """The day before 11 January 2004 is refused."""
    with pytest.raises(NotInForceError, match="11 January 2004"):
        minimum(87439, date(2004, 1, 10))
    assert minimum(87439, date(2004, 1, 11)).value == {"minimum": 104927}


@given(st.integers(10_000, 800_000))
def test_the_minimum_is_the_nearest_dollar(rate: int) -> None:
    """Of any whole rate 120 percent to the nearest dollar; a tie cannot occur."""
    exact = Decimal(rate) * 12 / 10
    assert minimum(rate).value["minimum"] == exact.quantize(Decimal(1), ROUND_HALF_UP)
    assert abs(Decimal(str(minimum(rate).value["minimum"])) - exact) < Decimal("0.5")
