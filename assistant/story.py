"""The story around a question: what who asks tells of the day, and whether the answer hangs on it."""

from __future__ import annotations

from collections.abc import Sequence

from assistant import asking, grounding
from assistant.lexicon import constraints, names_ses
from assistant.tokens import tokens
from assistant.types import Passage
from assistant.words import SUBJECTS

_LEANING = SUBJECTS | {"such", "his", "her", "their", "its"}
"""Words that stand for something said in the sentence before."""

_OF_OTHERS = frozenset(("my", "our", "his", "her", "their"))
"""Words by which a sentence is about somebody else than who asks: "my analyst is a GS-12"."""


def without_story(question: str, passage: Passage) -> str:
    """Return ``question`` without the sentences around it that name what ``passage`` lacks, "" where they matter.

    Who asks tells of the job, the leave or the board of that day, and then asks about something else. Such a sentence
    matters where the passage speaks of another value (a rule for career appointees, told to a noncareer one), and for
    another pay system unless what is asked names the SES or one from the General Schedule asks who may become a member.
    """
    lacked, sentences = grounding.unspoken(question, passage), asking.sentences(question)
    idle = {i for i, sentence in enumerate(sentences) if not asking.is_asking(sentence) and _names(sentence, lacked)}
    told = [sentences[i] for i in sorted(idle)]
    left = [sentence for i, sentence in enumerate(sentences) if i not in idle]
    asked = " ".join(left)
    asks = any(map(asking.is_asking, left)) or all(map(asking.presents, told))
    stands = told and left and asks and not grounding.unspoken(asked, passage)
    return asked if stands and not _matters(lacked, passage, " ".join(told), asked) else ""


def _matters(lacked: Sequence[tuple[str, str]], passage: Passage, told: str, asked: str) -> bool:
    """Say whether the passage speaks of another value of a family, or what is asked may be of another pay system."""
    spoken = constraints(" . ".join((*passage.heading, passage.text)))
    from_gs = ("plan", "general schedule") in lacked and _OF_OTHERS.isdisjoint(tokens(told))
    ours = from_gs or names_ses(asked)
    return any(not ours if family == "plan" else family in spoken for family, _ in lacked)


def _names(text: str, values: Sequence[tuple[str, str]]) -> bool:
    named = constraints(text)
    return any(value in named.get(family, ()) for family, value in values)


def leans(text: str) -> bool:
    """Say whether a pronoun in ``text`` may stand for something told around it: "does it carry over?"."""
    return not _LEANING.isdisjoint(tokens(text)) and not names_ses(text)


def asking_alone(text: str) -> str:
    """Return the sentences of ``text`` that ask, "" where nothing is told around them."""
    sentences = asking.sentences(text)
    asked = [sentence for sentence in sentences if asking.is_asking(sentence)]
    return " ".join(asked) if len(asked) < len(sentences) else ""
