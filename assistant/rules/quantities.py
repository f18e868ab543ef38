"""What calculations share that rest on a legal quantity rather than on a yearly table."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from assistant.messages import say
from assistant.rules.fields import InvalidInputError
from assistant.rules.money import money
from assistant.rules.parameters import Value, parameter
from assistant.rules.tables import NotInForceError
from assistant.types import Notice, Step

LEAST_PAY, MOST_PAY = Decimal(10_000), Decimal(1_000_000)
"""Outside these a figure is no annual rate of basic pay: a slip of the keyboard, or a rate per hour or pay period."""


def held(name: str, on: date) -> Value:
    """Return what the quantity ``name`` was on ``on``. Raise ``NotInForceError`` for a day before it is known."""
    table = parameter(name)
    first = table.values[0].start
    if on < first:
        told = f"{table.description}: this rule is known here from {say(first)}, and {say(on)} lies before that."
        raise NotInForceError(told)
    return table.on(on)


def looked_up(name: str, value: Value) -> Step:
    """Return the step that takes a quantity from the law: what it is, where it stands, how much, how sure."""
    table = parameter(name)
    unit = table.unit.split("/")[0]
    weak = "" if value.status == "enacted" else f" ({value.status})"
    return Step(table.description + weak, value.reference, f"{plain(value.amount)} {unit}")


def plain(amount: Decimal) -> str:
    """Return a number as it is written: ``1,234.5``, without needless zeros."""
    return f"{amount:,.0f}" if amount == amount.to_integral_value() else f"{amount.normalize():,f}"


def in_hours(amount: Decimal) -> str:
    """Return ``amount`` with its word: ``1 hour``, ``720 hours``."""
    return f"{plain(amount)} hour" if amount == 1 else f"{plain(amount)} hours"


def law_notices(on: date) -> tuple[Notice, ...]:
    """Return what to mind about law asked for in a year after the last one that is known here."""
    last = parameter("gs15_step1").values[-1].start.year
    if on.year <= last:
        return ()
    return (Notice("outdated", f"The law of {on.year} is not known here; this is the law as known in {last}."),)


def echoed(on: date, **given: Decimal | date | int | str | bool | None) -> dict[str, str | bool | None]:
    """Return inputs as a calculation shows them: text that can be read again, yes and no as they are."""
    return {"on": on.isoformat()} | {name: _written(value) for name, value in given.items()}


def _written(value: Decimal | date | int | str | bool | None) -> str | bool | None:
    if value is None or isinstance(value, bool):
        return value
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def assumed(text: str) -> Notice:
    """Return a notice that something rests on a derived or recalled figure."""
    return Notice("assumption", text)


def annual_rate(amount: Decimal) -> Decimal:
    """Return ``amount`` if it can be an annual rate of basic pay, else raise ``InvalidInputError``."""
    if amount <= 0:
        raise InvalidInputError(f"Basic pay is more than $0 a year, not {money(amount)}.")
    if not LEAST_PAY <= amount <= MOST_PAY:
        raise InvalidInputError(
            f"{money(amount)} cannot be an annual rate of basic pay in the SES; give the full rate in dollars a year."
        )
    return amount
