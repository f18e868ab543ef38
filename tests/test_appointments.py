"""How many noncareer and limited appointees there may be, and how long limited service lasts."""

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


def work(name: str, on: date = ON, **inputs: Any) -> Calculation:
    """Run a calculator by name."""
    return CALCULATORS[name].calculate(inputs, on)


@pytest.mark.parametrize(
    ("positions", "noncareer", "limited"), [(1, 0, 0), (9, 0, 0), (10, 1, 0), (19, 1, 0), (20, 2, 1), (8_123, 812, 406)]
)
def test_the_government_has_ten_and_five_percent(positions: int, noncareer: int, limited: int) -> None:
    """Of all positions 10 percent may be noncareer and 5 percent limited, rounded down; this is the default scope."""
    for scope in (None, "government"):
        found = work("appointment_limits", positions=positions, scope=scope)
        assert found.value == {"noncareer": noncareer, "limited": limited}
        assert f"at most {noncareer} " in found.sentence
        assert f"at most {limited} " in found.sentence


@pytest.mark.parametrize(("positions", "noncareer"), [(4, 1), (7, 1), (8, 2), (99, 24), (100, 25)])
def test_an_agency_has_twenty_five_percent_or_its_number_of_1978(positions: int, noncareer: int) -> None:
    """From 4 positions on a quarter may be noncareer, and the number of 1978 is named as the other bound."""
    found = work("appointment_limits", positions=positions, scope="agency")
    assert found.value == {"noncareer": noncareer}
    assert "1978" in found.sentence
    assert any("1978" in notice.text for notice in found.notices)


@pytest.mark.parametrize("positions", [1, 3])
def test_a_small_agency_is_excepted(positions: int) -> None:
    """With fewer than 4 positions an agency has no limit on noncareer appointees."""
    found = work("appointment_limits", positions=positions, scope="agency")
    assert found.value == {"noncareer": "no limit"}
    assert "excepted" in found.sentence
    assert found.notices == ()


@pytest.mark.parametrize(
    ("inputs", "said"),
    [
        ({"positions": 0}, "at least 1"),
        ({"positions": -5}, "whole number"),
        ({"positions": "10.5"}, "whole number"),
        ({"positions": 10, "scope": "bureau"}, "'bureau' is none of them"),
    ],
)
def test_positions_that_cannot_be_are_refused(inputs: dict[str, Any], said: str) -> None:
    """No positions, parts of one and an unknown scope are named."""
    with pytest.raises(InvalidInputError, match=said):
        work("appointment_limits", **inputs)


@given(st.integers(1, 900_000), st.integers(0, 1_000), st.sampled_from(["government", "agency"]))
def test_more_positions_never_lower_a_limit(positions: int, more: int, scope: str) -> None:
    """The limits grow with the positions, and 5 percent never exceed 10."""
    small, large = (
        work("appointment_limits", positions=n + 4, scope=scope).value for n in (positions, positions + more)
    )
    for name, limit in small.items():
        assert Decimal(str(large[name])) >= Decimal(str(limit))
    assert scope == "agency" or Decimal(str(small["limited"])) <= Decimal(str(small["noncareer"]))


@pytest.mark.parametrize(
    ("served", "left", "allowed"),
    [
        ("0", 36, "yes"),
        ("30.5", "5.5", "yes"),
        ("35", 1, "yes"),
        ("35.99", "0.01", "yes"),
        ("36", 0, "no"),
        ("48", 0, "no"),
    ],
)
def test_thirty_six_months_in_forty_eight(served: str, left: object, allowed: str) -> None:
    """Up to 36 months may be served; at 36 none is left and the answer is "No." with the law."""
    found = work("limited_service", months_served=served)
    assert found.value == {"months_left": Decimal(str(left)), "allowed": allowed}
    assert found.sentence.startswith("No. ") is (allowed == "no")
    assert ("3395(c)" in found.sentence) is (allowed == "no")


@pytest.mark.parametrize("served", ["-1", "48.5", "many"])
def test_months_that_the_window_cannot_hold_are_refused(served: str) -> None:
    """Fewer than none and more than 48 months are named."""
    with pytest.raises(InvalidInputError):
        work("limited_service", months_served=served)


@pytest.mark.parametrize(
    ("kind", "start", "last"),
    [
        ("limited_term", "2026-03-01", "2029-02-28"),
        ("limited term", "2026-01-01", "2028-12-31"),
        ("Limited-Term", "2024-02-29", "2027-02-28"),
        ("limited_term", "2025-03-01", "2028-02-29"),
        ("limited_emergency", "2026-03-01", "2027-08-31"),
        ("limited_emergency", "2026-08-31", "2028-02-29"),
        ("limited_emergency", "2025-08-31", "2027-02-28"),
        ("limited_emergency", "2025-08-29", "2027-02-28"),
        ("limited_emergency", "2025-08-28", "2027-02-27"),
        ("limited_emergency", "2026-12-15", "2028-06-14"),
    ],
)
def test_a_limited_appointment_ends_the_day_before_the_same_date(kind: str, start: str, last: str) -> None:
    """Three years or 18 months later, month ends and leap years included."""
    found = work("appointment_end", appointment=kind, start=start)
    assert found.value == {"last_day": last}
    assert found.sentence.count(str(date.fromisoformat(last).year)) >= 1
    assert "derived" in found.notices[0].text


@pytest.mark.parametrize(
    ("start", "last"),
    [
        ("2026-03-02", "2027-03-01"),
        ("2024-02-29", "2025-02-28"),
        ("2023-03-01", "2024-02-29"),
        ("2026-01-01", "2026-12-31"),
    ],
)
def test_probation_lasts_a_year(start: str, last: str) -> None:
    """The last day is the day before the same date of the next year."""
    assert work("probation_end", start=start).value == {"last_day": last}


@given(st.dates(date(2004, 1, 11), date(2150, 12, 31)))
def test_the_day_after_a_period_is_its_anniversary(start: date) -> None:
    """Where the same date exists later, it is the first day after the period; later starts never end earlier."""
    last = date.fromisoformat(str(work("probation_end", start=start).value["last_day"]))
    after = date.fromordinal(last.toordinal() + 1)
    assert (after.month, after.day) == ((3, 1) if (start.month, start.day) == (2, 29) else (start.month, start.day))
    assert after.year == start.year + 1
    later = work("probation_end", start=date.fromordinal(start.toordinal() + 1)).value["last_day"]
    assert date.fromisoformat(str(later)) >= last


@pytest.mark.parametrize(
    ("inputs", "said"),
    [
        ({"appointment": "limited_term", "start": "2026-02-30"}, "no date"),
        ({"appointment": "limited_term", "start": "2200-01-01"}, "too far ahead"),
        ({"appointment": "career", "start": "2026-03-01"}, "'career' is none of them"),
    ],
)
def test_appointments_that_cannot_be_are_refused(inputs: dict[str, Any], said: str) -> None:
    """30 February, a day in another age and an appointment without a term are named."""
    with pytest.raises(InvalidInputError, match=said):
        work("appointment_end", **inputs)


@pytest.mark.parametrize(
    ("name", "inputs"),
    [
        ("appointment_limits", {"positions": 100}),
        ("appointment_limits", {"positions": 2, "scope": "agency"}),
        ("limited_service", {"months_served": 1}),
        ("appointment_end", {"appointment": "limited_term", "start": "2026-03-01"}),
        ("probation_end", {"start": "2026-03-01"}),
    ],
)
def test_before_the_tables_there_is_no_answer(name: str, inputs: dict[str, Any]) -> None:
    """On 10 January 2004 these rules are not known here; on the day after they are."""
    assert work(name, date(2004, 1, 11), **inputs).value
    with pytest.raises(NotInForceError, match="11 January 2004"):
        work(name, date(2004, 1, 10), **inputs)


def test_a_start_before_the_tables_is_refused() -> None:
    """The day of the appointment itself must lie within what is known."""
    with pytest.raises(NotInForceError, match="10 January 2004"):
        work("probation_end", start="2004-01-10")
