"""What stands behind a sentence: the passage with its quote, whose words they are, and the sources they rest on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.types import Basis, Citation, Passage
from ui import labels
from ui.nodes import Node, el, link
from ui.told import Told


def card(told: Told, citation: Citation) -> Node:
    """Return the card of one citation, hidden until its marker opens it."""
    number = citation.number
    document = citation.document
    return el(
        "section",
        el(
            "header",
            el("span", str(number), cls="number"),
            " ",
            el("h3", labels.place(citation), dir="auto"),
            el("button", "Close", cls="quiet", closes=f"source-{number}", label=f"Close source {number}"),
        ),
        el(
            "p",
            el("span", labels.kind_of(document), cls=f"tag {document.kind}"),
            " ",
            el("span", labels.held(citation.in_force, citation.status), cls="tag"),
        ),
        _quoted(citation, told.passages.get(citation.passage_id)),
        _published(citation) if document.is_verbatim else None,
        bases(citation.basis, told.passages),
        cls="source",
        id=f"source-{number}",
        role="region",
        label=f"Source {number}",
    )


def bases(found: Sequence[Basis], passages: Mapping[str, Passage]) -> Node | None:
    """Return the list of sources that a sentence rests on, each with its weight, date and link.

    ``passages`` holds the original words of those sources that are in the release themselves.
    """
    return el("ul", *(_basis(basis, passages) for basis in found), cls="bases") if found else None


def _quoted(citation: Citation, passage: Passage | None) -> Node:
    """Return the passage with the quote marked; the quote alone when the passage is not at hand or has changed."""
    if passage is None or passage.text[citation.start : citation.end] != citation.quote:
        return el("blockquote", el("mark", citation.quote), dir="auto")
    before, after = passage.text[: citation.start], passage.text[citation.end :]
    return el("blockquote", before, el("mark", citation.quote), after, dir="auto")


def _published(citation: Citation) -> Node:
    document = citation.document
    told = f", {document.publisher}, {document.date} ({labels.AUTHORITY[document.authority]})"
    return el("p", link(document.url, document.title), told, cls="published", dir="auto")


def _basis(basis: Basis, passages: Mapping[str, Passage]) -> Node:
    original = passages.get(basis.passage_id or "")
    return el(
        "li",
        el("span", labels.RELATION[basis.relation], cls=f"relation {basis.relation}"),
        " ",
        el("strong", f"{basis.title}, {basis.locator}", dir="auto"),
        el("p", f"{basis.publisher}, {basis.date}", cls="publisher", dir="auto"),
        el("p", labels.weight(basis), cls="weight"),
        link(basis.url, "Read it there") if basis.url else None,
        _original(original) if original else None,
    )


def _original(passage: Passage) -> Node:
    return el("details", el("summary", "The original words"), el("blockquote", passage.text, dir="auto"))
