"""The encoder that answers: an export of the sentence-transformers model, equal to it and without it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from assistant.encoder import EXPORT, Encoder, open_encoder
from assistant.errors import EncoderError, ReleaseError
from assistant.pipeline import Assistant
from assistant.releases import open_release
from ingest.build import build
from ingest.export import export

ROOT = Path(__file__).resolve().parent.parent
SENTENCES = ["locality pay", "Staff earn hours of annual leave.", "", "none of these words", "pay " * 400]


@pytest.fixture
def encoder(tiny: Path, tmp_path: Path) -> Encoder:
    """The tiny model, not exported yet."""
    return open_encoder(tmp_path / "new", tiny)


@pytest.fixture
def exported(tiny: Path, tmp_path: Path, tiny_exported: None) -> Encoder:
    """The tiny model, exported."""
    return open_encoder(tmp_path / "home", tiny)


@pytest.mark.integration
def test_a_static_model_is_exported_as_it_is(encoder: Encoder) -> None:
    """Words without position have the same vectors as in the model, padding and empty texts included."""
    made = export(encoder, SENTENCES)
    assert made == EXPORT.validate_json((encoder.folder / "manifest.json").read_bytes())
    assert made.sentences_compared == len(SENTENCES)
    assert made.largest_difference <= 1e-6
    vectors = encoder.encode(SENTENCES)
    assert np.allclose(vectors, np.stack([encoder.encode([text])[0] for text in SENTENCES]), atol=1e-6)


def test_the_shipped_model_is_exported_as_it_is(real_encoder: Encoder) -> None:
    """The export that all tests answer with was compared on 200 texts and differs by rounding only."""
    made = EXPORT.validate_json((real_encoder.folder / "manifest.json").read_bytes())
    assert made.sentences_compared == 200
    assert made.largest_difference <= 1e-5


def test_vectors_have_length_one_and_keep_the_order(real_encoder: Encoder) -> None:
    """Texts of any length, together or alone, give the same unit vectors in the order given."""
    texts = ["a long one: " + "leave and pay " * 200, "leave", "", "How much leave do executives earn a year?", "Pay"]
    together = real_encoder.encode(texts)
    assert together.shape == (5, 384)
    assert together.dtype == np.float32
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    assert np.allclose(together, np.stack([real_encoder.encode([text])[0] for text in texts]), atol=1e-5)


def test_what_a_text_has_beyond_the_longest_does_not_count(real_encoder: Encoder) -> None:
    """Texts are cut where the model cuts them, at 256 tokens."""
    text = "leave " * 254
    cut, alike, shorter = real_encoder.encode([text + "pay " * 50, text + "award " * 50, text[: len(text) // 2]])
    assert np.allclose(cut, alike, atol=1e-6)
    assert not np.allclose(cut, shorter, atol=1e-3)


def test_no_text_gives_no_vector(real_encoder: Encoder) -> None:
    """An empty list has no vectors, of the right dimension."""
    assert real_encoder.encode([]).shape == (0, 384)


def test_the_vocabulary_holds_whole_words(real_encoder: Encoder) -> None:
    """Words come from the tokenizer: whole and of letters, no pieces of words and no signs."""
    assert all(real_encoder.knows(word) for word in ("executive", "leave", "pay"))
    assert not any(real_encoder.knows(word) for word in ("##ing", "[CLS]", "exectuive", "2026", "Leave", "é"))


def test_progress_counts_up_to_all(exported: Encoder) -> None:
    """Progress is told after each batch and ends at the number of texts."""
    told: list[int] = []
    exported.encode(["pay", "leave"] * 4000, told.append)
    assert told == sorted(told)
    assert len(told) > 1
    assert told[-1] == 8000


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-20])


DAMAGE: list[Callable[[Path], object]] = [
    lambda folder: (folder / "model.onnx").unlink(),
    lambda folder: _cut(folder / "model.onnx"),
    lambda folder: (folder / "tokenizer.json").unlink(),
    lambda folder: _cut(folder / "tokenizer.json"),
]


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_export_is_told(exported: Encoder, damage: Callable[[Path], object]) -> None:
    """Whatever is missing or cut, a build sees it and answering tells it in one line that says what to do."""
    assert not exported.needs_export()
    damage(exported.folder)
    again = Encoder(exported.source, exported.folder, exported.fingerprint)
    assert again.needs_export()
    with pytest.raises(EncoderError, match="run 'python -m ingest build'") as told:
        again.encode(["pay"])
    assert "\n" not in str(told.value)


@pytest.mark.parametrize("text", [None, "{}", "no JSON"])
def test_an_export_without_its_manifest_is_none(exported: Encoder, text: str | None) -> None:
    """What the manifest does not vouch for is exported again."""
    manifest = exported.folder / "manifest.json"
    manifest.unlink() if text is None else manifest.write_text(text, encoding="utf-8")
    assert exported.needs_export()


@pytest.mark.integration
def test_a_build_mends_a_damaged_export(tiny: Path, tmp_path: Path, folder: Path, tiny_exported: None) -> None:
    """A build whose release is complete exports the encoder again when its bytes are not those of the manifest."""
    home = tmp_path / "home"
    first = build(home, [str(folder)], open_encoder(home, tiny))
    model = open_encoder(home, tiny).folder / "model.onnx"
    whole = model.read_bytes()
    model.write_bytes(whole[:500] + bytes([whole[500] ^ 1]) + whole[501:])
    again = build(home, [str(folder)], open_encoder(home, tiny))
    assert not open_encoder(home, tiny).needs_export()
    assert (again.release, again.embedded) == (first.release, 0)


@pytest.mark.integration
def test_nothing_of_an_export_is_seen_before_it_is_whole(encoder: Encoder, monkeypatch: pytest.MonkeyPatch) -> None:
    """An export that ends in the middle leaves no encoder behind, and the next one clears its draft away."""
    with monkeypatch.context() as patch:
        patch.setattr("ingest.export._write_graph", lambda *_: 1 / 0)
        with pytest.raises(EncoderError, match="cannot be exported"):
            export(encoder, SENTENCES)
    assert [path.name[:7] for path in encoder.folder.parent.iterdir()] == [".draft-"]
    assert not encoder.folder.exists()
    export(encoder, SENTENCES)
    assert [path.name for path in encoder.folder.parent.iterdir()] == [encoder.fingerprint]


@pytest.mark.integration
def test_an_export_that_differs_is_refused(encoder: Encoder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Vectors that are not the model's are refused with the difference, and answer nothing."""
    monkeypatch.setattr("ingest.export.LARGEST_DIFFERENCE", -1.0)
    with pytest.raises(EncoderError, match="differs by"):
        export(encoder, SENTENCES)
    assert not encoder.folder.exists()


def test_a_release_of_another_encoder_is_refused(tiny: Path, tmp_path: Path, folder: Path, tiny_exported: None) -> None:
    """One other number in the weights, and the release was made by another encoder."""
    home, other = tmp_path / "home", tmp_path / "other"
    build(home, [str(folder)], open_encoder(home, tiny))
    shutil.copytree(tiny, other)
    weights = other / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-1] + b"\1")
    release = open_release(home)
    with pytest.raises(ReleaseError, match="another encoder"):
        Assistant(release, open_encoder(home, other))
    release.close()


@pytest.mark.integration
def test_answering_loads_no_torch(tiny: Path, tmp_path: Path, folder: Path, tiny_exported: None) -> None:
    """A question is answered in a process that never imports torch, transformers or sentence-transformers."""
    home = tmp_path / "home"
    build(home, [str(folder)], open_encoder(home, tiny))
    program = (
        "import json, sys\n"
        "from datetime import date\n"
        "from assistant.pipeline import Assistant\n"
        "from assistant.types import Question\n"
        "assistant = Assistant.open(sys.argv[1])\n"
        "answer = assistant.answer(Question('Do staff get locality pay?', date(2026, 11, 21)))\n"
        "print(json.dumps([answer.status, sorted({name.split('.')[0] for name in sys.modules})]))\n"
    )
    environment = {**os.environ, "SES_ENCODER": str(tiny)}
    command = [sys.executable, "-c", program, str(home)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    status, loaded = json.loads(done.stdout)
    assert status == "answered"
    assert "onnxruntime" in loaded
    assert set(loaded) & {"torch", "transformers", "sentence_transformers", "onnx", "onnxscript"} == set()
