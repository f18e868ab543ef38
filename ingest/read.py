"""Raw documents of a folder: each file by the reader of its format, or with the reason why it is left out."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import cast

from assistant.types import Authority, Document
from ingest.own_sources import NAME, NOTHING, OwnSource, load_own_sources
from ingest.readers import Text, UnreadableError, pdf, plain, webpage, word
from ingest.sections import first_line

READERS: dict[str, Callable[[bytes], Text]] = {
    ".txt": plain.read,
    ".md": plain.read,
    ".markdown": plain.read,
    ".html": webpage.read,
    ".htm": webpage.read,
    ".xhtml": webpage.read,
    ".pdf": pdf.read,
    ".docx": word.read,
}
LARGEST = 20_000_000
_MONTHS = "|".join(date(2000, month, 1).strftime("%B") for month in range(1, 13))
_SHORT_MONTHS = "|".join(date(2000, month, 1).strftime("%b") for month in range(1, 13))
_DATE_LINE = re.compile(
    rf"^\W*(?:(?:last |page )*(?:updated|reviewed|modified|published|posted|effective|dated?)(?: on)?:? *)?"
    rf"(?P<m>{_MONTHS}|{_SHORT_MONTHS})\.? (?P<d>\d{{1,2}}),? (?P<y>(?:19|20)\d\d)\W*$",
    re.I | re.M,
)


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """A raw text with the digest of its file. Offsets of its passages count characters of ``text``."""

    document: Document
    text: str
    sha256: str
    path: Path = Path()
    own: OwnSource = NOTHING
    found: Text | None = None

    @property
    def read(self) -> Text:
        """What the reader of its format found."""
        return self.found or Text(self.text)


@dataclass(frozen=True, slots=True)
class Unread:
    """A file that could not be taken in, and why."""

    path: Path
    reason: str


def read_folder(folder: Path, known: Mapping[str, Text] | None = None) -> Iterator[SourceDocument | Unread]:
    """Yield every file below ``folder`` in name order, as a document or with the reason why it is none.

    Hidden files are passed over; links are not followed. ``known`` holds texts by the digest of their file from the
    release before, so that only what is new is read by its reader. Raise ``CorpusError`` for a broken ``sources.yaml``.
    """
    told = load_own_sources(folder)
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if any(part.startswith(".") for part in name.parts) or name.as_posix() == NAME:
            continue
        if path.is_symlink():
            yield Unread(path, "a symbolic link, which is not followed: copy the file itself")
        elif path.is_file():
            yield _read(path, folder, told.get(name.as_posix(), NOTHING), known or {})


def document_id(name: str) -> str:
    """Return the id of the document in file ``name`` (its path below the folder, without the suffix)."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "document"


def _read(path: Path, folder: Path, own: OwnSource, known: Mapping[str, Text]) -> SourceDocument | Unread:
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        kinds = ", ".join(sorted(READERS))
        return Unread(path, f"{path.suffix or 'files without a suffix'} cannot be read: one of {kinds} can")
    try:
        if path.stat().st_size > LARGEST:
            return Unread(path, f"larger than {LARGEST // 1_000_000} MB: split it")
        raw = path.read_bytes()
    except OSError as error:
        return Unread(path, f"cannot be opened ({error.strerror})")
    sha256 = hashlib.sha256(raw).hexdigest()
    try:
        text = known.get(f"{sha256}{path.suffix.lower()}") or reader(raw)
    except UnreadableError as error:
        return Unread(path, str(error))
    return SourceDocument(_document(path, folder, text, own), text.text, sha256, path, own, text)


def _document(path: Path, folder: Path, text: Text, own: OwnSource) -> Document:
    """Return what is known of a file: by its owner, else by itself, else "unknown"."""
    name = path.relative_to(folder).with_suffix("").as_posix()
    return Document(
        id=document_id(name),
        title=own.title or text.title or first_line(text.text) or path.stem.replace("_", " ").replace("-", " "),
        publisher=own.publisher or text.publisher or _byline(text.text) or "unknown",
        kind="verbatim",
        authority=cast(Authority, own.authority or "unknown"),
        date=own.date or text.date or _own_date(text.text) or "unknown",
        url=own.url,
    )


def _byline(text: str) -> str | None:
    """Return the name that stands on a line of its own right before the date near the start of a text."""
    lines = [line.strip() for line in text[:1500].splitlines() if line.strip()]
    for before, line in pairwise(lines):
        words = re.sub(r"^(?:[-*•]\s+)?(?:by )?", "", before, flags=re.I)
        if _DATE_LINE.match(line) and 1 <= len(words.split()) <= 5 and words[:1].isupper() and words[-1:].isalnum():
            return words
    return None


def _own_date(text: str) -> str | None:
    """Return the day that stands on a line of its own near the start or the end of a text."""
    found = _DATE_LINE.search(text[:1500]) or _DATE_LINE.search(text[-800:])
    if found is None:
        return None
    names = [date(2000, month, 1).strftime("%b").lower() for month in range(1, 13)]
    try:
        return date(int(found["y"]), names.index(found["m"].lower()[:3]) + 1, int(found["d"])).isoformat()
    except ValueError:
        return None
