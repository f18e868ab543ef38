"""Inputs that are said by a name: yes or no, a kind of appointment, a level, a rating, a grade, a year."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from assistant.lexicon import constraints
from assistant.rules.fields import Field
from assistant.spoken import ratings
from assistant.spoken.heard import Heard
from assistant.spoken.levels import LEVELS
from assistant.spoken.lore import Subject

Reader = Callable[[Field, Subject, Heard], Any]
"""Reads the value of a field out of what a turn says of a subject, ``None`` where it says none."""

_ROMAN = {"I": ("i", "1"), "II": ("ii", "2"), "III": ("iii", "3"), "IV": ("iv", "4"), "V": ("v", "5")}
_LEVEL = re.compile(
    r"(?:\b(?:ex|executive schedule|executive)[- ,]*(?:levels?[- ]?)?|(?<=[iv1-5] )(?:and |or |, ?)(?:ex[- ]?)?)"
    r"(iv|iii|ii|i|v|[1-5])\b|\blevels? (iv|iii|ii|i|v)\b"
)
_OTHER_NOT = re.compile(
    r"\bcertified\b.{1,80}\b(?:if|when|where) (?:it|they|1|not|so) ?(?:is|are|was|were)?(?:nt| not)?\b(?! certified)"
    r"|\bcertified\b.{1,40}\b(?:others?|ones?|1|those)\b.{0,20}\b(?:not|lacks?|without|(?:has|is|was|were|does|have|are|do)nt)\b"
)
"""How both kinds of agency are named without a second "certified"."""

_BELOW = re.compile(
    r"\b(?:not|never|nt|less than|below|under|short of)(?: (?:been|be|rated|a|at least|even))* fully successful"
)
"""How a rating below Level 3 is told by what it is not."""

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
_HAD = re.compile(
    r"\b(?:again|another|repeat\w*|twice|second|last (?:one|award|rank|time)|next)\b"
    r"|\b(?:i|we|he|she|they|who|(?:my|our|his|her|one|an?|the) \w+|person|member|appointee)"
    r"(?:['’]?(?:ve|s|d)| has| have| had)?(?: already| once| last| also)?"
    r" (?:was|were|am|became|got|had|received|won|earned|been|took|made)\b"
)
"""How it is said that somebody has had a rank, or of having it once more."""

_SINCE = re.compile(r"\b(?:since|after|from|over|starting)\b")
_RISEN = re.compile(r"\b(?:(?:go|goes|gone|went) up|rise|rises|rose|risen|increased?|increases|grow|grew|climb\w*)\b")


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
    choices = way.choices if way else {}
    return next((choice for choice, words in choices.items() if words.search(heard.text)), None)


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
    if _BELOW.search(heard.text):
        return Decimal(LEVELS["minimally satisfactory"])
    return next((Decimal(level) for name, level in LEVELS.items() if re.search(rf"\b{name}\b", heard.text)), None)


def _year_of_rank(field: Field, subject: Subject, heard: Heard) -> int | None:
    """Return the year in which somebody has had a rank, not one of which its worth is asked."""
    return heard.dated.years[0] if heard.dated.years and _HAD.search(heard.text) else None


def _per(field: Field, subject: Subject, heard: Heard) -> str | None:
    return next((amount.per for amount in heard.amounts if amount.per), None)


def _grade(field: Field, subject: Subject, heard: Heard) -> str | None:
    match = re.search(r"\b([oew])[- ]?(\d{1,2})(?:s|'s)?\b", heard.text)
    if match:
        return f"{match[1].upper()}-{match[2]}"
    return next((grade for name, grade in _RANKS.items() if re.search(rf"(?<!\w){re.escape(name)}", heard.text)), None)


def _year(place: int) -> Reader:
    """Return what reads the year at ``place`` of those that a turn names."""

    def read(field: Field, subject: Subject, heard: Heard) -> int | None:
        years = sorted(heard.dated.years)
        if len(years) != 1:
            return years[place] if years else None
        if _SINCE.search(heard.text):
            return years[0] if place == 0 else None
        # the rise "in 2024" is that over the year before
        return years[0] - (place == 0) if _RISEN.search(heard.text) else None

    return read


_OWN: Mapping[str, Reader] = {
    "appointment": _appointment,
    "levels": _levels,
    "rating": _rating,
    "last_fiscal_year": _year_of_rank,
    "per": _per,
    "grade": _grade,
    "from_year": _year(0),
    "to_year": _year(-1),
}
_BY_KIND: Mapping[str, Reader] = {"flag": _flag, "choice": _choice}


def reader_of(field: Field) -> Reader | None:
    """Return what reads ``field``, by its own name or its kind; ``None`` for numbers and days, which are shared out."""
    return _OWN.get(field.name) or _BY_KIND.get(field.kind)
