"""When a sentence held, by its own words: the years it names, amounts of a known year, wordings since superseded."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from assistant.data import read_yaml
from assistant.dates import last_of_month
from assistant.rules.parameters import names, parameter
from assistant.tabular import cells, is_row
from assistant.types import Period

_MONTHS = [date(2000, month, 1).strftime("%B") for month in range(1, 13)]
_NAMES = "|".join(_MONTHS)
_YEAR = re.compile(r"(?<![\d$.,/-])(?:19[5-9]\d|20[0-4]\d)(?![\d%]|,\d|\.\d|-\d)")
_LAW = re.compile(
    r"(?:\bAct|\bLaw|\bOrder|\bAmendments?|\bU\.S\.C\.?|\bCFR|\bCode|\bReg(?:ister|\.)?|\bCircular|\bForm)\b"
    r"(?: \([A-Z]+\))?(?: of|,)? (?:(?:19|20)\d\d)"
    r"|\b(?:19|20)\d\d (?:Act|amendments?|edition)\b|\b\d+ (?:CFR|FR|U\.S\.C\.) [\d.]+"
)
"""Years in the names of laws say nothing about when a sentence held."""

_SINCE = re.compile(
    r"\b(?:since|beginning(?: in| on)?|starting(?: in| on)?|after|established in|founded in|created in"
    r"|effective(?: from| on| as of)?)\b",
    re.I,
)
_DATE = rf"(?:(?P<e>\d{{1,2}})\s+)?(?:(?P<m>{_NAMES})\s+)?(?:(?P<d>\d{{1,2}}),?\s+)?(?P<y>(?:19|20)\d\d)"
_ANY_DATE = re.sub(r"\?P<\w>", "?:", _DATE)
_FULL_DAY = re.compile(
    rf"\b(?:\d{{1,2}}\s+(?:{_NAMES}),?\s+|(?:{_NAMES})\s+\d{{1,2}},?\s+)(?:19|20)\d\d\b|\b(?:19|20)\d\d-\d\d-\d\d\b",
    re.I,
)
"""The day of a meeting or a decision above what was decided: it goes on after that year."""

_UNTIL = re.compile(rf"\b(?:through|until|till|expir\w+(?: on| in)?|end(?:s|ing)?(?: on| in)?)\s+{_DATE}", re.I)
_BEGINS = re.compile(
    rf"\W*(?:from|as of|as from|effective|starting|beginning)(?: on)? {_DATE},? (?!to |until |through )", re.I
)
_FROM = re.compile(rf"\bfrom {_DATE}(?![,\d]|,? (?:to|until|till|through)\b| ?[-–—])", re.I)
"""How a sentence ends that tells since when what it says holds: "She is hired for 20 hours from 1 September 2026."."""

_PAST = re.compile(r"\b(?:was|were|had|stood|counted|numbered)\b", re.I)
_ENDED = re.compile(
    r"\b(?:ended|stopped|lapsed|closed|abolished|discontinued|withdrawn|repealed|rescinded|cancelled|terminated"
    rf"|suspended|phased out)(?: on| in)?\s+{_DATE}",
    re.I,
)
_RULE = re.compile(
    r"\b(?:programs?|programmes?|pilots?|rules?|polic(?:y|ies)|requirements?|process(?:es)?|practices?|freezes?|waivers?"
    r"|authorit(?:y|ies)|systems?|benefits?|options?|offers?|pages?|guidance|plans?|schemes?|allowances?|incentives?"
    r"|subsid(?:y|ies)|fees?|rates?|exceptions?|moratorium|moratoria|windows?|forms?|directives?|memorand(?:um|a))\b",
    re.I,
)
"""What can be a rule, a program or the page itself: that something else has ended ends nothing that is said of it."""

_ASIDE = re.compile(
    r"\b(?:who|whose|whom|which|that|ones?|those|when|where)(?: (?!\w+ed\b|began\b|is\b|made\b)[\w'’-]+){0,3}\s*$"
    r"|,\s*$",
    re.I,
)
"""How a clause opens that only tells which one is meant."""

_EVENT = re.compile(
    r"\b(?!announced|issued|published|reported|proposed|said|released|estimated|expected|related|used)"
    r"(?:\w{3,}ed|built|begun|began|held|made|bought|went|came|became|left|took over|set up)\b"
    rf"(?: [\w'’-]+){{0,4}}? (?:in|on|by)\s+{_ANY_DATE}",
    re.I,
)
"""What happened in a year, other than that somebody said so: it goes on having happened."""

_COHORT = re.compile(
    r"(?<!\bare )(?<!\bis )(?<!\bwas )(?<!\bwere )(?<!\bbe )(?<!\bbeen )\b(?:hired|appointed|employed|earned"
    r"|accrued|born|acquired|retired|admitted|enrolled|issued|granted|approved|selected|filed|completed|performed)"
    rf" (?:through|until|till) {_ANY_DATE}",
    re.I,
)
"""Whom or what a sentence is about by an earlier day: what it says of them goes on."""

_FIGURES = re.compile(r"\$\d|\d ?(?:%|percent)|\b(?:average|rates?|number|total|budget|fiscal|FY)\b", re.I)
_BOUND = re.compile(
    r"\b(?:as of|in|for|during|effective|fiscal|FY|calendar year|leave year|rates?|table|schedule|salar\w+|pay)\b"
    r"|\$\d|\d ?(?:%|percent)",
    re.I,
)
_WILL = re.compile(r"\b(?:will|is going to|plans? to|expects? to|upcoming|proposed)\b", re.I)
_RELATIVE = re.compile(
    r"\bthis (?:spring|summer|fall|autumn|winter|year)\b|\b(?:next|last) (?:year|month|spring)\b|\bcoming months\b"
    r"|\bfor (?:over|more than|nearly|about|almost)?\s?\d+ years\b|\brecently (?:announced|issued|published|changed)\b",
    re.I,
)
_ROW_OF_YEAR = re.compile(r"(?:calendar year |year |(?P<fiscal>FY ?|fiscal year ))?(?P<year>(?:19|20)\d\d)$", re.I)
ABOVE = " . "
"""What stands between the headings above a sentence, the outermost first."""

_AMOUNT = re.compile(r"\$(\d{3},\d{3})(?!\d)")


@dataclass(frozen=True, slots=True)
class Dated:
    """Between which days a sentence held, as far as its own words tell, and how they tell."""

    period: Period
    why: str


def last_known_day() -> date:
    """Return the first day of the newest parameter value: what ended before it has certainly ended."""
    return max(parameter(name).values[-1].start for name in names())


def own_year(document_date: str, text: str) -> int | None:
    """Return the year a document is from: its date, else the latest year that its own words name."""
    found = re.search(r"(?:19|20)\d\d", document_date)
    if found:
        return int(found.group())
    years = [int(year) for year in _YEAR.findall(_LAW.sub(" ", text))]
    return max(years, default=None)


def dated(sentence: str, headings: str, year: int | None) -> Dated | None:
    """Return when ``sentence`` held, or ``None`` when its words do not tell.

    ``headings`` are those above it, joined by ``ABOVE``; ``year`` is the one its document is from.
    """
    return (
        _superseded(sentence, headings)
        or _row_of_year(sentence)
        or _beginning(sentence)
        or _amounts_of_a_year(sentence)
        or _years(sentence)
        or _bounds_above(headings)
        or _years_above(headings)
        or _relative(sentence, year)
    )


def _superseded(sentence: str, headings: str) -> Dated | None:
    for rule in _rules():
        if rule["first"].search(sentence) and all(p.search(sentence) or p.search(headings) for p in rule["rest"]):
            return Dated(Period(None, rule["until"]), rule["why"])
    return None


def _beginning(sentence: str) -> Dated | None:
    """Date what a sentence says holds from a day on; a count of that day is none: "As of ... there were ..."."""
    match = _BEGINS.match(sentence)
    if match is not None and _PAST.search(sentence):
        return None
    match = match or _FROM.search(sentence)
    if match is None or not match["m"] or not (match["d"] or match["e"]):
        return None
    return Dated(Period(_day(match), None), f"its own words begin it in {match['y']}")


def _row_of_year(sentence: str) -> Dated | None:
    """Date the row of a table whose first cell is a year."""
    match = _ROW_OF_YEAR.match(cells(sentence)[0]) if is_row(sentence) else None
    if match is None:
        return None
    fiscal, year = bool(match["fiscal"]), int(match["year"])
    period = (
        Period(date(year - 1, 10, 1), date(year, 9, 30)) if fiscal else Period(date(year, 1, 1), date(year, 12, 31))
    )
    return Dated(period, f"its row is that of {match.group()}")


def _amounts_of_a_year(sentence: str) -> Dated | None:
    """Date a sentence by pay amounts that the parameters had in one span of years only."""
    spans = [span for amount in _AMOUNT.findall(sentence) if (span := _held().get(Decimal(amount.replace(",", ""))))]
    if not spans:
        return None
    start, until = max(span[0] for span in spans), min((span[1] for span in spans), key=lambda day: day or date.max)
    if until is None or until < start:
        return None
    return Dated(Period(start, until), f"its amounts are those of {_span(start, until)}")


def _years(sentence: str) -> Dated | None:
    plain = _COHORT.sub(" ", _LAW.sub(" ", sentence))
    if match := _end(plain):
        return Dated(Period(None, _day(match)), f"its own words end it in {match['y']}")
    if not _FIGURES.search(plain):
        plain = _EVENT.sub(" ", plain)
    years = sorted({int(year) for year in _YEAR.findall(plain)})
    if not years:
        return None
    before = plain[: plain.find(str(years[-1]))]
    if _SINCE.search(before[-30:]):
        return None
    if _WILL.search(plain) or _BOUND.search(plain):
        return Dated(Period(None, date(years[-1], 12, 31)), f"it speaks of {years[-1]}")
    return None


def _end(plain: str) -> re.Match[str] | None:
    """Return the words that end what a sentence says: not what only tells of somebody's or something else's end."""
    until, ended = _UNTIL.search(plain), _ENDED.search(plain)
    if until is not None:
        return until
    if ended is None or _ASIDE.search(plain[: ended.start()]) or not _RULE.search(plain[: ended.start()]):
        return None
    return ended


def _bounds_above(headings: str) -> Dated | None:
    """Date what stands below "Prices from 1 January 2027" or "Prices until 31 December 2026"; a question dates none."""
    for heading in reversed(headings.split(ABOVE)):
        if heading.endswith("?"):
            continue
        if until := _UNTIL.search(heading):
            return Dated(Period(None, _day(until)), f"its heading ends it in {until['y']}")
        if (start := _FROM.search(heading)) and start["m"]:
            day = _day(start) if start["d"] or start["e"] else _day(start).replace(day=1)
            return Dated(Period(day, None), f"its heading begins it in {start['y']}")
    return None


def _years_above(headings: str) -> Dated | None:
    years = sorted({int(year) for year in _YEAR.findall(_FULL_DAY.sub(" ", _LAW.sub(" ", headings)))})
    return Dated(Period(None, date(years[-1], 12, 31)), f"its heading names {years[-1]}") if years else None


def _relative(sentence: str, year: int | None) -> Dated | None:
    match = _RELATIVE.search(sentence)
    if match is None or year is None:
        return None
    return Dated(Period(None, date(year, 12, 31)), f'"{match.group().lower()}" was said in {year}')


def _day(match: re.Match[str]) -> date:
    year = int(match["y"])
    if not match["m"]:
        return date(year, 12, 31)
    month = _MONTHS.index(match["m"].capitalize()) + 1
    try:
        return date(year, month, int(match["d"] or match["e"]))
    except (TypeError, ValueError):  # a month alone, or a day that it has not
        return last_of_month(year, month)


def _span(start: date, until: date) -> str:
    first, last = (
        (start.year if start.month < 12 else start.year + 1),
        (until.year if until.month > 1 else until.year - 1),
    )
    return str(last) if last <= first else f"{first} to {last}"


@cache
def _held() -> dict[Decimal, tuple[date, date | None]]:
    """Return for each yearly amount from when until when it held, over all parameters that had it."""
    spans: dict[Decimal, list[tuple[date, date | None]]] = {}
    for name in names():
        table = parameter(name)
        starts = [value.start for value in table.values[1:]]
        for value, end in zip(table.values, [*starts, None], strict=True):
            until = date.fromordinal(end.toordinal() - 1) if end else None
            spans.setdefault(value.amount, []).append((value.start, until))
    return {
        amount: (min(start for start, _ in found), max((until for _, until in found), key=lambda day: day or date.max))
        for amount, found in spans.items()
        if amount >= 100_000
    }


@cache
def _rules() -> tuple[dict[str, Any], ...]:
    raw = read_yaml((files("ingest") / "superseded.yaml").read_text(encoding="utf-8"))
    patterns = [[re.compile(text, re.I) for text in rule["all"]] for rule in raw]
    return tuple(rule | {"first": found[0], "rest": found[1:]} for rule, found in zip(raw, patterns, strict=True))
