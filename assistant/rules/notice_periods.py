"""On which day an agency may act after written notice: 5 U.S.C. 3395(a)(2), 5383(d), 7543."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from assistant.links import link
from assistant.messages import say
from assistant.rules.day_count import AFTER_NOTICE, WITHIN_AFTER, counted, period
from assistant.rules.fields import Calculator, Field, echo
from assistant.rules.law import law_notices
from assistant.types import Calculation, Reference

REASSIGNMENT = (Reference("5 U.S.C.", "section 3395(a)(2)", link("usc/5", "section 3395")),)
PAY_CUT = (Reference("5 U.S.C.", "section 5383(d)", link("usc/5", "section 5383")),)
ADVERSE_ACTION = (Reference("5 U.S.C.", "section 7543", link("usc/5", "section 7543")),)


def reassignment_notice(on: date, *, notice: date, commuting_area: bool) -> Calculation:
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


def pay_cut_notice(on: date, *, notice: date) -> Calculation:
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


def adverse_action_notice(on: date, *, notice: date) -> Calculation:
    """Return the first day on which an adverse action may take effect after notice, and the last day to answer it.

    30 days' notice and 7 days to answer (5 U.S.C. 7543). Errors as in ``rule_on``.
    """
    found = period("adverse_action_days", notice, on, AFTER_NOTICE)
    answer = period("adverse_action_answer_days", notice, on, WITHIN_AFTER)
    return Calculation(
        name="adverse_action_notice",
        inputs=echo(on, notice=notice),
        on=on,
        value={"earliest": found.day.isoformat(), "answer_by": answer.day.isoformat()},
        unit="date",
        steps=(*found.steps, *answer.steps),
        references=ADVERSE_ACTION,
        sentence=(
            f"After notice on {say(notice)} of an adverse action, a removal from the service or a suspension of more"
            f" than 14 days, the action may take effect on {say(found.day)} at the earliest ({found.days} days'"
            f" notice), and the {answer.days} days to answer run through {say(answer.day)}."
        ),
        notices=(counted(AFTER_NOTICE), counted(WITHIN_AFTER), *law_notices(on)),
    )


NOTICE_PERIODS = (
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
        "pay_cut_notice",
        "When a pay cut may take effect after notice",
        (Field("notice", "date on which written notice is received", "date", "2026-03-02", required=True),),
        pay_cut_notice,
    ),
    Calculator(
        "adverse_action_notice",
        "When a removal from the service or a long suspension may take effect after notice",
        (Field("notice", "date on which written notice is received", "date", "2026-03-02", required=True),),
        adverse_action_notice,
    ),
)
