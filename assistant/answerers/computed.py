"""The writer of figures: runs the calculator that a passage names, with inputs read from the question."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from assistant.dates import Dated
from assistant.rules.aggregate import aggregate_limit
from assistant.rules.executive_schedule import LEVELS, executive_schedule
from assistant.rules.pay import pay_range
from assistant.types import Calculation
from assistant.words import canonical, constraints


def _pay_range(question: str, dated: Dated) -> Calculation:
    return pay_range(dated.on, certified=_certified(question), year_named=bool(dated.years))


def _aggregate_limit(question: str, dated: Dated) -> Calculation:
    return aggregate_limit(dated.on, certified=_certified(question), year_named=bool(dated.years))


def _executive_schedule(question: str, dated: Dated) -> Calculation:
    spoken = " ".join(canonical(question))
    named = [level for level in LEVELS if re.search(rf"\bex {level.lower()}\b", spoken)]
    return executive_schedule(dated.on, levels=named or LEVELS, year_named=bool(dated.years))


def _certified(question: str) -> bool | None:
    """Return whether the question speaks of a certified agency, ``None`` when of both or neither."""
    named = constraints(question).get("certification", frozenset())
    return {frozenset({"certified"}): True, frozenset({"not certified"}): False}.get(named)


MOST_YEARS = 4
"""Years that one question may have worked out."""

CALCULATORS: dict[str, Callable[[str, Dated], Calculation]] = {
    "pay_range": _pay_range,
    "aggregate_limit": _aggregate_limit,
    "executive_schedule": _executive_schedule,
}
"""By the name that an entry's ``Calculation:`` line gives."""


def compute(name: str, question: str, dated: Dated) -> Calculation:
    """Run calculator ``name`` for ``question``, once for each year that it names.

    Raise ``NotInForceError`` for a date without a table.
    """
    days = [dated.on] + [date(year, 12, 31) for year in dated.years[1:MOST_YEARS]]
    found = [CALCULATORS[name](question, Dated(day, dated.years)) for day in days]
    return found[0] if len(found) == 1 else _joined(found)


def _joined(found: Sequence[Calculation]) -> Calculation:
    """Return several years' calculations as one, each value under the year it belongs to."""
    return replace(
        found[0],
        value={f"{name}_{item.on.year}": amount for item in found for name, amount in item.value.items()},
        steps=tuple(replace(step, label=f"{item.on.year}: {step.label}") for item in found for step in item.steps),
        sentence=" ".join(item.sentence for item in found),
        notices=tuple(dict.fromkeys(notice for item in found for notice in item.notices)),
    )
