"""Tables in plain text: rows with the labels of their columns, heads."""

from __future__ import annotations

import pytest

from assistant.tabular import rows_of

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
