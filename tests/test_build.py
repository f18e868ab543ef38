"""Builds: what is counted, what is embedded again, and that nothing breaks the release that answers."""

from __future__ import annotations

import multiprocessing
import os
import random
import shutil
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from conftest import ON, WordEncoder

from assistant.encoder import Vectors
from assistant.errors import AssistantError, BusyError
from assistant.pipeline import Assistant
from assistant.releases import current_release, open_release, releases_folder
from assistant.types import Question
from assistant.units import FIELDS
from ingest.build import Report, build

PAY = "Do staff get locality pay?"
LEAVE = "How many hours of annual leave do staff earn?"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def answer(home: Path, question: str) -> str:
    """Return the text that the current release of ``home`` answers with."""
    release = open_release(home)
    try:
        return Assistant(release, WordEncoder()).answer(Question(question, ON)).text
    finally:
        release.close()


def counts(report: Report) -> tuple[int, int, int, int]:
    return report.new, report.changed, report.gone, report.same


def test_first_build_answers(home: Path, folder: Path, encoder: WordEncoder) -> None:
    """After the first build every passage is new and the release answers from it."""
    report = build(home, [str(folder)], encoder)
    assert counts(report) == (2, 0, 0, 0)
    assert current_release(home) == report.release
    assert answer(home, PAY) == "No. Staff get no locality pay. [1]"


def test_counts_new_changed_gone_and_same(home: Path, folder: Path, encoder: WordEncoder) -> None:
    """A second build tells new, changed, gone and untouched passages apart."""
    (folder / "hours.txt").write_text("Staff work 80 hours in a pay period.\n", encoding="utf-8")
    build(home, [str(folder)], encoder)
    (folder / "hours.txt").unlink()
    (folder / "leave.md").write_text("# Leave\n\n## Annual leave\nStaff earn 6 hours.\n", encoding="utf-8")
    for name in ("one", "two"):
        (folder / f"{name}.txt").write_text(f"Paper {name} is about awards.\n", encoding="utf-8")
    assert counts(build(home, [str(folder)], encoder)) == (2, 1, 1, 1)


def test_embeds_only_what_changed(home: Path, folder: Path, encoder: WordEncoder) -> None:
    """Only texts that no passage of the release before holds are encoded again."""
    build(home, [str(folder)], encoder)
    (folder / "pay.txt").write_text(f"{PAY}\nNo. Staff never get it.\n", encoding="utf-8")
    encoder.encoded.clear()
    report = build(home, [str(folder)], encoder)
    assert encoder.encoded == [f"{PAY} No. Staff never get it."]
    assert report.embedded == 1


def test_embeds_a_repeated_text_once(home: Path, tmp_path: Path, encoder: WordEncoder) -> None:
    """A text that several passages share is encoded once."""
    docs = tmp_path / "papers"
    docs.mkdir()
    for name in "abc":
        (docs / f"{name}.md").write_text("# Guide\n## Leave\nStaff earn leave.\n", encoding="utf-8")
    report = build(home, [str(docs)], encoder)
    assert report.new == 3
    assert len(encoder.encoded) == len(set(encoder.encoded)) == report.embedded


def test_a_mended_vector_is_the_same_vector(home: Path, folder: Path, encoder: WordEncoder) -> None:
    """A vector taken over from the release before is the one that the encoder gives."""
    build(home, [str(folder)], encoder)
    (folder / "pay.txt").write_text(f"{PAY}\nNo. Never.\n", encoding="utf-8")
    build(home, [str(folder)], encoder)
    release = open_release(home)
    (best,) = release.nearest(WordEncoder().encode(["Annual leave Staff earn 8 hours of annual leave."]), 1)
    release.close()
    assert (release.passages[best.rows[0]].document.id, FIELDS[best.fields[0]]) == ("leave", "body")
    assert best.cosines[0] == pytest.approx(1, abs=1e-5)


def test_another_encoder_embeds_all_again(home: Path, folder: Path, encoder: WordEncoder) -> None:
    """Vectors of one encoder are never taken over for another, and the release gets another id."""
    first = build(home, [str(folder)], encoder)
    other = WordEncoder()
    other.fingerprint = "words-64-b"
    second = build(home, [str(folder)], other)
    assert second.embedded == first.embedded == len(other.encoded)
    assert second.release != first.release


def test_same_content_gives_the_same_release(home: Path, tmp_path: Path, folder: Path, encoder: WordEncoder) -> None:
    """The id follows from content alone: built again, elsewhere or from a copied folder, it is the same."""
    first = build(home, [str(folder)], encoder)
    again = build(home, [str(folder)], encoder)
    copy = shutil.copytree(folder, tmp_path / "copy")
    elsewhere = build(tmp_path / "other", [str(copy)], WordEncoder())
    assert first.release == again.release == elsewhere.release
    assert (counts(again), again.embedded) == ((0, 0, 0, 2), 0)


def test_switches_back_without_embedding(home: Path, folder: Path, encoder: WordEncoder) -> None:
    """Content that was built before is switched back to as it stands, and answers again."""
    first = build(home, [str(folder)], encoder)
    original = (folder / "pay.txt").read_text(encoding="utf-8")
    (folder / "pay.txt").write_text(f"{PAY}\nYes. Staff get locality pay of 5 percent.\n", encoding="utf-8")
    build(home, [str(folder)], encoder)
    assert answer(home, PAY).startswith("Yes.")
    (folder / "pay.txt").write_text(original, encoding="utf-8")
    back = build(home, [str(folder)], encoder)
    assert (back.release, back.embedded, current_release(home)) == (first.release, 0, first.release)
    assert answer(home, PAY).startswith("No.")


def test_keeps_the_releases_before(home: Path, folder: Path, encoder: WordEncoder) -> None:
    """A build leaves every earlier release as it was, and it can still be opened by its id."""
    first = build(home, [str(folder)], encoder).release
    own = [path for path in (releases_folder(home) / first).rglob("*") if path.is_file() and "chroma" not in path.parts]
    files = {path: path.read_bytes() for path in own}  # Chroma writes a lock row into its own files when it opens them
    (folder / "pay.txt").unlink()
    second = build(home, [str(folder)], encoder).release
    old = open_release(home, first)
    vectors = old.vectors()
    old.close()
    assert {path: path.read_bytes() for path in own} == files
    assert len(files) > 2
    assert {path.name for path in releases_folder(home).iterdir()} == {first, second}
    assert [passage.document.id for passage in old.passages] == ["leave", "pay"]
    assert len(vectors) == old.manifest.units


def test_two_corpora_make_one_release(home: Path, tmp_path: Path, folder: Path, encoder: WordEncoder) -> None:
    """Several folders are built into one release, in the order given."""
    more = tmp_path / "more"
    more.mkdir()
    (more / "awards.txt").write_text("Staff may get an award.\n", encoding="utf-8")
    build(home, [str(more), str(folder)], encoder)
    release = open_release(home)
    release.close()
    assert [passage.document.id for passage in release.passages] == ["awards", "leave", "pay"]


def test_progress_counts_up_to_all(home: Path, folder: Path, encoder: WordEncoder) -> None:
    """Progress is told in texts done out of texts to embed, and ends at all of them."""
    told: list[tuple[int, int]] = []
    report = build(home, [str(folder)], encoder, lambda done, of: told.append((done, of)))
    assert told[-1] == (report.embedded, report.embedded)


class Blocking(WordEncoder):
    """An encoder that does something while the first build is under way."""

    def __init__(self, meanwhile: Callable[[], None]) -> None:
        super().__init__()
        self.meanwhile = meanwhile

    def encode(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        self.meanwhile()
        return super().encode(texts, progress)


def test_a_second_builder_is_told_to_wait(home: Path, folder: Path, encoder: WordEncoder) -> None:
    """While one build holds the lock another fails at once, says where and what to do, and changes nothing."""
    said: list[str] = []

    def second() -> None:
        with pytest.raises(BusyError) as error:
            build(home, [str(folder)], encoder)
        said.append(str(error.value))

    first = build(home, [str(folder)], Blocking(second))
    assert said == [said[0]]
    assert str(home) in said[0]
    assert "wait" in said[0]
    assert encoder.encoded == []
    assert current_release(home) == first.release


@pytest.mark.parametrize("fault", [RuntimeError, KeyboardInterrupt])
def test_a_failed_build_changes_nothing(home: Path, folder: Path, fault: type[BaseException]) -> None:
    """When a build breaks off, the old release answers as before and the next build goes through."""
    old = build(home, [str(folder)], WordEncoder()).release
    (folder / "pay.txt").write_text(f"{PAY}\nYes. Staff get it.\n", encoding="utf-8")

    def breaks() -> None:
        raise fault("broken off")

    with pytest.raises(fault, match="broken off"):
        build(home, [str(folder)], Blocking(breaks))
    assert current_release(home) == old
    assert answer(home, PAY).startswith("No.")
    build(home, [str(folder)], WordEncoder())
    assert answer(home, PAY).startswith("Yes.")


def test_builds_around_unreadable_files(home: Path, folder: Path, encoder: WordEncoder) -> None:
    """Files that cannot be read are reported by path and reason, and all the others are built."""
    (folder / "scan.pdf").write_bytes(b"%PDF-1.4")
    (folder / "old.txt").write_bytes(b"\xff\xfe\x00")
    report = build(home, [str(folder)], encoder)
    assert sorted(item.path.name for item in report.unread) == ["old.txt", "scan.pdf"]
    assert all(item.reason for item in report.unread)
    assert report.new == 2
    assert answer(home, PAY).startswith("No.")


@pytest.mark.parametrize("there", [False, True], ids=["no folder", "a file"])
def test_refuses_what_is_no_folder(home: Path, tmp_path: Path, encoder: WordEncoder, there: bool) -> None:
    """A corpus that is no folder is refused by name, with what to give instead."""
    path = tmp_path / "nowhere"
    if there:
        path.write_text("Words.", encoding="utf-8")
    with pytest.raises(AssistantError, match="nowhere is no folder: give a folder"):
        build(home, [str(path)], encoder)
    assert current_release(home) is None


@pytest.mark.parametrize("unreadable", [False, True], ids=["empty", "nothing readable"])
def test_refuses_a_folder_without_documents(
    home: Path, tmp_path: Path, folder: Path, encoder: WordEncoder, unreadable: bool
) -> None:
    """A folder that gives no passage is refused, and the release before stays."""
    old = build(home, [str(folder)], encoder).release
    empty = tmp_path / "empty"
    empty.mkdir()
    if unreadable:
        (empty / "scan.pdf").write_bytes(b"%PDF-1.4")
    with pytest.raises(AssistantError, match="Nothing to build"):
        build(home, [str(empty)], encoder)
    assert current_release(home) == old


def test_keeps_documents_of_one_name_apart(home: Path, folder: Path, encoder: WordEncoder) -> None:
    """Two files of one name, as a handbook in two formats, are both built, under ids of their own."""
    (folder / "pay.md").write_text(f"{PAY}\nStaff in Alaska get none.\n", encoding="utf-8")
    build(home, [str(folder)], encoder)
    release = open_release(home)
    names = {passage.document.id for passage in release.passages}
    release.close()
    assert names == {"leave", "pay-md", "pay-txt"}


def _empty_sqlite(release: Path) -> None:
    (release / "chroma" / "chroma.sqlite3").write_bytes(b"")


def _garble_sqlite(release: Path) -> None:
    (release / "chroma" / "chroma.sqlite3").write_bytes(b"garbage " * 1000)


def _empty_words(release: Path) -> None:
    next((release / "words" / "body").glob("data*.npy")).write_bytes(b"")


def _lose_a_passage(release: Path) -> None:
    lines = (release / "passages.jsonl").read_bytes().splitlines(keepends=True)
    (release / "passages.jsonl").write_bytes(b"".join(lines[:-1]))


DAMAGES = {
    "manifest gone": lambda release: (release / "manifest.json").unlink(),
    "manifest cut short": lambda release: (release / "manifest.json").write_text('{"format": 1'),
    "passages gone": lambda release: (release / "passages.jsonl").unlink(),
    "passages cut short": lambda release: (release / "passages.jsonl").write_bytes(b'{"id'),
    "words gone": lambda release: shutil.rmtree(release / "words"),
    "chroma gone": lambda release: shutil.rmtree(release / "chroma"),
    "everything gone": shutil.rmtree,
    "database emptied": _empty_sqlite,
    "database garbled": _garble_sqlite,
    "words emptied": _empty_words,
    "a passage lost": _lose_a_passage,
}


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(
            damage,
            id=name,
        )
        for name, damage in DAMAGES.items()
    ],
)
def test_a_build_mends_a_damaged_release(
    home: Path, folder: Path, encoder: WordEncoder, damage: Callable[[Path], object]
) -> None:
    """A build of the same content replaces a damaged current release, which then opens and answers."""
    release = build(home, [str(folder)], encoder).release
    damage(releases_folder(home) / release)
    assert build(home, [str(folder)], encoder).release == release
    assert answer(home, PAY) == "No. Staff get no locality pay. [1]"


@pytest.mark.parametrize(
    "pointer",
    [
        b"",
        b"\0\0\0\0",
        b"../elsewhere\n",
        b"0123456789ab\n",
        pytest.param(b"\xff\xfe"),
    ],
)
def test_a_build_mends_a_damaged_pointer(home: Path, folder: Path, encoder: WordEncoder, pointer: bytes) -> None:
    """Whatever stands in the file that names the current release, a build makes it answer again."""
    build(home, [str(folder)], encoder)
    (home / "current").write_bytes(pointer)
    build(home, [str(folder)], encoder)
    assert answer(home, PAY).startswith("No.")


def _build_and_die(home: Path, docs: Path, watch: str, at: int, told: Path) -> None:
    """Build in a process that kills itself with SIGKILL at its ``at``-th call or touch of the system."""
    seen = 0

    def step(*_: object) -> None:
        nonlocal seen
        seen += 1
        if seen == at:
            os.kill(os.getpid(), signal.SIGKILL)

    if watch == "calls":
        sys.setprofile(step)
    else:
        sys.addaudithook(step)
    build(home, [str(docs)], WordEncoder())
    steps, at = seen, -1
    sys.setprofile(None)
    told.write_text(str(steps), encoding="utf-8")


@pytest.mark.integration
@pytest.mark.parametrize("watch", ["calls", "system"])
def test_a_killed_build_never_hurts(home: Path, tmp_path: Path, folder: Path, watch: str) -> None:
    """Killed at ten random moments, a build leaves a release that opens and answers, and the next one succeeds."""
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload(["chromadb", "bm25s", "ingest.build", "assistant.pipeline"])
    told = tmp_path / "steps"

    def child(at: int) -> int | None:
        process = processes.Process(target=_build_and_die, args=(home, folder, watch, at, told))
        process.start()
        process.join()
        return process.exitcode

    def write(version: int) -> None:
        (folder / "pay.txt").write_text(f"{PAY}\nNo. Paper {version} gives no locality pay.\n", encoding="utf-8")

    build(home, [str(folder)], WordEncoder())
    write(0)
    assert child(0) == 0
    steps = int(told.read_text(encoding="utf-8"))
    chance, killed, answers = random.Random(1978), 0, 0
    for version in range(1, 11):
        before = answer(home, PAY)
        write(version)
        code = child(int(steps * (version - 1 + chance.random()) / 10) + 1)
        assert code in (-signal.SIGKILL, 0)
        killed += code == -signal.SIGKILL
        after = answer(home, PAY)
        assert after in (before, f"No. Paper {version} gives no locality pay. [1]")
        answers += after == before
        assert answer(home, LEAVE) == "Staff earn 8 hours of annual leave. [1]"
    assert killed >= 8
    assert answers >= 5
    write(11)
    build(home, [str(folder)], WordEncoder())
    assert answer(home, PAY) == "No. Paper 11 gives no locality pay. [1]"
    assert not list(releases_folder(home).glob(".*"))
