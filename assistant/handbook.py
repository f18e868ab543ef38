"""The corpus of a release as a short book: contents, chapters, entries with what stands behind each sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from assistant.messages import STANDING, say
from assistant.types import Passage


def render_book(passages: Sequence[Passage]) -> str:
    """Return the passages as Markdown in reading order, with a table of contents."""
    chapters = [(title, list(group)) for title, group in groupby(passages, key=lambda passage: passage.heading[0])]
    lines = ["# SES Assistant handbook", "", STANDING, "", "## Contents", ""]
    for number, (title, entries) in enumerate(chapters, 1):
        lines.append(f"{number}. {title} ({len(entries)} entries)")
    for number, (title, entries) in enumerate(chapters, 1):
        lines += ["", f"## {number}. {title}"]
        lines += [line for passage in entries for line in _entry(passage)]
    return "\n".join(lines)


def _entry(passage: Passage) -> Iterator[str]:
    yield ""
    yield f"### {passage.heading[-1]}"
    yield ""
    if passage.in_force.until is not None:
        yield f"*Held until {say(passage.in_force.until)}.*"
        yield ""
    for sentence in passage.sentences:
        sources = "; ".join(
            f"{basis.title}, {basis.locator}" for basis in sentence.basis if basis.relation == "supports"
        )
        yield f"- {passage.quote(sentence)} *({sources})*" if sources else f"- {passage.quote(sentence)}"
