"""``python -m ui``: the HTTP API and the widget, on this machine unless told otherwise."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from assistant.exits import exit_status
from assistant.settings import read_settings


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until interrupted and return the exit status; every error is one line."""
    options = _parser().parse_args(arguments)
    os.environ["SES_HOME"] = str(read_settings(options.home).home)
    return exit_status(lambda: _opened(options))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m ui", description="Serve the HTTP API and the widget.")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: 127.0.0.1)")
    parser.add_argument("--port", type=_within(1, 65535), default=8000, help="port to listen on (default: 8000)")
    parser.add_argument("--workers", type=_within(1, 64), default=1, help="processes on one release (default: 1)")
    parser.add_argument("--home", type=Path, help="folder of releases (default: SES_HOME, else .ses or user data)")
    return parser


def _within(least: int, most: int) -> Callable[[str], int]:
    """Return what reads a whole number from ``least`` to ``most``."""

    def read(text: str) -> int:
        if not text.isascii() or not text.isdigit() or not least <= int(text) <= most:
            raise argparse.ArgumentTypeError(f"{text} is no whole number from {least} to {most}")
        return int(text)

    return read


def _opened(options: argparse.Namespace) -> int:
    """Serve from a release that opens; the first one is built here."""
    from assistant.opening import open_or_build
    from ui.settings import read_server_settings

    open_or_build(read_server_settings().home).release.close()
    with tempfile.TemporaryDirectory(prefix="ses-") as shared:
        return _serve(options, Path(shared))


def _serve(options: argparse.Namespace, shared: Path) -> int:
    """Run uvicorn. Workers share rate limits and counts in a folder of their own that goes when they go."""
    import uvicorn

    from ui.logs import LOGGING

    if options.workers > 1:
        counts = shared / "counts"
        counts.mkdir()
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(counts)
        os.environ["SES_COUNTERS"] = str(shared / "limits.sqlite3")
    print(f"http://{options.host}:{options.port}/widget/demo  (Ctrl-C ends)", file=sys.stderr)
    uvicorn.run(
        "ui.api:create_app",
        factory=True,
        host=options.host,
        port=options.port,
        workers=options.workers,
        log_config=LOGGING,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=10,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
