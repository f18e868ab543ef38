"""Recruitment, relocation and retention incentives: 5 U.S.C. 5753 and 5754."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.rules.fields import InvalidInputError, MissingInputError
from assistant.rules.incentives import INCENTIVE_CALCULATOR
from assistant.rules.tables import NotInForceError
from assistant.types import Calculation
from tests.facts import needs_facts, vectors

ON = date(2026, 6, 1)
pay = st.integers(min_value=1_000_000, max_value=100_000_000).map(lambda cents: Decimal(cents) / 100)
years = st.integers(min_value=1, max_value=48).map(lambda months: round(Decimal(months) / 12, 4))


def most(on: date = ON, **inputs: Any) -> Calculation:
    """Work out an incentive at most."""
    return INCENTIVE_CALCULATOR.calculate(inputs, on)


@needs_facts
@pytest.mark.parametrize("incentive", ["recruitment", "relocation"])
def test_every_published_incentive_comes_out(incentive: str) -> None:
    """The vectors of the fact pack are met, for recruitment and relocation alike."""
    assert len(vectors("incentives")) >= 2
    for vector in vectors("incentives"):
        found = most(incentive=incentive, basic_pay=vector["basic"], years=vector["years"]).value
        assert (found["standard"], found["waiver"]) == (vector["standard"], vector["waiver"])


@pytest.mark.parametrize(
    ("agreed", "standard", "waiver"),
    [
        ("0.5", 25000, 50000),
        ("1", 50000, 100000),
        ("1.5", 75000, 150000),
        ("2", 100000, 200000),
        ("2.5", 125000, 200000),
        ("3", 150000, 200000),
        ("4", 200000, 200000),
    ],
)
def test_each_year_agreed_to_adds_a_quarter_of_pay(agreed: str, standard: int, waiver: int) -> None:
    """25 percent a year; with a waiver 50 percent a year, but never above one year's pay."""
    found = most(incentive="recruitment", basic_pay=200000, years=agreed)
    assert found.value == {"allowed": "yes", "standard": standard, "waiver": waiver}
    assert found.unit == "USD"
    assert f"${standard:,} in all" in found.sentence
    assert f"${waiver:,} under a critical-need waiver" in found.sentence
    assert [step.value for step in found.steps][::2] == [f"${standard:,}", f"${waiver:,}"]


@pytest.mark.parametrize(("incentive", "standard"), [("retention", 50000), ("group_retention", 20000)])
def test_retention_is_a_share_of_pay_a_year(incentive: str, standard: int) -> None:
    """25 percent for one person, 10 for a group, 50 with a waiver for either."""
    found = most(incentive=incentive, basic_pay=200000)
    assert found.value == {"allowed": "yes", "standard": standard, "waiver": 100000}
    assert found.unit == "USD/year"
    assert f"${standard:,} a year" in found.sentence
    assert all("5754" in step.label for step in found.steps)


@pytest.mark.parametrize("written", ["group retention", "Group_Retention", "group-retention"])
def test_a_kind_may_be_written_as_people_write(written: str) -> None:
    """Spaces, hyphens and capitals do not matter."""
    assert most(incentive=written, basic_pay=200000).value["standard"] == 20000


@pytest.mark.parametrize(
    ("incentive", "section"),
    [("recruitment", "5753"), ("relocation", "5753"), ("retention", "5754"), ("group_retention", "5754")],
)
def test_a_noncareer_appointee_gets_none(incentive: str, section: str) -> None:
    """A noncareer appointee is told No with the section, before any year is asked for; others are not."""
    found = most(incentive=incentive, basic_pay=200000, appointment="noncareer")
    assert found.value == {"allowed": "no"}
    assert found.sentence.startswith("No. ")
    assert f"5 U.S.C. {section}(a)(2)(B)" in found.sentence
    assert "$" not in found.sentence
    for other in ("career", "limited"):
        assert most(incentive=incentive, basic_pay=200000, years=1, appointment=other).value["allowed"] == "yes"


@pytest.mark.parametrize("incentive", ["recruitment", "relocation"])
def test_a_service_agreement_is_needed(incentive: str) -> None:
    """Recruitment and relocation ask for the years agreed to."""
    with pytest.raises(MissingInputError) as missing:
        most(incentive=incentive, basic_pay=200000)
    assert [need.name for need in missing.value.needs] == ["years"]


@pytest.mark.parametrize("agreed", ["0", "4.01", "5", "-1"])
def test_more_than_four_years_or_none_is_refused(agreed: str) -> None:
    """The agreement is more than none and at most four years."""
    with pytest.raises(InvalidInputError, match=r"at most 4 years \(5 U\.S\.C\. 5753\(c\)\(1\)\)"):
        most(incentive="relocation", basic_pay=200000, years=agreed)


@pytest.mark.parametrize(
    ("inputs", "told"),
    [
        ({"incentive": "signing", "basic_pay": 200000}, "recruitment, relocation, retention, group_retention"),
        ({"incentive": "retention", "basic_pay": 0}, "cannot be the annual rate"),
        ({"incentive": "retention", "basic_pay": -1}, "negative"),
        ({"incentive": "retention", "basic_pay": 95}, "cannot be the annual rate"),
        ({"incentive": "recruitment", "basic_pay": 200000, "years": "two"}, "not a number"),
    ],
)
def test_what_cannot_be_is_named(inputs: dict[str, Any], told: str) -> None:
    """Unknown kinds and impossible pay or years are refused."""
    with pytest.raises(InvalidInputError, match=told):
        most(**inputs)


def test_it_is_told_that_incentives_count() -> None:
    """Every amount comes with the remark that it counts toward the aggregate limit, and whom it is closed to."""
    told = most(incentive="retention", basic_pay=200000).notices[0]
    assert told.kind == "general_information"
    assert "aggregate limit" in told.text
    assert "noncareer" in told.text


def test_before_the_law_is_held_there_is_no_incentive() -> None:
    """A day before 11 January 2004 is refused, the day itself is not."""
    with pytest.raises(NotInForceError, match="11 January 2004"):
        most(date(2004, 1, 10), incentive="retention", basic_pay=150000)
    assert most(date(2004, 1, 11), incentive="retention", basic_pay=150000).value["standard"] == 37500


@given(pay, years)
def test_a_waiver_never_lowers_and_one_years_pay_is_never_passed(basic_pay: Decimal, agreed: Decimal) -> None:
    """For any pay and agreement: standard at most waiver, waiver at most one year's pay."""
    found = most(incentive="recruitment", basic_pay=basic_pay, years=agreed).value
    assert 0 < Decimal(str(found["standard"])) <= Decimal(str(found["waiver"])) <= basic_pay


@given(pay, years, years)
def test_more_years_never_bring_less(basic_pay: Decimal, one: Decimal, other: Decimal) -> None:
    """The bounds rise with the years agreed to."""
    few, many = (
        most(incentive="relocation", basic_pay=basic_pay, years=agreed).value for agreed in sorted((one, other))
    )
    assert Decimal(str(few["standard"])) <= Decimal(str(many["standard"]))
    assert Decimal(str(few["waiver"])) <= Decimal(str(many["waiver"]))
