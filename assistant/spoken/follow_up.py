"""What a turn says that only goes on from the one before: a bare value, another year, a mere "and if not?"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from assistant.rules.fields import Field
from assistant.spoken.heard import Heard
from assistant.tokens import plain

_BOUND = re.compile(
    r"\W*(?:(?:and|so|ok|then|the|an?|what|whats|is|about|how|would|be)\W+)*"
    r"(?:max\w*|min\w*|biggest|largest|smallest|highest|lowest|most|least|greatest|upper|lower|top|bottom)"
    r"(?: (?:one|end|limit|amount|figure|bound|possible|award|bonus))*\W*"
)


def moved(inputs: Mapping[str, Any], heard: Heard) -> dict[str, Any]:
    """Return the only day among ``inputs`` in the year that a turn names without a day: "and if it began in 2024?"."""
    days = {name: day for name, day in inputs.items() if isinstance(day, date)}
    if len(days) != 1 or len(heard.dated.years) != 1:
        return {}
    [(name, day)] = days.items()
    year, leap = heard.dated.years[0], (day.month, day.day) == (2, 29)
    return {name: day.replace(year=year, day=28 if leap else day.day)}


def bare(field: Field, heard: Heard) -> Any:
    """Return the only thing that a turn says, as an answer to what was asked for."""
    words = set(heard.text.split())
    if field.kind == "flag" and words & {"yes", "yeah", "yep", "correct"}:
        return "yes"
    if field.kind == "flag" and words & {"no", "nope", "not"}:
        return "no"
    if field.kind in ("money", "number", "count") and len(heard.amounts) == 1:
        return heard.amounts[0].value if heard.amounts[0].unit in ("number", "money") else None
    if field.kind == "numbers" and heard.lists:
        return heard.lists[0].values
    if field.kind == "choice":
        return next((choice for choice in field.choices if choice.replace("_", " ") in heard.text), None)
    return None


def asks_the_bound(heard: Heard) -> bool:
    """Say whether a turn only names an end of what was worked out: "and the biggest?"."""
    return _BOUND.fullmatch(plain(heard.said)) is not None


def negates(heard: Heard) -> bool:
    """Say whether a turn only takes back what was said of certification: "and if not?"."""
    return plain(heard.said).strip(" ?.!") in ("and if not", "if not", "and otherwise", "what if not", "and without")
