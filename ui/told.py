"""What a session keeps of a question: the answer and the passages behind it, so that showing them asks nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.index import Release
from assistant.types import Answer, Passage


@dataclass(frozen=True, slots=True)
class Told:
    """One turn of a conversation: an answer with the passages that it cites or whose words stand behind it."""

    answer: Answer
    passages: Mapping[str, Passage]
    number: int = 0
    """Its place in the session; it stays when older turns are let go or the conversation begins anew."""


def tell(answer: Answer, release: Release, number: int) -> Told:
    """Take from the release the passages that stand behind ``answer``."""
    named = [citation.passage_id for citation in answer.citations]
    named += [basis.passage_id for citation in answer.citations for basis in citation.basis if basis.passage_id]
    return Told(answer, {name: release.passages[release.rows[name]] for name in named if name in release.rows}, number)
