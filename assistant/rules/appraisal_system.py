"""The SES appraisal systems of 2012 and of FY2026: their elements, weights and bands, and the summary they give.

Score = sum of element rating times weight; an element at Level 1 makes the summary Level 1; else the score's band.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import Literal

from assistant.rules.fields import InvalidInputError
from assistant.rules.money import plain
from assistant.rules.parameters import Value, parameter

SystemName = Literal["2012", "2026"]
ELEMENTS: dict[SystemName, tuple[str, ...]] = {
    "2012": ("Leading Change", "Leading People", "Business Acumen", "Building Coalitions", "Results Driven"),
    "2026": (
        "Faithful Administration of the Law and the President's Policies",
        "Government Efficiency",
        "Merit and Competence",
        "Holding Others Accountable and Treating Them Fairly",
        "Achieving Organizational Goals",
    ),
}
"""The critical elements of each system, in the order in which ratings and weights are given."""

LEVEL_NAMES = {
    5: "Outstanding",
    4: "Exceeds Fully Successful",
    3: "Fully Successful",
    2: "Minimally Satisfactory",
    1: "Unsatisfactory",
}
BANDED = (5, 4, 3, 2)


@dataclass(frozen=True, slots=True)
class System:
    """One appraisal system: its elements, each one's least weight, its bands, and the days on which it is in force.

    ``heaviest`` names the element that no other may outweigh; ``last`` is ``None`` while the system is in force.
    """

    name: SystemName
    elements: tuple[str, ...]
    least: tuple[Value, ...]
    total: Value
    bands: tuple[tuple[int, Value], ...]
    first: date
    last: date | None
    heaviest: str | None


@dataclass(frozen=True, slots=True)
class Summary:
    """A score in points and the summary level, 1 to 5. ``at_level_1`` names the elements that force Level 1."""

    score: Decimal
    level: int
    at_level_1: tuple[str, ...]

    @property
    def level_name(self) -> str:
        """Return the level's name, such as ``Fully Successful``."""
        return LEVEL_NAMES[self.level]


@dataclass(frozen=True, slots=True)
class Change:
    """One element raised to another level, and the summary that follows."""

    element: str
    old: int
    new: int
    summary: Summary


@cache
def system(name: SystemName) -> System:
    """Return the appraisal system of 2012 or of FY2026, with the quantities of its own time."""
    older, newer = parameter("appraisal_weights_total").values
    total = older if name == "2012" else newer
    first, rest = ("other", "other") if name == "2012" else ("first", "further")
    last = "results_driven" if name == "2012" else "further"
    return System(
        name=name,
        elements=ELEMENTS[name],
        least=tuple(parameter(f"appraisal_weight_{part}").on(total.start) for part in (first, rest, rest, rest, last)),
        total=total,
        bands=tuple((level, parameter(f"appraisal_level_{level}_points").on(total.start)) for level in BANDED),
        first=total.start,
        last=newer.start - timedelta(days=1) if name == "2012" else None,
        heaviest="Results Driven" if name == "2012" else None,
    )


def element_ratings(of: System, given: Sequence[Decimal]) -> tuple[int, ...]:
    """Return five whole levels from 1 to 5. Raise ``InvalidInputError`` naming the element that has none."""
    _expect_five(of, given, "ratings")
    for element, rating in zip(of.elements, given, strict=True):
        if rating not in LEVEL_NAMES:
            raise InvalidInputError(f"The rating of {element} is a whole level from 1 to 5, not {plain(rating)}.")
    return tuple(int(rating) for rating in given)


def element_weights(of: System, given: Sequence[Decimal]) -> tuple[Decimal, ...]:
    """Return five whole weights that obey the system. Raise ``InvalidInputError`` naming the rule that is broken."""
    _expect_five(of, given, "weights")
    named = tuple(zip(of.elements, given, of.least, strict=True))
    for element, weight, _ in named:
        if weight != weight.to_integral_value():
            raise InvalidInputError(
                f"Weights are whole numbers, as the point bands are; that of {element} is {plain(weight)}."
            )
    if sum(given) != of.total.amount:
        raise InvalidInputError(f"The weights sum to {plain(Decimal(sum(given)))}; they must sum to {of.total.amount}.")
    for element, weight, least in named:
        if weight < least.amount:
            raise InvalidInputError(f"{element} must weigh at least {least.amount}; it is given {plain(weight)}.")
    if of.heaviest:
        _expect_none_heavier(of, given)
    return tuple(given)


def summary(of: System, ratings: Sequence[int], weights: Sequence[Decimal]) -> Summary:
    """Return score and summary level of valid ``ratings`` and ``weights``."""
    score = sum((rating * weight for rating, weight in zip(ratings, weights, strict=True)), Decimal(0))
    lowest = tuple(element for element, rating in zip(of.elements, ratings, strict=True) if rating == 1)
    level = 1 if lowest else next(level for level, least in of.bands if score >= least.amount)
    return Summary(score, level, lowest)


def smallest_change(of: System, ratings: Sequence[int], weights: Sequence[Decimal]) -> Change | None:
    """Return the single raise of one element that reaches a higher summary level.

    Fewest levels first, then fewest points, then the order of the elements; ``None`` when no single raise does.
    """
    now = summary(of, ratings, weights).level
    found = []
    for place, old in enumerate(ratings):
        for new in range(old + 1, 6):
            then = summary(of, (*ratings[:place], new, *ratings[place + 1 :]), weights)
            if then.level > now:
                found.append((new - old, then.score, place, Change(of.elements[place], old, new, then)))
    return min(found, key=lambda option: option[:3])[3] if found else None


def _expect_five(of: System, given: Sequence[Decimal], what: str) -> None:
    if len(given) != len(of.elements):
        named = ", ".join(of.elements)
        raise InvalidInputError(f"Five {what} are needed, one for each of {named}; {len(given)} came.")


def _expect_none_heavier(of: System, given: Sequence[Decimal]) -> None:
    limit = given[of.elements.index(of.heaviest or "")]
    for element, weight in zip(of.elements, given, strict=True):
        if weight > limit:
            raise InvalidInputError(
                f"No element may outweigh {of.heaviest} ({plain(limit)}); {element} weighs {plain(weight)}."
            )
