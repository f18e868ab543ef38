"""An answer or a conversation for a case file: full citations, basis and dates, on paper or as Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal
from urllib.parse import quote

from assistant.messages import STANDING, say
from assistant.types import Basis, Calculation, Citation
from ui import labels
from ui.escape import file_text
from ui.nodes import is_web
from ui.told import Told

Kind = Literal["title", "heading", "paragraph", "quote", "item"]
_ADDRESS = ":/?#[]@!$&'()*+,;=%-._~"
_MARK: dict[Kind, str] = {"title": "# ", "heading": "## ", "paragraph": "", "quote": "> ", "item": "- "}


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph of a case file."""

    kind: Kind
    text: str
    url: str = ""
    """A web address to end with; only what ``is_web`` finds to be one."""

    @property
    def told(self) -> str:
        """The whole paragraph in plain words, for paper."""
        return f"{self.text}, {self.url}" if self.url else self.text


@dataclass(frozen=True, slots=True)
class File:
    """What a copy or download button gives out; ``blocks`` is the same for paper."""

    name: str
    text: str
    kind: str = "text/markdown"
    blocks: tuple[Block, ...] = ()


def of_answer(told: Told) -> File:
    """Return question, answer or reason, working, sources with their passages, notices, date and release."""
    name = f"ses-answer-{told.answer.on.isoformat()}-{told.answer.id}.md"
    return _file(name, [Block("title", "SES Assistant: an answer"), *_answer(told), *_end(told)])


def of_conversation(turns: Sequence[Told], on: date) -> File:
    """Return every answer of a conversation in order, under the day ``on`` of its making."""
    blocks = [Block("title", "SES Assistant: a conversation")]
    for told in turns:
        blocks += _answer(told)
        blocks += _dated(told)
    return _file(f"ses-conversation-{on.isoformat()}.md", [*blocks, Block("paragraph", STANDING)])


def of_result(calculation: Calculation) -> File:
    """Return a calculation alone: its sentence, working, law and notices."""
    head = [Block("title", "SES Assistant: a calculation"), Block("paragraph", calculation.sentence)]
    minded = [Block("item", f"{labels.NOTICE[notice.kind]}: {notice.text}") for notice in calculation.notices]
    dated = Block("paragraph", f"The law on {say(calculation.on)}.")
    blocks = [*head, *_working(calculation), *minded, dated, Block("paragraph", STANDING)]
    return _file(f"ses-{calculation.name}-{calculation.on.isoformat()}.md", blocks)


def markdown(blocks: Sequence[Block]) -> str:
    """Return the blocks as a Markdown file; nothing in them is read as markup but the web addresses of sources."""
    return "\n\n".join(f"{_MARK[block.kind]}{file_text(block.text)}{_at(block.url)}" for block in blocks) + "\n"


def _file(name: str, blocks: Sequence[Block]) -> File:
    return File(name, markdown(blocks), blocks=tuple(blocks))


def _answer(told: Told) -> Iterator[Block]:
    answer = told.answer
    yield Block("heading", answer.question)
    if answer.standalone != answer.question:
        yield Block("paragraph", f"Understood as: {answer.standalone}")
    if answer.reason is not None:
        yield Block("paragraph", f"No answer ({labels.REASON[answer.reason].lower()}).")
    yield Block("paragraph", answer.text)
    for need in answer.needs:
        yield Block("item", f"Needed: {need.label} (for example {need.example})")
    for notice in answer.notices:
        yield Block("item", f"{labels.NOTICE[notice.kind]}: {notice.text}")
    if answer.calculation is not None:
        yield from _working(answer.calculation)
    first: dict[str, int] = {}
    for citation in answer.citations:
        yield from _citation(told, citation, first.setdefault(citation.passage_id, citation.number))


def _working(calculation: Calculation) -> Iterator[Block]:
    yield Block("heading", "Working")
    for number, step in enumerate(calculation.steps, 1):
        yield Block("item", f"Step {number}. {step.label}: {step.expression} → {step.value}")
    law = "; ".join(f"{reference.authority} {reference.locator}" for reference in calculation.references)
    yield Block("paragraph", f"Law: {law}")


def _citation(told: Told, citation: Citation, first: int) -> Iterator[Block]:
    """Yield what stands behind a sentence; ``first`` is the number under which its passage stands in full."""
    document = citation.document
    yield Block("heading", f"[{citation.number}] {labels.place(citation)}")
    held = labels.held(citation.in_force, citation.status)
    yield Block("paragraph", f"{labels.kind_of(document).capitalize()}; {held}")
    yield Block("quote", citation.quote)
    passage = told.passages.get(citation.passage_id)
    if passage is not None and passage.text != citation.quote:
        yield Block("paragraph", f"The passage: {passage.text if first == citation.number else f'as under [{first}]'}")
    if document.is_verbatim:
        yield _sourced(f"{document.title}, {document.publisher}, {document.date}", document.url)
    for basis in citation.basis:
        yield _sourced(_basis(basis), basis.url)


def _basis(basis: Basis) -> str:
    source = f"{labels.RELATION[basis.relation]}: {basis.title}, {basis.locator}"
    return f"{source} ({basis.publisher}, {basis.date}; {labels.weight(basis)})"


def _sourced(text: str, url: str | None) -> Block:
    """Return a source with its address; what is no web address stays text."""
    if url is None or is_web(url):
        return Block("item", text, url or "")
    return Block("item", f"{text}, {url}")


def _at(url: str) -> str:
    """Return an address as a link that a reader of the file can follow or copy; nothing in it can end it early."""
    return f", <{quote(url, safe=_ADDRESS)}>" if url else ""


def _dated(told: Told) -> Iterator[Block]:
    answer = told.answer
    yield Block("paragraph", f"The law on {say(answer.on)}. Release {answer.release}, answer {answer.id}.")


def _end(told: Told) -> Iterator[Block]:
    yield from _dated(told)
    yield Block("paragraph", STANDING)
