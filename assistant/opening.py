"""Opens the release that answers; when there is none that this program made, has one built first."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from assistant.errors import AssistantError, ReleaseError, StaleReleaseError
from assistant.manifest import read_manifest
from assistant.pipeline import Assistant
from assistant.releases import current_release, open_release, releases_folder
from assistant.settings import read_settings


def open_or_build(home: Path | None = None, release: str | None = None) -> Assistant:
    """Open a release of ``home``, the current one by default; one line on standard error says when one is built.

    Raise ``AssistantError`` when it can be neither opened nor built.
    """
    home = read_settings(home).home
    current = current_release(home)
    if release is None and current is None:
        build_first(home)
    try:
        return Assistant.open(home, release)
    except StaleReleaseError:
        if release is not None or current is None:
            raise
    corpora = read_manifest(releases_folder(home) / current).corpora
    _build(home, corpora, "The program has changed since the last build: building its release again, once.")
    return Assistant.open(home)


def build_first(home: Path) -> None:
    """Build the first release of ``home`` from the shipped corpus."""
    _build(home, [], f"No release under {home} yet: building one from the shipped corpus, once.")


def _build(home: Path, corpora: Sequence[str], why: str) -> None:
    """Run the build in a process of its own; it shares no code with answering."""
    print(why, file=sys.stderr)
    chosen = [word for corpus in corpora for word in ("--corpus", corpus)]
    command = [sys.executable, "-m", "ingest", "build", "--home", str(home), *chosen]
    if subprocess.run(command, stdout=sys.stderr, check=False).returncode:
        try:
            open_release(home).close()  # a build that only skipped files has made a release all the same
        except ReleaseError:
            raise AssistantError("The release could not be built; the line above says why") from None
