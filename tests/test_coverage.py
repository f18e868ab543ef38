"""``corpus/coverage.yaml``: everything that the source documents say is dealt with somewhere."""

from __future__ import annotations

import csv
import re
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from assistant.data import read_yaml
from assistant.types import Passage
from ingest.catalogue import load_sources
from ingest.corpora import shipped_corpus

SHARED = Path(__file__).resolve().parents[2] / "shared"
FILES = {"ses-questions-page": "000", "ses-guide-page": "001", "opm-ses-faq": "002", "jobtrends-2023": "003"}
needs_documents = pytest.mark.skipif(not (SHARED / "sources").is_dir(), reason="the source documents are not here")


@cache
def coverage() -> dict[str, list[dict[str, Any]]]:
    loaded: dict[str, list[dict[str, Any]]] = read_yaml((shipped_corpus() / "coverage.yaml").read_text("utf-8"))
    return loaded


def document(source: str) -> str:
    return next((SHARED / "sources").glob(f"{FILES[source]}_*.txt")).read_text(encoding="utf-8")


def noise() -> dict[str, str]:
    with (SHARED / "facts" / "noise_register.csv").open(encoding="utf-8", newline="") as file:
        return {row["id"]: row["type"] for row in csv.DictReader(file)}


def test_every_place_names_entries_that_exist(shipped_passages: tuple[Passage, ...]) -> None:
    """Each place of a document leads to entries of the corpus."""
    anchors = {passage.id.split("#")[1].split("/")[0] for passage in shipped_passages}
    named = {anchor for places in coverage().values() for place in places for anchor in place["entries"]}
    assert named - anchors == set()


def test_every_citable_place_is_covered() -> None:
    """Whatever a basis may point at in a document is among the places."""
    sources = load_sources(shipped_corpus() / "sources.yaml")
    for name, places in coverage().items():
        assert sources[name].locators - {place["place"] for place in places} == frozenset(), name


def test_every_place_is_dealt_with() -> None:
    """A place has an entry, or a row of the noise register that says why it has none."""
    for places in coverage().values():
        assert [place["place"] for place in places if not place["entries"] and not place.get("noise")] == []


@needs_documents
def test_only_what_is_not_about_the_federal_ses_has_no_entry() -> None:
    """A place without an entry is of another meaning, off topic, advertising or page furniture."""
    types, idle = noise(), {"other meaning", "off topic", "advertising", "boilerplate"}
    for places in coverage().values():
        for place in places:
            if not place["entries"]:
                assert {types[row] for row in place["noise"]} <= idle, place


@needs_documents
@pytest.mark.parametrize("source", FILES)
def test_every_place_stands_in_its_document(source: str) -> None:
    """No place is invented: its words stand in the document."""
    words = " ".join(document(source).split())
    assert [place["place"] for place in coverage()[source] if place["place"] not in words] == []


@needs_documents
@pytest.mark.parametrize("source", FILES)
def test_no_heading_or_question_is_missing(source: str) -> None:
    """Every line of a document that asks something, labels something or opens a table begins with a place."""
    places = [place["place"] for place in coverage()[source]]
    lines = [" ".join(line.replace("•", " ").split()) for line in document(source).splitlines()]
    asked = [
        line for line in lines if re.match(r"[^.!]{5,120}\?(?: ›|$)", line) or re.match(r"[A-Z][A-Za-z ]{3,24}:", line)
    ]
    assert asked or source == "opm-ses-faq"
    assert [line for line in asked if not any(line.startswith(place) for place in places)] == []


@needs_documents
def test_every_statement_about_another_ses_has_its_boundary_entry() -> None:
    """What the register calls another meaning of SES is named beside the routes, in one sentence."""
    routes = read_yaml((files("assistant") / "routes.yaml").read_text("utf-8"))["other_ses"]
    named = {row for route in routes for row in route.get("rows", [])}
    assert {row for row, kind in noise().items() if kind.startswith("other meaning")} - named == set()
    assert all(route["text"].count(".") == 1 + route["text"].count("U.S.") * 2 for route in routes)
