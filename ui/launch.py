"""Starts the page's server on this machine only, with everything that Streamlit would send switched off."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from assistant.settings import SILENT

PAGE = Path(__file__).resolve().with_name("chat.py")
SAFE = {
    "browser.gatherUsageStats": "false",
    "server.address": "127.0.0.1",
    "server.showEmailPrompt": "false",
    "server.fileWatcherType": "none",
    "server.maxUploadSize": "1",
    "client.toolbarMode": "minimal",
    "client.showErrorDetails": "none",
    "client.showErrorLinks": "false",
}
"""Flags beat the environment and every configuration file."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Open the chat page in the browser and serve it until interrupted; return Streamlit's exit status."""
    options = _parser().parse_args(arguments)
    environment = {**os.environ, **SILENT}
    if options.home is not None:
        environment["SES_HOME"] = str(options.home.resolve())
    try:
        return subprocess.run(command(options.port, options.no_browser), env=environment, check=False).returncode
    except KeyboardInterrupt:
        return 130


def command(port: int, no_browser: bool) -> list[str]:
    """Return the command that serves the page on ``port``."""
    flags = {**SAFE, "server.port": str(port)} | ({"server.headless": "true"} if no_browser else {})
    words = [f"--{name}={value}" for name, value in flags.items()]
    return [sys.executable, "-m", "streamlit", "run", str(PAGE), *words]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m ui.chat", description="Open the chat page on this machine.")
    parser.add_argument("--home", type=Path, help="folder of releases (default: SES_HOME, else .ses or user data)")
    parser.add_argument("--port", type=int, default=8501, help="port on 127.0.0.1 (default: 8501)")
    parser.add_argument("--no-browser", action="store_true", help="serve without opening a browser window")
    return parser
