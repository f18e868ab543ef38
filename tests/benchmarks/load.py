"""The HTTP API under load: ``python -m tests.benchmarks.load`` (or ``make load``) writes ``load.md`` beside this file.

A real server on loopback, distinct questions, a bounded ramp of clients, a worker killed in the middle. What must hold
ends with status 1 when it does not: no answer that is wrong or half, no error but an honest 429 or 503, health within a
second. Speed is told, not judged.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import platform
import random
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from assistant.contract import as_dict
from assistant.pipeline import Assistant
from assistant.types import Question
from tests.benchmarks.memory import resident

ON = date(2026, 11, 21)
RAMP = (1, 2, 4, 8, 16, 32, 64)
ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Level:
    """What was seen with so many clients at once: seconds of each answer, and how each request ended."""

    clients: int
    seconds: list[float] = field(default_factory=list)
    ends: Counter[str] = field(default_factory=Counter)
    lasted: float = 0.0
    health: float = 0.0
    memory: float = 0.0

    @property
    def bad(self) -> int:
        """Requests that ended in anything but an answer, 429 or 503."""
        return sum(count for end, count in self.ends.items() if end not in ("200", "429", "503"))


@dataclass(frozen=True)
class Server:
    """A running server: its port and the process that watches over the workers."""

    port: int
    process: subprocess.Popen[bytes]

    def workers(self) -> list[int]:
        """Return the process ids of the workers, which are those that have loaded the release."""
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return [int(pid) for pid in listed if resident(int(pid)) > 100]

    def memory(self) -> float:
        """Return the resident megabytes of the server and its workers."""
        return sum(resident(pid) for pid in (self.process.pid, *self.workers()))


@contextmanager
def server(home: Path, workers: int) -> Iterator[Server]:
    """Run the real server with limits that the load does not meet, on a free port."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port = door.getsockname()[1]
    most = {"SES_ANSWERS_PER_MINUTE": "1000000", "SES_LOOKUPS_PER_MINUTE": "1000000"}
    command = [sys.executable, "-m", "ui", "--port", str(port), "--workers", str(workers), "--home", str(home)]
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(command, cwd=ROOT, env=os.environ | most, stderr=log)
        try:
            wait_until_ready(port)
            yield Server(port, process)
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(60)


def wait_until_ready(port: int, seconds: float = 300) -> None:
    """Wait until questions are answered."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        if get(port, "/readyz")[0] == 200:
            return
        time.sleep(0.5)
    raise TimeoutError("the server did not become ready")


def get(port: int, path: str) -> tuple[int, float]:
    """Return status and seconds of one GET on a connection of its own; status 0 when there was none."""
    since = time.perf_counter()
    try:
        door = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        door.request("GET", path)
        status = door.getresponse().status
        door.close()
    except (OSError, http.client.HTTPException):
        status = 0
    return status, time.perf_counter() - since


class Client(threading.Thread):
    """Asks one question after another on one connection until there are none, and holds each answer to the expected."""

    def __init__(self, port: int, questions: Iterator[str], expected: dict[str, Any], level: Level) -> None:
        super().__init__(daemon=True)
        self._questions, self._expected, self._level = questions, expected, level
        self._door = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def run(self) -> None:
        for question in self._questions:
            since = time.perf_counter()
            end = self._ask(question)
            if end == "200":
                self._level.seconds.append(time.perf_counter() - since)
            self._level.ends[end] += 1
            if end != "200":
                time.sleep(0.2)
        self._door.close()

    def _ask(self, question: str) -> str:
        body = json.dumps({"text": question, "on": ON.isoformat()})
        try:
            self._door.request("POST", "/api/v1/answers", body, {"Content-Type": "application/json"})
            response = self._door.getresponse()
            content = response.read()
        except (OSError, http.client.HTTPException):
            self._door.close()
            return "broken connection"
        if response.status != 200:
            return str(response.status)
        return "200" if steady(json.loads(content)) == self._expected[question] else "wrong"


class Once(Iterator[str]):
    """Questions that many clients share, each handed out once."""

    def __init__(self, questions: Sequence[str]) -> None:
        self._rest, self._lock = iter(questions), threading.Lock()

    def __next__(self) -> str:
        with self._lock:
            return next(self._rest)


def parted(questions: Sequence[str], size: int) -> Iterator[list[str]]:
    """Part questions into sets: an answer is remembered, so that no set may hold a question of another."""
    return (list(questions[start : start + size]) for start in range(0, len(questions), size))


def expected_of(assistant: Assistant, text: str) -> dict[str, Any]:
    """Return what the pipeline answers without HTTP, as JSON has it."""
    found: dict[str, Any] = json.loads(json.dumps(as_dict(assistant.answer(Question(text, ON)))))
    return steady(found)


def steady(answer: dict[str, Any]) -> dict[str, Any]:
    """Return an answer without the only part that may differ."""
    return {key: value for key, value in answer.items() if key != "trace"}


def drive(
    running: Server, clients: int, questions: Sequence[str], expected: dict[str, Any], *, kill: bool = False
) -> Level:
    """Ask all questions with so many clients, while health is watched; ``kill`` ends a worker in the middle."""
    level, shared = Level(clients), Once(questions)
    threads = [Client(running.port, shared, expected, level) for _ in range(clients)]
    since = time.perf_counter()
    for thread in threads:
        thread.start()
    killed = not kill
    while any(thread.is_alive() for thread in threads):
        status, seconds = get(running.port, "/healthz")
        level.health = max(level.health, seconds if status in (200, 0) else 99)
        if not killed and sum(level.ends.values()) > len(questions) / 3:
            os.kill(running.workers()[0], signal.SIGKILL)
            killed = True
        time.sleep(0.2)
    level.lasted, level.memory = time.perf_counter() - since, running.memory()
    return level


def overhead(running: Server, questions: Sequence[str]) -> float:
    """Return the median milliseconds that HTTP adds to the stages of an answer, one client."""
    door = http.client.HTTPConnection("127.0.0.1", running.port, timeout=60)
    added = []
    for question in questions:
        since = time.perf_counter()
        door.request("POST", "/api/v1/answers", json.dumps({"text": question}), {"Content-Type": "application/json"})
        answer = json.loads(door.getresponse().read())
        added.append(time.perf_counter() - since - sum(step["seconds"] for step in answer["trace"]))
    door.close()
    return sorted(added)[len(added) // 2] * 1000


def look_ups(running: Server, questions: Sequence[str], clients: int = 8) -> list[float]:
    """Return the seconds of searches as they are typed, with so many clients."""
    seconds: list[float] = []

    def typing(mine: Sequence[str]) -> None:
        door = http.client.HTTPConnection("127.0.0.1", running.port, timeout=60)
        for question in mine:
            for length in (4, 9, 15):
                since = time.perf_counter()
                door.request("GET", "/api/v1/faq?limit=8&q=" + "+".join(question[:length].split()).replace("?", ""))
                door.getresponse().read()
                seconds.append(time.perf_counter() - since)
        door.close()

    threads = [threading.Thread(target=typing, args=(questions[i::clients],)) for i in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return seconds


def at(seconds: Sequence[float], share: float) -> float:
    """Return a percentile in milliseconds."""
    ordered = sorted(seconds)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000 if ordered else float("nan")


def row(level: Level, name: str = "") -> str:
    """Return a line of the table."""
    ends = ", ".join(f"{count} × {end}" for end, count in sorted(level.ends.items()))
    rate = level.ends["200"] / level.lasted
    times = " | ".join(f"{at(level.seconds, share):.0f}" for share in (0.5, 0.95, 0.99))
    return (
        f"| {name or level.clients} | {rate:.1f} | {times} | {ends} | {level.health * 1000:.0f} | {level.memory:.0f} |"
    )


def report(ramp: Sequence[Level], killed: Level, added: float, typed: Sequence[float], workers: int) -> str:
    """Return the report as Markdown."""
    loads = " ".join(f"{load:.1f}" for load in os.getloadavg())
    lines = [
        "# The HTTP API under load",
        "",
        f"`make load`, {date.today()}, {os.cpu_count()} cores ({platform.machine()}), {workers} workers, clients on the"
        f" same machine, load average at the end {loads}. Distinct questions of the corpus, each answer held to what"
        " the pipeline gives without HTTP. A client that is told 429 or 503 asks its next question 0.2 s later.",
        "",
        "| clients | answers/s | p50 ms | p95 ms | p99 ms | ends | slowest health ms | memory MB |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
        *(row(level) for level in ramp),
        row(killed, f"{killed.clients}, one worker killed"),
        "",
        f"HTTP adds {added:.1f} ms to an answer at the median. Search as you type with 8 clients:"
        f" p50 {at(typed, 0.5):.1f} ms, p95 {at(typed, 0.95):.1f} ms.",
        "",
    ]
    return "\n".join(lines)


def failures(ramp: Sequence[Level], killed: Level) -> list[str]:
    """Return what must hold and does not. A killed worker may break connections, and nothing else."""
    found = [f"{level.clients} clients: {dict(level.ends)}" for level in ramp if level.bad]
    found += [f"{level.clients} clients: health took {level.health:.1f} s" for level in ramp if level.health > 1]
    allowed = killed.ends["broken connection"]
    found += [f"worker killed: {dict(killed.ends)}"] if killed.bad > allowed or not killed.ends["200"] else []
    return found


def main() -> int:
    """Measure, write the report, and return 1 when something that must hold does not."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.load", description=__doc__)
    parser.add_argument("--home", type=Path, help="folder of a release (default: build one of the shipped corpus)")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--questions", type=int, default=160, help="distinct questions a level, none asked twice")
    parser.add_argument("--ramp", type=int, nargs="+", default=RAMP, help="clients at once")
    parser.add_argument("--out", type=Path, default=Path(__file__).with_suffix(".md"), help="the report to write")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        home = options.home or Path(scratch)
        if options.home is None:
            subprocess.run([sys.executable, "-m", "ingest", "build", "--home", str(home)], cwd=ROOT, check=True)
        assistant = Assistant.open(home)
        wordings = sorted({asked for passage in assistant.release.passages for asked in passage.asked})
        most = len(wordings) // (len(options.ramp) + 3)
        sets = parted(random.Random(8).sample(wordings, len(wordings)), min(options.questions, most))
        asked = [next(sets) for _ in range(len(options.ramp) + 3)]
        expected = {text: expected_of(assistant, text) for questions in asked for text in questions}
        first, alone, last, *rest = asked
        with server(home, options.workers) as running:
            drive(running, 4, first, expected)  # each worker has answered before anything is measured
            ramp = []
            for clients, questions in zip(options.ramp, rest, strict=True):
                ramp.append(drive(running, clients, questions, expected))
                print(row(ramp[-1]), flush=True)
            added, typed = overhead(running, alone), look_ups(running, alone)
            killed = drive(running, 16, last, expected, kill=True)
            print(row(killed, "killed"), flush=True)
    options.out.write_text(report(ramp, killed, added, typed, options.workers), encoding="utf-8")
    print(options.out.read_text(encoding="utf-8"))
    wrong = failures(ramp, killed)
    print("\n".join(wrong), file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
