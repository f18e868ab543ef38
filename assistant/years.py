"""Years told from one another: "the year before that" after a turn on 2024, and each year of "2019 to 2022"."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import replace
from datetime import date

from assistant.dates import Dated, ImpossibleDateError, read_dates

_STOP = r"(?= *(?:(?:['’]s *)?(?:[?.!,;)]|$)|and\b|or\b))"
_LEAD = r"\b(?P<lead>(?:in|for) )?"
_THAT = r"(?: (?:that|then|this|it|that one|that year))?"
_NEXT_TO = re.compile(
    rf"{_LEAD}(?:(?:(?:the|a|one) )?year (?P<way>before|earlier|prior|after|later){_THAT}|"
    rf"(?:the )?(?P<side>previous|preceding|prior|following|subsequent|next) year(?:s one)?){_STOP}",
    re.I,
)
_FARTHER = re.compile(
    rf"{_LEAD}(?P<number>\d|two|three|four|five) years (?P<way>before|earlier|prior|after|later){_THAT}{_STOP}", re.I
)
_INTO = re.compile(r"\b(?:to|into|over|until|till)(?: the)? *$", re.I)
_WORDS = {"two": 2, "three": 3, "four": 4, "five": 5}
_BACK = ("before", "earlier", "prior", "previous", "preceding")
_SPAN = re.compile(
    r"(?<![\d$./-])(?P<first>(?:19|20)\d\d) ?(?:-|–|—|to|thru|through|until|till|(?P<pair>and)) ?"
    r"(?P<last>(?:19|20)\d\d)"
    r"(?![\d%/-]|\.\d| (?:hours|dollars|days)\b)"
)
MOST_WORDS = 10
"""Words of a turn that asks again for another year."""

MOST_YEARS = 4
"""Years of a span that are each worked out; of a longer one only its two ends are."""


def with_years(text: str, earlier: tuple[int, ...], on: date, usual: int | None = None) -> str:
    """Return ``text`` with a year told from another one in figures.

    The other one is named before it in ``text``, else the only one of ``earlier``, the years of the turns before, else
    the ``usual`` one. What is said "for next year" is not counted from a year that nobody named.
    """
    base = earlier[0] if len(earlier) == 1 else usual if not earlier else None
    again = base if len(text.split()) <= MOST_WORDS else None
    text = _NEXT_TO.sub(lambda match: _beside(match, text, again, bool(earlier), on), text)
    return text if again is None else _FARTHER.sub(lambda match: _shifted(match, again), text)


def spanned(dated: Dated, text: str) -> Dated:
    """Return ``dated`` with every year of a span such as "2019 to 2022" that ``text`` names."""
    match = _SPAN.search(text)
    if match is None or (match["pair"] and "between" not in text[: match.start()]):
        return dated
    first, last = int(match["first"]), int(match["last"])
    if not first < last or not set(dated.years) <= {first, last}:
        return dated
    years = tuple(range(first, last + 1)) if last - first < MOST_YEARS else (first, last)
    return replace(dated, years=years)


def years_of(text: str, on: date) -> tuple[int, ...]:
    """Return the years that ``text`` names, none where it holds a day that no calendar has."""
    with suppress(ImpossibleDateError):
        return read_dates(text, on).years
    return ()


def _beside(match: re.Match[str], text: str, again: int | None, named: bool, on: date) -> str:
    before = text[: match.start()]
    if _INTO.search(before) or (not named and (match["lead"] or "").lower() == "for "):
        return match.group()  # "carried over into the next year" is under the law of the year before
    told = years_of(before, on)[-1:] if match["way"] else ()
    base = told[0] if told else again
    return match.group() if base is None else _shifted(match, base)


def _shifted(match: re.Match[str], base: int) -> str:
    parts = match.groupdict()
    number = parts.get("number") or "1"
    shift = _WORDS.get(number.lower()) or int(number)
    way = (parts.get("way") or parts.get("side") or "").lower()
    return f"in {base - shift if way in _BACK else base + shift}"
