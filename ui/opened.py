"""The one Assistant of this process, shared by every session; a new release is taken up at the next question."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from assistant.opening import build_first, open_or_build
from assistant.pipeline import Assistant
from assistant.releases import current_release
from assistant.settings import read_settings


def opened() -> Assistant:
    """Return the Assistant of the release that answers now; build the first release when there is none."""
    home = read_settings().home
    if current_release(home) is None:
        _build_once(home)
    return _open(home, current_release(home))


@st.cache_resource(
    show_spinner="Building the first release of the handbook. This happens once and takes some minutes …"
)
def _build_once(home: Path) -> bool:
    """Build behind Streamlit's lock, so that two first visitors do not build twice."""
    if current_release(home) is None:
        build_first(home)
    return True


@st.cache_resource(max_entries=1, show_spinner="Opening the handbook …")
def _open(home: Path, release: str | None) -> Assistant:
    """Open the current release; ``release`` is its id, so that another one is another entry of the cache."""
    return open_or_build(home)
