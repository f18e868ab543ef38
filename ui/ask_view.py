"""The page on which one asks: examples, the conversation, what can be done with an answer."""

from __future__ import annotations

from datetime import date
from itertools import groupby

import streamlit as st

from assistant.messages import STANDING
from assistant.settings import read_settings
from ui import answer_card, as_of, calculation_card, case_file, conversation, faults
from ui.escape import label
from ui.examples import EXAMPLES
from ui.feedback import Feedback
from ui.nodes import el
from ui.opened import opened
from ui.shown import packed, show, show_packed
from ui.told import Told

BLOCK, SHOWN_BLOCKS = 5, 2
"""Turns that are put away together, and how many such blocks are drawn; the earlier ones come on request."""


def page(on: date) -> None:
    """Draw the whole page for the law on ``on``."""
    _head(on)
    typed = st.chat_input("Ask about the Senior Executive Service", key="typed")
    with st.bottom:
        show(el("p", STANDING, cls="standing"), key="standing")
    with faults.caught():
        assistant = opened()
        text = typed if typed is not None else conversation.pending()
        if text:
            conversation.ask(assistant, str(text), on)
        turns = conversation.turns()
        if not turns:
            _examples()
            return
        _conversation(turns)


def _head(on: date) -> None:
    with st.container(key="head"):  # what comes and goes in here moves nothing below it
        st.title("SES Assistant", anchor=False)
        as_of.badge(on)


def _examples() -> None:
    words = "Ask in your own words. Every sentence of an answer shows what stands behind it."
    show(el("p", words), key="welcome", first=True)
    for column, (visitor, questions) in zip(st.columns(len(EXAMPLES)), EXAMPLES.items(), strict=True):
        with column:
            st.header(visitor, anchor=False)
            for question in questions:
                st.button(label(question), on_click=conversation.later, args=(question,), width="stretch", wrap=True)


def _conversation(turns: list[Told]) -> None:
    """Draw the turns in blocks, so that each keeps its place on the page when earlier ones are put away."""
    seen = _shown(turns)
    for block, group in groupby(turns, key=lambda told: told.number // BLOCK):
        with st.container(key=f"turns-{block}"):
            for told in group:
                if told.number >= seen[0].number:
                    _turn(told, last=told is turns[-1])
    _forget_trees(seen)


def _shown(turns: list[Told]) -> list[Told]:
    """Return the turns to draw: the last blocks, or all when that was asked for."""
    place = st.container(key="earlier")
    first = turns[-1].number // BLOCK - SHOWN_BLOCKS + 1
    seen = [told for told in turns if told.number // BLOCK >= first]
    if len(seen) == len(turns) or st.session_state.get("all_turns"):
        return turns
    place.button(f"Show the {len(turns) - len(seen)} earlier", on_click=_show_all)
    return seen


def _show_all() -> None:
    st.session_state["all_turns"] = True


def _turn(told: Told, *, last: bool) -> None:
    show_packed(_tree(told), key=_key(told))
    if told.answer.calculation is not None:
        calculation_card.card(told.answer.calculation, f"turn-{told.number}", last=last)
    _rate(told)
    if last:
        _related(told)


def _key(told: Told) -> str:
    return f"{told.number}-{told.answer.id}"


def _tree(told: Told) -> bytes:
    """Return the answer ready for the browser, made once for as long as its turn is on the page."""
    kept: dict[str, bytes] = st.session_state.setdefault("trees", {})
    key = _key(told)
    if key not in kept:
        node = answer_card.card(told, read_settings().contact)
        said = answer_card.announcement(told.answer)
        kept[key] = packed(node, key=key, file=case_file.of_answer(told), announce=said, first=True)
    return kept[key]


def _forget_trees(seen: list[Told]) -> None:
    kept = st.session_state["trees"]
    st.session_state["trees"] = {_key(told): kept[_key(told)] for told in seen}


@st.fragment
def _rate(told: Told) -> None:
    key = f"rating-{told.number}"
    with st.container(horizontal=True, vertical_alignment="center"):
        st.text("Was this helpful?")
        st.feedback("thumbs", key=key, on_change=_rated, args=(told, key))


def _rated(told: Told, key: str) -> None:
    """Count a thumb; when it cannot be counted the answer stays and one sentence says so."""
    chosen = st.session_state.get(key)
    if chosen is None:
        return
    try:
        Feedback(read_settings().home).keep(told.answer.id, "up" if chosen else "down", told.answer.release)
    except Exception as error:
        st.toast(f"Your rating could not be kept. Reference {faults.reference(error)}.")


def _related(told: Told) -> None:
    """Offer what to ask next: what stands near, or an example of each kind where nothing came near."""
    questions, words = told.answer.related, "Near this"
    if told.answer.status in ("abstained", "out_of_scope"):
        words = "Questions near yours that can be answered" if questions else "Questions that can be answered here"
        questions = questions or tuple(examples[0] for examples in EXAMPLES.values())
    if not questions:
        return
    st.text(words)
    with st.container(horizontal=True):
        for place, question in enumerate(questions):
            key = f"near-{told.number}-{place}"
            st.button(label(question), key=key, on_click=conversation.later, args=(question,), wrap=True)
