"""The one JSON that every face gives out."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from assistant.contract import as_dict, as_json, calculation_as_dict, hit_as_dict
from assistant.grounding import cite
from assistant.pipeline import Assistant
from assistant.rules.pay import pay_range
from assistant.types import Answer, Claim, Need, Question

SHARED = Path(__file__).resolve().parents[2] / "shared"
ON = date(2026, 11, 21)
ANSWER = [
    "id",
    "question",
    "standalone",
    "on",
    "release",
    "status",
    "reason",
    "text",
    "citations",
    "calculation",
    "needs",
    "notices",
    "related",
    "trace",
]
CITATION = ["number", "passage_id", "quote", "start", "end", "document", "heading", "in_force", "status", "basis"]
DOCUMENT = ["id", "title", "publisher", "kind", "authority", "date", "url"]
BASIS = [
    "id",
    "title",
    "publisher",
    "authority",
    "locator",
    "date",
    "url",
    "relation",
    "seen",
    "confidence",
    "passage_id",
]
CALCULATION = ["name", "inputs", "on", "value", "unit", "steps", "references"]


@pytest.fixture(scope="module")
def everything(shipped: Assistant) -> dict[str, Any]:
    """Return an answer that cites every sentence of the shipped corpus, as the contract has it."""
    claims = [
        Claim(passage, sentence.start, sentence.end, sentence.basis)
        for passage in shipped.release.passages
        for sentence in passage.sentences
    ]
    answer = shipped.answer(Question("What is the SES pay range?", ON))
    return as_dict(replace(answer, citations=cite(claims)))


def leaves(value: Any) -> Iterator[Any]:
    """Yield every plain value inside a JSON value."""
    if isinstance(value, dict):
        for item in value.values():
            yield from leaves(item)
    elif isinstance(value, list):
        for item in value:
            yield from leaves(item)
    else:
        yield value


def test_an_answer_has_exactly_the_keys_of_the_contract(ask: Callable[..., Answer]) -> None:
    """Answer, citation, document, period, basis, calculation, step, reference, notice and trace have their keys."""
    found = as_dict(ask("What is the SES pay range?", date(2027, 6, 1)))
    assert list(found) == ANSWER
    assert found["citations"]
    assert found["notices"]
    assert found["trace"]
    for citation in found["citations"]:
        assert list(citation) == CITATION
        assert list(citation["document"]) == DOCUMENT
        assert list(citation["in_force"]) == ["from", "until"]
        for basis in citation["basis"]:
            assert list(basis) == BASIS
    calculation = found["calculation"]
    assert list(calculation) == CALCULATION
    assert [list(step) for step in calculation["steps"]] == [["label", "expression", "value"]] * len(
        calculation["steps"]
    )
    assert {tuple(reference) for reference in calculation["references"]} == {("authority", "locator", "url")}
    assert {tuple(notice) for notice in found["notices"]} == {("kind", "text")}
    assert {tuple(step) for step in found["trace"]} == {("stage", "seconds", "finding")}


@pytest.mark.parametrize(
    "text", ["Will I win my MSPB appeal?", "hello", "What about 30 February 2026?", "zebra mating"]
)
def test_an_end_without_answer_has_the_same_keys(small: Assistant, text: str) -> None:
    """An abstention is the same record, with empty lists and no calculation."""
    found = as_dict(small.answer(Question(text, ON)))
    assert list(found) == ANSWER
    assert (found["citations"], found["needs"], found["calculation"]) == ([], [], None)
    assert found["reason"]


def test_a_need_has_its_keys(small: Assistant) -> None:
    """A value that is lacking comes with name, label and example."""
    answer = replace(small.answer(Question("hello", ON)), needs=(Need("basic_pay", "annual basic pay", "$200,000"),))
    assert as_dict(answer)["needs"] == [{"name": "basic_pay", "label": "annual basic pay", "example": "$200,000"}]


def test_money_is_an_exact_decimal_string() -> None:
    """Amounts are strings that read back exactly; nothing in a calculation is a float."""
    calculation = pay_range(date(2026, 6, 1))
    found = json.loads(json.dumps(calculation_as_dict(calculation)))
    assert found["value"]["minimum"] == "151661"
    for name, amount in calculation.value.items():
        if isinstance(amount, Decimal):
            assert isinstance(found["value"][name], str)
            assert Decimal(found["value"][name]) == amount
    assert not [leaf for leaf in leaves(found) if isinstance(leaf, float)]


def test_only_the_trace_holds_floats(everything: dict[str, Any]) -> None:
    """Outside the seconds of the trace the JSON has no float."""
    assert not [leaf for leaf in leaves({**everything, "trace": []}) if isinstance(leaf, float)]


def test_the_json_reads_back_as_the_same_values(small: Assistant) -> None:
    """The JSON text, indented or on one line, says what the plain values say, with letters as they are."""
    answer = replace(small.answer(Question("Do staff get locality pay?", ON)), question="Wie heißt „das“?")
    assert json.loads(as_json(answer)) == json.loads(as_json(answer, indent=None)) == as_dict(answer)
    assert "Wie heißt „das“?" in as_json(answer)
    assert "\n" not in as_json(answer, indent=None)


def test_dates_are_iso_text(everything: dict[str, Any]) -> None:
    """The day asked for and both ends of a period are ISO dates or null."""
    days = [everything["on"], everything["calculation"]["on"]]
    days += [day for citation in everything["citations"] for day in citation["in_force"].values() if day is not None]
    assert all(date.fromisoformat(day).isoformat() == day for day in days)


def test_every_sentence_of_the_corpus_can_be_cited(shipped: Assistant, everything: dict[str, Any]) -> None:
    """Each sentence of the corpus comes out with its words at its offsets and a basis that supports it."""
    texts = {passage.id: passage.text for passage in shipped.release.passages}
    for citation in everything["citations"]:
        assert citation["quote"] == texts[citation["passage_id"]][citation["start"] : citation["end"]]
        assert "supports" in {basis["relation"] for basis in citation["basis"]}
        assert citation["document"]["kind"] == "summary"
        assert citation["document"]["title"] == "SES Assistant handbook"


def test_links_are_only_made_from_section_numbers(everything: dict[str, Any]) -> None:
    """Every address is one of the two templates of the law; everything else has none."""
    urls = {basis["url"] for citation in everything["citations"] for basis in citation["basis"]}
    urls |= {reference["url"] for reference in everything["calculation"]["references"]}
    urls |= {citation["document"]["url"] for citation in everything["citations"]}
    hosts = (
        "https://uscode.house.gov/view.xhtml?req=granuleid:USC-prelim-title",
        "https://www.ecfr.gov/current/title-",
    )
    assert [url for url in urls if url is not None and not url.startswith(hosts)] == []


def fact_ids() -> set[str]:
    """Return every id that the fact pack gives to a fact, to a faulty statement or to a source."""
    found = set()
    for name in ("facts.csv", "noise_register.csv", "sources.csv"):
        with (SHARED / "facts" / name).open(encoding="utf-8", newline="") as file:
            found |= {next(iter(row.values())) for row in csv.DictReader(file)}
    return found


@pytest.mark.skipif(not SHARED.is_dir(), reason="/work/shared is not beside this checkout")
def test_no_fact_id_and_no_file_name_reaches_a_reader(shipped: Assistant, everything: dict[str, Any]) -> None:
    """Neither an answer nor a hit, over the whole corpus, names a row of the fact pack or a file it came from."""
    hits = [hit_as_dict(hit) for hit in shipped.search("pay", ON, 1000)]
    told = json.dumps([everything, hits], ensure_ascii=False)
    ids = fact_ids()
    assert len(ids) > 200
    assert {word for word in re.findall(r"[A-Z]+-?\d+", told) if word in ids} == set()
    files = [path.name for folder in ("facts", "sources") for path in (SHARED / folder).iterdir()]
    assert len(files) > 8
    assert [name for name in files if name in told] == []
    assert "/work/" not in told
    assert '"facts"' not in told


def test_a_hit_has_its_keys(small: Assistant) -> None:
    """A hit is passage id, document, heading, text, score and rank, scores with four places, best first."""
    hits = [hit_as_dict(hit) for hit in small.search("locality pay", ON)]
    assert [list(hit) for hit in hits] == [["passage_id", "document", "heading", "text", "score", "rank"]] * 2
    assert [hit["rank"] for hit in hits] == [1, 2]
    assert hits[0]["score"] >= hits[1]["score"]
    assert all(round(hit["score"], 4) == hit["score"] for hit in hits)


def test_raw_documents_are_verbatim(small: Assistant) -> None:
    """A person's own document is cited as the publisher's words, without a basis of ours."""
    citation = as_dict(small.answer(Question("Do staff get locality pay?", ON)))["citations"][0]
    assert citation["document"]["kind"] == "verbatim"
    assert citation["basis"] == []
    assert citation["in_force"] == {"from": None, "until": None}
