"""The moratorium, deadlines and the minimum appraisal period by the calendar.

5 U.S.C. 3395(e), 3592(b), 3593(b); OPM memo of 29 May 2025; 5 CFR 430.304 as of 2001.
"""

from __future__ import annotations

from datetime import date

from assistant.links import link
from assistant.messages import say
from assistant.rules.day_count import FROM_START, WITHIN_AFTER, Period, counted, counting, days_after, period, rule_on
from assistant.rules.fields import Calculator, Field, InvalidInputError, echo
from assistant.rules.law import assumed, law_notices, looked_up
from assistant.types import Calculation, Notice, Reference, Step

MORATORIUM = (
    Reference("5 U.S.C.", "section 3395(e)", link("usc/5", "section 3395")),
    Reference("5 U.S.C.", "section 3592(b)", link("usc/5", "section 3592")),
)
SELECTION = (Reference("OPM", "memo of 29 May 2025 on hiring and talent development for the SES"),)
RETURN = (Reference("5 U.S.C.", "section 3593(b)", link("usc/5", "section 3593")),)
APPRAISAL = (Reference("5 CFR", "section 430.304 (2001 edition)"),)

EXCEPTIONS = (
    "The moratorium does not stop a removal after an earlier unsatisfactory rating under 5 U.S.C. 4314(b)(3), or a"
    " disciplinary action begun before it."
)
EARLY = (
    "The memo of 29 May 2025 takes effect on 1 October 2025; that its limit holds for an announcement that closed"
    " between the two days is assumed."
)
EDITION = (
    "The 90 days were seen in the 2001 edition of 5 CFR part 430; the present text was not seen word for word, so"
    " confirm them with the executive resources office."
)


def moratorium(on: date, *, start: date, detail_days: int | None = None) -> Calculation:
    """Return the last day of the 120 days after a new agency head or noncareer supervisor, and the first day after.

    ``detail_days`` are days on detail that do not count, 60 at most. Errors as in ``rule_on``.
    """
    days, left_out = rule_on("moratorium_days", start, on), detail_days or 0
    total = int(days.amount) + left_out
    detail = _detail(start, on, left_out)
    last = days_after(start, total)
    after = days_after(last, 1)
    longer = f", {left_out} days on detail left out of the count" if left_out else ""
    return Calculation(
        name="moratorium",
        inputs=echo(on, start=start, detail_days=detail_days),
        on=on,
        value={"last_day": last.isoformat(), "first_day_after": after.isoformat()},
        unit="date",
        steps=(
            looked_up("moratorium_days", days),
            *detail,
            counting(start, total, last, WITHIN_AFTER),
            Step("First day after the moratorium", f"{say(last)} + 1 day", say(after)),
        ),
        references=MORATORIUM,
        sentence=(
            f"The {days.amount}-day moratorium after an appointment on {say(start)} runs through {say(last)}{longer};"
            f" from {say(after)} a career appointee may again be reassigned involuntarily or removed for performance."
        ),
        notices=(counted(WITHIN_AFTER), Notice("general_information", EXCEPTIONS), *law_notices(on)),
    )


def _detail(start: date, on: date, left_out: int) -> tuple[Step, ...]:
    """Return the working for days on detail. Raise ``InvalidInputError`` for more than the law leaves out."""
    most = rule_on("moratorium_detail_days", start, on)
    if left_out > most.amount:
        raise InvalidInputError(
            f"At most {most.amount} days on detail are left out of the moratorium's count, not {left_out}."
        )
    added = Step("Days on detail lengthen the moratorium", f"{left_out} of {most.amount}", f"{left_out} days")
    return (looked_up("moratorium_detail_days", most), added) if left_out else ()


def selection_deadline(on: date, *, closing: date) -> Calculation:
    """Return the last day on which an agency may send OPM the selectee of an announcement that closed on ``closing``.

    80 calendar days, under the OPM memo of 29 May 2025. Errors as in ``rule_on``: no rule is known before that day.
    """
    found = period("selection_days", closing, on, WITHIN_AFTER)
    early = () if found.value.status == "enacted" else (assumed(EARLY),)
    told = (
        f"For an announcement that closed on {say(closing)}, the agency must send its selectee to OPM by"
        f" {say(found.day)}, within {found.days} calendar days."
    )
    return _deadline("selection_deadline", on, {"closing": closing}, found, SELECTION, told, early)


def return_deadline(on: date, *, left: date) -> Calculation:
    """Return the last day to apply to OPM for a return to the SES after a Presidential appointment ended on ``left``.

    90 days. Errors as in ``rule_on``.
    """
    found = period("return_days", left, on, WITHIN_AFTER)
    told = (
        f"A former career appointee whose Presidential appointment ended on {say(left)} may apply to OPM for a return"
        f" to the SES until {say(found.day)}, within {found.days} days."
    )
    return _deadline("return_deadline", on, {"left": left}, found, RETURN, told)


def _deadline(
    name: str,
    on: date,
    event: dict[str, date],
    found: Period,
    references: tuple[Reference, ...],
    sentence: str,
    notices: tuple[Notice, ...] = (),
) -> Calculation:
    return Calculation(
        name=name,
        inputs=echo(on, **event),
        on=on,
        value={"last_day": found.day.isoformat()},
        unit="date",
        steps=found.steps,
        references=references,
        sentence=sentence,
        notices=(counted(WITHIN_AFTER), *notices, *law_notices(on)),
    )


def appraisal_minimum(on: date, *, start: date) -> Calculation:
    """Return the day on which the minimum appraisal period that begins on ``start`` is complete.

    90 days, the first one counted (5 CFR 430.304 as of 2001). Errors as in ``rule_on``.
    """
    value = rule_on("appraisal_minimum_days", start, on)
    days = int(value.amount)
    day = days_after(start, days - 1)
    steps = (looked_up("appraisal_minimum_days", value), counting(start, days - 1, day, FROM_START))
    return Calculation(
        name="appraisal_minimum",
        inputs=echo(on, start=start),
        on=on,
        value={"complete": day.isoformat()},
        unit="date",
        steps=steps,
        references=APPRAISAL,
        sentence=(
            f"An appraisal period that begins on {say(start)} has lasted the minimum of {days} days at the end of"
            f" {say(day)}."
        ),
        notices=(counted(FROM_START), assumed(EDITION), *law_notices(on)),
    )


DEADLINES = (
    Calculator(
        "moratorium",
        "How long the moratorium after a new agency head or supervisor lasts",
        (
            Field(
                "start",
                "date on which the agency head or supervisor was appointed",
                "date",
                "2026-03-02",
                required=True,
            ),
            Field("detail_days", "days on detail that do not count (0 to 60)", "count", "20"),
        ),
        moratorium,
    ),
    Calculator(
        "selection_deadline",
        "By when a selectee must be sent to OPM",
        (Field("closing", "date on which the announcement closed", "date", "2026-03-02", required=True),),
        selection_deadline,
    ),
    Calculator(
        "return_deadline",
        "By when to apply for a return after a Presidential appointment",
        (Field("left", "date on which the Presidential appointment ended", "date", "2026-03-02", required=True),),
        return_deadline,
    ),
    Calculator(
        "appraisal_minimum",
        "When the minimum appraisal period is complete",
        (Field("start", "date on which the appraisal period begins", "date", "2025-10-01", required=True),),
        appraisal_minimum,
    ),
)
