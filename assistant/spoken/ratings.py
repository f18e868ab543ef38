"""Summary ratings of several years as people tell them: a list, levels with their years, or "two Level 2 in a row"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from assistant.spoken.elements import LEVEL, LEVELS, singular
from assistant.spoken.heard import Heard

_SAID = re.compile(
    rf"(?:\b(?P<times>[2-5]) (?:\w+ ){{0,2}})?\b(?:level (?P<level>\d+(?:\.\d+)?)|(?P<name>{LEVEL})|"
    r"rated (?:an? )?(?P<rated>\d)|(?:rating of|an?) (?P<of>[1-5])\b(?! percent|%))"
    r"(?P<twice>(?:s| ratings?)? (?:twice|2 times|both times|2 years))?"
)
"""A level, by number or name, once or several times."""


def read_years(heard: Heard) -> tuple[Decimal, ...] | None:
    """Return summary ratings of consecutive years, oldest first: a list, or levels in the order of their years."""
    for item in heard.lists:
        if max(item.values) <= 9:
            return (
                item.values[::-1] if re.search(r"(?:latest|newest|most recent|last) first", heard.text) else item.values
            )
    found = list(_levels_said(singular(heard.text)))
    times = [_time(text) for _, text in found]
    if len(found) > 1 and all(time is not None for time in times):
        return _by_year({int(time or 0): level for time, (level, _) in zip(times, found, strict=True)})
    levels = tuple(level for level, _ in found)
    reverse = len(levels) == 2 and re.search(
        r"\b(?:after|following|preceded by|the year before|before that)\b", heard.text
    )
    return (levels[::-1] if reverse else levels) or None


def _by_year(levels: Mapping[int, Decimal]) -> tuple[Decimal, ...]:
    """Return the levels from the first to the last year; a year in between that nobody named is Fully Successful."""
    return tuple(levels.get(year, Decimal(3)) for year in range(min(levels), max(levels) + 1))


def _levels_said(text: str) -> Iterator[tuple[Decimal, str]]:
    """Yield each level said, as often as it is, with the words that follow it."""
    matches = list(_SAID.finditer(text))
    for i, match in enumerate(matches):
        level = (
            Decimal(LEVELS[match["name"]])
            if match["name"]
            else Decimal(match["level"] or match["rated"] or match["of"])
        )
        stop = matches[i + 1].start() if i + 1 < len(matches) else len(text)
        for _ in range(int(match["times"] or (2 if match["twice"] else 1))):
            yield level, text[match.end() : stop]


def _time(words: str) -> int | None:
    """Return the year that the words name, or one told from now, as a number that can be put in order."""
    year = re.search(r"\b(?:fy ?'?)?((?:19|20)?\d\d)\b", words)
    if year:
        return int(year[1]) + (2000 if len(year[1]) == 2 else 0)
    for phrase, shift in {
        "year before last": 2,
        "years ago": 2,
        "last year": 1,
        "year before": 1,
        "this year": 0,
    }.items():
        if phrase in words:
            return 2100 - shift
    return None
