"""Presidential Rank Awards: 5 U.S.C. 4507(c)-(e)."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_FLOOR, Decimal

from assistant.links import link
from assistant.rules.annual_pay import range_notices, require_annual
from assistant.rules.fields import APPOINTMENT, Calculator, Field, InvalidInputError, echo, read
from assistant.rules.law import Amounts, Law, forbidden, is_career, law, law_notices
from assistant.rules.money import money, plain, rounded, share
from assistant.types import Calculation, Notice, Reference, Step

RANKS = ("distinguished", "meritorious")
CAREER_ONLY = Reference("5 CFR", "section 451.301", link("cfr/5", "section 451.301"))
RECALLED = Notice(
    "assumption", "That 5 CFR 451.301 asks for a career SES appointment is recalled; its text was not seen."
)
CANCELLED = {
    2025: Notice("general_information", "By a press report the rank awards of fiscal year 2025 were cancelled."),
}
ROUNDED = Notice("assumption", "The limits are rounded down, as 'at most' is read here; no rounding rule was seen.")

RANK = Field("rank", "rank", "choice", "distinguished", required=True, choices=RANKS)
PAY = Field("basic_pay", "annual rate of basic pay", "money", "$200,000")
LAST = Field(
    "last_fiscal_year", "fiscal year of the last award of the same rank", "count", "2023", least=1979, most=9999
)
EXECUTIVES = Field("executives", "number of members of the SES", "count", "8000", required=True)


def fiscal_year(on: date) -> int:
    """Return the fiscal year of a day: it begins on 1 October of the calendar year before."""
    return on.year + (on.month >= 10)


def rank_award(
    on: date,
    *,
    rank: str,
    basic_pay: Decimal | None = None,
    last_fiscal_year: int | None = None,
    appointment: str | None = None,
) -> Calculation:
    """Return the percentage and the dollars of a rank, and the first fiscal year in which it is possible again.

    "No" for noncareer and limited appointees, without amounts; "No" also in the four fiscal years after the same rank
    (5 U.S.C. 4507(c)), with the amount that it would bring. Raise ``InvalidInputError`` for pay that cannot be or a
    fiscal year still to come, ``NotInForceError`` before the law is held.
    """
    inputs = echo(on, rank=rank, basic_pay=basic_pay, last_fiscal_year=last_fiscal_year, appointment=appointment)
    percent, wait = law(f"rank_{rank}_percent", on), law("rank_wait_years", on)
    last = _past(last_fiscal_year, on)
    if basic_pay is not None:
        require_annual(basic_pay, on)
    if not is_career(appointment):
        told = f"A {appointment} appointee cannot receive a Presidential Rank Award of the SES: only career ones can"
        return forbidden("rank_award", inputs, on, told, CAREER_ONLY, (RECALLED,))
    value, told, steps = _brings(rank, percent, basic_pay)
    if last is not None:
        again = last + int(wait.amount) + 1
        value |= {"allowed": "yes" if fiscal_year(on) >= again else "no", "possible_again": Decimal(again)}
        steps.append(_wait_step(last, again, wait))
        told = _waited(rank, last, again, wait, on) + f" {told}"
    return Calculation(
        name="rank_award",
        inputs=inputs,
        on=on,
        value=value,
        unit="USD",
        steps=tuple(steps),
        references=(percent.reference, wait.reference),
        sentence=told,
        notices=(
            *(range_notices(basic_pay, on) if basic_pay is not None else ()),
            *filter(None, [CANCELLED.get(fiscal_year(on))]),
            *law_notices(on),
        ),
    )


def _past(last: int | None, on: date) -> int | None:
    """Return the fiscal year of the last award. Raise ``InvalidInputError`` for one after that of ``on``."""
    found: int | None = read(LAST, last)
    if found is not None and found > fiscal_year(on):
        raise InvalidInputError(
            f"The {LAST.label} cannot be {found}: on that date it is fiscal year {fiscal_year(on)}."
        )
    return found


def _brings(rank: str, percent: Law, basic_pay: Decimal | None) -> tuple[Amounts, str, list[Step]]:
    """Return what the rank brings: the values, the sentence, the steps."""
    label = f"{rank.title()} Executive: {percent.amount} percent of annual basic pay ({percent.cited})"
    told = (
        f"The rank of {rank.title()} Executive brings a career appointee {percent.amount} percent of annual basic pay"
        " as a lump sum"
    )
    value: Amounts = {"allowed": "yes", "percent": percent.amount}
    if basic_pay is None:
        return value, f"{told}.", [Step(label, "the law's own figure", f"{percent.amount} percent")]
    amount = share(basic_pay, percent.amount)
    working = f"{percent.amount}% × {money(basic_pay)}"
    told = f"{told}: {money(amount)} on basic pay of {money(basic_pay)}."
    label += rounded(basic_pay, percent.amount, amount)
    return value | {"amount": amount}, told, [Step(label, working, money(amount))]


def _wait_step(last: int, again: int, wait: Law) -> Step:
    label = f"First fiscal year after the {wait.amount} that must pass ({wait.cited})"
    return Step(label, f"{last} + {wait.amount} + 1", f"fiscal year {again}")


def _waited(rank: str, last: int, again: int, wait: Law, on: date) -> str:
    rank_held = f"the rank of {rank.title()} Executive in fiscal year {last}"
    if fiscal_year(on) >= again:
        return f"After {rank_held} the same rank is possible again since fiscal year {again}."
    return (
        f"No. The same rank cannot be received in the {wait.amount} fiscal years after {rank_held}: it is possible"
        f" again from fiscal year {again} ({wait.cited})."
    )


def rank_award_limits(on: date, *, executives: int) -> Calculation:
    """Return how many of ``executives`` members of the SES may get each rank in a fiscal year (5 U.S.C. 4507(d)).

    Whole numbers, rounded down. Raise ``InvalidInputError`` for no members.
    """
    limits = {rank: law(f"rank_{rank}_limit_percent", on) for rank in RANKS}
    if executives < 1:
        raise InvalidInputError("There are no rank awards among 0 members: the limit is a share of the SES.")
    exact = {rank: executives * limit.amount / 100 for rank, limit in limits.items()}
    most = {rank: amount.to_integral_value(ROUND_FLOOR) for rank, amount in exact.items()}
    told = " and ".join(f"{most[rank]:,} {rank.title()} Executives ({limits[rank].amount} percent)" for rank in RANKS)
    return Calculation(
        name="rank_award_limits",
        inputs=echo(on, executives=executives),
        on=on,
        value=dict(most),
        unit="executives/fiscal year",
        steps=tuple(
            Step(
                f"{rank.title()}: {limit.amount} percent of the SES ({limit.cited}), rounded down (derived)",
                f"{limit.amount}% × {executives:,} = {plain(exact[rank])}",
                f"{most[rank]:,}",
            )
            for rank, limit in limits.items()
        ),
        references=(limits["distinguished"].reference,),
        sentence=f"Of {executives:,} members of the SES, at most {told} may be named in one fiscal year.",
        notices=(*((ROUNDED,) if exact != most else ()), *law_notices(on)),
    )


RANK_AWARD = Calculator(
    "rank_award", "What a Presidential Rank Award brings", (RANK, PAY, LAST, APPOINTMENT), rank_award
)
RANK_AWARD_LIMITS = Calculator(
    "rank_award_limits", "How many rank awards a fiscal year allows", (EXECUTIVES,), rank_award_limits
)
