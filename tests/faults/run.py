"""One run: start, talk, break, be quiet, compare."""

from __future__ import annotations

import asyncio
import random
import re
import sqlite3
import tempfile
import time
from collections.abc import Coroutine, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from tests.faults import cluster, invariants, rows
from tests.faults.agent import Agent
from tests.faults.client import Client
from tests.faults.evidence import Record, Violation
from tests.faults.injecting import Injector, Most
from tests.faults.proxy import Door
from tests.faults.server import Server, fill
from tests.faults.stack import ROOT, STACKS, template
from tests.faults.storing import Store, mounted, unmount
from tests.faults.views import View
from tests.faults.visitor import Visitor

VISITORS, AGENTS = 10, 5
SERVER_ONLY = Most(10**6, 0)
QUIET_S = 20.0  # to be complete again after the last fault; 5 s on a quiet machine
EQUAL_S = 5.0  # for what was committed while they came back
COMPARED_S = 5.0  # between two comparisons with the database

# what may be logged of a broken store: the driver's own words, never an error of ours
EXPECTED = re.compile(
    rb"OperationalError|InterfaceError|psycopg\.|redis\.exceptions|ConnectionRefusedError|ConnectionResetError"
    rb"|disk I/O error|database or disk is full|No space left|File too large"
)


@dataclass
class Outcome:
    """What a run found."""

    record: Record
    found: list[Violation]
    took_s: float
    quiet_s: float
    deaths: dict[str, int]
    stored: int
    skipped: list[str]


async def run(
    seed: int,
    faults: int,
    *,
    pace_s: float,
    most: Most = SERVER_ONLY,
    only: Sequence[str] = (),
    code: Path = ROOT,
    most_s: float = 3600.0,
    stack: str = "sqlite",
) -> Outcome:
    """Make `faults` by `seed` against the product in `code`, no more than `most` of them to the server and
    what it stands on, and none after `most_s` seconds.
    """
    began = time.monotonic()
    rng, record = random.Random(seed), Record()
    with tempfile.TemporaryDirectory(prefix="chatdesk-faults-") as place, small_disk(place) as folder:
        kept = STACKS[stack]()
        await asyncio.to_thread(kept.prepare, template("demo"), folder, fill)
        server = Server(code, folder, kept, record, random.Random(rng.random()))
        store = Store(record, server, cluster.running, small=folder.is_mount())
        try:
            since = rows.first_new(kept)
            await server.start()
            record.began = time.monotonic()
            clients = await people(server, record, rng)
            injector = Injector(record, server, clients, store, most)
            quiet_s = await spoiled(clients, injector, injector.run(rng, faults, pace_s, most_s, only), since)
            views = [view for client in clients for view in views_of(client)]
            await server.stop()
            stored = rows.stored(kept, since)
            stored.sound = kept.sound()
        finally:
            await server.stop()
            kept.close()
        found = [*invariants.check(record, stored, views), *tracebacks(server, store)]
    took_s = time.monotonic() - began
    return Outcome(record, found, took_s, quiet_s, server.deaths, len(stored.entries), store.skipped)


@contextmanager
def small_disk(place: str) -> Iterator[Path]:
    """A data folder that can be full, where that can be had."""
    folder = Path(place) / "data"
    there = mounted(folder)
    try:
        yield folder
    finally:
        if there:
            unmount(folder)


async def people(server: Server, record: Record, rng: random.Random) -> list[Client]:
    told = server.told
    place: dict[str, Any] = {**told, "port": server.port}
    staff = [person for person in told["people"] if person["role"] == "agent"][:AGENTS]
    found: list[Client] = []
    for number in range(VISITORS + len(staff)):
        name = f"visitor-{number}" if number < VISITORS else f"agent-{number - VISITORS}"
        door, own = Door(name, server.port, record), random.Random(rng.random())
        await door.open()
        if number < VISITORS:
            found.append(Visitor(name, door, record, own, place))
            found[0].wordy = 1.0
        else:
            found.append(Agent(name, door, record, own, staff[number - VISITORS]))
    return found


async def spoiled(
    clients: Sequence[Client], injector: Injector, breaking: Coroutine[Any, Any, None], since: int
) -> float:
    """Let everybody live and talk under faults, then wait until all is quiet; seconds that it took."""
    server, record = injector.server, injector.record
    lives = [asyncio.create_task(client.live()) for client in clients]
    acts = [asyncio.create_task(client.act()) for client in clients if isinstance(client, Visitor | Agent)]
    beside = [
        asyncio.create_task(server.keep()),
        asyncio.create_task(compare_often(record, server, since)),
    ]
    watch = asyncio.create_task(first_failure([*beside, *lives, *acts]))
    spoiling = asyncio.create_task(breaking)
    try:
        await asyncio.wait([spoiling, watch], return_when=asyncio.FIRST_COMPLETED)
        if watch.done():
            watch.result()
        if spoiling.done():
            spoiling.result()
        await end(spoiling, *acts)
        server.armed = False
        if record.broken:
            return 0.0
        if server.point:
            await server.restart()
        return await quiet(clients, server, since)
    finally:
        await end(watch, spoiling, *acts, *lives, *beside)
        for client in clients:
            client.door.close()


async def compare_often(record: Record, server: Server, since: int) -> None:
    """Find early what is wrong in the database; ends with the first thing found."""
    while not record.broken:
        await asyncio.sleep(COMPARED_S)
        frozen = record.frozen()
        try:
            stored = await asyncio.to_thread(rows.stored, server.stack, since)
        except (sqlite3.OperationalError, psycopg.OperationalError):
            if not server.excused:
                raise
            continue
        record.broken += invariants.so_far(frozen, stored)


async def first_failure(tasks: list[asyncio.Task[None]]) -> None:
    """Raise what the first of `tasks` raises that fails."""
    done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
    for task in done:
        task.result()


async def end(*tasks: asyncio.Task[Any]) -> None:
    for task in tasks:
        task.cancel()
    for task in tasks:
        with suppress(asyncio.CancelledError):
            await task


async def quiet(clients: Sequence[Client], server: Server, since: int) -> float:
    """Let everybody come back once more, ask for all that they have seen, and have it; how long it took."""
    record = server.record
    began = record.now()
    for client in clients:
        client.deaf_until = 0.0
        client.drop()
    await asyncio.sleep(0.2)
    late = [client.name for client in clients if not await back(client)]
    if late:
        record.wrong("DI18", f"not back {QUIET_S:.0f} s after the last fault: {', '.join(late)}", late[0])
    for _ in range(int(EQUAL_S / 0.1)):
        if not behind(clients, await asyncio.to_thread(rows.heads, server.stack, since)):
            break
        await asyncio.sleep(0.1)
    return record.now() - began


def behind(clients: Sequence[Client], heads: dict[str, int]) -> bool:
    """Whether a line that was just committed is still on its way to somebody."""
    return any(client.last(key) < heads.get(key, 0) for client in clients for key in client.whole)


async def back(client: Client) -> bool:
    try:
        async with asyncio.timeout(QUIET_S):
            await client.complete()
            return True
    except TimeoutError:
        return False


def views_of(client: Client) -> list[View]:
    role = "visitor" if isinstance(client, Visitor) else "agent"
    return [
        View(client.name, role, key, list(view), client.whole.get(key)) for key, view in client.views.items()
    ]


def tracebacks(server: Server, store: Store) -> list[Violation]:
    """An error that the server logged is a violation of its own, unless its database or Redis was broken then."""
    text = server.log.read_bytes()
    at = text.find(b"Traceback")
    while at >= 0:
        around = text[max(0, at - 300) : at + 4000]
        if not (any(since <= at <= until for since, until in store.excused) and EXPECTED.search(around)):
            return [Violation("DI16", f"the server logged:\n{around.decode(errors='replace')}")]
        at = text.find(b"Traceback", at + 1)
    return []
