"""The memory of a process, in MB of 1,024 KB, as the system tells it."""

from __future__ import annotations

from pathlib import Path


def resident(pid: int | str = "self") -> float:
    """Return what a process holds now, this one by default; 0 when it is gone."""
    return _told("VmRSS", pid)


def peak() -> float:
    """Return the most that this program has held; ``getrusage`` would tell that of the process it came from."""
    return _told("VmHWM", "self")


def _told(name: str, pid: int | str) -> float:
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return 0.0
    lines = (line for line in status.splitlines() if line.startswith(f"{name}:"))
    return next((int(line.split()[1]) / 1024 for line in lines), 0.0)
