"""The chat page with an eye on its memory: ``python -m tests.benchmarks.watched REPORT [words of ui.chat]``.

At SIGUSR1 it writes to the file REPORT, as one JSON object, the resident memory before and after a collection and how
many sessions are alive.
"""

from __future__ import annotations

import gc
import json
import signal
import sys
from pathlib import Path
from typing import Any

from tests.benchmarks.memory import resident
from ui.launch import main


def watch(report: Path) -> None:
    """Answer SIGUSR1 with a report."""

    def told(*_: Any) -> None:
        from streamlit.runtime.app_session import AppSession

        before = resident()
        gc.collect()
        sessions = sum(isinstance(thing, AppSession) for thing in gc.get_objects())
        written = report.with_suffix(".new")
        written.write_text(json.dumps({"before": before, "after": resident(), "sessions": sessions}), encoding="utf-8")
        written.replace(report)

    signal.signal(signal.SIGUSR1, told)


if __name__ == "__main__":
    watch(Path(sys.argv[1]))
    sys.exit(main(sys.argv[2:]))
