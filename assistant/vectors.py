"""The door to Chroma: the vectors of a release, in its own folder or on a Chroma server that several machines share."""

from __future__ import annotations

import atexit
import shutil
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from assistant.encoder import Vectors
from assistant.errors import ReleaseError, ServerAwayError

COLLECTION = "passages"
REBUILD = "run 'python -m ingest build'"
BATCH = 5000
SPACE = {"hnsw": {"space": "cosine", "ef_construction": 200, "ef_search": 1000, "max_neighbors": 32}}
"""How Chroma's graph is made and walked; no two builds lay it out alike. Of 969 questions to 10,000 vectors, an
``ef_search`` of 200 misses the nearest of all 5 times and one of the ten nearest 16 times, 1,000 never."""

PAUSE = 2.0
"""Seconds during which a server that was away is not asked again."""

MOST_SECONDS = 5.0
"""Seconds that a server may take to answer."""

PATCHED = 0.5
"""Share of the vectors up to which the collection before is patched; beyond, a new one is written."""


_connections: dict[str, Any] = {}


class VectorStore:
    """The vectors of one release by key. Reading only."""

    def __init__(self, release: str, client: Any, collection: Any) -> None:
        """Take an opened collection."""
        self.release = release
        self._client = client
        self._collection = collection

    def nearest(self, vectors: NDArray[np.float32], k: int) -> Iterator[tuple[list[str], NDArray[np.float64]]]:
        """Yield for each unit vector (a row) the keys nearest to it and their cosines, best first."""
        found = self._ask("query", vectors.tolist(), n_results=k, include=["distances"])
        for keys, distances in zip(found["ids"], found["distances"], strict=True):
            yield keys, 1.0 - np.array(distances)  # distance becomes similarity here, once

    def get(self, keys: Sequence[str] | None = None) -> dict[str, NDArray[np.float32]]:
        """Return vectors by key: those of ``keys``, or all."""
        stored = self._ask("get", list(keys) if keys is not None else None, include=["embeddings"])
        return dict(zip(stored["ids"], np.asarray(stored["embeddings"], dtype=np.float32), strict=True))

    def close(self) -> None:
        """Let go of the database file."""
        self._client.close()

    def _ask(self, method: str, *arguments: Any, **options: Any) -> Any:
        try:
            return getattr(self._collection, method)(*arguments, **options)
        except Exception as error:  # Chroma's own kinds vary with what is damaged
            text = f"Release {self.release} cannot be searched in Chroma ({error}): {REBUILD}"
            raise ReleaseError(text) from error


class ServedStore(VectorStore):
    """The vectors of one release on a Chroma server. Connects at first use, and again after the server was away."""

    def __init__(self, release: str, url: str, expected: int) -> None:
        """Remember where the server is; nothing is connected yet."""
        super().__init__(release, None, None)
        self._url, self._expected = url, expected
        self._quiet_until = 0.0

    def get(self, keys: Sequence[str] | None = None) -> dict[str, NDArray[np.float32]]:
        """Return vectors by key; all of them come in batches, as a server bounds what it sends."""
        if keys is not None:
            return super().get(keys)
        found: dict[str, NDArray[np.float32]] = {}
        while True:
            stored = self._ask("get", limit=BATCH, offset=len(found), include=["embeddings"])
            if not stored["ids"]:
                return found
            found |= dict(zip(stored["ids"], np.asarray(stored["embeddings"], dtype=np.float32), strict=True))

    def close(self) -> None:
        """Nothing is held: the connection belongs to the process."""

    def _ask(self, method: str, *arguments: Any, **options: Any) -> Any:
        if time.monotonic() < self._quiet_until:
            raise ServerAwayError(f"The Chroma server at {self._url} is away")
        try:
            if self._collection is None:
                self._collection = _served_collection(self._url, self.release, self._expected)
            return getattr(self._collection, method)(*arguments, **options)
        except ReleaseError:
            raise
        except Exception as error:  # httpx and Chroma have many words for a server that does not answer
            self._collection = None
            disconnect(self._url)
            self._quiet_until = time.monotonic() + PAUSE
            raise ServerAwayError(f"The Chroma server at {self._url} is away ({type(error).__name__})") from error


def write_vectors(folder: Path, keys: Sequence[str], vectors: Vectors, before: Path | None) -> None:
    """Write the collection of a new release, patching a copy of the one ``before`` when little has changed."""
    if before is not None and _patch(folder, keys, vectors, before):
        return
    shutil.rmtree(folder, ignore_errors=True)
    client = _local_client(folder)
    collection = client.create_collection(COLLECTION, embedding_function=None, configuration=SPACE)
    _add(collection, keys, vectors)
    client.close()


def _patch(folder: Path, keys: Sequence[str], vectors: Vectors, before: Path) -> bool:
    """Copy the collection ``before`` and apply what changed; say whether that was possible and worth it."""
    client = None
    try:
        shutil.copytree(before, folder)
        client = _local_client(folder)
        collection = client.get_collection(COLLECTION, embedding_function=None)
        if not SPACE["hnsw"].items() <= dict(collection.configuration["hnsw"]).items():
            return False  # made by a program that walked the graph otherwise
        stored = set(collection.get(include=[])["ids"])
        gone, fresh = sorted(stored - set(keys)), [i for i, key in enumerate(keys) if key not in stored]
        if len(gone) + len(fresh) > PATCHED * len(keys):
            return False
        for start in range(0, len(gone), BATCH):
            collection.delete(ids=gone[start : start + BATCH])
        _add(collection, [keys[i] for i in fresh], vectors[fresh])
        return bool(collection.count() == len(keys))
    except Exception:  # whatever is wrong with the copy, a new collection mends it
        return False
    finally:
        if client is not None:
            client.close()


def _add(collection: Any, keys: Sequence[str], vectors: Vectors) -> None:
    for start in range(0, len(keys), BATCH):
        batch = slice(start, start + BATCH)
        collection.add(ids=list(keys[batch]), embeddings=vectors[batch])


def open_vectors(folder: Path, release: str, expected: int) -> VectorStore:
    """Open the collection in ``folder``; whatever is wrong with it is one error, and no client is left behind."""
    if not (folder / "chroma.sqlite3").is_file():
        raise ReleaseError(f"{folder} holds no Chroma database: {REBUILD}")
    client = None
    try:
        client = _local_client(folder)
        collection = client.get_collection(COLLECTION, embedding_function=None)
        found = collection.count()
    except Exception as error:  # Chroma's own kinds vary with what is damaged
        _forget(client)
        raise ReleaseError(f"{folder} holds no collection of passages ({error}): {REBUILD}") from error
    if found != expected:
        _forget(client)
        raise ReleaseError(f"{folder} holds {found} vectors of {expected}: {REBUILD}")
    return VectorStore(release, client, collection)


def _forget(client: Any) -> None:
    """Close a client; when there is none, make Chroma forget the half-opened one that it keeps by path."""
    if client is not None:
        client.close()
        return
    from chromadb.api.shared_system_client import SharedSystemClient

    SharedSystemClient.clear_system_cache()


def _local_client(folder: Path) -> Any:
    import chromadb
    from chromadb.config import Settings

    return chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))


def served_client(url: str) -> Any:
    """Return this process's connection to the Chroma server at ``url``. Raise what Chroma raises when it is away."""
    import chromadb
    from chromadb.config import Settings

    if url not in _connections:
        parts = urlsplit(url)
        client = chromadb.HttpClient(
            host=parts.hostname or "localhost",
            port=parts.port or (443 if parts.scheme == "https" else 8000),
            ssl=parts.scheme == "https",
            settings=Settings(anonymized_telemetry=False),
        )
        # Chroma sets no timeout, so a server that hangs would hang its readers; nor does it close its connection.
        for session in _sessions(client):
            session.timeout = MOST_SECONDS
        _connections[url] = client
    return _connections[url]


def disconnect(url: str) -> None:
    """Let go of the connection to a server, so that the next use makes a new one."""
    client = _connections.pop(url, None)
    if client is not None:
        for session in _sessions(client):
            session.close()
        client.close()


def _sessions(client: Any) -> Iterator[Any]:
    """Yield the HTTP sessions of a client: it holds one for itself and one for its administration."""
    for part in (client, client._admin_client):
        yield part._server._session


@atexit.register
def _disconnect_all() -> None:
    for url in list(_connections):
        disconnect(url)


def served_name(release: str, part: str = "vectors") -> str:
    """Return the name of a release's collection on a server."""
    return f"ses-{release}-{part}"


def _served_collection(url: str, release: str, expected: int) -> Any:
    from chromadb.errors import NotFoundError

    client = served_client(url)
    try:
        collection = client.get_collection(served_name(release), embedding_function=None)
    except NotFoundError:
        raise ReleaseError(f"The Chroma server at {url} has no release {release}: {REBUILD}") from None
    found = collection.count()
    if found != expected:
        raise ReleaseError(f"The Chroma server at {url} holds {found} vectors of {expected}: {REBUILD}")
    return collection


def serve_vectors(url: str, release: str, keys: Sequence[str], vectors: Vectors) -> None:
    """Write the vectors of a release to a server, whole or anew."""
    client = served_client(url)
    name = served_name(release)
    if name in {collection.name for collection in client.list_collections()}:
        client.delete_collection(name)
    collection = client.create_collection(name, embedding_function=None, configuration=SPACE)
    for start in range(0, len(keys), 1000):
        batch = slice(start, start + 1000)
        collection.add(ids=list(keys[batch]), embeddings=vectors[batch])
