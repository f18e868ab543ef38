"""One answer as the page shows it: question, sentences with numbered markers, sources, notices, what to do with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from assistant.messages import WHOM, say
from assistant.tabular import cells, is_row
from assistant.types import Answer, Calculation, Citation, Notice
from ui import citation_card, labels
from ui.nodes import Node, el, link
from ui.told import Told

HEADING = 600
"""Characters of a question that stand above its answer."""
SHORT = 16
"""Characters of a last word that is kept on one line with its marker."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of an answer's text and the citation behind it, if there is one."""

    text: str
    citation: Citation | None


def pieces(answer: Answer) -> Iterator[Piece]:
    """Part the text of an answer at its markers. What only looks like a marker inside a quote stays text."""
    rest = answer.text
    for citation in answer.citations:
        said = f"{' '.join(citation.quote.split())} [{citation.number}]"
        before, found, after = rest.partition(said)
        if not found:
            continue
        if before.strip():
            yield Piece(before.strip(), None)
        yield Piece(said.rpartition(" ")[0], citation)
        rest = after
    if rest.strip():
        yield Piece(rest.strip(), None)


def card(told: Told, contact: str) -> Node:
    """Return the whole answer. ``contact`` is whom to ask, as the agency has set it, or nothing."""
    answer = told.answer
    return el(
        "article",
        el("h2", _heading(answer.question), cls="question", dir="auto"),
        _understood(answer),
        _end(answer),
        *_paragraphs(answer),
        _needs(answer),
        *(citation_card.card(told, citation) for citation in answer.citations),
        notices(answer.notices),
        _foot(answer),
        _tools(answer),
        _person(answer, contact),
        cls=f"answer {answer.status}",
        label="Answer",
    )


def notices(found: tuple[Notice, ...]) -> Node | None:
    """Return what to mind about an answer, each with its kind in front."""
    items = (
        el("li", el("strong", labels.NOTICE[notice.kind]), f" {notice.text}", cls=notice.kind, dir="auto")
        for notice in found
    )
    return el("ul", *items, cls="notices", label="What to mind") if found else None


def working(calculation: Calculation, *, steps_open: bool, noticed: bool = False) -> Node:
    """Return a calculation's result, its steps and the law behind it; ``noticed`` leaves out notices told above it."""
    return el(
        "div",
        el("p", calculation.sentence, cls="result"),
        el(
            "details",
            el("summary", f"Working in {len(calculation.steps)} step{'s' * (len(calculation.steps) != 1)}"),
            el("ol", *(_step(step.label, step.expression, step.value) for step in calculation.steps), cls="steps"),
            open=steps_open,
        ),
        _law(calculation),
        None if noticed else notices(calculation.notices),
        given_out("this calculation"),
        cls="working",
    )


def announcement(answer: Answer) -> str:
    """Return what a screen reader is told once when an answer has come."""
    if answer.status != "answered":
        return f"No answer. {answer.text}"
    count = len(answer.citations)
    return f"Answer ready, with {count} {'source' if count == 1 else 'sources'}. {answer.text}"


def _heading(question: str) -> str:
    """Return a question as the heading of its answer; a long one is cut here and stands whole in the case file."""
    return question if len(question) <= HEADING else f"{question[:HEADING]} …"


def _understood(answer: Answer) -> Node | None:
    if answer.standalone == answer.question:
        return None
    return el("p", f"Understood as: {answer.standalone}", cls="understood", dir="auto")


def _end(answer: Answer) -> Node | None:
    return el("p", labels.REASON[answer.reason], cls="end") if answer.reason is not None else None


def _paragraphs(answer: Answer) -> Iterator[Node]:
    """Yield what was worked out, then what the sources say, each as a paragraph, rows of a table as one."""
    for kind, group in groupby(pieces(answer), key=_kind):
        said = list(group)
        if kind == "table" and len({len(cells(piece.text)) for piece in said}) == 1:
            yield el("table", el("tbody", *map(_row, said)), cls="quoted")
        else:
            parts = (part for piece in said for part in _sentence(piece))
            yield el("p", *parts, cls="text plain" if kind == "plain" else "text", dir="auto")


def _kind(piece: Piece) -> str:
    return "plain" if piece.citation is None else "table" if is_row(piece.text) else "text"


def _row(piece: Piece) -> Node:
    """Return a row of a table, its marker behind the last cell."""
    *others, last = cells(piece.text)
    return el("tr", *(el("td", words, dir="auto") for words in others), el("td", last, " ", _marker(piece), dir="auto"))


def _marker(piece: Piece) -> Node | None:
    if piece.citation is None:
        return None
    number = piece.citation.number
    return el("button", str(number), cls="marker", opens=f"source-{number}", label=f"Source {number}")


def _sentence(piece: Piece) -> Iterator[Node | str]:
    if piece.citation is None:
        yield el("span", piece.text, cls="sentence")
        yield " "
        return
    before, _, word = piece.text.rpartition(" ")
    if len(word) > SHORT:
        before, word = piece.text, ""
    yield el("span", before, " " if word else "", el("span", word, " ", _marker(piece), cls="tail"), cls="sentence")
    yield " "


def _needs(answer: Answer) -> Node | None:
    items = (el("li", f"{need.label}, for example {need.example}") for need in answer.needs)
    return el("ul", *items, cls="needs") if answer.needs else None


def _step(label: str, expression: str, value: str) -> Node:
    size = "long" if len(value) > 24 else "short"
    head = el("div", el("span", label), " ", el("strong", value), cls=f"head {size}")
    return el("li", head, el("span", expression, cls="expression"))


def _law(calculation: Calculation) -> Node:
    parts: list[Node | str] = []
    for reference in calculation.references:
        pointer = f"{reference.authority} {reference.locator}"
        parts += ["; " if parts else "Law: ", link(reference.url, pointer)]
    return el("p", *parts, cls="law")


def _foot(answer: Answer) -> Node:
    return el("p", f"The law on {say(answer.on)} · release {answer.release}", cls="foot")


def _tools(answer: Answer) -> Node:
    return el(
        "div",
        *_buttons("this answer with its sources"),
        el("button", "Ask a person", cls="tool", opens="person"),
        cls="tools",
        role="group",
        label="This answer",
    )


def _buttons(what: str) -> Iterator[Node]:
    for act, told in (("copy", "Copy"), ("download", "Download"), ("print", "Print")):
        yield el("button", told, act=act, cls="tool", label=f"{told} {what}")


def given_out(what: str) -> Node:
    """Return the buttons that copy, download and print ``what``."""
    return el("div", *_buttons(what), cls="tools", role="group", label=what.capitalize())


def _person(answer: Answer, contact: str) -> Node:
    what = "the question, the answer" if answer.status == "answered" else "the question, why there is no answer"
    return el(
        "section",
        el("p", contact or WHOM, cls="contact", dir="auto"),
        el("p", f"Take the case file along: {what} and the passages with their sources."),
        el("button", "Download the case file", act="download", cls="tool"),
        cls="person",
        id="person",
        role="region",
        label="Ask a person",
    )
