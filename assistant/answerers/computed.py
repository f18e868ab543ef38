"""The writer of figures: runs the calculator that a passage names, with inputs read from the question."""

from __future__ import annotations

from collections.abc import Callable

from assistant.dates import Dated
from assistant.rules.pay import pay_range
from assistant.types import Calculation
from assistant.words import constraints


def _pay_range(question: str, dated: Dated) -> Calculation:
    named = constraints(question).get("certification", set())
    certified = {frozenset({"certified"}): True, frozenset({"not certified"}): False}.get(frozenset(named))
    return pay_range(dated.on, certified=certified, year_named=bool(dated.years))


CALCULATORS: dict[str, Callable[[str, Dated], Calculation]] = {"pay_range": _pay_range}
"""By the name that an entry's ``Calculation:`` line gives."""


def compute(name: str, question: str, dated: Dated) -> Calculation:
    """Run calculator ``name`` for ``question``. Raise ``NotInForceError`` for a date without a table."""
    return CALCULATORS[name](question, dated)
