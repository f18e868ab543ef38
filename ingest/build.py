"""From corpora to a release: by digest, only what changed is embedded again; the switch is one rename."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from filelock import FileLock, Timeout

from assistant.encoder import Encoder, Vectors
from assistant.errors import AssistantError, BusyError, CorpusError, ReleaseError
from assistant.index import FORMAT, Manifest, Release, Unit, read_manifest, units_of, write_release
from assistant.releases import current_release, drop, open_release, releases_folder, switch_to
from assistant.types import Boundary, Passage
from assistant.words import lexicon_digest
from ingest.boundaries import load_boundaries
from ingest.catalogue import load_sources
from ingest.entries import load_corpus
from ingest.export import export
from ingest.read import Unread, read_folder
from ingest.split import split

SHIPPED = "shipped"
COMPARED = 200
"""Texts on which a new export of the encoder is compared with its model."""

Progress = Callable[[int, int], None]


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


def shipped_corpus() -> Path:
    """Return the folder of the shipped corpus: inside the installed package, else beside it in a checkout."""
    here = Path(__file__).resolve().parent
    return here / "corpus" if (here / "corpus").is_dir() else here.parent / "corpus"


def collect(corpora: Sequence[str]) -> tuple[list[Passage], list[Unread]]:
    """Read every corpus, the shipped one or folders of raw documents, into passages in reading order."""
    passages: list[Passage] = []
    unread: list[Unread] = []
    for corpus in corpora:
        if corpus == SHIPPED:
            folder = shipped_corpus()
            chapters = load_corpus(folder, load_sources(folder / "sources.yaml"))
            passages += [passage for chapter in chapters for passage in chapter.passages]
            continue
        if not Path(corpus).is_dir():
            raise AssistantError(f"{corpus} is no folder: give a folder of documents, or 'shipped'")
        for item in read_folder(Path(corpus)):
            if isinstance(item, Unread):
                unread.append(item)
            else:
                passages += split(item)
    _refuse_same_ids(passages)
    return passages, unread


def boundaries_of(corpora: Sequence[str]) -> tuple[Boundary, ...]:
    """Return what lies beside the shipped corpus; folders of raw documents have no boundaries of their own."""
    return load_boundaries(shipped_corpus() / "boundaries.yaml") if SHIPPED in corpora else ()


def build(home: Path, corpora: Sequence[str], encoder: Encoder, progress: Progress | None = None) -> Report:
    """Build a release of ``corpora`` under ``home`` and switch to it.

    Raise ``BusyError`` when another build is under way, ``CorpusError`` when a source text breaks its format. Until the
    last step nothing that answers is touched.
    """
    home.mkdir(parents=True, exist_ok=True)
    lock = FileLock(home / "build.lock", timeout=0)
    try:
        with lock:
            return _build(home, corpora, encoder, progress)
    except Timeout:
        raise BusyError(f"Another build is writing under {home}: wait for it to end, then build again") from None


def _build(home: Path, corpora: Sequence[str], encoder: Encoder, progress: Progress | None) -> Report:
    passages, unread = collect(corpora)
    if not passages:
        raise AssistantError(f"Nothing to build: no readable document in {', '.join(corpora)}")
    boundaries = boundaries_of(corpora)
    prepare(encoder)
    before = _before(home)
    release = release_id(passages, boundaries, encoder.fingerprint)
    folder = releases_folder(home) / release
    embedded = 0
    if not _is_complete(folder):
        embedded = _write(folder, release, passages, boundaries, corpora, encoder, before, progress)
    switch_to(home, release)
    old = before.manifest.passages if before else {}
    if before:
        before.close()
    return _report(release, old, passages, embedded, unread)


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
    passages: Sequence[Passage],
    boundaries: Sequence[Boundary],
    corpora: Sequence[str],
    encoder: Encoder,
    before: Release | None,
    progress: Progress | None,
) -> int:
    """Write the release beside the others under a draft name, then give it its name. Return the texts embedded."""
    drop(folder)
    for leftover in folder.parent.glob(".draft-*"):
        drop(leftover)
    units = units_of(passages, boundaries)
    vectors, embedded = _embed(units, encoder, before, progress)
    manifest = Manifest(
        format=FORMAT,
        id=release,
        built_at=datetime.now(UTC),
        encoder=encoder.fingerprint,
        lexicon=lexicon_digest(),
        corpora=tuple(corpus if corpus == SHIPPED else str(Path(corpus).resolve()) for corpus in corpora),
        passages={passage.id: passage.digest for passage in passages},
        units=len(units),
    )
    draft = folder.parent / f".draft-{release}"
    write_release(draft, manifest, passages, units, vectors, boundaries)
    draft.rename(folder)
    return embedded


def _embed(
    units: Sequence[Unit], encoder: Encoder, before: Release | None, progress: Progress | None
) -> tuple[Vectors, int]:
    """Take known vectors from the release before and embed the rest."""
    known: dict[str, Vectors] = {}
    if before is not None and before.manifest.encoder == encoder.fingerprint:
        stored = before.vectors()
        known = {unit.text: stored[unit.key] for unit in units_of(before.passages, before.boundaries)}
    fresh = sorted({unit.text for unit in units} - known.keys())
    if fresh:
        report = (lambda done: progress(done, len(fresh))) if progress else None
        known |= dict(zip(fresh, encoder.encode(fresh, report), strict=True))
    return np.stack([known[unit.text] for unit in units]), len(fresh)


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


def _refuse_same_ids(passages: Sequence[Passage]) -> None:
    seen: set[str] = set()
    for passage in passages:
        if passage.id in seen:
            raise CorpusError(passage.document.id, 1, f"passage {passage.id} stands twice: rename one of the documents")
        seen.add(passage.id)


def _report(
    release: str, old: dict[str, str], passages: Sequence[Passage], embedded: int, unread: list[Unread]
) -> Report:
    now = {passage.id: passage.digest for passage in passages}
    return Report(
        release=release,
        new=len(now.keys() - old.keys()),
        changed=sum(1 for key in now.keys() & old.keys() if now[key] != old[key]),
        gone=len(old.keys() - now.keys()),
        same=sum(1 for key in now.keys() & old.keys() if now[key] == old[key]),
        embedded=embedded,
        unread=tuple(unread),
    )
