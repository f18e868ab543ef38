"""Figures with their units in a sentence, whether written in digits or in words."""

from __future__ import annotations

import re
from collections import defaultdict

_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
NUMBER_WORDS = {word: str(value) for value, word in enumerate(_WORDS, 1)}
_QUANTITY = re.compile(
    rf"(?P<money>\$)?\b(?P<value>\d{{1,3}}(?:,\d{{3}})+|\d+(?:\.\d+)?|{'|'.join(NUMBER_WORDS)})\s?-?"
    r"(?P<unit>%|percent|hours?|days?|weeks?|months?|years?|members|employees|positions|points)?",
    re.I,
)


def figure(written: str) -> str:
    """Return the digits of a number as it is written: "three" and "3" are one, and so are "7,000" and "7000"."""
    return NUMBER_WORDS.get(written.lower(), written).replace(",", "")


def quantities(text: str) -> dict[str, set[str]]:
    """Return the figures of ``text`` by unit, money under "$"; what has no unit is left out."""
    found: dict[str, set[str]] = defaultdict(set)
    for match in _QUANTITY.finditer(text):
        unit = "$" if match["money"] else (match["unit"] or "").lower().rstrip("s").replace("percent", "%")
        if unit:
            found[unit].add(figure(match["value"]))
    return found


def with_unit(value: str, unit: str) -> str:
    """Return a figure of ``quantities`` as it is read: "$40", "5%", "1 day", "3 days"."""
    if unit in ("$", "%"):
        return f"${value}" if unit == "$" else f"{value}%"
    return f"{value} {unit}" if value == "1" else f"{value} {unit}s"
