"""What wordings teach the encoder, and that a build adds it."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from conftest import ON

from assistant.encoder import ADAPTER, Encoder, encoders_folder, find_encoder, fingerprint, open_encoder
from assistant.pipeline import Assistant
from assistant.releases import SHIPPED, current_release
from assistant.types import Boundary, Question
from ingest.__main__ import main
from ingest.export import adapt, linear_layers, load_model
from ingest.tuning import RANK, Matter, learn, matters_of, write_adapter
from ui.served import Served

FRUIT = Matter(("How ripe is the pear?", "Is that fruit ready to eat?", "may I bite into it yet"), ("Pears are ripe.",))
BOATS = Matter(("When does the ferry sail?", "next boat across, please", "Is there a ship at noon?"), ())
MUSIC = Matter(("Who wrote this song?", "name of the composer", "whose tune is that"), ())


def test_matters_are_all_that_is_asked_in_more_than_one_way() -> None:
    """An entry brings heading, wordings and sentences; a matter beside the subject its wordings."""
    assert [
        len(matter.asked) for matter in matters_of((), (Boundary("boats", BOATS.asked), Boundary("one", ("a",))))
    ] == [3]


@pytest.mark.integration
def test_wordings_of_one_matter_come_nearer(tmp_path: Path) -> None:
    """After some steps a wording is farther from those of other matters; the same steps teach the same."""
    told: list[tuple[int, int]] = []
    changes = learn((FRUIT, BOATS, MUSIC), find_encoder(None), 12, lambda *done: told.append(done))
    assert told[-1] == (12, 12)
    again = learn((FRUIT, BOATS, MUSIC), find_encoder(None), 12)
    assert all(np.allclose(changes[name], again[name], atol=1e-3) for name in changes)
    write_adapter(tmp_path / "adapter.npz", changes)
    plain, taught = load_model(find_encoder(None)), load_model(find_encoder(None))
    adapt(taught, tmp_path / "adapter.npz")
    texts = [text for matter in (FRUIT, BOATS, MUSIC) for text in matter.asked]
    own = np.kron(np.eye(3), np.ones((3, 3))) > 0

    def margin(model: object) -> float:
        vectors = model.encode(texts, normalize_embeddings=True)  # type: ignore[attr-defined]
        near = vectors @ vectors.T
        return float(near[own].mean() - near[~own].mean())

    assert margin(taught) > margin(plain) + 0.05


def test_what_is_shipped_fits_every_layer_of_the_installed_weights() -> None:
    """Each linear layer has its change, small beside its weights, and nothing else is in the file."""
    with np.load(ADAPTER) as changes:
        layers = dict(linear_layers(load_model(find_encoder(None))))
        assert set(changes) == {f"{name}.{part}" for name in layers for part in ("down", "up")}
        for name, layer in layers.items():
            down, up = changes[f"{name}.down"].astype(np.float32), changes[f"{name}.up"].astype(np.float32)
            assert down.shape == (RANK, layer.in_features)
            change = float(np.linalg.norm(up @ down))
            assert 0 < change < 0.2 * float(layer.weight.detach().norm())


def test_the_encoder_that_made_a_release_is_found_by_its_fingerprint(tmp_path: Path) -> None:
    """Taught or not is told by the release; what neither made leaves the encoder as it was chosen."""
    taught, plain = open_encoder(tmp_path), open_encoder(tmp_path, taught=False)
    assert taught.matching(plain.fingerprint).folder == plain.folder
    assert plain.matching(taught.fingerprint).adapter == ADAPTER
    assert taught.matching("of another model") is taught.matching(taught.fingerprint) is taught


@pytest.mark.integration
def test_releases_of_both_encoders_answer_in_one_home(
    shipped: Assistant, tmp_path: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A folder alone goes untaught; the server, the way back and a comparison take the encoder that made a release."""
    home, taught = tmp_path / "home", shipped.retriever.encoder
    shutil.copytree(shipped.release.folder.parent.parent, home)
    shutil.copytree(taught.folder, encoders_folder(home) / taught.fingerprint)
    first, served = current_release(home), Served(home)
    assert served.refresh()
    gold = tmp_path / "gold.yaml"
    gold.write_text(
        "- {id: g1, turns: [Do staff get locality pay?], on: 2026-11-21, status: answered, must: [locality]}\n"
    )
    assert main(["build", "--home", str(home), "--corpus", str(folder)]) == 0
    assert served.refresh()
    for wanted in (current_release(home), first):
        assistant = Assistant.open(home, wanted)
        assert assistant.answer(Question("Do staff get locality pay?", ON)).status == "answered"
        assert (assistant.retriever.encoder.adapter is None) == (wanted != first)
    assert main(["diff", "--home", str(home), str(first), str(current_release(home)), "--gold", str(gold)]) == 0
    assert "~ answer" in capsys.readouterr().out
    assert main(["build", "--home", str(home), "--corpus", str(folder), "--corpus", SHIPPED, "--gate", str(gold)]) == 0
    assert served.refresh()


def test_an_encoder_of_ones_own_goes_without(tmp_path: Path) -> None:
    """The installed encoder is known by its weights and what was learned; a chosen one by its weights alone."""
    installed = find_encoder(None)
    assert open_encoder(tmp_path).fingerprint == fingerprint(installed, ADAPTER) != fingerprint(installed)
    chosen: Encoder = open_encoder(tmp_path, installed)
    assert (chosen.adapter, chosen.fingerprint) == (None, fingerprint(installed))
