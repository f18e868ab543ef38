"""The aggregate limit on pay: 5 U.S.C. 5307; 5 CFR 530.201-204."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.rules.aggregate import AGGREGATE_LIMIT
from assistant.rules.fields import InvalidInputError, MissingInputError
from assistant.rules.tables import NotInForceError
from assistant.types import Calculation
from tests.facts import needs_facts, rows, vectors

ON = date(2026, 6, 1)
paid = st.integers(min_value=1, max_value=100_000_000).map(lambda cents: Decimal(cents) / 100)
others = st.integers(min_value=0, max_value=100_000_000).map(lambda cents: Decimal(cents) / 100)


def limit(on: date = ON, *, year_named: bool = False, **inputs: Any) -> Calculation:
    """Work out the limit."""
    return AGGREGATE_LIMIT.calculate(inputs, on, year_named=year_named)


@needs_facts
def test_every_published_limit_comes_out() -> None:
    """The vectors of the fact pack are met: cap, what is payable now, what is deferred."""
    assert len(vectors("aggregate_limit")) >= 3
    for vector in vectors("aggregate_limit"):
        suffix = "certified" if vector["certified"] else "not_certified"
        found = limit(
            date(vector["year"], 7, 1),
            certified=vector["certified"],
            basic_pay_paid=vector["basic"],
            other_payments=vector["other"],
        ).value
        assert found == {
            f"limit_{suffix}": vector["cap"],
            f"payable_now_{suffix}": vector["payable_now"],
            f"deferred_{suffix}": vector["deferred"],
        }


@pytest.mark.parametrize("year", [row["year"] for row in rows("pay.csv")])
def test_every_published_cap_is_the_years(year: str) -> None:
    """Each year's two caps are those published, on the first day of the year's table and on its last day."""
    row = next(row for row in rows("pay.csv") if row["year"] == year)
    for on in (date.fromisoformat(row["effective_date"]), date(int(year), 12, 31)):
        assert limit(on).value == {
            "limit_certified": Decimal(row["aggregate_cap_certified_VP_official"]),
            "limit_not_certified": Decimal(row["aggregate_cap_not_certified"]),
        }


def test_what_is_not_told_is_worked_out_both_ways() -> None:
    """Without word of certification both limits divide the payments, and the sentence says all figures."""
    found = limit(basic_pay_paid="$228,000", other_payments=80000)
    assert found.value == {
        "limit_certified": 292300,
        "limit_not_certified": 253100,
        "payable_now_certified": 64300,
        "deferred_certified": 15700,
        "payable_now_not_certified": 25100,
        "deferred_not_certified": 54900,
    }
    for amount in ("$292,300", "$253,100", "$228,000", "$80,000", "$64,300", "$15,700", "$25,100", "$54,900"):
        assert amount in found.sentence
    assert "start of 2027" in found.sentence


def test_basic_pay_alone_tells_the_room() -> None:
    """With basic pay and no other payments the room that is left is told."""
    found = limit(certified="yes", basic_pay_paid=228000)
    assert found.value == {"limit_certified": 292300}
    assert "room for other payments of $64,300" in found.sentence


@pytest.mark.parametrize(
    ("other", "now", "deferred", "said"),
    [
        ("64300", "64300", "0", "all $64,300 can be paid in 2026"),
        ("64300.01", "64300", "0.01", "$64,300 can be paid in 2026 and $0.01 is deferred"),
        ("64299.99", "64299.99", "0", "all $64,299.99 can be paid in 2026"),
        ("0", "0", "0", "all $0 can be paid in 2026"),
    ],
)
def test_the_cap_is_met_to_the_cent(other: str, now: str, deferred: str, said: str) -> None:
    """At the limit nothing is deferred, a cent above it one cent is."""
    found = limit(certified=True, basic_pay_paid=228000, other_payments=other)
    assert found.value["payable_now_certified"] == Decimal(now)
    assert found.value["deferred_certified"] == Decimal(deferred)
    assert said in found.sentence
    assert ("lump sum" in found.sentence) == (deferred != "0")


def test_basic_pay_at_the_limit_defers_everything_else() -> None:
    """Basic pay itself is never deferred; above the limit it leaves no room."""
    for basic in (253100, 260000):
        found = limit(certified=False, basic_pay_paid=basic, other_payments=1000)
        assert (found.value["payable_now_not_certified"], found.value["deferred_not_certified"]) == (0, 1000)
        assert "all $1,000 is deferred" in found.sentence


def test_an_annual_rate_stands_in_with_a_notice() -> None:
    """A rate in place of what was paid gives the same arithmetic, announced; what was paid comes first."""
    stood_in = limit(certified=True, annual_rate=228000, other_payments=80000)
    exact = limit(certified=True, basic_pay_paid=228000, other_payments=80000)
    both = limit(certified=True, basic_pay_paid=220000, annual_rate=228000, other_payments=80000)
    assert stood_in.value == exact.value
    assert any("stands in" in notice.text for notice in stood_in.notices if notice.kind == "assumption")
    assert not any("stands in" in notice.text for found in (exact, both) for notice in found.notices)
    assert both.value["payable_now_certified"] == 72300


def test_what_counts_is_told_with_payments_only() -> None:
    """The remark on what counts comes when payments are given, not with the bare limit."""
    assert any("What counts" in notice.text for notice in limit(basic_pay_paid=200000).notices)
    assert not any("What counts" in notice.text for notice in limit().notices)


@pytest.mark.parametrize(("year", "said"), [(2024, False), (2025, True), (2026, True)])
def test_a_derived_cap_says_so(year: int, said: bool) -> None:
    """The Vice President's salary of 2024 was seen; those of 2025 and 2026 are derived and say so."""
    found = limit(date(year, 7, 1), certified=True)
    assert any("derived" in notice.text for notice in found.notices) is said


def test_other_payments_ask_for_basic_pay() -> None:
    """Other payments alone cannot be divided: what was paid is asked for."""
    with pytest.raises(MissingInputError) as missing:
        limit(other_payments=80000)
    assert [need.name for need in missing.value.needs] == ["basic_pay_paid"]


def test_a_rank_counts_with_the_other_payments() -> None:
    """35 or 20 percent of the rate, or of the pay where no rate is told, is added, shown and cited."""
    found = limit(certified=True, basic_pay_paid=228_000, other_payments=20_000, rank="distinguished")
    assert found.value["deferred_certified"] == Decimal("35500.00")
    assert "$79,800" in found.sentence
    assert any("4507" in reference.locator for reference in found.references)
    by_rate = limit(certified=True, basic_pay_paid=100_000, annual_rate=200_000, rank="meritorious")
    assert by_rate.value["payable_now_certified"] == Decimal("40000.00")
    with pytest.raises(MissingInputError):
        limit(rank="meritorious")


@pytest.mark.parametrize(
    ("inputs", "told"),
    [
        ({"basic_pay_paid": 0}, "cannot be the basic pay actually paid"),
        ({"basic_pay_paid": -1}, "negative"),
        ({"basic_pay_paid": 1000001}, "cannot be the basic pay actually paid"),
        ({"annual_rate": 95}, "cannot be the annual rate"),
        ({"annual_rate": 0}, "cannot be the annual rate"),
        ({"basic_pay_paid": 200000, "other_payments": -1}, "negative"),
        ({"basic_pay_paid": 200000, "other_payments": 1000001}, "cannot be the other payments"),
        ({"basic_pay_paid": "200000.001"}, "parts of a cent"),
        ({"certified": "perhaps"}, "yes or no"),
    ],
)
def test_what_cannot_be_is_named(inputs: dict[str, Any], told: str) -> None:
    """Impossible amounts are refused with the problem."""
    with pytest.raises(InvalidInputError, match=told):
        limit(**inputs)


def test_a_date_without_a_table_is_refused() -> None:
    """Before the tables, and for a later year that was named, there is no limit; undated, the last one is outdated."""
    with pytest.raises(NotInForceError, match="11 January 2004"):
        limit(date(2004, 1, 10))
    with pytest.raises(NotInForceError, match="2031"):
        limit(date(2031, 12, 31), year_named=True)
    assert any(notice.kind == "outdated" for notice in limit(date(2027, 6, 1)).notices)


@given(st.integers(2005, 2026), paid, others)
def test_nothing_is_lost_and_the_cap_is_kept(year: int, basic: Decimal, other: Decimal) -> None:
    """Payable and deferred make the whole, neither is negative, and no payment passes the cap."""
    found = limit(date(year, 7, 1), basic_pay_paid=basic, other_payments=other).value
    for suffix in ("certified", "not_certified"):
        now, deferred, cap = (Decimal(str(found[f"{key}_{suffix}"])) for key in ("payable_now", "deferred", "limit"))
        assert now + deferred == other
        assert now >= 0
        assert deferred >= 0
        assert now == 0 or basic + now <= cap
        assert deferred == 0 or basic + now >= cap
