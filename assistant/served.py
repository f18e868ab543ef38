"""Releases on a Chroma server that several machines share: published whole, switched by one record, followed by all.

A release is two collections: ``ses-<id>-vectors``, and ``ses-<id>-files`` with everything else of its folder as one
packed file in pieces. The record ``current`` of the collection ``ses-current`` names the release that answers.
"""

from __future__ import annotations

import base64
import io
import tarfile
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from gzip import BadGzipFile
from pathlib import Path
from tempfile import TemporaryDirectory

from assistant.encoder import Vectors
from assistant.errors import ReleaseError, ServerAwayError
from assistant.vectors import PAUSE, disconnect, serve_vectors, served_client, served_name

POINTER = "ses-current"
PIECE = 400_000
"""Characters of a piece of a packed release."""

FRESH = 1.0
"""Seconds for which the server's word on the current release is believed."""

_NOTHING = [[1.0]]
"""Chroma wants a vector with every record; these are never searched."""

_heard: dict[str, tuple[float, str | None]] = {}
_quiet: dict[str, float] = {}


def publish(url: str, folder: Path, release: str, keys: list[str], vectors: Vectors) -> None:
    """Write a whole release to the server; nobody is pointed to it yet. Raise ``ServerAwayError``."""
    with _served(url):
        serve_vectors(url, release, keys, vectors)
        client = served_client(url)
        name = served_name(release, "files")
        if name in {collection.name for collection in client.list_collections()}:
            client.delete_collection(name)
        collection = client.create_collection(name, embedding_function=None)
        packed = base64.b64encode(_pack(folder)).decode("ascii")
        pieces = [packed[start : start + PIECE] for start in range(0, len(packed), PIECE)]
        for number, piece in enumerate(pieces):
            about = {"number": number, "of": len(pieces)}
            collection.add(ids=[f"{number:06}"], embeddings=_NOTHING, documents=[piece], metadatas=[about])


def is_published(url: str, release: str, expected: int) -> bool:
    """Say whether the server holds the whole release."""
    with _served(url):
        client = served_client(url)
        names = {collection.name for collection in client.list_collections()}
        if not {served_name(release), served_name(release, "files")} <= names:
            return False
        return bool(client.get_collection(served_name(release), embedding_function=None).count() == expected)


def point_to(url: str, release: str) -> None:
    """Make ``release`` the one that answers, for every machine at once. Raise ``ServerAwayError``."""
    with _served(url):
        pointer = served_client(url).get_or_create_collection(POINTER, embedding_function=None)
        pointer.upsert(ids=["current"], embeddings=_NOTHING, documents=[release])
    _heard.clear()


def withdraw(url: str, release: str) -> None:
    """Take a release off the server. Raise ``ServerAwayError``."""
    with _served(url):
        client = served_client(url)
        names = {collection.name for collection in client.list_collections()}
        for name in {served_name(release), served_name(release, "files")} & names:
            client.delete_collection(name)


def named(url: str) -> str | None:
    """Return the release that the server names, if it names one. Raise ``ServerAwayError``."""
    when, told = _heard.get(url, (-FRESH, None))
    if time.monotonic() - when < FRESH:
        return told
    if time.monotonic() < _quiet.get(url, 0.0):
        raise ServerAwayError(f"The Chroma server at {url} is away")
    with _served(url):
        client = served_client(url)
        there = POINTER in {collection.name for collection in client.list_collections()}
        found = client.get_collection(POINTER, embedding_function=None).get(["current"]) if there else None
        told = str(found["documents"][0]) if found and found["ids"] else None
    _heard[url] = (time.monotonic(), told)
    return told


def fetch(url: str, release: str, folder: Path) -> None:
    """Bring the files of a release here, under a draft name until all are there.

    Raise ``ServerAwayError`` when the server does not answer, ``ReleaseError`` when what it holds is damaged.
    """
    with _served(url):
        collection = served_client(url).get_collection(served_name(release, "files"), embedding_function=None)
        pieces: dict[str, str] = {}
        while len(pieces) < collection.count():
            found = collection.get(limit=20, offset=len(pieces), include=["documents"])
            pieces |= dict(zip(found["ids"], found["documents"], strict=True))
    folder.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".fetch-", dir=folder.parent) as draft:
        try:
            _unpack("".join(pieces[key] for key in sorted(pieces)), Path(draft) / release)
        except (tarfile.TarError, BadGzipFile, zlib.error, ValueError, EOFError) as error:
            raise ReleaseError(f"The Chroma server at {url} holds release {release} damaged: build it again") from error
        with suppress(OSError):  # another process was faster
            (Path(draft) / release).rename(folder)


def _unpack(packed: str, folder: Path) -> None:
    with tarfile.open(fileobj=io.BytesIO(base64.b64decode(packed))) as file:
        file.extractall(folder, filter="data")


def _pack(folder: Path) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as file:
        for path in sorted(folder.iterdir()):
            if path.name != "chroma":
                file.add(path, arcname=path.name)
    return packed.getvalue()


@contextmanager
def _served(url: str) -> Iterator[None]:
    """Turn every way in which a server does not answer into one error."""
    try:
        yield
    except ReleaseError:
        raise
    except Exception as error:  # httpx and Chroma have many words for a server that does not answer
        disconnect(url)
        _quiet[url] = time.monotonic() + PAUSE
        raise ServerAwayError(f"The Chroma server at {url} does not answer ({type(error).__name__})") from error
