"""The chat page: ``python -m ui.chat`` opens it, and so does ``streamlit run ui/chat.py``.

Streamlit runs this file from the top at every touch of the page. What must not be done twice is kept elsewhere: the
Assistant in the process, the answers in the session.
"""

from __future__ import annotations

import sys

from assistant.settings import silence


def draw() -> None:
    """Draw the frame that all views share, and the view that was chosen."""
    import streamlit as st
    from streamlit import config

    from ui import as_of, ask_view, calculators_view, faults, handbook_view, sidebar
    from ui.shown import style_page

    silence()
    config.set_option("browser.gatherUsageStats", False)
    st.set_page_config(page_title="SES Assistant", layout="centered")
    style_page()
    with st.sidebar:
        on = as_of.choose()

    def ask() -> None:
        ask_view.page(on)

    def calculators() -> None:
        calculators_view.page(on)

    def handbook() -> None:
        handbook_view.page(on)

    chosen = st.navigation(
        [
            st.Page(ask, title="Ask", default=True),
            st.Page(calculators, title="Calculators"),
            st.Page(handbook, title="Handbook"),
        ]
    )
    with faults.caught():
        chosen.run()
        with st.sidebar:
            sidebar.conversation_tools()


if __name__ == "__main__":
    from streamlit.runtime import exists

    if exists():
        draw()
    else:
        from ui.launch import main

        sys.exit(main())
