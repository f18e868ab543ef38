"""Hourly rates: what a balance of annual leave is worth, and what pay of another period is in a year."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from assistant.links import link
from assistant.rules.annual_pay import MOST, require_annual
from assistant.rules.fields import BASIC_PAY, Calculator, Field, InvalidInputError, echo
from assistant.rules.law import assumed, held, law_notices, looked_up
from assistant.rules.leave import MOST_HOURS
from assistant.rules.money import cents, in_hours, money, plain
from assistant.rules.parameters import Value
from assistant.types import Calculation, Notice, Reference, Step

DIVISOR = Reference("5 U.S.C.", "section 5504(b)", link("usc/5", "section 5504"))
LUMP_SUM = (
    Reference("5 U.S.C.", "section 5551", link("usc/5", "section 5551")),
    DIVISOR,
    Reference("5 CFR", "section 530.202", link("cfr/5", "section 530.202")),
)
PERIODS = ("hour", "pay_period", "month", "year")
DIVISOR_RECALLED = "The divisor of {hours} hours (5 U.S.C. 5504(b)) is recalled, not seen in a text of the law."
RIGHT_RECALLED = (
    "The right to the lump sum (5 U.S.C. 5551) is recalled; a pay raise that falls within the leave paid out is not"
    " counted here."
)
PERIOD_RECALLED = "That a biweekly pay period is paid for {hours} hours is recalled, not seen in a text of the law."


def leave_payout(on: date, *, hours: Decimal, basic_pay: Decimal) -> Calculation:
    """Return the value in dollars of ``hours`` hours of annual leave at separation.

    The annual rate divided by 2,087 gives the hourly rate, to the cent. Raise ``InvalidInputError`` for no or too many
    hours, or pay that is no annual rate; ``NotInForceError`` before 11 January 2004.
    """
    if not 0 < hours <= MOST_HOURS:
        raise InvalidInputError(
            f"The hours of annual leave are more than 0 and at most {plain(MOST_HOURS)}, not {plain(hours)}."
        )
    require_annual(basic_pay, on)
    divisor = held("work_year_hours", on)
    hourly, rate = _hourly(basic_pay, divisor)
    amount = cents(hours * hourly)
    return Calculation(
        name="leave_payout",
        inputs=echo(on, hours=hours, basic_pay=basic_pay),
        on=on,
        value={"hourly_rate": hourly, "amount": amount},
        unit="USD",
        steps=(
            looked_up("work_year_hours", divisor),
            rate,
            Step("Lump sum, to the nearest cent", f"{plain(hours)} × {money(hourly)}", money(amount)),
        ),
        references=LUMP_SUM,
        sentence=(
            f"At a basic pay of {money(basic_pay)} a year ({money(hourly)} an hour), the lump sum for {in_hours(hours)}"
            f" of unused annual leave at separation is {money(amount)}; it lies outside the aggregate limit on pay."
        ),
        notices=(_recalled(DIVISOR_RECALLED, divisor), assumed(RIGHT_RECALLED), *law_notices(on)),
    )


def pay_conversion(on: date, *, amount: Decimal, per: str) -> Calculation:
    """Return the annual rate in dollars that ``amount`` per hour, pay period, month or year comes to.

    Of an annual rate it is the hourly rate that is told. An hour counts 2,087 times, a pay period is 80 hours, a month
    12 times. Raise ``InvalidInputError`` for an amount of 0 or one that no annual rate can be, ``NotInForceError``
    before 11 January 2004.
    """
    year, period = held("work_year_hours", on), held("pay_period_hours", on)
    factor, divisor = {
        "hour": (year.amount, Decimal(1)),
        "pay_period": (year.amount, period.amount),
        "month": (Decimal(12), Decimal(1)),
        "year": (Decimal(1), Decimal(1)),
    }[per]
    spoken = per.replace("_", " ")
    annual = cents(amount * factor / divisor)
    if not 0 < annual <= MOST:
        raise InvalidInputError(
            f"{money(amount)} per {spoken} comes to {money(annual)} a year, which no rate of SES pay can be."
        )
    if per == "year":
        return _by_the_hour(on, annual, year)
    hourly, biweekly = per in ("hour", "pay_period"), per == "pay_period"
    looked = [looked_up("work_year_hours", year)] * hourly + [looked_up("pay_period_hours", period)] * biweekly
    weak = [_recalled(DIVISOR_RECALLED, year)] * hourly + [_recalled(PERIOD_RECALLED, period)] * biweekly
    shown = f"{money(amount)} × {plain(factor)}" + (f" ÷ {plain(divisor)}" if divisor != 1 else "")
    return Calculation(
        name="pay_conversion",
        inputs=echo(on, amount=amount, per=per),
        on=on,
        value={"annual": annual},
        unit="USD/year",
        steps=(*looked, Step("Annual rate, to the nearest cent", shown, money(annual))),
        references=(DIVISOR,) if looked else (),
        sentence=f"{money(amount)} per {spoken} comes to an annual rate of {money(annual)}.",
        notices=(*weak, *law_notices(on)),
    )


def _by_the_hour(on: date, annual: Decimal, year: Value) -> Calculation:
    """Return the conversion of an annual rate into the hourly one."""
    hourly, rate = _hourly(annual, year)
    return Calculation(
        name="pay_conversion",
        inputs=echo(on, amount=annual, per="year"),
        on=on,
        value={"annual": annual, "hourly": hourly},
        unit="USD/year",
        steps=(looked_up("work_year_hours", year), rate),
        references=(DIVISOR,),
        sentence=f"An annual rate of {money(annual)} comes to {money(hourly)} an hour.",
        notices=(_recalled(DIVISOR_RECALLED, year), *law_notices(on)),
    )


def _hourly(annual: Decimal, divisor: Value) -> tuple[Decimal, Step]:
    """Return the hourly rate of an annual one, to the cent (5 U.S.C. 5504(b)), and how it is worked out."""
    hourly = cents(annual / divisor.amount)
    shown = f"{money(annual)} ÷ {plain(divisor.amount)}"
    return hourly, Step("Hourly rate, to the nearest cent", shown, money(hourly))


def _recalled(text: str, value: Value) -> Notice:
    return assumed(text.format(hours=plain(value.amount)))


HOURLY = (
    Calculator(
        "leave_payout",
        "What unused annual leave is worth at separation",
        (Field("hours", "hours of unused annual leave", "number", "480", required=True), BASIC_PAY),
        leave_payout,
    ),
    Calculator(
        "pay_conversion",
        "Pay per hour, pay period or month as an annual rate, or an annual rate by the hour",
        (
            Field("amount", "amount of pay", "money", "$100.50", required=True),
            Field("per", "period it is paid for", "choice", "hour", required=True, choices=PERIODS),
        ),
        pay_conversion,
    ),
)
