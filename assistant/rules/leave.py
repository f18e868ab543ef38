"""Annual and sick leave over a leave year: 5 U.S.C. 6303(f), 6304(d), (f), 6307(a)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from assistant.links import link
from assistant.messages import say
from assistant.rules.fields import Calculator, Field, InvalidInputError, echo
from assistant.rules.law import assumed, held, law_notices, looked_up
from assistant.rules.money import in_hours, plain
from assistant.rules.parameters import Value
from assistant.types import Calculation, Notice, Reference, Step

ANNUAL = (
    Reference("5 U.S.C.", "section 6303(f)", link("usc/5", "section 6303")),
    Reference("5 U.S.C.", "section 6304(d), (f)", link("usc/5", "section 6304")),
    Reference("5 CFR", "section 630.301(a)", link("cfr/5", "section 630.301")),
)
SICK = (Reference("5 U.S.C.", "section 6307(a)", link("usc/5", "section 6307")),)
MOST_HOURS = Decimal(20_000)
"""More hours than anybody accrues in a working life: beyond it the figure is a slip."""

CEILING_SCOPE = (
    "The ceiling is that for leave accrued in the SES; balances kept from before October 1994 are not counted."
)
NO_CEILING = "That sick leave accumulates without a limit is recalled, not seen in a text of the law."


@dataclass(frozen=True, slots=True)
class LeaveYear:
    """Leave over some full pay periods, in hours: a balance at the start, a rate per period, hours used.

    ``assumed_periods`` says that nobody gave their number, ``told_balance`` that a balance or use was given.
    """

    kind: str
    rate: Value
    periods: int
    balance: Decimal
    used: Decimal
    assumed_periods: bool
    told_balance: bool

    @property
    def earned(self) -> Decimal:
        """Return the hours that the periods bring."""
        return self.periods * self.rate.amount

    @property
    def end(self) -> Decimal:
        """Return the balance after the last period, before any ceiling."""
        return self.balance + self.earned - self.used


def annual_leave(
    on: date,
    *,
    pay_periods: int | None = None,
    balance: Decimal | None = None,
    hours_used: Decimal | None = None,
) -> Calculation:
    """Return the annual leave in hours that full pay periods bring, and what the ceiling of 6304(f) takes.

    ``balance`` stands at the start of the periods, ``hours_used`` is taken in them; both are 0 when not given, the
    periods 26. With 0 periods the balance is that at the end of the year. Raise ``InvalidInputError`` for more periods
    than a leave year holds or hours that cannot be, ``NotInForceError`` before 30 October 2004.
    """
    year = _leave_year("annual", on, pay_periods, balance, hours_used)
    ceiling = held("annual_leave_ceiling", on)
    carried = min(year.end, ceiling.amount)
    forfeited = year.end - carried
    return Calculation(
        name="annual_leave",
        inputs=echo(on, pay_periods=pay_periods, balance=balance, hours_used=hours_used),
        on=on,
        value={"earned": year.earned, "year_end_balance": year.end, "carried": carried, "forfeited": forfeited},
        unit="hours",
        steps=(
            *_steps(year),
            looked_up("annual_leave_ceiling", ceiling),
            Step("Carried over", f"the lower of {plain(year.end)} and {plain(ceiling.amount)}", in_hours(carried)),
            Step("Forfeited, 5 U.S.C. 6304(d)", f"{plain(year.end)} − {plain(carried)}", in_hours(forfeited)),
        ),
        references=ANNUAL,
        sentence=f"{_sentence(year)} {_carry_over(year, carried, ceiling)}",
        notices=(*_notices(year, on), *((Notice("general_information", CEILING_SCOPE),) if forfeited else ())),
    )


def sick_leave(
    on: date,
    *,
    pay_periods: int | None = None,
    balance: Decimal | None = None,
    hours_used: Decimal | None = None,
) -> Calculation:
    """Return the sick leave in hours that full pay periods bring; there is no ceiling.

    Inputs and errors as in ``annual_leave``; ``NotInForceError`` before 11 January 2004.
    """
    year = _leave_year("sick", on, pay_periods, balance, hours_used)
    return Calculation(
        name="sick_leave",
        inputs=echo(on, pay_periods=pay_periods, balance=balance, hours_used=hours_used),
        on=on,
        value={"earned": year.earned, "year_end_balance": year.end},
        unit="hours",
        steps=_steps(year),
        references=SICK,
        sentence=f"{_sentence(year)} Sick leave has no ceiling, so nothing is forfeited.",
        notices=(*_notices(year, on), assumed(NO_CEILING)),
    )


def _leave_year(
    kind: str, on: date, pay_periods: int | None, balance: Decimal | None, used: Decimal | None
) -> LeaveYear:
    rate, usual = held(f"{kind}_leave_per_period", on), held("leave_year_periods", on)
    most = held("leave_year_most_periods", on).amount
    if pay_periods is not None and pay_periods > most:
        raise InvalidInputError(f"A leave year holds {usual.amount} or {most} full pay periods, not {pay_periods}.")
    year = LeaveYear(
        kind=kind,
        rate=rate,
        periods=int(usual.amount) if pay_periods is None else pay_periods,
        balance=_whole_life("balance at the start", balance),
        used=_whole_life("number of hours used", used),
        assumed_periods=pay_periods is None,
        told_balance=balance is not None or used is not None,
    )
    if year.end < 0:
        there = in_hours(year.balance + year.earned)
        raise InvalidInputError(f"{in_hours(year.used).capitalize()} used are more than the {there} there are.")
    return year


def _whole_life(what: str, given: Decimal | None) -> Decimal:
    amount = Decimal(0) if given is None else given
    if amount < 0:
        raise InvalidInputError(f"The {what} cannot be below zero: {plain(amount)}.")
    if amount > MOST_HOURS:
        raise InvalidInputError(f"The {what} is beyond a working life: {in_hours(amount)}.")
    return amount


def _steps(year: LeaveYear) -> tuple[Step, ...]:
    earned = Step(f"Earned: {year.kind} leave", f"{year.periods} × {plain(year.rate.amount)}", in_hours(year.earned))
    sums = f"{plain(year.balance)} + {plain(year.earned)} − {plain(year.used)}"
    end = Step("Balance at the end: at the start + earned − used", sums, in_hours(year.end))
    return looked_up(f"{year.kind}_leave_per_period", year.rate), earned, end


def _sentence(year: LeaveYear) -> str:
    periods = "1 full pay period" if year.periods == 1 else f"{year.periods} full pay periods"
    if not year.periods:
        return f"With no further pay period to count, the balance at the end of the year is {in_hours(year.end)}."
    earned = (
        f"In {periods} an SES member earns {in_hours(year.earned)} of {year.kind} leave"
        f" ({in_hours(year.rate.amount)} each biweekly pay period)."
    )
    if not year.told_balance:
        return earned
    start, used = in_hours(year.balance), in_hours(year.used)
    return f"{earned} With {start} at the start and {used} used, the balance at the end is {in_hours(year.end)}."


def _carry_over(year: LeaveYear, carried: Decimal, ceiling: Value) -> str:
    if year.end > ceiling.amount:
        lost = in_hours(year.end - carried)
        return (
            f"Of these, {in_hours(carried)} carry over into the next leave year and {lost} above that"
            " ceiling are forfeited, unless restored because of an error, an exigency or sickness."
        )
    return f"Up to {in_hours(ceiling.amount)} carry over into the next leave year, so nothing is forfeited."


def _notices(year: LeaveYear, on: date) -> tuple[Notice, ...]:
    found = []
    if year.assumed_periods:
        told = (
            f"A leave year of {year.periods} pay periods is assumed; some hold one more, as the payroll calendar tells."
        )
        found.append(assumed(told))
    if year.told_balance and not year.balance:
        found.append(assumed("The balance at the start is counted as 0 hours."))
    if year.rate.start_status != "enacted" and on.year == year.rate.start.year:
        found.append(assumed(f"That the rate holds from {say(year.rate.start)} is recalled, not seen."))
    return (*found, *law_notices(on))


FIELDS = (
    Field("pay_periods", "number of full pay periods (26 or 27 in a leave year)", "count", "26"),
    Field("balance", "balance at the start, in hours", "number", "600"),
    Field("hours_used", "number of hours used", "number", "80"),
)
LEAVE = (
    Calculator("annual_leave", "Annual leave earned, carried over and forfeited", FIELDS, annual_leave),
    Calculator("sick_leave", "Sick leave earned", FIELDS, sick_leave),
)
