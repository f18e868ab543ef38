"""Where releases stand under a home, which one answers, and the atomic switch to another."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

from assistant.errors import ReleaseError
from assistant.index import REBUILD, Release


def releases_folder(home: Path) -> Path:
    """Return where the releases of ``home`` stand."""
    return home / "releases"


def current_release(home: Path) -> str | None:
    """Return the id of the release that answers, or ``None`` when nothing has been built."""
    pointer = home / "current"
    return pointer.read_text(encoding="utf-8", errors="replace").strip() if pointer.is_file() else None


def switch_to(home: Path, release: str) -> None:
    """Make ``release`` the one that answers: one atomic rename."""
    draft = home / f"current.{os.getpid()}"
    with draft.open("w", encoding="utf-8") as file:
        file.write(release + "\n")
        file.flush()
        os.fsync(file.fileno())
    draft.replace(home / "current")


def open_release(home: Path, release: str | None = None) -> Release:
    """Open a release of ``home``, the current one by default. Raise ``ReleaseError`` when it is not there."""
    chosen = release or current_release(home)
    if chosen is None:
        raise ReleaseError(f"There is no release under {home}: {REBUILD}")
    folder = releases_folder(home) / chosen
    if not re.fullmatch(r"[0-9a-f]{12}", chosen) or not folder.is_dir():
        raise ReleaseError(f"There is no release {chosen} under {home}: 'python -m ingest releases' lists them")
    return Release(folder)


def drop(folder: Path) -> None:
    """Remove what an interrupted build left behind."""
    shutil.rmtree(folder, ignore_errors=True)
