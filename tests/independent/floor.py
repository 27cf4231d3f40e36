"""The desk's side ways: choices, declining, vanishing, taking, resuming, a second window, leaving."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from tests.independent.client import Frame, Link
from tests.independent.people import Agent, Place, Visitor, fresh
from tests.independent.steps import Steps, same
from tests.independent.words import Words


@dataclass
class Floor:
    """Two able agents and one visitor."""

    place: Place
    words: Words
    steps: Steps
    visitor: Visitor = field(init=False)
    one: Agent = field(init=False)
    two: Agent = field(init=False)

    def __post_init__(self) -> None:
        able, _ = self.place.agents({self.words.lang: 4, "tech": 2})
        self.one, self.two = Agent(self.place, able[0]), Agent(self.place, able[1])
        self.visitor = Visitor(self.place, self.words.lang)

    async def tell(self) -> None:
        """All of it. Broken when a step fails."""
        lang = self.words.lang
        for name, part in (
            ("two windows of one visitor hear the same", self.windows),
            ("who declines isn't asked again, the next one is", self.decline),
            ("an agent who says good-bye before answering gives the visitor back at once", self.vanish),
            ("what an older assignment says is fenced", self.fenced),
            ("the desk comes back with cursors and gets only what it missed, notes too", self.desk_back),
            ("taking over capacity or twice is refused by name", self.take_lost),
            ("leaving ends it, whoever has it", self.leave),
            ("all go home", self.home),
        ):
            with self.steps.step(f"[{lang}] {name}"):
                await part()

    async def windows(self) -> None:
        visitor = self.visitor
        await visitor.come()
        first = visitor.link
        await visitor.say(self.words.known)
        await visitor.come()
        ok = await visitor.say(self.words.visitor[0])
        await first.heard_entry(lambda e: e["seq"] == ok["seq"], "what the other window said")
        await visitor.reaction(ok)
        await asyncio.sleep(0.3)
        mine, its = (link.logs[visitor.conversation] for link in (visitor.link, first))
        same([e["id"] for e in its], [e["id"] for e in mine], "ids in both windows")
        await first.leave()

    async def decline(self) -> None:
        await self.one.come()
        await self.visitor.link.must("ask_human")
        offer = await self.one.offered(self.visitor.conversation)
        await self.two.come()
        await self.one.link.must("decline", offer=offer["offer"], reason="busy")
        told = await self.one.link.heard(lambda f: f["type"] == "withdrawn", "withdrawn")
        same(told["reason"], "declined", "reason")
        self.offer = await self.two.offered(self.visitor.conversation)

    async def vanish(self) -> None:
        talk = self.visitor.conversation
        self.older = (await self.two.link.must("accept", offer=self.offer["offer"]))["epoch"]
        await self.visitor.sees(lambda e: e["kind"] == "joined", "joined")
        self.one.link.frames.clear()
        await self.two.link.leave()
        offer = await self.one.offered(talk)
        self.epoch = (await self.one.link.must("accept", offer=offer["offer"]))["epoch"]
        assert self.epoch != self.older, "a new assignee has the old epoch"
        names = (self.two.name, self.one.name)
        await self.visitor.sees(
            lambda e: e["kind"] == "joined" and e["data"]["agent"]["name"] == names[1], "the other"
        )
        kinds = [e["kind"] for e in self.visitor.link.logs[talk] if e["kind"] in {"joined", "queued"}]
        same(kinds, ["queued", "joined", "queued", "joined"], "what the visitor was told")

    async def fenced(self) -> None:
        await self.two.come()
        talk = self.visitor.conversation
        for agent in (self.one, self.two):
            refused = await agent.link.ask(
                "say", client_id=fresh(), conversation=talk, epoch=self.older, text="x"
            )
            assert refused.get("code") in {"fenced", "not_found"}, refused

    async def desk_back(self) -> None:
        talk, link = self.visitor.conversation, self.one.link
        await link.must("open", conversation=talk)
        await link.must("note", client_id=fresh(), conversation=talk, text=self.words.secret)
        head = [link.after[talk], 0]
        epoch = (await self.agent_welcome())["epoch"]
        link.cut()
        ok = await self.visitor.say(self.words.visitor[1])
        back = self.one._link = await Link.dial(self.place.desk_socket)
        back.after = {talk: head[0]}
        hello = {"protocol": 1, "device": fresh(), "api_key": self.one.person["api_key"]}
        await back.must("hello", **hello, epoch=epoch, after={talk: head})
        ready = await back.heard(lambda f: f["type"] == "ready", "ready")
        same(ready["heads"][talk], [ok["seq"], 1], "heads")
        same([e["seq"] for e in back.logs[talk]], list(range(head[0] + 1, ok["seq"] + 1)), "entries missed")
        same([f["n"] for f in back.frames if f["type"] == "note"], [1], "notes missed")

    async def agent_welcome(self) -> Frame:
        """What a second socket of the same agent is told at hello."""
        link = await Link.dial(self.place.desk_socket)
        welcome = await link.must("hello", protocol=1, device=fresh(), api_key=self.one.person["api_key"])
        same(welcome["load"], 1, "load")
        assert self.visitor.conversation in [card["id"] for card in welcome["conversations"]], welcome
        await link.leave()
        return welcome

    async def take_lost(self) -> None:
        refused = await self.two.link.ask("take", conversation=self.visitor.conversation)
        assert refused.get("code") in {"stale", "not_found", "not_allowed"}, refused
        again = await self.one.link.ask("take", conversation=self.visitor.conversation)
        assert again.get("dup") or again.get("code") == "stale", again

    async def leave(self) -> None:
        await self.visitor.link.must("leave")
        ended = await self.visitor.sees(lambda e: e["kind"] == "resolved", "resolved")
        same(ended["data"]["outcome"], "left", "outcome")
        same((await self.visitor.link.must("leave")).get("dup"), True, "dup of leaving twice")
        await self.one.link.heard(lambda f: f["type"] == "released", "released")

    async def home(self) -> None:
        await self.visitor.link.leave()
        for agent in (self.one, self.two):
            await agent.go()
