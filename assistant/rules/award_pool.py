"""What an agency may spend on performance awards in a fiscal year: 5 U.S.C. 5384(b)(3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal

from assistant.rules.annual_pay import require_annual
from assistant.rules.fields import Calculator, Field, InvalidInputError, MissingInputError, echo
from assistant.rules.law import law, law_notices
from assistant.rules.money import cents, money, rounded, share
from assistant.types import Calculation, Notice, Step

TOTAL_PAY = Field(
    "total_pay", "aggregate basic pay of career appointees in the preceding fiscal year", "money", "$8,000,000"
)
CAREER_EXECUTIVES = Field("career_executives", "number of career appointees", "count", "40")
AVERAGE_PAY = Field("average_pay", "average annual rate of basic pay of career appointees", "money", "$200,000")

WHOLE_YEAR = Notice(
    "assumption",
    "Every career appointee is taken as paid for the whole preceding fiscal year; part years count in part.",
)
SPENDING = Notice(
    "assumption",
    "In some years OMB and OPM guidance held spending below this legal pool; that is recalled, not seen, and not"
    " worked out here.",
)


@dataclass(frozen=True, slots=True)
class Payroll:
    """Basic pay of an agency's career appointees in a fiscal year: dollars in all, dollars a year on average."""

    total: Decimal
    average: Decimal
    derived: tuple[Step, ...] = ()


def award_pool(
    on: date,
    *,
    total_pay: Decimal | None = None,
    career_executives: int | None = None,
    average_pay: Decimal | None = None,
) -> Calculation:
    """Return the pool in dollars: the greater of 10 percent of the total and 20 percent of the average.

    Total or average may be left out where the number of career appointees is given. Raise ``MissingInputError`` when
    less than two inputs are known, ``InvalidInputError`` for no appointees or an average that nobody is paid.
    """
    ten, twenty = law("award_pool_total_percent", on), law("award_pool_average_percent", on)
    payroll = _payroll(on, total_pay, career_executives, average_pay)
    of_total = share(payroll.total, ten.amount, ROUND_DOWN)
    of_average = share(payroll.average, twenty.amount, ROUND_DOWN)
    pool = max(of_total, of_average)
    return Calculation(
        name="award_pool",
        inputs=echo(on, total_pay=total_pay, career_executives=career_executives, average_pay=average_pay),
        on=on,
        value={"pool": pool, "ten_percent": of_total, "twenty_percent": of_average},
        unit="USD/fiscal year",
        steps=(
            *payroll.derived,
            Step(
                f"{ten.amount} percent of the aggregate basic pay ({ten.cited})"
                f"{rounded(payroll.total, ten.amount, of_total)}",
                f"{ten.amount}% × {money(cents(payroll.total))}",
                money(of_total),
            ),
            Step(
                f"{twenty.amount} percent of the average annual rate ({twenty.cited})"
                f"{rounded(payroll.average, twenty.amount, of_average)}",
                f"{twenty.amount}% × {money(cents(payroll.average))}",
                money(of_average),
            ),
            Step("The pool is the greater of the two", f"max({money(of_total)}, {money(of_average)})", money(pool)),
        ),
        references=(ten.reference,),
        sentence=(
            f"The agency's performance award pool for the fiscal year is {money(pool)}: the greater of"
            f" {money(of_total)} ({ten.amount} percent of the basic pay paid to its career appointees in the preceding"
            f" fiscal year) and {money(of_average)} ({twenty.amount} percent of their average annual rate)."
        ),
        notices=(*((WHOLE_YEAR,) if payroll.derived else ()), SPENDING, *law_notices(on)),
    )


def _payroll(on: date, total: Decimal | None, executives: int | None, average: Decimal | None) -> Payroll:
    """Return total and average, the one worked out from the other where it was not given."""
    if executives == 0:
        raise InvalidInputError("There is no pool for 0 career appointees: the law counts the pay of at least one.")
    if average is not None:
        require_annual(average, on, AVERAGE_PAY.label)
    if total is not None and average is not None:
        return _agreeing(total, average)
    if total is not None and executives is not None:
        average = total / executives
        require_annual(cents(average), on, AVERAGE_PAY.label)
        working = f"{money(total)} ÷ {executives}"
        return Payroll(total, average, (Step("Average annual rate (derived)", working, money(cents(average))),))
    if average is not None and executives is not None:
        total = average * executives
        working = f"{executives} × {money(average)}"
        return Payroll(total, average, (Step("Aggregate basic pay (derived)", working, money(total)),))
    raise MissingInputError(_absent(total, executives, average))


def _agreeing(total: Decimal, average: Decimal) -> Payroll:
    if total <= 0:
        raise InvalidInputError(f"{money(total)} cannot be the {TOTAL_PAY.label}: it is more than nothing.")
    return Payroll(total, average)


def _absent(total: Decimal | None, executives: int | None, average: Decimal | None) -> tuple[Field, ...]:
    """Return what is still needed: number and average, or the number where the total is there."""
    wanted = [] if executives is not None else [CAREER_EXECUTIVES]
    return tuple(wanted + ([AVERAGE_PAY] if total is None and average is None else []))


AWARD_POOL = Calculator(
    "award_pool",
    "An agency's pool for performance awards",
    (TOTAL_PAY, CAREER_EXECUTIVES, AVERAGE_PAY),
    award_pool,
)
