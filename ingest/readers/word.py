"""DOCX by python-docx: paragraphs and tables in order, headings by their style or by being short and bold."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from ingest.readers import Text, UnreadableError, heading, table, tidy

MOST_UNPACKED = 100_000_000
"""Bytes that a file may unpack to."""

_TEMPLATE = "python-docx"
"""The author of a file that a program made from its template: its dates are those of the template."""


def read(raw: bytes) -> Text:
    """Return the text of a DOCX file. Raise ``UnreadableError`` when it is damaged, encrypted or a bomb."""
    import docx

    if not raw:
        raise UnreadableError("empty")
    _refuse_archives(raw)
    try:
        document = docx.Document(io.BytesIO(raw))
        text = tidy("".join(_pieces(document)))
    except UnreadableError:
        raise
    except Exception as error:  # python-docx lets through whatever zipfile, lxml or a KeyError says
        raise UnreadableError(f"damaged, no DOCX that can be read ({type(error).__name__})") from None
    if not re.search(r"\w", text):
        raise UnreadableError("empty: the file holds no text of its own")
    about = document.core_properties
    day = None if about.author == _TEMPLATE else about.modified or about.created
    return Text(text, (about.title or "").strip() or None, None, day.date().isoformat() if day else None)


def _refuse_archives(raw: bytes) -> None:
    if raw.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableError("encrypted, or an old .doc: save it as .docx without a password")
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            items = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        raise UnreadableError("truncated or damaged: the file is no complete archive") from None
    if sum(item.file_size for item in items) > MOST_UNPACKED:
        raise UnreadableError(f"unpacks to more than {MOST_UNPACKED // 1_000_000} MB")
    if any(item.flag_bits & 1 for item in items):
        raise UnreadableError("encrypted: save it without a password")


def _pieces(document: Any) -> Iterator[str]:
    from docx.table import Table

    for item in document.iter_inner_content():
        if isinstance(item, Table):
            yield table([_cells(row) for row in item.rows])
        else:
            yield _paragraph(item)


def _cells(row: Any) -> list[str]:
    """Return the texts of a row; a cell over several columns stands in the first of them."""
    cells = list(row.cells)
    return [cell.text if i == 0 or cell._tc is not cells[i - 1]._tc else "" for i, cell in enumerate(cells)]


def _paragraph(item: Any) -> str:
    words = " ".join(item.text.split())
    if not words:
        return ""
    style = (item.style.name if item.style is not None else "") or ""
    if level := re.fullmatch(r"Heading (\d)", style):
        return heading(int(level.group(1)), words)
    if style in ("Title", "Subtitle"):
        return heading(1 if style == "Title" else 2, words)
    if style.startswith("List") or (item._p.pPr is not None and item._p.pPr.numPr is not None):
        return f"\n- {words}"
    runs = [run for run in item.runs if run.text.strip()]
    if all(run.bold for run in runs) and runs and len(words.split()) <= 14 and not words.endswith((".", ",", ";")):
        return heading(5, words)
    return f"\n\n{words}\n\n"
