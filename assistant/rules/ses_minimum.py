"""The minimum of the SES pay range from a GS-15 step 1 rate: 5 U.S.C. 5376(b)(1)(A), 5382(a)."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from assistant.rules.annual_pay import require_annual
from assistant.rules.fields import Calculator, Field, echo
from assistant.rules.law import law, law_notices
from assistant.rules.money import money
from assistant.rules.pay import REFERENCES, bounds
from assistant.types import Calculation, Notice, Step

GS15_STEP1 = Field(
    "gs15_step1", "annual GS-15 step 1 base rate, without locality pay", "money", "$126,384", required=True
)


def ses_minimum(on: date, *, gs15_step1: Decimal) -> Calculation:
    """Return 120 percent of a GS-15 step 1 base rate, in whole dollars a year.

    The rounding is derived from the posted minima. Raise ``InvalidInputError`` for a rate that cannot be one,
    ``NotInForceError`` for a day before the open range.
    """
    percent = law("ses_minimum_percent", on)
    require_annual(gs15_step1, on, GS15_STEP1.label)
    exact = gs15_step1 * percent.amount / 100
    minimum = exact.quantize(Decimal(1), ROUND_HALF_UP)
    return Calculation(
        name="ses_minimum",
        inputs=echo(on, gs15_step1=gs15_step1),
        on=on,
        value={"minimum": minimum},
        unit="USD/year",
        steps=(
            Step(
                f"{percent.amount} percent of the base rate ({percent.cited})",
                f"{percent.amount}% × {money(gs15_step1)}",
                money(exact),
            ),
            Step("To the nearest dollar (rounding derived from the posted minima)", money(exact), money(minimum)),
        ),
        references=REFERENCES,
        sentence=(
            f"With a GS-15 step 1 base rate of {money(gs15_step1)}, the minimum of the SES pay range is"
            f" {money(minimum)} a year: {percent.amount} percent of it, to the nearest dollar."
        ),
        notices=(*_other_base(gs15_step1, on), *law_notices(on)),
    )


def _other_base(given: Decimal, on: date) -> tuple[Notice, ...]:
    """Return a notice when the base rate given is not the one of the day's table."""
    found = bounds(on)
    if given == found.gs15.amount:
        return ()
    seen = "" if found.gs15.status == "enacted" else " (derived, not seen)"
    told = (
        f"The base rate in the table of {found.gs15.start.year} is {money(found.gs15.amount)}{seen}, which makes the"
        f" minimum {money(found.minimum)}."
    )
    return (Notice("general_information", told),)


SES_MINIMUM = Calculator("ses_minimum", "The SES minimum from a GS-15 step 1 rate", (GS15_STEP1,), ses_minimum)
