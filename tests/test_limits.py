"""Allowances of clients and the bounded queue."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from pathlib import Path

import pytest

from ui.limits import Limits, Queue, QueueFullError


class Clock:
    """A clock that goes when it is told to."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


def test_a_burst_passes_and_then_one_by_one() -> None:
    """Three of three pass at once, the fourth waits a third of a minute, and passes when it has."""
    clock = Clock()
    limits = Limits(clock=clock)
    assert [limits.take("answer", "a", 3) for _ in range(3)] == [0, 0, 0]
    assert limits.take("answer", "a", 3) == pytest.approx(20)
    clock.now += 19.9
    assert limits.take("answer", "a", 3) > 0
    clock.now += 0.2
    assert limits.take("answer", "a", 3) == 0
    assert limits.take("answer", "a", 3) > 0
    limits.close()


def test_clients_and_kinds_do_not_share() -> None:
    """Another address, or another kind of call, has an allowance of its own."""
    limits = Limits(clock=Clock())
    assert limits.take("answer", "192.0.2.1", 1) == 0
    assert limits.take("answer", "192.0.2.1", 1) > 0
    assert limits.take("answer", "192.0.2.2", 1) == 0
    assert limits.take("look-up", "192.0.2.1", 1) == 0
    limits.close()


@pytest.mark.parametrize(
    ("first", "second", "shared"),
    [
        ("2001:db8:1:1::1", "2001:db8:1:1:ffff::2", True),
        ("2001:db8:1:1::1", "2001:db8:1:2::1", False),
        ("not an address", "not an address", True),
    ],
)
def test_an_ipv6_client_is_its_network(first: str, second: str, shared: bool) -> None:
    """Addresses of one /64 are one client, because one machine has them all."""
    limits = Limits(clock=Clock())
    assert limits.take("answer", first, 1) == 0
    assert (limits.take("answer", second, 1) > 0) is shared
    limits.close()


def test_workers_that_share_a_file_share_the_allowance(tmp_path: Path) -> None:
    """Two processes' limits over one file count together, and keep no address in it."""
    clock, path = Clock(), tmp_path / "limits"
    one, other = Limits(str(path), clock), Limits(str(path), clock)
    assert one.take("answer", "192.0.2.1", 2) == 0
    assert other.take("answer", "192.0.2.1", 2) == 0
    assert one.take("answer", "192.0.2.1", 2) > 0
    one.close()
    other.close()
    assert b"192.0.2.1" not in path.read_bytes()


def test_a_file_that_others_hold_refuses_nobody(tmp_path: Path) -> None:
    """While another process holds the shared file a call passes; afterwards calls are counted again."""
    path = tmp_path / "limits"
    limits, holder = Limits(str(path), Clock()), sqlite3.connect(path, isolation_level=None)
    holder.execute("begin immediate")
    assert [limits.take("answer", "192.0.2.1", 1) for _ in range(2)] == [0, 0]
    holder.execute("commit")
    assert limits.take("answer", "192.0.2.1", 1) == 0
    assert limits.take("answer", "192.0.2.1", 1) > 0
    holder.close()
    limits.close()


def test_old_allowances_are_forgotten() -> None:
    """Clients that have not come for long leave nothing behind."""
    clock = Clock()
    limits = Limits(clock=clock)
    for number in range(50):
        limits.take("answer", f"192.0.2.{number}", 10)
    clock.now += 120
    for _ in range(40):
        clock.now += 6
        limits.take("answer", "198.51.100.1", 10)
    assert limits._table.execute("select count(*) from whole").fetchone()[0] == 1
    limits.close()


def test_the_queue_takes_what_it_has_room_for() -> None:
    """With one running and one waiting the third is refused at once; afterwards there is room again."""

    async def crowd() -> list[str]:
        gate, queue = threading.Event(), Queue(1, 1)
        two = [asyncio.ensure_future(queue.run(lambda: "done" if gate.wait(30) else "late")) for _ in range(2)]
        await asyncio.sleep(0)
        with pytest.raises(QueueFullError):
            await queue.run(lambda: "third")
        gate.set()
        said = await asyncio.gather(*two)
        said.append(await queue.run(lambda: "fourth"))
        queue.close()
        return said

    assert asyncio.run(crowd()) == ["done", "done", "fourth"]


def test_a_caller_who_leaves_keeps_the_place_until_the_work_ends() -> None:
    """A request that is given up frees no place while its thread still works."""

    async def leave() -> tuple[int, int]:
        gate, queue = threading.Event(), Queue(1, 0)
        asking = asyncio.ensure_future(queue.run(lambda: gate.wait(30)))
        await asyncio.sleep(0.05)
        asking.cancel()
        await asyncio.sleep(0.05)
        during = queue.inside
        gate.set()
        for _ in range(500):
            await asyncio.sleep(0.01)
            if queue.inside == 0:
                break
        after = queue.inside
        queue.close()
        return during, after

    assert asyncio.run(leave()) == (1, 0)


def test_a_failing_call_frees_its_place() -> None:
    """An error comes to the caller and leaves room."""

    async def fail() -> int:
        queue = Queue(1, 0)
        with pytest.raises(ZeroDivisionError):
            await queue.run(lambda: 1 // 0)
        await asyncio.sleep(0.05)
        queue.close()
        return queue.inside

    assert asyncio.run(fail()) == 0
