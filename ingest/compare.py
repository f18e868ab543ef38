"""What lies between two releases: documents, passages, and the gold answers that change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.encoder import Encoder
from assistant.index import Release
from assistant.manifest import Manifest
from ingest.gate import Gold, answers


def differences(old: Manifest, new: Manifest) -> Iterator[str]:
    """Yield a line for each document and passage that is new, changed or gone."""
    yield from _lines("document", _documents(old), _documents(new))
    yield from _lines("passage", old.passages, new.passages)


def _documents(manifest: Manifest) -> dict[str, str]:
    """Return every document of a release with the digest of its file; a shipped one has those of its passages."""
    shipped: dict[str, list[str]] = {}
    for passage, digest in manifest.passages.items():
        name = passage.split("#")[0]
        if name not in manifest.documents:
            shipped.setdefault(name, []).append(digest)
    return {**manifest.documents, **{name: " ".join(digests) for name, digests in shipped.items()}}


def _lines(noun: str, old: dict[str, str], new: dict[str, str]) -> Iterator[str]:
    for name in sorted(old.keys() | new.keys()):
        if name not in old:
            yield f"+ {noun} {name}"
        elif name not in new:
            yield f"- {noun} {name}"
        elif old[name] != new[name]:
            yield f"~ {noun} {name}"


def changed_answers(gold: Sequence[Gold], encoder: Encoder, old: Release, new: Release) -> Iterator[str]:
    """Yield a line for each gold question whose answer is another one, and whether it was and is right."""
    for item, before, after in zip(gold, answers(old, encoder, gold), answers(new, encoder, gold), strict=True):
        if (before.status, before.reason, before.text) != (after.status, after.reason, after.text):
            was, now = ("right" if item.is_right(answer) else "wrong" for answer in (before, after))
            yield f"~ answer {item.id}: {before.status} ({was}) -> {after.status} ({now})"
