"""What a release is made of: the file that is written last, without which a folder is no release."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from assistant.errors import ReleaseError
from assistant.vectors import REBUILD

FORMAT = 4
"""How a release is laid out on disk; one of another format is refused."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a release is made of. ``built_at`` is told to readers and is no part of the id.

    ``units`` counts the vectors; ``documents`` maps the id of each raw document to the digest of its file.
    """

    format: int
    id: str
    built_at: datetime
    encoder: str
    lexicon: str
    corpora: tuple[str, ...]
    passages: dict[str, str]
    units: int
    documents: dict[str, str] = field(default_factory=dict)


_MANIFEST = TypeAdapter(Manifest)


def read_manifest(folder: Path) -> Manifest:
    """Read the manifest of a release. Raise ``ReleaseError`` when there is none or it is damaged."""
    try:
        return _MANIFEST.validate_json((folder / "manifest.json").read_bytes())
    except (OSError, ValidationError) as error:
        raise ReleaseError(f"{folder} is no release ({type(error).__name__}): {REBUILD}") from error


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write ``manifest`` into the folder of a release, on disk before this returns."""
    with (folder / "manifest.json").open("wb") as file:
        file.write(json.dumps(_MANIFEST.dump_python(manifest, mode="json"), indent=1, sort_keys=True).encode())
        file.flush()
        os.fsync(file.fileno())
