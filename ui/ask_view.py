"""The page on which one asks: examples, the conversation, what can be done with an answer."""

from __future__ import annotations

from datetime import date

import streamlit as st

from assistant.messages import STANDING
from assistant.settings import read_settings
from ui import answer_card, as_of, calculation_card, case_file, conversation, faults
from ui.escape import label
from ui.examples import EXAMPLES
from ui.feedback import Feedback
from ui.nodes import el
from ui.opened import opened
from ui.shown import show
from ui.told import Told

SHOWN = 10
"""Turns drawn at once; the earlier ones come on request."""


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
        for told in _shown(turns):
            _turn(told, last=told is turns[-1])


def _head(on: date) -> None:
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


def _shown(turns: list[Told]) -> list[Told]:
    earlier = len(turns) - SHOWN
    if earlier <= 0 or st.session_state.get("all_turns"):
        return turns
    if st.button(f"Show the {earlier} earlier"):
        st.session_state["all_turns"] = True
        st.rerun()
    return turns[-SHOWN:]


def _turn(told: Told, *, last: bool) -> None:
    answer = told.answer
    show(
        answer_card.card(told, read_settings().contact),
        key=f"{told.number}-{answer.id}",
        file=case_file.of_answer(told),
        announce=answer_card.announcement(answer),
        first=last,
    )
    if answer.calculation is not None:
        calculation_card.card(answer.calculation, key=f"turn-{told.number}")
    _rate(told)
    if last and answer.related:
        _related(told)


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
    st.text("Near this" if told.answer.status == "answered" else "Questions near yours that can be answered")
    with st.container(horizontal=True):
        for place, question in enumerate(told.answer.related):
            key = f"near-{told.number}-{place}"
            st.button(label(question), key=key, on_click=conversation.later, args=(question,), wrap=True)
