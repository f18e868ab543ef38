"""The SES pay range on a date: 5 U.S.C. 5382, 5376(b)(1)(A); 5 CFR 534.403(a)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from assistant.links import link
from assistant.rules.certification import CERTIFIED, Certification, spoken, wanted
from assistant.rules.fields import Calculator, echo
from assistant.rules.money import money
from assistant.rules.parameters import Value, parameter
from assistant.rules.tables import span, table_notices, value_on
from assistant.types import Calculation, Reference, Step

REFERENCES = (
    Reference("5 U.S.C.", "section 5382(a)-(b)", link("usc/5", "section 5382")),
    Reference("5 U.S.C.", "section 5376(b)(1)(A)", link("usc/5", "section 5376")),
    Reference("5 CFR", "section 534.403(a)", link("cfr/5", "section 534.403")),
)
LEVELS: dict[Certification, str] = {"certified": "EX-II", "not_certified": "EX-III"}
"""The level of the Executive Schedule that is the maximum."""


@dataclass(frozen=True, slots=True)
class PayRange:
    """The bounds in force on a date, in whole dollars a year, and the parameter values that they rest on."""

    minimum: Decimal
    gs15: Value
    percent: Value
    posted: Value
    level_ii: Value
    level_iii: Value

    @property
    def rests_on(self) -> tuple[Value, ...]:
        """Return every value used; where the minimum was seen as posted, that figure stands for its parts."""
        minimum = (self.posted,) if self.posted.status == "enacted" else (self.gs15,)
        return (*minimum, self.level_ii, self.level_iii)

    def top(self, case: Certification) -> Value:
        """Return the maximum of an agency: EX-II with a certified appraisal system, EX-III without."""
        return self.level_ii if case == "certified" else self.level_iii


def bounds(on: date, *, year_named: bool = False) -> PayRange:
    """Return the pay range in force on ``on``. Raise ``NotInForceError`` for a date without a table."""
    base = value_on(parameter("gs15_step1"), on, year_named=year_named)
    share = parameter("ses_minimum_percent").on(on)
    minimum = (base.amount * share.amount / 100).quantize(Decimal(1), ROUND_HALF_UP)
    rates = [parameter(name).on(on) for name in ("ses_minimum", "executive_schedule_2", "executive_schedule_3")]
    return PayRange(minimum, base, share, *rates)


def pay_range(on: date, *, certified: bool | None = None, year_named: bool = False) -> Calculation:
    """Return the SES pay range on ``on``, both maxima when ``certified`` is not known.

    ``year_named`` says that the question itself named the year; a year without a table is then refused with
    ``NotInForceError``, while an undated question gets the last known table with a notice.
    """
    found = bounds(on, year_named=year_named)
    maxima = {f"maximum_{case}": found.top(case).amount for case in wanted(certified)}
    return Calculation(
        name="pay_range",
        inputs=echo(on, certified=certified),
        on=on,
        value={"minimum": found.minimum, **maxima, "effective": found.gs15.start.isoformat()},
        unit="USD/year",
        steps=_steps(found, certified),
        references=REFERENCES,
        sentence=_sentence(found, certified),
        notices=table_notices(found.rests_on, on),
    )


def _steps(found: PayRange, certified: bool | None) -> tuple[Step, ...]:
    exact = found.gs15.amount * found.percent.amount / 100
    steps = [
        Step("GS-15 step 1 base rate, without locality pay", found.gs15.reference, money(found.gs15.amount)),
        Step(
            f"Minimum: {found.percent.amount} percent of it, to the nearest dollar (rounding derived from the posted"
            " figures)",
            f"{found.percent.amount}% × {money(found.gs15.amount)} = {exact:,.1f}",
            money(found.minimum),
        ),
    ]
    for case in wanted(certified):
        top = found.top(case)
        steps.append(Step(f"Maximum {spoken(case)}: {LEVELS[case]}", top.reference, money(top.amount)))
    earlier = parameter("gs15_step1").before(found.gs15)
    if earlier is not None:
        steps.append(
            Step(
                f"For comparison, the range of {earlier.start.year}",
                "same rule",
                _tops(bounds(earlier.start), certified),
            )
        )
    return tuple(steps)


def _sentence(found: PayRange, certified: bool | None) -> str:
    since, ended = span(parameter("gs15_step1"), found.gs15)
    verb = "ran" if ended else "runs"
    return f"{since} the SES pay range {verb} from {_tops(found, certified)} a year."


def _tops(found: PayRange, certified: bool | None) -> str:
    tops = " or ".join(
        f"{money(found.top(case).amount)} in an agency {spoken(case)} ({LEVELS[case]})" for case in wanted(certified)
    )
    return f"{money(found.minimum)} ({found.percent.amount} percent of GS-15 step 1) to {tops}"


PAY_RANGE = Calculator("pay_range", "The SES pay range on a date", (CERTIFIED,), pay_range, yearly=True)
