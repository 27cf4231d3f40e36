"""Odd frames and requests against a real server over real sockets: it refuses them, and stays as quick and as small as it was.

`scripts/chaos --fuzz [FRAMES]`. A hang is a second of the server's own time over one handful of frames, or ten by the clock.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import re
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException

from tests.faults import requests
from tests.faults.evidence import Frame, Record
from tests.faults.odd import DESK, HELLOS, VISITOR, odd
from tests.faults.server import Server, fill
from tests.faults.stack import STACKS, template

CODES = {"malformed", "too_large", "invalid", "not_allowed", "not_found", "stale", "fenced", "client_id_conflict",
         "rate", "closed", "busy", "unavailable"}  # fmt: skip
CLOSES = {1000, 4001, 4008, 4012, 4029, 4500, 4501, 4503, 4509}
LOCKED = "database is locked"
HANDFUL, HANDFULS = 20, 40
IDLE_CPU_S = 0.1
SLOW_CPU_S, SLOW_S = 1.0, 60.0  # of the server's work; by the clock of a machine that may be busy with others
LAST = 2**31 - 1  # the ref of what is asked for last: answered when all before it is
DRIFT = 32 * 2**20
FAST = (
    "visitor_per_s",
    "visitor_burst",
    "agent_per_s",
    "agent_burst",
)  # or nearly all would be refused for their rate


@dataclass
class Fuzzed:
    """What was sent, and what came of it."""

    sent: int = 0
    connections: int = 0
    requests: int = 0
    answers: Counter[str] = field(default_factory=Counter)
    closes: Counter[int] = field(default_factory=Counter)
    statuses: Counter[int] = field(default_factory=Counter)
    slowest_s: float = 0.0
    most_cpu_s: float = 0.0
    began: int = 0  # bytes of memory, when warm
    ended: int = 0
    took_s: float = 0.0
    locked: int = (
        0  # times that a flooded writer kept another one waiting for too long: refused, and made up for later
    )
    wrong: list[str] = field(default_factory=list)

    def lines(self) -> str:
        return "\n".join([
            f"{self.sent} frames on {self.connections} connections and {self.requests} requests in {self.took_s:.0f} s",
            f"answers: {dict(self.answers.most_common())}",
            f"closed with: {dict(self.closes.most_common())}; status: {dict(self.statuses.most_common())}",
            f"slowest handful {self.slowest_s:.2f} s by the clock, {self.most_cpu_s:.2f} s of the server's time; "
            f"memory {self.began / 2**20:.0f} → {self.ended / 2**20:.0f} MiB",
            f"gave up on a locked database: {self.locked} times",
            f"wrong: {len(self.wrong)}",
            *self.wrong[:10],
        ])  # fmt: skip


class Fuzz:
    """One server, and sockets of both sides that send what they shouldn't."""

    def __init__(self, server: Server, rng: random.Random, frames: int) -> None:
        self.server, self.rng, self.frames, self.fuzzed = server, rng, frames, Fuzzed()
        self.talks: list[str] = []

    async def run(self, wanted: int) -> None:
        told = self.server.told
        staff = [one for one in told["people"] if one["role"] in ("agent", "supervisor")]
        works = [self.visitor(told, number) for number in range(8)]
        works += [self.desk(staff[number]["api_key"]) for number in (0, 1, 2, -1)]
        await asyncio.gather(*works)
        await self.written()
        await asyncio.to_thread(
            requests.fuzz, self.server.port, told, random.Random(self.rng.random()), wanted, self.fuzzed
        )
        self.fuzzed.ended = self.memory()

    async def written(self) -> None:
        """Wait until what was asked for is done: hardly any work for two seconds, within two minutes."""
        for _ in range(60):
            before = self.cpu()
            await asyncio.sleep(2)
            if self.cpu() - before < IDLE_CPU_S:
                return

    async def visitor(self, told: dict[str, Any], number: int) -> None:
        hello = {"type": "hello", "ref": 0, "protocol": 1, "site": told["site"], "device": f"fuzz-{number}"}
        await self.again("/ws/visitor", told["origin"], hello, VISITOR)

    async def desk(self, key: str) -> None:
        hello = {"type": "hello", "ref": 0, "protocol": 1, "device": "fuzz", "api_key": key}
        await self.again("/ws/desk", None, hello, DESK)

    async def again(self, path: str, origin: Any, hello: Frame, good: tuple[Frame, ...]) -> None:
        """One connection after the other until enough was sent."""
        url = f"ws://127.0.0.1:{self.server.port}{path}"
        while self.fuzzed.sent < self.frames and not self.fuzzed.wrong:
            self.fuzzed.connections += 1
            try:
                async with connect(
                    url, origin=origin, max_size=None, proxy=None, ping_interval=None, compression=None,
                    open_timeout=30, close_timeout=1,
                ) as socket:  # fmt: skip
                    await self.talk(socket, hello, good)
            except ConnectionClosed as closed:
                self.closed(closed)
            except (OSError, WebSocketException, TimeoutError, EOFError) as error:
                self.fuzzed.wrong.append(f"{path}: {error!r}")

    def closed(self, closed: ConnectionClosed) -> None:
        code = closed.rcvd.code if closed.rcvd else 1006
        self.fuzzed.closes[code] += 1
        if code == 1006 and self.fuzzed.closes[code] < self.fuzzed.connections / 100:
            return  # a close frame is lost now and then where the server closes while more is on its way to it
        if code not in CLOSES:
            self.fuzzed.wrong.append(f"closed with {code}: {closed}")

    async def talk(self, socket: ClientConnection, hello: Frame, good: tuple[Frame, ...]) -> None:
        """Say hello, mostly well; then one handful after the other."""
        if self.rng.random() < 0.1:
            await self.handful(socket, [self.any_hello(hello)])
        ok = await self.handful(socket, [json.dumps(hello)])
        if ok.get("type") == "welcome":
            hello["token"] = ok.get("token") or hello.get("token") if "site" in hello else None
            hello = {key: value for key, value in hello.items() if value is not None}
        shaped = self.rng.random() < 0.5
        for _ in range(HANDFULS):
            if self.fuzzed.sent >= self.frames:
                break
            frames = [odd(self.rng, good, self.talks, shaped=shaped) for _ in range(HANDFUL)]
            await self.handful(socket, frames)

    def any_hello(self, hello: Frame) -> str | bytes:
        if self.rng.random() < 0.3:
            return json.dumps(self.rng.choice(HELLOS))
        return odd(self.rng, (hello,), [])

    async def handful(self, socket: ClientConnection, frames: list[str | bytes]) -> Frame:
        """Send them and take answers until all is answered and written; a welcome if there was one."""
        began, cpu = time.monotonic(), self.cpu()
        for frame in frames:
            await socket.send(frame)
            self.fuzzed.sent += 1
        if self.fuzzed.sent > self.frames / 10 and not self.fuzzed.began:
            self.fuzzed.began = self.memory()  # what is loaded once is loaded by now
        if len(frames) == 1:
            return await self.until(socket, frames, lambda told: told["type"] in ("ready", "refused"), {})
        await socket.send('{"type":"ping"}')
        welcome = await self.until(socket, frames, lambda told: told["type"] == "pong", {})
        self.fuzzed.slowest_s = max(self.fuzzed.slowest_s, time.monotonic() - began)
        self.fuzzed.most_cpu_s = max(self.fuzzed.most_cpu_s, self.cpu() - cpu)
        last = "leave" if "visitor" in (socket.request.path if socket.request else "") else "reopen"
        await socket.send(json.dumps({"type": last, "ref": LAST, "conversation": "0"}))
        return await self.until(socket, frames, lambda told: told.get("ref") == LAST, welcome)

    async def until(
        self,
        socket: ClientConnection,
        after: list[str | bytes],
        true: Callable[[Frame], bool],
        welcome: Frame,
    ) -> Frame:
        """Take answers until one of which that is true; the welcome among them, else the given one."""
        try:
            async with asyncio.timeout(SLOW_S):
                while True:
                    told: Frame = json.loads(await socket.recv())
                    self.answered(told)
                    welcome = told if told["type"] == "welcome" else welcome
                    if told["type"] in ("entry", "note"):
                        await socket.send(json.dumps(got(told)))
                    if true(told):
                        return welcome
        except TimeoutError:
            self.fuzzed.wrong.append(f"no answer in {SLOW_S} s after {after!r}"[:1000])
            raise

    def answered(self, told: Frame) -> None:
        kind = told["type"]
        if kind == "refused":
            kind = told["code"]
            if kind not in CODES or "something went wrong" in told["message"]:
                self.fuzzed.wrong.append(f"refused as {told}")
        self.fuzzed.answers[kind] += 1
        talk = told.get("conversation")
        if isinstance(talk, str) and talk not in self.talks:
            self.talks = [*self.talks[-20:], talk]

    def cpu(self) -> float:
        """Seconds that the server has worked."""
        assert self.server.process is not None
        words = (
            Path(f"/proc/{self.server.process.pid}/stat")
            .read_text(encoding="ascii")
            .rsplit(") ", 1)[1]
            .split()
        )
        return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")

    def memory(self) -> int:
        assert self.server.process is not None
        pages = Path(f"/proc/{self.server.process.pid}/statm").read_text(encoding="ascii").split()[1]
        return int(pages) * os.sysconf("SC_PAGE_SIZE")


def got(told: Frame) -> Frame:
    """What the window asks for."""
    number = {"seq": told["seq"]} if told["type"] == "entry" else {"seq": 0, "n": told["n"]}
    return {"type": "got", "conversation": told["conversation"], **number}


async def fuzz(seed: int, frames: int, wanted: int) -> Fuzzed:
    """Send `frames` and then `wanted` requests; what came of it."""
    rng = random.Random(seed)
    with tempfile.TemporaryDirectory(prefix="chatdesk-fuzz-") as place:
        kept = STACKS["sqlite"]()
        folder = Path(place) / "data"
        await asyncio.to_thread(kept.prepare, template("demo"), folder, fill)
        server = Server(template("demo").parents[2], folder, kept, Record(), rng)
        server.armed, server.changes = False, dict.fromkeys(FAST, 100000)
        await server.start()
        one, began = Fuzz(server, rng, frames), time.monotonic()
        try:
            with suppress(TimeoutError):
                await one.run(wanted)
            if not server.alive:
                one.fuzzed.wrong.append("the server ended")
        finally:
            await server.stop()
        one.fuzzed.took_s = time.monotonic() - began
        judge(one.fuzzed, server.log.read_text(encoding="utf-8", errors="replace"))
    return one.fuzzed


def judge(fuzzed: Fuzzed, log: str) -> None:
    traces = [at.start() for at in re.finditer("Traceback", log)]
    locked = [at for at in traces if LOCKED in log[at : at + 600]]
    fuzzed.locked = len(locked)
    for at in [at for at in traces if LOCKED not in log[at : at + 6000]][:3]:
        fuzzed.wrong.append(f"the server logged: {log[max(0, at - 300) : at + 2500]}")
    if fuzzed.most_cpu_s > SLOW_CPU_S:
        fuzzed.wrong.append(f"a handful took {fuzzed.most_cpu_s:.1f} s of the server's time")
    if fuzzed.ended - fuzzed.began > DRIFT:
        fuzzed.wrong.append(f"memory grew by {(fuzzed.ended - fuzzed.began) / 2**20:.0f} MiB")
