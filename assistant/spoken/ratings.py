"""Summary ratings of several years as people tell them: a list, levels with their years, or "two Level 2 in a row".

What cannot be read surely (how many ratings, of which years) is not read at all: a wrong count gives a wrong outcome.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.spoken.heard import Heard
from assistant.spoken.levels import LEVEL, LEVELS, singular
from assistant.words import OPENERS

_SPAN = r"(?:years?|yrs?|months?|days?|weeks?|ratings?|times?|percent|%)"
_SAID = re.compile(
    rf"(?:\b(?P<times>[2-5]) (?!{_SPAN} ago)(?:\w+ ){{0,2}})?\b(?:level (?P<level>\d+(?:\.\d+)?)|(?P<name>{LEVEL})|"
    rf"rated (?:an? )?(?P<rated>\d)|(?:rating of|an?) (?P<of>[1-5])\b(?![- ]?{_SPAN}))"
    r"(?P<twice>(?:s| ratings?)? (?:twice|2 times|both times|2 years(?! ago)))?"
)
"""A level, by number or name, once or several times."""

_TIME = re.compile(
    r"(?P<before_last>year before last|last but 1 year)|"
    r"(?P<earlier>(?:the )?(?:year|one|single|rating) (?:before|prior)(?: that| then)?|before that|"
    r"(?:the )?preceding year)|"
    r"(?P<later>(?:the )?year after(?: that)?|(?:the )?(?:following|subsequent) year)|"
    r"(?P<ago>\d+|a) (?:years?|yrs?) ago|(?P<next>next (?:year|time|cycle))|"
    r"(?P<last>(?:last|previous|prior) (?:year|time|cycle|fiscal year|appraisal|rating)|the year just past)|"
    r"(?P<this>(?:this|current|present) (?:year|time|cycle|fiscal year|appraisal|rating)|"
    r"(?<!what )(?<!happen )(?<!happens )(?<!follows )\bnow\b|\bcurrently\b)|"
    r"\b(?:fy|fiscal year) ?'?(?P<fiscal>\d\d)\b|(?<!\w)'(?P<short>\d\d)\b|(?<![\d$.,])(?P<year>20\d\d)\b"
)
"""When a rating was given."""

_ROW = (
    r"(?:in a row|straight|consecutive(?:ly)?|running|on end|back[- ]to[- ]back|successive(?:ly)?|in succession|"
    r"1 after (?:the other|another)|year after year)"
)
_NUMBERED = re.compile(rf"\b(?P<count>[2-5])(?:nd|rd|th)?\b[^.;?!]{{0,60}}?\b{_ROW}\b")
_RECENT = re.compile(r"\b(?:last|past|latest|previous|most recent) (?P<count>[2-5])(?= (?:\w+ )?(?:ratings?|years?))")
_PAIR = re.compile(r"\bback[- ]to[- ]back\b|\bboth (?:of my |my )?(?:last|latest|recent|years|times)\b|\beach time\b")
_WHEN = r"(?:this|next|last|the|now|in|for|fy|20\d\d)"
_AGAIN = re.compile(
    r"\b(?:this|next|current) (?:year|time|cycle|rating),? (?:again|too|also|as well|likewise|the same)\b|"
    rf"\b(?:again|the same|once more|once again)(?: for| in|,)? {_WHEN}\b|"
    r"\b(?:and|got|gets?|getting|received?|given|expect\w*|fear|it|now) (?:it )?(?:again|the same)\b|"
    rf"\b(?:another|2nd|1 more|a further)(?: such| bad| low| poor)? (?:single|1|ratings?|level|{LEVEL})\b|"
    r"\b1 more(?= and|[.,;!?]|$)|\bsame (?:rating|level|thing|result)\b|"
    r"\bboth (?:this|last|years|times|in|of my ratings)\b"
)
"""A rating given once more, said without its level."""

_MAYBE_AGAIN = re.compile(
    r"\b(?:again|another|2nd|1 more|once more|a further|the same|repeat\w*|both|as well|too|likewise|also)\b"
)
"""What may tell of one more rating, or of something else: then nothing is counted."""

_COUNTED = re.compile(rf"\b(?:[2-9](?:nd|rd|th)|twice|[2-9] (?:times|ratings?|years?(?! ago))|repeat\w*|{_ROW})\b")
_JOINED_YEARS = re.compile(r"\b20\d\d(?: and |, | & |/)(?:again )?(?:in )?(?:fy ?)?20\d\d\b")
_VAGUE = re.compile(
    rf"\b(?:below|less than|under|lower than|worse than|at least|at most|not|above|better than|never) (?:an? |the )?"
    rf"(?:rated |rating of )?(?:level \d|{LEVEL})|"
    rf"(?:level \d|{LEVEL})(?: rating)?,? (?:or|and) (?:lower|below|worse|better|higher|above|less|more)\b|"
    r"\b(?:few|several|some|many|couple(?: of)?|\d+ (?:or|to) \d+) (?:years|ratings|times)\b|"
    r"\byears (?:back|earlier|before|apart|later|in between)\b|\b(?:once before|ever|at some point|a while|decades?|"
    r"long ago|sometime)\b"
)
"""What leaves open which level, how often or when."""

_ORDER = re.compile(
    rf"\b(?:then|after\w*|follow\w*|preced\w*|before\w*|1st|2nd|later|subsequently|history|ratings?(?: were| are|:)|"
    rf"(?:over|in|during|within|for) (?:the |my )?(?:last|past) \d|from (?:level|{LEVEL}) [^.?]*\bto|{_ROW})(?!\w)"
)
"""What makes several levels a history; without it they may be compared, or one may be called the other."""

MOST_WORDS = 8
"""Words of a question that only adds a rating."""


@dataclass(frozen=True, slots=True)
class History:
    """Summary ratings of consecutive years, oldest first; ``untold`` are years between that nobody named."""

    levels: tuple[Decimal, ...]
    untold: tuple[int, ...] = ()


def read_years(heard: Heard) -> History | None:
    """Return summary ratings of consecutive years: a list, or levels in the order of their years.

    ``None`` when no level is said, or when their number or their years cannot be told.
    """
    for item in heard.lists:
        if max(item.values) <= 9:
            newest = re.search(r"(?:latest|newest|most recent|last) first", heard.text)
            return History(item.values[::-1] if newest else item.values)
    text = singular(heard.text)
    found = list(_levels_said(text))
    if not found or _VAGUE.search(text):
        return None
    times = _times(text, heard.on.year)
    if len({place for _, place in found}) == 1:
        return _of_one_level(found[0][0], len(found), times, text, heard.on.year)
    return _of_levels([level for level, _ in found], times, text)


def _of_one_level(level: Decimal, said: int, times: Sequence[int], text: str, now: int) -> History | None:
    """Return the ratings where one level alone is spoken of, once or several times."""
    row = _NUMBERED.search(text) or _RECENT.search(text)
    if row or _PAIR.search(text):
        return History((level,) * (int(row["count"]) if row else 2))
    again = _AGAIN.search(text) or _JOINED_YEARS.search(text)
    years = sorted(set(times))
    if again and len(years) == 2:
        return _by_year(years, [level, level])
    if again and years == [now - 1]:
        return History((level, level))
    if said > 1:
        return _by_year(years, [level] * said) if len(years) == said else None
    return None if _MAYBE_AGAIN.search(text) or _COUNTED.search(text) else History((level,))


def _of_levels(levels: list[Decimal], times: Sequence[int], text: str) -> History | None:
    """Return the ratings where several are named: by their years, without any year in the order they are told."""
    if len(times) == len(levels) + 1 and _AGAIN.search(text):
        levels = [*levels, levels[-1]]
    if len(times) == len(levels) and len(set(times)) == len(times):
        return _by_year(times, levels)
    if times or not _ORDER.search(text) or re.search(r"\b(?:mean|differ\w*|same as|called|equal)\b", text):
        return None
    reverse = len(levels) == 2 and re.search(r"\b(?:after|following|preceded by)\b", text)
    return History(tuple(levels[::-1] if reverse else levels))


def _by_year(times: Sequence[int], levels: Sequence[Decimal]) -> History:
    """Return the levels from the first to the last year; a year in between that nobody named is Fully Successful."""
    given = dict(zip(times, levels, strict=True))
    years = range(min(given), max(given) + 1)
    untold = tuple(year for year in years if year not in given)
    return History(tuple(given.get(year, Decimal(3)) for year in years), untold)


def _levels_said(text: str) -> Iterator[tuple[Decimal, int]]:
    """Yield each level said, as often as it is, with its place."""
    for match in _SAID.finditer(text):
        number = match["level"] or match["rated"] or match["of"]
        level = Decimal(LEVELS[match["name"]]) if match["name"] else Decimal(number)
        for _ in range(int(match["times"] or (2 if match["twice"] else 1))):
            yield level, match.start()


def says_more(heard: Heard) -> bool:
    """Say whether a turn tells of one more rating after those told before: "and again this year"."""
    text = singular(heard.text)
    level, again = _SAID.search(text) is not None, _AGAIN.search(text) is not None
    briefly = "?" not in heard.said or len(text.split()) <= MOST_WORDS or OPENERS.match(text) is not None
    dated = _TIME.search(text) is not None or re.search(r"\bthen\b", text) is not None
    return (again and (level or briefly)) or (level and dated and briefly)


def _times(text: str, now: int) -> list[int]:
    """Return the years that the words name, in the order of the words; some are told from the one before."""
    found: list[int] = []
    for match in _TIME.finditer(text):
        kind, before = match.lastgroup or "", found[-1] if found else now
        shift = {"before_last": -2, "next": 1, "last": -1, "this": 0}.get(kind)
        if shift is not None:
            found.append(now + shift)
        elif kind in ("earlier", "later"):
            found.append(before + (1 if kind == "later" else -1))
        elif kind == "ago":
            found.append(now - (1 if match["ago"] == "a" else int(match["ago"])))
        else:
            year = int(match[kind])
            found.append(year if year > 99 else 2000 + year)
    return found
