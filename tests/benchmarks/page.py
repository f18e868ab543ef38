"""What the chat page costs: time from Enter to the answer on screen, and memory over turns and sessions.

``python -m tests.benchmarks.page [--home DIR]`` serves the page on this machine and asks it in Chromium. The
Assistant's own time for the same questions is measured beside it, in this process.
"""

from __future__ import annotations

import argparse
import os
import shutil
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from urllib.request import urlopen

from playwright.sync_api import Browser, Page, sync_playwright

from assistant.opening import open_or_build
from assistant.pipeline import Assistant
from assistant.types import Question
from ui.examples import EXAMPLES

TURNS, SESSIONS, WARM = 50, 20, 10
QUESTIONS = [question for questions in EXAMPLES.values() for question in questions]
FLAGS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure the chat page in Chromium.")
    parser.add_argument("--home", type=Path, help="folder of releases (default: SES_HOME, else .ses or user data)")
    options = parser.parse_args(arguments)
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("error: chromium is not installed: apt-get install chromium")
    assistant = open_or_build(options.home)
    print(f"{TURNS} turns, {SESSIONS} sessions at once, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    print(f"the Assistant alone: {_told(_alone(assistant))}")
    port = _free_port()
    home = ["--home", str(options.home)] if options.home else []
    command = [sys.executable, "-m", "ui.chat", *home, "--port", str(port), "--no-browser"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as server, sync_playwright() as playwright:
        _wait_for(f"http://127.0.0.1:{port}/_stcore/health")
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        _turns(browser, port, server.pid)
        _sessions(browser, port, server.pid)
        browser.close()
        server.terminate()


def _alone(assistant: Assistant) -> list[float]:
    for question in QUESTIONS:
        assistant.answer(Question(question, date.today()))
    return [_seconds(assistant, QUESTIONS[turn % len(QUESTIONS)]) for turn in range(TURNS)]


def _seconds(assistant: Assistant, question: str) -> float:
    start = time.perf_counter()
    assistant.answer(Question(question, date.today()))
    return time.perf_counter() - start


def _turns(browser: Browser, port: int, server: int) -> None:
    """Ask one session many questions; print times and the server's memory on the way."""
    page = _visit(browser, port)
    times = []
    for turn in range(TURNS + WARM):
        times.append(_ask(page, QUESTIONS[turn % len(QUESTIONS)]))
        if turn + 1 >= WARM and (turn + 1 - WARM) % 10 == 0:
            print(f"server memory after {turn + 1} turns: {_memory(server)} MB")
    print(f"from Enter to the answer on screen: {_told(times[WARM:])}")
    page.context.close()


def _sessions(browser: Browser, port: int, server: int) -> None:
    """Hold many sessions at once, three rounds; print the server's memory after each."""
    for turn in range(3):
        pages = [_visit(browser, port) for _ in range(SESSIONS)]
        times = [_ask(page, QUESTIONS[place % len(QUESTIONS)]) for place, page in enumerate(pages)]
        print(f"round {turn + 1}, {SESSIONS} sessions open: {_memory(server)} MB, first answers {_told(times)}")
        for page in pages:
            page.context.close()


def _visit(browser: Browser, port: int) -> Page:
    page = browser.new_context().new_page()
    page.set_default_timeout(180_000)
    page.goto(f"http://127.0.0.1:{port}")
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
    return seconds


def _memory(pid: int) -> int:
    """Return the resident memory of a process in MB."""
    with Path(f"/proc/{pid}/status").open(encoding="ascii") as lines:
        return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:")) // 1024


def _told(times: Sequence[float]) -> str:
    ranked = sorted(times)
    p95 = ranked[min(len(ranked) - 1, round(0.95 * len(ranked)))]
    return f"median {statistics.median(times) * 1000:.0f} ms, p95 {p95 * 1000:.0f} ms"


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
