"""More than one machine: releases on a Chroma server, switched for all at once, and a server that goes away."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ON, WordEncoder

from assistant import served, vectors
from assistant.errors import ReleaseError, ServerAwayError
from assistant.manifest import read_manifest
from assistant.pipeline import Assistant
from assistant.releases import current_release, folder_of, open_release, prune
from assistant.types import Answer, Question
from ingest.build import build

pytestmark = pytest.mark.integration

PAY = "Do staff get locality pay?"


class Server:
    """A Chroma server on loopback that can be stopped and started again on the same port and data."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.folder = folder
        self.url = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it answers."""
        chroma = Path(sys.executable).parent / "chroma"
        command = [str(chroma), "run", "--host", "127.0.0.1", "--port", str(self.port), "--path", str(self.folder)]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(600):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.1)
        raise AssertionError("the Chroma server did not start")

    def stop(self) -> None:
        """Stop it, as a machine that goes away."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    running = Server(tmp_path / "server")
    running.start()
    monkeypatch.setenv("SES_CHROMA_URL", running.url)
    monkeypatch.setattr(served, "FRESH", 0.0)
    monkeypatch.setattr(served, "PAUSE", 0.0)
    monkeypatch.setattr(vectors, "PAUSE", 0.0)
    yield running
    vectors.disconnect(running.url)
    running.stop()


def ask(assistant: Assistant, text: str = PAY) -> Answer:
    return assistant.answer(Question(text, ON))


def opened(home: Path) -> Assistant:
    return Assistant(open_release(home), WordEncoder(), remember=0)


def test_another_machine_answers_from_the_same_release(server: Server, tmp_path: Path, folder: Path) -> None:
    """A machine that has built nothing fetches what the server names and gives the same answer."""
    report = build(tmp_path / "builder", [str(folder)], WordEncoder())
    reader = tmp_path / "reader"
    assert current_release(reader) == report.release
    assert not (reader / "releases" / report.release / "chroma").exists()
    assert ask(opened(reader)).text == ask(opened(tmp_path / "builder")).text == "No. Staff get no locality pay. [1]"
    origin = opened(reader).release.passages[0].origin
    assert origin is not None
    assert opened(reader).release.original(origin.sha256)


def test_every_reader_follows_the_switch(server: Server, tmp_path: Path, folder: Path) -> None:
    """A new release is seen by every machine at once, and so is the way back; an open one keeps answering."""
    home, reader = tmp_path / "builder", tmp_path / "reader"
    first = build(home, [str(folder)], WordEncoder()).release
    kept = opened(reader)
    (folder / "pay.txt").write_text(f"{PAY}\nStaff in Alaska get locality pay.\n", encoding="utf-8")
    second = build(home, [str(folder)], WordEncoder()).release
    assert {current_release(home), current_release(reader)} == {second}
    assert "Alaska" in ask(opened(reader)).text
    assert "Alaska" not in ask(kept).text
    served.point_to(server.url, first)
    assert {current_release(home), current_release(reader)} == {first}


def test_a_server_that_is_away_is_bridged_by_words(server: Server, tmp_path: Path, folder: Path) -> None:
    """While the server is away the lexical index answers, with a notice; once it is back, nothing has to be done."""
    home = tmp_path / "home"
    build(home, [str(folder)], WordEncoder())
    assistant = opened(home)
    before = ask(assistant)
    server.stop()
    bridged = ask(assistant)
    assert bridged.text == before.text
    assert [notice.kind for notice in bridged.notices] == ["general_information"]
    assert current_release(home) == before.release
    assert ask(opened(home)).text == before.text
    server.start()
    after = ask(assistant)
    assert (after.text, after.notices) == (before.text, before.notices)


def test_what_is_pruned_leaves_the_server(server: Server, tmp_path: Path, folder: Path) -> None:
    """Pruning takes a release off the server, too; what stays there is fetched whole."""
    home, ids = tmp_path / "home", []
    for word in ("no", "some", "full"):
        (folder / "pay.txt").write_text(f"{PAY}\nStaff get {word} locality pay.\n", encoding="utf-8")
        ids.append(build(home, [str(folder)], WordEncoder()).release)
    assert prune(home, keep=1) == ids[:1]
    assert [served.is_published(server.url, name, read_manifest(folder_of(home, ids[2])).units) for name in ids] == [
        False,
        True,
        True,
    ]


@pytest.mark.parametrize("told", ["../../outside", "no release", "0123456789abc"])
def test_what_the_server_names_must_be_a_release(server: Server, tmp_path: Path, told: str) -> None:
    """A record that is no release's id leads nowhere: it is told, and nothing is written."""
    served.point_to(server.url, told)
    with pytest.raises(ReleaseError, match="which is no release"):
        current_release(tmp_path / "reader")
    assert not (tmp_path / "outside").exists()
    assert not (tmp_path / "reader").exists()


def test_a_damaged_release_on_the_server_is_told(server: Server, tmp_path: Path, folder: Path) -> None:
    """Pieces that make no archive are told in one line, and nothing half-fetched stays."""
    release = build(tmp_path / "home", [str(folder)], WordEncoder()).release
    files = vectors.served_client(server.url).get_collection(f"ses-{release}-files", embedding_function=None)
    files.update(ids=files.get()["ids"][:1], documents=["bm8gYXJjaGl2ZQ=="], embeddings=[[1.0]])
    with pytest.raises(ReleaseError, match="damaged"):
        current_release(tmp_path / "reader")
    assert list((tmp_path / "reader" / "releases").iterdir()) == []


def test_a_build_needs_the_server(server: Server, tmp_path: Path, folder: Path) -> None:
    """A build that cannot publish says so and switches nothing."""
    home = tmp_path / "home"
    first = build(home, [str(folder)], WordEncoder()).release
    server.stop()
    (folder / "pay.txt").write_text(f"{PAY}\nStaff in Alaska get locality pay.\n", encoding="utf-8")
    with pytest.raises(ServerAwayError, match=r"does not answer|is away"):
        build(home, [str(folder)], WordEncoder())
    assert current_release(home) == first
