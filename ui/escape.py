"""The one place where text becomes Markdown: every sign that Markdown could read is taken literally."""

from __future__ import annotations

import re
import string

_PUNCTUATION = re.compile(f"([{re.escape(string.punctuation)}])")
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|~$&!])")
_LEADING = re.compile(r"^(\s*)(?:([#+\-=>])|(\d+)([.)]))", re.MULTILINE)
_JOINER = "\u2060"
"""Unseen; parts what Streamlit and GitHub would still join after unescaping: addresses, ``:icon:``, ``www.``"""


def label(text: str) -> str:
    """Return ``text`` for a Streamlit label: one line that reads as it stands and holds no link, icon or formula."""
    line = " ".join(text.split())
    line = re.sub(r":(?=[A-Za-z/+_-])|(?<=www)\.|(?<=\w)@(?=\w)|(?<=[-<])[->]", lambda m: _apart(m.group()), line)
    return _PUNCTUATION.sub(r"\\\1", line)


def _apart(sign: str) -> str:
    return f"{_JOINER}{sign}{_JOINER}"


def file_text(text: str) -> str:
    """Return ``text`` for a paragraph of a Markdown file: readable, and nothing in it is markup, a link or an image."""
    escaped = _SPECIAL.sub(r"\\\1", " ".join(text.split()))
    escaped = re.sub(r"(?i)(https?|javascript|data|file|ftp|mailto)(:)", r"\1\\\2", escaped)
    return _LEADING.sub(lambda m: f"{m[1]}\\{m[2]}" if m[2] else f"{m[1]}{m[3]}\\{m[4]}", escaped)
