"""A release on disk, written once by a build and then only read.

A release is a folder ``releases/<id>`` with ``chroma/`` (one vector a text), ``units.json`` (which texts of which
passages have which vector), ``words/`` (two lexical indexes), ``likelihood/`` (which entry a question means; only where
entries have wordings), ``passages.jsonl``, ``boundaries.json``, ``originals/`` (the text of each raw document by
the digest of its file) and ``manifest.json``. The manifest is written last: a folder without it is no release.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property, lru_cache
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter

from assistant.encoder import Vectors
from assistant.errors import ReleaseError, StaleReleaseError
from assistant.lexical import Lexical, write_lexical
from assistant.lexicon import lexicon_digest
from assistant.likelihood import Likelihood, write_likelihood
from assistant.manifest import FORMAT, Manifest, read_manifest, write_manifest
from assistant.settings import read_settings
from assistant.types import Boundary, Passage
from assistant.units import FIELDS, Matches, Unit, keys_of, load_units, write_units
from assistant.vectors import REBUILD, ServedStore, VectorStore, open_vectors, write_vectors
from assistant.words import stems

LEXICAL_FIELDS = ("question", "body")
MOST_LEARNED = 20_000_000
"""Wordings times entries up to which their likelihoods are learned: a minute of a build (shipped: 2.5 million)."""

WORDS_KEPT = 4096
"""Stems of which it is remembered which passages have them."""

PASSAGES_KEPT = 1024
"""Passages whose sentences' vectors are remembered; one takes some 6 KB."""

_PASSAGE = TypeAdapter(Passage)
_BOUNDARIES = TypeAdapter(tuple[Boundary, ...])


class Release:
    """An opened release. Reading only: any number of processes may hold the same one."""

    def __init__(self, folder: Path) -> None:
        """Open the release in ``folder``. Raise ``ReleaseError`` when it is damaged or of another format."""
        self.folder = folder
        self.manifest = read_manifest(folder)
        if (self.manifest.format, self.manifest.lexicon) != (FORMAT, lexicon_digest()):
            raise StaleReleaseError(f"Release {self.manifest.id} was made by another version of the program: {REBUILD}")
        with _damage_named(folder):
            lines = (folder / "passages.jsonl").read_bytes().splitlines()
            self.passages = tuple(_PASSAGE.validate_json(line) for line in lines)
            self.boundaries = _BOUNDARIES.validate_json((folder / "boundaries.json").read_bytes())
            self.rows = {passage.id: row for row, passage in enumerate(self.passages)}
            self._words = {name: Lexical(folder / "words" / name) for name in LEXICAL_FIELDS}
            self._units, self._places = load_units(folder / "units.json")
            self._entries = entry_rows(self.passages)
            self._likelihood = Likelihood(folder / "likelihood") if len(self._entries) else None
        if {passage.id: passage.digest for passage in self.passages} != self.manifest.passages:
            raise ReleaseError(f"Release {self.manifest.id} does not hold the passages of its manifest: {REBUILD}")
        self._store = self._open_store()
        self._sentences: dict[int, NDArray[np.float32]] = {}
        self.having = lru_cache(maxsize=WORDS_KEPT)(self._having)

    def _open_store(self) -> VectorStore:
        url = read_settings().chroma_url
        if url is not None:
            return ServedStore(self.id, url, self.manifest.units)
        return open_vectors(self.folder / "chroma", self.id, self.manifest.units)

    @property
    def id(self) -> str:
        """The content-derived release id."""
        return self.manifest.id

    def texts(self) -> Iterator[str]:
        """Yield every text of the passages: headings, other wordings, bodies."""
        for passage in self.passages:
            yield from (*passage.heading, *passage.asked, passage.text)

    def nearest(self, vectors: NDArray[np.float32], k: int) -> tuple[Matches, ...]:
        """Return for each unit vector (a row) the units of the ``k`` texts nearest to it, from the Chroma collection.

        Raise ``ServerAwayError`` when they are on a server that does not answer.
        """
        return tuple(self._matches(*found) for found in self._store.nearest(vectors, min(k, self.manifest.units)))

    def _matches(self, keys: Sequence[str], cosines: NDArray[np.float64]) -> Matches:
        places = [self._places[key] for key in keys]
        rows, fields, parts = self._units[:, np.array([*chain.from_iterable(places)], dtype=np.intp)]
        return Matches(rows, fields, parts, np.repeat(cosines, [len(found) for found in places]))

    def lexical(self, words: list[str]) -> dict[str, NDArray[np.float32]]:
        """Return the BM25 score of every passage for stems ``words``, by lexical field."""
        return {name: index.scores(words, len(self.passages)) for name, index in self._words.items()}

    def likelihoods(self, vector: NDArray[np.float32], words: Sequence[str]) -> NDArray[np.float64] | None:
        """Return the log-likelihood that a text means each passage, ``None`` where none has been learned.

        Of a passage whose questions nobody has written down, such as a raw one, it is that of the likeliest entry:
        nothing is held against it.
        """
        if self._likelihood is None:
            return None
        of_entries = self._likelihood.of(vector, words)[: len(self._entries)]
        found = np.full(len(self.passages), of_entries.max())
        found[self._entries] = of_entries
        return found

    def _having(self, word: str) -> NDArray[np.int32]:
        """Return the rows that have the stem ``word`` in their heading, other wordings or text."""
        return np.unique(np.concatenate([index.rows(word) for index in self._words.values()]))

    def sentence_cosines(self, rows: Sequence[int], vectors: NDArray[np.float32]) -> dict[int, NDArray[np.float32]]:
        """Return, by passage, the cosine of its sentences (rows, in reading order) with unit vectors (columns)."""
        known = self._sentences
        missing = [row for row in rows if row not in known]
        if missing and len(self.passages) <= PASSAGES_KEPT:  # one reading of all costs little more than one of three
            known = self._sentences = self._read_sentences(range(len(self.passages)))
        elif missing:  # what threads read is replaced, never changed
            kept = known if len(known) < PASSAGES_KEPT else {row: known[row] for row in rows if row in known}
            known = self._sentences = kept | self._read_sentences(missing)
        return {row: known[row] @ vectors.T for row in rows}

    def _read_sentences(self, rows: Iterable[int]) -> dict[int, NDArray[np.float32]]:
        """Return the vectors of the sentences of each passage, from the Chroma collection."""
        keys = {row: self._sentence_keys[row] for row in rows}
        by_key = self._store.get(list(dict.fromkeys(key for part in keys.values() for key in part)))
        return {row: np.stack([by_key[key] for key in found]) for row, found in keys.items()}

    @cached_property
    def _sentence_keys(self) -> dict[int, list[str]]:
        """Return the keys of each passage's sentences in reading order; a single sentence is the body itself."""
        found: dict[int, dict[int, str]] = defaultdict(dict)
        units = self._units.T.tolist()
        for key, places in self._places.items():
            for row, name, part in (units[place] for place in places):
                several = FIELDS[name] != "boundary" and len(self.passages[row].sentences) > 1
                if FIELDS[name] == ("sentence" if several else "body"):
                    found[row][part] = key
        return {row: [keys[part] for part in sorted(keys)] for row, keys in found.items()}

    def vectors(self) -> dict[str, NDArray[np.float32]]:
        """Return every stored vector by its key (used by the next build)."""
        return self._store.get()

    def original(self, sha256: str) -> str | None:
        """Return the text of the raw document whose file has this digest, or ``None``."""
        found = read_original(self.folder, sha256)
        return str(found["text"]) if found else None

    def close(self) -> None:
        """Let go of the database file."""
        self._store.close()


def read_original(folder: Path, sha256: str) -> dict[str, Any] | None:
    """Return what a release keeps of a raw document: its text and what its reader found, or ``None``."""
    try:
        found: dict[str, Any] = json.loads((folder / "originals" / f"{sha256}.json").read_bytes())
    except (OSError, ValueError):
        return None
    return found


def write_release(
    folder: Path,
    manifest: Manifest,
    passages: Sequence[Passage],
    units: Sequence[Unit],
    vectors: Vectors,
    boundaries: Sequence[Boundary] = (),
    originals: Mapping[str, Mapping[str, Any]] | None = None,
    before: Path | None = None,
) -> None:
    """Write a whole release into a new ``folder``; the manifest comes last, after everything else is on disk.

    ``vectors`` has a row a key, in the order in which units first have them. ``originals`` are raw documents by the
    digest of their file; ``before`` is the folder of the release before, when its vectors are of the same encoder.
    """
    folder.mkdir(parents=True)
    with (folder / "passages.jsonl").open("wb") as file:
        file.writelines(_PASSAGE.dump_json(passage) + b"\n" for passage in passages)
    (folder / "boundaries.json").write_bytes(_BOUNDARIES.dump_json(tuple(boundaries)))
    _write_words(folder / "words", passages)
    write_units(folder / "units.json", units)
    _write_likelihood(folder / "likelihood", passages, units, vectors, before / "likelihood" if before else None)
    (folder / "originals").mkdir()
    for sha256, original in (originals or {}).items():
        text = json.dumps(original, ensure_ascii=False)
        (folder / "originals" / f"{sha256}.json").write_text(text, encoding="utf-8")
    write_vectors(folder / "chroma", keys_of(units), vectors, before / "chroma" if before else None)
    write_manifest(folder, manifest)


def question_words(passage: Passage) -> list[str]:
    """Return the stems of a passage's heading trail and its other wordings."""
    return [word for text in (*passage.heading, *passage.asked) for word in stems(text)]


def _write_words(folder: Path, passages: Sequence[Passage]) -> None:
    texts: dict[str, Callable[[Passage], list[str]]] = {
        "question": question_words,
        "body": lambda passage: stems(passage.text),
    }
    for name in LEXICAL_FIELDS:
        write_lexical(folder / name, [texts[name](passage) for passage in passages])


def entry_rows(passages: Sequence[Passage]) -> NDArray[np.int64]:
    """Return the rows of the entries that a build learns to tell apart: those asked for in several wordings.

    None, when there are so many that learning would take long.
    """
    entries = [not passage.document.is_verbatim and bool(passage.asked) for passage in passages]
    rows = np.flatnonzero(entries)
    wordings = sum(1 + len(passages[row].asked) for row in rows.tolist())
    return rows if wordings * len(rows) <= MOST_LEARNED else rows[:0]


def _write_likelihood(
    folder: Path, passages: Sequence[Passage], units: Sequence[Unit], vectors: Vectors, before: Path | None
) -> None:
    """Learn from the wordings of the entries, a class each, and of the matters beside the subject."""
    entries = {row: number for number, row in enumerate(entry_rows(passages).tolist())}
    if not entries:
        return
    places = {key: row for row, key in enumerate(keys_of(units))}
    asked = [unit for unit in units if unit.field in ("heading", "asked") and unit.row in entries]
    beside = [unit for unit in units if unit.field == "boundary"]
    write_likelihood(
        folder,
        [unit.key for unit in (*asked, *beside)],
        vectors[[places[unit.key] for unit in (*asked, *beside)]],
        [stems(unit.text) for unit in (*asked, *beside)],
        [*(entries[unit.row] for unit in asked), *(len(entries) + unit.row for unit in beside)],
        before,
    )


@contextmanager
def _damage_named(folder: Path) -> Iterator[None]:
    """Turn any fault in reading our own files into one error that says what to do."""
    try:
        yield
    except (OSError, ValueError, KeyError, TypeError, EOFError) as error:
        raise ReleaseError(f"{folder} is damaged ({type(error).__name__}): {REBUILD}") from error
