"""What must, may or cannot follow a run of yearly ratings: 5 U.S.C. 4314(b)(3)-(4), 3592(a), 5384(b)(1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from assistant.links import link
from assistant.rules.appraisal_system import LEVEL_NAMES
from assistant.rules.fields import Calculator, Field, InvalidInputError, echo
from assistant.rules.law import held, law_notices, looked_up
from assistant.rules.money import plain
from assistant.rules.parameters import Value
from assistant.types import Calculation, Reference, Step

REFERENCES = (
    Reference("5 U.S.C.", "section 4314(b)(3)-(4)", link("usc/5", "section 4314")),
    Reference("5 U.S.C.", "section 3592(a)", link("usc/5", "section 3592")),
    Reference("5 U.S.C.", "section 5384(b)(1)", link("usc/5", "section 5384")),
)
MOST_YEARS = 50
FULLY_SUCCESSFUL = 3
OUTCOMES = {
    "must_leave": "a career appointee must be removed from the SES",
    "must_leave_or_move": "a career appointee must be reassigned or transferred within the SES, or removed from it",
    "may_leave": "a career appointee may be removed from the SES to another civil service position, but need not be",
    "none": "nothing must follow",
}
NO_AWARD = "No performance award may be paid on a latest rating below Level 3."


@dataclass(frozen=True, slots=True)
class Rule:
    """So many ratings of at most ``level`` within so many consecutive years end a person's time in the SES."""

    level: int
    count: Value
    years: Value
    names: tuple[str, str]
    law: str


def rating_history(on: date, *, ratings: Sequence[Decimal]) -> Calculation:
    """Return what follows from ``ratings``, one for each consecutive year, oldest first.

    Two Level 1 in any 5 consecutive years, or two below Level 3 in any 3, mean removal from the SES; a latest Level 1
    means removal or another position; a latest Level 2 allows removal. Raise ``InvalidInputError`` for a rating that is
    no level, ``NotInForceError`` before 11 January 2004.
    """
    levels = _levels(ratings)
    rules = _rules(on)
    hits = {rule: _first_window(levels, rule) for rule in rules}
    outcome, because = _outcome(levels, hits)
    cannot = f" {NO_AWARD}" if levels[-1] < FULLY_SUCCESSFUL else ""
    return Calculation(
        name="rating_history",
        inputs=echo(on, ratings=levels),
        on=on,
        value={"outcome": outcome, "because": because},
        unit="outcome",
        steps=(*(step for rule in rules for step in _steps(rule, hits[rule])), _latest(levels)),
        references=REFERENCES,
        sentence=f"After these ratings {OUTCOMES[outcome]}: {because}.{_in_its_time(levels, outcome)}{cannot}",
        notices=law_notices(on),
    )


def _levels(ratings: Sequence[Decimal]) -> tuple[int, ...]:
    if not 0 < len(ratings) <= MOST_YEARS:
        raise InvalidInputError(f"Between 1 and {MOST_YEARS} yearly ratings are needed; {len(ratings)} came.")
    for rating in ratings:
        if rating not in LEVEL_NAMES:
            raise InvalidInputError(f"A yearly rating is a whole level from 1 to 5, not {plain(rating)}.")
    return tuple(int(rating) for rating in ratings)


def _rules(on: date) -> tuple[Rule, ...]:
    return (
        Rule(
            1,
            held("unsatisfactory_ratings", on),
            held("unsatisfactory_years", on),
            ("unsatisfactory_ratings", "unsatisfactory_years"),
            "5 U.S.C. 4314(b)(3)",
        ),
        Rule(
            FULLY_SUCCESSFUL - 1,
            held("low_ratings", on),
            held("low_rating_years", on),
            ("low_ratings", "low_rating_years"),
            "5 U.S.C. 4314(b)(4)",
        ),
    )


def _first_window(levels: Sequence[int], rule: Rule) -> tuple[int, ...]:
    """Return the places of the ratings that fulfil ``rule``, the earliest such run; none when it is not fulfilled."""
    low = [place for place, level in enumerate(levels) if level <= rule.level]
    count, years = int(rule.count.amount), int(rule.years.amount)
    for start in range(len(low) - count + 1):
        found = low[start : start + count]
        if found[-1] - found[0] < years:
            return tuple(found)
    return ()


def _outcome(levels: Sequence[int], hits: dict[Rule, tuple[int, ...]]) -> tuple[str, str]:
    """Return what follows and why."""
    for rule, places in hits.items():
        if places:
            which = " and ".join(f"year {place + 1} (Level {levels[place]})" for place in places)
            name = "Level 1" if rule.level == 1 else "below Level 3"
            return "must_leave", (
                f"{plain(rule.count.amount)} ratings {'of ' if rule.level == 1 else ''}{name} within"
                f" {plain(rule.years.amount)} consecutive years, in {which}, require removal ({rule.law})"
            )
    latest = levels[-1]
    if latest == 1:
        return "must_leave_or_move", "the latest rating is Level 1, Unsatisfactory (5 U.S.C. 4314(b)(3))"
    if latest < FULLY_SUCCESSFUL:
        return "may_leave", "the latest rating is Level 2, less than fully successful (5 U.S.C. 3592(a))"
    return "none", f"the latest rating is Level {latest}, {LEVEL_NAMES[latest]}, and no run of low ratings counts"


def _in_its_time(levels: Sequence[int], outcome: str) -> str:
    """Say what an earlier single Level 1 called for when it was given, unless the outcome rests on it."""
    if outcome == "must_leave" or 1 not in levels[:-1]:
        return ""
    year = levels.index(1) + 1
    return f" The Level 1 of year {year} called for reassignment, transfer or removal when it was given."


def _steps(rule: Rule, places: Sequence[int]) -> tuple[Step, ...]:
    count, years = (looked_up(name, value) for name, value in zip(rule.names, (rule.count, rule.years), strict=True))
    years_found = ", ".join(f"year {place + 1}" for place in places)
    label = f"At most Level {rule.level}, {plain(rule.count.amount)} times in any {plain(rule.years.amount)} years"
    return count, years, Step(label, f"each run of {plain(rule.years.amount)} years looked at", years_found or "no")


def _latest(levels: Sequence[int]) -> Step:
    return Step("Latest rating", f"year {len(levels)}", f"Level {levels[-1]}, {LEVEL_NAMES[levels[-1]]}")


RATING_HISTORY = Calculator(
    "rating_history",
    "What follows from several years' ratings",
    (Field("ratings", "yearly ratings (1 to 5), oldest first", "numbers", "3, 2, 3", required=True),),
    rating_history,
)
