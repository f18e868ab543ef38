"""A yearly quantity over the years, with its change in percent."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from assistant.rules.executive_schedule import LEVELS
from assistant.rules.fields import Calculator, Field, InvalidInputError, echo
from assistant.rules.law import Amounts
from assistant.rules.money import money, percentage, plain
from assistant.rules.parameters import Parameter, Value, parameter
from assistant.rules.tables import NotInForceError, value_on
from assistant.types import Calculation, Notice, Step

QUANTITIES = {
    "ses_minimum": ("ses_minimum", "minimum of the SES pay range"),
    "maximum_certified": (
        "executive_schedule_2",
        "maximum of the SES pay range with a certified appraisal system (EX-II)",
    ),
    "maximum_not_certified": (
        "executive_schedule_3",
        "maximum of the SES pay range without a certified appraisal system (EX-III)",
    ),
    **{
        f"level_{level}": (f"executive_schedule_{place}", f"official EX-{level} rate")
        for place, level in enumerate(LEVELS, 1)
    },
    "gs15_step1": ("gs15_step1", "GS-15 step 1 base rate"),
    "vice_president": ("vice_president", "Vice President's official salary"),
    "limit_certified": (
        "vice_president",
        "aggregate limit with a certified appraisal system (Vice President's salary)",
    ),
    "limit_not_certified": ("executive_schedule_1", "aggregate limit without a certified appraisal system (EX-I)"),
}
"""By name: the parameter that holds the quantity, and its words."""

QUANTITY = Field("quantity", "quantity", "choice", "ses_minimum", required=True, choices=tuple(QUANTITIES))
FROM_YEAR = Field("from_year", "first year", "count", "2016", most=9999)
TO_YEAR = Field("to_year", "last year", "count", "2026", most=9999)


def history(
    on: date, *, quantity: str, from_year: int | None = None, to_year: int | None = None, year_named: bool = False
) -> Calculation:
    """Return a quantity in dollars for each year and its change over the span in percent, to two decimals.

    From the first table to that in force on ``on``, unless years are given. Raise ``InvalidInputError`` when the last
    year comes before the first, ``NotInForceError`` for a year or date without a table.
    """
    name, words = QUANTITIES[quantity]
    table = parameter(name)
    first, last = _span(table, value_on(table, on, year_named=year_named), from_year, to_year)
    rates = {year: table.on(date(year, 12, 31)) for year in range(first, last + 1)}
    value: Amounts = {f"y{year}": rate.amount for year, rate in rates.items()}
    steps = [
        Step(f"{words[0].upper()}{words[1:]}, {year}", rate.reference, money(rate.amount))
        for year, rate in rates.items()
    ]
    old, new = rates[first].amount, rates[last].amount
    if first != last:
        change = percentage(new - old, old)
        value["change_percent"] = change
        working = f"({money(new)} − {money(old)}) ÷ {money(old)}"
        steps.append(Step(f"Change from {first} to {last}, to two decimals", working, f"{plain(change)} percent"))
    return Calculation(
        name="history",
        inputs=echo(on, quantity=quantity, from_year=from_year, to_year=to_year),
        on=on,
        value=value,
        unit="USD/year",
        steps=tuple(steps),
        references=(table.reference,),
        sentence=_sentence(words, rates),
        notices=_notices(rates),
    )


def _span(table: Parameter, held: Value, from_year: int | None, to_year: int | None) -> tuple[int, int]:
    """Return the first and last year wanted, within the tables and in order."""
    begin, end = table.values[0].start.year, table.values[-1].start.year
    for year in (from_year, to_year):
        if year is not None and not begin <= year <= end:
            raise NotInForceError(f"The tables here hold {begin} to {end}; {year} is not among them.")
    first = begin if from_year is None else from_year
    last = max(first, held.start.year) if to_year is None else to_year
    if last < first:
        raise InvalidInputError(f"The last year, {last}, comes before the first, {first}.")
    return first, last


def _sentence(words: str, rates: dict[int, Value]) -> str:
    (first, old), (last, new) = min(rates.items()), max(rates.items())
    if first == last:
        return f"In {first} the {words} was {money(old.amount)}."
    change = percentage(new.amount - old.amount, old.amount)
    moved = f"rose by {plain(change)} percent, from {money(old.amount)} to {money(new.amount)}"
    if not change:
        moved = f"stayed at {money(old.amount)}"
    years = ", ".join(f"{year} {money(rate.amount)}" for year, rate in rates.items())
    return f"From {first} to {last} the {words} {moved}: {years}."


def _notices(rates: dict[int, Value]) -> tuple[Notice, ...]:
    """Return which years' figures were recalled or derived rather than seen."""
    causes = {
        "assumption": "recalled, not seen in an official table",
        "derived": "derived from the official yearly increase, not seen in a table",
    }
    weak = {status: [year for year, rate in rates.items() if rate.status == status] for status in causes}
    return tuple(
        Notice("assumption", f"Of these years the figures of {_years(years)} are {causes[status]}.")
        for status, years in weak.items()
        if years
    )


def _years(years: Iterable[int]) -> str:
    """Return years in words, runs of three and more as a span: ``2005 to 2007, 2009``."""
    runs: list[list[int]] = []
    for year in years:
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    parts = [f"{run[0]} to {run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in runs]
    return ", ".join(parts)


HISTORY = Calculator(
    "history", "A yearly quantity over the years", (QUANTITY, FROM_YEAR, TO_YEAR), history, yearly=True
)
