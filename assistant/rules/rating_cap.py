"""How many career executives of an agency may be rated Level 4 or 5, from FY2026 on."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_FLOOR, Decimal

from assistant.rules.fields import Calculator, Field, InvalidInputError, echo
from assistant.rules.law import assumed, held, law_notices, looked_up
from assistant.rules.money import plain
from assistant.types import Calculation, Notice, Reference, Step

REFERENCES = (Reference("OPM", "memo of autumn 2025 on SES ratings, under 5 CFR part 430"),)
ROUNDING = "How the percentage is rounded was not found: rounding down is the safe reading of a limit."
ALL_KINDS = (
    "Whether an agency has enough SES members for the limit is read from the number given; members of other kinds may"
    " count for that too."
)
SCOPE = (
    "Only career SES members count; an Inspector General's office counts on its own, and the President may waive the"
    " limit. For FY2025 ratings it was guidance only."
)


def rating_cap(on: date, *, executives: int) -> Calculation:
    """Return the most of ``executives`` career SES members rated (OIG apart) who may be at Level 4 or 5.

    30 percent, rounded down; an agency with fewer than 5 has no limit (the value is then ``"no limit"``). Raise
    ``InvalidInputError`` for no executives, ``NotInForceError`` before the FY2026 cycle.
    """
    percent, least = held("rating_cap_percent", on), held("rating_cap_least_executives", on)
    if executives < 1:
        raise InvalidInputError("The number of career executives rated is at least 1.")
    exact = executives * percent.amount / 100
    most: Decimal | str = exact.to_integral_value(ROUND_FLOOR) if executives >= least.amount else "no limit"
    applies = Step(
        "The limit applies", f"{executives} against {least.amount}", "no" if isinstance(most, str) else "yes"
    )
    share = Step("Share, rounded down (derived)", f"{percent.amount}% × {executives} = {plain(exact)}", str(most))
    return Calculation(
        name="rating_cap",
        inputs=echo(on, executives=executives),
        on=on,
        value={"most_at_4_or_5": most},
        unit="executives",
        steps=(
            looked_up("rating_cap_least_executives", least),
            applies,
            *(() if isinstance(most, str) else (looked_up("rating_cap_percent", percent), share)),
        ),
        references=REFERENCES,
        sentence=_sentence(executives, most, percent.amount, least.amount),
        notices=(
            assumed(ALL_KINDS if isinstance(most, str) else ROUNDING),
            Notice("general_information", SCOPE),
            *law_notices(on),
        ),
    )


def _sentence(executives: int, most: Decimal | str, percent: Decimal, least: Decimal) -> str:
    if isinstance(most, str):
        return (
            f"With {executives} SES members the agency is below the {least} from which the limit on Level 4 and 5"
            " ratings applies, so no limit applies."
        )
    return f"Of {executives:,} career SES members rated, at most {plain(most)} ({percent} percent) may be Level 4 or 5."


RATING_CAP = Calculator(
    "rating_cap",
    "How many executives may be rated Level 4 or 5",
    (Field("executives", "number of career SES members rated", "count", "40", required=True),),
    rating_cap,
)
