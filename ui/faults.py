"""Breakage as one plain sentence with a reference number; what lies behind it goes to the server's log."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from assistant.errors import AssistantError
from ui.nodes import el
from ui.shown import show

_LOG = logging.getLogger("ses.page")
BROKEN = "Something in the program broke, and nothing was kept of it."


@contextmanager
def caught() -> Iterator[None]:
    """Show whatever breaks inside as one sentence with a reference number instead of a traceback."""
    try:
        yield
    except Exception as error:  # Streamlit's own reruns and stops are no Exception
        number = reference(error)
        sentence = str(error) if isinstance(error, AssistantError) else BROKEN
        text = f"{sentence} Reference {number}: the server's log says more."
        show(el("p", text, cls="fault", role="alert", dir="auto"), key=f"fault-{number}")


def reference(error: Exception) -> str:
    """Write ``error`` to the log under a new reference number and return the number."""
    number = secrets.token_hex(4)
    _LOG.error("reference %s", number, exc_info=error)
    return number
