"""What corpora give: the shipped one, and folders of raw documents, read, screened and linked to one another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.errors import AssistantError, CorpusError
from assistant.releases import SHIPPED
from assistant.types import Boundary, Passage
from ingest.boundaries import load_boundaries
from ingest.catalogue import Source, load_sources
from ingest.entries import load_corpus
from ingest.originals import link_originals, mark_contradicted
from ingest.read import SourceDocument, Unread, read_folder
from ingest.readers import Text
from ingest.report import Finding
from ingest.screen import screen


def shipped_corpus() -> Path:
    """Return the folder of the shipped corpus: inside the installed package, else beside it in a checkout."""
    here = Path(__file__).resolve().parent
    return here / "corpus" if (here / "corpus").is_dir() else here.parent / "corpus"


@dataclass(frozen=True, slots=True)
class Gathered:
    """What corpora give: passages in reading order, files not read, findings of the screen, the raw documents."""

    passages: tuple[Passage, ...]
    unread: tuple[Unread, ...]
    findings: tuple[Finding, ...]
    sources: tuple[SourceDocument, ...]
    boundaries: tuple[Boundary, ...]


def collect(corpora: Sequence[str]) -> tuple[list[Passage], list[Unread]]:
    """Read every corpus, the shipped one or folders of raw documents, into passages in reading order."""
    found = gather(corpora)
    return list(found.passages), list(found.unread)


def gather(corpora: Sequence[str], known: Mapping[str, Text] | None = None) -> Gathered:
    """Read and screen every corpus. ``known`` holds texts of raw files by digest and suffix, from a release before."""
    shipped: list[Passage] = []
    catalogue: dict[str, Source] = {}
    items: list[SourceDocument | Unread] = []
    for corpus in dict.fromkeys(corpora):
        if corpus == SHIPPED:
            catalogue = load_sources(shipped_corpus() / "sources.yaml")
            chapters = load_corpus(shipped_corpus(), catalogue)
            shipped = [passage for chapter in chapters for passage in chapter.passages]
        elif not Path(corpus).is_dir():
            raise AssistantError(f"{corpus} is no folder: give a folder of documents, or 'shipped'")
        else:
            items += read_folder(Path(corpus), known)
    documents = tuple(_kept_apart([item for item in items if isinstance(item, SourceDocument)]))
    screened = screen(documents, shipped)
    linked = link_originals(screened.shipped, screened.passages, documents, catalogue)
    passages = (*linked, *mark_contradicted(screened.passages, linked))
    _refuse_same_ids(passages)
    unread = tuple(item for item in items if isinstance(item, Unread))
    return Gathered(passages, unread, screened.findings, documents, boundaries_of(corpora))


def _kept_apart(documents: Sequence[SourceDocument]) -> Iterator[SourceDocument]:
    """Give documents of one name ids of their own: the suffix of the file tells them apart, else a number."""
    count = Counter(item.document.id for item in documents)
    used: set[str] = set()
    for item in documents:
        name = item.document.id
        if count[name] > 1:
            name = f"{name}-{item.path.suffix.lstrip('.').lower()}"
        number = 1
        while name in used:
            number += 1
            name = f"{name.removesuffix(f'-{number - 1}')}-{number}"
        used.add(name)
        yield item if name == item.document.id else replace(item, document=replace(item.document, id=name))


def boundaries_of(corpora: Sequence[str]) -> tuple[Boundary, ...]:
    """Return what lies beside the shipped corpus; folders of raw documents have no boundaries of their own."""
    return load_boundaries(shipped_corpus() / "boundaries.yaml") if SHIPPED in corpora else ()


def _refuse_same_ids(passages: Sequence[Passage]) -> None:
    seen: set[str] = set()
    for passage in passages:
        if passage.id in seen:
            raise CorpusError(passage.document.id, 1, f"passage {passage.id} stands twice: rename one of the documents")
        seen.add(passage.id)
