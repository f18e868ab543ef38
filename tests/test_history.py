"""Yearly quantities over the years."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.rules.fields import InvalidInputError, MissingInputError
from assistant.rules.history import HISTORY, QUANTITIES
from assistant.rules.tables import NotInForceError
from assistant.types import Calculation
from tests.facts import needs_facts, rows

ON = date(2026, 6, 1)
COLUMNS = {
    "ses_minimum": "SES_min",
    "maximum_certified": "SES_max_certified",
    "maximum_not_certified": "SES_max_not_certified",
    "gs15_step1": "GS15_step1_base",
    "vice_president": "aggregate_cap_certified_VP_official",
    "limit_certified": "aggregate_cap_certified_VP_official",
    "limit_not_certified": "aggregate_cap_not_certified",
} | {f"level_{level}": f"EX_{level}" for level in ("I", "II", "III", "IV", "V")}


def history(on: date = ON, *, year_named: bool = False, **inputs: Any) -> Calculation:
    """Work out a history."""
    return HISTORY.calculate(inputs, on, year_named=year_named)


@needs_facts
@pytest.mark.parametrize("quantity", QUANTITIES)
def test_every_published_cell_is_in_its_history(quantity: str) -> None:
    """Each quantity's figures are those of its published column, year by year from 2004 to 2026."""
    value = history(quantity=quantity).value
    published = {f"y{row['year']}": Decimal(row[COLUMNS[quantity]]) for row in rows("pay.csv")}
    assert {key: value[key] for key in value if key != "change_percent"} == published


def test_a_span_has_its_change() -> None:
    """From 2024 to 2026 the minimum rose by 2.72 percent; the sentence alone says every figure."""
    found = history(quantity="ses_minimum", from_year=2024, to_year="2026")
    assert found.value == {"y2024": 147649, "y2025": 150160, "y2026": 151661, "change_percent": Decimal("2.72")}
    for figure in ("2.72 percent", "2024 $147,649", "2025 $150,160", "2026 $151,661"):
        assert figure in found.sentence
    assert len(found.steps) == 4
    assert found.steps[-1].expression == "($151,661 − $147,649) ÷ $147,649"
    assert found.references[0].url


def test_years_without_change_say_so() -> None:
    """In the freeze of 2010 to 2013 the rate stayed where it was."""
    found = history(quantity="level_II", from_year=2010, to_year=2013)
    assert found.value["change_percent"] == 0
    assert "stayed at $179,700" in found.sentence


def test_one_year_alone_has_no_change() -> None:
    """A span of one year is its figure."""
    found = history(quantity="gs15_step1", from_year=2020, to_year=2020)
    assert found.value == {"y2020": 109366}
    assert found.sentence == "In 2020 the GS-15 step 1 base rate was $109,366."


@pytest.mark.parametrize(
    ("on", "first", "last"),
    [(date(2026, 1, 10), 2004, 2025), (date(2026, 1, 11), 2004, 2026), (date(2004, 1, 11), 2004, 2004)],
)
def test_without_years_it_ends_with_the_table_in_force(on: date, first: int, last: int) -> None:
    """The history runs from 2004 to the table in force on the day."""
    years = [key for key in history(on, quantity="level_I").value if key.startswith("y")]
    assert (years[0], years[-1]) == (f"y{first}", f"y{last}")


def test_a_first_year_after_the_day_is_that_year_alone() -> None:
    """Asked on a day of 2020 from 2024 on, the year asked for is told."""
    assert history(date(2020, 6, 1), quantity="level_I", from_year=2024).value == {"y2024": 246400}


@pytest.mark.parametrize(
    ("inputs", "told"),
    [
        ({"quantity": "ses_minimum", "from_year": 2003}, "2004 to 2026; 2003"),
        ({"quantity": "ses_minimum", "from_year": 1990}, "1990"),
        ({"quantity": "ses_minimum", "to_year": 2027}, "2027"),
        ({"quantity": "ses_minimum", "to_year": 2031}, "2031"),
    ],
)
def test_years_without_a_table_are_refused(inputs: dict[str, Any], told: str) -> None:
    """Years before 2004 and after 2026 have no table, and no figure is made up for them."""
    with pytest.raises(NotInForceError, match=told):
        history(**inputs)


def test_a_date_without_a_table_is_refused() -> None:
    """The day before all tables and a named later year are refused."""
    with pytest.raises(NotInForceError, match="11 January 2004"):
        history(date(2004, 1, 10), quantity="level_I")
    with pytest.raises(NotInForceError, match="2031"):
        history(date(2031, 6, 1), quantity="level_I", year_named=True)


@pytest.mark.parametrize(
    ("inputs", "told"),
    [
        ({"quantity": "ses_minimum", "from_year": 2020, "to_year": 2019}, "2019, comes before the first, 2020"),
        ({"quantity": "locality"}, "none of them"),
        ({"quantity": "level_I", "from_year": "2020.5"}, "whole number"),
        ({"quantity": "level_I", "from_year": -2020}, "whole number"),
    ],
)
def test_what_cannot_be_is_named(inputs: dict[str, Any], told: str) -> None:
    """Years in the wrong order, unknown quantities and half years are refused."""
    with pytest.raises(InvalidInputError, match=told):
        history(**inputs)


def test_the_quantity_is_needed() -> None:
    """Without a quantity there is no history."""
    with pytest.raises(MissingInputError):
        history(from_year=2020)


@pytest.mark.parametrize(
    ("quantity", "first", "last", "said"),
    [
        ("level_II", 2011, 2024, ()),
        ("level_IV", 2004, 2004, ("2004 are recalled",)),
        ("level_III", 2004, 2010, ("2004 are recalled", "2005 to 2007, 2009, 2010 are derived")),
        ("vice_president", 2023, 2026, ("2023, 2025, 2026 are derived",)),
    ],
)
def test_unseen_figures_are_named_by_year(quantity: str, first: int, last: int, said: tuple[str, ...]) -> None:
    """A notice names the years whose figures were recalled or derived, and no others."""
    told = [notice.text for notice in history(quantity=quantity, from_year=first, to_year=last).notices]
    assert len(told) == len(said)
    assert all(words in text for words, text in zip(said, told, strict=True))


@given(st.sampled_from(sorted(QUANTITIES)), st.integers(2004, 2026), st.integers(2004, 2026))
def test_a_part_agrees_with_the_whole(quantity: str, one: int, other: int) -> None:
    """Any span has the figures of the whole history, never falling, and a change that is not negative."""
    first, last = sorted((one, other))
    value, whole = history(quantity=quantity, from_year=first, to_year=last).value, history(quantity=quantity).value
    years = [f"y{year}" for year in range(first, last + 1)]
    assert [value[year] for year in years] == [whole[year] for year in years]
    assert sorted(Decimal(str(value[year])) for year in years) == [value[year] for year in years]
    assert ("change_percent" in value) == (first != last)
    assert Decimal(str(value.get("change_percent", 0))) >= 0
