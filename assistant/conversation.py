"""From a turn of a conversation to a question that stands alone, its parts, and what it insists on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from assistant.dates import read_dates
from assistant.types import Question
from assistant.words import FUNCTION_WORDS, constraints, plain, stems, tokens, word_set

_OPENERS = re.compile(r"^(?:and|but|so|also|then|ok(?:ay)?|what about|how about|what if|and if|or)\b[ ,]*", re.I)
_POINTING = word_set("pointing")
_AUXILIARY = word_set("auxiliary")
_NO_DAY = date(1000, 1, 1)
_QUESTION_WORD = (
    r"(?:what|how|who|when|where|why|which|do|does|did|can|could|may|is|are|was|were|will|must|should|has|have)"
)
_JOINT = re.compile(rf"\?\s+|;\s+|,? (?:and|also|plus)(?: also)?,? (?={_QUESTION_WORD}\b)", re.I)


def resolve(question: Question) -> str:
    """Return the question as it stands without its history: a follow-up takes over the subject it leaves out."""
    standalone = ""
    for text in (*(turn.question for turn in question.history), question.text):
        standalone = _join(standalone, text) if standalone and is_follow_up(text, question) else text
    return standalone


def is_follow_up(text: str, question: Question) -> bool:
    """Say whether ``text`` leaves out what it is about: it opens as a continuation, points back, or names nothing."""
    words = tokens(text)
    content = [word for word in stems(text) if not re.fullmatch(r"\d+", word)]
    if not content:
        return True
    opens = bool(_OPENERS.match(plain(text)))
    points = any(word in _POINTING for word in words)
    return (opens and len(content) <= 3) or (points and len(content) <= 2) or (len(content) == 1 and len(words) <= 3)


def parts(text: str) -> tuple[str, ...]:
    """Return the questions that ``text`` asks: split at question marks and before a second question word."""
    pieces = [piece.strip(" ,;") for piece in _JOINT.split(text)]
    kept = [piece for piece in pieces if len(stems(piece)) >= 2]
    return tuple(kept) if 2 <= len(kept) <= 3 else (text,)


def is_yes_no(text: str) -> bool:
    """Say whether ``text`` asks for yes or no."""
    words = tokens(_OPENERS.sub("", plain(text)))
    return bool(words) and words[0] in _AUXILIARY


def asks_when(text: str) -> bool:
    """Say whether ``text`` asks for a time rather than for a figure."""
    return (
        re.search(
            r"\b(?:when|start|starts|begin|begins|effective|published|publish|come out|available|until)\b", text, re.I
        )
        is not None
    )


def _join(subject: str, text: str) -> str:
    """Put the follow-up into the earlier question: swap a year or a named value, else say both together."""
    new_years, old_years = read_dates(text, _NO_DAY).years, read_dates(subject, _NO_DAY).years
    rest = _OPENERS.sub("", text.strip()).strip(" ?.!")
    joined = subject.rstrip(" ?.!")
    if new_years:
        if old_years:
            joined = joined.replace(str(old_years[0]), str(new_years[0]))
        return f"{joined}?" if old_years and not _content(rest) else f"{joined} {rest}?"
    for family, values in constraints(text).items():
        if len(values) == 1 and constraints(subject).get(family, values) != values:
            return f"{_without(subject, family)} {rest}?"
    return f"{joined}: {rest}?"


def _content(text: str) -> Sequence[str]:
    return [word for word in tokens(text) if word not in FUNCTION_WORDS and not word.isdigit()]


def _without(subject: str, family: str) -> str:
    """Return ``subject`` without the words of a family whose value the follow-up replaces."""
    words = subject.rstrip(" ?.!").split()
    for size in (1, 2, 3):
        for i in range(len(words) - size + 1):
            if family in constraints(" ".join(words[i : i + size])):
                return _without(" ".join(words[:i] + words[i + size :]), family)
    return " ".join(words)
