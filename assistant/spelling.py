"""Spelling repair with the words of the release: a word that nobody knows becomes its nearest known neighbour."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cached_property, lru_cache

from assistant.lexicon import known_words
from assistant.shorthand import written_out
from assistant.tokens import tokens

SHORTEST = 4
"""Letters of a word that may be repaired; shorter ones have too many neighbours."""

REMEMBERED = 8192
"""Words of which it is remembered whether they are any."""

BRIEF = 7
"""Letters up to which a word is mended in one letter only."""

LONGEST = 30
"""Letters of a word that may be two in one."""

_PREFIXES = frozenset(("tele", "micro", "multi", "inter", "anti", "semi", "mid", "non", "off", "out", "pre"))
"""What makes another word of one, without being a word itself."""

_ENDINGS = ("s", "es", "ed", "ing", "ings", "er", "ers", "ly")


class Speller:
    """Knows the words of the release and of the encoder; only the former are ever put in."""

    def __init__(self, texts: Callable[[], Iterable[str]], is_word: Callable[[str], bool]) -> None:
        """Take the texts of the release, read when a word is unknown elsewhere, and what says of a word that it is."""
        self._texts = texts
        self._is_word = is_word
        self._knows = lru_cache(maxsize=REMEMBERED)(self._known)

    @cached_property
    def _counts(self) -> Counter[str]:
        return Counter(word for text in self._texts() for word in tokens(text) if word.isalpha())

    @cached_property
    def _candidates(self) -> list[str]:
        return sorted(word for word in self._counts.keys() | known_words() if len(word) >= SHORTEST)

    def _known(self, word: str) -> bool:
        """Say whether ``word`` is one, or an inflected form of one: "auditing" is right where "audit" is known."""
        return any(form in known_words() or self._is_word(form) or form in self._counts for form in _forms(word))

    def is_meant(self, word: str) -> bool:
        """Say whether ``word`` is one as it stands, a name perhaps, and no misspelling."""
        return word[:1].isupper() or self._knows(word.lower())

    def repair(self, text: str) -> str:
        """Return ``text`` with each unknown word replaced by its nearest known one, if one is near enough."""
        text, shouted = written_out(text), text.isupper()

        def mend(match: re.Match[str]) -> str:
            word = match.group()
            is_name = word[1:] != word[1:].lower() and not shouted
            return word if is_name or self._knows(word.lower()) else self._mended(word)

        return re.sub(r"(?<![\w$@/.-])[A-Za-z]{4,}(?![\w@/])", mend, text)

    def _mended(self, word: str) -> str:
        """Return what an unknown word was meant to be: the nearest known one, two in one, or one farther off."""
        off, near = self._nearest(word)
        return near if off == 1 else self._in_two(word) or near

    def _in_two(self, word: str) -> str:
        """Return two words in one: apart where the release has both, as typed where both are words, else ""."""
        lowered = word.lower() if len(word) <= LONGEST else ""
        cuts = [(lowered[:i], lowered[i:]) for i in range(SHORTEST - 1, len(lowered) - SHORTEST + 2)]
        apart = next((f"{a} {b}" for a, b in cuts if a in self._counts and b in self._counts), "")
        of_words = any(self._is_part(a) and self._is_word(b) for a, b in cuts if len(b) >= SHORTEST)
        return apart or (word if of_words else "")

    def _is_part(self, beginning: str) -> bool:
        return beginning in _PREFIXES or (len(beginning) >= SHORTEST and self._is_word(beginning))

    def _nearest(self, word: str) -> tuple[int, str]:
        """Return the nearest known word, the most frequent of several, and its distance; the word itself if none is."""
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        lowered, allowed = word.lower(), 1 if len(word) <= BRIEF else 2
        near = process.extract(lowered, self._candidates, scorer=OSA.distance, score_cutoff=allowed, limit=None)
        ranked = ((distance, -self._counts[found], found) for found, distance, _ in near)
        distance, _, nearest = min(ranked, default=(0, 0, word))
        return distance, nearest


def _forms(word: str) -> list[str]:
    """Return the word and what it may be an inflected form of."""
    roots = [word[: -len(ending)] for ending in _ENDINGS if word.endswith(ending)]
    return [word, *(form for root in roots if len(root) >= SHORTEST for form in (root, f"{root}e"))]
