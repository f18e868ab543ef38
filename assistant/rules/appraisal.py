"""Summary ratings worked out from element ratings and weights, under the system of 2012 and that of FY2026."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from assistant.messages import say
from assistant.rules.appraisal_system import (
    ELEMENTS,
    LEVEL_NAMES,
    Change,
    Summary,
    System,
    SystemName,
    element_ratings,
    element_weights,
    smallest_change,
    summary,
    system,
)
from assistant.rules.fields import Calculator, Field, echo
from assistant.rules.law import assumed, law_notices
from assistant.rules.money import plain
from assistant.rules.tables import NotInForceError
from assistant.types import Calculation, Notice, Reference, Step

BASIC = Reference("OPM", "basic SES appraisal system of 4 January 2012, frequently asked questions")
NEW = Reference("OPM", "memo of 25 February 2025 on SES performance appraisal")
REFERENCES: dict[SystemName, tuple[Reference, ...]] = {"2012": (BASIC,), "2026": (NEW, BASIC)}
TITLES: dict[SystemName, str] = {
    "2012": "basic SES appraisal system of 2012",
    "2026": "FY2026 SES appraisal system",
}
BANDS_ASSUMED = (
    "The point bands of the FY2026 system were not found: those of the 2012 system, with Level 1 for any element at"
    " Level 1, are assumed here."
)
LIMITS_EDITABLE = "The least weights are OPM's defaults; an agency's administrators can edit them."


def appraisal_2012(on: date, *, ratings: Sequence[Decimal], weights: Sequence[Decimal]) -> Calculation:
    """Return score, summary level and the smallest change to a higher one under the basic system of 2012 to FY2025.

    Ratings are levels 1 to 5, weights percent, both in the order of ``ELEMENTS``. Raise ``InvalidInputError`` for
    values that the system does not allow, ``NotInForceError`` before 4 January 2012; a day after FY2025 gets a notice.
    """
    of = system("2012")
    levels, shares = element_ratings(of, ratings), element_weights(of, weights)
    found, now = _calculation(of, on, levels, shares), summary(of, levels, shares)
    change = smallest_change(of, levels, shares)
    told = "none" if change is None else _raise(change)
    return replace(
        found,
        value=found.value | {"next_level_change": told},
        steps=(
            *found.steps,
            Step("Smallest raise of one element to a higher summary level", "every raise tried", told),
        ),
        sentence=f"{found.sentence} {_outlook(now, change)}",
    )


def appraisal_2026(on: date, *, ratings: Sequence[Decimal], weights: Sequence[Decimal]) -> Calculation:
    """Return score and summary level under the FY2026 system, whose point bands are assumed.

    Inputs and errors as in ``appraisal_2012``, for days before 1 October 2025; the first element weighs 25 or more,
    each other 15 or more.
    """
    of = system("2026")
    found = _calculation(of, on, element_ratings(of, ratings), element_weights(of, weights))
    return replace(found, notices=(assumed(BANDS_ASSUMED), assumed(LIMITS_EDITABLE), *found.notices, *law_notices(on)))


def _calculation(of: System, on: date, ratings: Sequence[int], weights: Sequence[Decimal]) -> Calculation:
    found = summary(of, ratings, weights)
    return Calculation(
        name=f"appraisal_{of.name}",
        inputs=echo(on, ratings=ratings, weights=weights),
        on=on,
        value={"score": found.score, "level": Decimal(found.level), "level_name": found.level_name},
        unit="points",
        steps=_steps(of, ratings, weights, found),
        references=REFERENCES[of.name],
        sentence=_sentence(of, found),
        notices=_in_force(of, on),
    )


def _steps(of: System, ratings: Sequence[int], weights: Sequence[Decimal], found: Summary) -> tuple[Step, ...]:
    products = [rating * weight for rating, weight in zip(ratings, weights, strict=True)]
    limits = "; ".join(f"{name} at least {least.amount}" for name, least in zip(of.elements, of.least, strict=True))
    return (
        Step(f"The weights keep the rule: {limits} ({of.least[0].reference})", _added(weights), plain(of.total.amount)),
        *(
            Step(f"{name}: level × weight", f"{rating} × {plain(weight)}", plain(product))
            for name, rating, weight, product in zip(of.elements, ratings, weights, products, strict=True)
        ),
        Step("Score: sum of the elements' points", _added(products), plain(found.score)),
        Step(
            "Any element at Level 1 makes the summary Level 1",
            ", ".join(found.at_level_1) or "none is",
            _override(found),
        ),
        Step(f"Summary level ({of.bands[0][1].reference})", _band(of, found), f"Level {found.level}"),
    )


def _override(found: Summary) -> str:
    return "Level 1" if found.at_level_1 else "no override"


def _band(of: System, found: Summary) -> str:
    if found.at_level_1:
        return "Level 1 override, whatever the score"
    tops = {level: of.bands[place - 1][1].amount - 1 for place, (level, _) in enumerate(of.bands) if place}
    top = tops.get(found.level, 5 * of.total.amount)
    least = dict(of.bands)[found.level].amount
    return f"{plain(least)} ≤ {plain(found.score)} ≤ {plain(top)}"


def _sentence(of: System, found: Summary) -> str:
    score = f"Under the {TITLES[of.name]} these ratings and weights score {plain(found.score)} points"
    if not found.at_level_1:
        return f"{score}, which is summary Level {found.level}, {found.level_name}{_supposed(of)}."
    verb = "is" if len(found.at_level_1) == 1 else "are"
    who = " and ".join(found.at_level_1)
    return f"{score}, but because {who} {verb} rated Level 1 the summary is Level 1, {found.level_name}{_supposed(of)}."


def _supposed(of: System) -> str:
    return " (point bands assumed from the 2012 system)" if of.name == "2026" else ""


def _raise(change: Change) -> str:
    then = change.summary
    return (
        f"{change.element} from Level {change.old} to Level {change.new}"
        f" ({plain(then.score)} points, Level {then.level})"
    )


def _outlook(now: Summary, change: Change | None) -> str:
    if now.level == max(LEVEL_NAMES):
        return "That is the highest level."
    if change is None:
        return "No single change of one element reaches a higher level."
    then = change.summary
    return (
        f"The smallest single change that reaches a higher level is {change.element} from Level {change.old} to Level"
        f" {change.new}: {plain(then.score)} points, Level {then.level}."
    )


def _in_force(of: System, on: date) -> tuple[Notice, ...]:
    """Return a notice when ``of`` has been replaced by ``on``. Raise ``NotInForceError`` for a day before it began."""
    if on < of.first:
        raise NotInForceError(
            f"The {TITLES[of.name]} is in force from {say(of.first)}; on {say(on)} it was not, and nothing is scored by"
            " it."
        )
    if of.last is None or on <= of.last:
        return ()
    newer = system("2026").first
    told = f"The 2012 system served through FY2025; since {say(newer)} another appraisal system is in force."
    return (Notice("outdated", told),)


def _added(numbers: Sequence[Decimal]) -> str:
    return " + ".join(plain(number) for number in numbers)


def _fields(name: SystemName, example: str) -> tuple[Field, ...]:
    order = f"in the order {', '.join(ELEMENTS[name])}"
    return (
        Field("ratings", f"five element ratings (1 to 5), {order}", "numbers", "4, 5, 3, 4, 4", required=True),
        Field("weights", f"five element weights in percent, {order}", "numbers", example, required=True),
    )


APPRAISALS = (
    Calculator(
        "appraisal_2012",
        "A summary rating under the appraisal system of 2012 to FY2025",
        _fields("2012", "10, 10, 10, 10, 60"),
        appraisal_2012,
    ),
    Calculator(
        "appraisal_2026",
        "A summary rating under the FY2026 appraisal system",
        _fields("2026", "30, 15, 20, 15, 20"),
        appraisal_2026,
    ),
)
