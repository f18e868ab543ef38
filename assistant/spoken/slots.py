"""The inputs of a calculator as a turn says them: each field filled by its kind, its unit and the words beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from assistant.rules.fields import Calculator, Field
from assistant.spoken import elements, leave, ratings
from assistant.spoken.amounts import Amount
from assistant.spoken.choices import reader_of
from assistant.spoken.heard import Heard
from assistant.spoken.lore import Subject, Way

REACH = 60
"""Characters between a number and the word that says what it is."""

NEAR = 40
"""The same for an input that is never said without its word."""

LEAST_MONEY, LEAST_SALARY = 1_000, 10_000
"""Bare numbers below these are no money, and no pay of a year: a section of the law, a count."""

LEAVE = ("annual_leave", "sick_leave")
"""Calculators whose balance stands at one end of the leave year."""

BESIDE = 24
"""Characters before a number in which a word settles that it is meant."""

_CLAIMED = re.compile(
    r"\b(?:limit(?:ed)?|cap(?:ped)?|ceiling|vice presidents?)(?: (?:of|is|at|was|salary|rate|being|to|number))*[ :=]*$"
)
_CLAIMED_AFTER = re.compile(
    r" ?(?:hours?|hrs|days)(?: of)?(?: \w+)?(?: (?:leave|vacation|days))?"
    r" (?:per|each|every|a) (?:\w+ )?(?:pay )?(?:period|year)"
    r"| (?:cap|ceiling|limit|deferred)\b"
)
_SPAN_BEFORE = re.compile(r"\b(?:range|band|scale)\b[^.?!]{0,30}$")
_SPAN_AFTER = re.compile(r" ?(?:to|-|–) ?\$?\d")
_SPAN_END = re.compile(r"\b(?:range|band|scale)\b[^.?!]{0,20}\d ?(?:to|-|–) ?\$?$|\bbetween \$?\d[\d.]* ?k? and \$?$")
_SPAN_BETWEEN = re.compile(r"\b(?:range|band|scale)\b[^.?!]{0,30}\bbetween \$?$")
"""How a range is told whose ends are nobody's pay."""

_OWN = re.compile(
    r"\b(?:i earn|i make|i get|i['’]?m (?:paid|at)|i am (?:paid|at)|my (?:basic |base )?(?:pay|salary|rate))\b"
)
_OF_ANOTHER = re.compile(
    r"\b(?:boss|supervisor|manager|chief|colleague|counterpart|co-?worker|predecessor|friend|wife|husband|brother|sister"
    r"|neighbou?r|deputy)s?(?: \w+){0,3} \$?$"
)
"""How somebody else's pay is told beside one's own: "my boss earns 228000 and I earn 180000"."""

_AS_RATING = re.compile(r"\b(?:an?|levels?|rated|ratings? of|only|[45]s? (?:or|and)(?: an?)?)(?: levels?)? $")
"""What stands before a number that is a level and no count of people: "a 4 or a 5"."""


def fill(calculator: Calculator, subject: Subject, heard: Heard) -> dict[str, Any]:
    """Return what ``heard`` says of the fields of ``calculator``; money per hour or period as ``(amount, per)``."""
    found = _numbers(calculator, subject, heard)
    days = list(heard.days)
    for field in calculator.fields:
        if field.name in found:
            continue
        reader = reader_of(field)
        value = days.pop(0) if field.kind == "date" and days else reader(field, subject, heard) if reader else None
        if value is not None:
            found[field.name] = value
    if calculator.name.startswith("appraisal"):
        found |= elements.read(heard, calculator.name)
    if calculator.name == "rating_history" and (told := ratings.read_years(heard)):
        found |= {"ratings": told.levels, "untold": told.untold}
    if calculator.name in LEAVE and "balance" in found:
        found = leave.read_balance(heard, found)
    return found


def _numbers(calculator: Calculator, subject: Subject, heard: Heard) -> dict[str, Any]:
    """Give each amount to the field whose words stand nearest, one amount a field."""
    pairs = []
    for order, field in enumerate(calculator.fields):
        way = subject.ways.get(field.name)
        for amount in _candidates(way, heard) if way else ():
            assert way is not None
            distance = _distance(field, way, amount, heard.dateless)
            if distance is not None:
                pairs.append((distance, order, amount.start, field, way, amount))
    found: dict[str, Any] = {}
    used: set[int] = set()
    for distance, _, start, field, way, amount in sorted(pairs, key=lambda pair: pair[:3]):
        if start in used:
            continue
        if field.name not in found:
            found[field.name] = _value(field, way, amount)
        elif way.sum and distance < REACH and isinstance(found[field.name], Decimal):
            found[field.name] += amount.value
        else:
            continue
        used.add(start)
    return found


def _candidates(way: Way, heard: Heard) -> tuple[Amount, ...]:
    """Return the amounts that may be meant; where a percentage is said, it is that one and not the pay beside it."""
    percents = tuple(amount for amount in heard.amounts if amount.unit == "percent" and "percent" in way.units)
    several = len({amount.value for amount in percents}) > 1  # a range, or some to compare: none is proposed
    return () if several else percents or heard.amounts


def _distance(field: Field, way: Way, amount: Amount, text: str) -> int | None:
    """Return how far the nearest word for ``field`` is, ``REACH`` without any, ``None`` when it cannot be meant."""
    if _is_claimed(amount, text):
        return None
    if amount.unit not in way.units and not _may_be_money(field, way, amount):
        return None
    if amount.unit == "number" and field.kind != "money" and amount.value >= 10_000:
        return None
    if (
        "people" in way.units
        and amount.value <= 5
        and _AS_RATING.search(text[max(0, amount.start - 20) : amount.start])
    ):
        return None
    if _is_first(way, amount, text):
        return -1
    nearest = min(_gaps(way, amount, text), default=REACH)
    bare = amount.unit == "number" and field.kind != "money"
    if (nearest >= REACH and bare) or (nearest >= NEAR and way.needs_cue and amount.unit != "percent"):
        return None
    return nearest + (20 if amount.unit == "number" and way.units[0] not in ("money", "number") else 0)


def _is_first(way: Way, amount: Amount, text: str) -> bool:
    """Say whether a word right beside the number makes it the one meant: "9 career", "offered 212k"."""
    before = [match.end() for match in way.first.finditer(text, max(0, amount.start - BESIDE), amount.start)]
    after = None if "money" in way.units else way.first.match(text, min(amount.end + 1, len(text)))
    between = text[before[-1] : amount.start] if before else "."
    return (
        after is not None or re.fullmatch(r"[ :$]*(?:(?:me|her|him|them|of|at|is|was|for|a) )*\$?", between) is not None
    )


def _is_claimed(amount: Amount, text: str) -> bool:
    """Say whether the number is one that the text says of the law: a limit of so much, a range from so much."""
    before, after = text[max(0, amount.start - 40) : amount.start], text[amount.end :]
    begins = _SPAN_BETWEEN.search(before) or (_SPAN_BEFORE.search(before) and _SPAN_AFTER.match(after))
    spans = begins or _SPAN_END.search(before)
    of_another = _OF_ANOTHER.search(before) and _OWN.search(text)
    return bool(_CLAIMED.search(before) or _CLAIMED_AFTER.match(after) or spans or of_another)


def _may_be_money(field: Field, way: Way, amount: Amount) -> bool:
    least = LEAST_SALARY if way.annual else LEAST_MONEY
    return "money" in way.units and field.kind == "money" and amount.unit == "number" and abs(amount.value) >= least


def _gaps(way: Way, amount: Amount, text: str) -> Iterator[int]:
    """Yield the distance to each cue; across a comma or a stop it counts for more, and behind the number a little."""
    for match in way.cues.finditer(text, max(0, amount.start - REACH), amount.start):
        yield _gap(text[match.end() : amount.start])
    for match in way.after.finditer(text, amount.end, min(len(text), amount.end + REACH)):
        yield _gap(text[amount.end : match.start()]) + 4 + 30 * text.count(":", amount.end, match.start())


def _gap(between: str) -> int:
    stops = len(re.findall(r"[.;?!\n](?!\d)", between)) * 60 + len(re.findall(r",(?!\d)| and | plus ", between)) * 12
    return len(between) + stops + 15 * len(re.findall(r"\d[\d.]*", between))


def _value(field: Field, way: Way, amount: Amount) -> Any:
    if amount.unit == "percent" and field.kind == "money":
        return amount  # of basic pay: known only when all turns have been read
    if amount.unit in ("days", "weeks") and "hours" in way.units:
        return amount
    if way.annual and amount.per in ("hour", "pay_period", "month"):
        return amount
    if (amount.unit, way.units[0]) == ("months", "years"):
        return amount.value / 12
    if (amount.unit, way.units[0]) == ("years", "months"):
        return amount.value * 12
    return amount.value
