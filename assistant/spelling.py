"""Spelling repair with the words of the release: a word that nobody knows becomes its nearest known neighbour."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable

from assistant.words import known_words, tokens

SHORTEST = 4
"""Letters of a word that may be repaired; shorter ones have too many neighbours."""


class Speller:
    """Knows the words of the release and of the encoder; only the former are ever put in."""

    def __init__(self, texts: Iterable[str], other_words: Collection[str]) -> None:
        """Take the texts of the release, and words that exist elsewhere and so are no mistakes."""
        self._counts = Counter(word for text in texts for word in tokens(text) if word.isalpha())
        self._candidates = sorted(word for word in self._counts.keys() | known_words() if len(word) >= SHORTEST)
        self._known = frozenset(self._counts) | known_words() | frozenset(other_words)

    def repair(self, text: str) -> str:
        """Return ``text`` with each unknown word replaced by its nearest known one, if one is near enough."""
        shouted = text.isupper()

        def mend(match: re.Match[str]) -> str:
            word = match.group()
            is_name = word[1:] != word[1:].lower() and not shouted
            return word if is_name or word.lower() in self._known else self._nearest(word)

        return re.sub(r"(?<![\w$@/.-])[A-Za-z]{4,}(?![\w@/])", mend, text)

    def _nearest(self, word: str) -> str:
        from rapidfuzz.distance import OSA

        lowered = word.lower()
        allowed = 1 if len(word) <= 7 else 2
        near = [
            (OSA.distance(lowered, candidate, score_cutoff=allowed), -self._counts[candidate], candidate)
            for candidate in self._candidates
            if abs(len(candidate) - len(word)) <= allowed
        ]
        distance, _, best = min(near, default=(allowed + 1, 0, word))
        return best if distance <= allowed else word
