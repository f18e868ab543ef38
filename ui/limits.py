"""How much one client may ask, and how many questions may wait."""

from __future__ import annotations

import asyncio
import hashlib
import secrets
import sqlite3
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from ipaddress import IPv6Address, ip_address, ip_network
from typing import TypeVar

T = TypeVar("T")
LONGEST_WAIT = 0.1
"""Seconds that one call waits for another worker's look at the shared file."""


class Limits:
    """So many calls a minute for each client and kind of call, spread out after a first burst of that many.

    For each client one number is kept: the moment at which its allowance is whole again. Clients are kept as salted
    digests, an IPv6 client by its /64 network. Workers that share a file share the allowance.
    """

    def __init__(self, file: str = ":memory:", clock: Callable[[], float] = time.time) -> None:
        """Open or make the ``file`` of allowances; ``:memory:`` keeps them in this process."""
        self._clock, self._lock = clock, threading.Lock()
        self._table = sqlite3.connect(file, timeout=LONGEST_WAIT, isolation_level=None, check_same_thread=False)
        self._table.execute("pragma synchronous = off")
        self._table.execute("create table if not exists whole (client text primary key, moment real) without rowid")
        self._table.execute("create index if not exists by_moment on whole (moment)")
        self._table.execute("create table if not exists salt (one integer primary key check (one = 1), salt blob)")
        self._table.execute("insert or ignore into salt values (1, ?)", (secrets.token_bytes(16),))
        self._salt: bytes = self._table.execute("select salt from salt").fetchone()[0]

    def take(self, kind: str, client: str, per_minute: int) -> float:
        """Use one call of the allowance. Return 0, or the seconds until there will be one again.

        A call that finds the shared file held by others for too long passes: a limit is no reason to refuse everyone.
        """
        with suppress(sqlite3.OperationalError):
            return self._take(kind, client, per_minute)
        return 0.0

    def _take(self, kind: str, client: str, per_minute: int) -> float:
        key = hashlib.sha256(self._salt + f"{kind} {_network_of(client)}".encode()).hexdigest()[:32]
        now, step = self._clock(), 60 / per_minute
        with self._lock:
            self._table.execute("begin immediate")
            try:
                row = self._table.execute("select moment from whole where client = ?", (key,)).fetchone()
                whole = max(now, row[0] if row else 0.0) + step
                wait = whole - now - 60
                if wait <= 1e-6:
                    self._table.execute("insert or replace into whole values (?, ?)", (key, whole))
                    self._table.execute(
                        "delete from whole where client in (select client from whole where moment < ? limit 2)", (now,)
                    )
            finally:
                self._table.execute("commit")
        return max(0.0, wait) if wait > 1e-6 else 0.0

    def close(self) -> None:
        """Let go of the file."""
        self._table.close()


def _network_of(client: str) -> str:
    try:
        address = ip_address(client)
    except ValueError:
        return client
    return str(ip_network(f"{address}/64", strict=False)) if isinstance(address, IPv6Address) else client


class QueueFullError(Exception):
    """As many questions as may wait are waiting."""


class Queue:
    """Runs calls in a few threads and lets only so many wait: one more is refused at once."""

    def __init__(self, running: int, waiting: int) -> None:
        """Take how many calls run at once and how many may wait for their turn."""
        self._room = running + waiting
        self._threads = ThreadPoolExecutor(running, thread_name_prefix="answer")
        self.inside = 0

    async def run(self, call: Callable[[], T]) -> T:
        """Return what ``call`` returns, run in its turn. Raise ``QueueFullError`` when there is no room."""
        if self.inside >= self._room:
            raise QueueFullError
        self.inside += 1
        turn = self._threads.submit(call)
        turn.add_done_callback(self._left(asyncio.get_running_loop()))
        return await asyncio.wrap_future(turn)

    def _left(self, loop: asyncio.AbstractEventLoop) -> Callable[[object], None]:
        """Free a place when the work has ended, whether or not somebody still waits for it."""

        def leave(_: object) -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(self._free)

        return leave

    def _free(self) -> None:
        self.inside -= 1

    def close(self) -> None:
        """Take no more calls."""
        self._threads.shutdown(wait=False, cancel_futures=True)
