"""The corpus to read and search, and the release: made when, of what, what changed, how good."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import get_args

import streamlit as st

from assistant.manifest import Manifest
from assistant.messages import STANDING, say
from assistant.pipeline import Assistant
from assistant.releases import manifests
from assistant.settings import read_settings
from assistant.types import Authority, Passage
from ui import as_of, citation_card, faults, labels, release_facts
from ui.nodes import Node, el
from ui.opened import opened
from ui.shown import show

SHOWN = 30
"""Entries drawn at once."""
ALL = "all"


def page(on: date) -> None:
    """Draw the handbook as it stood on ``on``."""
    st.title("Handbook", anchor=False)
    show(el("p", STANDING, cls="standing"), key="standing")
    as_of.badge(on)
    with faults.caught():
        assistant = opened()
        reading, release = st.tabs(["Read and search", "About this release"])
        with reading:
            _read(assistant, on)
        with release:
            show(about(assistant), key=f"about-{assistant.release.id}")


def _read(assistant: Assistant, on: date) -> None:
    topics = sorted({passage.topic for passage in assistant.release.passages})
    sought = st.text_input("Search", placeholder="leave ceiling", key="sought", max_chars=500)
    left, right = st.columns(2)
    topic = left.selectbox("Topic", [ALL, *topics], format_func=_topic, key="topic")
    weight = right.selectbox("Authority behind it", [ALL, *get_args(Authority)], format_func=_authority, key="weight")
    found = select(assistant, sought, on, topic, weight)
    more = st.session_state.get("entries", SHOWN)
    show(contents(found[:more], len(found), chapters=not sought.strip()), key="entries-read")
    if len(found) > more:
        st.button(f"Show {min(SHOWN, len(found) - more)} more", on_click=_show_more)


def select(assistant: Assistant, sought: str, on: date, topic: str, weight: str) -> list[Passage]:
    """Return the passages that hold on ``on``, of a topic and resting on an authority; the best first when sought."""
    if sought.strip():
        most = SHOWN if topic == weight == ALL else len(assistant.release.passages)
        passages = [hit.passage for hit in assistant.search(sought, on, most)]
    else:
        passages = [passage for passage in assistant.release.passages if passage.in_force.covers(on)]
    fitting = [p for p in passages if topic in (ALL, p.topic) and (weight == ALL or weight in authorities(p))]
    return fitting[:SHOWN] if sought.strip() else fitting


def authorities(passage: Passage) -> set[Authority]:
    """Return the authorities that stand behind a passage; its document's own where it is verbatim."""
    found = {basis.authority for sentence in passage.sentences for basis in sentence.basis}
    return found or {passage.document.authority}


def contents(passages: Sequence[Passage], count: int, *, chapters: bool) -> Node:
    """Return the entries to open, under their chapters when they stand in reading order."""
    if not passages:
        return el("p", "No entry fits. Take away a filter, or search in other words.", cls="end")
    entries = f"{count} {'entry' if count == 1 else 'entries'}"
    parts: list[Node] = [el("p", entries if chapters else f"{entries}, the nearest first", cls="foot")]
    for chapter, group in groupby(passages, key=lambda passage: _chapter(passage) if chapters else ""):
        parts += [el("h2", chapter, cls="chapter", dir="auto")] if chapter else []
        parts += [entry(passage) for passage in group]
    return el("div", *parts)


def _chapter(passage: Passage) -> str:
    """Return what a passage stands under; the trail of a raw one may begin with how its section does."""
    return passage.document.title if passage.document.is_verbatim else passage.heading[0]


def entry(passage: Passage) -> Node:
    """Return one entry, closed: its sentences with the sources behind each."""
    body = el("blockquote", passage.text, dir="auto") if passage.document.is_verbatim else _sentences(passage)
    return el(
        "details",
        el("summary", passage.heading[-1], dir="auto"),
        el("p", *(part for tag in _tags(passage) for part in (el("span", tag, cls="tag"), " "))),
        body,
        el(
            "p",
            f"{passage.document.title}, {passage.document.publisher}, {passage.document.date}",
            cls="foot",
            dir="auto",
        ),
        cls="entry",
    )


def _sentences(passage: Passage) -> Node:
    items = (
        el("li", el("p", passage.quote(sentence), dir="auto"), citation_card.bases(sentence.basis, {}))
        for sentence in passage.sentences
    )
    return el("ul", *items, cls="sentences")


def _tags(passage: Passage) -> Iterator[str]:
    yield labels.kind_of(passage.document)
    yield labels.held(passage.in_force, passage.status)
    if passage.reviewed_by:
        yield f"review: {passage.reviewed_by}"
    if passage.review_by:
        yield f"to be reviewed by {say(passage.review_by)}"


def about(assistant: Assistant) -> Node:
    """Return the facts of the release: when, of what, what changed since the one before, how good."""
    manifest = assistant.release.manifest
    there = manifests(read_settings().home)
    facts = {
        "Release": manifest.id,
        "Built": f"{say(manifest.built_at.date())}, {manifest.built_at:%H:%M} UTC",
        "From": ", ".join("the shipped handbook" if corpus == "shipped" else corpus for corpus in manifest.corpora),
        "Passages": f"{len(manifest.passages):,}",
        "Topics": ", ".join(sorted({passage.topic for passage in assistant.release.passages})),
        "Releases kept here": str(len(there)),
    }
    rows = (el("tr", el("th", name, scope="row"), el("td", value)) for name, value in facts.items())
    earlier = release_facts.before(there, manifest.id)
    return el("div", el("table", el("tbody", *rows)), *_changed(assistant, earlier), *_measured(manifest.id))


def _changed(assistant: Assistant, earlier: Manifest | None) -> Iterator[Node]:
    yield el("h2", "What changed", cls="chapter")
    if earlier is None:
        yield el("p", "This is the first release here.")
        return
    found = release_facts.changes(earlier.passages, assistant.release.manifest.passages)
    yield el("p", f"Since release {earlier.id} of {say(earlier.built_at.date())}:")
    for word, names in (("new", found.new), ("changed", found.changed), ("gone", found.gone)):
        items = (el("li", _heading(assistant, name), dir="auto") for name in names)
        yield el("details", el("summary", f"{len(names)} {word}"), el("ul", *items)) if names else el("p", f"0 {word}")


def _heading(assistant: Assistant, name: str) -> str:
    row = assistant.release.rows.get(name)
    return name if row is None else " › ".join(assistant.release.passages[row].heading)


def _measured(release: str) -> Iterator[Node]:
    shares = release_facts.scoreboard()
    if not shares:
        return
    yield el("h2", "How good it is", cls="chapter")
    measured = release_facts.measured_release()
    told = "Measured on this release" if measured == release else f"Measured on release {measured}, not on this one"
    yield el("p", f"{told}, with gold questions written by people who saw neither corpus nor code.")
    head = el("tr", el("th", "", scope="col"), el("th", "Held-out half", scope="col"), el("th", "All", scope="col"))
    rows = (
        el("tr", el("th", share.what, scope="row"), el("td", share.held_out), el("td", share.overall))
        for share in shares
    )
    yield el("table", el("thead", head), el("tbody", *rows))


def _show_more() -> None:
    st.session_state["entries"] = st.session_state.get("entries", SHOWN) + SHOWN


def _topic(name: str) -> str:
    return "All topics" if name == ALL else name.replace("-", " ").replace("_", " ").capitalize()


def _authority(name: str) -> str:
    return "Any" if name == ALL else labels.AUTHORITY[name]  # type: ignore[index]
