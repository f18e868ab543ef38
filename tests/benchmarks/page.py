"""What the chat page costs: time from Enter to the answer on screen, and memory over turns and sessions.

``python -m tests.benchmarks.page [--home DIR]`` serves the page on this machine and asks it in Chromium. The
Assistant's own time for the same questions is measured beside it, in this process and with nothing remembered.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from urllib.request import urlopen

from playwright.sync_api import Browser, Page, sync_playwright

from assistant.encoder import open_encoder
from assistant.opening import open_or_build
from assistant.pipeline import Assistant
from assistant.settings import read_settings
from assistant.types import Question
from ui.examples import EXAMPLES

TURNS, SESSIONS, ROUNDS, WARM = 50, 20, 6, 10
KEPT = 125
"""Seconds after which Streamlit has let go of a session whose page was closed: 120, and some to be sure."""
SETTLING = 3
"""Seconds in which the server learns that a page has been closed."""
READING = 1000
"""Milliseconds that a reader of the benchmark takes for an answer; what is drawn below it comes in that time."""
QUESTIONS = [question for questions in EXAMPLES.values() for question in questions]
FLAGS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
Watch = Callable[[], str]


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure the chat page in Chromium.")
    parser.add_argument("--home", type=Path, help="folder of releases (default: SES_HOME, else .ses or user data)")
    options = parser.parse_args(arguments)
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("error: chromium is not installed: apt-get install chromium")
    _alone(options.home)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        _measure(browser, options.home, Path(folder) / "memory.json")
        browser.close()


def _measure(browser: Browser, home: Path | None, report: Path) -> None:
    port = _free_port()
    words = ["--port", str(port), "--no-browser", *(["--home", str(home)] if home else [])]
    command = [sys.executable, "-m", "tests.benchmarks.watched", str(report), *words]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as server:
        _wait_for(f"http://127.0.0.1:{port}/_stcore/health")
        try:
            watch = _watcher(server.pid, report)
            _turns(browser, port, watch)
            for turn in range(ROUNDS):
                _round(browser, port, turn, watch)
            time.sleep(KEPT)
            _visit(browser, port).context.close()  # whose end makes Streamlit clear away the ended ones
            time.sleep(SETTLING)
            _tell(f"{KEPT} seconds after the last page was closed: {watch()}")
        finally:
            server.terminate()


def _alone(home: Path | None) -> None:
    """Print the Assistant's own time for the same questions; an answer that is remembered would take none."""
    assistant = open_or_build(home)
    release, settings = assistant.release, read_settings(home)
    alone = Assistant(release, open_encoder(settings.home, settings.encoder), remember=0)
    for question in QUESTIONS:
        _seconds(alone, question)
    times = [_seconds(alone, QUESTIONS[turn % len(QUESTIONS)]) for turn in range(TURNS)]
    print(f"release {release.id} with {len(release.passages)} passages, {os.cpu_count()} cores")
    _tell(f"the Assistant alone, nothing remembered: {_told(times)}")
    release.close()


def _seconds(assistant: Assistant, question: str) -> float:
    start = time.perf_counter()
    assistant.answer(Question(question, date.today()))
    return time.perf_counter() - start


def _turns(browser: Browser, port: int, watch: Watch) -> None:
    """Ask one session many questions; print times and the server's memory on the way."""
    page = _visit(browser, port)
    times = [_ask(page, QUESTIONS[turn % len(QUESTIONS)]) for turn in range(WARM)]
    _tell(f"after {WARM} turns: {watch()}, from Enter to the answer on screen {_told(times)}")
    for ten in range(TURNS // 10):
        times = [_ask(page, QUESTIONS[turn % len(QUESTIONS)]) for turn in range(10)]
        _tell(f"after {WARM + 10 * ten + 10} turns: {watch()}, from Enter to the answer on screen {_told(times)}")
    page.context.close()


def _round(browser: Browser, port: int, turn: int, watch: Watch) -> None:
    """Hold many sessions at once, each asking on a day of its own, so that none gets what another was told."""
    days = [date(2026, 1, 12) + timedelta(turn * SESSIONS + place) for place in range(SESSIONS)]
    pages = [_visit(browser, port, f"/?on={day}") for day in days]
    times = [_ask(page, QUESTIONS[place % len(QUESTIONS)]) for place, page in enumerate(pages)]
    held = watch()
    for page in pages:
        page.context.close()
    time.sleep(SETTLING)
    _tell(f"round {turn + 1}, {SESSIONS} sessions open: {held}; closed: {watch()}; first answers {_told(times)}")


def _visit(browser: Browser, port: int, path: str = "") -> Page:
    page = browser.new_context().new_page()
    page.set_default_timeout(180_000)
    page.goto(f"http://127.0.0.1:{port}{path}")
    page.get_by_role("button", name=QUESTIONS[0]).wait_for()
    return page


def _ask(page: Page, question: str) -> float:
    """Ask and return the seconds until a new answer is drawn."""
    box = page.get_by_placeholder("Ask about the Senior Executive Service")
    box.fill(question)
    start = time.perf_counter()
    box.press("Enter")
    page.locator("article.answer:not([data-seen])").last.wait_for()
    seconds = time.perf_counter() - start
    page.locator("article.answer").evaluate_all("all => all.forEach(e => { e.dataset.seen = 'yes'; })")
    page.locator("[data-test-script-state=notRunning]").wait_for()
    page.wait_for_timeout(READING)
    return seconds


def _watcher(pid: int, report: Path) -> Watch:
    """Return what asks the server for its resident memory, before and after a collection, and its sessions."""

    def watch() -> str:
        report.unlink(missing_ok=True)
        os.kill(pid, signal.SIGUSR1)
        while not report.exists():
            time.sleep(0.05)
        found = json.loads(report.read_text(encoding="utf-8"))
        return f"{found['before']:.0f} MB, {found['after']:.0f} MB collected, {found['sessions']} sessions alive"

    return watch


def _told(times: Sequence[float]) -> str:
    ranked = sorted(times)
    p95 = ranked[min(len(ranked) - 1, round(0.95 * len(ranked)))]
    return f"median {statistics.median(times) * 1000:.0f} ms, p95 {p95 * 1000:.0f} ms"


def _tell(line: str) -> None:
    """Print a line with the load of the machine, at once."""
    print(f"{line} (load {os.getloadavg()[0]:.1f})", flush=True)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _wait_for(url: str) -> None:
    for _ in range(600):
        with suppress(OSError), urlopen(url) as answer:
            answer.read()
            return
        time.sleep(0.2)
    sys.exit("error: the page did not come up")


if __name__ == "__main__":
    main()
