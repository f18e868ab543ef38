"""Leave earned, carried over, forfeited and paid out, and pay of other periods as an annual rate."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from assistant.rules.calculators import CALCULATORS
from assistant.rules.fields import InvalidInputError, MissingInputError
from assistant.rules.tables import NotInForceError
from assistant.types import Calculation

ON = date(2026, 6, 1)
FACTS = Path(__file__).resolve().parents[2] / "shared" / "facts" / "calculators.yaml"
needs_facts = pytest.mark.skipif(not FACTS.is_file(), reason="the fact pack is not beside this checkout")
halves = st.integers(0, 4_000).map(lambda quarters: Decimal(quarters) / 4)


def work(name: str, on: date = ON, **inputs: Any) -> Calculation:
    """Run a calculator by name."""
    return CALCULATORS[name].calculate(inputs, on)


def told(found: Calculation) -> str:
    """Return all notices of a calculation as one text."""
    return " ".join(notice.text for notice in found.notices)


@needs_facts
def test_every_leave_vector_of_the_fact_pack_holds() -> None:
    """Carry-over, forfeiture and a year's accrual come out as published, and so do the quantities."""
    leave = yaml.safe_load(FACTS.read_text(encoding="utf-8"))["leave"]
    carry, year = leave["test_vectors"]
    found = work("annual_leave", pay_periods=0, balance=carry["balance_at_year_end"]).value
    assert (found["carried"], found["forfeited"]) == (carry["carried"], carry["forfeited"])
    assert work("annual_leave", pay_periods=year["pay_periods"]).value["earned"] == year["annual_earned"]
    assert work("sick_leave", pay_periods=year["pay_periods"]).value["earned"] == year["sick_earned"]
    assert work("annual_leave", pay_periods=1).value["earned"] == leave["annual_accrual_hours_per_full_pay_period"]
    assert work("sick_leave", pay_periods=1).value["earned"] == leave["sick_accrual_hours_per_full_pay_period"]
    full = work("annual_leave", pay_periods=0, balance=5_000).value
    assert full["carried"] == leave["annual_carryover_ceiling_hours"]


def test_a_year_is_projected_from_balance_periods_and_use() -> None:
    """600 hours, 26 periods and 40 hours used leave 768, of which 720 carry over and 48 are lost."""
    found = work("annual_leave", pay_periods="26", balance="600", hours_used="40")
    assert found.value == {"earned": 208, "year_end_balance": 768, "carried": 720, "forfeited": 48}
    for figure in ("208 hours", "600 hours", "40 used", "768 hours", "720 hours", "48 hours"):
        assert figure in found.sentence.replace("40 hours used", "40 used")
    assert found.inputs == {"on": "2026-06-01", "pay_periods": "26", "balance": "600", "hours_used": "40"}


@pytest.mark.parametrize(
    ("balance", "carried", "forfeited"), [("719.75", "719.75", 0), (720, 720, 0), ("720.25", 720, "0.25")]
)
def test_the_ceiling_takes_only_what_is_above_it(balance: object, carried: object, forfeited: object) -> None:
    """Just under and at 720 hours nothing is lost; just over, only the excess."""
    value = work("annual_leave", pay_periods=0, balance=balance).value
    assert (value["carried"], value["forfeited"]) == (Decimal(str(carried)), Decimal(str(forfeited)))


@pytest.mark.parametrize(("periods", "annual", "sick"), [(0, 0, 0), (1, 8, 4), (26, 208, 104), (27, 216, 108)])
def test_each_full_period_brings_its_hours(periods: int, annual: int, sick: int) -> None:
    """None, one, 26 and 27 pay periods bring 8 and 4 hours each."""
    assert work("annual_leave", pay_periods=periods).value["earned"] == annual
    assert work("sick_leave", pay_periods=periods).value["earned"] == sick


@pytest.mark.parametrize("name", ["annual_leave", "sick_leave"])
def test_an_assumed_number_of_periods_is_announced(name: str) -> None:
    """Without a number 26 periods are taken and said so; with one nothing is assumed."""
    assert work(name).value["earned"] == work(name, pay_periods=26).value["earned"]
    assert "26 pay periods is assumed" in told(work(name))
    assert "is assumed" not in told(work(name, pay_periods=26))


def test_sick_leave_has_no_ceiling_and_says_how_sure_that_is() -> None:
    """All sick leave stays, and that it may accumulate without limit is announced as recalled."""
    found = work("sick_leave", pay_periods=26, balance=3_000)
    assert found.value == {"earned": 104, "year_end_balance": 3_104}
    assert "recalled" in told(found)


@pytest.mark.parametrize(
    ("inputs", "said"),
    [
        ({"pay_periods": 28}, "26 or 27 full pay periods, not 28"),
        ({"pay_periods": -1}, "whole number"),
        ({"pay_periods": "25.5"}, "whole number"),
        ({"pay_periods": "many"}, "not a number"),
        ({"balance": -1}, "cannot be below zero: -1"),
        ({"hours_used": -8}, "cannot be below zero: -8"),
        ({"balance": 20_001}, "beyond a working life"),
        ({"balance": "1e999999999"}, "more digits than any figure"),
        ({"balance": "1e-999999999"}, "more digits than any figure"),
        ({"pay_periods": 1, "balance": 10, "hours_used": "18.5"}, "18.5 hours used are more than the 18 hours"),
        ({"colour": "blue"}, "no input 'colour'"),
    ],
)
@pytest.mark.parametrize("name", ["annual_leave", "sick_leave"])
def test_hours_that_cannot_be_are_refused(name: str, inputs: dict[str, Any], said: str) -> None:
    """Too many periods, negative or endless hours and more use than there is are named in a sentence."""
    if name == "sick_leave" and "18 hours" in said:
        said = said.replace("18 hours", "14 hours")
    with pytest.raises(InvalidInputError, match=said):
        work(name, **inputs)


def test_as_many_hours_as_there_are_may_be_used() -> None:
    """The last hour may be used, not one more."""
    assert work("annual_leave", pay_periods=1, balance=10, hours_used=18).value["year_end_balance"] == 0


@pytest.mark.parametrize(("name", "first"), [("annual_leave", date(2004, 10, 30)), ("sick_leave", date(2004, 1, 11))])
def test_before_the_rule_there_is_none(name: str, first: date) -> None:
    """The rule answers from its first day on, and refuses the day before, naming that day."""
    assert work(name, first).value["earned"]
    with pytest.raises(NotInForceError, match=f"{first.day} {first:%B %Y}"):
        work(name, date.fromordinal(first.toordinal() - 1))


def test_the_recalled_first_day_of_the_accrual_is_announced_in_its_year() -> None:
    """In 2004 the day from which 8 hours accrue is said to be recalled; later it does not matter."""
    assert "30 October 2004 is recalled" in told(work("annual_leave", date(2004, 12, 1), pay_periods=1))
    assert "recalled" not in told(work("annual_leave", date(2005, 1, 1), pay_periods=1))


@given(st.integers(0, 27), halves, halves)
def test_what_is_carried_and_forfeited_is_the_balance(periods: int, balance: Decimal, share: Decimal) -> None:
    """Carried and forfeited hours add up to the balance, neither below 0 nor above the ceiling."""
    used = min(share, balance)
    value = work("annual_leave", pay_periods=periods, balance=balance, hours_used=used).value
    carried, forfeited, end = value["carried"], value["forfeited"], value["year_end_balance"]
    assert isinstance(carried, Decimal)
    assert isinstance(forfeited, Decimal)
    assert carried + forfeited == end == balance + 8 * periods - used
    assert 0 <= carried <= 720
    assert forfeited >= 0


@given(st.integers(0, 26), halves)
def test_a_further_period_never_lowers_a_balance(periods: int, balance: Decimal) -> None:
    """One more pay period adds 8 hours to the balance and never takes from what is carried."""
    fewer, more = (work("annual_leave", pay_periods=n, balance=balance).value for n in (periods, periods + 1))
    assert Decimal(str(more["year_end_balance"])) - Decimal(str(fewer["year_end_balance"])) == 8
    assert Decimal(str(more["carried"])) >= Decimal(str(fewer["carried"]))


def test_unused_leave_has_a_value_to_the_cent() -> None:
    """$200,000 a year is $95.83 an hour, so 480 hours are worth $45,998.40; both divisor and right are assumed."""
    found = work("leave_payout", hours=480, basic_pay="$200,000")
    assert found.value == {"hourly_rate": Decimal("95.83"), "amount": Decimal("45998.40")}
    assert "$45,998.40" in found.sentence
    assert "$95.83" in found.sentence
    assert "outside the aggregate limit" in found.sentence
    assert "2,087 hours" in told(found)
    assert "right to the lump sum" in told(found)
    assert "assumption" in found.steps[0].label


@pytest.mark.parametrize(
    ("pay", "hourly"),
    [("208700", 100), ("151661", "72.67"), ("228000", "109.25"), ("10445.43", "5"), ("10445.44", "5.01")],
)
def test_the_hourly_rate_is_rounded_to_the_nearest_cent(pay: str, hourly: object) -> None:
    """The annual rate over 2,087 is rounded once, half a cent upward, before it is multiplied."""
    found = work("leave_payout", hours=1, basic_pay=pay).value
    assert found["hourly_rate"] == found["amount"] == Decimal(str(hourly))


@given(st.integers(1, 2_000), st.integers(10_000, 999_999), st.integers(0, 1_000))
def test_more_hours_or_more_pay_are_never_worth_less(hours: int, pay: int, more: int) -> None:
    """The lump sum grows with the hours and with the pay."""
    base = work("leave_payout", hours=hours, basic_pay=pay).value["amount"]
    assert Decimal(str(work("leave_payout", hours=hours + more, basic_pay=pay).value["amount"])) >= Decimal(str(base))
    assert Decimal(str(work("leave_payout", hours=hours, basic_pay=pay + 1).value["amount"])) >= Decimal(str(base))


@pytest.mark.parametrize(
    ("inputs", "said"),
    [
        ({"hours": 0, "basic_pay": 200_000}, "more than 0"),
        ({"hours": -1, "basic_pay": 200_000}, "more than 0"),
        ({"hours": 20_001, "basic_pay": 200_000}, "at most 20,000, not 20,001"),
        ({"hours": "NaN", "basic_pay": 200_000}, "not a number"),
        ({"hours": 10, "basic_pay": 0}, r"\$0 cannot be the annual rate"),
        ({"hours": 10, "basic_pay": -200_000}, "negative"),
        ({"hours": 10, "basic_pay": 9_999}, r"\$9,999 cannot be the annual rate .* \$151,661 to \$228,000"),
        ({"hours": 10, "basic_pay": 1_000_001}, "cannot be the annual rate"),
    ],
)
def test_a_lump_sum_of_nothing_or_of_absurd_pay_is_refused(inputs: dict[str, Any], said: str) -> None:
    """No hours, too many, and pay that is no annual rate are named in a sentence."""
    with pytest.raises(InvalidInputError, match=said):
        work("leave_payout", **inputs)


def test_a_lump_sum_needs_hours_and_pay() -> None:
    """What is missing is asked for, by name."""
    with pytest.raises(MissingInputError) as missing:
        work("leave_payout", hours=10)
    assert [need.name for need in missing.value.needs] == ["basic_pay"]


@pytest.mark.parametrize(
    ("amount", "per", "annual", "assumed"),
    [
        ("109.25", "hour", "228004.75", 1),
        ("8740", "pay_period", "228004.75", 2),
        ("8740", "pay period", "228004.75", 2),
        ("19000", "month", "228000", 0),
    ],
)
def test_pay_of_any_period_becomes_an_annual_rate(amount: str, per: str, annual: str, assumed: int) -> None:
    """An hour counts 2,087 times, a pay period is 80 hours, a month a twelfth; recalled figures are announced."""
    found = work("pay_conversion", amount=amount, per=per)
    assert found.value == {"annual": Decimal(annual)}
    assert len(found.notices) == assumed
    assert "pay period" in found.sentence or "period" not in per


@pytest.mark.parametrize(
    ("inputs", "said"),
    [
        ({"amount": 0, "per": "hour"}, r"\$0 per hour comes to \$0 a year"),
        ({"amount": -5, "per": "hour"}, "negative"),
        ({"amount": 9_000, "per": "hour"}, "which no rate of SES pay can be"),
        ({"amount": 100, "per": "week"}, "'week' is none of them"),
        ({"amount": "1.005", "per": "hour"}, "parts of a cent"),
    ],
)
def test_pay_that_cannot_be_is_not_converted(inputs: dict[str, Any], said: str) -> None:
    """Nothing, less than nothing, too much, and a period that is not known are refused."""
    with pytest.raises(InvalidInputError, match=said):
        work("pay_conversion", **inputs)


@pytest.mark.parametrize(("annual", "hourly"), [("228000", "109.25"), ("200000", "95.83"), ("0.01", "0")])
def test_an_annual_rate_is_told_by_the_hour(annual: str, hourly: str) -> None:
    """An annual rate divided by 2,087 hours is the hourly one, to the cent; the divisor is recalled."""
    found = work("pay_conversion", amount=annual, per="year")
    assert found.value == {"annual": Decimal(annual), "hourly": Decimal(hourly)}
    assert len(found.notices) == 1
    assert "an hour" in found.sentence


@given(st.integers(1, 47_000))
def test_an_hour_and_eighty_of_them_come_to_the_same_year(pence: int) -> None:
    """A pay period of 80 equal hours has the annual rate of the hour."""
    hour = Decimal(pence) / 100
    one, eighty = (
        work("pay_conversion", amount=hour, per="hour"),
        work("pay_conversion", amount=hour * 80, per="pay_period"),
    )
    assert one.value == eighty.value
