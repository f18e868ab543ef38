"""Words as the index and the check see them: stems, sentences, and what a question asks for by its words."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

import Stemmer

from assistant.lexicon import FUNCTION_WORDS, canonical, history, word_set
from assistant.tokens import plain, tokens

_PART_OF_PAY = re.compile(
    r"\b(?:share|percent(?:age)?|fraction|part|slice|portion) of (?:[\w’'-]+ ){0,2}"
    r"(?:pay|salary|salaries|compensation)\b",
    re.I,
)
"""What is told in percent, not as pay."""

_EARNED = re.compile(r"\b(?:do|does|did|can|could|would|will) (?:[\w’'-]+ ){1,5}(?:make|earn)\b", re.I)
"""How what somebody makes is asked for, which is pay where an amount or a year is named."""

OPENERS = re.compile(
    r"^(?:(?:h+m+|uh+|um+|oh|ah|well|ok(?:ay)?)[ ,.!]+)*"
    r"(?:and|but|so|also|then|ok(?:ay)?|what about|how about|what if|and if|or"
    r"|(?:(?:and|now) )?(?:is it )?(?:the )?same (?:thing |question |again )?(?:for|with|about))\b[ ,]*",
    re.I,
)
"""How a follow-up or an afterthought opens."""

QUESTION_WORDS = frozenset(("what", "how", "who", "when", "where", "why", "which", "whose", "whom"))
SUBJECTS = frozenset(("it", "they", "that", "those", "these", "he", "she"))
"""Pronouns that stand for something said before."""

_YEAR = re.compile(r"(?:19|20)\d\d")


def stems(text: str) -> list[str]:
    """Return the stems of the canonical content words of ``text``, function words left out, in order."""
    return list(_stems(text))


@lru_cache(maxsize=8192)
def _stems(text: str) -> tuple[str, ...]:
    return tuple(stem(word) for word in canonical(text) if word not in FUNCTION_WORDS)


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Return the Porter2 stem of one word."""
    return str(Stemmer.Stemmer("english").stemWord(word))


def sentences_of(text: str) -> list[str]:
    """Return the sentences and lines of ``text``."""
    return re.split(r"(?<=[.!?])\s+|\n+", text.strip())


def asking_sentence(text: str) -> str:
    """Return the sentences of ``text`` that end in a question mark, or all of it when none does or only those stand."""
    pieces = [piece for sentence in sentences_of(text) for piece in _behind_colon(sentence)]
    asking = [piece for piece in pieces if piece.endswith("?") and len(stems(piece)) >= 2]
    return " ".join(asking) if asking else text


def worded_stems(text: str) -> list[str]:
    """Return the stems of ``text`` that are no numbers."""
    return [word for word in stems(text) if not word.isdigit()]


def stems_of_question(text: str) -> list[str]:
    """Return the stems of ``text`` without years that are no subject.

    Those are the years of a story around what is asked, and those of which a figure of pay is asked: the tables give it
    for every year.
    """
    every = stems(text)
    kept = set() if asks_for_pay_figures(text, dated=True) else set(stems(asking_sentence(text)))
    return [word for word in every if word in kept or not _YEAR.fullmatch(word)]


def _behind_colon(sentence: str) -> list[str]:
    """Return the two halves of "For the cycle of 2025: which elements count?", or the sentence as it is."""
    before, _, behind = sentence.rpartition(": ")
    asks = behind.endswith("?") and not QUESTION_WORDS.isdisjoint(tokens(behind)[:3])
    return [before, behind] if before and asks else [sentence]


def asks_for_pay_figures(text: str, dated: bool = False) -> bool:
    """Say whether ``text`` asks how much pay something is: it speaks of pay and of an amount or a year.

    Where a year is named, or otherwise meant (``dated``), the end of a range is one of pay, too.
    """
    words = set(canonical(_PART_OF_PAY.sub(" ", text)))
    dated = dated or any(re.fullmatch(r"20\d\d", word) for word in words)
    money = bool(words & word_set("money")) or _EARNED.search(text) is not None
    return (dated and (money or bool(words & word_set("bound")))) or (money and bool(words & word_set("amount")))


def asks_for_the_past(text: str) -> bool:
    """Say whether the words of ``text`` ask how something was, not those of a story told around what is asked."""
    asked = asking_sentence(text)
    said = tokens(text if SUBJECTS & set(tokens(asked)) else asked)
    words = [word for word, after in pairwise([*said, ""]) if not (word in _AHEAD and after in _ACTING)]
    grams = {tuple(words[i : i + n]) for n in (1, 2) for i in range(len(words) - n + 1)}
    return not grams.isdisjoint(history())


_AHEAD = frozenset(("before", "until"))
_ACTING = frozenset(("i", "you", "we", "they", "he", "she", "it", "one", "a", "an", "my", "your", "our", "being"))
"""Who does what is still to come: "how long before I can be moved?" asks nothing of the past."""


def is_yes_no(text: str) -> bool:
    """Say whether ``text`` asks for yes or no."""
    words = tokens(OPENERS.sub("", plain(text)))
    return bool(words) and words[0] in word_set("auxiliary")
