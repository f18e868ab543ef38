"""SES performance awards: 5 U.S.C. 5384(b). The agency's pool for them is in ``award_pool.py``."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_DOWN, ROUND_UP, Decimal

from assistant.links import link
from assistant.rules.annual_pay import range_notices, require_annual, require_paid
from assistant.rules.fields import APPOINTMENT, BASIC_PAY, Calculator, Field, echo, read
from assistant.rules.law import Amounts, Inputs, Law, forbidden, is_career, law, law_notices
from assistant.rules.money import money, percentage, plain, rounded, share
from assistant.types import Calculation, Reference, Step

CAREER_ONLY = Reference("5 U.S.C.", "section 5384(a)", link("usc/5", "section 5384"))
RATING = Field("rating", "latest summary rating", "count", "4", least=1, most=5)
AWARD = Field("award", "proposed award", "money", "$25,000")


def performance_award(
    on: date,
    *,
    basic_pay: Decimal,
    rating: int | None = None,
    appointment: str | None = None,
    award: Decimal | None = None,
) -> Calculation:
    """Return the least and the greatest performance award in dollars, and where a proposed ``award`` stands.

    "No" for anyone but a career appointee (5 U.S.C. 5384(a)) and for a rating below Level 3 (5384(b)(1)). Raise
    ``InvalidInputError`` for a rating outside 1 to 5 or pay that cannot be, ``NotInForceError`` before the law is held.
    """
    inputs = echo(on, basic_pay=basic_pay, rating=rating, appointment=appointment, award=award)
    least = law("performance_award_least_rating", on)
    require_annual(basic_pay, on)
    rating = read(RATING, rating)
    if not is_career(appointment):
        told = f"A {appointment} appointee cannot receive an SES performance award: only career appointees can"
        return forbidden("performance_award", inputs, on, told, CAREER_ONLY)
    if rating is not None and rating < least.amount:
        told = f"With a latest rating of Level {rating} no performance award may be paid; it takes Level {least.amount}"
        return forbidden("performance_award", inputs, on, f"{told} (Fully Successful) or better", least.reference)
    return _allowed(on, inputs, basic_pay, award)


def _allowed(on: date, inputs: Inputs, basic_pay: Decimal, award: Decimal | None) -> Calculation:
    low, high = (law(f"performance_award_{name}_percent", on) for name in ("minimum", "maximum"))
    minimum, maximum = share(basic_pay, low.amount, ROUND_UP), share(basic_pay, high.amount, ROUND_DOWN)
    value: Amounts = {"allowed": "yes", "minimum": minimum, "maximum": maximum}
    steps = [
        _share_step(f"{label} award", percent, basic_pay, bound)
        for label, percent, bound in (("Least", low, minimum), ("Greatest", high, maximum))
    ]
    sentence = (
        f"A career appointee rated Level 3 (Fully Successful) or better with basic pay of {money(basic_pay)} may"
        f" receive a performance award of {money(minimum)} to {money(maximum)}, {low.amount} to {high.amount} percent"
        " of basic pay, as a lump sum."
    )
    if award is not None:
        standing, told, step = _standing(basic_pay, award, minimum, maximum)
        value |= standing
        steps.append(step)
        sentence = f"{sentence} {told}"
    return Calculation(
        name="performance_award",
        inputs=inputs,
        on=on,
        value=value,
        unit="USD",
        steps=tuple(steps),
        references=(CAREER_ONLY, low.reference, law("performance_award_least_rating", on).reference),
        sentence=sentence,
        notices=(*range_notices(basic_pay, on), *law_notices(on)),
    )


def _share_step(label: str, percent: Law, basic_pay: Decimal, bound: Decimal) -> Step:
    words = f"{label}: {percent.amount} percent of basic pay ({percent.cited})"
    working = f"{percent.amount}% × {money(basic_pay)}"
    return Step(f"{words}{rounded(basic_pay, percent.amount, bound)}", working, money(bound))


def _standing(basic_pay: Decimal, award: Decimal, minimum: Decimal, maximum: Decimal) -> tuple[Amounts, str, Step]:
    """Return where a proposed award stands: the values, the sentence, the step."""
    require_paid(award, AWARD.label)
    percent = percentage(award, basic_pay)
    standing = "below" if award < minimum else "above" if award > maximum else "inside"
    told = {
        "below": f"{money(minimum - award)} below the least that may be paid",
        "above": f"{money(award - maximum)} above the most that may be paid",
        "inside": "inside these bounds",
    }[standing]
    step = Step(
        "The proposed award as a percentage of basic pay, to two decimals",
        f"{money(award)} ÷ {money(basic_pay)}",
        f"{plain(percent)} percent, {standing}",
    )
    sentence = f"A proposed award of {money(award)} is {plain(percent)} percent, {told}."
    return {"award_percent": percent, "standing": standing}, sentence, step


PERFORMANCE_AWARD = Calculator(
    "performance_award",
    "The bounds of an SES performance award",
    (BASIC_PAY, RATING, APPOINTMENT, AWARD),
    performance_award,
)
