"""The door to sentence-transformers and torch: a model becomes an ONNX export once, checked against the model."""

from __future__ import annotations

import json
import logging
import math
import shutil
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from assistant.encoder import EXPORT, Encoder, Export, sha256
from assistant.errors import EncoderError

LARGEST_DIFFERENCE = 1e-4
"""How far one number of a vector may be from the model's own; beyond it the export is refused."""

MOST_TOKENS = 512
MADE_WITH = ("torch", "onnx", "onnxscript", "onnxruntime", "sentence-transformers", "transformers", "tokenizers")


def export(encoder: Encoder, sentences: Sequence[str]) -> Export:
    """Export the model of ``encoder`` to its folder: written under a draft name, compared on ``sentences``, renamed.

    The caller holds the build lock. Raise ``EncoderError`` when the model cannot be loaded or exported, or when the
    export's vectors are not the model's.
    """
    draft = encoder.folder.with_name(f".draft-{encoder.fingerprint}")
    for leftover in encoder.folder.parent.glob(".draft-*"):
        shutil.rmtree(leftover)
    draft.mkdir(parents=True)
    with _quiet():
        model = load_model(encoder.source)
        if encoder.adapter is not None:
            adapt(model, encoder.adapter)
        try:
            _write(model, draft)
        except Exception as error:  # the exporter's kinds vary with the model
            first_line = str(error).strip().partition("\n")[0]
            raise EncoderError(f"{encoder.source} cannot be exported to ONNX ({first_line}): choose another") from error
        made = _check(model, Encoder(encoder.source, draft, encoder.fingerprint), sentences)
    shutil.rmtree(encoder.folder, ignore_errors=True)
    draft.rename(encoder.folder)
    return made


def load_model(folder: Path) -> Any:
    """Return a sentence-transformers model. Raise ``EncoderError`` when it cannot be loaded."""
    from sentence_transformers import SentenceTransformer

    try:
        return SentenceTransformer(str(folder), device="cpu", local_files_only=True).eval()
    except (OSError, ValueError, KeyError) as error:
        raise EncoderError(f"{folder} cannot be loaded as a sentence encoder: {error}") from error


def linear_layers(model: Any) -> Iterator[tuple[str, Any]]:
    """Yield the linear layers of a transformer's blocks with their names."""
    import torch

    for name, layer in model[0].auto_model.encoder.named_modules():
        if isinstance(layer, torch.nn.Linear):
            yield name, layer


def adapt(model: Any, adapter: Path) -> None:
    """Add what ``ingest/tuning.py`` has learned to the weights of the model."""
    import torch

    with np.load(adapter) as changes, torch.no_grad():
        for name, layer in linear_layers(model):
            down, up = (torch.from_numpy(changes[f"{name}.{part}"].astype(np.float32)) for part in ("down", "up"))
            layer.weight += up @ down


def _write(model: Any, folder: Path) -> None:
    static = type(model[0]).__name__ == "StaticEmbedding"
    fast = model.tokenizer if static else model.tokenizer.backend_tokenizer
    (folder / "tokenizer.json").write_text(_tokenizer(fast.to_str(), model.max_seq_length), encoding="utf-8")
    names = ["input_ids", "attention_mask"]
    if not static and "token_type_ids" in model.tokenizer.model_input_names:
        names.append("token_type_ids")
    _write_graph(model, names, folder / "model.onnx")


def _tokenizer(text: str, longest: float | None) -> str:
    """Return a tokenizer file as answering needs it: cut where the model cuts, never padded."""
    tokenizer = json.loads(text) | {"padding": None, "truncation": None}
    if longest is None or math.isinf(longest):  # a static model: no position, no special token
        return json.dumps(tokenizer | {"post_processor": None}, ensure_ascii=False)
    cut = {"direction": "Right", "max_length": int(longest), "strategy": "LongestFirst", "stride": 0}
    return json.dumps(tokenizer | {"truncation": cut}, ensure_ascii=False)


def _write_graph(model: Any, names: Sequence[str], path: Path) -> None:
    import torch

    example = tuple(torch.ones((2, 8), dtype=torch.int64) for _ in names)
    axes = {0: torch.export.Dim("batch"), 1: torch.export.Dim("length", max=MOST_TOKENS)}
    with torch.no_grad():
        torch.onnx.export(
            _from_tokens_to_vectors(model, names).eval(),
            example,
            str(path),
            dynamo=True,
            dynamic_shapes=((axes,) * len(names),),
            input_names=list(names),
            output_names=["vectors"],
            external_data=False,
            verbose=False,
        )


def _from_tokens_to_vectors(model: Any, names: Sequence[str]) -> Any:
    """Return a module from padded token tensors, named ``names``, to unit vectors: pooling is part of the graph."""
    import torch

    class Vectors(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, *tensors: torch.Tensor) -> torch.Tensor:
            features = dict(zip(names, tensors, strict=True))
            modules = list(self.model)
            if type(modules[0]).__name__ == "StaticEmbedding":
                features["sentence_embedding"] = _mean_of_rows(modules.pop(0).embedding.weight, features)
            for module in modules:
                features = module(features)
            return torch.nn.functional.normalize(features["sentence_embedding"], dim=1)

    def _mean_of_rows(weight: torch.Tensor, features: dict[str, torch.Tensor]) -> torch.Tensor:
        """Return the mean of the rows of a static model's tokens, padding left out; its own form takes none."""
        mask = features["attention_mask"].unsqueeze(-1).to(weight.dtype)
        return (weight[features["input_ids"]] * mask).sum(1) / mask.sum(1).clamp(min=1)

    return Vectors()


def _check(model: Any, encoder: Encoder, sentences: Sequence[str]) -> Export:
    """Compare the draft's vectors with the model's; the manifest is written when they are the same."""
    expected = model.encode(list(sentences), normalize_embeddings=True, show_progress_bar=False)
    difference = float(np.abs(encoder.encode(sentences) - expected).max())
    if not difference <= LARGEST_DIFFERENCE:
        raise EncoderError(f"The ONNX export of {encoder.source} differs by {difference:.1e} from it: choose another")
    made = Export(
        fingerprint=encoder.fingerprint,
        model_sha256=sha256(encoder.folder / "model.onnx"),
        tokenizer_sha256=sha256(encoder.folder / "tokenizer.json"),
        sentences_compared=len(sentences),
        largest_difference=difference,
        made_with={name: version(name) for name in MADE_WITH},
    )
    (encoder.folder / "manifest.json").write_bytes(EXPORT.dump_json(made, indent=1))
    return made


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep to ourselves what the exporter warns of: libraries that are not there, and names that it changes."""
    before = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(before)
