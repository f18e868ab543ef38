"""LangChain's own interfaces over the same hits and the same pipeline."""

from __future__ import annotations

import asyncio
from datetime import date
from typing import Any

import pytest
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import Runnable, RunnableLambda

from assistant.chain import chain, retriever
from assistant.contract import as_dict
from assistant.pipeline import Assistant
from assistant.types import Question, Turn

ON = date(2026, 11, 21)
TEXTS = ["Do staff get locality pay?", "How much annual leave do staff earn?", "Can staff get parking?"]


def asked(text: str, *earlier: str) -> dict[str, Any]:
    """Return a chain's input for ``text`` on the usual day."""
    return {"text": text, "on": ON.isoformat(), "history": [{"question": turn} for turn in earlier]}


def steady(found: dict[str, Any]) -> dict[str, Any]:
    """Return an answer without the seconds of its trace."""
    trace = [{key: value for key, value in step.items() if key != "seconds"} for step in found["trace"]]
    return {**found, "trace": trace}


def direct(assistant: Assistant, text: str, *earlier: str) -> dict[str, Any]:
    """Return what the assistant itself answers."""
    return steady(as_dict(assistant.answer(Question(text, ON, tuple(Turn(turn) for turn in earlier)))))


def test_both_are_langchains_own_kinds(small: Assistant) -> None:
    """The retriever is a BaseRetriever and the chain a Runnable, so that they fit anywhere in LangChain."""
    assert isinstance(retriever(small), BaseRetriever)
    assert isinstance(chain(small), Runnable)


def test_the_retriever_gives_the_hits_of_search(small: Assistant) -> None:
    """Documents come in the order of the hits, each with text, id, heading, score, rank and dates."""
    hits = small.search("locality pay", ON)
    found = retriever(small, ON).invoke("locality pay")
    assert [document.page_content for document in found] == [hit.passage.text for hit in hits]
    assert [document.id for document in found] == [hit.passage.id for hit in hits]
    assert [document.metadata for document in found] == [
        {
            "passage_id": hit.passage.id,
            "document": hit.passage.document.title,
            "heading": list(hit.passage.heading),
            "score": hit.score,
            "rank": hit.rank,
            "in_force": {"from": None, "until": None},
        }
        for hit in hits
    ]


def test_k_bounds_the_retriever(small: Assistant) -> None:
    """A retriever for one passage gives the best one only."""
    assert len(retriever(small, ON, k=1).invoke("locality pay")) == 1
    assert retriever(small, ON, k=1).invoke("locality pay") == retriever(small, ON).invoke("locality pay")[:1]


def test_the_retriever_answers_in_every_form(small: Assistant) -> None:
    """Batch and the async forms give the documents of invoke."""
    seek = retriever(small, ON)
    expected = [seek.invoke(text) for text in TEXTS]
    assert seek.batch(TEXTS) == expected
    assert asyncio.run(seek.abatch(TEXTS)) == expected
    assert asyncio.run(seek.ainvoke(TEXTS[0])) == expected[0]


def test_the_chain_equals_the_assistant_in_every_form(small: Assistant) -> None:
    """Invoke, batch and their async forms give exactly what the assistant answers."""
    expected = [direct(small, text) for text in TEXTS]
    given: list[str | dict[str, Any]] = [asked(text) for text in TEXTS]
    run = chain(small)
    assert [steady(run.invoke(one)) for one in given] == expected
    assert [steady(found) for found in run.batch(given)] == expected
    assert steady(asyncio.run(run.ainvoke(given[0]))) == expected[0]
    assert [steady(found) for found in asyncio.run(run.abatch(given))] == expected
    assert [steady(found) for found in run.stream(given[0])] == expected[:1]


def test_plain_text_is_asked_today(small: Assistant) -> None:
    """A mere string is a question about the law of today."""
    before = date.today()
    found = chain(small).invoke(TEXTS[0])
    assert found["text"] == "No. Staff get no locality pay. [1]"
    assert before <= date.fromisoformat(found["on"]) <= date.today()


@pytest.mark.parametrize("on", ["2022-06-01", date(2022, 6, 1)])
def test_the_day_may_be_a_date_or_its_text(small: Assistant, on: str | date) -> None:
    """The day on which the law is wanted is taken as a date or as ISO text."""
    assert chain(small).invoke({"text": TEXTS[0], "on": on})["on"] == "2022-06-01"


def test_history_is_taken_over(small: Assistant) -> None:
    """A follow-up in a chain is resolved against its history, as everywhere."""
    found = steady(chain(small).invoke(asked("And in 2022?", TEXTS[1])))
    assert found == direct(small, "And in 2022?", TEXTS[1])
    assert "annual leave" in found["standalone"]


def test_an_impossible_date_text_is_an_error(small: Assistant) -> None:
    """A day that is no ISO date is refused, not guessed."""
    with pytest.raises(ValueError, match="isoformat"):
        chain(small).invoke({"text": TEXTS[0], "on": "yesterday"})


def test_the_chain_composes(small: Assistant) -> None:
    """The chain takes its input from a Runnable and gives its answer to another one."""
    ask: RunnableLambda[str, dict[str, Any]] = RunnableLambda(asked)
    text: RunnableLambda[dict[str, Any], str] = RunnableLambda(lambda found: found["text"])
    whole = ask | chain(small) | text
    assert whole.invoke(TEXTS[0]) == "No. Staff get no locality pay. [1]"
    assert whole.batch(TEXTS[:2]) == ["No. Staff get no locality pay. [1]", "Staff earn 8 hours of annual leave. [1]"]


def test_the_retriever_composes(small: Assistant) -> None:
    """The retriever feeds another Runnable."""
    first: RunnableLambda[list[Any], str] = RunnableLambda(lambda found: found[0].page_content)
    assert (retriever(small, ON) | first).invoke("annual leave") == "Staff earn 8 hours of annual leave."
