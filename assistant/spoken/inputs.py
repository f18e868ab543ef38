"""From what was said in all turns to what a calculator takes: parts of other amounts, annual pay, five numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from assistant.rules.appraisal_system import ELEMENTS, element_weights, system
from assistant.rules.calculators import CALCULATORS
from assistant.rules.fields import InvalidInputError, MissingInputError
from assistant.rules.law import assumed
from assistant.rules.money import in_hours, money
from assistant.rules.tables import NotInForceError
from assistant.spoken.amounts import Amount
from assistant.spoken.profile import Profile
from assistant.types import Notice, Spoken

DAY = 8
"""Hours of leave that a day of leave takes."""

WEEK = 5 * DAY
"""Hours of leave that a week of leave takes."""

FEWEST_LISTED = 3
"""Numbers in a row that nobody says in passing: ratings, weights."""

LEAST_SUM = 20_000
"""An amount that nobody says in passing."""

ENOUGH = 2
"""Small numbers that together are not said in passing."""


@dataclass(frozen=True, slots=True)
class Settled:
    """Inputs ready for a calculator; ``said`` and ``notices`` tell what was converted on the way."""

    inputs: dict[str, Any]
    said: tuple[str, ...]
    notices: tuple[Notice, ...]


def merge(older: Mapping[str, Any], newer: Mapping[str, Any]) -> dict[str, Any]:
    """Return the inputs of two turns as one: what the newer one says wins, element by element."""
    merged = dict(older)
    for name, value in newer.items():
        before = merged.get(name)
        merged[name] = before.then(value) if isinstance(before, Profile) and isinstance(value, Profile) else value
    return merged


def settle(name: str, inputs: Mapping[str, Any], on: date) -> Settled:
    """Return the inputs as calculator ``name`` takes them, with a sentence for each that was converted.

    Raise ``InvalidInputError`` for what cannot be put together.
    """
    settled: dict[str, Any] = {}
    said: list[str] = []
    notices: list[Notice] = []
    for field, value in inputs.items():
        if field == "untold":
            notices += _untold(value)
        elif field != "balance_at" and (taken := _converted(name, field, value, on, said, notices)) is not None:
            settled[field] = taken
    for field, value in list(settled.items()):
        if isinstance(value, Amount):  # a percentage of basic pay
            settled[field] = _part(value, settled, said)
    if "balance_at" in inputs and "balance" in settled:
        settled |= _at_its_end(name, inputs["balance_at"], settled, on, said, notices)
    if name.startswith("appraisal") and "ratings" not in settled and "weights" in settled:
        element_weights(
            system("2026" if name.endswith("2026") else "2012"), settled["weights"]
        )  # wrong ones are told first
    return Settled({key: value for key, value in settled.items() if value is not None}, tuple(said), tuple(notices))


def substance(asked: Spoken) -> int:
    """Return how much a calculation has to work with: 0 nothing, or nothing of its day, 1 one small number, 2 more.

    Where something is still to be asked for, small numbers do not count: they stand in many a question.
    """
    given = sum(map(_weight, asked.inputs.values()))
    try:
        CALCULATORS[asked.name].calculate(asked.inputs, asked.on)
    except MissingInputError:
        given = given if given >= ENOUGH and any(map(_is_weighty, asked.inputs.values())) else 0
    except NotInForceError:
        given = 0
    except InvalidInputError:
        given = ENOUGH
    return min(given, ENOUGH)


def figures(asked: Spoken) -> int:
    """Return how many numbers and days a calculation is given, those of a list each for itself."""
    given = [each for value in asked.inputs.values() for each in (value if isinstance(value, tuple) else (value,))]
    return sum(isinstance(each, Decimal | int | date) and not isinstance(each, bool) for each in given)


def _weight(value: Any) -> int:
    if _is_weighty(value):
        return ENOUGH
    if isinstance(value, tuple):
        return sum(isinstance(each, Decimal) for each in value)
    return int(isinstance(value, Decimal))


def _is_weighty(value: Any) -> bool:
    """Say whether nobody says ``value`` in passing: a large sum, a day, three ratings in a row."""
    if isinstance(value, Decimal):
        return value >= LEAST_SUM
    if isinstance(value, tuple):
        return len(value) >= FEWEST_LISTED and isinstance(value[0], Decimal)
    return isinstance(value, int | date)


def _converted(name: str, field: str, value: Any, on: date, said: list[str], notices: list[Notice]) -> Any:
    """Return five numbers of a profile, hours of days, annual pay of pay per hour or month; the rest as it came."""
    if isinstance(value, Profile):
        return _five(name, field, value)
    if isinstance(value, Amount) and value.unit in ("days", "weeks"):
        hours = DAY if value.unit == "days" else WEEK
        single = value.unit.removesuffix("s")
        counted = f"1 {single} of leave is" if value.value == 1 else f"{value.value:f} {value.unit} of leave are"
        said.append(f"{counted} counted as {value.value * hours:f} hours, {hours} a {single}.")
        return value.value * hours
    if isinstance(value, Amount) and value.per:
        return _annual(value, on, said, notices)
    return value


def _at_its_end(
    name: str, place: str, settled: Mapping[str, Any], on: date, said: list[str], notices: list[Notice]
) -> dict[str, Any]:
    """Return the pay periods after a balance at the end of the year; say what is assumed of one that may be either."""
    if place == "end":
        return {"pay_periods": 0}
    balance = in_hours(settled["balance"]).capitalize()
    if place == "now" and "pay_periods" not in settled:
        notices.append(
            assumed(
                f"{balance} now count as the balance at the start of a whole leave year: for"
                " the rest of one, say how many pay periods are left."
            )
        )
    elif place == "unknown" and "pay_periods" not in settled:
        lost = _lost_at_the_end(name, settled["balance"], on)
        verb = "is" if settled["balance"] == 1 else "are"
        leave = name.replace("_", " ")
        said.append(f"{balance} of {leave} {verb} taken as the balance at the start of the leave year{lost}.")
    return {}


def _lost_at_the_end(name: str, balance: Decimal, on: date) -> str:
    """Return what a balance would lose if it stood at the end of the year."""
    with suppress(InvalidInputError, NotInForceError):
        value = CALCULATORS[name].calculate({"balance": balance, "pay_periods": 0}, on).value
        if "forfeited" in value:
            return f"; were it the balance at its end, {in_hours(Decimal(str(value['forfeited'])))} would be forfeited"
    return ""


def _untold(years: Sequence[int]) -> list[Notice]:
    """Say that the ratings of years in between were not told."""
    named = " and ".join(str(year) for year in years)
    text = f"Nothing was said of the rating for {named}; it is counted as Level 3, Fully Successful."
    return [assumed(text)] if years else []


def _five(name: str, field: str, profile: Profile) -> tuple[Decimal, ...] | None:
    return profile.complete(field.removesuffix("s"), ELEMENTS["2026" if name.endswith("2026") else "2012"])


def _annual(amount: Amount, on: date, said: list[str], notices: list[Notice]) -> Decimal:
    """Return pay per hour, pay period or month as annual pay, by the calculator that converts it."""
    found = CALCULATORS["pay_conversion"].calculate({"amount": amount.value, "per": amount.per}, on)
    said.append(found.sentence)
    notices += found.notices
    annual = found.value["annual"]
    assert isinstance(annual, Decimal)
    return annual


def _part(amount: Amount, settled: Mapping[str, Any], said: list[str]) -> Decimal | None:
    whole = settled.get("basic_pay")
    if not isinstance(whole, Decimal):
        return None
    part = (whole * amount.value / 100).quantize(Decimal("0.01"))
    said.append(f"{amount.value:f} percent of {money(whole)} is {money(part)}.")
    return part
