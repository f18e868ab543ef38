"""The writer of figures: runs the calculation that a question asks for, once for each year that it names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from assistant.rules.calculators import CALCULATORS
from assistant.rules.fields import MissingInputError
from assistant.rules.money import money
from assistant.types import Calculation, Notice, Spoken

MOST_YEARS = 8
"""Years that one question may have worked out; of more it is said which are left out."""


def compute(asked: Spoken) -> Calculation:
    """Work out what is asked, once for each year named; what was converted on the way is said first.

    Raise ``InvalidInputError``, ``MissingInputError`` or ``NotInForceError`` as the calculator does, and
    ``MissingInputError`` for what the words make necessary.
    """
    calculator, named = CALCULATORS[asked.name], bool(asked.years)
    absent = tuple(
        field for field in calculator.fields if field.name in asked.wanting and field.name not in asked.inputs
    )
    if absent:
        raise MissingInputError(absent)
    days = [asked.on] + [date(year, 12, 31) for year in asked.years[1:MOST_YEARS]]
    found = [calculator.calculate(asked.inputs, day, year_named=named) for day in days]
    calculation = found[0] if len(found) == 1 else _joined(found)
    return replace(
        calculation,
        sentence=" ".join((*asked.said, calculation.sentence)),
        notices=tuple(
            dict.fromkeys((*calculation.notices, *asked.notices, *_years_left_out(asked.years[MOST_YEARS:])))
        ),
    )


def _years_left_out(years: Sequence[int]) -> tuple[Notice, ...]:
    """Say which of the years named are not worked out."""
    told = f"Of the years named, {', '.join(map(str, years))} {'is' if len(years) == 1 else 'are'} not worked out here."
    return (Notice("general_information", told),) if years else ()


def left_out(sums: Sequence[Decimal], found: Sequence[Calculation]) -> tuple[Notice, ...]:
    """Tell which of the ``sums`` of a question the calculations have neither taken nor come to."""
    told = " ".join(f"{' '.join(map(str, item.inputs.values()))} {item.sentence}" for item in found).replace(",", "")
    known = {Decimal(number) for number in re.findall(r"\d+(?:\.\d+)?", told)}
    rest = [amount for amount in sums if amount not in known]
    if not found or not rest or sum(rest) in known:  # awards are taken together
        return ()
    return (Notice("general_information", f"Not used in this: {' and '.join(map(money, rest))}."),)


def together(found: Sequence[Calculation]) -> Calculation | None:
    """Return the calculations of several questions in one as one under the first one's name, ``None`` for none.

    What the others worked out stands under their names: ``aggregate_limit.limit``, then ``aggregate_limit_2.limit``.
    """
    if not found:
        return None
    first, *others = {item.sentence: item for item in found}.values()
    beside = {
        f"{under}.{name}": amount
        for item, under in zip(others, _numbered([item.name for item in others]), strict=True)
        for name, amount in item.value.items()
    }
    return replace(
        first,
        value=first.value | beside,
        steps=tuple(step for item in (first, *others) for step in item.steps),
        references=tuple(dict.fromkeys(reference for item in (first, *others) for reference in item.references)),
        sentence=" ".join(item.sentence for item in (first, *others)),
        notices=tuple(dict.fromkeys(notice for item in (first, *others) for notice in item.notices)),
    )


def _numbered(names: Sequence[str]) -> list[str]:
    """Return ``names`` with a number behind each that has come before."""
    times = [names[: i + 1].count(name) for i, name in enumerate(names)]
    return [name if count == 1 else f"{name}_{count}" for name, count in zip(names, times, strict=True)]


def _joined(found: Sequence[Calculation]) -> Calculation:
    """Return several years' calculations as one, each value under the year it belongs to."""
    return replace(
        found[0],
        value={f"{name}_{item.on.year}": amount for item in found for name, amount in item.value.items()},
        steps=tuple(replace(step, label=f"{item.on.year}: {step.label}") for item in found for step in item.steps),
        sentence=" ".join(item.sentence for item in found),
        notices=tuple(dict.fromkeys(notice for item in found for notice in item.notices)),
    )
