"""A follow-up put into the question before it: what it changes is changed there, or both stand together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from assistant.dates import read_dates, swap_year
from assistant.lexicon import FUNCTION_WORDS, constraints
from assistant.tokens import tokens
from assistant.words import OPENERS

_OTHERWISE = re.compile(
    r"^(?:(?:and|but|or|so|ok(?:ay)?|what about|how about|for|in|at|the|ones?|those|others?|rest|agencies|people)\b"
    r"[ ,]*)*"
    r"(?:(?:who|that|which|what|if)\b ?)*(?:(?:ours?|mine|we|it|they|theirs|my|agency|system)\b ?)*"
    r"(?:(?:is|are|was|were|do|does|did|has|have)(?:n['’]?t| not)|without|not|otherwise)\b(?: (?:it|one|so))?\W*$",
    re.I,
)
"""A turn that asks the same of those of whom what was said does not hold: "and for the ones that aren't?"."""

_OPPOSITE = {"certified": "not certified", "not certified": "certified", "career": "noncareer", "noncareer": "career"}

_COMPARED = re.compile(
    r" (?:just )?(?:like|unlike|as)(?: with| for| in)(?: the| my| our)?(?: [\w-]+){1,2}(?=\W*$)", re.I
)
"""What a follow-up only holds its question against: "is there a limit like with vacation?"."""

_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]+(?: (?:and |of |the )*[A-Z][a-z]+)+")
"""A name of two words or more within a question."""

_ONE = re.compile(r"(?:the |its )?(?P<which>[\w-]+(?: [\w-]+){0,3}) ones?(?:,? please)?$", re.I)
_THE_SAME = re.compile(r"(?:(?:and|now) )?(?:is it )?(?:the )?same\b", re.I)

_NOW = re.compile(r"\b(?:now|nowadays|today|currently|these days)\b", re.I)

_PRESENT = {"was": "is", "were": "are", "did": "does", "had": "has"}
_PAST = re.compile(rf"\b(?:{'|'.join(_PRESENT)})\b", re.I)
"""What a question on the past is asked with, and what the same one on today is."""


def join(subject: str, text: str, on: date) -> str:
    """Put the follow-up into the earlier question: swap a year or a named value, else say both together."""
    text = _COMPARED.sub("", text)
    new_years, old_years = read_dates(text, on).years, read_dates(subject, on).years
    said = rest(text)
    joined = subject.rstrip(" ?.!")
    if not new_years and old_years and _NOW.search(text):
        new_years = (on.year,)
        joined = _PAST.sub(lambda match: _PRESENT[match.group().lower()], joined)
    if new_years:
        joined = swap_year(joined, old_years[0], new_years[0]) if old_years else _NOW.sub("", joined).strip()
        return f"{joined}?" if old_years and not _content(said) else f"{joined} {said}?"
    opposite = _opposite(subject) if _OTHERWISE.match(text.strip()) else None
    if opposite:
        return opposite
    for family, values in constraints(text).items():
        if len(values) == 1 and constraints(subject).get(family, values) != values:
            return f"{_without(subject, family)} {said}?"
    return _exchanged(joined, text, said) or f"{joined}: {said}?"


def _exchanged(joined: str, text: str, said: str) -> str | None:
    """Return a question with the one name in it exchanged for what a follow-up asks the same of, if it does so.

    "Which skills belong to Driving Efficiency?", "Same for the results one.", "And the people one?"
    """
    names, one = _NAME.findall(joined), _ONE.match(said)
    if len(names) != 1 or not (one or _THE_SAME.match(text.strip())):
        return None
    return f"{joined.replace(names[0], one['which'] if one else said)}?"


def rest(text: str) -> str:
    """Return what a follow-up says behind its opening words."""
    return re.sub(r",? please$", "", OPENERS.sub("", text.strip()).strip(" ?.!"), flags=re.I)


def _opposite(subject: str) -> str | None:
    """Return ``subject`` with the one value that has an opposite turned into it, ``None`` when it holds none or two."""
    named = [(family, value) for family, values in constraints(subject).items() for value in values & _OPPOSITE.keys()]
    if len(named) != 1:
        return None
    [(family, value)] = named
    return f"{_without(subject, family)} {_OPPOSITE[value]}?"


def _content(text: str) -> Sequence[str]:
    words = (word for word in tokens(text) if word not in FUNCTION_WORDS and not word.isdigit())
    return [word for word in words if word not in ("fy", "fiscal", "year")]


def _without(subject: str, family: str) -> str:
    """Return ``subject`` without the words of a family whose value the follow-up replaces."""
    words = subject.rstrip(" ?.!").split()
    for size in (1, 2, 3):
        for i in range(len(words) - size + 1):
            if family in constraints(" ".join(words[i : i + size])):
                return _without(" ".join(words[:i] + words[i + size :]), family)
    return " ".join(words)
