"""Notice periods, moratorium and deadlines by the calendar.

5 U.S.C. 3395(a)(2), (e), 3592(b), 3593(b), 5383(d); OPM memo of 29 May 2025.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from assistant.links import link
from assistant.messages import say
from assistant.rules.day_count import AFTER_NOTICE, WITHIN_AFTER, Period, counted, counting, days_after, period, rule_on
from assistant.rules.fields import Calculator, Field, InvalidInputError, echo
from assistant.rules.law import assumed, law_notices, looked_up
from assistant.types import Calculation, Notice, Reference, Step

REASSIGNMENT = (Reference("5 U.S.C.", "section 3395(a)(2)", link("usc/5", "section 3395")),)
MORATORIUM = (
    Reference("5 U.S.C.", "section 3395(e)", link("usc/5", "section 3395")),
    Reference("5 U.S.C.", "section 3592(b)", link("usc/5", "section 3592")),
)
SELECTION = (Reference("OPM", "memo of 29 May 2025 on hiring and talent development for the SES"),)
RETURN = (Reference("5 U.S.C.", "section 3593(b)", link("usc/5", "section 3593")),)
PAY_CUT = (Reference("5 U.S.C.", "section 5383(d)", link("usc/5", "section 5383")),)

EXCEPTIONS = (
    "The moratorium does not stop a removal after an earlier unsatisfactory rating under 5 U.S.C. 4314(b)(3), or a"
    " disciplinary action begun before it."
)
EARLY = (
    "The memo of 29 May 2025 takes effect on 1 October 2025; that its limit holds for an announcement that closed"
    " between the two days is assumed."
)


def reassignment_notice(on: date, *, notice: date, commuting_area: bool, year_named: bool = False) -> Calculation:
    """Return the first day on which a career appointee may be reassigned after written notice on ``notice``.

    15 days within the commuting area, 60 outside it. Errors as in ``rule_on``.
    """
    where = "within" if commuting_area else "outside"
    found = period(f"reassignment_days_{where}", notice, on, AFTER_NOTICE)
    terms = "" if commuting_area else ", with reasons and after consultation, unless the executive waives it"
    return Calculation(
        name="reassignment_notice",
        inputs=echo(on, notice=notice, commuting_area=commuting_area),
        on=on,
        value={"earliest": found.day.isoformat(), "days": Decimal(found.days)},
        unit="date",
        steps=found.steps,
        references=REASSIGNMENT,
        sentence=(
            f"A career appointee who receives written notice on {say(notice)} may be reassigned {where} the commuting"
            f" area on {say(found.day)} at the earliest: {found.days} days' notice is required{terms}."
        ),
        notices=(counted(AFTER_NOTICE), *law_notices(on)),
    )


def moratorium(on: date, *, start: date, detail_days: int | None = None, year_named: bool = False) -> Calculation:
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


def selection_deadline(on: date, *, closing: date, year_named: bool = False) -> Calculation:
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


def return_deadline(on: date, *, left: date, year_named: bool = False) -> Calculation:
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


def pay_cut_notice(on: date, *, notice: date, year_named: bool = False) -> Calculation:
    """Return the first day on which a career appointee's basic pay may be cut after written notice on ``notice``.

    15 days. Errors as in ``rule_on``.
    """
    found = period("pay_cut_days", notice, on, AFTER_NOTICE)
    return Calculation(
        name="pay_cut_notice",
        inputs=echo(on, notice=notice),
        on=on,
        value={"earliest": found.day.isoformat()},
        unit="date",
        steps=found.steps,
        references=PAY_CUT,
        sentence=(
            f"After written notice on {say(notice)} a career appointee's basic pay may be cut on {say(found.day)} at"
            f" the earliest: at least {found.days} days' notice is required."
        ),
        notices=(counted(AFTER_NOTICE), *law_notices(on)),
    )


DEADLINES = (
    Calculator(
        "reassignment_notice",
        "When a reassignment may take effect after notice",
        (
            Field("notice", "date on which written notice is received", "date", "2026-03-02", required=True),
            Field("commuting_area", "whether the new job is within the commuting area", "flag", "yes", required=True),
        ),
        reassignment_notice,
    ),
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
        "pay_cut_notice",
        "When a pay cut may take effect after notice",
        (Field("notice", "date on which written notice is received", "date", "2026-03-02", required=True),),
        pay_cut_notice,
    ),
)
