"""The turns of a session: asked once, kept as records, never asked again by a rerun."""

from __future__ import annotations

from datetime import date

import streamlit as st

from assistant.pipeline import Assistant
from assistant.types import Question, Turn
from ui.told import Told, tell

MOST = 100
"""Turns that a session keeps; the oldest is let go first."""


def turns() -> list[Told]:
    """Return the turns of this session, oldest first."""
    kept: list[Told] = st.session_state.setdefault("turns", [])
    return kept


def ask(assistant: Assistant, text: str, on: date) -> Told:
    """Ask once, with the session's earlier questions, and keep the answer."""
    earlier = turns()
    history = tuple(Turn(told.answer.question, told.answer.id) for told in earlier)
    number = st.session_state["asked"] = st.session_state.get("asked", 0) + 1
    told = tell(assistant.answer(Question(text, on, history)), assistant.release, number)
    st.session_state["turns"] = [*earlier, told][-MOST:]
    return told


def later(text: str) -> None:
    """Remember a question that a button asks, for the run that follows."""
    st.session_state["pending"] = text


def pending() -> str:
    """Return, once, the question that a button or the page's address asks."""
    chosen = st.session_state.pop("pending", "")
    return chosen or _of_address()


def forget() -> None:
    """Begin a new conversation."""
    st.session_state["turns"] = []


def _of_address() -> str:
    """Return the ``q`` of the address unless this session has asked it."""
    text = st.query_params.get("q", "")
    if st.session_state.get("asked_by_address") == text:
        return ""
    st.session_state["asked_by_address"] = text
    return text.strip()
