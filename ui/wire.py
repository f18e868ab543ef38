"""Responses of the HTTP API as pydantic models; tests hold what is sent to them."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from assistant.types import (
    Authority,
    Confidence,
    Document,
    Need,
    Notice,
    Origin,
    Passage,
    Reason,
    Reference,
    Relation,
    Seen,
    Status,
    Step,
    Trace,
    Validity,
)
from ui.feedback import ANSWER_ID

_PASSAGE: TypeAdapter[Passage] = TypeAdapter(Passage)


class Body(BaseModel):
    """A JSON object that has just the members named."""

    model_config = ConfigDict(extra="forbid")


class PeriodBody(Body):
    """Inclusive dates; null leaves that side open."""

    from_: date | None = Field(alias="from")
    until: date | None


class BasisBody(Body):
    """What stands behind a sentence: a source, where in it, and how that source was seen."""

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
    passage_id: str | None


class CitationBody(Body):
    """The passage and exact quote behind one sentence of an answer, numbered as in its text."""

    number: int
    passage_id: str
    quote: str
    start: int
    end: int
    document: Document
    heading: list[str]
    in_force: PeriodBody
    status: Validity
    basis: list[BasisBody]


class CalculationBody(Body):
    """A value with its working. Amounts are decimals written as text."""

    name: str
    inputs: dict[str, Any]
    on: date
    value: dict[str, str | None]
    unit: str
    steps: list[Step]
    references: list[Reference]


class AnswerBody(Body):
    """The answer, the same JSON on every face. ``text`` alone is complete."""

    id: str = Field(pattern=ANSWER_ID)
    question: str
    standalone: str
    on: date
    release: str
    status: Status
    reason: Reason | None
    text: str
    citations: list[CitationBody]
    calculation: CalculationBody | None
    needs: list[Need]
    notices: list[Notice]
    related: list[str]
    trace: list[Trace]


class SentenceBody(Body):
    """One sentence of a passage: where it stands in its text, its basis, when it held, what was found about it."""

    text: str
    start: int
    end: int
    basis: list[BasisBody]
    in_force: PeriodBody
    notices: list[Notice]


class PassageBody(Body):
    """A passage as it is indexed and cited; ``years`` are those whose figures it tells, where it tells of no others."""

    id: str
    digest: str
    document: Document
    heading: list[str]
    topic: str
    text: str
    sentences: list[SentenceBody]
    in_force: PeriodBody
    status: Validity
    reviewed_on: date | None
    reviewed_by: str
    review_by: date | None
    calculation: str | None
    years: list[int]
    origin: Origin | None


class TopicBody(Body):
    """A topic of the entries and how many there are."""

    name: str
    count: int


class FaqBody(Body):
    """Entries, best first. ``total`` counts those beyond ``limit``; ``answers_off`` says why no question is taken."""

    release: str
    total: int
    topics: list[TopicBody]
    answers_off: str | None
    standing: str
    entries: list[PassageBody]


class CalculatorBody(Body):
    """A calculator: what it works out, and its inputs as JSON Schema."""

    name: str
    title: str
    inputs: dict[str, Any] = Field(description="JSON Schema of the inputs.")


class CalculatorsBody(Body):
    """Every calculator."""

    calculators: list[CalculatorBody]


class CalculatedBody(Body):
    """A calculation, or what it lacks: the status and reason are those of an answer."""

    status: Status
    reason: Reason | None
    text: str
    release: str | None
    calculation: CalculationBody | None
    needs: list[Need]
    notices: list[Notice]


class HealthBody(Body):
    """Whether the process runs, or is ready to answer, and from which release."""

    status: Literal["ok", "ready"]
    release: str | None


class WrongBody(Body):
    """Where in the request something is wrong, and what."""

    where: str
    detail: str


class ProblemBody(Body):
    """Problem details (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    errors: list[WrongBody] = Field(default_factory=list)


def passage_as_dict(passage: Passage) -> dict[str, Any]:
    """Return a passage as ``PassageBody`` has it: no other wordings, no fact ids."""
    found: dict[str, Any] = _PASSAGE.dump_python(passage, mode="json", exclude={"asked"})
    found["in_force"] = _period(found["in_force"])
    found["sentences"] = [
        {
            "text": passage.text[sentence["start"] : sentence["end"]],
            **sentence,
            "basis": [{key: value for key, value in basis.items() if key != "facts"} for basis in sentence["basis"]],
            "in_force": _period(sentence["in_force"]),
        }
        for sentence in found["sentences"]
    ]
    return found


def _period(period: dict[str, Any]) -> dict[str, Any]:
    return {"from": period["start"], "until": period["until"]}
