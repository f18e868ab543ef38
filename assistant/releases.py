"""Where releases stand under a home, which one answers, and the atomic switch to another."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from assistant import served
from assistant.errors import ReleaseError, ServerAwayError
from assistant.index import Release
from assistant.manifest import Manifest, read_manifest
from assistant.settings import read_settings
from assistant.vectors import REBUILD

SHIPPED = "shipped"
"""How a release names the shipped corpus among its corpora; the others are folders."""

_ID = re.compile(r"[0-9a-f]{12}")

KEPT = 5
"""Releases that pruning leaves beside the current one and the one before it."""


def releases_folder(home: Path) -> Path:
    """Return where the releases of ``home`` stand."""
    return home / "releases"


def current_release(home: Path) -> str | None:
    """Return the id of the release that answers, or ``None`` when nothing has been built.

    With a Chroma server it is the one that the server names; a release not here yet is fetched. While the server is
    away it is the last one known here.
    """
    url = read_settings().chroma_url
    if url is not None:
        with suppress(ServerAwayError):
            _follow(home, url)
    return _pointer(home)


def _follow(home: Path, url: str) -> None:
    """Answer from the release that the server names, fetched when it is new here."""
    told = served.named(url)
    if told is None or told == _pointer(home):
        return
    if not _ID.fullmatch(told):
        raise ReleaseError(f"The Chroma server at {url} names {told[:40]!r}, which is no release")
    folder = releases_folder(home) / told
    if not (folder / "manifest.json").is_file():
        served.fetch(url, told, folder)
    point_here(home, told)


def switch_to(home: Path, release: str) -> None:
    """Make ``release`` the one that answers: one atomic rename, and on a Chroma server one record."""
    url = read_settings().chroma_url
    if url is not None:
        served.point_to(url, release)
    point_here(home, release)


def point_here(home: Path, release: str) -> None:
    """Make ``release`` the one that answers on this machine, and remember which one did before."""
    before = _pointer(home)
    if before == release:
        return
    with (home / "history").open("a", encoding="utf-8") as file:
        file.write(release + "\n")
    number, draft = tempfile.mkstemp(prefix="current.", dir=home)
    with os.fdopen(number, "w", encoding="utf-8") as file:
        file.write(release + "\n")
        file.flush()
        os.fsync(file.fileno())
    Path(draft).chmod(0o644)  # whoever answers may be somebody else than who builds
    Path(draft).replace(home / "current")


def open_release(home: Path, release: str | None = None) -> Release:
    """Open a release of ``home``, the current one by default. Raise ``ReleaseError`` when it is not there."""
    chosen = release or current_release(home)
    if chosen is None:
        raise ReleaseError(f"There is no release under {home}: {REBUILD}")
    return Release(folder_of(home, chosen))


def folder_of(home: Path, release: str) -> Path:
    """Return the folder of a release. Raise ``ReleaseError`` when it is not there."""
    folder = releases_folder(home) / release
    if not _ID.fullmatch(release) or not folder.is_dir():
        raise ReleaseError(f"There is no release {release} under {home}: 'python -m ingest releases' lists them")
    return folder


def manifests(home: Path) -> list[Manifest]:
    """Return the manifests of all whole releases, oldest first; an unfinished or damaged one is left out."""
    found = []
    for folder in releases_folder(home).glob("[0-9a-f]*"):
        with suppress(ReleaseError):
            found.append(read_manifest(folder))
    return sorted(found, key=lambda manifest: (manifest.built_at, manifest.id))


def release_before(home: Path) -> str:
    """Return the release that answered before the current one. Raise ``ReleaseError`` when there is none."""
    there = [manifest.id for manifest in manifests(home)]
    past = [line for line in _history(home) if line in there and line != _pointer(home)]
    if not past:
        raise ReleaseError(f"No release under {home} answered before the current one: there is nothing to go back to")
    return past[-1]


def prune(home: Path, keep: int = KEPT, pinned: Iterable[str] = ()) -> list[str]:
    """Remove old releases and return their ids; what stays is whole, so that ``ask --release`` answers from it.

    On a Chroma server they go, too (``ServerAwayError`` when it does not answer). The current release, the one before
    it, the ``keep`` newest and the ``pinned`` ones stay.
    """
    current, url = current_release(home), read_settings().chroma_url
    everything = [manifest.id for manifest in manifests(home)]
    past = [line for line in _history(home) if line in everything]
    stays = {*everything[len(everything) - keep :], *past[-2:], *pinned, current or ""}
    gone = [release for release in everything if release not in stays]
    for release in gone:
        if url is not None:
            served.withdraw(url, release)
        # First out of sight in one step, so that nobody ever opens half a release.
        hidden = releases_folder(home) / f".gone-{release}"
        (releases_folder(home) / release).rename(hidden)
        drop(hidden)
    return gone


def drop(folder: Path) -> None:
    """Remove what an interrupted build left behind."""
    shutil.rmtree(folder, ignore_errors=True)


def _pointer(home: Path) -> str | None:
    pointer = home / "current"
    return pointer.read_text(encoding="utf-8", errors="replace").strip() if pointer.is_file() else None


def _history(home: Path) -> list[str]:
    path = home / "history"
    return path.read_text(encoding="utf-8", errors="replace").split() if path.is_file() else []
