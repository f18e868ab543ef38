"""What a reader may know about the release that answers: made when, of what, what changed, how good it is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.manifest import Manifest

_HERE = Path(__file__).resolve().parent
_SHARE = re.compile(r"^\| (?P<what>[^|]*:[^|]*) \| (?P<all>[^|]*) \| (?P<fitted>[^|]*) \| (?P<held>[^|]*) \|$", re.M)


@dataclass(frozen=True, slots=True)
class Changes:
    """The ids of passages that one release has and another has not, or has in other words."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    gone: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """One figure of the scoreboard: on the questions that nothing was fitted on, and on all."""

    what: str
    held_out: str
    overall: str


def before(manifests: Sequence[Manifest], release: str) -> Manifest | None:
    """Return the release that was built before ``release``, if it is still there."""
    ids = [manifest.id for manifest in manifests]
    place = ids.index(release) if release in ids else 0
    return manifests[place - 1] if place else None


def changes(old: Mapping[str, str], new: Mapping[str, str]) -> Changes:
    """Compare the passages of two releases by their digests."""
    return Changes(
        new=tuple(sorted(new.keys() - old.keys())),
        changed=tuple(sorted(name for name in new.keys() & old.keys() if new[name] != old[name])),
        gone=tuple(sorted(old.keys() - new.keys())),
    )


def scoreboard(folder: Path = _HERE) -> tuple[Share, ...]:
    """Return this product's shares from the scoreboard: beside the page when installed, else of the checkout."""
    places = (folder / "scoreboard.md", folder.parent / "tests" / "evaluation" / "scoreboard.md")
    file = next((place for place in places if place.is_file()), None)
    if file is None:
        return ()
    own = file.read_text(encoding="utf-8").partition("## Plain stack")[0]
    found = (match for match in _SHARE.finditer(own) if "%" in match["held"])
    return tuple(Share(match["what"], match["held"], match["all"]) for match in found)


def measured_release(folder: Path = _HERE) -> str | None:
    """Return the id of the release that the scoreboard measured."""
    places = (folder / "scoreboard.md", folder.parent / "tests" / "evaluation" / "scoreboard.md")
    text = next((place.read_text(encoding="utf-8") for place in places if place.is_file()), "")
    match = re.search(r"^Release ([0-9a-f]{12})", text, re.M)
    return match[1] if match else None
