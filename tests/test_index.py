"""The index on disk: similarities, and one clear error for whatever is missing, damaged or foreign."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import chromadb
import numpy as np
import pytest
from chromadb.config import Settings
from conftest import WordEncoder
from numpy.typing import NDArray

from assistant.errors import ReleaseError
from assistant.index import LEXICAL_FIELDS, Release, entry_rows, write_release
from assistant.lexicon import lexicon_digest
from assistant.manifest import FORMAT, Manifest, read_manifest
from assistant.pipeline import Assistant
from assistant.releases import current_release, open_release, releases_folder, switch_to
from assistant.signals import OVER_FETCH
from assistant.units import FIELDS, Matches, Unit, units_of
from assistant.vectors import open_vectors, write_vectors
from assistant.words import stems
from ingest.build import build
from ingest.corpora import collect


@pytest.fixture
def release(home: Path) -> Path:
    """The folder of its release."""
    return releases_folder(home) / str(current_release(home))


def change_manifest(release: Path, **fields: object) -> None:
    path = release / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | fields), encoding="utf-8")


def change_collection(release: Path, keep: bool) -> None:
    client: Any = chromadb.PersistentClient(str(release / "chroma"), settings=Settings(anonymized_telemetry=False))
    collection = client.get_collection("passages", embedding_function=None)
    if keep:
        collection.delete(collection.get()["ids"])
    else:
        client.delete_collection("passages")
    client.close()


def refusal(home: Path, release: str | None = None) -> str:
    with pytest.raises(ReleaseError) as error:
        open_release(home, release)
    return str(error.value)


def places(found: Matches) -> list[tuple[int, str, int]]:
    """Return row, field and part of each unit found."""
    return [(row, FIELDS[field], part) for row, field, part in zip(found.rows, found.fields, found.parts, strict=True)]


def test_cosine_becomes_similarity(tmp_path: Path, folder: Path) -> None:
    """Unit vectors at cosine 1, 0.8 and 0 are 1, 0.8 and 0 alike: larger is better, best first."""
    passages, _ = collect([str(folder)])
    units = [Unit(0, "heading", 0, "a"), Unit(0, "asked", 3, "b"), Unit(1, "body", 0, "c")]
    manifest = Manifest(
        format=FORMAT,
        id="0" * 12,
        built_at=datetime.now(UTC),
        encoder="none",
        lexicon=lexicon_digest(),
        corpora=("docs",),
        passages={passage.id: passage.digest for passage in passages},
        units=len(units),
    )
    vectors = np.array([[1, 0], [0.8, 0.6], [0, 1]], dtype=np.float32)
    write_release(tmp_path / "release", manifest, passages, units, vectors)
    release = Release(tmp_path / "release")
    (found,) = release.nearest(np.array([[1, 0]], dtype=np.float32), 3)
    release.close()
    assert places(found) == [(0, "heading", 0), (0, "asked", 3), (1, "body", 0)]
    assert found.cosines.tolist() == pytest.approx([1, 0.8, 0], abs=1e-6)


def test_finds_no_more_than_there_is(home: Path) -> None:
    """Asked for more than the index holds, the search gives all of it, once each."""
    release = open_release(home)
    (found,) = release.nearest(WordEncoder().encode(["annual leave"]), 1000)
    release.close()
    assert len(set(places(found))) == len(found.rows) == release.manifest.units


def test_gives_back_what_was_written(home: Path, folder: Path) -> None:
    """An opened release holds the passages that were built, digest by digest, and a vector for each of its texts."""
    passages, _ = collect([str(folder)])
    release = open_release(home)
    vectors = release.vectors()
    release.close()
    assert release.passages == tuple(passages)
    assert release.manifest.passages == {passage.id: passage.digest for passage in passages}
    for unit, vector in zip(
        units_of(passages), WordEncoder().encode([u.text for u in units_of(passages)]), strict=True
    ):
        assert vectors[unit.key] == pytest.approx(vector, abs=1e-6)


def test_lexical_scores_follow_the_words(home: Path) -> None:
    """A passage that holds the words scores above zero, one without any of them zero, unknown words nothing."""
    release = open_release(home)
    known, unknown = release.lexical(stems("locality pay")), release.lexical(["zzz"])
    release.close()
    rows = {passage.document.id: row for row, passage in enumerate(release.passages)}
    assert known.keys() == set(LEXICAL_FIELDS)
    assert known["body"][rows["pay"]] > 0 == known["body"][rows["leave"]]
    assert all(not scores.any() and len(scores) == 2 for scores in unknown.values())


def test_scores_sentences_in_reading_order(tmp_path: Path, encoder: WordEncoder) -> None:
    """Each sentence of a passage gets its own cosine with the question, in reading order."""
    docs = tmp_path / "texts"
    docs.mkdir()
    (docs / "a.txt").write_text("Staff earn annual leave. Executives receive awards.", encoding="utf-8")
    build(tmp_path / "home", [str(docs)], encoder)
    release = open_release(tmp_path / "home")
    (vector,) = encoder.encode(["Executives receive awards."])
    scores = release.sentence_cosines([0], vector)[0]
    release.close()
    assert len(scores) == 2
    assert scores[1] == pytest.approx(1, abs=1e-6)
    assert scores[0] < 0.9


def test_says_that_nothing_was_built(tmp_path: Path) -> None:
    """Without any release the error names the home and the command that builds one."""
    said = refusal(tmp_path / "nothing")
    assert str(tmp_path / "nothing") in said
    assert "python -m ingest build" in said


def test_says_what_to_do_without_a_collection(home: Path, release: Path) -> None:
    """A collection that was taken away is a release error that names the folder and the command that mends it."""
    change_collection(release, keep=False)
    said = refusal(home)
    assert release.name in said
    assert "python -m ingest build" in said


def test_says_what_to_do_with_an_emptied_collection(home: Path, release: Path) -> None:
    """A collection without its vectors is a release error, not an empty answer."""
    change_collection(release, keep=True)
    said = refusal(home)
    assert release.name in said
    assert "python -m ingest build" in said


def test_a_collection_taken_away_while_open_is_named(home: Path, release: Path) -> None:
    """Dense hits come from Chroma at answer time: without the collection an open release says so."""
    opened = open_release(home)
    change_collection(release, keep=False)
    with pytest.raises(ReleaseError, match="python -m ingest build"):
        opened.nearest(WordEncoder().encode(["annual leave"]), 3)
    opened.close()


@pytest.mark.parametrize(
    "damaged",
    ["", "{", "[]", '{"format": 1}', '{"format": "one", "id": "x"}', "\0\0\0\0"],
    ids=["empty", "cut short", "a list", "keys missing", "wrong types", "zeros"],
)
def test_refuses_a_damaged_manifest(home: Path, release: Path, damaged: str) -> None:
    """A manifest that cannot be read makes the folder no release, and the error says what to do."""
    (release / "manifest.json").write_text(damaged, encoding="utf-8")
    with pytest.raises(ReleaseError, match="is no release"):
        read_manifest(release)
    assert "python -m ingest build" in refusal(home)


@pytest.mark.parametrize("name", ["manifest.json", "passages.jsonl", "chroma/chroma.sqlite3", "words/body", "words"])
def test_refuses_a_release_with_a_part_gone(home: Path, release: Path, name: str) -> None:
    """Whatever part of a release is gone, opening it fails with one error that says what to do."""
    (release / name).rename(release.parent / "elsewhere")
    assert "python -m ingest build" in refusal(home)


PARTS = (
    "passages.jsonl",
    "words/body/data.csc.index.npy",
    "words/body/vocab.index.json",
    "words/question/indices.csc.index.npy",
    "words/question/indptr.csc.index.npy",
    "chroma/chroma.sqlite3",
)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param(
            name,
            content,
            id=f"{name} {'garbled' if content else 'emptied'}",
        )
        for name in PARTS
        for content in (b"", b"garbage " * 1000)
    ],
)
def test_refuses_a_release_with_a_part_damaged(home: Path, release: Path, name: str, content: bytes) -> None:
    """Whatever part of a release is damaged, opening it fails with one error that says what to do."""
    (release / name).write_bytes(content)
    assert "python -m ingest build" in refusal(home)


def test_refuses_a_release_that_lacks_a_passage(home: Path, release: Path) -> None:
    """Passages are compared with the manifest, so that a lost line is no later crash."""
    lines = (release / "passages.jsonl").read_bytes().splitlines(keepends=True)
    (release / "passages.jsonl").write_bytes(lines[0])
    assert "python -m ingest build" in refusal(home)


def test_a_refused_release_can_be_opened_once_mended(home: Path, release: Path, tmp_path: Path) -> None:
    """A refusal holds on to nothing: the same process opens the release after it has been put right."""
    whole = release.rename(tmp_path / "whole")
    (release / "chroma").mkdir(parents=True)
    for part in ("passages.jsonl", "boundaries.json", "units.json", "manifest.json"):
        (release / part).write_bytes((whole / part).read_bytes())
    (whole / "words").rename(release / "words")
    (release / "chroma" / "chroma.sqlite3").write_bytes(b"")
    refusal(home)
    (release / "chroma").rename(tmp_path / "broken")
    (whole / "chroma").rename(release / "chroma")
    opened = open_release(home)
    kept = opened.vectors()
    opened.close()
    assert len(kept) == opened.manifest.units


@pytest.mark.parametrize("fields", [{"format": FORMAT + 1}, {"format": FORMAT - 1}, {"lexicon": "0" * 16}])
def test_refuses_a_release_of_another_version(home: Path, release: Path, fields: dict[str, object]) -> None:
    """A release of another format or lexicon is refused as made by another version, with what to do."""
    change_manifest(release, **fields)
    said = refusal(home)
    assert "another version" in said
    assert "python -m ingest build" in said


@pytest.mark.parametrize(
    "name",
    [
        "../outside",
        "..",
        ".",
        "/",
        "releases/../../outside",
        "0123456789AB",
        "0123456789a",
        "0123456789ab/..",
        "%2e%2e",
    ],
)
def test_refuses_an_id_that_leaves_the_folder(home: Path, release: Path, name: str) -> None:
    """A release id is twelve hexadecimal digits: anything else opens nothing, wherever it would lead."""
    outside = home / "outside"
    release.rename(outside)
    assert "ingest releases" in refusal(home, name)
    assert "ingest releases" in refusal(home, str(outside))


def test_refuses_a_pointer_that_leaves_the_folder(home: Path, release: Path) -> None:
    """What stands in the pointer file is checked like an id that someone types."""
    release.rename(home / "outside")
    (home / "current").write_text("../outside\n", encoding="utf-8")
    assert "ingest releases" in refusal(home)


def test_refuses_a_pointer_that_is_no_text(home: Path) -> None:
    """A garbled pointer file is a release error that says what to do, not a decoding error."""
    (home / "current").write_bytes(b"\xff\xfe\xff")
    assert "python -m ingest" in refusal(home)


def test_an_unknown_release_is_named(home: Path) -> None:
    """A release that is not there is named, with the command that lists those that are."""
    said = refusal(home, "0123456789ab")
    assert "0123456789ab" in said
    assert "ingest releases" in said


def test_switching_changes_what_opens(home: Path, folder: Path, encoder: WordEncoder) -> None:
    """The release switched to is the one that opens by default, and the other opens by its id."""
    first = str(current_release(home))
    (folder / "pay.txt").unlink()
    second = build(home, [str(folder)], encoder).release
    switch_to(home, first)
    by_default, by_id = open_release(home), open_release(home, second)
    by_default.close()
    by_id.close()
    assert (by_default.id, by_id.id) == (first, second)
    assert sorted(path.name for path in home.iterdir() if path.name.startswith("current")) == ["current"]


READER = """
import sys
from pathlib import Path
from assistant.releases import open_release
release = open_release(Path(sys.argv[1]))
print("open", flush=True)
sys.stdin.readline()
key = next(iter(sorted(release.vectors())))
(found,) = release.nearest(release.vectors()[key][None], 2)
print(release.id, len(found.rows), flush=True)
release.close()
"""


@pytest.mark.integration
def test_two_processes_read_one_release(home: Path) -> None:
    """Two processes that hold the same release open at once, beside this one, can all search it."""
    here = open_release(home)
    readers = [
        subprocess.Popen([sys.executable, "-c", READER, home], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    first_words = [reader.stdout.readline() for reader in readers if reader.stdout]
    results = [reader.communicate("go\n")[0] for reader in readers]
    assert first_words == ["open\n", "open\n"]
    assert results == [f"{here.id} 2\n"] * 2
    assert [len(found.rows) for found in here.nearest(WordEncoder().encode(["annual leave", "pay"]), 2)] == [2, 2]
    here.close()


@pytest.mark.parametrize(("asked", "learned"), [((), 0), (("How much?",), 2), (("How much?",) * 5_000_000, 0)])
def test_entries_are_told_apart_where_they_have_wordings(
    small: Assistant, asked: tuple[str, ...], learned: int
) -> None:
    """What has no other wording teaches nothing, and what would take long to learn is not learned."""
    document = replace(small.release.passages[0].document, kind="summary")
    entry = replace(small.release.passages[0], document=document, asked=asked)
    assert len(entry_rows([entry, small.release.passages[0], replace(entry, id="b#c/0")])) == learned


def test_the_nearest_vectors_are_found(tmp_path: Path) -> None:
    """However a build has laid out Chroma's graph, at most a thousandth of the nearest is missed."""
    random = np.random.default_rng(5)
    centres = np.repeat(random.normal(size=(60, 128)), 100, axis=0)
    vectors = unit(centres + 0.5 * random.normal(size=centres.shape))
    questions = unit(random.normal(size=(500, 128)))
    write_vectors(tmp_path / "vectors", [str(place) for place in range(len(vectors))], vectors, None)
    store = open_vectors(tmp_path / "vectors", "test", len(vectors))
    exact = np.argsort(-(questions @ vectors.T), axis=1)[:, :10].tolist()
    found = [{int(key) for key in keys[:10]} for keys, _ in store.nearest(questions, OVER_FETCH)]
    store.close()
    missed = sum(len(set(nearest) - got) for nearest, got in zip(exact, found, strict=True))
    assert missed <= 5, f"{missed} of {500 * 10} nearest vectors were missed"


def unit(vectors: NDArray[np.float64]) -> NDArray[np.float32]:
    """Return the rows of ``vectors`` in length 1."""
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)
