"""Years told from one another: "the year before that" after a turn on 2024, and each year of "2019 to 2022"."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import replace
from datetime import date

from assistant.date_forms import NUMBERS, in_usual_form
from assistant.dates import Dated, ImpossibleDateError, read_dates
from assistant.numerals import numerals

_STOP = r"(?= *(?:(?:['’]s *)?(?:[?.!,;)]|$)|and\b|or\b))"
_LEAD = r"\b(?P<lead>(?:in|for) )?"
_THAT = r"(?:(?: to| than)? (?:that|then|this|it|that one|that year))?"
_NEXT_TO = re.compile(
    rf"{_LEAD}(?:(?:(?:the|a|one) )?year (?P<way>before|earlier|prior|after|later){_THAT}|"
    rf"(?:the )?(?P<side>previous|preceding|prior|following|subsequent|next) year(?:s one)?){_STOP}",
    re.I,
)
_FARTHER = re.compile(
    rf"{_LEAD}(?P<number>\d{{1,2}}|{'|'.join(NUMBERS)}) years (?P<way>before|earlier|prior|after|later){_THAT}{_STOP}",
    re.I,
)
_INTO = re.compile(r"\b(?:to|into|over|until|till)(?: the)? *$", re.I)
_BACK = ("before", "earlier", "prior", "previous", "preceding")
_SPAN = re.compile(
    r"(?<![\d$./-])(?P<first>(?:19|20)\d\d) ?(?:-|–|—|to|thru|through|until|till|(?P<pair>and)) ?"
    r"(?P<last>(?:19|20)\d\d)(?![\d%/-]|\.\d| (?:hours|dollars|days)\b)",
    re.I,
)
_TODAY = r"(?:now|today|date|the present|this year)"
_OPEN = re.compile(
    r"\b(?:since|(?P<after>after))(?: the year| fiscal year| FY)? (?P<since>(?:19|20)\d\d)\b"
    r"|\bfrom (?P<first>(?:19|20)\d\d)"
    rf" (?:onwards?|on|(?:to|until|till|through) {_TODAY})\b",
    re.I,
)
_TO_NOW = re.compile(rf"\b(?P<first>(?:from|between) (?:19|20)\d\d) (?P<to>to|until|till|through|and) {_TODAY}\b", re.I)
"""A span that ends on the day of asking."""

_UNIT = r"(?:one|two|three|four|five|six|seven|eight|nine)"
_TEEN = r"(?:ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen)"
_TENS = r"(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
_IN_WORDS = re.compile(
    rf"\b(?:(?:nineteen|twenty)[ -](?:{_TEEN}|{_TENS}(?:[ -]{_UNIT})?)|"
    rf"two thousand(?: and)? (?:{_TEEN}|{_UNIT}|twenty(?:[ -]{_UNIT})?))\b"
    r"(?![ -]?(?:hours?|days?|weeks?|months?|years?|dollars?|percent|per cent|hundred|thousand|million|executives?|"
    r"positions?|people|pay|members?)\b)",
    re.I,
)
"""A year in words, such as "twenty seventeen" or "two thousand nine"."""

MOST_WORDS = 10
"""Words of a turn that asks again for another year."""

MOST_WORKED_OUT = 4
"""Years of a span that are each worked out; of a longer one only its two ends are."""

MOST_TOLD = 40
"""Years of a span at most that pages are looked through for; a longer one is none."""


def with_years(text: str, earlier: tuple[int, ...], on: date, usual: int | None = None) -> str:
    """Return ``text`` with dates in their usual form, and years in words, or told from another one, in figures.

    The other one is named before it in ``text``, else the only one of ``earlier``, the years of the turns before, else
    the ``usual`` one. What is said "for next year" is not counted from a year that nobody named.
    """
    text = _IN_WORDS.sub(_in_figures, in_usual_form(text, on))
    text = _TO_NOW.sub(rf"\g<first> \g<to> {on.year}", text)
    base = earlier[0] if len(earlier) == 1 else usual if not earlier else None
    again = base if len(text.split()) <= MOST_WORDS else None
    text = _NEXT_TO.sub(lambda match: _beside(match, text, again, bool(earlier), on), text)
    return text if again is None else _FARTHER.sub(lambda match: _shifted(match, again), text)


def _in_figures(match: re.Match[str]) -> str:
    """Return the figures of a year in words, said in halves or whole."""
    return numerals(match.group().lower().replace("-", " ")).replace(" ", "")


def spanned(dated: Dated, text: str) -> Dated:
    """Return ``dated`` with every year of a span such as "2019 to 2022" that ``text`` wants worked out."""
    first, last = _closed(text) or (0, 0)
    if not first < last or not set(dated.years) <= {first, last}:
        return dated
    return replace(dated, years=tuple(range(first, last + 1)) if last - first < MOST_WORKED_OUT else (first, last))


def each_told(dated: Dated, text: str, on: date) -> Dated:
    """Return ``dated`` with every year of "2019 to 2022" or "since 2020"; the day is the last one of the span.

    Raw pages list years beside each other, and each year of a span is asked for; ``on`` ends an open one.
    """
    first, last = _closed(text) or _open(text, on) or (0, 0)
    if not first < last <= first + MOST_TOLD:
        return dated
    return Dated(on if last == on.year else date(last, 12, 31), tuple(range(first, last + 1)))


def _closed(text: str) -> tuple[int, int] | None:
    """Return the two ends of a span; "2019 and 2022" is one only where it is "between" them."""
    match = _SPAN.search(text)
    if match is None or (match["pair"] and "between" not in text[: match.start()].lower()):
        return None
    return int(match["first"]), int(match["last"])


def _open(text: str, on: date) -> tuple[int, int] | None:
    """Return the ends of "since 2020", "after 2020" or "from 2020 on": the last one is the year of ``on``."""
    match = _OPEN.search(text)
    return (int(match["since"] or match["first"]) + bool(match["after"]), on.year) if match else None


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
    shift = NUMBERS.get(number.lower()) or int(number)
    way = (parts.get("way") or parts.get("side") or "").lower()
    return f"in {base - shift if way in _BACK else base + shift}"
