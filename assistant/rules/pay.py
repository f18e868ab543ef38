"""The SES pay range on a date: 5 U.S.C. 5382, 5376(b)(1)(A); 5 CFR 534.403(a)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from assistant.errors import AssistantError
from assistant.links import link
from assistant.messages import say
from assistant.rules.parameters import Value, parameter
from assistant.types import Calculation, Notice, Reference, Step

REFERENCES = (
    Reference("5 U.S.C.", "section 5382(a)-(b)", link("usc/5", "section 5382")),
    Reference("5 U.S.C.", "section 5376(b)(1)(A)", link("usc/5", "section 5376")),
    Reference("5 CFR", "section 534.403(a)", link("cfr/5", "section 534.403")),
)


class NotInForceError(AssistantError):
    """The date lies before the first table, or names a year whose table has not been enacted."""


@dataclass(frozen=True, slots=True)
class PayRange:
    """The bounds in force on a date, in whole dollars a year, and the parameter values that they rest on."""

    minimum: Decimal
    maximum_certified: Decimal
    maximum_not_certified: Decimal
    effective: date
    gs15: Value
    percent: Value
    posted: Value
    level_ii: Value
    level_iii: Value

    @property
    def rests_on(self) -> tuple[Value, ...]:
        """Return every parameter value used; where the minimum was seen as posted, that figure stands for its parts."""
        minimum = (self.posted,) if self.posted.status == "enacted" else (self.gs15, self.percent)
        return (*minimum, self.level_ii, self.level_iii)


def bounds(on: date) -> PayRange:
    """Return the pay range in force on ``on``. Raise ``NotInForceError`` before the open range began."""
    gs15, percent = parameter("gs15_step1"), parameter("ses_minimum_percent")
    first = gs15.values[0].start
    if on < first:
        raise NotInForceError(f"The open SES pay range begins on {say(first)}; {say(on)} lies before the first table.")
    base, share = gs15.on(on), percent.on(on)
    level_ii, level_iii = parameter("executive_schedule_2").on(on), parameter("executive_schedule_3").on(on)
    minimum = (base.amount * share.amount / 100).quantize(Decimal(1), ROUND_HALF_UP)
    return PayRange(
        minimum,
        level_ii.amount,
        level_iii.amount,
        base.start,
        base,
        share,
        parameter("ses_minimum").on(on),
        level_ii,
        level_iii,
    )


def pay_range(on: date, *, certified: bool | None = None, year_named: bool = False) -> Calculation:
    """Return the SES pay range on ``on``, both maxima when ``certified`` is not known.

    ``year_named`` says that the question itself named the year; a year without a table is then refused with
    ``NotInForceError``, while an undated question gets the last known table with a notice.
    """
    found = bounds(on)
    last_year = found.effective.year
    if year_named and on.year > last_year:
        raise NotInForceError(
            f"No pay table for {on.year} had been enacted when this was built; the last one is {last_year}'s."
        )
    return Calculation(
        name="pay_range",
        inputs={"on": on.isoformat(), "certified": certified},
        on=on,
        value=_value(found, certified),
        unit="USD/year",
        steps=_steps(found, certified),
        references=REFERENCES,
        sentence=_sentence(found, certified),
        notices=_notices(found, on),
    )


def _value(found: PayRange, certified: bool | None) -> dict[str, Decimal | str | None]:
    maxima = {True: ["certified"], False: ["not_certified"], None: ["certified", "not_certified"]}[certified]
    value: dict[str, Decimal | str | None] = {"minimum": found.minimum}
    value |= {f"maximum_{name}": getattr(found, f"maximum_{name}") for name in maxima}
    value["effective"] = found.effective.isoformat()
    before = _year_before(found)
    if before is not None:
        value |= {"minimum_year_before": before.minimum}
        value |= {f"maximum_{name}_year_before": getattr(before, f"maximum_{name}") for name in maxima}
    return value


def _steps(found: PayRange, certified: bool | None) -> tuple[Step, ...]:
    exact = found.gs15.amount * found.percent.amount / 100
    steps = [
        Step("GS-15 step 1 base rate, without locality pay", found.gs15.reference, money(found.gs15.amount)),
        Step(
            "Minimum: 120 percent of it, to the nearest dollar (rounding derived from the posted figures)",
            f"{found.percent.amount}% × {money(found.gs15.amount)} = {exact:,.1f}",
            money(found.minimum),
        ),
    ]
    if certified is not True:
        steps.append(
            Step("Maximum without certification: EX-III", found.level_iii.reference, money(found.maximum_not_certified))
        )
    if certified is not False:
        steps.append(
            Step(
                "Maximum with a certified appraisal system: EX-II",
                found.level_ii.reference,
                money(found.maximum_certified),
            )
        )
    return tuple(steps)


def _sentence(found: PayRange, certified: bool | None) -> str:
    low, with_, without = money(found.minimum), money(found.maximum_certified), money(found.maximum_not_certified)
    tops = {
        True: f"{with_} in an agency with a certified appraisal system (EX-II)",
        False: f"{without} in an agency without a certified appraisal system (EX-III)",
        None: f"{with_} in an agency with a certified appraisal system (EX-II) or {without} in one without (EX-III)",
    }
    end = _end(found)
    since = f"From {say(found.effective)}" + (f" to {say(end)}" if end else "")
    verb = "ran" if end else "runs"
    return f"{since} the SES pay range {verb} from {low} (120 percent of GS-15 step 1) to {tops[certified]} a year."


def _end(found: PayRange) -> date | None:
    """Return the last day on which the table of ``found`` held, if a later one is known."""
    starts = [value.start for value in parameter("gs15_step1").values]
    later = [start for start in starts if start > found.effective]
    return date.fromordinal(later[0].toordinal() - 1) if later else None


def _year_before(found: PayRange) -> PayRange | None:
    earlier = parameter("gs15_step1").before(found.gs15)
    return bounds(earlier.start) if earlier else None


def _notices(found: PayRange, on: date) -> tuple[Notice, ...]:
    notices = []
    weak = {value.status for value in found.rests_on} - {"enacted"}
    if "assumption" in weak:
        notices.append(
            Notice("assumption", f"A rate of {found.effective.year} is recalled, not seen in an official table.")
        )
    elif "derived" in weak:
        notices.append(
            Notice(
                "assumption",
                f"A rate of {found.effective.year} is derived from the official yearly increase, not seen in a table.",
            )
        )
    if found.gs15.start_status != "enacted":
        notices.append(
            Notice(
                "assumption", f"The day {say(found.effective)} is counted from the standard payroll calendar, not seen."
            )
        )
    if on.year > found.effective.year:
        notices.append(
            Notice(
                "outdated",
                f"No table for {on.year} is known here; this is the last known one, of {found.effective.year}.",
            )
        )
    return tuple(notices)


def money(amount: Decimal) -> str:
    """Return ``amount`` as dollars: ``$209,600``, with cents only where there are any."""
    return f"${amount:,.0f}" if amount == amount.to_integral_value() else f"${amount:,.2f}"
