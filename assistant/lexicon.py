"""The lexicon of the field: phrases that stand for each other, word classes, and what a text insists on."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from assistant.data import read_yaml
from assistant.tokens import tokens

_LEXICON = files("assistant") / "lexicon.yaml"

LONGEST = 5
"""Words that a phrase of the lexicon has at most."""

_COMPARED = "only compared"
"""The value of phrases that name a thing without asking about it, such as "same as GS"."""


@cache
def _lexicon() -> dict[str, Any]:
    """Return the lexicon as its file has it."""
    loaded: dict[str, Any] = read_yaml(_LEXICON.read_text(encoding="utf-8"))
    return loaded


def lexicon_digest() -> str:
    """Return the digest of the lexicon: an index made with another one does not fit."""
    return hashlib.sha256(_LEXICON.read_bytes()).hexdigest()[:16]


@cache
def word_set(name: str) -> frozenset[str]:
    """Return a word class of the lexicon, such as ``function`` or ``negation``."""
    return frozenset(_lexicon()["classes"][name].split())


FUNCTION_WORDS = word_set("function")


def canonical(text: str) -> list[str]:
    """Return the tokens of ``text`` with each known phrase replaced by the phrase that stands for it."""
    return _replace(tuple(tokens(text)))


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
def history() -> frozenset[tuple[str, ...]]:
    """Return the phrases, as words, by which a text asks how something was."""
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
    table, openings, after = _synonyms(), _openings(None), 0
    out: list[str] = []
    for i, word in enumerate(words):
        if i < after:
            continue
        size = _longest(words, i, table) if word in openings else 0
        out.extend(table[words[i : i + size]] if size else (word,))
        after = i + (size or 1)
    return out


def _longest_matches(
    words: tuple[str, ...], values: Mapping[tuple[str, ...], frozenset[str]], openings: frozenset[str]
) -> set[str]:
    found: set[str] = set()
    if openings.isdisjoint(words):
        return found
    after = 0
    for i, word in enumerate(words):
        if i < after or word not in openings:
            continue
        size = _longest(words, i, values)
        if size:
            found |= values[words[i : i + size]]
        after = i + (size or 1)
    return found


def _longest(words: tuple[str, ...], i: int, phrases: Mapping[tuple[str, ...], object]) -> int:
    """Return how many words the longest of ``phrases`` has that stands at place ``i``, or 0."""
    return next((size for size in range(min(LONGEST, len(words) - i), 0, -1) if words[i : i + size] in phrases), 0)
