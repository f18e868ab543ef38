"""The inputs of a calculator as a turn says them: each field filled by its kind, its unit and the words beside it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from assistant.rules.fields import Calculator, Field
from assistant.spoken import elements, leave, ratings
from assistant.spoken.amounts import Amount
from assistant.spoken.heard import Heard
from assistant.spoken.lore import Subject, Way
from assistant.words import constraints

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
_SPAN_BEFORE, _SPAN_AFTER = re.compile(r"\b(?:range|band|scale)\b[^.?!]{0,30}$"), re.compile(r" ?(?:to|-|–|and) ?\$?\d")
_SPAN_END = re.compile(r"\b(?:range|band|scale)\b[^.?!]{0,20}\d ?(?:to|-|–|and) ?\$?$")
"""How a range is told whose ends are nobody's pay."""

_AS_RATING = re.compile(r"\b(?:an?|levels?|rated|ratings? of|only|[45]s? (?:or|and)(?: an?)?)(?: levels?)? $")
"""What stands before a number that is a level and no count of people: "a 4 or a 5"."""

_ROMAN = {"I": ("i", "1"), "II": ("ii", "2"), "III": ("iii", "3"), "IV": ("iv", "4"), "V": ("v", "5")}
_LEVEL = re.compile(
    r"(?:\b(?:ex|executive schedule|executive)[- ,]*(?:levels?[- ]?)?|(?<=[iv1-5] )(?:and |or |, ?)(?:ex[- ]?)?)"
    r"(iv|iii|ii|i|v|[1-5])\b|\blevels? (iv|iii|ii|i|v)\b"
)
_OTHER_NOT = re.compile(
    r"\bcertified\b.{1,40}\b(?:others?|ones?|1|those)\b.{0,20}\b(?:not|lacks?|without|(?:has|is|was|were|does|have|are|do)nt)\b"
)
"""How both kinds of agency are named without a second "certified"."""

_NAMES = {"outstanding": 5, "exceeds fully successful": 4, "exceeds": 4, "minimally satisfactory": 2}
_NAMES |= {"minimally successful": 2, "unsatisfactory": 1, "fully successful": 3}
_RATING = re.compile(
    r"\b(?:rated|rating|ratings|level|scored|summary)"
    r"(?: level| rating| of| was| is| were| had been| would be| as| at| a| an| me| her| him|:)*"
    r" ?(?:level )?(-?\d+(?:\.\d+)?)(?![\d/%]|,? ?\d| (?:hours|percent|and \d))|\b(?:an?|got|my) (\d(?:\.\d)?)"
    r" (?:rating|summary|this year|last year)"
)
_RANKS = {"brigadier general": "O-7", "major general": "O-8", "lieutenant general": "O-9", "vice admiral": "O-9"}
_RANKS |= {"rear admiral lower half": "O-7", "rear admiral (lower half)": "O-7", "rear admiral": "O-8"}
_RANKS |= {"lieutenant colonel": "O-5", "colonel": "O-6", "lt. colonel": "O-5", "lt colonel": "O-5"}
_RANKS |= {"lieutenant commander": "O-4", "commander": "O-5", "admiral": "O-10", "major": "O-4"}
_RANKS |= {"one-star": "O-7", "two-star": "O-8", "three-star": "O-9", "four-star": "O-10"}
_RANKS |= {"1-star": "O-7", "2-star": "O-8", "3-star": "O-9", "4-star": "O-10"}
_RANKS |= {"four star": "O-10", "three star": "O-9", "two star": "O-8", "one star": "O-7", "full general": "O-10"}


def fill(calculator: Calculator, subject: Subject, heard: Heard) -> dict[str, Any]:
    """Return what ``heard`` says of the fields of ``calculator``; money per hour or period as ``(amount, per)``."""
    found = _numbers(calculator, subject, heard)
    days = list(heard.days)
    for field in calculator.fields:
        if field.name in found:
            continue
        reader = _OWN.get(field.name) or _BY_KIND.get(field.kind)
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
    spans = _SPAN_END.search(before) or (_SPAN_BEFORE.search(before) and _SPAN_AFTER.match(after))
    return bool(_CLAIMED.search(before) or _CLAIMED_AFTER.match(after) or spans)


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


def _flag(field: Field, subject: Subject, heard: Heard) -> str | None:
    if field.name == "certified":
        if re.search(r"\b(?:werent|were not|wasnt|was not|not be) certified", heard.text):
            return "no"
        if _OTHER_NOT.search(heard.text):
            return None
        named = constraints(heard.said).get("certification", frozenset())
        return {frozenset({"certified"}): "yes", frozenset({"not certified"}): "no"}.get(named)
    way = subject.ways.get(field.name)
    if way is None:
        return None
    hits = [choice for choice in ("no", "yes") if choice in way.choices and way.choices[choice].search(heard.text)]
    return hits[0] if hits else None


def _choice(field: Field, subject: Subject, heard: Heard) -> str | None:
    way = subject.ways.get(field.name)
    if way and way.choices:
        return next((choice for choice, words in way.choices.items() if words.search(heard.text)), None)
    return None


def _appointment(field: Field, subject: Subject, heard: Heard) -> str | None:
    if "limited_term" in field.choices:
        return _choice(field, subject, heard)
    named = constraints(heard.said).get("appointment", frozenset())
    kinds = {"limited" if name.startswith("limited") else name for name in named}
    return kinds.pop() if len(kinds) == 1 else None


def _levels(field: Field, subject: Subject, heard: Heard) -> tuple[str, ...] | None:
    named = {match[1] or match[2] for match in _LEVEL.finditer(heard.text)}
    return tuple(level for level, signs in _ROMAN.items() if named & set(signs)) or None


def _rating(field: Field, subject: Subject, heard: Heard) -> Decimal | None:
    history = ratings.read_years(heard)
    if history and len(history.levels) > 1:
        return history.levels[-1]  # the latest one decides
    match = _RATING.search(heard.text)
    if match:
        return Decimal(match[1] or match[2])
    return next((Decimal(level) for name, level in _NAMES.items() if re.search(rf"\b{name}\b", heard.text)), None)


def _fiscal_year(field: Field, subject: Subject, heard: Heard) -> int | None:
    return heard.dated.years[0] if heard.dated.years else None


def _per(field: Field, subject: Subject, heard: Heard) -> str | None:
    return next((amount.per for amount in heard.amounts if amount.per), None)


def _grade(field: Field, subject: Subject, heard: Heard) -> str | None:
    match = re.search(r"\b([oew])[- ]?(\d{1,2})(?:s|'s)?\b", heard.text)
    if match:
        return f"{match[1].upper()}-{match[2]}"
    return next((grade for name, grade in _RANKS.items() if re.search(rf"(?<!\w){re.escape(name)}", heard.text)), None)


_SINCE = re.compile(r"\b(?:since|after|from|over|starting)\b")
_RISEN = re.compile(r"\b(?:(?:go|goes|gone|went) up|rise|rises|rose|risen|increased?|increases|grow|grew|climb\w*)\b")


def _year(place: int) -> Callable[[Field, Subject, Heard], int | None]:
    def read(field: Field, subject: Subject, heard: Heard) -> int | None:
        years = sorted(heard.dated.years)
        if len(years) != 1:
            return years[place] if years else None
        if _SINCE.search(heard.text):
            return years[0] if place == 0 else None
        # the rise "in 2024" is that over the year before
        return years[0] - (place == 0) if _RISEN.search(heard.text) else None

    return read


_OWN: Mapping[str, Callable[[Field, Subject, Heard], Any]] = {
    "appointment": _appointment,
    "levels": _levels,
    "rating": _rating,
    "last_fiscal_year": _fiscal_year,
    "per": _per,
    "grade": _grade,
    "from_year": _year(0),
    "to_year": _year(-1),
}
_BY_KIND: Mapping[str, Callable[[Field, Subject, Heard], Any]] = {"flag": _flag, "choice": _choice}
