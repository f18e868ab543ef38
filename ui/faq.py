"""Instant search over the entries of a release: what is typed so far, with or without slips, by topic."""

from __future__ import annotations

import hashlib
import json
import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.lexicon import FUNCTION_WORDS, canonical
from assistant.tokens import plain, tokens
from assistant.types import Passage
from assistant.words import stem
from ui.wire import passage_as_dict

HEADING, ASKED, BODY = 3.0, 2.0, 1.0
"""How much a word counts by where it stands."""
EXACT, STEMMED, BEGUN, SLIP = 1.0, 0.9, 0.8, 0.6
"""How much a word counts by how near it is to what was typed: the same, another ending, not finished, misspelt."""
CLOSE = 8.0
"""How much it counts that a whole wording of the question was typed."""
RANKED_AGAIN = 50
"""Entries, best first by their words, whose wordings are looked at."""
LONGEST = 200
"""Characters of a search that are read."""


@dataclass(frozen=True, slots=True)
class Found:
    """The rows of the entries found, best first, and how many there are in all."""

    rows: tuple[int, ...]
    total: int


def entries_of(passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """Return the entries among ``passages``: those of our own corpus, or all when there are none."""
    return tuple(passage for passage in passages if not passage.document.is_verbatim) or tuple(passages)


class Faq:
    """The entries of one release, ready to be searched and sent. Safe to share between threads."""

    def __init__(self, release: str, passages: Sequence[Passage]) -> None:
        """Take the release's id and all its passages."""
        self.release = release
        self.entries = entries_of(passages)
        self.bodies = tuple(json.dumps(passage_as_dict(entry), ensure_ascii=False) for entry in self.entries)
        self.topics = _topics(self.entries)
        self._places: dict[str, dict[int, float]] = defaultdict(dict)
        self._wordings = tuple(tuple(_content(text) for text in (e.heading[-1], *e.asked)) for e in self.entries)
        self._learn()
        self._vocabulary = sorted(self._places)
        self._by_stem = _grouped(self._vocabulary)
        self._like = lru_cache(maxsize=4096)(self._find_like)
        self._near = lru_cache(maxsize=4096)(self._find_near)

    def search(self, typed: str = "", topics: Collection[str] = (), limit: int = 10) -> Found:
        """Return entries for what was ``typed`` so far, best first; in the order of the corpus for nothing typed.

        Every word must be found, slips allowed; when no entry has them all, those with most of them come.
        """
        rows = [row for row, entry in enumerate(self.entries) if not topics or entry.topic in topics]
        wanted = _wanted(typed)
        if wanted:
            rows = self._ranked(wanted, frozenset(rows))
        elif typed.strip():
            rows = []
        return Found(tuple(rows[:limit]), len(rows))

    def tag(self, *parameters: object) -> str:
        """Return the entity tag of a search: same release and parameters, same entries."""
        return hashlib.sha256(json.dumps([self.release, *map(str, parameters)]).encode()).hexdigest()[:20]

    def _learn(self) -> None:
        for row, entry in enumerate(self.entries):
            for weight, texts in ((BODY, (entry.text,)), (ASKED, entry.asked), (HEADING, entry.heading[-1:])):
                for word in {word for text in texts for word in (*tokens(text), *canonical(text))}:
                    self._places[word][row] = weight

    def _ranked(self, wanted: Sequence[str], among: frozenset[int]) -> list[int]:
        """Return the rows found, best first; how close their wordings come decides among the best of them."""
        scores = self._scores(wanted, among)
        rows = sorted(scores, key=lambda row: (-scores[row], row))
        near = [self._near(word) for word in wanted]
        close = {row: scores[row] + self._closeness(row, near) for row in rows[:RANKED_AGAIN]}
        return sorted(close, key=lambda row: (-close[row], row)) + rows[RANKED_AGAIN:]

    def _scores(self, wanted: Sequence[str], among: frozenset[int]) -> dict[int, float]:
        """Return the score of each entry that has as many of the ``wanted`` words as any has."""
        scores: dict[int, float] = defaultdict(float)
        counts: dict[int, int] = defaultdict(int)
        for word in wanted:
            for row, weight in self._like(word).items():
                if row in among:
                    scores[row] += weight
                    counts[row] += 1
        most = max(counts.values(), default=0)
        if 2 * most <= len(wanted):
            return {}
        return {row: score for row, score in scores.items() if counts[row] == most}

    def _closeness(self, row: int, near: Sequence[dict[str, float]]) -> float:
        """Return how much of the entry's nearest wording was typed: short questions come before long ones."""
        best = 0.0
        for wording in self._wordings[row]:
            typed = sum(max([like[word] for word in wording if word in like], default=0.0) for like in near)
            best = max(best, typed / len(wording))
        return CLOSE * best

    def _find_like(self, word: str) -> dict[int, float]:
        """Return how well each entry has ``word`` or words like it, more when few entries have."""
        found: dict[int, float] = defaultdict(float)
        for known, nearness in self._near(word).items():
            for row, weight in self._places[known].items():
                found[row] = max(found[row], nearness * weight)
        rarity = math.log(1 + len(self.entries) / max(len(found), 1))
        return {row: rarity * weight for row, weight in found.items()}

    def _find_near(self, word: str) -> dict[str, float]:
        """Return the known words like ``word`` and how near they are; slips count only when nothing else is near."""
        near = dict.fromkeys(self._begun(word), BEGUN)
        near |= dict.fromkeys(self._by_stem.get(stem(word), ()), STEMMED)
        near |= {word: EXACT} if word in self._places else {}
        return near or dict.fromkeys(self._slips(word), SLIP)

    def _begun(self, word: str) -> Iterable[str]:
        return (known for known in self._vocabulary if len(word) > 1 and known.startswith(word))

    def _slips(self, word: str) -> Iterable[str]:
        """Return known words one slip away, two for longer words; also for the beginning of a word not finished."""
        allowed = 0 if len(word) < 4 or not word.isalpha() else 1 if len(word) <= 7 else 2
        if not allowed:
            return ()
        begun = [known[: len(word)] for known in self._vocabulary]
        return (self._vocabulary[i] for texts in (self._vocabulary, begun) for i in _within(word, texts, allowed))


def _within(word: str, texts: Sequence[str], allowed: int) -> list[int]:
    """Return where in ``texts`` a word stands at most ``allowed`` letters away."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    return [i for _, _, i in process.extract(word, texts, scorer=OSA.distance, score_cutoff=allowed, limit=None)]


def _wanted(typed: str) -> list[str]:
    """Return the words that must be found: content words, or whatever there is when there are none."""
    words = list(dict.fromkeys(canonical(plain(typed)[:LONGEST])))
    return [word for word in words if word not in FUNCTION_WORDS] or words


def _content(wording: str) -> frozenset[str]:
    words = canonical(wording)
    return frozenset(word for word in words if word not in FUNCTION_WORDS) or frozenset(words or ["-"])


def _grouped(words: Iterable[str]) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = defaultdict(list)
    for word in words:
        grouped[stem(word)].append(word)
    return grouped


def _topics(entries: Iterable[Passage]) -> tuple[tuple[str, int], ...]:
    counts: dict[str, int] = {}
    for entry in entries:
        counts[entry.topic] = counts.get(entry.topic, 0) + 1
    return tuple(counts.items())
