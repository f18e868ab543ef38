"""The widget's files under a floating and a pinned address."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

SCRIPTS = ("ses-assistant.js", "ask.js")
STATIC = (*SCRIPTS, "page.css", "demo.js")
TYPES = {"js": "text/javascript; charset=utf-8", "css": "text/css; charset=utf-8"}
SOURCE = files("ui") / "widget"


@dataclass(frozen=True, slots=True)
class Widget:
    """The widget's files as they are sent. ``version`` is the digest of the scripts and names the pinned address."""

    version: str
    files: Mapping[str, bytes]

    def integrity(self, name: str) -> str:
        """Return the subresource integrity of one file."""
        return integrity(self.files[name])


def integrity(content: bytes) -> str:
    """Return the value of an ``integrity`` attribute for ``content``."""
    return "sha384-" + base64.b64encode(hashlib.sha384(content).digest()).decode()


def load_widget() -> Widget:
    """Read the widget. The loader is told the pinned address and the integrity of the ask panel that belongs to it."""
    found = {name: (SOURCE / name).read_bytes() for name in STATIC}
    version = hashlib.sha256(b"\0".join(found[name] for name in SCRIPTS)).hexdigest()[:16]
    loader = found["ses-assistant.js"].decode()
    for mark, value in (("%ASK_PATH%", f"widget/{version}/ask.js"), ("%ASK_INTEGRITY%", integrity(found["ask.js"]))):
        if mark not in loader:
            raise ValueError(f"ui/widget/ses-assistant.js: {mark} is missing")
        loader = loader.replace(mark, value)
    return Widget(version, found | {"ses-assistant.js": loader.encode()})


class Shelf:
    """Pinned versions: today's, and under the home those of earlier programs, for pages that still name them."""

    def __init__(self, widget: Widget, home: Path) -> None:
        """Keep today's version beside the earlier ones where the home can be written."""
        self.widget, self._folder = widget, home / "widget"
        try:
            self._keep()
        except OSError:
            return  # a home that is only read serves today's version alone

    def file(self, version: str, name: str) -> bytes | None:
        """Return a script of a version, ``None`` when it is not here."""
        if name not in SCRIPTS or not re.fullmatch(r"[0-9a-f]{16}", version):
            return None
        if version == self.widget.version:
            return self.widget.files[name]
        kept = self._folder / version / name
        return kept.read_bytes() if kept.is_file() else None

    def _keep(self) -> None:
        folder = self._folder / self.widget.version
        folder.mkdir(parents=True, exist_ok=True)
        for name in SCRIPTS:
            (folder / name).write_bytes(self.widget.files[name])
