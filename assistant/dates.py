"""Dates in a question: the day on which the law is wanted, and the years that its words name."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date

from assistant.words import asks_for_pay_figures, asks_for_the_past

MONTHS = tuple(date(2000, month, 1).strftime("%B").lower() for month in range(1, 13))
_NAME = "|".join(f"{month[:3]}(?:{month[3:]})?" for month in MONTHS) + "|sept"
_DAY_FIRST = re.compile(rf"\b(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<m>{_NAME})\.?,? (?P<y>\d{{4}})\b", re.I)
_MONTH_FIRST = re.compile(
    rf"\b(?P<m>{_NAME})\.? (?:(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,? )?(?:of )?(?P<y>(?:19|20)\d\d)\b", re.I
)
_ISO = re.compile(r"\b(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})\b")
_US = re.compile(r"\b(?P<m>\d{1,2})/(?P<d>\d{1,2})/(?P<y>\d{4})\b")
_US_SHORT = re.compile(r"(?<![\d/,;-])(?P<m>0?[1-9]|1[0-2])/(?P<d>[012]?\d|3[01])/(?P<y>2\d)(?![\d/])")
_SURE_NAME = _NAME.replace("may(?:)?", "|".join(rf"(?<=\b{word} )may" for word in ("on", "by", "of", "since")))
_YEARLESS_DAY_FIRST = re.compile(rf"\b(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<m>{_SURE_NAME})\b", re.I)
_YEARLESS_MONTH_FIRST = re.compile(rf"\b(?P<m>{_SURE_NAME})\.? (?P<d>\d{{1,2}})(?:st|nd|rd|th)?\b(?!,?\d)", re.I)
_NEAR_DAY = re.compile(r"\b(?:today|yesterday|tomorrow)\b", re.I)
_BEFORE = re.compile(r"(?<!from )\b(?:before|prior to|ahead of) (?:the )?(?:year )?$", re.I)
_SINCE = re.compile(r"\b(?:since|dating from|dating back to) $", re.I)
"""What is asked of a time that has begun in a year and goes on is asked of today."""

_FISCAL = re.compile(r"\b(?:fy|fiscal(?: year)?)[ -]?'?(?P<y>(?:19|20)?\d\d)\b", re.I)
_SAID_OF_YEARS = "|".join(rf"(?<=\b{word} )" for word in ("in", "for", "since", "until", "year", "during"))
_YEAR = re.compile(
    r"(?:(?<![\d$.-])(?<!\b1/)|(?<=\bmid-)|(?<=\bearly-)|(?<=\blate-))(?<!\d,)"
    rf"(?P<y>19[5-9]\d|20[0-4]\d|(?:{_SAID_OF_YEARS})(?:19[0-4]|20[5-9])\d)"
    r"(?!\d|,\d|%|\.\d| (?:hours|dollars|days|people|members|executives|employees|positions)\b)"
)
"""A number from 1950 to 2049 is a year; another one is where a word says so, for 2,087 is a number of hours."""

_RELATIVE = {"two years ago": -2, "three years ago": -3, "a year ago": -1, "last year": -1, "previous year": -1}
_RELATIVE |= {"this year": 0, "current year": 0}
_BY_DISTANCE = re.compile(rf"\b(?:{'|'.join(_RELATIVE)})\b", re.I)
_RELATIVELY = re.compile(
    r"\b(?:(?:in|for|during) )?(?:the )?"
    r"(?:(?:two|three) years ago|a year ago|(?:last|previous|this|current|next) year(?P<own>['’]s)?)\b",
    re.I,
)
_THIS_MONTH = re.compile(rf"\bthis (?:{'|'.join(month for month in MONTHS if month != 'may')}|(?-i:May))\b", re.I)
_NOW = re.compile(
    r"(?<!until )(?<!till )(?<!\d to )(?<!\bby )(?<!\bok )(?<!\bokay )\b"
    r"(?:now|nowadays|today|currently|at present|these days)\b(?!['’]|,| (?:for|in|to|what|how)\b)",
    re.I,
)
"""Words that mean the day of asking, not those that open a question or end a span."""

_SOMEBODY = re.compile(r"\b(?:i|we|he|she|they|my|our|his|her|their)\b", re.I)
_WANTED = re.compile(r"\b(?:need|want|(?:look|ask|check|search)ing)\b", re.I)
"""What makes the year of a sentence on oneself the one that is wanted: "I need the 2022 figures."."""

_THEN = re.compile(r"\b(?:then|at the time|that (?:day|date|year|time|cycle|month))\b", re.I)
_THAT_YEAR = re.compile(r"\b(?:that|the same) (?:calendar |fiscal |leave )?year\b", re.I)
"""What makes the year of a story the one that is asked about."""

_SENTENCES = re.compile(r"(?<=[.!?])\s+")
_ASKING = "what|who|which|how|where|why|do|does|can|may|is|are|will|should"
_STATEMENT = re.compile(
    r"(?P<told>(?:^|[,.!]\s)"
    rf"(?!(?:if|when|since|as|because|although|though|in|on|for|during|at|from|by|did|was|were|{_ASKING})\b)[^,.?!]+),"
    rf"(?=\s(?:and |so |but )?(?:{_ASKING})\b)",
    re.I,
)
"""What is told before a comma and a question, and no condition or time of that question."""

_ASKS_WHEN = re.compile(
    r"\b(?:when|until|since|(?:start|begin|end)(?:s|ed)?|began|effect(?:ive)?|appl(?:y|ies|ied)|first|wh\w+ day)\b",
    re.I,
)
"""How a day is asked for, or what began or ended on one."""

_NEXT = re.compile(
    r"\bwill\b.*\bnext year\b|\bnext year\b.*\bwill\b|\bnext year['’]s\b|\b(?:pay|salary|range|maximum|minimum)"
    r"(?: (?:for|in|of))? next year\b",
    re.I,
)
"""How the pay of another year is asked for; hours are carried into next year under the law of today."""


class ImpossibleDateError(ValueError):
    """The question names a day that no calendar has; the message says which."""


@dataclass(frozen=True, slots=True)
class Dated:
    """``on`` is the day on which the law is wanted; ``years`` are those that the words name, in order."""

    on: date
    years: tuple[int, ...] = ()


def read_dates(text: str, on: date) -> Dated:
    """Read the dates that ``text`` asks about; without any, the day is ``on``.

    They are those that it names, except where a question behind a statement says "now", or asks nothing of the past
    behind somebody's story ("I was certified in 2018."): it asks for ``on``. Raise ``ImpossibleDateError`` for a day
    such as 30 February.
    """
    dated = named_dates(text, on)
    *before, asked = _SENTENCES.split(_STATEMENT.sub(r"\g<told>.", text))
    if not (dated.years and before and asked.endswith("?")) or _read(asked, on).years:
        return dated
    past = asks_for_the_past(asked) or _THEN.search(asked) or _THAT_YEAR.search(text)
    told_before = not any(sentence.endswith("?") for sentence in before)
    today = told_before and (means_now(asked) or (not past and _is_story(before, on)))
    return Dated(on) if today else dated


def named_dates(text: str, on: date) -> Dated:
    """Return the dates that ``text`` names; without any, the day is ``on``.

    A bare year means its last day, except that the year of ``on`` means ``on`` itself; a fiscal year ends on 30
    September. "Now" beside a year means both. Raise ``ImpossibleDateError`` for a day such as 30 February.
    """
    dated = _read(text, on)
    both = dated.years and on.year not in dated.years and means_now(text)
    return replace(dated, years=(*dated.years, on.year)) if both else dated


def _is_story(sentences: list[str], on: date) -> bool:
    """Say whether every sentence with a year says something of somebody, other than what is wanted."""
    dated = [sentence for sentence in sentences if _read(sentence, on).years]
    return all(_SOMEBODY.search(sentence) and not _WANTED.search(sentence) for sentence in dated)


def means_now(text: str) -> bool:
    """Say whether a word of ``text`` means the day of asking, as "today" does."""
    return _NOW.search(text) is not None


def _read(text: str, on: date) -> Dated:
    """Return the dates that ``text`` names in figures or by their distance."""
    found = [match for pattern in (_ISO, _DAY_FIRST, _US, _MONTH_FIRST) for match in pattern.finditer(text)]
    days = [_day(match) for match in found]
    if days and _is_before(text, found[0]):
        return _before(_eve(found[0]))
    if days:
        return Dated(days[0], tuple(dict.fromkeys(day.year for day in days)))
    fiscal = [full_year(match["y"]) for match in _FISCAL.finditer(text)]
    distances = {match.group().lower() for match in _BY_DISTANCE.finditer(text)}
    relative = [on.year + shift for words, shift in _RELATIVE.items() if words in distances]
    relative += [on.year + 1] if _NEXT.search(text) and asks_for_pay_figures(text, dated=True) else []
    relative += [on.year] if _THIS_MONTH.search(text) else []
    if not all(date.min.year <= year <= date.max.year for year in relative):
        raise ImpossibleDateError(str(relative[0]))
    named = list(_YEAR.finditer(text))
    years = tuple(dict.fromkeys(relative + fiscal + [int(match["y"]) for match in named]))
    if not relative and not fiscal and named and _is_before(text, named[0]):
        return _before(date(years[0] - 1, 12, 31))
    if not years or years[0] == on.year or (named and _SINCE.search(text, 0, named[0].start())):
        return Dated(on, years)
    return Dated(date(years[0], 9, 30) if fiscal else date(years[0], 12, 31), years)


def _is_before(text: str, match: re.Match[str]) -> bool:
    """Say whether the day or year is named as the end of what is meant: "before October 2025"."""
    return _BEFORE.search(text, 0, match.start()) is not None


def _before(eve: date) -> Dated:
    """Return ``eve`` as the day meant, and its year where that is what is asked about, not the year that was named."""
    return Dated(eve, (eve.year,) if (eve.month, eve.day) == (12, 31) else ())


def _eve(match: re.Match[str]) -> date:
    """Return the day before the day, or the month, that ``match`` names."""
    day = _day(match)
    return _days_from(day if match["d"] else day.replace(day=1), -1)


def _days_from(day: date, shift: int) -> date:
    """Return the day that lies ``shift`` days from ``day``. Raise ``ImpossibleDateError`` beyond the calendar."""
    try:
        return date.fromordinal(day.toordinal() + shift)
    except (ValueError, OverflowError):
        raise ImpossibleDateError(f"the one {'before' if shift < 0 else 'after'} {day}") from None


def swap_year(text: str, old: int, new: int) -> str:
    """Return ``text`` with its year ``old``, in figures, as "FY26" or as "this year", as the year ``new``."""
    figures = re.compile(rf"(?<!\d){old}(?!\d)")
    if figures.search(text):
        return figures.sub(str(new), text)
    text = _FISCAL.sub(lambda match: f"FY{new}" if full_year(match["y"]) == old else match.group(), text)
    return _RELATIVELY.sub(lambda match: f"{new}'s" if match["own"] else f"in {new}", text)


def day_spans(text: str, on: date) -> list[tuple[int, int, date]]:
    """Return each full date in ``text`` with its place, in order; one without a year is taken in the year of ``on``.

    "Today", "yesterday" and "tomorrow" count from ``on``. Raise ``ImpossibleDateError`` for a day such as 30 February.
    """
    found: dict[int, tuple[int, int, date]] = {}
    for pattern in (_ISO, _DAY_FIRST, _US, _MONTH_FIRST, _US_SHORT, _YEARLESS_DAY_FIRST, _YEARLESS_MONTH_FIRST):
        for match in pattern.finditer(text):
            taken = any(start < match.end() and match.start() < end for start, end, _ in found.values())
            if not taken and match["d"] is not None:
                found[match.start()] = (match.start(), match.end(), _day(match, on.year))
    for match in _NEAR_DAY.finditer(text):
        shift = {"today": 0, "yesterday": -1, "tomorrow": 1}[match.group().lower()]
        found[match.start()] = (match.start(), match.end(), _days_from(on, shift))
    return [found[place] for place in sorted(found)]


def last_of_month(year: int, month: int) -> date:
    """Return the last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def year_spans(text: str) -> list[tuple[int, int]]:
    """Return the places of months, fiscal years and bare years in ``text``."""
    return [match.span() for pattern in (_MONTH_FIRST, _FISCAL, _YEAR) for match in pattern.finditer(text)]


def by_year(text: str) -> str:
    """Return ``text`` with each day and month of a year as that year alone, where it asks for a figure of pay.

    The tables of pay tell it for every day; what speaks of the start of a table speaks of days and months.
    """
    if _ASKS_WHEN.search(text) or not asks_for_pay_figures(text, dated=True):
        return text
    for pattern in (_ISO, _DAY_FIRST, _US, _MONTH_FIRST):
        text = pattern.sub(lambda match: match["y"], text)
    return text


def full_year(text: str) -> int:
    """Read two digits as a year of this century, or of the last one from 70 on."""
    return int(text) if len(text) == 4 else int(text) + (1900 if int(text) >= 70 else 2000)


def _day(match: re.Match[str], usual_year: int | None = None) -> date:
    month, year = match["m"], match.groupdict().get("y") or str(usual_year)
    number = (
        int(month)
        if month.isdigit()
        else next(i for i, name in enumerate(MONTHS, 1) if name.startswith(month.lower()[:3]))
    )
    try:
        if match["d"] is None:  # a month: its last day
            return last_of_month(int(year), number)
        return date(full_year(year), number, int(match["d"]))
    except ValueError:
        raise ImpossibleDateError(match.group(0)) from None
