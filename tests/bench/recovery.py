"""`python -m tests.bench.recovery --kills 40 --webs 2`: how long after a kill -9 of a web process people are back.

Visitors talk through a proxy; one web process is killed, and started anew at once as a supervisor would. Counted is each
socket that was lost, from the kill until it is `ready` again. At the end nothing may be lost or doubled.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from tests import servers
from tests.scaled.balancer import Balancer
from tests.scaled.fleet import Fleet, Web, until
from tests.scaled.talker import Talker, nothing_is_lost

PATIENT = "unreachable_s=9000,ticket_after_s=9000,gone_s=9000,options_after_s=9000"
PEOPLE = 12
GOAL_S = {1: 5.0, 2: 2.0}


def main() -> int:
    read = argparse.ArgumentParser()
    read.add_argument("--kills", type=int, default=40)
    read.add_argument("--webs", type=int, default=2)
    read.add_argument("--people", type=int, default=PEOPLE)
    asked = read.parse_args()
    with servers.postgresql() as database, servers.redis() as redis, TemporaryDirectory() as folder:
        fleet = Fleet(Path(folder), database, redis)
        fleet.environment["CHATDESK_SET"] = PATIENT
        try:
            return asyncio.run(measure(fleet, asked.kills, asked.webs, asked.people))
        finally:
            fleet.close()


async def measure(fleet: Fleet, kills: int, count: int, people: int) -> int:
    webs = [fleet.web() for _ in range(count)]
    fleet.runs("router")
    for web in webs:
        await asyncio.to_thread(until, web.ready, web, "readiness", 120.0)
    stop, took, starts = asyncio.Event(), list[float](), list[float]()
    async with Balancer([web.port for web in webs]) as front:
        talkers = [Talker([front.port]) for _ in range(people)]
        running = asyncio.gather(*(one.run(stop) for one in talkers))
        await asyncio.sleep(3)
        for number in range(kills):
            at = number % count
            begun = time.monotonic()
            webs[at], lost = await one_kill(fleet, webs[at], talkers)
            starts.append(time.monotonic() - begun)
            took += lost
            await asyncio.sleep(1)
        stop.set()
        await asyncio.wait_for(running, 60)
        await nothing_is_lost(talkers, fleet.database)
        for one in talkers:
            await one.ends()
    said = sum(len(one.said) for one in talkers)
    sys.stdout.write(
        f"{count} web, {kills} kills, {len(took)} sockets lost: back after p50 {at_share(took, 0.5):.2f} s, "
        f"p99 {at_share(took, 0.99):.2f} s, max {max(took):.2f} s; a new process was ready after "
        f"p50 {at_share(starts, 0.5):.1f} s; {said} lines acknowledged, 0 lost, 0 doubled\n"
    )
    return int(at_share(took, 0.99) > GOAL_S.get(count, 2.0))


async def one_kill(fleet: Fleet, web: Web, talkers: list[Talker]) -> tuple[Web, list[float]]:
    """Kill it, start another in its place; returns that one, and how long each socket that was lost stayed away."""
    closed = [len(one.closed) for one in talkers]
    killed = time.monotonic()
    await asyncio.to_thread(web.kill)
    again = await asyncio.to_thread(fleet.web, web.port)
    await asyncio.to_thread(until, again.ready, again, "readiness", 120.0)
    async with asyncio.timeout(60):
        for one in talkers:
            await one.at_next_line()
    lost = [one for one, before in zip(talkers, closed, strict=True) if len(one.closed) > before]
    return again, [next(at for at in one.back if at > killed) - killed for one in lost]


def at_share(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


if __name__ == "__main__":
    sys.exit(main())
