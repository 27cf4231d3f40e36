"""Carrying out the plan: what each kind of fault does to a connection or to the server."""

from __future__ import annotations

import asyncio
import random
import signal
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import NamedTuple

from tests.faults import rows
from tests.faults.agent import Agent
from tests.faults.client import Client
from tests.faults.evidence import Record
from tests.faults.plan import Step, steps
from tests.faults.proxy import Wire
from tests.faults.server import Server
from tests.faults.storing import Store
from tests.faults.visitor import Visitor

LOST_S = 16.0  # after this an agent who is gone has nothing any more: lost_s + grace_s, and a slow machine


class Most(NamedTuple):
    """How often the server, and what it stands on, may be hit; after that only connections are."""

    deaths: int
    stores: int


ON_SERVER = {"kill", "restart", "freeze"}
STEADY_S = 4.0  # a server that is up so long has done what was due


class Injector:
    """Does what the plan says until enough was done."""

    def __init__(
        self, record: Record, server: Server, clients: Sequence[Client], store: Store, most: Most
    ) -> None:
        self.record, self.server, self.clients, self.store = record, server, clients, store
        self.most = most
        self._later: set[asyncio.Task[None]] = set()
        self._acts: dict[str, Callable[[Step], Awaitable[None]]] = {
            "burst": self.burst,
            "kill": self.kill,
            "restart": self.restart,
            "freeze": self.freeze,
            "vanish": self.vanish,
            "peek": self.peek,
            "deaf": self.deaf,
            "store": store.act,
            **{name: partial(store.act, name=name) for name in store.kinds},
        }

    async def run(
        self, rng: random.Random, faults: int, pace_s: float, most_s: float, only: Sequence[str] = ()
    ) -> None:
        """Until `faults` were made, those of the server's failpoints among them, or `most_s` are over, or it is broken."""
        for step in steps(rng, len(self.clients), pace_s, only):
            await asyncio.sleep(step.wait_s)
            if len(self.record.faults) >= faults or self.record.now() > most_s or self.record.broken:
                break
            await self._act(step)
            if len(self.record.faults) % 10 == 0:
                self.server.measure()
        if self._later and not self.record.broken:
            await asyncio.wait(self._later)

    async def _act(self, step: Step) -> None:
        hit = Counter(fault.target for fault in self.record.faults)
        spared = hit["server"] >= self.most.deaths
        if spared:
            self.server.armed = False
        if (spared and step.kind in ON_SERVER) or (hit["store"] >= self.most.stores and step.kind == "store"):
            step = step._replace(kind="cut")
        await self._acts.get(step.kind, self.on_wire)(step)

    def _spawn(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(work)
        self._later.add(task)
        task.add_done_callback(self._later.discard)

    async def on_wire(self, step: Step) -> None:
        """To the present connection of a client, if it has one; else to the next client that has."""
        for turn in range(len(self.clients)):
            client = self.clients[(step.target + turn) % len(self.clients)]
            wire = client.door.wire
            if wire is not None and wire.open and client.up.is_set():
                self.record.fault(step.kind, client.name)
                self.spoil(wire, step)
                return

    def spoil(self, wire: Wire, step: Step) -> None:
        match step.kind:
            case "cut":
                wire.cut()
            case "cut_up":
                wire.cut_up = step.size % 400
            case "cut_down":
                wire.cut_down = step.size
            case "lose_ack":
                wire.lose_ack = True
            case "double":
                wire.double = 3
            case "reorder":
                wire.reorder = True
            case _:
                slow(wire, step)

    async def burst(self, step: Step) -> None:
        """Everybody at once, as when a router restarts."""
        self.record.fault("burst", "all")
        for client in self.clients:
            if client.door.wire:
                client.door.wire.cut()

    async def deaf(self, step: Step) -> None:
        client = self.clients[step.target]
        self.record.fault("deaf", client.name)
        client.deaf_until = self.record.now() + step.last_s * 3

    async def peek(self, step: Step) -> None:
        visitors = [client for client in self.clients if isinstance(client, Visitor)]
        visitor = visitors[step.target % len(visitors) if step.size % 2 else 0]  # the first one writes most
        self.record.fault("peek", visitor.name)
        self._spawn(visitor.peek())

    async def vanish(self, step: Step) -> None:
        """An agent is gone for longer than the grace; a colleague gets what they had."""
        agents = [client for client in self.clients if isinstance(client, Agent)]
        agent = max(agents, key=lambda one: (not one.away, len(one.held)))
        if not agent.away and agent.held:
            self.record.fault("vanish", agent.name)
            self._spawn(self.gone(agent))

    async def gone(self, agent: Agent) -> None:
        await agent.leave()
        await asyncio.sleep(LOST_S)
        for _ in range(20):
            if self.server.steady(STEADY_S):
                break
            await asyncio.sleep(1)
        for _ in range(20):  # all in all less than the 45 s that are promised
            kept = await asyncio.to_thread(rows.holder, self.server.stack, agent.id)
            if not kept or not self.server.steady(STEADY_S):
                break
            await asyncio.sleep(1)
        if kept and self.server.steady(STEADY_S) and not self.server.excused:
            self.record.wrong("DI12", f"gone for {LOST_S:.0f} s and more, and still has {kept}", agent.name)
        agent.come_back()

    async def kill(self, step: Step) -> None:
        self.record.fault("kill", "server")
        self.server.send(signal.SIGKILL)

    async def restart(self, step: Step) -> None:
        """Everybody who is connected is told, and comes back."""
        await self.populated()
        self.record.fault("restart", "server")
        at, there = self.record.now(), [one for one in self.clients if one.up.is_set() and one.door.flows]
        code = await self.server.restart()
        told = [one.name for one in there if self.record.heard(one.name, "bye", at)]
        if code == 0 and len(told) < len(there) / 2:  # else it died of a failpoint before it could
            self.record.wrong("DI16", f"a planned stop said good-bye to {len(told)} of {len(there)}")

    async def populated(self) -> None:
        """Wait until most are back from the fault before, at most 15 s."""
        for _ in range(150):
            if sum(client.up.is_set() for client in self.clients) > len(self.clients) * 0.6:
                return
            await asyncio.sleep(0.1)

    async def freeze(self, step: Step) -> None:
        self.record.fault("freeze", "server")
        process, at = self.server.process, self.record.now()
        self.server.send(signal.SIGSTOP)
        await asyncio.sleep(step.last_s)
        if process is self.server.process:
            self.server.send(signal.SIGCONT)
        self.record.down.append((at, self.record.now()))


def slow(wire: Wire, step: Step) -> None:
    """Half open for a while, or late."""
    if step.kind == "delay":
        wire.delay_s = step.last_s / 2
        return
    wire.flowing.clear()
    after = wire.cut if step.size % 2 else wire.flowing.set
    asyncio.get_running_loop().call_later(step.last_s * 4, after)
