"""One walk down the question's path: what is asked, what was found so far, and how long each stage took."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from datetime import date
from functools import cache

from assistant import grounding
from assistant.dates import Dated, read_dates
from assistant.lexicon import word_set
from assistant.releases import SHIPPED
from assistant.retriever import Retriever
from assistant.spelling import Speller
from assistant.standing import is_younger
from assistant.story import leans, without_story
from assistant.tokens import tokens
from assistant.types import Hit, Notice, Passage, Question, Trace
from assistant.words import asking_sentence, sentences_of, stems, worded_stems
from assistant.years import each_told

SURE = 0.7
"""Confidence from which a turn of a conversation, or a question without the story around it, stands by itself."""

WHOLE = 0.9
"""Confidence from which a text stands by itself although a word of it points at what was said before."""

LEAST_ALONE = 3
"""Content words from which a part of a question may stand without the rest of it."""

CANDIDATES = 10
"""Hits looked at, best first, before abstaining."""

RELATED = 4
"""Hits whose questions are told as near to the one that was asked."""


FEWEST_NEW = 2
"""Words that no page has from which a question may be about something else: a single one may be another wording."""

FOREIGN = 0.06
"""How much nearer to a passage a question comes without a word of another matter."""

_WORD = re.compile(r"[A-Za-z][\w'’-]+")

_KIN = word_set("kin")

_HOW = re.compile(r"\bhow (?:big|large|small|high|low|tall|wide|deep|heavy|fast|soon|far|old|late|early)\b", re.I)
"""How a measure is asked for; the answer has a figure and not the word."""

SAME_MATTER = 0.7
"""Cosine of two headings from which pages of different years speak of the same matter: the later one counts."""

UNLIKELY = -4.0
"""Logarithm of how likely a passage is meant, below which a question is about something else: one in 55."""

BESIDE = 40
"""Hits among which pages are looked for that say otherwise than the answer."""


def questions_of(hits: Sequence[Hit]) -> tuple[str, ...]:
    """Return the questions that the nearest of ``hits`` answer, best first, each once."""
    return tuple(dict.fromkeys(hit.passage.heading[-1] for hit in hits[:RELATED]))


def _told(text: str) -> str:
    """Return the words of ``text`` without how a measure is asked for, and without kin."""
    return " ".join(word for word in _WORD.findall(_HOW.sub(" ", text)) if _KIN.isdisjoint(tokens(word)))


class Walk:
    """The question with what the stages have made of it: as it stands alone, what else is said, the trace."""

    def __init__(self, retriever: Retriever, speller: Speller, question: Question) -> None:
        """Begin with the question as it was asked."""
        self.retriever, self.speller = retriever, speller
        self.search = cache(retriever.search)
        self.question = self.placed = question
        self.standalone = question.text
        self.related: tuple[str, ...] = ()
        self.beside: tuple[str, ...] = ()
        self.notices: tuple[Notice, ...] = ()
        self.trace: list[Trace] = []
        self._since = time.perf_counter()

    def mark(self, stage: str, finding: str) -> None:
        """Put a stage with its finding and its seconds into the trace."""
        now = time.perf_counter()
        self.trace.append(Trace(stage, round(now - self._since, 6), finding))
        self._since = now

    def dates(self, text: str) -> Dated:
        """Return the dates that ``text`` names; beside shipped entries, which are dated themselves, no span counts."""
        dated = read_dates(text, self.question.on)
        return dated if self.has_shipped else each_told(dated, text, self.question.on)

    @property
    def has_shipped(self) -> bool:
        """Whether the release holds shipped entries, not raw documents alone."""
        return SHIPPED in self.retriever.release.manifest.corpora

    @property
    def has_own(self) -> bool:
        """Whether the release holds raw documents beside the shipped entries."""
        return self.has_shipped and len(self.retriever.release.manifest.corpora) > 1

    def knows(self, text: str) -> bool:
        """Say whether any content word of ``text`` occurs in the release."""
        return any(map(self.retriever.knows, stems(text)))

    def cover(self, words: Sequence[str], passage: str) -> float:
        """Return the share of ``words``, stems weighted by rarity, that the passage with this id has."""
        return float(self.retriever.cover(words)[self.retriever.release.rows[passage]])

    def says(self, passage: str) -> set[str]:
        """Return the stems of what the passage with this id says itself, its other wordings apart."""
        found = self.retriever.release.passages[self.retriever.release.rows[passage]]
        return set(stems(f"{' '.join(found.heading)} {found.text}"))

    def is_mostly_new(self, text: str, of_pages: bool = False) -> bool:
        """Say whether half of the content words of ``text``, two at least, occur nowhere in the release, or its pages.

        Raw pages come without other wordings: what they have no word for, they do not speak of.
        """
        knows = self.retriever.pages_know if of_pages else self.retriever.knows
        questions = " ".join(sentence for sentence in sentences_of(text) if sentence.endswith("?"))
        words = set(worded_stems(_told(questions)) or worded_stems(_told(text)))
        new = [word for word in words if not knows(word)]
        return len(new) >= FEWEST_NEW and 2 * len(new) >= len(words)

    def foreign_words(self, text: str, hit: Hit) -> list[str]:
        """Return the words of what ``text`` asks that no page has and that lead away from the passage of ``hit``.

        Another word for what the passage speaks of brings a question nearer to it: without it, it is farther. What the
        passage does not speak of holds it off: the gym in a question that finds the hours of the sauna.
        """
        asked = asking_sentence(text)
        near = self.retriever.nearness(hit, asked)
        return [
            word
            for word in dict.fromkeys(_WORD.findall(_HOW.sub(" ", asked)))
            if worded_stems(_told(word)) and not self._pages_know(word) and self.speller.is_meant(word)
            if self.retriever.nearness(hit, asked.replace(word, " ")) >= near + FOREIGN
        ]

    def _pages_know(self, text: str) -> bool:
        return any(map(self.retriever.pages_know, stems(text)))

    def is_newer_on_the_same(self, hit: Hit, older: Hit, on: date) -> bool:
        """Say whether ``hit`` is of a later year than ``older`` and not after ``on``, under a heading on the same."""
        if not is_younger(hit.passage, older.passage, on):
            return False
        return self.retriever.likeness(hit.passage.heading[-1], older.passage.heading[-1]) >= SAME_MATTER

    def sureness(self, text: str, whole: str = "") -> tuple[float, float, str]:
        """Return the best confidence that ``text`` finds, the margin over what lies beside, and the first passage.

        A passage that does not speak of what ``text`` insists on is not sure, however near.
        """
        hits = self._found(text, whole)[:CANDIDATES]
        if not hits:
            return 0.0, 0.0, ""
        scored = [(grounding.confidence(hit, hits), hit.passage) for hit in hits]
        surest_first = sorted(scored, key=lambda pair: -pair[0])
        sure = next((sure for sure, passage in surest_first if not self.lacks(text, passage)), 0.0)
        return sure, max(map(grounding.margin, hits)), hits[0].passage.id

    def lacks(self, text: str, passage: Passage) -> list[str]:
        """Return what ``text`` insists on and ``passage`` does not speak of.

        What is only told around the question counts for nothing where the question by itself finds the passage.
        """
        missing = grounding.missing(text, passage)
        asked = without_story(text, passage) if missing else ""
        if not asked:
            return missing
        sure, _, first = self.sureness(asked)
        least = WHOLE if leans(asked) else SURE
        return [] if sure >= least and first == passage.id else missing

    def best_entry(self, text: str) -> tuple[float, Passage | None]:
        """Return the first passage that ``text`` finds, if a shipped entry, with how sure it is."""
        sure, first = self._first(text, "")
        return (sure, first) if first is not None and not first.document.is_verbatim else (0.0, None)

    def first_is_sure(self, text: str, whole: str) -> bool:
        """Say whether what ``text`` finds first, beside ``whole``, may answer it, whatever else may."""
        return self._first(text, whole)[0] >= grounding.ACCEPT

    def may_mean(self, text: str, passage: str, whole: str = "") -> bool:
        """Say whether ``text`` may be about the passage with this id; where nothing was learned, it always may."""
        found = self._found(text, whole)
        likely = {hit.passage.id: hit.signals["likelihood"] for hit in found if "likelihood" in hit.signals}
        return not likely or likely.get(passage, UNLIKELY) > UNLIKELY

    def _first(self, text: str, whole: str) -> tuple[float, Passage | None]:
        """Return how sure the first passage is that ``text`` finds beside ``whole``, and that passage."""
        hits = self._found(text, whole)[:CANDIDATES]
        return (grounding.confidence(hits[0], hits), hits[0].passage) if hits else (0.0, None)

    def _found(self, text: str, whole: str) -> tuple[Hit, ...]:
        """Return the hits of ``text``, looked up as a draft will look them up."""
        dated = self.dates(text)
        hits: tuple[Hit, ...] = self.search(text, dated.on, BESIDE, dated.years, whole)
        return hits
