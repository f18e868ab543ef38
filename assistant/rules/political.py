"""What political officials are paid: the Vice President's official salary (3 U.S.C. 104), and the frozen payable rates.

The frozen rates never set an SES limit; the official ones do.
"""

from __future__ import annotations

from datetime import date

from assistant.links import link
from assistant.messages import say
from assistant.rules.executive_schedule import LEVELS
from assistant.rules.fields import Calculator, echo
from assistant.rules.law import Amounts
from assistant.rules.money import money
from assistant.rules.parameters import Value, parameter
from assistant.rules.tables import NotInForceError, span, table_notices, value_on
from assistant.types import Calculation, Notice, Reference, Step

SEEN_UNTIL = date(2026, 1, 30)
FREEZE = parameter("frozen_vice_president").reference
OFFICIAL_SETS_LIMITS = Reference("OPM", "memorandum CPM 2018-02")
VICE_REFERENCES = (
    Reference("3 U.S.C.", "section 104", link("usc/3", "section 104")),
    Reference("5 U.S.C.", "section 5307(d)(1)", link("usc/5", "section 5307")),
)
OFFICIALS = {"vice_president": "the Vice President"} | {f"level_{level}": f"EX-{level}" for level in LEVELS}
"""The value keys of the frozen rates, and whose rate each is."""


def vice_president(on: date, *, year_named: bool = False) -> Calculation:
    """Return the Vice President's official salary, in dollars a year, and the payable one where a freeze holds it.

    Raise ``NotInForceError`` for a date without a table, as ``pay_range`` does.
    """
    table = parameter("vice_president")
    official = value_on(table, on, year_named=year_named)
    since, ended = span(table, official)
    value: Amounts = {"official": official.amount, "effective": official.start.isoformat()}
    steps = [Step("Official salary", official.reference, money(official.amount))]
    verb = "was" if ended else "is"
    told = (
        f"{since} the Vice President's official salary {verb} {money(official.amount)} a year; it"
        f" {'set' if ended else 'sets'} the aggregate limit on pay under a certified SES appraisal system."
    )
    notices = table_notices([official], on)
    payable = _payable("vice_president", on)
    if payable is not None:
        value["payable"] = payable.amount
        steps.append(Step("Payable salary under the freeze", payable.reference, money(payable.amount)))
        told += f" Under the freeze of political officials' pay {money(payable.amount)} {verb} payable."
        notices += _freeze_notices([payable], on)
    return Calculation(
        name="vice_president",
        inputs=echo(on),
        on=on,
        value=value,
        unit="USD/year",
        steps=tuple(steps),
        references=(*VICE_REFERENCES, *((FREEZE,) if payable else ())),
        sentence=told,
        notices=notices,
    )


def frozen_rates(on: date, *, year_named: bool = False) -> Calculation:
    """Return the payable rates of the Vice President and of the Executive Schedule under the freeze, dollars a year.

    Raise ``NotInForceError`` before 2014, and for a later year than the last known one when the question named it; an
    undated question after what was seen of the freeze gets the last known rates with a notice.
    """
    value_on(parameter("vice_president"), on, year_named=year_named)
    rates = {name: _payable(name, on) for name in OFFICIALS}
    found = {name: rate for name, rate in rates.items() if rate is not None}
    if not found:
        first = parameter("frozen_vice_president").values[0].start
        raise NotInForceError(
            f"The pay of political officials has been frozen since {say(first)}; {say(on)} lies before it."
        )
    told = ", ".join(f"{OFFICIALS[name]} {money(rate.amount)}" for name, rate in found.items())
    return Calculation(
        name="frozen_rates",
        inputs=echo(on),
        on=on,
        value={name: rate.amount for name, rate in found.items()},
        unit="USD/year",
        steps=tuple(
            Step(f"Payable rate, {OFFICIALS[name]}", rate.reference, money(rate.amount)) for name, rate in found.items()
        ),
        references=(FREEZE, OFFICIAL_SETS_LIMITS),
        sentence=(
            f"{_years(found['vice_president'])} the frozen rates payable to political officials: {told}. The SES pay"
            " range and the aggregate limit follow the higher official rates, not these; the freeze covers noncareer"
            " SES members paid at or above the official EX-IV rate, and no career members."
        ),
        notices=_freeze_notices(list(found.values()), on),
    )


def _years(rate: Value) -> str:
    """Return the years of frozen rates with a verb; their first days were not seen."""
    later = [value.start.year for value in parameter("frozen_vice_president").values if value.start > rate.start]
    return f"From {rate.start.year} to {later[0] - 1} these were" if later else f"Since {rate.start.year} these are"


def _payable(name: str, on: date) -> Value | None:
    """Return the frozen rate on a day, ``None`` before the freeze."""
    level = name.removeprefix("level_")
    table = parameter(
        f"frozen_executive_schedule_{LEVELS.index(level) + 1}" if level in LEVELS else "frozen_vice_president"
    )
    return table.on(on) if table.values[0].start <= on else None


def _freeze_notices(rates: list[Value], on: date) -> tuple[Notice, ...]:
    """Return what to mind about frozen rates: a derived one, and a day after what was seen of the freeze."""
    notices = []
    if any(rate.status != "enacted" for rate in rates):
        told = "The Vice President's payable rate of that period is derived from the rate of 2013, not seen."
        notices.append(Notice("assumption", told))
    if on > SEEN_UNTIL:
        told = (
            f"OPM's table of 2026 tells of the freeze until {say(SEEN_UNTIL)}, and a page of March 2026 still gives the"
            " frozen rate; what holds since was not found: check with OPM."
        )
        notices.append(Notice("assumption", told))
    return tuple(notices)


VICE_PRESIDENT = Calculator("vice_president", "The Vice President's salary on a date", (), vice_president, yearly=True)
FROZEN_RATES = Calculator(
    "frozen_rates", "The frozen rates payable to political officials on a date", (), frozen_rates, yearly=True
)
