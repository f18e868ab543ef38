"""The door to Chroma: a release on disk, written once by a build and then only read.

A release is a folder ``releases/<id>`` with ``chroma/`` (one vector a unit), ``words/`` (two lexical indexes),
``passages.jsonl``, ``boundaries.json`` and ``manifest.json``. The manifest is written last: a
folder without it is no release.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter, ValidationError

from assistant.encoder import Vectors
from assistant.errors import ReleaseError, StaleReleaseError
from assistant.lexical import Lexical, write_lexical
from assistant.types import Boundary, Passage
from assistant.words import lexicon_digest, stems

FORMAT = 2
COLLECTION = "passages"
REBUILD = "run 'python -m ingest build'"
Field = Literal["heading", "asked", "body", "sentence", "boundary"]
LEXICAL_FIELDS = ("question", "body")
_PASSAGE = TypeAdapter(Passage)
_BOUNDARIES = TypeAdapter(tuple[Boundary, ...])


@dataclass(frozen=True, slots=True)
class Unit:
    """One text that gets a vector: the ``part``-th text of a field of the ``row``-th passage (or boundary)."""

    row: int
    field: Field
    part: int
    text: str

    @property
    def key(self) -> str:
        """Its id in the collection."""
        return f"{self.row}|{self.field}|{self.part}"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a release is made of. ``built_at`` is told to readers and is no part of the id."""

    format: int
    id: str
    built_at: datetime
    encoder: str
    lexicon: str
    corpora: tuple[str, ...]
    passages: dict[str, str]
    units: int


_MANIFEST = TypeAdapter(Manifest)


@dataclass(frozen=True, slots=True)
class Match:
    """A unit near a question: which passage (or boundary), which field and part of it, and the cosine."""

    row: int
    field: Field
    part: int
    cosine: float


def units_of(passages: Sequence[Passage], boundaries: Sequence[Boundary] = ()) -> list[Unit]:
    """Return every text that gets a vector: heading, other wordings, whole body, each sentence; and each boundary's."""
    beside = [
        Unit(row, "boundary", part, wording)
        for row, boundary in enumerate(boundaries)
        for part, wording in enumerate(boundary.asked)
    ]
    return [*_units(passages), *beside]


def _units(passages: Sequence[Passage]) -> Iterator[Unit]:
    for row, passage in enumerate(passages):
        yield Unit(
            row,
            "heading",
            0,
            " – ".join(passage.heading[-2:]) if passage.document.kind == "verbatim" else passage.heading[-1],
        )
        for part, wording in enumerate(passage.asked):
            yield Unit(row, "asked", part, wording)
        yield Unit(row, "body", 0, f"{passage.heading[-1]} {passage.text}")
        if len(passage.sentences) > 1:
            for part, sentence in enumerate(passage.sentences):
                yield Unit(row, "sentence", part, passage.quote(sentence))


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
        if {passage.id: passage.digest for passage in self.passages} != self.manifest.passages:
            raise ReleaseError(f"Release {self.manifest.id} does not hold the passages of its manifest: {REBUILD}")
        self._client, self._collection = _open_collection(folder / "chroma", self.manifest.units)

    @property
    def id(self) -> str:
        """The content-derived release id."""
        return self.manifest.id

    def texts(self) -> Iterator[str]:
        """Yield every text of the passages: headings, other wordings, bodies."""
        for passage in self.passages:
            yield from (*passage.heading, *passage.asked, passage.text)

    def nearest(self, vector: NDArray[np.float32], k: int) -> list[Match]:
        """Return the ``k`` units nearest to a unit vector, best first, from the Chroma collection."""
        try:
            found = self._collection.query(
                [vector.tolist()], n_results=min(k, self.manifest.units), include=["distances"]
            )
        except Exception as error:  # Chroma's own kinds vary with what is damaged
            raise ReleaseError(f"Release {self.id} cannot be searched in Chroma ({error}): {REBUILD}") from error
        # Cosine distance becomes similarity here, once.
        return [_match(key, 1.0 - d) for key, d in zip(found["ids"][0], found["distances"][0], strict=True)]

    def lexical(self, words: list[str]) -> dict[str, NDArray[np.float32]]:
        """Return the BM25 score of every passage for stems ``words``, by lexical field."""
        return {name: index.scores(words, len(self.passages)) for name, index in self._words.items()}

    def having(self, word: str) -> NDArray[np.bool_]:
        """Say of every passage whether it has the stem ``word`` in its heading, other wordings or text."""
        found = np.zeros(len(self.passages), dtype=np.bool_)
        for index in self._words.values():
            found[index.rows(word)] = True
        return found

    def sentence_cosines(self, rows: Sequence[int], vectors: NDArray[np.float32]) -> dict[int, NDArray[np.float32]]:
        """Return, by passage, the cosine of its sentences (rows, in reading order) with unit vectors (columns)."""
        keys = {row: self._sentence_keys(row) for row in rows}
        stored = self._collection.get([key for part in keys.values() for key in part], include=["embeddings"])
        by_key = dict(zip(stored["ids"], np.asarray(stored["embeddings"], dtype=np.float32), strict=True))
        return {row: np.stack([by_key[key] for key in keys[row]]) @ vectors.T for row in rows}

    def _sentence_keys(self, row: int) -> list[str]:
        count = len(self.passages[row].sentences)
        return [f"{row}|sentence|{part}" for part in range(count)] if count > 1 else [f"{row}|body|0"]

    def vectors(self) -> dict[str, NDArray[np.float32]]:
        """Return the stored vector of every unit by its key (used by the next build)."""
        stored = self._collection.get(include=["embeddings"])
        return dict(zip(stored["ids"], np.asarray(stored["embeddings"], dtype=np.float32), strict=True))

    def close(self) -> None:
        """Let go of the database file."""
        self._client.close()


def read_manifest(folder: Path) -> Manifest:
    """Read the manifest of a release. Raise ``ReleaseError`` when there is none or it is damaged."""
    try:
        return _MANIFEST.validate_json((folder / "manifest.json").read_bytes())
    except (OSError, ValidationError) as error:
        raise ReleaseError(f"{folder} is no release ({type(error).__name__}): {REBUILD}") from error


def write_release(
    folder: Path,
    manifest: Manifest,
    passages: Sequence[Passage],
    units: Sequence[Unit],
    vectors: Vectors,
    boundaries: Sequence[Boundary] = (),
) -> None:
    """Write a whole release into a new ``folder``; the manifest comes last, after everything else is on disk."""
    folder.mkdir(parents=True)
    with (folder / "passages.jsonl").open("wb") as file:
        file.writelines(_PASSAGE.dump_json(passage) + b"\n" for passage in passages)
    (folder / "boundaries.json").write_bytes(_BOUNDARIES.dump_json(tuple(boundaries)))
    _write_words(folder / "words", passages)
    _write_vectors(folder / "chroma", units, vectors)
    with (folder / "manifest.json").open("wb") as file:
        file.write(json.dumps(_MANIFEST.dump_python(manifest, mode="json"), indent=1, sort_keys=True).encode())
        file.flush()
        os.fsync(file.fileno())


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


def _write_vectors(folder: Path, units: Sequence[Unit], vectors: Vectors) -> None:
    client = _client(folder)
    collection = client.create_collection(
        COLLECTION,
        embedding_function=None,
        configuration={"hnsw": {"space": "cosine", "ef_construction": 200, "ef_search": 200, "max_neighbors": 32}},
    )
    for start in range(0, len(units), 5000):
        batch = slice(start, start + 5000)
        collection.add(ids=[unit.key for unit in units[batch]], embeddings=vectors[batch])
    client.close()


def _open_collection(folder: Path, units: int) -> tuple[Any, Any]:
    """Open the collection; whatever is wrong with it is one error, and no client is left behind."""
    if not (folder / "chroma.sqlite3").is_file():
        raise ReleaseError(f"{folder} holds no Chroma database: {REBUILD}")
    client = None
    try:
        client = _client(folder)
        collection = client.get_collection(COLLECTION, embedding_function=None)
        found = collection.count()
    except Exception as error:  # Chroma's own kinds vary with what is damaged
        _forget(client)
        raise ReleaseError(f"{folder} holds no collection of passages ({error}): {REBUILD}") from error
    if found != units:
        _forget(client)
        raise ReleaseError(f"{folder} holds {found} vectors of {units}: {REBUILD}")
    return client, collection


def _forget(client: Any) -> None:
    """Close a client; when there is none, make Chroma forget the half-opened one that it keeps by path."""
    if client is not None:
        client.close()
        return
    from chromadb.api.shared_system_client import SharedSystemClient

    SharedSystemClient.clear_system_cache()


def _client(folder: Path) -> Any:
    import chromadb
    from chromadb.config import Settings

    return chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))


def _match(key: str, cosine: float) -> Match:
    row, field, part = key.split("|")
    return Match(int(row), field, int(part), cosine)  # type: ignore[arg-type]


@contextmanager
def _damage_named(folder: Path) -> Iterator[None]:
    """Turn any fault in reading our own files into one error that says what to do."""
    try:
        yield
    except (OSError, ValueError, KeyError, EOFError) as error:
        raise ReleaseError(f"{folder} is damaged ({type(error).__name__}): {REBUILD}") from error
