"""Counting days and months on the calendar, inclusive, with the counting rule said."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from assistant.messages import say
from assistant.rules.fields import InvalidInputError
from assistant.rules.law import assumed, held, looked_up
from assistant.rules.parameters import Value
from assistant.types import Notice, Step

LAST_YEAR = 2199
COUNTING = "How the days are counted is derived: the law gives their number. Here, {rule}."
AFTER_NOTICE = "the day of the notice is not counted, and the action may take effect on the last day of the period"
WITHIN_AFTER = "the first day is the day after the event, and the last day still belongs to the period"
FROM_START = "the first day counts, and the period is complete at the end of its last day"
FULL_MONTHS = "a period of months ends on the day before the same date, or on the month's last day where there is none"


@dataclass(frozen=True, slots=True)
class Period:
    """A number of days counted from an event: the quantity, the day reached, and the working."""

    value: Value
    days: int
    day: date
    steps: tuple[Step, ...]


def period(name: str, event: date, on: date, rule: str) -> Period:
    """Return the day that the quantity ``name`` reaches from ``event``, counted by ``rule``; errors as ``rule_on``."""
    value = rule_on(name, event, on)
    days = int(value.amount)
    day = days_after(event, days)
    return Period(value, days, day, (looked_up(name, value), counting(event, days, day, rule)))


def rule_on(name: str, event: date, on: date) -> Value:
    """Return the quantity ``name`` in force on the day of the ``event``.

    Raise ``NotInForceError`` when that day or ``on`` lies before the rule is known, ``InvalidInputError`` for an event
    that is too far ahead to be meant.
    """
    if event.year > LAST_YEAR:
        raise InvalidInputError(
            f"{say(event)} is too far ahead to be meant; dates to the end of {LAST_YEAR} are counted."
        )
    held(name, on)
    return held(name, event)


def days_after(event: date, days: int) -> date:
    """Return the day that lies ``days`` days after ``event``."""
    return event + timedelta(days=days)


def last_day(start: date, months: int) -> date:
    """Return the last day of a period of ``months`` months that begins with ``start``."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    longest = calendar.monthrange(year, month + 1)[1]
    if start.day > longest:
        return date(year, month + 1, longest)
    return date(year, month + 1, start.day) - timedelta(days=1)


def counting(start: date, days: int, end: date, rule: str) -> Step:
    """Return the step that counts ``days`` from ``start``, with the rule said."""
    return Step(f"Counted here (derived) so that {rule}", f"{say(start)} + {days} days", say(end))


def counted(rule: str) -> Notice:
    """Return the notice that the way of counting is derived."""
    return assumed(COUNTING.format(rule=rule))
