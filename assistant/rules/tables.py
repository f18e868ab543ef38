"""What every look-up in a yearly table shares: the day, the year's end, and how sure a rate is."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from assistant.errors import AssistantError
from assistant.messages import say
from assistant.rules.parameters import Parameter, Value, names, parameter
from assistant.types import Notice


class NotInForceError(AssistantError):
    """The date lies before the first table, or names a year whose table has not been enacted."""


def value_on(table: Parameter, on: date, *, year_named: bool) -> Value:
    """Return the value of ``table`` on ``on``.

    Raise ``NotInForceError`` before the first table, and for a later year than the last when the question named it; an
    undated question gets the last known table instead.
    """
    first, last = table.values[0], table.values[-1]
    if on < first.start:
        raise NotInForceError(f"The tables here begin on {say(first.start)}; {say(on)} lies before them.")
    if year_named and on.year > last.start.year:
        raise NotInForceError(f"No table for {on.year} is known here; the last one is that of {last.start.year}.")
    return table.on(on)


def span(table: Parameter, value: Value) -> tuple[str, bool]:
    """Return from when (until when) ``value`` held, in words, and whether it has ended."""
    later = [other.start for other in table.values if other.start > value.start]
    if not later:
        return f"From {say(value.start)}", False
    return f"From {say(value.start)} to {say(date.fromordinal(later[0].toordinal() - 1))}", True


def _has_followed(value: Value) -> bool:
    """Say whether a later value is known, from a day of the year asked for that had not come yet."""
    tables = [parameter(name).values for name in names()]
    return any(value in values and value != values[-1] for values in tables)


def table_notices(values: Iterable[Value], on: date) -> tuple[Notice, ...]:
    """Return what to mind about the values used: recalled or derived rates, a derived first day, a table gone by."""
    used = list(values)
    year = max(value.start for value in used).year
    weak = {value.status for value in used}
    notices = []
    if "assumption" in weak:
        notices.append(Notice("assumption", f"A rate of {year} is recalled, not seen in an official table."))
    elif "derived" in weak:
        told = f"A rate of {year} is derived from the official yearly increase, not seen in a table."
        notices.append(Notice("assumption", told))
    if any(value.start_status != "enacted" and value.start.year == year for value in used):
        first = max(value.start for value in used)
        told = f"The day {say(first)} is counted from the standard payroll calendar, not seen."
        notices.append(Notice("assumption", told))
    if on.year > year and not any(map(_has_followed, used)):
        told = f"No table for {on.year} is known here; this is the last known one, of {year}."
        notices.append(Notice("outdated", told))
    return tuple(notices)
