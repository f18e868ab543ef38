"""From a shipped sentence to the raw document behind it: which passage holds the words that a basis points at."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.types import Basis, Notice, Passage
from assistant.words import stems
from ingest.catalogue import Source
from ingest.conflicts import SUBJECT
from ingest.passages import headings_of, sealed
from ingest.read import SourceDocument

MEANT = 0.7
"""Share of the words in common with the likest sentence from which another one is meant as well."""


@dataclass(frozen=True, slots=True)
class _Original:
    """A raw document and its passages in reading order."""

    source: SourceDocument
    passages: tuple[Passage, ...]


def link_originals(
    shipped: Sequence[Passage],
    raw: Sequence[Passage],
    sources: Sequence[SourceDocument],
    catalogue: Mapping[str, Source],
) -> list[Passage]:
    """Return the shipped passages with ``passage_id`` filled wherever a basis is among the raw documents.

    A raw document is a catalogued source when the digest of its file is the same, or title and publisher are.
    """
    found = dict(_identified(raw, sources, catalogue.values()))
    return [_linked(passage, found) for passage in shipped] if found else list(shipped)


def _identified(
    raw: Sequence[Passage], documents: Sequence[SourceDocument], catalogue: Iterable[Source]
) -> Iterable[tuple[str, _Original]]:
    by_digest = {item.sha256: item for item in documents}
    by_name = {(_plain(d.document.title), _plain(d.document.publisher)): d for d in documents}
    for source in catalogue:
        document = by_digest.get(source.sha256 or "") or by_name.get((_plain(source.title), _plain(source.publisher)))
        if document is not None:
            own = tuple(passage for passage in raw if passage.document.id == document.document.id)
            yield source.id, _Original(document, own)


def _linked(passage: Passage, found: Mapping[str, _Original]) -> Passage:
    sentences = tuple(
        replace(sentence, basis=tuple(_with_place(basis, found) for basis in sentence.basis))
        for sentence in passage.sentences
    )
    return passage if sentences == passage.sentences else sealed(replace(passage, sentences=sentences))


def _with_place(basis: Basis, found: Mapping[str, _Original]) -> Basis:
    original = found.get(basis.id)
    place = _place(basis.locator, original) if original else None
    return replace(basis, passage_id=place.id) if place else basis


def _place(locator: str, original: _Original) -> Passage | None:
    """Return the passage under the heading, or with the first words, that ``locator`` names."""
    named = _plain(locator.removeprefix('under "').removesuffix(' …"'))
    if not named:
        return None
    for passage in original.passages:
        if any(_plain(part).startswith(named) for part in (*headings_of(passage), *passage.asked)):
            return passage
    spans = [match.start() for match in re.finditer(_loose(named), original.source.text, re.I)]
    inside = [
        p for start in spans for p in original.passages if p.origin and p.origin.start - 300 <= start < p.origin.end
    ]
    return min(inside, key=lambda p: p.origin.start if p.origin else 0) if inside else None


def _loose(words: str) -> str:
    return r"\W+".join(re.escape(word) for word in words.split())


def mark_contradicted(raw: Sequence[Passage], shipped: Sequence[Passage]) -> list[Passage]:
    """Return the raw passages with a notice on what a shipped sentence says is outdated or wrong.

    It stands on the sentences that the shipped one speaks of, by the words they share; where none can be told, on all.
    """
    told: dict[str, list[tuple[Notice, str]]] = {}
    for passage in shipped:
        for sentence in passage.sentences:
            for basis in sentence.basis:
                if basis.passage_id is not None and basis.relation != "supports":
                    said = f"{passage.heading[-1]} {passage.quote(sentence)}"
                    told.setdefault(basis.passage_id, []).append((_notice(passage, basis), said))
    return [_marked(passage, told.get(passage.id, [])) for passage in raw]


def _notice(passage: Passage, basis: Basis) -> Notice:
    kind = "is out of date" if basis.relation == "outdated" else "is not right"
    text = f'Part of what stands here {kind}: see "{passage.heading[-1]}" ({passage.document.title}).'
    return Notice("outdated" if basis.relation == "outdated" else "conflict", text)


def _marked(passage: Passage, told: Sequence[tuple[Notice, str]]) -> Passage:
    if not told:
        return passage
    fresh: dict[int, set[Notice]] = {}
    for notice, said in told:
        for place in _meant(passage, said):
            fresh.setdefault(place, set()).add(notice)
    sentences = tuple(
        replace(s, notices=tuple(dict.fromkeys((*s.notices, *sorted(fresh.get(i, ()), key=_by_kind)))))
        for i, s in enumerate(passage.sentences)
    )
    return sealed(replace(passage, sentences=sentences))


def _by_kind(notice: Notice) -> tuple[str, str]:
    return notice.kind, notice.text


def _meant(passage: Passage, said: str) -> list[int]:
    """Return the sentences of a raw passage that what is ``said`` of it is about: those that share most words with it.

    Words of the field itself tell nothing; a figure tells more than a word.
    """
    wanted = set(stems(said)) - SUBJECT
    words = [wanted & set(stems(passage.quote(sentence))) for sentence in passage.sentences]
    shared = [len(own) + sum(word.isdigit() for word in own) for own in words]
    least = MEANT * max(shared)
    return [place for place, count in enumerate(shared) if count >= least]


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[^\w ]", " ", text.casefold()).split())
