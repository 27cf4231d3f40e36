"""A talk that passes through hands: suggestions, transfers that are refused and accepted, parking, and on by skill."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.independent.client import Frame, Link
from tests.independent.people import Agent, Place, Visitor, fresh
from tests.independent.steps import Steps, same
from tests.independent.words import Words


@dataclass
class Passing:
    """Two able agents, one who stays away, and one visitor."""

    place: Place
    words: Words
    steps: Steps
    visitor: Visitor = field(init=False)
    one: Agent = field(init=False)
    two: Agent = field(init=False)

    def __post_init__(self) -> None:
        able, rest = self.place.agents({self.words.lang: 4, "tech": 2})
        self.one, self.two = Agent(self.place, able[0]), Agent(self.place, able[1])
        self.away = Agent(self.place, rest[0])
        self.visitor = Visitor(self.place, self.words.lang)

    async def tell(self) -> None:
        """All of it. Broken when a step fails."""
        lang = self.words.lang
        for name, part in (
            ("whoever is asked may have answers suggested, and what became of them is counted", self.suggest),
            ("a transfer to oneself, to nobody or to who is away is refused", self.wrong_targets),
            ("a colleague is asked with a remark while the sender keeps talking", self.ask),
            ("a no comes back to the sender with its reason", self.no),
            ("a yes passes it on: new epoch, the old one is fenced", self.yes),
            ("the remark is a note and never the visitor's", self.remark),
            ("colleagues see who has it open", self.viewing),
            ("parked it is nobody's unit; the visitor's word brings it back", self.park),
            ("parked until a time, it comes back by itself", self.until),
            ("marks are told again to who opens it again", self.marks),
            ("on by skill: the visitor reads it, and it doesn't come back to the sender", self.skills),
            ("all go home", self.home),
        ):
            with self.steps.step(f"[{lang}] {name}"):
                await part()

    @property
    def talk(self) -> str:
        """The conversation."""
        return self.visitor.conversation

    async def hand(self, agent: Agent, to: Frame, **more: Any) -> Frame:
        """Ask for a transfer."""
        return await agent.link.ask("transfer", conversation=self.talk, epoch=self.epoch, to=to, **more)

    async def suggest(self) -> None:
        await self.one.come()
        await self.visitor.come()
        await self.visitor.say(self.words.known)
        await self.visitor.link.must("ask_human", topic="tech")
        offer = await self.one.offered(self.talk)
        found = await self.one.link.must("suggest", conversation=self.talk)
        best = found["suggestions"][0]
        assert len(found["suggestions"]) <= 3, found
        assert self.words.fact in best["text"], best
        assert 0 < best["confidence"] <= 1, best
        assert best["why"]["zh"], best
        counted = {"conversation": self.talk, "article": best["article"], "act": "inserted"}
        await self.one.link.must("suggested", **counted)
        same((await self.one.link.must("suggested", **counted)).get("dup"), True, "dup of the same act")
        refused = await self.one.link.ask("suggested", **counted | {"act": "liked"})
        same(refused.get("code"), "invalid", "code of an unknown act")
        self.epoch = (await self.one.link.must("accept", offer=offer["offer"]))["epoch"]
        await self.one.say(self.talk, self.epoch, self.words.agent[0])

    async def wrong_targets(self) -> None:
        away = next(one for one in await self.agents() if one["name"] == self.away.name)
        for to, codes in (
            ({"agent": self.one.id}, {"invalid"}),
            ({"agent": "999999999"}, {"not_found"}),
            ({"agent": away["id"]}, {"busy"}),
            ({"team": "nowhere"}, {"not_found"}),
            ({"skills": {"juggling": 1}}, {"invalid"}),
            ({}, {"invalid"}),
        ):
            refused = await self.hand(self.one, to)
            assert refused.get("code") in codes, (to, refused)
            assert refused["message"], refused

    async def agents(self) -> list[Frame]:
        """Everybody with a seat, by REST."""
        status, page = await self.one.rest("agents")
        same(status, 200, "status")
        return list(page["items"])

    async def ask(self) -> None:
        await self.two.come()
        to = {"agent": self.two.id}
        first = await self.hand(self.one, to, text=self.words.secret)
        same(first["type"], "ok", f"answer {first}")
        same((await self.hand(self.one, to, text=self.words.secret)).get("dup"), True, "dup of the repeat")
        offer = self.offer = await self.two.offered(self.talk)
        same((offer["text"], offer["card"]["state"]), (self.words.secret, "live"), "offer")
        assert offer["why"]["zh"], offer
        await self.one.say(self.talk, self.epoch, self.words.agent[1])
        await self.visitor.sees(lambda e: e.get("text") == self.words.agent[1], "the sender's words")

    async def no(self) -> None:
        await self.two.link.must("decline", offer=self.offer["offer"], reason="lunch")
        told = await self.one.link.heard(
            lambda f: f["type"] == "handed" and f["outcome"] == "declined", "handed"
        )
        same((told["conversation"], told["reason"]), (self.talk, "lunch"), "what the sender is told")
        await self.one.say(self.talk, self.epoch, self.words.away[0])

    async def yes(self) -> None:
        self.two.link.frames.clear()
        await self.hand(self.one, {"agent": self.two.id})
        offer = await self.two.offered(self.talk)
        older, ok = self.epoch, await self.two.link.must("accept", offer=offer["offer"])
        self.epoch = ok["epoch"]
        assert older != self.epoch, "a new assignee has the old epoch"
        await self.one.link.heard(lambda f: f["type"] == "released", "released")
        await self.visitor.sees(
            lambda e: e["kind"] == "joined" and e["data"]["agent"]["name"] == self.two.name, "the other"
        )
        kinds = [e["kind"] for e in self.visitor.link.logs[self.talk] if e["kind"] in {"joined", "left"}]
        same(kinds, ["joined", "left", "joined"], "who came and went")
        late = {"client_id": fresh(), "conversation": self.talk, "epoch": older, "text": "x"}
        refused = await self.one.link.ask("say", **late)
        assert refused.get("code") in {"fenced", "not_found"}, refused
        await self.two.say(self.talk, self.epoch, self.words.away[1])

    async def remark(self) -> None:
        await self.two.link.must("open", conversation=self.talk)
        note = await self.two.link.heard(lambda f: f["type"] == "note", "note")
        same((note["text"], note["author"]["name"]), (self.words.secret, self.one.name), "note")
        leaks = [text for text in self.visitor.link.texts if self.words.secret in text]
        same(leaks, [], "frames to the visitor with the remark in it")

    async def viewing(self) -> None:
        boss = next(person for person in self.place.people if person["role"] == "supervisor")
        link = await Link.dial(self.place.desk_socket)
        await link.must("hello", protocol=1, device=fresh(), api_key=boss["api_key"])
        await link.must("watch", conversation=self.talk)
        seen = await self.two.link.heard(lambda f: f["type"] == "viewing" and f["agents"], "viewing")
        same([one["name"] for one in seen["agents"]], [boss["name"]], "who looks on")
        same(
            [f for f in self.visitor.link.frames if f["type"] == "viewing"], [], "what the visitor sees of it"
        )
        await link.leave()

    async def park(self) -> None:
        fields = {"conversation": self.talk, "epoch": self.epoch}
        await self.two.link.must("park", **fields)
        same((await self.two.link.must("park", **fields)).get("dup"), True, "dup of parking twice")
        await self.state_is("parked")
        ok = await self.visitor.say(self.words.visitor[0])
        await self.state_is("live")
        await self.two.link.heard_entry(lambda e: e["seq"] == ok["seq"], "the visitor's word")
        await self.two.say(self.talk, self.epoch, self.words.away[2])

    async def until(self) -> None:
        fields = {"conversation": self.talk, "epoch": self.epoch}
        refused = await self.two.link.ask("park", **fields, until="2020-01-01T00:00:00Z")
        same(refused.get("code"), "invalid", "code of a time that has passed")
        soon = (datetime.now(UTC) + timedelta(seconds=2)).isoformat()
        await self.two.link.must("park", **fields, until=soon)
        await self.state_is("parked")
        await self.state_is("live")
        await self.two.say(self.talk, self.epoch, self.words.agent[0])

    async def state_is(self, state: str) -> None:
        """Wait until the card says so."""
        for _ in range(60):
            status, card = await self.two.rest(f"conversations/{self.talk}")
            if (status, card.get("state")) == (200, state):
                return
            await asyncio.sleep(0.2)
        raise AssertionError(f"the card never said {state}: {card}")

    async def marks(self) -> None:
        head = self.visitor.link.after[self.talk]
        await self.visitor.link.tell("read", seq=head)
        await self.two.link.heard(lambda f: f["type"] == "seen" and f["seq"] == head, "seen")
        self.two.link.frames.clear()
        await self.two.link.must("open", conversation=self.talk)
        await self.two.link.heard(lambda f: f["type"] == "seen" and f["seq"] == head, "seen again")

    async def skills(self) -> None:
        self.one.link.frames.clear()
        answer = await self.hand(self.two, {"skills": {"tech": 2}})
        same(answer["type"], "ok", f"answer {answer}")
        entry = await self.visitor.sees(lambda e: e["kind"] == "transferred", "transferred")
        same(entry["data"]["to"]["skills"], {"tech": 2}, "where to")
        offer = await self.one.offered(self.talk)
        assert not [f for f in self.two.link.frames if f["type"] == "offer"], "back to the sender"
        await self.one.link.must("accept", offer=offer["offer"])

    async def home(self) -> None:
        await self.visitor.link.must("leave")
        await self.visitor.link.leave()
        for agent in (self.one, self.two):
            await agent.go()
