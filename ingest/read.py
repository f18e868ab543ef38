"""Raw documents of a folder: each file by the reader of its format, or with the reason why it is left out."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from assistant.types import Authority, Document
from ingest.dateline import byline, own_day
from ingest.own_sources import NAME, NOTHING, OwnSource, load_own_sources
from ingest.readers import Text, UnreadableError, pdf, plain, separated, webpage, word
from ingest.sections import first_line, subject_line

READERS: dict[str, Callable[[bytes], Text]] = {
    ".txt": plain.read,
    ".md": plain.read,
    ".markdown": plain.read,
    ".html": webpage.read,
    ".htm": webpage.read,
    ".xhtml": webpage.read,
    ".pdf": pdf.read,
    ".docx": word.read,
    ".csv": separated.read,
    ".tsv": separated.read,
}
_KIND_OF_LETTER = re.compile(r"(?:memorandum|memo|letter|circular|notice)\W*", re.I)
"""A title that tells what a page is and not what it is about."""

LARGEST = 20_000_000


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
    named = None if text.title and _KIND_OF_LETTER.fullmatch(text.title) else text.title
    title = own.title or named or subject_line(text.text) or text.title or first_line(text.text)
    title = title or path.stem.replace("_", " ").replace("-", " ")
    return Document(
        id=document_id(name),
        title=title,
        publisher=own.publisher or text.publisher or byline(text.text, title) or "unknown",
        kind="verbatim",
        authority=cast(Authority, own.authority or "unknown"),
        date=own.date or text.date or own_day(text.text) or "unknown",
        url=own.url,
    )
