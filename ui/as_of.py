"""The date whose law is wanted: chosen in the sidebar, or given by the page's address."""

from __future__ import annotations

from datetime import date

import streamlit as st

from assistant.messages import say
from ui.nodes import el
from ui.shown import show

FIRST, LAST = date(1979, 7, 13), date(2100, 12, 31)
_NOT_A_DATE = "The date in the address is no day from 1979 to 2100 (write on=2022-06-01), so today is taken."


def choose() -> date:
    """Draw the date in the sidebar and return it; today unless chosen otherwise."""
    if "on" not in st.session_state:
        st.session_state["on"] = _of_address() or date.today()
    chosen = st.date_input("The law as it stood on", min_value=FIRST, max_value=LAST, format="YYYY-MM-DD", key="on")
    on = chosen if isinstance(chosen, date) else date.today()
    if on != date.today():
        st.button("Back to today", on_click=_today)
    return on


def badge(on: date) -> None:
    """Say above everything else that the date is not today."""
    if problem := st.session_state.get("on_problem"):
        show(el("p", problem, role="alert"), key="on-problem")
    if on != date.today():
        show(el("p", el("span", f"The law on {say(on)}, not today", cls="asof")), key="as-of")


def _today() -> None:
    st.session_state["on"] = date.today()


def _of_address() -> date | None:
    """Return the ``on`` of the address; what is no date within reach is told, not guessed."""
    text = st.query_params.get("on", "").strip()
    if not text:
        return None
    try:
        found = date.fromisoformat(text)
    except ValueError:
        found = date.min
    if FIRST <= found <= LAST:
        return found
    st.session_state["on_problem"] = _NOT_A_DATE
    return None
