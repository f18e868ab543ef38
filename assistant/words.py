"""Words as the index and the check see them: canonical phrases of the field, stems, and what a text insists on."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

import Stemmer

from assistant.data import read_yaml

_LEXICON = files("assistant") / "lexicon.yaml"


@cache
def _lexicon() -> dict[str, Any]:
    loaded: dict[str, Any] = read_yaml(_LEXICON.read_text(encoding="utf-8"))
    return loaded


@cache
def word_set(name: str) -> frozenset[str]:
    """Return a word class of the lexicon, such as ``function`` or ``negation``."""
    return frozenset(_lexicon()["classes"][name].split())


_PART_OF_PAY = re.compile(
    r"\b(?:share|percent(?:age)?|fraction|part|slice|portion) of (?:[\w’'-]+ ){0,2}"
    r"(?:pay|salary|salaries|compensation)\b",
    re.I,
)
"""What is told in percent, not as pay."""

_EARNED = re.compile(r"\b(?:do|does|did|can|could|would|will) (?:[\w’'-]+ ){1,5}(?:make|earn)\b", re.I)
"""How what somebody makes is asked for, which is pay where an amount or a year is named."""

FUNCTION_WORDS = word_set("function")
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
_NO_WORD = re.compile(r"(?<=\d),(?=\d{3})|(?<=\d)(?:st|nd|rd|th)\b")
_WORD = re.compile(r"[a-z]+|\d+(?:\.\d+)?")


def plain(text: str) -> str:
    """Return ``text`` lower-cased, NFKC-normalised, with plain letters and quotes and no apostrophes inside words."""
    if not text.isascii():
        apart = unicodedata.normalize("NFKD", text)
        text = "".join(char for char in apart if not unicodedata.combining(char))
    text = text.lower().replace("’", "'")
    return re.sub(r"(?<=\w)'(?=s\b)|(?<=n)'(?=t\b)", "", text)


def tokens(text: str) -> list[str]:
    """Return the words and figures of ``text``: "GS-15" gives "gs" and "15", "$209,600" gives "209600", "1st" "1"."""
    return list(_tokens(text))


@lru_cache(maxsize=4096)
def _tokens(text: str) -> tuple[str, ...]:
    """Return the same as a tuple; many stages look at the words of one question."""
    return tuple(_WORD.findall(_NO_WORD.sub("", plain(text))))


def canonical(text: str) -> list[str]:
    """Return the tokens of ``text`` with each known phrase replaced by the phrase that stands for it."""
    return _replace(_tokens(text))


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
    return not grams.isdisjoint(_history())


_AHEAD = frozenset(("before", "until"))
_ACTING = frozenset(("i", "you", "we", "they", "he", "she", "it", "one", "a", "an", "my", "your", "our", "being"))
"""Who does what is still to come: "how long before I can be moved?" asks nothing of the past."""

_COMPARED = "only compared"
"""The value of phrases that name a thing without asking about it, such as "same as GS"."""


@lru_cache(maxsize=8192)
def constraints(text: str) -> Mapping[str, frozenset[str]]:
    """Return what ``text`` names of each family (appointment type, leave type, pay plan, certification)."""
    found: dict[str, frozenset[str]] = {}
    spoken, meant = tuple(tokens(text)), tuple(canonical(text))
    for family, values in _families().items():
        named = _longest_matches(spoken, values, _openings(family)) | _longest_matches(meant, values, _openings(family))
        if named - {_COMPARED}:
            found[family] = frozenset(named - {_COMPARED})
    return found


def names_ses(text: str) -> bool:
    """Say whether ``text`` names the SES or what only the SES has, such as its boards and rank awards."""
    said = f" {' '.join(canonical(text))} "
    return any(f" {phrase} " in said for phrase in _lexicon()["own"])


def lexicon_digest() -> str:
    """Return the digest of the lexicon: an index made with another one does not fit."""
    return hashlib.sha256(_LEXICON.read_bytes()).hexdigest()[:16]


@cache
def known_words() -> frozenset[str]:
    """Return every single word of the lexicon."""
    phrases = [phrase for group in _lexicon()["synonyms"] for phrase in group]
    phrases += [p for values in _lexicon()["constraints"].values() for group in values.values() for p in group]
    return frozenset(word for phrase in phrases for word in tokens(phrase)) | FUNCTION_WORDS


@cache
def shorthand(kind: str) -> Mapping[str, str]:
    """Return the short forms typed on a phone (``sure``, or ``loose`` ones) and the words they stand for."""
    forms: dict[str, str] = _lexicon()["shorthand"][kind]
    return forms


@cache
def _history() -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(tokens(phrase)) for phrase in _lexicon()["history"])


@cache
def _synonyms() -> dict[tuple[str, ...], tuple[str, ...]]:
    groups = _lexicon()["synonyms"]
    table = {tuple(tokens(phrase)): tuple(tokens(group[0])) for group in groups for phrase in group}
    return table | {tuple(tokens(phrase)): () for phrase in _lexicon()["idle"]}


@cache
def _families() -> dict[str, dict[tuple[str, ...], frozenset[str]]]:
    """Return for each family the values that a phrase names; "certified or not" names both."""
    families: dict[str, dict[tuple[str, ...], frozenset[str]]] = {}
    for family, values in _lexicon()["constraints"].items():
        named: dict[tuple[str, ...], frozenset[str]] = {}
        for words, value in ((tuple(tokens(phrase)), value) for value, phrases in values.items() for phrase in phrases):
            named[words] = named.get(words, frozenset()) | {value}
        families[family] = named
    return families


@cache
def _openings(family: str | None) -> frozenset[str]:
    """Return the words that a phrase of ``family``, or with ``None`` a synonym, opens with; few texts have many."""
    phrases = _synonyms() if family is None else _families()[family]
    return frozenset(phrase[0] for phrase in phrases if phrase)


def _replace(words: tuple[str, ...]) -> list[str]:
    table, openings, i = _synonyms(), _openings(None), 0
    out: list[str] = []
    while i < len(words):
        if words[i] not in openings:
            out.append(words[i])
            i += 1
            continue
        for size in range(min(5, len(words) - i), 0, -1):
            if words[i : i + size] in table:
                out.extend(table[words[i : i + size]])
                i += size
                break
        else:
            out.append(words[i])
            i += 1
    return out


def _longest_matches(
    words: tuple[str, ...], values: dict[tuple[str, ...], frozenset[str]], openings: frozenset[str]
) -> set[str]:
    found: set[str] = set()
    if openings.isdisjoint(words):
        return found
    after = 0
    for i, word in enumerate(words):
        if i < after or word not in openings:
            continue
        size = next((n for n in range(min(5, len(words) - i), 0, -1) if words[i : i + n] in values), 0)
        if size:
            found |= values[words[i : i + size]]
        after = i + (size or 1)
    return found


def is_yes_no(text: str) -> bool:
    """Say whether ``text`` asks for yes or no."""
    words = tokens(OPENERS.sub("", plain(text)))
    return bool(words) and words[0] in word_set("auxiliary")
