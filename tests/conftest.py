"""Shared fixtures: a home of its own for every test, a small real encoder, a small corpus, no way to the network."""

from __future__ import annotations

import hashlib
import socket
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import settings

from assistant.encoder import Encoder, Vectors
from assistant.pipeline import Assistant
from assistant.releases import open_release
from assistant.types import Answer, Question, Turn
from assistant.words import stems
from ingest.build import SHIPPED, build

ON = date(2026, 11, 21)

settings.register_profile("timeless", deadline=None)
settings.load_profile("timeless")


class WordEncoder(Encoder):
    """A bag of hashed stems: deterministic, in no time, and near where words are shared. No weights to load."""

    def __init__(self) -> None:
        self.folder = Path("nowhere")
        self.fingerprint = "words-64"
        self.encoded: list[str] = []

    def encode(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        self.encoded += texts
        vectors = np.zeros((len(texts), 64), dtype=np.float32)
        for row, text in enumerate(texts):
            for word in stems(text) or ["-"]:
                vectors[row, hashlib.sha256(word.encode()).digest()[0] % 64] += 1
            vectors[row] /= np.linalg.norm(vectors[row])
        if progress is not None:
            progress(len(texts))
        return vectors


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test touches the user's releases."""
    monkeypatch.setenv("SES_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("SES_ENCODER", raising=False)


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any connection that leaves the machine fails the test that tries it."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not str(address[0]).startswith(("127.", "::1")):
            raise AssertionError(f"a connection to {address[0]} was tried")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture
def encoder() -> WordEncoder:
    return WordEncoder()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of two small raw documents."""
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "leave.md").write_text(
        "# Leave\n\n## Annual leave\nStaff earn 8 hours of annual leave.\n", encoding="utf-8"
    )
    (docs / "pay.txt").write_text("Do staff get locality pay?\nNo. Staff get no locality pay.\n", encoding="utf-8")
    return docs


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """The shipped corpus with the real encoder, built once a session."""
    from assistant.encoder import find_encoder

    home = tmp_path_factory.mktemp("shipped")
    encoder = Encoder(find_encoder(None))
    build(home, [SHIPPED], encoder)
    release = open_release(home)
    yield Assistant(release, encoder)
    release.close()


@pytest.fixture(scope="session")
def ask(shipped: Assistant) -> Callable[..., Answer]:
    """Ask the shipped corpus: ``ask("question", on=..., after=("earlier question",))``."""

    def asked(text: str, on: date = ON, after: tuple[str, ...] = ()) -> Answer:
        return shipped.answer(Question(text, on, tuple(Turn(earlier) for earlier in after)))

    return asked
