"""One run: start, talk, break, be quiet, compare."""

from __future__ import annotations

import asyncio
import hashlib
import random
import tempfile
import time
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.faults import invariants, rows
from tests.faults.agent import Agent
from tests.faults.client import Client
from tests.faults.evidence import Record, Violation
from tests.faults.injecting import Injector
from tests.faults.proxy import Door
from tests.faults.server import ROOT, Server, fill
from tests.faults.stack import STACKS, Stack
from tests.faults.views import View
from tests.faults.visitor import Visitor

VISITORS, AGENTS = 10, 5
QUIET_S = 20.0  # to be complete again after the last fault; 5 s on a quiet machine
COMPARED_S = 5.0  # between two comparisons with the database

Breaking = Callable[[Injector], Coroutine[Any, Any, None]]


def template() -> Path:
    """Where the filled demo is kept: another place for another form of the database, or another demo."""
    forms = sorted([*ROOT.glob("*/migrations/*.py"), *(ROOT / "chatdesk" / "demo").glob("*.py")])
    form = hashlib.sha256(b"".join(path.name.encode() + path.read_bytes() for path in forms)).hexdigest()
    return ROOT / ".state" / "faults" / form[:12]


@dataclass
class Outcome:
    """What a run found."""

    record: Record
    found: list[Violation]
    took_s: float
    quiet_s: float
    deaths: dict[str, int]
    stored: int


async def run(
    seed: int,
    faults: int,
    *,
    pace_s: float,
    code: Path = ROOT,
    most_s: float = 3600.0,
    stack: str = "sqlite",
) -> Outcome:
    """Make `faults` by `seed` against the product in `code`; at most `most_s` seconds of faults."""
    began = time.monotonic()
    rng, record = random.Random(seed), Record()
    with tempfile.TemporaryDirectory(prefix="chatdesk-faults-") as place:
        folder = Path(place) / "data"
        kept = STACKS[stack]()
        await asyncio.to_thread(kept.prepare, template(), folder, fill)
        server = Server(code, folder, kept, record, random.Random(rng.random()))
        try:
            since = rows.first_new(kept)
            await server.start()
            record.began = time.monotonic()
            clients = await people(server, record, rng)
            breaking: Breaking = lambda injector: injector.run(rng, faults, pace_s, most_s)  # noqa: E731
            quiet_s = await spoiled(clients, server, record, breaking, since)
            views = [view for client in clients for view in views_of(client)]
        finally:
            await server.stop()
        stored = rows.stored(kept, since)
        stored.sound = kept.sound()
        kept.close()
        found = [*invariants.check(record, stored, views), *tracebacks(server)]
    return Outcome(record, found, time.monotonic() - began, quiet_s, server.deaths, len(stored.entries))


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
    clients: Sequence[Client], server: Server, record: Record, breaking: Breaking, since: int
) -> float:
    """Let everybody live and talk under faults, then wait until all is quiet; seconds that it took."""
    lives = [asyncio.create_task(client.live()) for client in clients]
    acts = [asyncio.create_task(client.act()) for client in clients if isinstance(client, Visitor | Agent)]
    beside = [
        asyncio.create_task(server.keep()),
        asyncio.create_task(compare_often(record, server.stack, since)),
    ]
    watch = asyncio.create_task(first_failure([*beside, *lives, *acts]))
    injector = asyncio.create_task(breaking(Injector(record, server, clients)))
    try:
        await asyncio.wait([injector, watch], return_when=asyncio.FIRST_COMPLETED)
        if watch.done():
            watch.result()
        await end(injector, *acts)
        server.armed = False
        if record.broken:
            return 0.0
        if server.point:
            await server.restart()
        return await quiet(clients, record)
    finally:
        await end(watch, injector, *acts, *lives, *beside)
        for client in clients:
            client.door.close()


async def compare_often(record: Record, stack: Stack, since: int) -> None:
    """Find early what is wrong in the database; ends with the first thing found."""
    while not record.broken:
        await asyncio.sleep(COMPARED_S)
        frozen = record.frozen()
        found = invariants.so_far(frozen, await asyncio.to_thread(rows.stored, stack, since))
        record.broken += found


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


async def quiet(clients: Sequence[Client], record: Record) -> float:
    """Let everybody come back once more and ask for all that they have seen; how long it took."""
    began = record.now()
    for client in clients:
        client.deaf_until = 0.0
        client.drop()
    await asyncio.sleep(0.2)
    late = [client.name for client in clients if not await back(client)]
    if late:
        record.wrong("DI18", f"not back {QUIET_S:.0f} s after the last fault: {', '.join(late)}", late[0])
    return record.now() - began


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


def tracebacks(server: Server) -> list[Violation]:
    """An error that the server logged is a violation of its own."""
    text = server.log.read_text(encoding="utf-8", errors="replace")
    at = text.find("Traceback")
    return [Violation("DI16", f"the server logged:\n{text[max(0, at - 300) : at + 2500]}")] if at >= 0 else []
