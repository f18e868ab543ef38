"""What can be done with the conversation as a whole."""

from __future__ import annotations

from datetime import date

import streamlit as st

from ui import answer_card, case_file, conversation
from ui.shown import show


def conversation_tools() -> None:
    """Draw the buttons that give out or end the conversation, once there is one."""
    turns = conversation.turns()
    if not turns:
        return
    st.subheader("This conversation", anchor=False)
    if st.button("Copy, download or print it", width="stretch"):
        show(
            answer_card.given_out("this conversation"),
            key="conversation",
            file=case_file.of_conversation(turns, date.today()),
        )
    st.button("Start again", on_click=conversation.forget, width="stretch")
    if len(turns) == conversation.MOST:
        st.text(f"Only the last {conversation.MOST} questions are kept.")
