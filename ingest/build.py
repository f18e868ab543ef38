"""From corpora to a release: by digest, only what changed is embedded again; the switch is one rename."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from filelock import FileLock, Timeout

from assistant import served
from assistant.encoder import Encoder, Vectors
from assistant.errors import AssistantError, BusyError, ReleaseError
from assistant.index import Release, read_original, write_release
from assistant.lexicon import lexicon_digest
from assistant.manifest import FORMAT, Manifest, read_manifest
from assistant.releases import SHIPPED, current_release, drop, open_release, releases_folder, switch_to
from assistant.settings import read_settings
from assistant.types import Boundary, Passage
from assistant.units import Unit, units_of
from assistant.vectors import open_vectors
from ingest.corpora import Gathered, collect, gather
from ingest.export import export
from ingest.read import SourceDocument, Unread
from ingest.readers import VERSION, Text, as_dict, from_dict
from ingest.report import Finding

COMPARED = 200
"""Texts on which a new export of the encoder is compared with its model."""

Progress = Callable[[int, int], None]
Gate = Callable[[Release, Release | None], None]


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did: passages by comparison with the release before, and the files it could not read."""

    release: str
    new: int
    changed: int
    gone: int
    same: int
    embedded: int
    unread: tuple[Unread, ...]
    findings: tuple[Finding, ...] = ()


def build(
    home: Path, corpora: Sequence[str], encoder: Encoder, progress: Progress | None = None, gate: Gate | None = None
) -> Report:
    """Build a release of ``corpora`` under ``home`` and switch to it.

    Raise ``BusyError`` when another build is under way, ``CorpusError`` when a source text breaks its format. Until the
    last step nothing that answers is touched. ``gate`` is shown the new release and the one that answers; when it
    raises, the new one is there but does not answer.
    """
    home.mkdir(parents=True, exist_ok=True)
    lock = FileLock(home / "build.lock", timeout=0)
    try:
        with lock:
            return _build(home, corpora, encoder, progress, gate)
    except Timeout:
        raise BusyError(f"Another build is writing under {home}: wait for it to end, then build again") from None


def _build(
    home: Path, corpora: Sequence[str], encoder: Encoder, progress: Progress | None, gate: Gate | None
) -> Report:
    before = _before(home)
    try:
        found = gather(corpora, _known_texts(before))
        if not found.passages:
            raise AssistantError(f"Nothing to build: no readable document in {', '.join(corpora)}")
        prepare(encoder)
        release = release_id(found.passages, found.boundaries, encoder.fingerprint)
        folder = releases_folder(home) / release
        embedded = 0
        if not _is_complete(folder):
            embedded = _write(folder, release, found, corpora, encoder, before, progress)
        _publish(folder, release)
        if gate is not None:
            with closing(Release(folder)) as fresh:
                gate(fresh, before)
        switch_to(home, release)
        return _report(release, before.manifest.passages if before else {}, found, embedded)
    finally:
        if before:
            before.close()


def _publish(folder: Path, release: str) -> None:
    """Put a release on the Chroma server that the machines share, if there is one and it is not there yet."""
    url = read_settings().chroma_url
    expected = read_manifest(folder).units
    if url is None or served.is_published(url, release, expected):
        return
    with closing(open_vectors(folder / "chroma", release, expected)) as store:
        stored = store.get()
    served.publish(url, folder, release, list(stored), np.stack(list(stored.values())))


def _known_texts(before: Release | None) -> dict[str, Text]:
    """Return the texts of the release before by digest and suffix of their files, if the same readers wrote them."""
    if before is None:
        return {}
    stored = [read_original(before.folder, sha256) for sha256 in before.manifest.documents.values()]
    return {item["key"]: from_dict(item) for item in stored if item and item.get("version") == VERSION}


def prepare(encoder: Encoder) -> None:
    """Export the encoder when its export is missing or damaged. The caller sees to it that nobody else does."""
    if encoder.needs_export():
        export(encoder, _sentences())


def release_id(passages: Sequence[Passage], boundaries: Sequence[Boundary], encoder: str) -> str:
    """Return the id that follows from content alone: passages, boundaries, encoder, lexicon and format."""
    digest = hashlib.sha256(f"{FORMAT} {encoder} {lexicon_digest()}".encode())
    for passage in passages:
        digest.update(f"\n{passage.id} {passage.digest}".encode())
    for boundary in boundaries:
        digest.update(f"\n{boundary}".encode())
    return digest.hexdigest()[:12]


def _write(
    folder: Path,
    release: str,
    found: Gathered,
    corpora: Sequence[str],
    encoder: Encoder,
    before: Release | None,
    progress: Progress | None,
) -> int:
    """Write the release beside the others under a draft name, then give it its name. Return the texts embedded."""
    drop(folder)
    for leftover in folder.parent.glob(".draft-*"):
        drop(leftover)
    units = units_of(found.passages, found.boundaries)
    same = before if before is not None and before.manifest.encoder == encoder.fingerprint else None
    vectors, embedded = _embed(units, encoder, same, progress)
    manifest = Manifest(
        format=FORMAT,
        id=release,
        built_at=datetime.now(UTC),
        encoder=encoder.fingerprint,
        lexicon=lexicon_digest(),
        corpora=tuple(corpus if corpus == SHIPPED else str(Path(corpus).resolve()) for corpus in corpora),
        passages={passage.id: passage.digest for passage in found.passages},
        units=len(vectors),
        documents={source.document.id: source.sha256 for source in found.sources},
    )
    draft = folder.parent / f".draft-{release}"
    originals = {source.sha256: _original(source) for source in found.sources}
    write_release(
        draft, manifest, found.passages, units, vectors, found.boundaries, originals, same.folder if same else None
    )
    draft.rename(folder)
    return embedded


def _original(source: SourceDocument) -> dict[str, object]:
    """Return what the release keeps of a raw document, for its readers and for the next build."""
    key = f"{source.sha256}{source.path.suffix.lower()}"
    return {"key": key, "version": VERSION, **as_dict(source.read)}


def _embed(
    units: Sequence[Unit], encoder: Encoder, before: Release | None, progress: Progress | None
) -> tuple[Vectors, int]:
    """Take known vectors from the release before and embed the rest. A row a key, in the order of ``keys_of``."""
    texts = {unit.key: unit.text for unit in units}
    known = before.vectors() if before is not None else {}
    fresh = sorted(texts.keys() - known.keys(), key=lambda key: texts[key])
    if fresh:
        report = (lambda done: progress(done, len(fresh))) if progress else None
        known |= dict(zip(fresh, encoder.encode([texts[key] for key in fresh], report), strict=True))
    return np.stack([known[key] for key in texts]), len(fresh)


def _before(home: Path) -> Release | None:
    """Open the release that answers now; a damaged one counts as none, so that a build can mend it."""
    if current_release(home) is None:
        return None
    with suppress(ReleaseError):
        return open_release(home)
    return None


def _is_complete(folder: Path) -> bool:
    try:
        read_manifest(folder)
        Release(folder).close()
    except ReleaseError:
        return False
    return True


def _sentences() -> list[str]:
    """Return texts of the shipped corpus, spread over it, and one that no encoder takes whole."""
    texts = [unit.text for unit in units_of(collect([SHIPPED])[0])]
    step = len(texts) // (COMPARED - 1)
    return [*texts[:: step or 1][: COMPARED - 1], " ".join(texts[:100])]


def _report(release: str, old: dict[str, str], found: Gathered, embedded: int) -> Report:
    now = {passage.id: passage.digest for passage in found.passages}
    return Report(
        release=release,
        new=len(now.keys() - old.keys()),
        changed=sum(1 for key in now.keys() & old.keys() if now[key] != old[key]),
        gone=len(old.keys() - now.keys()),
        same=sum(1 for key in now.keys() & old.keys() if now[key] == old[key]),
        embedded=embedded,
        unread=found.unread,
        findings=found.findings,
    )
