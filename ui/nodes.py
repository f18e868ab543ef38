"""What the page draws: small trees of named elements and plain text, made here and drawn by ``view.js``.

Text only ever becomes a text node: no string of a question, a document or a corpus is read as HTML or Markdown, so
nothing in it can load or run anything. A tag or attribute that is not listed is refused here and again in the browser.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

Node = list[Any]
"""``[tag, {attribute: value}, child, ...]``; a child is a node or a string."""

_TEXT = ("a", "blockquote", "button", "h2", "h3", "h4", "li", "mark", "p", "span", "strong", "summary", "td", "th")
_GROUPS = ("article", "details", "div", "header", "ol", "section", "table", "tbody", "thead", "tr", "ul")
_FLOWING = ("a", "mark", "span", "strong")
TAGS = frozenset((*_TEXT, *_GROUPS))
ATTRIBUTES = frozenset(("class", "id", "role", "href", "scope", "dir", "opens", "closes", "act", "label", "open"))


def el(tag: str, *children: Node | str | None, **attributes: str | bool | None) -> Node:
    """Return an element with its children; ``None`` and empty text among them are left out.

    ``cls`` stands for ``class``; an attribute that is ``None`` or false is left out. ``opens`` names the element that a
    button shows and hides, ``act`` what a button does (copy, download, print), ``label`` its name for a screen reader.
    """
    given = {key: value for key, value in attributes.items() if value not in (None, False)}
    named = {"class" if key == "cls" else key: value for key, value in given.items()}
    unknown = ({tag} - TAGS) | (named.keys() - ATTRIBUTES)
    if unknown:
        raise ValueError(f"{', '.join(sorted(unknown))}: not a tag or attribute that the page draws")
    return [tag, named, *(child for child in children if child not in (None, ""))]


def link(url: str | None, text: str) -> Node | str:
    """Return a link that opens elsewhere, or the bare text when ``url`` is no plain web address."""
    return el("a", text, href=url) if url is not None and is_web(url) else text


def is_web(url: str) -> bool:
    """Say whether ``url`` is a web address with a host: never ``javascript:``, ``data:`` or a relative path."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and url.isprintable() and " " not in url


def words(node: Node | str) -> str:
    """Return the text of a node as a reader meets it: blocks are parted by a space, links and marks flow."""
    return " ".join("".join(_texts(node)).split())


def _texts(node: Node | str) -> Iterator[str]:
    if isinstance(node, str):
        yield node
        return
    edge = "" if node[0] in _FLOWING else " "
    yield edge
    for child in node[2:]:
        yield from _texts(child)
    yield edge
