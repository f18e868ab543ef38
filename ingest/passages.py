"""A passage's identity: ``document#anchor/n``, and a digest of all that a reader or the index can see of it."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any

from pydantic import TypeAdapter

from assistant.types import Document, Passage

CONTINUED = " …"
"""How the beginning of a section ends that stands in the trail of its later parts."""

_PASSAGE = TypeAdapter(Passage)


def make_passage(*, document: Document, anchor: str, part: int = 0, **fields: Any) -> Passage:
    """Return a passage with its stable id and its digest. ``fields`` are those of ``Passage``."""
    return sealed(Passage(id=f"{document.id}#{anchor}/{part}", digest="", document=document, **fields))


def sealed(passage: Passage) -> Passage:
    """Return ``passage`` with the digest of what it now holds."""
    bare = replace(passage, digest="")
    return replace(bare, digest=hashlib.sha256(_PASSAGE.dump_json(bare)).hexdigest())


def headings_of(passage: Passage) -> tuple[str, ...]:
    """Return the headings that the page itself has above a passage, its title left out."""
    return tuple(words for words in passage.heading if not words.endswith(CONTINUED))[1:]
