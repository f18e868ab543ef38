"""HTML by lxml: what a reader of the page sees of its subject, without navigation, scripts, forms and banners."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ingest.readers import Text, UnreadableError, heading, table, tidy

_NO_TEXT = {"script", "style", "noscript", "template", "iframe", "object", "embed", "svg", "math", "canvas", "select"}
_NO_TEXT |= {"input", "textarea", "audio", "video", "map", "head", "dialog"}
_FURNITURE_TAGS = {"nav", "aside", "footer"}
_FURNITURE_ROLES = {"navigation", "banner", "contentinfo", "search", "complementary", "dialog", "alert"}
_FURNITURE_WORDS = re.compile(
    r"^(?:cookies?|consent|gdpr|share|sharing|social|breadcrumbs?|pagination|pager|newsletter|subscribe|rating|feedback"
    r"|skip|skiplink|advert|ads?|promo|sidebar|menu|navbar|nav|navigation|usa-banner|comments?|footer|related)$"
)
_NEVER_FURNITURE = {"html", "body", "main", "article", "table", "tbody", "tr", "td", "th", "section"}
_BLOCKS = {"p", "div", "section", "article", "main", "header", "blockquote", "figure", "figcaption", "address", "pre"}
_BLOCKS |= {"ul", "ol", "dl", "dd", "details", "fieldset", "form", "center", "caption"}
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_PANEL = re.compile(r"accordion|collaps|panel|tab-?content|toggle|faq|answer", re.I)
_DATE_META = {"date", "dc.date", "dcterms.date", "dcterms.modified", "last-modified", "article:modified_time"}
_DATE_META |= {"article:published_time", "dc.date.modified", "revised"}


def read(raw: bytes) -> Text:
    """Return the text of a page. Raise ``UnreadableError`` for one that is empty, cut off or nested beyond reason."""
    root = _parse(raw)
    page = _Page(root)
    text = tidy(page.write())
    if not re.search(r"\w", text):
        raise UnreadableError("empty: the page holds no text of its own")
    return Text(text, _title(root), _meta(root, {"og:site_name", "publisher", "dc.publisher"}), _date(root), page.left)


def _parse(raw: bytes) -> Any:
    from lxml import etree

    if not raw.strip():
        raise UnreadableError("empty")
    if b"\0" in raw[:4096] and not raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnreadableError("binary data under the name of a page")
    if raw.rstrip().rfind(b"<") > raw.rstrip().rfind(b">"):
        raise UnreadableError("truncated: the page ends inside a tag")
    text = _decode(raw)
    parser = etree.HTMLParser(huge_tree=True, no_network=True, recover=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text), parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableError(f"no page ({error})") from None
    if root is None:
        raise UnreadableError("empty: the page holds no element")
    if any("depth" in entry.message.lower() for entry in parser.error_log):
        raise UnreadableError("nested too deeply to be a page made by hand")
    return root


def _decode(raw: bytes) -> str:
    """Decode by byte order mark, else by what the page declares, else as UTF-8; never by guessing."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    else:
        declared = re.search(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w.:-]+)", raw[:4096], re.I)
        encoding = declared.group(1).decode("ascii") if declared else "utf-8-sig"
        encoding = "utf-8-sig" if encoding.lower().replace("-", "") == "utf8" else encoding
    try:
        return raw.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        name = encoding.removesuffix("-sig").upper()
        raise UnreadableError(f"not in the encoding it has ({name}): save it as UTF-8 and declare that") from None


class _Page:
    """Walks the tree without recursion, so that depth costs nothing, and writes lines."""

    def __init__(self, root: Any) -> None:
        self.root = root
        self.out: list[str] = []
        self.furniture: list[tuple[str, str]] = []
        self.panels = {name for node in root.iter() for name in _controlled(node)}
        self.inside_article = 0

    @property
    def left(self) -> tuple[tuple[str, str], ...]:
        """What was left out: the element and its first words."""
        return tuple(self.furniture)

    def write(self) -> str:
        """Return the text of the page in reading order."""
        stack: list[tuple[Any, bool]] = [(self.root, False)]
        while stack:
            node, is_done = stack.pop()
            if is_done:
                self._close(node)
            elif self._open(node):
                stack.append((node, True))
                stack += [(child, False) for child in reversed(node)]
            else:
                self._words(node.tail)
        return re.sub(r" *\n *", "\n", "".join(self.out))

    def _open(self, node: Any) -> bool:
        """Begin an element; say whether its children are wanted."""
        tag = node.tag if isinstance(node.tag, str) else ""
        if not tag or tag in _NO_TEXT:
            return False
        if why := self._why_left_out(node, tag):
            if words := _all_words(node)[:60]:
                self.furniture.append((why, words))
            return False
        if level := _heading_level(node, tag):
            self.out.append(heading(level, _all_words(node)) if _all_words(node) else "")
            return False
        if tag == "table" and (rows := _rows(node)):
            self.out.append(table(rows))
            return False
        self.inside_article += tag in ("article", "main")
        self.out.append(_before(node, tag))
        self._words(node.text)
        return True

    def _close(self, node: Any) -> None:
        tag = node.tag if isinstance(node.tag, str) else ""
        self.inside_article -= tag in ("article", "main")
        self.out.append("\n\n" if tag in _BLOCKS else "\n" if tag in ("li", "tr", "br") else "")
        self._words(node.tail)

    def _words(self, text: str | None) -> None:
        if text:
            words = re.sub(r"\s+", " ", text)
            self.out.append(words.lstrip() if self.out and self.out[-1].endswith((" ", "\n")) else words)

    def _why_left_out(self, node: Any, tag: str) -> str | None:
        if tag in _FURNITURE_TAGS or (tag == "header" and not self.inside_article and not _has_title(node)):
            return tag
        if node.get("role") in _FURNITURE_ROLES:
            return f"role {node.get('role')}"
        if tag == "button" and not _is_accordion(node):
            return "button"
        if _is_hidden(node) and not (node.get("id") in self.panels or _PANEL.search(node.get("class") or "")):
            return "hidden"
        names = re.split(r"[\s_-]+", f"{node.get('class') or ''} {node.get('id') or ''}".lower())
        word = next((name for name in names if _FURNITURE_WORDS.match(name)), None)
        return word if word and tag not in _NEVER_FURNITURE and not _PANEL.search(node.get("class") or "") else None


def _before(node: Any, tag: str) -> str:
    if tag == "li":
        return f"\n{_place(node)}. " if node.getparent() is not None and node.getparent().tag == "ol" else "\n- "
    return "\n\n" if tag in _BLOCKS else "\n" if tag in ("br", "tr") else " " if tag in ("td", "th") else ""


def _place(node: Any) -> int:
    """Return the number of an item of an ordered list."""
    first = node.getparent().get("start") or ""
    return (int(first) if first.isdecimal() else 1) + sum(1 for _ in node.itersiblings("li", preceding=True))


def _heading_level(node: Any, tag: str) -> int | None:
    """Return the level of a heading, real or one that only looks like it: accordion button, term, bold paragraph."""
    if tag in _HEADINGS:
        return _HEADINGS[tag]
    if node.get("role") == "heading":
        level = node.get("aria-level") or ""
        return int(level) if level in "123456" and level else 2
    if tag in ("summary", "dt") or (tag == "button" and _is_accordion(node)):
        return 6
    if tag == "p" and len(node) == 1 and node[0].tag in ("strong", "b") and not (node.text or "").strip():
        words = _all_words(node)
        alone = not (node[0].tail or "").strip()
        return 5 if alone and 0 < len(words.split()) <= 14 and not words.endswith((".", ",", ";")) else None
    return None


def _is_accordion(node: Any) -> bool:
    return node.get("aria-expanded") is not None or bool(_PANEL.search(node.get("class") or ""))


def _controlled(node: Any) -> Iterator[str]:
    if isinstance(node.tag, str) and node.get("aria-controls"):
        yield from node.get("aria-controls").split()


def _is_hidden(node: Any) -> bool:
    style = (node.get("style") or "").replace(" ", "").lower()
    return node.get("hidden") is not None or node.get("aria-hidden") == "true" or "display:none" in style


def _has_title(node: Any) -> bool:
    return next(node.iter("h1"), None) is not None


def _all_words(node: Any) -> str:
    """Return the words of an element, those of scripts left out, on one line."""
    found = (text for text in node.itertext() if text)
    return " ".join("".join(found).split()) if not any(True for _ in node.iter(*_NO_TEXT)) else _seen_words(node)


def _seen_words(node: Any) -> str:
    pieces: list[str] = []
    hidden = {child for kind in node.iter(*_NO_TEXT) for child in kind.iter()}
    for child in node.iter():
        if child not in hidden and isinstance(child.tag, str):
            pieces.append(child.text or "")
        if child is not node:
            pieces.append(child.tail or "" if child not in hidden or child.getparent() not in hidden else "")
    return " ".join("".join(pieces).split())


def _rows(node: Any) -> list[list[str]]:
    """Return the cells of a table of figures or words; none for one that only lays out the page."""
    if node.get("role") == "presentation" or next(node.iterdescendants("table"), None) is not None:
        return []
    rows = [[_all_words(cell) for cell in row if cell.tag in ("td", "th")] for row in node.iter("tr")]
    rows = [row for row in rows if any(row)]
    wide = sum(len(row) > 1 for row in rows)
    return rows if rows and wide >= max(1, len(rows) // 2) and len(rows) > 1 else []


def _title(root: Any) -> str | None:
    for name in ("h1", "title"):
        node = next(root.iter(name), None)
        if node is not None and (words := _all_words(node)):
            return words
    return None


def _meta(root: Any, names: set[str]) -> str | None:
    for node in root.iter("meta"):
        named = (node.get("name") or node.get("property") or node.get("http-equiv") or "").lower()
        if named in names and (node.get("content") or "").strip():
            return str(node.get("content")).strip()
    return None


def _date(root: Any) -> str | None:
    said = _meta(root, _DATE_META) or next((node.get("datetime") for node in root.iter("time")), None) or ""
    found = re.match(r"(?:19|20)\d\d-\d\d-\d\d", said)
    return found.group() if found else None
