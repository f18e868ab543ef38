"""Lines that look like headings: short, without a full stop, and with something under them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.line import LOOKS, SUBHEADING, Line, after, beside, runs

WRAPPED = 45
"""Characters from which a line that another one follows at once may be a wrapped line of a paragraph."""

LONGEST_NUMBERED = 10
"""Words of the heading of a numbered section."""

_NUMBERED = re.compile(r"^(?:\d{1,2}\.?|\d{1,2}(?:\.\d{1,2})+\.?|[IVX]{1,5}\.|[A-Z]\.) +(?=[A-Z])")
"""How the heading of a numbered section begins, and so do many list items."""

_LABEL = re.compile(r"^(?P<title>[A-Z][\w/&’' -]{1,45}):$")
_OF_ANOTHER = frozenset(("replaces", "supersedes", "cancels", "rescinds"))
"""How a line begins that tells of another page: it heads nothing of this one."""


def mark_headings(lines: Sequence[Line]) -> None:
    """Mark short lines without a full stop as headings when what follows can stand under them."""
    places = {id(line): place for place, line in enumerate(lines)}
    heads = {id(line) for place, line in enumerate(lines) if _may_head(lines, place)}
    for run in list(runs(lines, lambda line: id(line) in heads)):
        following = after(lines, places[id(run[-1])])
        if following is None or (following.kind == "heading" and following.level <= LOOKS):
            continue
        chosen = [(run[0], LOOKS)] if following.kind == "row" or len(run) == 1 else []
        for line, level in chosen or [(run[0], LOOKS), (run[-1], SUBHEADING)]:
            label = _LABEL.match(line.text)
            line.kind, line.level, line.title = "heading", level, label["title"] if label else line.text


def _may_head(lines: Sequence[Line], place: int) -> bool:
    line = lines[place]
    if line.kind == "item":
        return _heads_section(lines, place)
    if line.kind != "words" or line.body is not None or not re.match(r"[A-Z0-9(“\"]", line.text):
        return False
    words = line.text.split()
    if words[0].lower().rstrip(":") in _OF_ANOTHER:
        return False
    if _LABEL.match(line.text):
        spoken = next((other for other in reversed(lines[:place]) if other.kind != "blank"), None)
        return len(words) <= 5 and (spoken is None or spoken.kind != "question")  # "It has five steps:" answers it
    if len(words) > 12 or len(line.text) > 100 or re.search(r"[.,;:!…”]$", line.text):
        return False
    above, below = beside(lines, place - 1), beside(lines, place + 1)
    if above is not None and above.kind == "words" and not re.search(r"[.!?:;…”\")]$", above.text):
        return len(above.text) < WRAPPED and _is_title_case(above.text) and _is_title_case(line.text)
    if below is not None and below.kind == "words":
        return below.text[:1].isupper() and (len(line.text) < WRAPPED or _is_title_case(line.text))
    return True


def _heads_section(lines: Sequence[Line], place: int) -> bool:
    """Say whether a numbered line is the heading of a section: short, alone, and neither before nor behind an item."""
    line = lines[place]
    alone = beside(lines, place - 1) is None and beside(lines, place + 1) is None
    brief = len(line.text.split()) <= LONGEST_NUMBERED and not re.search(r"[.,;:!?…]$", line.text)
    if not (alone or line.text.isupper()) or not brief or not _NUMBERED.match(line.text):
        return False
    before = next((other for other in reversed(lines[:place]) if other.kind not in ("blank", "furniture")), None)
    nearest = (before, after(lines, place))
    return not any(other is not None and other.kind == "item" and _NUMBERED.match(other.text) for other in nearest)


def _is_title_case(text: str) -> bool:
    words = [word for word in re.findall(r"[A-Za-z][\w’'-]*", text) if len(word) > 3]
    return not words or sum(word[0].isupper() for word in words) >= 0.6 * len(words)
