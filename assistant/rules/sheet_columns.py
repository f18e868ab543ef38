"""Which column of a sheet of appraisals holds what, read from a header that people wrote."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.rules.appraisal_system import ELEMENTS, SystemName
from assistant.rules.fields import InvalidInputError

SHORT: dict[SystemName, tuple[tuple[str, ...], ...]] = {
    "2012": (
        ("change", "lc"),
        ("people", "lp"),
        ("acumen", "business", "ba"),
        ("coalitions", "bc"),
        ("results", "rd"),
    ),
    "2026": (
        ("faithful administration", "faithful administration law", "faithful", "fa"),
        ("efficiency", "ge"),
        ("merit", "mc"),
        ("holding others accountable", "holding accountable", "accountability", "ha", "hoa"),
        ("organizational goals", "goals", "ag", "og"),
    ),
}
"""Short forms of the elements, in their order; the number of an element stands for it too."""

NAMES = {"name", "executive", "executive name", "employee", "employee name", "full name", "member", "id"}
RATING_WORDS = {"rating", "ratings", "rated", "level", "r"}
WEIGHT_WORDS = {"weight", "weights", "weighting", "wt", "w", "percent", "pct", "%"}
SILENT_WORDS = {"the", "of", "and", "s", "element", "critical", "ce", "e", "for"}

Meaning = tuple[str, int]
"""``("rating", 0)`` is the rating of the first element, ``("weight", 4)`` the weight of the fifth."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Places of the columns in each row; ``name`` is ``None`` without one, ``unused`` names what is not read."""

    system: SystemName
    ratings: tuple[int, ...]
    weights: tuple[int, ...]
    name: int | None
    width: int
    unused: tuple[str, ...]


def find_columns(header: Sequence[str], system: SystemName | None) -> Columns:
    """Return where the header says that everything stands.

    Raise ``InvalidInputError`` when a column is missing or comes twice, or when neither ``system`` nor the header tells
    the appraisal system.
    """
    cells = list(header)
    while cells and not cells[-1]:
        cells.pop()
    chosen = system or _system_of(cells)
    known = [_meaning(cell, chosen) for cell in cells]
    named = [place for place, cell in enumerate(cells) if " ".join(_words(cell)) in NAMES]
    ratings, weights = (_places(known, kind, chosen) for kind in ("rating", "weight"))
    used = {*ratings, *weights, *named[:1]}
    unused = tuple(cell for place, cell in enumerate(cells) if place not in used and cell)
    return Columns(chosen, ratings, weights, named[0] if named else None, len(cells), unused)


def _system_of(cells: Sequence[str]) -> SystemName:
    """Return the system whose elements the header names; numbers alone (``rating 1``) do not tell."""
    told: list[SystemName] = [
        name for name in ELEMENTS if any(_meaning(cell, name) and not re.search(r"\d", cell) for cell in cells)
    ]
    if len(told) != 1:
        raise InvalidInputError(
            "The header does not tell the appraisal system: name the elements, or say which system, 2012 or 2026."
        )
    return told[0]


def _words(cell: str) -> list[str]:
    return re.findall(r"[a-z]+|\d+|%", unicodedata.normalize("NFKC", cell).casefold())


def _meaning(cell: str, system: SystemName) -> Meaning | None:
    """Return what a column holds; an element without another word is its rating."""
    words = _words(cell)
    kind = "weight" if WEIGHT_WORDS & set(words) else "rating"
    rest = " ".join(word for word in words if word not in RATING_WORDS | WEIGHT_WORDS | SILENT_WORDS)
    for place, (element, short) in enumerate(zip(ELEMENTS[system], SHORT[system], strict=True)):
        full = " ".join(word for word in _words(element) if word not in SILENT_WORDS)
        if rest in (full, str(place + 1), *short):
            return kind, place
    return None


def _places(known: Sequence[Meaning | None], kind: str, system: SystemName) -> tuple[int, ...]:
    """Return where the five ratings or weights stand."""
    wanted = [(kind, place) for place in range(len(ELEMENTS[system]))]
    for count, problem in ((0, "lacks a column"), (2, "has two columns")):
        wrong = [ELEMENTS[system][meaning[1]] for meaning in wanted if min(known.count(meaning), 2) == count]
        if wrong:
            raise InvalidInputError(f"The sheet {problem} for the {kind} of {', '.join(wrong)} ({system} system).")
    return tuple(known.index(meaning) for meaning in wanted)
