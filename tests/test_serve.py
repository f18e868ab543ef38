"""The server as it is run: in processes of its own, several workers, killed and rebuilt under it; and fuzzed."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2 as httpx
import hypothesis
import pytest
import schemathesis
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from starlette.testclient import TestClient

from assistant.encoder import Encoder
from ingest.build import build
from ui.api import create_app
from ui.served import Served
from ui.settings import ServerSettings

pytestmark = pytest.mark.integration
ROOT = Path(__file__).resolve().parent.parent
PAY = "Do staff get locality pay?"
SECRET = "xylophone"


@dataclass
class Running:
    """A server in processes of its own."""

    url: str
    process: subprocess.Popen[bytes]
    log: Path

    def ask(self, text: str = PAY) -> httpx.Response:
        return httpx.post(f"{self.url}/api/v1/answers", json={"text": text, "on": "2026-11-21"}, timeout=60)

    def workers(self) -> list[int]:
        """Return the worker processes: children of the server with a server's size."""
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return [int(pid) for pid in listed if b"multiprocessing.spawn" in Path(f"/proc/{pid}/cmdline").read_bytes()]


def ingest(home: Path, folder: Path) -> None:
    """Build a release of the folder with the installed encoder."""
    command = [sys.executable, "-m", "ingest", "build", "--home", str(home), "--corpus", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)


@pytest.fixture
def home(tmp_path: Path, folder: Path) -> Path:
    ingest(tmp_path / "home", folder)
    return tmp_path / "home"


@pytest.fixture
def running(home: Path, tmp_path: Path) -> Iterator[Running]:
    """Run two workers with ten thousand answers a minute."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port = door.getsockname()[1]
    command = [sys.executable, "-m", "ui", "--port", str(port), "--workers", "2", "--home", str(home)]
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(
            command, cwd=ROOT, env=os.environ | {"SES_ANSWERS_PER_MINUTE": "10000"}, stderr=log, stdout=log
        )
    started = Running(f"http://127.0.0.1:{port}", process, tmp_path / "log")
    try:
        assert comes_true(lambda: httpx.get(f"{started.url}/readyz").status_code == 200, 300), started.log.read_text()
        yield started
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(60)


def comes_true(condition: Any, seconds: float) -> bool:
    """Wait for something that takes another process a while."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        try:
            if condition():
                return True
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    return False


def test_workers_take_up_a_new_release_without_a_failed_request(running: Running, home: Path, folder: Path) -> None:
    """While questions keep coming, a build is taken up by every worker; each answer is whole and of one release."""
    before = running.ask().json()
    seen: list[tuple[int, str, str]] = []
    stop = threading.Event()

    def keep_asking() -> None:
        while not stop.is_set():
            found = running.ask()
            seen.append((found.status_code, found.json().get("release"), found.json().get("text")))

    threads = [threading.Thread(target=keep_asking) for _ in range(2)]
    for thread in threads:
        thread.start()
    (folder / "pay.txt").write_text("Do staff get locality pay?\nNo. Staff get no locality pay at all.\n", "utf-8")
    ingest(home, folder)
    new = (home / "current").read_text().strip()
    assert comes_true(lambda: [release for _, release, _ in seen[-12:]] == [new] * 12, 60)
    stop.set()
    for thread in threads:
        thread.join()
    said = {before["release"]: before["text"], new: "No. Staff get no locality pay at all. [1]"}
    assert [found for found in seen if found[0] != 200 or said.get(found[1]) != found[2]] == []


def test_a_killed_worker_is_replaced_and_nothing_is_told(running: Running) -> None:
    """With one worker killed the other answers; a new one comes; counts are those of all; logs hold no question."""
    first = running.ask(f"{PAY} {SECRET}").json()
    workers = running.workers()
    assert len(workers) == 2
    os.kill(workers[0], signal.SIGKILL)
    assert comes_true(lambda: running.ask().status_code == 200, 30)
    assert comes_true(lambda: len(running.workers()) == 2 and workers[0] not in running.workers(), 120)
    assert first["release"] == running.ask().json()["release"]
    counted = httpx.get(f"{running.url}/metrics").text
    assert 'ses_answers_total{reason="none",status="answered"}' in counted
    lines = running.log.read_text().splitlines()
    told = [json.loads(line) for line in lines if line.startswith("{")]
    assert {"request", "release opened"} <= {line["event"] for line in told}
    assert "Traceback" not in "".join(lines)
    assert SECRET not in "".join(lines) + counted


@pytest.mark.parametrize(
    ("environment", "arguments", "status", "said"),
    [
        ({"SES_ORIGINS": "*"}, [], 2, "usage: SES_ORIGINS"),
        ({}, ["--port", "no"], 2, "--port"),
        ({}, ["--help"], 0, "--workers"),
    ],
)
def test_a_wrong_start_is_one_line(environment: dict[str, str], arguments: list[str], status: int, said: str) -> None:
    """A setting that cannot be ends the start with a line that names it."""
    command = [sys.executable, "-m", "ui", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=os.environ | environment, capture_output=True, text=True, check=False)
    assert done.returncode == status
    assert said in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


# Fuzzed by its own description.


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Open the description of a server over a small release."""
    from tests.conftest import WordEncoder

    docs, home = tmp_path_factory.mktemp("docs"), tmp_path_factory.mktemp("home")
    (docs / "pay.txt").write_text(f"{PAY}\nNo. Staff get no locality pay.\n", encoding="utf-8")
    encoder: Encoder = WordEncoder()
    build(home, [str(docs)], encoder)
    settings = ServerSettings(home, answers_per_minute=1_000_000, lookups_per_minute=1_000_000)
    app = create_app(settings, Served(home, encoder))
    with TestClient(app):
        yield schemathesis.openapi.from_asgi("/openapi.json", app)


CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
BOUNDED = hypothesis.settings(
    max_examples=40, deadline=None, derandomize=True, database=None, suppress_health_check=list(hypothesis.HealthCheck)
)


def test_nothing_that_the_description_allows_breaks_the_server(described: Any) -> None:
    """Whatever is made from the description, good or bad: no 5xx, and every response is one that it names."""
    tried = []
    for found in described.get_all_operations():
        operation = found.ok()

        @BOUNDED
        @hypothesis.given(case=operation.as_strategy())
        def call(case: Any) -> None:
            case.call_and_validate(checks=CHECKS)

        call()
        tried.append(operation.label)
    assert len(tried) == 9
