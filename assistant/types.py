"""The records that flow through the product: small, frozen, and known to every module.

Nothing here imports another module of the project. Dates are inclusive; scores are larger when better; money is an
exact ``Decimal`` of US dollars. Pydantic reads and writes these records as JSON (see ``contract`` and ``index``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Literal

Authority = Literal["statute", "regulation", "presidential", "opm", "agency", "press", "commercial", "unknown"]
AUTHORITIES: tuple[Authority, ...] = (
    "statute",
    "regulation",
    "presidential",
    "opm",
    "agency",
    "press",
    "commercial",
    "unknown",
)
"""Highest first. Authority is what was seen, not what it reports."""

Relation = Literal["supports", "outdated", "contradicts"]
Seen = Literal["primary", "copy", "secondary", "source_document"]
Confidence = Literal["verified", "derived", "recalled"]
Validity = Literal["in_force", "superseded", "proposed", "assumption"]
Kind = Literal["summary", "verbatim"]
Status = Literal["answered", "needs_input", "abstained", "out_of_scope"]
Reason = Literal[
    "missing_input",
    "invalid_input",
    "not_in_force",
    "no_evidence",
    "unsupported",
    "personal_case",
    "personal_data",
    "too_long",
    "other_ses",
    "other_subject",
]
NoticeKind = Literal["outdated", "conflict", "assumption", "other_ses", "overdue_review", "general_information"]


@dataclass(frozen=True, slots=True)
class Period:
    """Inclusive dates between which something holds. ``None`` leaves that side open (for ``start``: not known)."""

    start: date | None = None
    until: date | None = None

    def covers(self, on: date) -> bool:
        """Say whether ``on`` lies in the period."""
        return (self.start is None or self.start <= on) and (self.until is None or on <= self.until)

    def overlaps(self, other: Period) -> bool:
        """Say whether the two periods share a day."""
        first, last = date.min, date.max
        return (self.start or first) <= (other.until or last) and (other.start or first) <= (self.until or last)


@dataclass(frozen=True, slots=True)
class Basis:
    """What stands behind a sentence: a source, where in it, and how that source was seen.

    ``facts`` names rows of the fact pack or of the noise register; it serves the corpus check and never reaches a
    reader. ``passage_id`` is filled when the source itself is in the release.
    """

    id: str
    title: str
    publisher: str
    authority: Authority
    locator: str
    date: str
    url: str | None
    relation: Relation
    seen: Seen
    confidence: Confidence
    passage_id: str | None = None
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """A remark beside an answer, such as that people still quote a superseded rule."""

    kind: NoticeKind
    text: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a passage: character offsets into ``Passage.text`` and its basis (empty when verbatim).

    ``in_force`` is when it held by its own words, where that is less than its passage; ``notices`` are what the screen
    found about it, such as a conflict with another text.
    """

    start: int
    end: int
    basis: tuple[Basis, ...] = ()
    in_force: Period = Period()
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a verbatim passage stands: the digest of its file, and offsets into the text stored with the release."""

    sha256: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Document:
    """A catalogued text. ``kind`` says whether its words are ours (summary) or the publisher's (verbatim)."""

    id: str
    title: str
    publisher: str
    kind: Kind
    authority: Authority
    date: str
    url: str | None = None

    @property
    def is_verbatim(self) -> bool:
        """Whether it is a raw page, in its publisher's own words."""
        return self.kind == "verbatim"


@dataclass(frozen=True, slots=True)
class Passage:
    """The unit that is indexed and cited.

    ``id`` is ``document#anchor/n``; ``digest`` is the sha256 of everything below it. ``heading`` is the trail from
    chapter to question. ``asked`` holds other wordings of the question. ``calculation`` names the calculator whose
    figures belong to this passage, if any. ``years`` are those whose figures it tells, where it tells of no others.
    ``origin`` is where a verbatim passage stands in its file.
    """

    id: str
    digest: str
    document: Document
    heading: tuple[str, ...]
    text: str
    sentences: tuple[Sentence, ...]
    in_force: Period
    status: Validity
    topic: str
    asked: tuple[str, ...] = ()
    reviewed_on: date | None = None
    reviewed_by: str = ""
    review_by: date | None = None
    calculation: str | None = None
    years: tuple[int, ...] = ()
    origin: Origin | None = None

    def quote(self, sentence: Sentence) -> str:
        """Return the exact words of one of its sentences."""
        return self.text[sentence.start : sentence.end]


@dataclass(frozen=True, slots=True)
class Boundary:
    """A matter beside the subject that a corpus does not treat, and how people ask about it. Never retrieved."""

    topic: str
    asked: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found for a question. ``score`` lies in 0..1, rounded to 4 places; ``signals`` explain it.

    ``sentence_scores`` are the cosines of its sentences and the question, once these were compared. ``by_words`` says
    that only lexical candidates were looked at, because the server of vectors is away.
    """

    passage: Passage
    score: float
    rank: int
    signals: dict[str, float] = field(default_factory=dict)
    sentence_scores: tuple[float, ...] = ()
    by_words: bool = False


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier question of the same conversation."""

    question: str
    answer_id: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked: the words, the date on which the law is wanted, and what was asked before (oldest first)."""

    text: str
    on: date
    history: tuple[Turn, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence that a draft wants to say: the passage and the sentence of it, with or without its "No."."""

    passage: Passage
    start: int
    end: int
    basis: tuple[Basis, ...]

    @property
    def quote(self) -> str:
        """The exact words of the passage."""
        return self.passage.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Need:
    """An input that a calculation lacks."""

    name: str
    label: str
    example: str


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a calculation's working."""

    label: str
    expression: str
    value: str


@dataclass(frozen=True, slots=True)
class Reference:
    """A legal pointer beside a number."""

    authority: str
    locator: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Calculation:
    """A value with its working. ``value`` maps names to amounts; ``sentence`` is the result in plain words."""

    name: str
    inputs: dict[str, str | bool | None]
    on: date
    value: dict[str, Decimal | str | None]
    unit: str
    steps: tuple[Step, ...]
    references: tuple[Reference, ...]
    sentence: str
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class Spoken:
    """A calculation asked for in words: the calculator's name, its inputs as understood, and the day wanted.

    ``years`` are those that the words name, in order. ``said`` and ``notices`` tell what was converted on the way;
    ``apart`` are the sentences beside it that ask for text, ``wanting`` the inputs that the words make necessary.
    """

    name: str
    inputs: Mapping[str, Any]
    on: date
    years: tuple[int, ...] = ()
    said: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = ()
    apart: tuple[str, ...] = ()
    wanting: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """Text before the check: claims in reading order, and the calculation and notices that go with them."""

    claims: tuple[Claim, ...]
    calculation: Calculation | None = None
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class Citation:
    """The passage and exact quote behind one sentence of an answer, numbered as in its text."""

    number: int
    passage_id: str
    quote: str
    start: int
    end: int
    document: Document
    heading: tuple[str, ...]
    in_force: Period
    status: Validity
    basis: tuple[Basis, ...]


@dataclass(frozen=True, slots=True)
class Trace:
    """What one stage found and how long it took (the only part of an answer that is not reproducible)."""

    stage: str
    seconds: float
    finding: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The one result type, whatever the face. ``text`` alone is complete."""

    id: str
    question: str
    standalone: str
    on: date
    release: str
    status: Status
    reason: Reason | None
    text: str
    citations: tuple[Citation, ...] = ()
    calculation: Calculation | None = None
    needs: tuple[Need, ...] = ()
    notices: tuple[Notice, ...] = ()
    related: tuple[str, ...] = ()
    trace: tuple[Trace, ...] = ()
