"""Text and Markdown, as they are: the text is what the file says, to the character."""

from __future__ import annotations

import codecs
import re

from ingest.front_matter import front_matter
from ingest.readers import Text, UnreadableError

_OTHER_FORMATS = {
    b"%PDF-": "a PDF",
    b"PK\x03\x04": "a ZIP or Office file",
    b"\xd0\xcf\x11\xe0": "an old Office file",
    b"\x89PNG": "an image",
    b"\xff\xd8\xff": "an image",
    b"GIF8": "an image",
    b"\x7fELF": "a program",
    b"MZ\x90": "a program",
    b"\x1f\x8b": "a compressed file",
}
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
MOST_CONTROLS = 0.01
"""Share of control characters above which a text is none."""


def _likely(raw: bytes) -> str:
    """Return what text that is not Unicode most likely is, for the reason: it is never read by guessing."""
    try:
        written = raw.decode("cp1252")
    except UnicodeDecodeError:
        return ""
    return " but perhaps Windows-1252" if written.isprintable() or re.search(r"[\w\s]{20}", written) else ""


def read(raw: bytes) -> Text:
    """Return the text of ``raw``: UTF-16 where it begins with that mark, else UTF-8; nothing is guessed.

    Raise ``UnreadableError`` for what is neither or no text at all.
    """
    for magic, name in _OTHER_FORMATS.items():
        if raw.startswith(magic):
            raise UnreadableError(f"binary data under a text name: it begins like {name}")
    encoding, name = ("utf-16", "UTF-16") if raw.startswith(_UTF_16) else ("utf-8-sig", "UTF-8")
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        raise UnreadableError(f"not {name} text{_likely(raw)}: save it as UTF-8") from None
    if not text.strip():
        raise UnreadableError("empty")
    controls = sum(1 for char in text if ord(char) < 32 and char not in "\t\n\r\f\v")
    if "\0" in text or controls > MOST_CONTROLS * len(text):
        raise UnreadableError("binary data under a text name")
    found = re.search(r"^#{1,2} (.+)$", text, re.MULTILINE)
    title = found.group(1).strip() if found else None
    told = front_matter(text)
    return Text(text, told.title or title, told.publisher, told.date) if told else Text(text, title)
