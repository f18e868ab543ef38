"""What the environment decides about the server, read in one place."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path

from assistant.errors import UsageError
from assistant.settings import read_settings

Network = IPv4Network | IPv6Network


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """How the server serves. Rates are per client and minute; ``running`` and ``waiting`` count answers per worker.

    ``origins`` are the pages of other origins that may read and frame it: none unless listed. ``proxies`` are the
    networks whose ``X-Forwarded-For`` and ``X-Forwarded-Host`` are believed. ``answers_off`` is the reason for which no
    question is answered, empty when questions are. ``counters`` is the file in which several workers share their rate
    limits.
    """

    home: Path
    origins: tuple[str, ...] = ()
    proxies: tuple[Network, ...] = ()
    answers_off: str = ""
    answers_per_minute: int = 30
    lookups_per_minute: int = 300
    running: int = 2
    waiting: int = 16
    counters: str = ":memory:"


def read_server_settings(environment: Mapping[str, str] = os.environ) -> ServerSettings:
    """Return the settings of the environment. Raise ``UsageError`` that names the variable and what to write."""
    return ServerSettings(
        home=read_settings(environment.get("SES_HOME")).home,
        origins=tuple(_origin(word) for word in _words(environment, "SES_ORIGINS")),
        proxies=tuple(_network(word) for word in _words(environment, "SES_TRUSTED_PROXIES")),
        answers_off=environment.get("SES_ANSWERS_OFF", "").strip(),
        answers_per_minute=_count(environment, "SES_ANSWERS_PER_MINUTE", 30),
        lookups_per_minute=_count(environment, "SES_LOOKUPS_PER_MINUTE", 300),
        running=_count(environment, "SES_RUNNING", 2),
        waiting=_count(environment, "SES_WAITING", 16),
        counters=environment.get("SES_COUNTERS", ":memory:"),
    )


def _words(environment: Mapping[str, str], name: str) -> list[str]:
    return environment.get(name, "").replace(",", " ").split()


def _origin(word: str) -> str:
    plain = word.lower().removesuffix("/")
    if not re.fullmatch(r"https?://(?:[a-z0-9-]+(?:\.[a-z0-9-]+)*|\[[0-9a-f:]+\])(?::[0-9]{1,5})?", plain):
        raise UsageError(f"SES_ORIGINS: {word!r} is no origin; write scheme and host, such as https://intranet.example")
    return plain


def _network(word: str) -> Network:
    try:
        return ip_network(word, strict=False)
    except ValueError:
        raise UsageError(f"SES_TRUSTED_PROXIES: {word!r} is no address or network, such as 10.0.0.0/8") from None


def _count(environment: Mapping[str, str], name: str, default: int) -> int:
    word = environment.get(name, "").strip() or str(default)
    if not (word.isascii() and word.isdigit() and 1 <= int(word) <= 1_000_000):
        raise UsageError(f"{name}: {word!r} is no whole number from 1 to 1,000,000")
    return int(word)
