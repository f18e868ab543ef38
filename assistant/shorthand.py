"""Short forms that people type on a phone, written out: "need 2 compete agn" asks to compete again."""

from __future__ import annotations

import re
from itertools import pairwise

from assistant.lexicon import shorthand, word_set

_ENDS = "?!.,;:"
_ELEMENTS = re.compile(r"\b(?:lc|lp|ba|bc|rd)[ :=]*\d", re.I)
"""Elements of an appraisal with their numbers: no short forms of words."""

_NUMBERED = re.compile(r"levels?|rat\w+|scor\w+|ex|gs|es|ecq|steps?|elements?|criteri\w+|part|top|last|first|next")
_JOINED = re.compile(r"of|the|and|or|by|with|at|is|are|was|were|than|in|to|from|about")
_COUNTED = re.compile(
    r"(?:hour|hr|day|week|month|year|yr|time|percent|pct|people|element|level|page|rating)s?|point\w*"
)


def written_out(text: str) -> str:
    """Return ``text`` with its short forms written out; "2", "n" and the like only where a sure one shows the habit."""
    pieces = re.split(r"(\s+)", text)
    if not any(_bare(piece) in shorthand("sure") for piece in pieces) or _ELEMENTS.search(text):
        return text
    words = ["", *pieces[::2], ""]
    told = [_told(before, word, after) for (before, word), after in zip(pairwise(words), words[2:], strict=False)]
    pieces[::2] = told
    return "".join(pieces)


def _bare(piece: str) -> str:
    return piece.strip(_ENDS).lower()


def _told(before: str, word: str, after: str) -> str:
    bare = _bare(word)
    meant = shorthand("sure").get(bare)
    if meant is None and _is_loose(_bare(before), bare, _bare(after)):
        meant = shorthand("loose")[bare]
    return word if meant is None else word.lower().replace(bare, meant, 1)


def _is_loose(before: str, bare: str, after: str) -> bool:
    """Say whether a short form that may be a letter or a number stands for its word here."""
    if bare not in shorthand("loose") or not after:
        return False
    if bare.isalpha():
        return True
    number = _NUMBERED.fullmatch(before) or _JOINED.fullmatch(before) or _COUNTED.fullmatch(after)
    joined = after in word_set("negation") or _JOINED.fullmatch(after)
    return before.isalpha() and not number and not joined and re.match(r"[a-z]|1st|2nd|first", after) is not None
