"""The line of a page that says of which day it is, and the name that stands right before it."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise

HEAD, FOOT = 1500, 800
"""Characters of the start and of the end of a text in which such a line may stand."""

_MONTHS = [date(2000, month, 1) for month in range(1, 13)]
_NAMES = "|".join(f"{month:%B}|{month:%b}" for month in _MONTHS)
_LINE = re.compile(
    rf"^\W*(?:(?:last |page )*(?:updated|reviewed|modified|published|posted|effective|dated?|as of)(?: on)?:? *)?"
    rf"(?P<m>{_NAMES})\.? (?P<d>\d{{1,2}}),? (?P<y>(?:19|20)\d\d)\W*$",
    re.I | re.M,
)


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


def own_day(text: str) -> str | None:
    """Return the day that stands on a line of its own near the start or the end of a text, in ISO form."""
    found = _LINE.search(text[:HEAD]) or _LINE.search(text[-FOOT:])
    if found is None:
        return None
    names = [f"{month:%b}".lower() for month in _MONTHS]
    try:
        return date(int(found["y"]), names.index(found["m"].lower()[:3]) + 1, int(found["d"])).isoformat()
    except ValueError:
        return None
