"""Time and memory beside a plain stack, in one run: ``make benchmark`` [ARGS="--quick | --large"].

Writes ``results/speed.json``, ``speed.md``, ``speed.png`` and the README's lines. The two sides take turns, so that
what else the machine does meets both; figures are medians, and what counts is their ratio.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from statistics import median
from typing import Any

from assistant.encoder import Encoder, encoders_folder, open_encoder
from assistant.releases import SHIPPED
from assistant.settings import read_settings
from ingest.build import build, prepare
from ingest.corpora import collect
from tests.benchmarks import plain, report
from tests.benchmarks.sizes import search_times
from tests.benchmarks.warm import questions

RESULTS = Path(__file__).parent / "results"
README = Path(__file__).resolve().parent.parent.parent / "README.md"
QUESTION = "Do executives get locality pay?"
SIDES = ("product", "plain")
ROUNDS = 3


def main() -> None:
    """Measure, print and store."""
    parser = argparse.ArgumentParser(prog="make benchmark")
    parser.add_argument("--quick", action="store_true", help="fewer questions and no 30,000 passages; nothing stored")
    parser.add_argument("--large", action="store_true", help="100,000 passages, too (some minutes more)")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="ses-benchmark-"))
    try:
        found = _measure(folder, options)
    finally:
        shutil.rmtree(folder)
    print(report.table(found))
    if not options.quick:
        RESULTS.mkdir(exist_ok=True)
        (RESULTS / "speed.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
        (RESULTS / "speed.md").write_text(report.table(found), encoding="utf-8")
        report.chart(found, RESULTS / "speed.png")
        report.write_into(README, found)


def _measure(folder: Path, options: argparse.Namespace) -> dict[str, Any]:
    homes = {"product": folder / "home", "plain": folder / "plain"}
    encoder = _encoder(homes["product"])
    _say("building both")
    builds = _builds(homes, encoder)
    _say("first answers")
    cold = _cold(homes, 2 if options.quick else 5)
    _say("warm answers")
    warm = _warm(homes, 10 if options.quick else 1)
    sizes = [300, 3000, *([] if options.quick else [30_000]), *([100_000] if options.large else [])]
    _say(f"search in {', '.join(f'{size:,}' for size in sizes)} passages")
    sized = search_times(folder / "sizes", encoder, sizes, questions()[:: 10 if options.quick else 4])
    return {
        "machine": {"cores": os.cpu_count(), "python": platform.python_version(), "load": os.getloadavg()[0]},
        "build": builds,
        "cold": cold,
        "warm": warm,
        "search": sized,
    }


def _say(what: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {what}", file=sys.stderr, flush=True)


def _encoder(home: Path) -> Encoder:
    """Return the encoder of the benchmark's home, its export taken over from the usual home where that has one."""
    encoder = open_encoder(home)
    usual = encoders_folder(read_settings().home) / encoder.fingerprint
    if usual.is_dir():
        shutil.copytree(usual, encoder.folder)
    prepare(encoder)
    return encoder


def _builds(homes: dict[str, Path], encoder: Encoder) -> dict[str, Any]:
    """Build both from the same corpus; the export of the encoder, made once in a lifetime, is not counted."""
    passages, _ = collect([SHIPPED])
    encoder.warm()
    since = time.perf_counter()
    texts = build(homes["product"], [SHIPPED], encoder).embedded
    product = time.perf_counter() - since
    plain.model()
    since = time.perf_counter()
    chunks = plain.index(homes["plain"], [f"{passage.heading[-1]}\n{passage.text}" for passage in passages])
    other = time.perf_counter() - since
    return {
        "product": {"seconds": product, "passages": len(passages), "texts": texts},
        "plain": {"seconds": other, "passages": len(passages), "texts": chunks},
    }


def _cold(homes: dict[str, Path], times: int) -> dict[str, Any]:
    """Start a process, answer one question, end: wall and processor seconds, in turn."""
    commands = {
        "product": ["-m", "assistant", "ask", QUESTION, "--home", str(homes["product"])],
        "plain": ["-m", "tests.benchmarks.plain", str(homes["plain"]), QUESTION],
    }
    runs: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for _ in range(times + 1):
        for side in SIDES:
            runs[side].append(_run([sys.executable, *commands[side]]))
    return {side: _cold_medians(found[1:]) for side, found in runs.items()}  # the first one fills the disk's cache


def _run(command: list[str]) -> tuple[float, float]:
    since = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    return time.perf_counter() - since, used.ru_utime + used.ru_stime


def _cold_medians(runs: list[tuple[float, float]]) -> dict[str, float]:
    wall, processor = (median(column) for column in zip(*runs, strict=True))
    return {"seconds": wall, "processor_seconds": processor}


def _warm(homes: dict[str, Path], thin: int) -> dict[str, Any]:
    """Ask each side every question once, in rounds of own processes that take turns."""
    pooled: dict[str, dict[str, list[float]]] = {side: defaultdict(list) for side in SIDES}
    peaks: dict[str, list[float]] = defaultdict(list)
    for part in range(ROUNDS):
        for side in SIDES:
            where = [side, str(homes[side]), str(part), str(ROUNDS * thin)]
            command = [sys.executable, "-m", "tests.benchmarks.warm", *where]
            done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=True)
            told = json.loads(done.stdout.splitlines()[-1])
            peaks[side].append(told["peak_mb"])
            for stage, found in told["stages"].items():
                pooled[side][stage] += found
    return {
        side: {"peak_mb": median(peaks[side]), "stages": {stage: _spread(found) for stage, found in stages.items()}}
        for side, stages in pooled.items()
    }


def _spread(found: list[float]) -> dict[str, float]:
    ordered = sorted(found)
    return {"p50": median(ordered), "p95": ordered[int(0.95 * (len(ordered) - 1))], "of": len(ordered)}


if __name__ == "__main__":
    main()
