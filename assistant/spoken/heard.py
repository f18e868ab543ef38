"""What a turn of a conversation holds for a calculation: its text in figures, amounts, lists, days and years."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from assistant.dates import Dated, day_spans, named_dates, year_spans
from assistant.spoken.amounts import Amount, Listing, in_figures, read_amounts, read_lists
from assistant.years import spanned

_BEFORE_2026 = re.compile(
    r"\(?\b(?:(?:before|prior to|earlier than|preceding|ahead of|until|pre)[ -]*(?:the )?"
    r"(?:(?:fy|fiscal(?: year)?)[ -]*'?26|(?:fy|fiscal(?: year)?|year)?[ -]*2026)\b(?: (?:change|switch|rule)s?)?"
    r"|(?:fy|fiscal year)? ?2025 (?:and|or) (?:earlier|before)|"
    r"(?:(?:basic|old|older|former|previous|legacy|original) )*(?:ses )?(?:appraisal )?(?:2012|system of 2012)"
    r"(?= (?:\w+ ){0,3}(?:system|elements|scoring|appraisal|plan|scheme|model|method|formula)\b))\)?"
)
_APPRAISED = re.compile(
    r"\b(?:system|scor\w*|apprais\w*|elements?|weigh\w*|performance plan|leading change|results driven|lc|rd)\b"
)
_LAW = re.compile(
    r"\b\d+ (?:c\.?f\.?r|u\.?s\.?c)\b\.?,? ?(?:(?:part|section|sec\.?|§+|chapter) ?)?[\d.]*"
    r"|\b(?:part|chapter|section) \d[\d.]*|\b\d{3,4}[a-z]?\([a-z1-9]\)[\w()]*"
)
"""A place in the law, whose numbers count nothing."""

_CARRIED = re.compile(
    r"\b(?:carr|mov|defer|roll|push|spill|slid|shift|postpon)\w*(?: back| over| out)? (?:in)?to (?:the )?"
    r"(?:(?:next|following|calendar|year|early|january|jan\.?) )*(?:of )?20\d\d\b"
)
"""What goes into another year: that year is not the one asked about."""

OLDER = "older"
"""What a text says in place of a year that names the appraisal system before the one of FY2026."""


@dataclass(frozen=True, slots=True)
class Heard:
    """One turn: ``text`` in figures and lower case, ``dateless`` the same, dates and places in the law blanked.

    ``amounts`` and ``lists`` hold no figure of those, and their places are those in ``text``. ``days`` are full dates
    in order; ``dated`` is the day and the years that the words name, ``on`` the day of asking.
    """

    said: str
    text: str
    dateless: str
    amounts: tuple[Amount, ...]
    lists: tuple[Listing, ...]
    days: tuple[date, ...]
    dated: Dated
    on: date


@lru_cache(maxsize=16)
def hear(said: str, on: date) -> Heard:
    """Read one turn on the day ``on``. Raise ``ImpossibleDateError`` for a day such as 30 February."""
    text = _older_system(_years_joined(in_figures(said)))
    found = day_spans(text, on)
    masked = text
    places = [match.span() for match in _LAW.finditer(text)]
    for start, end in [(start, end) for start, end, _ in found] + year_spans(text) + places:
        masked = masked[:start] + " " * (end - start) + masked[end:]
    return Heard(
        said,
        text,
        masked,
        read_amounts(masked),
        read_lists(masked),
        tuple(day for _, _, day in found),
        spanned(named_dates(_CARRIED.sub(" ", text), on), text),
        on,
    )


def _years_joined(text: str) -> str:
    """Return ``text`` with a year said in two halves as one figure: "in 20 19" is 2019."""
    return re.sub(r"\b((?:in|of|since|from|to|year|fiscal|fy) )(19|20) (\d\d)\b(?! ?(?:%|percent|\d))", r"\1\2\3", text)


def _older_system(text: str) -> str:
    """Return a text on appraisals with "before FY2026" or "2012 system" without its year: no law of it is wanted."""
    return _BEFORE_2026.sub(OLDER, text) if _APPRAISED.search(text) else text
