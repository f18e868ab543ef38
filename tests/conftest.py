"""Shared fixtures: a home of its own for every test, a small real encoder, a small corpus, no way to the network."""

from __future__ import annotations

import gc
import hashlib
import os
import shutil
import socket
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from filelock import FileLock
from hypothesis import settings

from assistant.encoder import Encoder, Vectors, encoders_folder, open_encoder
from assistant.index import Release
from assistant.pipeline import Assistant
from assistant.releases import SHIPPED, current_release, open_release
from assistant.settings import read_settings
from assistant.types import Answer, Passage, Question, Turn
from assistant.words import stems
from ingest.build import build, prepare
from ingest.corpora import collect

ON = date(2026, 11, 21)

settings.register_profile("timeless", deadline=None)
settings.load_profile("timeless")


class WordEncoder(Encoder):
    """A bag of hashed stems: deterministic, in no time, and near where words are shared. No weights to load."""

    def __init__(self) -> None:
        super().__init__(Path("nowhere"), Path("nowhere"), "words-64")
        self.encoded: list[str] = []

    def needs_export(self) -> bool:
        return False

    def knows(self, word: str) -> bool:
        return False

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


def pytest_collection_finish() -> None:
    """What collection has loaded stays to the end: the collector of garbage need not look at it again and again."""
    gc.freeze()


@pytest.fixture(autouse=True)
def _own_home(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test touches the user's releases; where one has no folder of its own, none can be made."""
    own = request.getfixturevalue("tmp_path") if "tmp_path" in request.fixturenames else os.devnull
    monkeypatch.setenv("SES_HOME", str(Path(own) / "home"))
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


def write_small(docs: Path) -> Path:
    """Write two small raw documents into a new folder and return it."""
    docs.mkdir()
    (docs / "leave.md").write_text(
        "# Leave\n\n## Annual leave\nStaff earn 8 hours of annual leave.\n", encoding="utf-8"
    )
    (docs / "pay.txt").write_text("Do staff get locality pay?\nNo. Staff get no locality pay.\n", encoding="utf-8")
    return docs


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of two small raw documents."""
    return write_small(tmp_path / "docs")


@pytest.fixture(scope="session")
def small_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with one release of the two small documents, built once a session, that no test changes."""
    base = tmp_path_factory.mktemp("small")
    build(base / "home", [str(write_small(base / "docs"))], WordEncoder())
    return base / "home"


@pytest.fixture
def home(small_home: Path, tmp_path: Path) -> Path:
    """A home of its own with one release of the two small documents."""
    return Path(shutil.copytree(small_home, tmp_path / "home"))


@pytest.fixture(scope="session")
def small_release(small_home: Path) -> Iterator[Release]:
    """The release of the two small documents, opened once a session, to be read only."""
    release = open_release(small_home)
    yield release
    release.close()


@pytest.fixture
def small(small_release: Release, encoder: WordEncoder) -> Assistant:
    """An assistant over the two small documents and the small encoder that has answered nothing yet."""
    return Assistant(small_release, encoder)


def _read_kept(file: Path) -> dict[str, Vectors]:
    """Return the vectors of ``file`` by the digest of their text."""
    if not file.is_file():
        return {}
    with np.load(file) as kept:
        return dict(zip(kept["keys"].tolist(), kept["vectors"], strict=True))


class KeepingEncoder(Encoder):
    """The real encoder, whose vectors are kept from one session of tests to the next."""

    def encode(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """Encode only the texts that no session before has encoded; a question or two is encoded each time."""
        if len(texts) < 100:
            return super().encode(texts, progress)
        file = self.folder.parent / f"{self.fingerprint}-kept.npz"
        kept = _read_kept(file)
        keys = [hashlib.sha256(text.encode()).hexdigest() for text in texts]
        fresh = {key: text for key, text in zip(keys, texts, strict=True) if key not in kept}
        if fresh:
            kept |= dict(zip(fresh, super().encode(list(fresh.values()), progress), strict=True))
            draft = file.with_suffix(f".{os.getpid()}.npz")
            np.savez(draft, keys=np.array(list(kept)), vectors=np.stack(list(kept.values())))
            draft.replace(file)
        return np.stack([kept[key] for key in keys])


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all processes of a session have in common; what is made there is made under a lock."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if os.environ.get("PYTEST_XDIST_WORKER") else own


@pytest.fixture(scope="session")
def real_encoder(request: pytest.FixtureRequest) -> Encoder:
    """The shipped encoder, exported once and kept in pytest's cache (``pytest --cache-clear`` drops it)."""
    home = request.config.cache.mkdir("ses")
    found = open_encoder(home)
    with FileLock(home / "export.lock"):
        prepare(found)
    return KeepingEncoder(found.source, found.folder, found.fingerprint, found.adapter)


@pytest.fixture(scope="session")
def tiny(request: pytest.FixtureRequest) -> Path:
    """A sentence-transformers model of a few hundred numbers that knows the words of the small documents.

    It is saved once and kept in pytest's cache like the shipped encoder's export.
    """
    home = request.config.cache.mkdir("tiny")
    with FileLock(home / "save.lock"):
        if not (home / "model" / "modules.json").is_file():
            _save_tiny(home / "model")
    return Path(home / "model")


def _save_tiny(folder: Path) -> None:
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

    words = ["[UNK]", *"do staff get locality pay earn hours of annual leave how much executives range".split()]  # noqa: SIM905
    tokenizer = Tokenizer(models.WordLevel({word: i for i, word in enumerate(words)}, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    weights = np.random.default_rng(5).normal(size=(len(words), 32)).astype(np.float32)
    model = SentenceTransformer(modules=[StaticEmbedding(tokenizer, embedding_weights=weights)], device="cpu")
    model.save(str(folder), create_model_card=False)


@pytest.fixture(scope="session")
def tiny_home(tiny: Path) -> Path:
    """A home that holds nothing but the export of the tiny model, kept beside it."""
    home = tiny.parent / "home"
    home.mkdir(exist_ok=True)
    with FileLock(tiny.parent / "export.lock"):
        prepare(open_encoder(home, tiny))
    return home


@pytest.fixture
def tiny_exported(tiny_home: Path, tmp_path: Path, _own_home: None) -> None:
    """Put the tiny model's export into the home of the test, so that no build there has to make it."""
    shutil.copytree(encoders_folder(tiny_home), encoders_folder(read_settings().home))


@pytest.fixture(scope="session")
def shipped_home(real_encoder: Encoder, shared: Path) -> Path:
    """A home with the shipped corpus and the real encoder, built once a session, that no test changes."""
    home = shared / "shipped"
    with FileLock(shared / "shipped.lock"):
        if current_release(home) is None:
            build(home, [SHIPPED], real_encoder)
    return home


@pytest.fixture(scope="session")
def shipped(real_encoder: Encoder, shipped_home: Path) -> Iterator[Assistant]:
    """The release of the shipped corpus, opened once a process."""
    release = open_release(shipped_home)
    yield Assistant(release, real_encoder)
    release.close()


@pytest.fixture(scope="session")
def shipped_passages() -> tuple[Passage, ...]:
    """The passages of the shipped corpus, read once a session."""
    return tuple(collect([SHIPPED])[0])


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A headless Chromium that asks nobody for anything; the tests that need it are skipped where there is none."""
    from playwright.sync_api import sync_playwright

    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        pytest.skip("no chromium is installed: apt-get install chromium")
    quiet = ["disable-background-networking", "disable-component-update", "disable-sync", "no-first-run", "no-sandbox"]
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=found, args=[f"--{flag}" for flag in quiet])
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def ask(shipped: Assistant) -> Callable[..., Answer]:
    """Ask the shipped corpus: ``ask("question", on=..., after=("earlier question",))``."""

    def asked(text: str, on: date = ON, after: tuple[str, ...] = ()) -> Answer:
        return shipped.answer(Question(text, on, tuple(Turn(earlier) for earlier in after)))

    return asked
