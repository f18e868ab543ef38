"""The door from a tree of nodes to the browser: one Streamlit component, its script and its style."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from ui.case_file import File
from ui.nodes import Node

_HERE = Path(__file__).resolve().parent


@cache
def _source(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")


_VIEW = st.components.v2.component("ses_view", css=_source("view.css"), js=_source("view.js"))


def show(node: Node, *, key: str, file: File | None = None, first: bool = False) -> None:
    """Draw ``node``. ``file`` is what its copy, download and print buttons give out; it never leaves the browser.

    What comes ``first`` is scrolled to, once.
    """
    show_packed(packed(node, key=key, file=file, first=first), key=key)


def show_packed(tree: bytes, *, key: str) -> None:
    """Draw what ``packed`` has made for the same ``key``."""
    _VIEW(data=tree, key=f"view-{key}")


def packed(node: Node, *, key: str, file: File | None = None, announce: str = "", first: bool = False) -> bytes:
    """Return all that the browser needs to draw ``node``, so that a rerun has nothing to make again.

    ``announce`` is told to a screen reader once for this ``key``. What comes ``first`` is scrolled to, once, and its
    sentences appear one by one.
    """
    data: dict[str, Any] = {"key": key, "node": node, "announce": announce, "lead": first}
    if file is not None:
        data["file"] = {"name": file.name, "text": file.text, "kind": file.kind}
        data["blocks"] = [[block.kind, block.told] for block in file.blocks]
    return json.dumps(data).encode()


def style_page() -> None:
    """Set what the page's own frame looks like: width, focus, print. The text is ours alone."""
    st.html(f"<style>{_source('page.css')}</style>")
