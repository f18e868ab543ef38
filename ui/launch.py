"""Builds the first release if need be, then serves the page on this machine only, with all that sends switched off."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from assistant.errors import AssistantError
from assistant.opening import build_first
from assistant.releases import current_release
from assistant.settings import read_settings, silence

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
    """Open the chat page in the browser and serve it until interrupted; return the exit status."""
    options = _parser().parse_args(arguments)
    silence()
    if options.home is not None:
        os.environ["SES_HOME"] = str(options.home.resolve())
    home = read_settings().home
    try:
        if current_release(home) is None:
            build_first(home)
    except AssistantError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    from streamlit.web.cli import main as streamlit

    _set_libraries_aside()
    return int(streamlit(words(options.port, headless=options.no_browser), prog_name="streamlit") or 0)


def _set_libraries_aside() -> None:
    """Load what the page is made of and take it out of the garbage collector's rounds.

    Streamlit collects after every run of the page. Over the 100,000 objects of its libraries that took 70 ms of
    processor time each, in which no other session moved. No session lives yet, so each is let go of as before.
    """
    from ui import ask_view, calculators_view, handbook_view  # noqa: F401

    gc.collect()
    gc.freeze()


def words(port: int, *, headless: bool) -> list[str]:
    """Return the words after ``streamlit`` that serve the page on ``port``."""
    flags = {**SAFE, "server.port": str(port)} | ({"server.headless": "true"} if headless else {})
    return ["run", str(PAGE), *(f"--{name}={value}" for name, value in flags.items())]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m ui.chat", description="Open the chat page on this machine.")
    parser.add_argument("--home", type=Path, help="folder of releases (default: SES_HOME, else .ses or user data)")
    parser.add_argument("--port", type=int, default=8501, help="port on 127.0.0.1 (default: 8501)")
    parser.add_argument("--no-browser", action="store_true", help="serve without opening a browser window")
    return parser
