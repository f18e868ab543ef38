"""Dates as people type them, put in the one form that is read: "1/14/24", "31.12.2023", "in '23", "ten years ago"."""

from __future__ import annotations

import re
from datetime import date

from assistant.dates import ImpossibleDateError, full_year
from assistant.tokens import tokens
from assistant.words import QUESTION_WORDS

_NUMERIC = re.compile(
    r"(?<![\d/.,$-])(?P<a>\d{1,2})(?P<sep>[-/.])(?P<b>\d{1,2})(?P=sep)(?P<y>(?:19|20)\d\d|\d\d)(?![\d/]|[.,-]\d)"
)
_SCORES = re.compile(r"\b(?:weigh|rat(?:ed|ing)|scor)", re.I)
"""What small numbers with strokes between them are, where they are no day."""

EARLIEST = 4
"""Two digits from which a year may be meant: that of the first pay table."""

_COMPACT = re.compile(
    r"\b(?P<lead>as of|as at|on|by|since|before|after|from|until) (?P<y>(?:19|20)\d\d)(?P<m>\d\d)(?P<d>\d\d)\b", re.I
)
_SHORT_YEAR = re.compile(
    r"(?P<lead>\b(?:in|of|for|from|since|during|until|till|to|and|vs\.?|versus|back in)) ['’](?P<y>\d\d)\b(?!['’])",
    re.I,
)
NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9}
NUMBERS |= {"ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20}
_AGO = re.compile(rf"\b(?:about )?(?P<n>\d{{1,2}}|{'|'.join(NUMBERS)}) years (?:ago|back)\b", re.I)
_YEAR_BEFORE_LAST = re.compile(r"\b(?:in )?(?:the )?year before last\b", re.I)
_NO_YEAR = re.compile(r"\b(?:in|during|of) (?P<y>(?:19|20)\d{3})\b(?! ?(?:dollars|usd|a year|per year))", re.I)
_SOMEBODY = frozenset(("i", "we", "he", "she", "they"))


def in_usual_form(text: str, on: date) -> str:
    """Return ``text`` with each date in figures as 2024-01-14, and each year told by its distance from ``on`` as 2019.

    A day is read month first unless only the other way is a day, or dots part it. Raise ``ImpossibleDateError`` for one
    that is none either way, and for a year of five digits.
    """
    if wrong := _NO_YEAR.search(text):
        raise ImpossibleDateError(wrong["y"])
    text = _COMPACT.sub(_compact, _NUMERIC.sub(lambda match: _numeric(match, on), text))
    text = _SHORT_YEAR.sub(lambda match: f"{match['lead']} {full_year(match['y'])}", text)
    text = _YEAR_BEFORE_LAST.sub(f"in {on.year - 2}", text)
    return _AGO.sub(lambda match: _ago(match, on), text)


def _numeric(match: re.Match[str], on: date) -> str:
    """Return a day in figures as ISO; what may be something else than a day, such as 20/20/20, stays."""
    a, b, sep, year = int(match["a"]), int(match["b"]), match["sep"], match["y"]
    if len(year) == 2 and (
        sep != "/" or _SCORES.search(match.string) or not EARLIEST <= int(year) <= on.year % 100 + 1
    ):
        return match.group()
    ways = [(b, a), (a, b)] if sep == "." else [(a, b), (b, a)]
    full = int(year) if len(year) == 4 else 2000 + int(year)
    found = next((day for month, number in ways if (day := _calendar_day(full, month, number))), None)
    if found is None and len(year) == 4:
        raise ImpossibleDateError(match.group())
    return match.group() if found is None else found.isoformat()


def _compact(match: re.Match[str]) -> str:
    found = _calendar_day(int(match["y"]), int(match["m"]), int(match["d"]))
    if found is None:
        raise ImpossibleDateError(match.group())
    return f"{match['lead']} {found.isoformat()}"


def _calendar_day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _ago(match: re.Match[str], on: date) -> str:
    """Return the year meant, unless somebody tells what happened then: "I joined ten years ago"."""
    sentence = tokens(re.split(r"[.!?,;] ", match.string[: match.start()])[-1])
    if not _SOMEBODY.isdisjoint(sentence) and QUESTION_WORDS.isdisjoint(sentence[:2]):
        return match.group()
    number = NUMBERS.get(match["n"].lower()) or int(match["n"])
    before = "" if match.string[: match.start()].rstrip().endswith((" in", " from", " since", " of")) else "in "
    return f"{before}{on.year - number}"
