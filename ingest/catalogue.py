"""``corpus/sources.yaml``: every source that a sentence may rest on, and which places in it exist."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

import yaml

from assistant.errors import CorpusError
from assistant.links import link
from assistant.types import AUTHORITIES, Authority, Basis, Confidence, Relation, Seen

REQUIRED = {"title", "publisher", "authority", "date", "seen", "fact_pack"}
_SECTIONS = re.compile(r"\d+(?:\.\d+)?(?:-\d+(?:\.\d+)?)?(?:, \d+(?:\.\d+)?(?:-\d+(?:\.\d+)?)?)*")
OPTIONAL = {"code", "sections", "sha256", "locators"}


@dataclass(frozen=True, slots=True)
class Source:
    """One source: who published it, what weight it has, how it was seen, and the places in it that may be cited.

    ``sections`` are inclusive ranges of section numbers that were read; ``locators`` the headings of a page. Where both
    are empty any locator is taken as it stands (a memo, a table, a press report).
    """

    id: str
    title: str
    publisher: str
    authority: Authority
    date: str
    seen: Seen
    fact_pack: str
    code: str | None = None
    sections: tuple[tuple[float, float], ...] = ()
    sha256: str | None = None
    locators: frozenset[str] = frozenset()

    def problem_with(self, locator: str) -> str | None:
        """Say why ``locator`` cannot be found in this source, or ``None`` when it can."""
        if self.locators and locator not in self.locators:
            return f"dead locator {locator!r}: {self.id} has no such heading in sources.yaml"
        named = re.findall(r"(?:section |, )(\d+(?:\.\d+)?)", locator) if self.sections else []
        if self.sections and not named:
            return f"dead locator {locator!r}: name a section of {self.id}, as in 'section 5382(a)'"
        unread = [number for number in named if not any(low <= float(number) <= high for low, high in self.sections)]
        return f"dead locator {locator!r}: section {unread[0]} of {self.id} was not read" if unread else None

    def basis(self, relation: Relation, locator: str, confidence: Confidence, facts: tuple[str, ...]) -> Basis:
        """Return the basis that points at ``locator`` in this source."""
        shown = f'under "{locator} …"' if self.locators else locator
        return Basis(
            id=self.id,
            title=self.title,
            publisher=self.publisher,
            authority=self.authority,
            locator=shown,
            date=self.date,
            url=link(self.code, locator),
            relation=relation,
            seen=self.seen,
            confidence=confidence,
            facts=facts,
        )


def load_sources(path: Path) -> dict[str, Source]:
    """Read ``sources.yaml``. Raise ``CorpusError`` with file and line for an unknown key, value or a missing one."""
    try:
        root = yaml.compose(path.read_text(encoding="utf-8-sig"), Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        raise CorpusError(path, mark.line + 1 if mark else 1, f"broken YAML: {error.problem}") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise CorpusError(path, 1, f"not YAML in UTF-8: {error}") from error
    if not isinstance(root, yaml.MappingNode):
        raise CorpusError(path, 1, "a mapping of source ids is expected")
    sources: dict[str, Source] = {}
    for key, value in root.value:
        line = key.start_mark.line + 1
        if key.value in sources:
            raise CorpusError(path, line, f"source {key.value!r} stands twice")
        sources[key.value] = _source(path, line, key.value, value)
    return sources


def _source(path: Path, line: int, name: str, node: yaml.Node) -> Source:
    keys = {key.value: key.start_mark.line + 1 for key, _ in node.value} if isinstance(node, yaml.MappingNode) else {}
    for key in keys.keys() - REQUIRED - OPTIONAL:
        raise CorpusError(path, keys[key], f"unknown key {key!r} in source {name!r}")
    for key in sorted(REQUIRED - keys.keys()):
        raise CorpusError(path, line, f"source {name!r} lacks {key!r}")
    fields = yaml.SafeLoader("").construct_document(node)
    if fields["authority"] not in AUTHORITIES:
        raise CorpusError(path, keys["authority"], f"authority must be one of {', '.join(AUTHORITIES)}")
    if fields["seen"] not in get_args(Seen):
        raise CorpusError(path, keys["seen"], f"seen must be one of {', '.join(get_args(Seen))}")
    if "code" in fields and not re.fullmatch(r"(?:usc|cfr)/\d+", str(fields["code"])):
        raise CorpusError(path, keys["code"], "code reads 'usc/5' or 'cfr/5': the body of law and its title")
    if "sections" in fields and not _SECTIONS.fullmatch(str(fields["sections"])):
        raise CorpusError(path, keys["sections"], "sections read '5304, 5382-5384': numbers and ranges with commas")
    fields["sections"] = _ranges(str(fields.get("sections", "")))
    fields["locators"] = frozenset(fields.get("locators", ()))
    fields["date"] = str(fields["date"])
    return Source(id=name, **fields)


def _ranges(text: str) -> tuple[tuple[float, float], ...]:
    """Read ``"5304, 5382-5384"`` as inclusive ranges."""
    parts = [part.strip().split("-") for part in text.split(",") if part.strip()]
    return tuple((float(part[0]), float(part[-1])) for part in parts)
