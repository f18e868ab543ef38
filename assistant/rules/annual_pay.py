"""What can be an annual rate of basic pay, and how a given one lies to the SES pay range."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from assistant.messages import say
from assistant.rules.fields import InvalidInputError
from assistant.rules.money import money
from assistant.rules.pay import bounds
from assistant.types import Notice

LEAST, MOST = Decimal(10_000), Decimal(1_000_000)


def require_annual(amount: Decimal, on: date, label: str = "annual rate of basic pay") -> None:
    """Raise ``InvalidInputError`` for dollars that nobody is paid in a year, naming the pay range of the day."""
    if LEAST <= amount <= MOST:
        return
    found = bounds(on)
    raise InvalidInputError(
        f"{signed(amount)} cannot be the {label}: on {say(on)} the SES pay range runs from {money(found.minimum)}"
        f" to {money(found.level_ii.amount)} a year."
    )


def require_paid(amount: Decimal, label: str, *, least: Decimal = Decimal("0.01")) -> None:
    """Raise ``InvalidInputError`` for dollars that are nothing, or more than anybody is paid in a year."""
    if not least <= amount <= MOST:
        raise InvalidInputError(
            f"{signed(amount)} cannot be the {label}: it lies between {money(least)} and {money(MOST)}."
        )


def signed(amount: Decimal) -> str:
    """Return an amount that may be negative as it is written: ``-$5,000``."""
    return f"-{money(-amount)}" if amount < 0 else money(amount)


def range_notices(amount: Decimal, on: date) -> tuple[Notice, ...]:
    """Return a notice when ``amount`` is outside the SES pay range on ``on``: the result is worked out all the same."""
    found = bounds(on)
    if found.minimum <= amount <= found.level_ii.amount:
        return ()
    side = "below" if amount < found.minimum else "above"
    told = (
        f"{money(amount)} lies {side} the SES pay range in force on {say(on)}, {money(found.minimum)} to"
        f" {money(found.level_ii.amount)}; the result is worked out on it as given."
    )
    return (Notice("general_information", told),)
