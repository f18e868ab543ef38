"""Wordings that no index holds: of entries by anchor, of matters beside the subject by topic, of others."""

from __future__ import annotations

from pathlib import Path

from assistant.data import read_yaml


def read_wordings(name: str) -> dict[str, list[str]]:
    """Return the wordings in ``name``.yaml, ``entries``, ``boundaries`` or ``elsewhere``, by anchor or topic."""
    found: dict[str, list[str]] = read_yaml((Path(__file__).parent / f"{name}.yaml").read_text(encoding="utf-8"))
    return found
