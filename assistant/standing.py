"""Standing: which of two documents that speak of the same thing comes first on a day."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

from assistant.dates import ImpossibleDateError, day_spans
from assistant.types import AUTHORITIES, Hit, Passage

RIVALS = 10
"""Best hits among which one of another document may stand higher."""

CLOSE = 0.06
"""By how much another document's passage may lie below the best one and still be about the same."""

CLOSE_SIGNAL = 0.12
"""The same for each of the signals."""


def standing(passage: Passage, on: date) -> tuple[bool, int, str]:
    """Return how high a passage stands, larger is higher: in force on the date, then authority, then date.

    What is shipped stands as high as the best source behind it, not higher for being shipped. A page of which a part
    has ended is not taken to be in force for saying nothing of the rest.
    """
    named = [b.authority for s in passage.sentences for b in s.basis if b.relation == "supports"]
    authority = min((AUTHORITIES.index(name) for name in named), default=AUTHORITIES.index(passage.document.authority))
    ended = any(s.in_force.until is not None and s.in_force.until < on for s in passage.sentences)
    return passage.in_force.covers(on) and not ended, -authority, written(passage)


def written(passage: Passage) -> str:
    """Return the day, or the year, of a passage in ISO form, "" if unknown: that of a heading, else of its document.

    Minutes stand under the day of each meeting.
    """
    days = [day for heading in passage.heading for _, _, day in _full_days(heading)]
    found = re.search(r"(?:19|20)\d\d(?:-\d\d-\d\d)?", passage.document.date)
    return max(days).isoformat() if days else found.group() if found else ""


def is_younger(passage: Passage, other: Passage, on: date) -> bool:
    """Say whether a raw page is of a later year than ``other``, another one that is worth no more, and of ``on``."""
    verbatim = {passage.document.kind, other.document.kind} == {"verbatim"}
    if not verbatim or passage.document.id == other.document.id:
        return False
    (holds, worth, day), (_, other_worth, before) = standing(passage, on), standing(other, on)
    return holds and worth >= other_worth and "" < before[:4] < day[:4] and day <= on.isoformat()


@lru_cache(maxsize=4096)
def _full_days(heading: str) -> list[tuple[int, int, date]]:
    try:
        return day_spans(heading, date.max) if re.search(r"(?:19|20)\d\d", heading) else []
    except ImpossibleDateError:
        return []


def highest_first(hits: Sequence[Hit], on: date) -> tuple[Hit, ...]:
    """Put first what stands highest among the close rivals of the best hit: in force, then authority, then date.

    Only a passage of another document, with another authority or both dated, is a rival: elsewhere nearness to the
    question decides, and what has ended counts less there already.
    """
    if len({hit.passage.document.id for hit in hits[:RIVALS]}) < 2:
        return tuple(hits)
    best = hits[0]
    close = [hit for hit in hits[:RIVALS] if _are_rivals(best.passage, hit.passage) and _is_close(best, hit)]
    first = max([best, *close], key=lambda hit: (standing(hit.passage, on), -hit.rank))
    if standing(first.passage, on) == standing(best.passage, on):
        return tuple(hits)
    others = [hit for hit in hits if hit is not first]
    return tuple(replace(hit, rank=rank) for rank, hit in enumerate([replace(first, score=best.score), *others], 1))


def _is_close(best: Hit, other: Hit) -> bool:
    """Say whether ``other`` lies near enough to ``best`` to be about the same."""
    near = all(other.signals[name] >= best.signals[name] - CLOSE_SIGNAL for name in ("body", "cover"))
    return near and other.score >= best.score - CLOSE


def _are_rivals(one: Passage, other: Passage) -> bool:
    """Say whether it can be told which of two passages stands higher."""
    day = date.min
    (_, *ranks), (_, *others) = standing(one, day), standing(other, day)
    return one.document.id != other.document.id and (ranks[0] != others[0] or all((ranks[1], others[1])))
