"""Dates as people type them: each is read, or is told to be none."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.date_forms import in_usual_form
from assistant.dates import ImpossibleDateError

ON = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the range on 1/14/24", "the range on 2024-01-14"),
        ("the range on 12-31-2023?", "the range on 2023-12-31?"),
        ("the range on 31-12-2023", "the range on 2023-12-31"),
        ("as of 31/12/2023", "as of 2023-12-31"),
        ("on 14.01.2024", "on 2024-01-14"),
        ("on 5.3.2023", "on 2023-03-05"),
        ("as at 20220601", "as at 2022-06-01"),
        ("pay in '23", "pay in 2023"),
        ("the range ten years ago", "the range in 2016"),
        ("pay range 3 years ago", "pay range in 2023"),
        ("what could we pay five years ago?", "what could we pay in 2021?"),
        ("in the year before last", "in 2024"),
    ],
)
def test_a_date_is_put_in_the_usual_form(text: str, expected: str) -> None:
    """Short years, dashes, dots, the day before the month, and years told by their distance are all read."""
    assert in_usual_form(text, ON) == expected


@pytest.mark.parametrize(
    "text",
    [
        "weights 20/20/20/20/20 and ratings 5/4/4/3/4",
        "weights 10/20/30",
        "I joined the SES ten years ago.",
        "5 CFR 534.404 and 2.1.3",
        "a bonus of $1.12.50",
        "120 hours in 2026",
        "the '90s",
        "phone 555-12-1234",
    ],
)
def test_what_is_no_date_stays(text: str) -> None:
    """Weights, sections, amounts and what somebody tells of the past are left as they are."""
    assert in_usual_form(text, ON) == text


@pytest.mark.parametrize("text", ["on 2/30/2022", "on 31/31/2022", "on 20221301", "pay range in 20222"])
def test_a_day_that_no_calendar_has_is_told(text: str) -> None:
    """What can only be a date and is none is not passed over."""
    with pytest.raises(ImpossibleDateError):
        in_usual_form(text, ON)
