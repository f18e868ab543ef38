"""What a turn of a conversation holds for a calculation: its text in figures, amounts, lists, days and years."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from assistant.dates import Dated, day_spans, read_dates, year_spans
from assistant.spoken.amounts import Amount, Listing, in_figures, read_amounts, read_lists


@dataclass(frozen=True, slots=True)
class Heard:
    """One turn: ``text`` in figures and lower case, ``dateless`` the same with its dates blanked.

    ``amounts`` and ``lists`` hold no figure of a date, and their places are those in ``text``. ``days`` are full dates
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
    text = _years_joined(in_figures(said))
    found = day_spans(text, on)
    masked = text
    for start, end in [(start, end) for start, end, _ in found] + year_spans(text):
        masked = masked[:start] + " " * (end - start) + masked[end:]
    return Heard(
        said,
        text,
        masked,
        read_amounts(masked),
        read_lists(masked),
        tuple(day for _, _, day in found),
        read_dates(text, on),
        on,
    )


def _years_joined(text: str) -> str:
    """Return ``text`` with a year said in two halves as one figure: "in 20 19" is 2019."""
    return re.sub(r"\b((?:in|of|since|from|to|year|fiscal|fy) )(19|20) (\d\d)\b(?! ?(?:%|percent|\d))", r"\1\2\3", text)
