"""Where a salary stands in the SES pay range: 5 U.S.C. 5382; 5 CFR 534.403(a)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from assistant.rules.annual_pay import require_annual
from assistant.rules.certification import CERTIFIED, Certification, spoken, wanted
from assistant.rules.fields import Calculator, Field, echo
from assistant.rules.law import Amounts
from assistant.rules.money import money, percentage, plain
from assistant.rules.pay import LEVELS, REFERENCES, PayRange, bounds
from assistant.rules.tables import table_notices
from assistant.types import Calculation, Step

SALARY = Field("salary", "annual salary (rate of basic pay)", "money", "$200,000", required=True)


@dataclass(frozen=True, slots=True)
class Position:
    """A salary against one maximum: in an agency with a certified appraisal system, or in one without."""

    suffix: Certification
    salary: Decimal
    minimum: Decimal
    maximum: Decimal

    @property
    def standing(self) -> str:
        """Say whether the salary is inside the range, bounds included, or outside of it."""
        if self.salary < self.minimum:
            return "below"
        return "above" if self.salary > self.maximum else "inside"

    @property
    def percent(self) -> Decimal:
        """Return how far up the range the salary is, 0 at the minimum and 100 at the maximum, to two decimals."""
        return percentage(self.salary - self.minimum, self.maximum - self.minimum)

    @property
    def values(self) -> Amounts:
        """Return what is told of this maximum, the percentage only inside the range."""
        inside: Amounts = {f"percent_of_range_{self.suffix}": self.percent} if self.standing == "inside" else {}
        return {
            f"maximum_{self.suffix}": self.maximum,
            f"standing_{self.suffix}": self.standing,
            f"below_maximum_{self.suffix}": self.maximum - self.salary,
            **inside,
        }

    @property
    def words(self) -> str:
        """Return the kind of agency in words."""
        return spoken(self.suffix)

    @property
    def told(self) -> str:
        """Return the position in words."""
        spans = f"the range of {money(self.minimum)} to {money(self.maximum)} in an agency {self.words}"
        if self.standing == "above":
            return f"{money(self.salary - self.maximum)} above {spans}"
        up, left = money(self.salary - self.minimum), money(self.maximum - self.salary)
        return f"inside {spans} ({plain(self.percent)} percent of the way, {up} above its bottom, {left} below its top)"

    @property
    def step(self) -> Step:
        """Return the working of the position."""
        salary, top, bottom = money(self.salary), money(self.maximum), money(self.minimum)
        if self.standing == "below":
            return Step("Against the minimum", f"{salary} < {bottom}", "below the range")
        if self.standing == "above":
            return Step(f"Against the maximum {self.words}", f"{salary} > {top}", "above the range")
        working = f"({salary} − {bottom}) ÷ ({top} − {bottom})"
        return Step(f"Share of the range {self.words}, to two decimals", working, f"{plain(self.percent)} percent")


def salary_position(
    on: date, *, salary: Decimal, certified: bool | None = None, year_named: bool = False
) -> Calculation:
    """Return where a salary, in dollars a year, stands in the range on ``on``; against both maxima when not told which.

    Raise ``NotInForceError`` for a date without a table, ``InvalidInputError`` for a salary that cannot be one.
    """
    found = bounds(on, year_named=year_named)
    require_annual(salary, on, "annual salary")
    positions = _positions(found, salary, certified)
    needs = salary > found.level_iii.amount
    value: Amounts = {"minimum": found.minimum, "above_minimum": salary - found.minimum}
    for position in positions:
        value |= position.values
    value["needs_certification"] = "yes" if needs else "no"
    return Calculation(
        name="salary_position",
        inputs=echo(on, salary=salary, certified=certified),
        on=on,
        value=value,
        unit="USD/year",
        steps=_steps(found, positions, needs),
        references=REFERENCES,
        sentence=f"A salary of {money(salary)} is {_stands(positions)}.{_needed(found, salary)}",
        notices=table_notices(found.rests_on, on),
    )


def _positions(found: PayRange, salary: Decimal, certified: bool | None) -> list[Position]:
    return [Position(case, salary, found.minimum, found.top(case).amount) for case in wanted(certified)]


def _steps(found: PayRange, positions: list[Position], needs: bool) -> tuple[Step, ...]:
    base = f"{found.percent.amount}% × {money(found.gs15.amount)} (GS-15 step 1)"
    steps = [Step("Minimum of the range, to the nearest dollar", base, money(found.minimum))]
    for position in positions:
        rate = found.top(position.suffix)
        steps.append(Step(f"Maximum {position.words}: {LEVELS[position.suffix]}", rate.reference, money(rate.amount)))
    steps += dict.fromkeys(position.step for position in positions)
    steps.append(
        Step(
            "Whether it needs certification", f"above EX-III, {money(found.level_iii.amount)}", "yes" if needs else "no"
        )
    )
    return tuple(steps)


def _stands(positions: list[Position]) -> str:
    """Say where the salary is: below the one minimum, or against each maximum."""
    first = positions[0]
    if first.standing != "below":
        return "; it is ".join(position.told for position in positions)
    return f"{money(first.minimum - first.salary)} below the minimum of the SES pay range, {money(first.minimum)}"


def _needed(found: PayRange, salary: Decimal) -> str:
    """Say what a rate above EX-III needs (5 CFR 534.403(a)(3)), or that nothing allows a rate above EX-II."""
    if salary <= found.level_iii.amount:
        return ""
    if salary > found.level_ii.amount:
        return f" Even a certified appraisal system allows no more than EX-II, {money(found.level_ii.amount)}."
    return (
        f" A rate above EX-III ({money(found.level_iii.amount)}) needs a certified appraisal system, and is meant"
        " mainly for executives of the highest performance or contribution, or for new ones with superior leadership or"
        " other competencies (5 CFR 534.403(a)(3))."
    )


SALARY_POSITION = Calculator(
    "salary_position",
    "Where a salary stands in the SES pay range",
    (SALARY, CERTIFIED),
    salary_position,
    yearly=True,
)
