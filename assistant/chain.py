"""The door to LangChain: the same hits as a retriever, the same pipeline as a runnable."""

from __future__ import annotations

from datetime import date
from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import Runnable, RunnableLambda
from pydantic import ConfigDict

from assistant.contract import as_dict
from assistant.pipeline import Assistant
from assistant.types import Hit, Question, Turn


class PassageRetriever(BaseRetriever):
    """Finds passages as LangChain documents, best first, each with its id, heading, score, rank and dates."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    assistant: Assistant
    on: date
    k: int = 10

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        return [_document(hit) for hit in self.assistant.search(query, self.on, self.k)]


def retriever(assistant: Assistant, on: date | None = None, k: int = 10) -> BaseRetriever:
    """Return a LangChain retriever over ``assistant``'s hits that could hold on ``on`` (default: today)."""
    return PassageRetriever(assistant=assistant, on=on or date.today(), k=k)


def chain(assistant: Assistant) -> Runnable[str | dict[str, Any], dict[str, Any]]:
    """Return a runnable from a question to the contract's dict.

    The input is the question's text, or ``{"text", "on"?, "history"?}`` as in the HTTP contract. It is the pipeline
    itself: invoke, batch and their async forms give the same answers as every other face.
    """
    return RunnableLambda(lambda given: as_dict(assistant.answer(_question(given))), name="ses-assistant")


def _question(given: str | dict[str, Any]) -> Question:
    if isinstance(given, str):
        return Question(given, date.today())
    on = given.get("on") or date.today()
    history = tuple(Turn(turn["question"], turn.get("answer_id")) for turn in given.get("history", ()))
    return Question(given["text"], on if isinstance(on, date) else date.fromisoformat(on), history)


def _document(hit: Hit) -> Document:
    passage = hit.passage
    return Document(
        page_content=passage.text,
        id=passage.id,
        metadata={
            "passage_id": passage.id,
            "document": passage.document.title,
            "heading": list(passage.heading),
            "score": hit.score,
            "rank": hit.rank,
            "in_force": {"from": _iso(passage.in_force.start), "until": _iso(passage.in_force.until)},
        },
    )


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
