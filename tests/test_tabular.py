"""Tables in plain text: rows with the labels of their columns, heads."""

from __future__ import annotations

import math

import pytest

from assistant.tabular import label_of, rows_of, span_of

BARS = "| Year | Fee a month |\n|---|---|\n| 2025 | $4 |\n| 2026 | $5 |\n"
GAPS = "Year      Fee a month\n-------   -----------\n2025      $4\n2026      $5\n"


@pytest.mark.parametrize("table", [BARS, GAPS])
def test_a_row_says_its_cells_behind_their_labels(table: str) -> None:
    """Below a head, each cell is said with the label of its column, however the table is drawn."""
    assert [words for _, words in rows_of(table)][1:] == ["2025: Fee a month $4", "2026: Fee a month $5"]


def test_a_row_without_a_head_says_its_cells() -> None:
    """Where no line is drawn below a first row, no label is made up."""
    assert [words for _, words in rows_of("Single swim ...... $5.50\nYouth ...... $3\n")] == [
        "Single swim: $5.50",
        "Youth: $3",
    ]


def test_a_head_holds_for_its_own_table() -> None:
    """Words between two tables end the first one's head."""
    assert [words for _, words in rows_of(f"{BARS}\nOther things.\n\n| Hall | $9 |\n")][-1] == "Hall: $9"


@pytest.mark.parametrize(
    ("row", "label"),
    [
        ("| Plus | £42 |", {"plus"}),
        ("Single swim ...... $5.50", {"singl", "swim"}),
        ("| 2026 | $40 |", set()),
        ("| Whoever comes by boat in summer | $40 |", set()),
    ],
)
def test_a_row_is_called_by_its_first_cell(row: str, label: set[str]) -> None:
    """A row has the words of its first cell for a name; a figure or a sentence is none."""
    assert label_of(row) == label


@pytest.mark.parametrize(
    ("row", "span"),
    [
        ("| 3–9 | 11 |", (3, 9)),
        ("| 3-9 years | 11 |", (3, 9)),
        ("| 10 to 14 | 13 |", (10, 14)),
        ("| 15+ | 16 |", (15, math.inf)),
        ("| 20 years or more | 16 |", (20, math.inf)),
        ("| Over 16 | £4 |", (16, math.inf)),
        ("| Up to 5 kg | £4 |", (0, 5)),
        ("| 2024-25 | £4 |", (2024, 25)),
        ("| 01/04/2026 | £4 |", None),
        ("| 2026-04-01 | £4 |", None),
        ("| Adult | 3-9 |", None),
    ],
)
def test_a_row_may_hold_for_a_span_of_numbers(row: str, span: tuple[float, float] | None) -> None:
    """The first cell of a row may be a span: of years of service, ages or weights; a date is none."""
    assert span_of(row) == span


def test_below_a_number_leaves_it_out() -> None:
    """What is under five does not hold for five; what goes up to five does."""
    assert span_of("| under 5 | free |") == (0, 4.99)
