"""The server under load keeps its promises; its speed is told in benchmarks/load.md and judged nowhere."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.load
ROOT = Path(__file__).resolve().parent.parent


def test_no_answer_is_wrong_or_half_and_health_stays(tmp_path: Path) -> None:
    """With 1 and 64 clients, and a worker killed, every end is a whole right answer or an honest 429 or 503."""
    report = tmp_path / "load.md"
    command = [sys.executable, "-m", "tests.benchmarks.load", "--questions", "96", "--out", str(report)]
    done = subprocess.run([*command, "--ramp", "1", "64"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    lines = [line for line in report.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    assert [line.split(" | ")[0] for line in lines[2:]] == ["| 1", "| 64", "| 16, one worker killed"]
