"""What rating levels are called, by name and by plural: "minimally satisfactory", "straight fours"."""

from __future__ import annotations

import re

LEVELS = {"exceeds fully successful": 4, "minimally satisfactory": 2, "minimally successful": 2, "outstanding": 5}
LEVELS |= {"unsatisfactory": 1, "unacceptable": 1, "fully successful": 3, "exceeds": 4}
"""What a level is called, the longer names first."""

LEVEL = "|".join(LEVELS)
"""A pattern of any of these names."""

_PLURALS = {"ones": "1", "twos": "2", "threes": "3", "fours": "4", "fives": "5"}


def singular(text: str) -> str:
    """Return ``text`` with "4s" and "fours" as "4"."""
    text = re.sub(r"\b([1-5])['’]?s\b", r"\1", text)
    return re.sub(r"\b(ones|twos|threes|fours|fives)\b", lambda match: _PLURALS[match[1]], text)
