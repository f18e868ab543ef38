"""The line of a page that says of which day it is, and the name that stands right before it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import filterfalse, pairwise

from assistant.dates import last_of_month

HEAD, FOOT = 1500, 800
"""Characters of the start and of the end of a text in which such a line may stand."""

_MONTHS = [date(2000, month, 1) for month in range(1, 13)]
_NAMES = "|".join(f"{month:%B}|{month:%b}" for month in _MONTHS)
_WEEKDAYS = "mon|tue|wed|thu|fri|sat|sun"
_ORDINAL = r"\d{1,2}(?:st|nd|rd|th)?"
_WRITTEN = rf"(?:(?:{_NAMES})\.? {_ORDINAL},?|{_ORDINAL} (?:of )?(?:{_NAMES})\.?,?) (?:19|20)\d\d"
_LINE = re.compile(
    rf"^\W*(?:(?:last |page )*(?:updated|reviewed|modified|published|posted|effective|dated?|as of)(?: on)?:? *)?"
    rf"(?:(?:{_WEEKDAYS})\w*,? )?{_WRITTEN}\W*$",
    re.I | re.M,
)

_ANY = re.compile(
    r"\b(?:(?P<iso>(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))"
    rf"|(?:(?:(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?)?(?P<m>{_NAMES})\.?|(?P<n>{_NAMES})\.?\s+(?P<e>\d{{1,2}})(?:st|nd|rd|th)?)"
    r",?\s+(?P<y>(?:19|20)\d\d))\b",
    re.I,
)
_STATUS = re.compile(
    r"\b(?:updated|reviewed|revised|published|issued|posted|printed|effective|valid|in force|dated?|as of|as at"
    r"|version|edition|minutes|meeting|approved|agreed|adopted)\b",
    re.I,
)
"""What a page says of itself beside its date."""

_HOLDS = re.compile(
    r"^\W*(?:(?:this|these)\b[^.;]{0,40}?|[^.;]{0,40}?\b(?:lists?|schedules?|fees?|charges?|prices?|rates?|tariffs?|polic(?:y|ies)"
    r"|guide|edition|version|hours|table)\b[^.;]{0,20}?)?"
    r"\b(?:valid|validity|in force|in effect|effective|appl(?:ies|icable)|term)\b.*"
    r"(?<!\bamended )(?<!\bupdated )(?<!\brevised )(?<!\bcorrected )(?<!\bconsolidated )"
    r"(?:\b(?:through|until|till)|(?P<span>\bto\b|[-–—])) *",
    re.I,
)
"""What a page says before the last day on which it holds; the day to which it was amended ends nothing."""

_BEGINS = re.compile(
    r"\b(?:valid|in force|in effect|effective|appl(?:y|ies|icable))"
    r"(?: (?:from|as of|as from|on|beginning|starting))?:? *$",
    re.I,
)
"""What a page says before the first day on which it holds."""

_OF_ANOTHER = re.compile(r"\b(?:was|were|replac\w+|supersed\w+|previous\w*|earlier|former\w*)\b", re.I)
"""How a page tells of the one before it."""

BRIEF = 14
"""Words, at most, of a sentence that only says of which day a page is."""


def is_dateline(line: str) -> bool:
    """Say whether a whole line only gives a day."""
    return bool(_LINE.fullmatch(line.strip()))


def byline(text: str, title: str = "") -> str | None:
    """Return the name on a line of its own right before the date near the start of a text; its title is none."""
    lines = [line.strip() for line in text[:HEAD].splitlines() if line.strip()]
    for before, line in pairwise(lines):
        words = re.sub(r"^(?:[-*•]\s+)?(?:by )?", "", before, flags=re.I)
        if is_dateline(line) and 1 <= len(words.split()) <= 5 and words[:1].isupper() and words[-1:].isalnum():
            return words if words.casefold() != title.casefold() else None
    return None


def days_in(text: str) -> list[str]:
    """Return the days, and months of a year, that ``text`` names, in ISO form and in reading order."""
    return [day for match in _ANY.finditer(text) if (day := _iso(match))]


def own_day(text: str) -> str | None:
    """Return the day, or month, that a text gives for itself near its start or its end, in ISO form.

    It stands on a line of its own or in a brief sentence: "Last updated May 4, 2026.", "Version 5, 11 May 2026."
    """
    head, foot = text[:HEAD], text[-FOOT:]
    found = _LINE.search(head) or _LINE.search(foot)
    day = next(iter(days_in(found.group())), None) if found else None
    return day or next(_told(head), None) or next(_told(foot), None)


def last_day(text: str) -> date | None:
    """Return the day until which a text says near its start that it holds: "Valid from ... through 31 May 2026"."""
    for sentence in filterfalse(_OF_ANOTHER.search, _brief(text[:HEAD])):
        for told in _ANY.finditer(sentence):
            before, day = _HOLDS.search(sentence[: told.start()]), _iso(told) or ""
            since = before is not None and (before["span"] is None or _ANY.search(before.group()))
            if since and before and before.end() == told.start() and day:
                whole = len(day) == len("2026-05-31")
                return date.fromisoformat(day) if whole else last_of_month(int(day[:4]), int(day[5:]))
    return None


def first_day(text: str) -> date | None:
    """Return the day from which a text says near its start that it holds: "In force from 1 April 2026"."""
    for sentence in filterfalse(_OF_ANOTHER.search, _brief(text[:HEAD])):
        for told in _ANY.finditer(sentence):
            day = _iso(told) or ""
            if len(day) == len("2026-05-31") and _BEGINS.search(sentence[: told.start()]):
                return date.fromisoformat(day)
    return None


def _brief(text: str) -> Iterator[str]:
    """Yield the brief sentences of ``text``, and its brief lines."""
    each = re.split(r"(?<=[.!?])[*_\s]+|\n+", text)
    yield from (sentence for sentence in each if len(sentence.split()) <= BRIEF)


def _told(text: str) -> Iterator[str]:
    """Yield the days of brief sentences that say what the text is of."""
    for sentence in _brief(text):
        if _STATUS.search(sentence):
            yield from days_in(sentence)


def _iso(match: re.Match[str]) -> str | None:
    names = [f"{month:%b}".lower() for month in _MONTHS]
    try:
        if match["iso"]:
            return date.fromisoformat(match["iso"]).isoformat()
        year, month = int(match["y"]), names.index((match["m"] or match["n"])[:3].lower()) + 1
        day = match["d"] or match["e"]
        return date(year, month, int(day)).isoformat() if day else f"{year}-{month:02}"
    except ValueError:
        return None
