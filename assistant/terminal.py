"""Answers and hits as they read in a terminal: text, numbered sources, notices, the standing line."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from assistant.messages import STANDING, say
from assistant.types import Answer, Basis, Calculation, Citation, Hit

WIDTH = 96
_SEEN = {"primary": "", "copy": ", read in a copy", "secondary": ", second-hand", "source_document": ""}
_RELATION = {"supports": "rests on", "outdated": "outdated there", "contradicts": "says otherwise"}


def render(answer: Answer, *, trace: bool = False) -> str:
    """Return an answer as lines for a person; ``trace`` adds what each stage found."""
    blocks = [_wrap(answer.text)]
    if answer.standalone != answer.question:
        blocks.insert(0, _wrap(f"(Understood as: {answer.standalone})"))
    if answer.calculation:
        blocks.append("\n".join(_working(answer.calculation)))
    if answer.citations:
        blocks.append("\n".join(line for citation in answer.citations for line in _source(citation)))
    if answer.notices:
        blocks.append("\n".join(_wrap(f"! {notice.text}", "  ") for notice in answer.notices))
    if answer.related:
        blocks.append("\n".join(["Near this:"] + [f"  - {question}" for question in answer.related]))
    if trace:
        blocks.append(
            "\n".join(f"  {step.stage:8} {step.seconds * 1000:8.1f} ms  {step.finding}" for step in answer.trace)
        )
    blocks.append(f"On {say(answer.on)}, release {answer.release}. {STANDING}")
    return "\n\n".join(blocks)


def render_hit(hit: Hit) -> str:
    """Return a hit as lines for a person."""
    head = f"{hit.rank:2}. {hit.score:.4f}  {' › '.join(hit.passage.heading)}  ({hit.passage.id})"
    return f"{head}\n{_wrap(hit.passage.text, '      ', '      ')}"


def render_calculation(calculation: Calculation) -> str:
    """Return a calculation as lines for a person."""
    notices = [_wrap(f"! {notice.text}", "  ") for notice in calculation.notices]
    return "\n".join([_wrap(calculation.sentence), "", *_working(calculation), *notices, "", STANDING])


def _working(calculation: Calculation) -> Iterator[str]:
    yield "Working:"
    for number, step in enumerate(calculation.steps, 1):
        yield _wrap(f"{number}. {step.label}: {step.value}", "     ", "  ")
        yield _wrap(f"({step.expression})", "     ", "     ")
    references = "; ".join(f"{reference.authority} {reference.locator}" for reference in calculation.references)
    yield _wrap(f"Law: {references}", "     ", "  ")


def _source(citation: Citation) -> Iterator[str]:
    ours = not citation.document.is_verbatim
    words = " ".join(citation.quote.split())
    quote = f"our summary: {words}" if ours else f'"{words}"'
    place = " › ".join(citation.heading)
    yield _wrap(f"[{citation.number}] {place} ({_held(citation)})", "    ")
    yield _wrap(quote, "    ", "    ")
    if not ours:
        yield _wrap(
            f"{citation.document.title}, {citation.document.publisher}, {citation.document.date}", "      ", "    - "
        )
    for basis in citation.basis:
        yield _wrap(_basis(basis), "      ", "    - ")


def _basis(basis: Basis) -> str:
    weight = f"{basis.authority}{_SEEN[basis.seen]}"
    sure = "" if basis.confidence == "verified" else f", {basis.confidence}"
    return (
        f"{_RELATION[basis.relation]}: {basis.title}, {basis.locator} ({weight}{sure}; {basis.publisher}, {basis.date})"
    )


def _held(citation: Citation) -> str:
    period = citation.in_force
    since = f"from {say(period.start)}" if period.start else ""
    until = f"until {say(period.until)}" if period.until else ""
    status = citation.status.replace("_", " ")
    return f"{status}, {f'{since} {until}'.strip()}" if since or until else status


def _wrap(text: str, indent: str = "", first: str | None = None) -> str:
    lead = first if first is not None else ""
    return textwrap.fill(text, WIDTH, initial_indent=lead, subsequent_indent=indent, break_on_hyphens=False)
