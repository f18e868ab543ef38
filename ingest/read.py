"""Raw documents of a folder: text and Markdown, as they are."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from assistant.types import Document

SUFFIXES = {".txt", ".md", ".markdown"}
LARGEST = 20_000_000


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """A raw text with the digest of its bytes. Offsets of its passages count characters of ``text``."""

    document: Document
    text: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Unread:
    """A file that could not be taken in, and why."""

    path: Path
    reason: str


def read_folder(folder: Path) -> Iterator[SourceDocument | Unread]:
    """Yield every file below ``folder`` in name order, as a document or with the reason why it is none.

    Hidden files are passed over; links are not followed.
    """
    for path in sorted(folder.rglob("*")):
        if any(part.startswith(".") for part in path.relative_to(folder).parts):
            continue
        if path.is_symlink():
            yield Unread(path, "a symbolic link, which is not followed: copy the file itself")
        elif path.is_file():
            yield _read(path, folder)


def document_id(name: str) -> str:
    """Return the id of the document in file ``name`` (its path below the folder, without the suffix)."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "document"


def _read(path: Path, folder: Path) -> SourceDocument | Unread:
    if path.suffix.lower() not in SUFFIXES:
        return Unread(path, f"{path.suffix or 'files without a suffix'} cannot be read yet: save it as .txt or .md")
    try:
        if path.stat().st_size > LARGEST:
            return Unread(path, f"larger than {LARGEST // 1_000_000} MB: split it")
        raw = path.read_bytes()
    except OSError as error:
        return Unread(path, f"cannot be opened ({error.strerror})")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return Unread(path, "not UTF-8 text: save it as UTF-8")
    if "\0" in text or not text.strip():
        return Unread(path, "empty" if not text.strip() else "binary data under a text name")
    name = path.relative_to(folder).with_suffix("").as_posix()
    document = Document(document_id(name), _title(text, path.stem), "unknown", "verbatim", "unknown", "unknown")
    return SourceDocument(document, text, hashlib.sha256(raw).hexdigest())


def _title(text: str, fallback: str) -> str:
    heading = re.search(r"^#{1,2} (.+)$", text, re.MULTILINE)
    return heading.group(1).strip() if heading else fallback.replace("_", " ").replace("-", " ")
