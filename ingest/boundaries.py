"""``corpus/boundaries.yaml``: matters beside the subject that the corpus does not treat, as people ask about them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from assistant.errors import CorpusError
from assistant.types import Boundary


def load_boundaries(path: Path) -> tuple[Boundary, ...]:
    """Read the boundaries of a corpus.

    Raise ``CorpusError`` with file and line for anything but topics with wordings.
    """
    try:
        root = yaml.compose(path.read_text(encoding="utf-8-sig"), Loader=yaml.SafeLoader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise CorpusError(path, 1, f"not YAML in UTF-8: {error}") from error
    if not isinstance(root, yaml.SequenceNode):
        raise CorpusError(path, 1, "a list of topics is expected")
    found = tuple(_boundary(path, node) for node in root.value)
    _refuse_doubles(path, found)
    return found


def _boundary(path: Path, node: yaml.Node) -> Boundary:
    line = node.start_mark.line + 1
    raw: Any = yaml.SafeLoader("").construct_document(node)
    if not isinstance(raw, dict) or raw.keys() != {"topic", "asked"}:
        raise CorpusError(path, line, "a boundary has a topic and a list of wordings under 'asked', and nothing else")
    topic, asked = raw["topic"], raw["asked"]
    if not isinstance(topic, str) or not isinstance(asked, list) or not asked:
        raise CorpusError(path, line, "a boundary's topic is a text, and 'asked' a list of at least one wording")
    if not all(isinstance(wording, str) and wording.strip() for wording in asked):
        raise CorpusError(path, line, f"a wording of the boundary {topic!r} is no text: put it in quotation marks")
    return Boundary(topic, tuple(asked))


def _refuse_doubles(path: Path, boundaries: tuple[Boundary, ...]) -> None:
    seen: set[str] = set()
    for text in (text for boundary in boundaries for text in (boundary.topic, *boundary.asked)):
        if text.casefold() in seen:
            raise CorpusError(path, 1, f"{text!r} stands twice")
        seen.add(text.casefold())
