"""The Executive Schedule on a date: 5 U.S.C. 5318, official rates (not the frozen payable ones)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from assistant.links import link
from assistant.rules.fields import Calculator, Field, echo
from assistant.rules.money import money
from assistant.rules.parameters import Value, parameter
from assistant.rules.tables import span, table_notices, value_on
from assistant.types import Calculation, Reference, Step

LEVELS = ("I", "II", "III", "IV", "V")
REFERENCES = (Reference("5 U.S.C.", "section 5318", link("usc/5", "section 5318")),)


def executive_schedule(on: date, *, levels: Sequence[str] | None = None, year_named: bool = False) -> Calculation:
    """Return the official annual rates of ``levels`` (all by default) on ``on``.

    Raise ``NotInForceError`` for a date without a table, as ``pay_range`` does.
    """
    levels = levels or LEVELS
    rates = {level: _rate(level, on, year_named) for level in LEVELS if level in levels}
    first = next(iter(rates.values()))
    since, ended = span(parameter("executive_schedule_1"), first)
    told = ", ".join(f"EX-{level} {money(rate.amount)}" for level, rate in rates.items())
    noun = "rate" if len(rates) == 1 else "rates"
    verb = ("was" if ended else "is") if len(rates) == 1 else ("were" if ended else "are")
    return Calculation(
        name="executive_schedule",
        inputs=echo(on, levels=tuple(rates)),
        on=on,
        value={f"level_{level}": rate.amount for level, rate in rates.items()} | {"effective": first.start.isoformat()},
        unit="USD/year",
        steps=tuple(
            Step(f"EX-{level}, official rate", rate.reference, money(rate.amount)) for level, rate in rates.items()
        ),
        references=REFERENCES,
        sentence=f"{since} the official annual {noun} of the Executive Schedule {verb}: {told}.",
        notices=table_notices(rates.values(), on),
    )


def _rate(level: str, on: date, year_named: bool) -> Value:
    return value_on(parameter(f"executive_schedule_{LEVELS.index(level) + 1}"), on, year_named=year_named)


EXECUTIVE_SCHEDULE = Calculator(
    "executive_schedule",
    "The rates of the Executive Schedule on a date",
    (Field("levels", "levels of the Executive Schedule", "choices", "II, III", choices=LEVELS),),
    executive_schedule,
    yearly=True,
)
