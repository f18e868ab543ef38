"""PDF by pdfplumber, in a process of its own with bounded memory and time: a hostile file ends that process only."""

from __future__ import annotations

import atexit
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures import TimeoutError as TooLongError
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Any

from ingest.readers import Text, UnreadableError, heading, table, tidy

MOST_MEMORY = 3_000_000_000
MOST_SECONDS = 300
MOST_PAGES = 2000
LARGER = 1.12
"""Size of a heading's letters, by the body's."""

_pool: ProcessPoolExecutor | None = None


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    size: float
    bold: bool
    top: float
    bottom: float


def read(raw: bytes) -> Text:
    """Return the text of a PDF. Raise ``UnreadableError`` when it is damaged, encrypted, too much, or only images."""
    global _pool
    if not raw:
        raise UnreadableError("empty")
    if not raw.lstrip()[:5] == b"%PDF-":
        raise UnreadableError("no PDF: it does not begin like one")
    if b"%%EOF" not in raw[-2048:]:
        raise UnreadableError("truncated: the end of the file is missing")
    if _pool is None:
        _pool = ProcessPoolExecutor(1, get_context("spawn"), _bound)
        atexit.register(_pool.shutdown, wait=False, cancel_futures=True)
    try:
        found, reason = _pool.submit(extract, raw).result(MOST_SECONDS)
    except (BrokenProcessPool, TooLongError, MemoryError):
        _stop()
        raise UnreadableError("takes more memory or time than a file may") from None
    if found is None:
        raise UnreadableError(reason)
    return found


def _stop() -> None:
    global _pool
    if _pool is not None:
        for process in list((_pool._processes or {}).values()):
            process.kill()
        _pool.shutdown(wait=False, cancel_futures=True)
    _pool = None


def _bound() -> None:
    """Bound the memory of the reading process and keep libraries quiet about odd files."""
    import logging
    import resource
    import warnings

    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


def extract(raw: bytes) -> tuple[Text | None, str]:
    """Return the text of a PDF, or ``None`` and why there is none. Runs in the reading process."""
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect

    try:
        with pdfplumber.open(io.BytesIO(raw)) as file:
            if len(file.pages) > MOST_PAGES:
                return None, f"more than {MOST_PAGES} pages: split it"
            pages = [_page(page) for page in file.pages]
            about = file.metadata or {}
    except MemoryError:
        return None, "takes more memory than a file may"
    except Exception as error:  # pdfminer lets through whatever a broken file makes it stumble over
        if isinstance(error, PDFPasswordIncorrect) or isinstance(error.__cause__, PDFPasswordIncorrect):
            return None, "encrypted: save it without a password"
        if any(isinstance(item, PDFPasswordIncorrect) for item in error.args):
            return None, "encrypted: save it without a password"
        return None, f"damaged, no PDF that can be read ({type(error).__name__})"
    if not any(isinstance(item, _Line) for page in pages for item in page):
        return None, "image-only: no page holds text; run it through character recognition first"
    title = str(about.get("Title") or "").strip()
    title = "" if title.lower() in ("untitled", "unspecified", "anonymous") else title
    return Text(tidy("".join(_write(pages))), title or None, None, _day(str(about.get("ModDate") or ""))), ""


def _page(page: Any) -> list[_Line | str]:
    """Return the lines and tables of a page, top to bottom; a table comes as its written lines."""
    tables = [(found.bbox, found.extract()) for found in page.find_tables()]
    tables = [(box, rows) for box, rows in tables if len(rows) > 1 and max(map(len, rows)) > 1]
    items: list[tuple[float, _Line | str]] = [
        (box[1], table([[cell or "" for cell in row] for row in rows])) for box, rows in tables
    ]
    words = page.extract_words(extra_attrs=["size", "fontname"], keep_blank_chars=False, use_text_flow=False)
    outside = [word for word in words if not any(_within(word, box) for box, _ in tables)]
    for group in _by_line(outside):
        text = " ".join(word["text"] for word in group)
        size = Counter(round(word["size"], 1) for word in group).most_common(1)[0][0]
        bold = all("bold" in word["fontname"].lower() for word in group)
        top, bottom = min(word["top"] for word in group), max(word["bottom"] for word in group)
        items.append((top, _Line(text, size, bold, top, bottom)))
    page.close()
    return [item for _, item in sorted(items, key=lambda pair: pair[0])]


def _within(word: dict[str, Any], box: Sequence[float]) -> bool:
    middle = (word["x0"] + word["x1"]) / 2, (word["top"] + word["bottom"]) / 2
    return bool(box[0] <= middle[0] <= box[2] and box[1] <= middle[1] <= box[3])


def _by_line(words: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    line: list[dict[str, Any]] = []
    for word in sorted(words, key=lambda word: (round(word["bottom"], 0), word["x0"])):
        if line and abs(word["bottom"] - line[0]["bottom"]) > 3:
            yield sorted(line, key=lambda item: item["x0"])
            line = []
        line.append(word)
    if line:
        yield sorted(line, key=lambda item: item["x0"])


def _write(pages: list[list[_Line | str]]) -> Iterator[str]:
    """Write the pages as one text: running heads out, lines of a paragraph joined, larger or bold lines as headings."""
    running = _running_heads(pages)
    lines = [item for page in pages for item in page if isinstance(item, _Line)]
    body = Counter(line.size for line in lines for _ in line.text).most_common(1)[0][0]
    sizes = sorted({line.size for line in lines if line.size >= LARGER * body}, reverse=True)
    before: _Line | None = None
    for page in pages:
        for item in page:
            if isinstance(item, str):
                yield item
                before = None
            elif _plain(item.text) not in running:
                yield _joined(item, before, body, sizes)
                before = None if _level(item, body, sizes) else item


def _joined(line: _Line, before: _Line | None, body: float, sizes: list[float]) -> str:
    if level := _level(line, body, sizes):
        return heading(level, line.text)
    begins = re.match(r"(?:[•▪●◦*–-]|\d{1,2}[.)])\s", line.text) or re.match(r"Q\d*[:.]|A\d*[:.]", line.text)
    text = re.sub(r"^[•▪●◦]\s*", "- ", line.text)
    if before is None:
        return text
    if begins:
        return "\n" + text
    apart = line.top - before.bottom > 0.75 * (line.bottom - line.top) and line.top > before.top
    if apart or before.text.rstrip().endswith("?") or (line.text[:1].isupper() and _is_short(before)):
        return "\n\n" + text
    return " " + text


def _is_short(line: _Line) -> bool:
    return len(line.text) < 45 and not line.text.endswith((",", "-"))


def _level(line: _Line, body: float, sizes: list[float]) -> int | None:
    words = len(line.text.split())
    if line.size >= LARGER * body and words <= 25:
        return min(1 + sizes.index(line.size), 5)
    return 6 if line.bold and words <= 14 and not line.text.endswith((".", ",", ";")) else None


def _running_heads(pages: list[list[_Line | str]]) -> set[str]:
    """Return first and last lines that stand on at least half of the pages, page numbers counted as equal."""
    if len(pages) < 3:
        return set()
    edges: Counter[str] = Counter()
    for page in pages:
        lines = [item for item in page if isinstance(item, _Line)]
        edges.update({_plain(line.text) for line in (*lines[:2], *lines[-2:])})
    return {text for text, count in edges.items() if count >= max(3, len(pages) / 2)}


def _plain(text: str) -> str:
    return re.sub(r"\d+", "#", text.strip().lower())


def _day(text: str) -> str | None:
    found = re.match(r"D?:?(\d{4})(\d\d)(\d\d)", text)
    return "-".join(found.groups()) if found else None
