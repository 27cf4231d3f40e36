"""The long way round: bot, hand-over, offer, a talk with a broken line in it, a note, the end and the rating."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from tests.independent.people import Agent, Place, Visitor, fresh
from tests.independent.steps import Steps, same
from tests.independent.words import Words

TOPIC, LEVEL = "tech", 2


@dataclass
class Talk:
    """One visitor's talk, told step by step in one language."""

    place: Place
    words: Words
    steps: Steps
    visitor: Visitor = field(init=False)
    agent: Agent = field(init=False)
    others: list[Agent] = field(init=False)
    epoch: int | str | None = None

    def __post_init__(self) -> None:
        able, rest = self.place.agents({self.words.lang: 1, TOPIC: LEVEL})
        self.agent = Agent(self.place, able[0])
        self.others = [Agent(self.place, person) for person in rest[:2]]
        self.visitor = Visitor(self.place, self.words.lang)

    async def tell(self) -> None:
        """All of it. Broken when a step fails."""
        lang = self.words.lang
        for name, part in (
            ("one agent with the skill and two without come online", self.arrive),
            ("hello: a new visitor gets a token, the site's topics and an epoch", self.hello),
            ("the bot answers a question of its base", self.ask_known),
            ("what it doesn't know goes to the team, with the reason", self.ask_strange),
            ("the agent with the skill gets the offer, the others don't", self.offer),
            ("accept: the visitor sees who has joined, a second accept is stale", self.accept),
            ("both talk; the same message twice is one message", self.both),
            ("another body under the same client_id is a conflict", self.conflict),
            ("staff that carries another epoch is fenced", self.fenced),
            ("a note stays at the desk", self.note),
            ("the line breaks; back with token, epoch and after: nothing lost, nothing twice", self.cut),
            ("the log of both sides and of REST is the same, without gaps", self.compare),
            ("the agent resolves, the visitor is told", self.resolve),
            ("staff can't write to a resolved conversation", self.closed),
            ("the visitor rates, and rates again", self.rate),
            ("speaking again brings the conversation back to the same agent", self.reopen),
            ("all go home", self.home),
        ):
            with self.steps.step(f"[{lang}] {name}"):
                await part()

    async def arrive(self) -> None:
        for agent in (self.agent, *self.others):
            await agent.come()

    async def hello(self) -> None:
        welcome = await self.visitor.come(
            page={"url": self.place.origin + "/demo/", "title": "tea", "referrer": ""}
        )
        assert welcome["token"], "no token"
        assert welcome["conversation"] is None, welcome
        assert TOPIC in [topic["key"] for topic in welcome["site"]["topics"]], welcome["site"]

    async def ask_known(self) -> None:
        ok = await self.visitor.say(self.words.known, topic=TOPIC)
        answer = await self.visitor.sees(
            lambda e: e["seq"] > ok["seq"] and e["author"]["role"] == "bot", "bot's answer"
        )
        same(answer["kind"], "message", "kind of the bot's answer")
        assert self.words.fact in answer["text"], answer["text"]
        assert answer["data"]["article"], answer["data"]
        assert 0 < answer["data"]["confidence"] <= 1, answer["data"]

    async def ask_strange(self) -> None:
        for text in self.words.strange:
            await self.visitor.reaction(await self.visitor.say(text))
            if self.visitor.has("queued"):
                break
        queued = await self.visitor.sees(lambda e: e["kind"] == "queued", "queued entry")
        same(queued["data"]["reason"], "miss", "reason")
        assert "text" not in queued or not queued["text"], queued
        await self.visitor.link.heard(lambda f: f["type"] == "queue", "queue frame")

    async def offer(self) -> None:
        offer = await self.agent.offered(self.visitor.conversation)
        self.offered = offer
        assert offer["why"]["zh"], offer["why"]
        assert offer["why"]["en"], offer["why"]
        same(offer["card"]["needs"].get(TOPIC), LEVEL, f"need of {TOPIC}")
        await asyncio.sleep(0.3)
        asked = [other.name for other in self.others if other.was_offered(self.visitor.conversation)]
        same(asked, [], "those without the skill who were asked")

    async def accept(self) -> None:
        ok = await self.agent.link.must("accept", offer=self.offered["offer"])
        assigned = await self.agent.link.heard(lambda f: f["type"] == "assigned", "assigned")
        same(assigned["epoch"], ok["epoch"], "epoch of assigned")
        self.epoch = ok["epoch"]
        joined = await self.visitor.sees(lambda e: e["kind"] == "joined", "joined entry")
        same(joined["data"]["agent"].get("name"), self.agent.name, "who joined")
        again = await self.agent.link.ask("accept", offer=self.offered["offer"])
        assert again.get("dup") or again.get("code") == "stale", again
        other = await self.others[0].link.ask("accept", offer=self.offered["offer"])
        assert other["code"] in {"stale", "not_found", "not_allowed"}, other

    async def both(self) -> None:
        talk, mine = self.visitor.conversation, fresh()
        await self.agent.say(talk, self.epoch, self.words.agent[0])
        await self.visitor.sees(lambda e: e.get("text") == self.words.agent[0], "agent's words")
        first = await self.visitor.say(self.words.visitor[0], mine)
        again = await self.visitor.say(self.words.visitor[0], mine)
        same(again.get("dup"), True, "dup of the repeat")
        same(
            (again["seq"], again["id"], again["at"]), (first["seq"], first["id"], first["at"]), "repeat's ok"
        )
        self.mine = mine
        await self.agent.link.heard_entry(lambda e: e.get("text") == self.words.visitor[0], "visitor's words")
        await self.agent.link.tell("typing", conversation=talk, on=True)
        await self.visitor.link.heard(lambda f: f["type"] == "typing" and f["on"], "typing")
        await self.agent.say(talk, self.epoch, self.words.agent[1])

    async def conflict(self) -> None:
        answer = await self.visitor.link.ask("say", client_id=self.mine, text=self.words.thanks)
        same(answer.get("code"), "client_id_conflict", "code")
        same(answer["retryable"], False, "retryable")

    async def fenced(self) -> None:
        body = {"client_id": fresh(), "conversation": self.visitor.conversation, "text": "x"}
        another = self.epoch + 1000 if isinstance(self.epoch, int) else f"{self.epoch}000"
        answer = await self.agent.link.ask("say", epoch=another, **body)
        same(answer.get("code"), "fenced", "code with another epoch")
        answer = await self.others[0].link.ask("say", epoch=self.epoch, **body)
        assert answer.get("code") in {"not_allowed", "not_found"}, answer

    async def note(self) -> None:
        talk = self.visitor.conversation
        await self.agent.link.must("note", client_id=fresh(), conversation=talk, text=self.words.secret)
        note = await self.agent.link.heard(lambda f: f["type"] == "note", "note")
        same((note["n"], note["text"]), (1, self.words.secret), "note")

    async def cut(self) -> None:
        visitor, unsure = self.visitor, fresh()
        await visitor.link.tell("say", ref=777, client_id=unsure, text=self.words.visitor[1])
        visitor.lose()
        for text in self.words.away:
            await self.agent.say(visitor.conversation, self.epoch, text)
        await visitor.come()
        await visitor.say(self.words.visitor[1], unsure)
        last = await visitor.say(self.words.visitor[2])
        await visitor.sees(lambda e: e["seq"] == last["seq"], "own words")
        await self.agent.link.heard_entry(
            lambda e: e["seq"] == last["seq"], "visitor's words after the break"
        )

    async def compare(self) -> None:
        visitor, talk = self.visitor, self.visitor.conversation
        seen = visitor.log + visitor.link.logs.get(talk, [])
        same([entry["seq"] for entry in seen], list(range(1, len(seen) + 1)), "seqs on the visitor's screen")
        said = [entry.get("text") for entry in seen]
        for text in (*self.words.visitor, *self.words.agent, *self.words.away):
            same(said.count(text), 1, f"times that {text!r} is on the screen")
        same(visitor.link.changed, [], "entries that changed when sent again")
        ok = await self.agent.link.must("open", conversation=talk)
        same(ok["head"][0], len(seen), "head for the desk")
        desk = [entry["seq"] for entry in self.agent.link.logs[talk]]
        same(desk, list(range(1, len(seen) + 1)), "seqs on the agent's screen")
        status, page = await visitor.rest(f"conversations/{talk}/entries?limit=200")
        same(status, 200, "status")
        same(page["items"], seen, "timeline by REST")

    async def resolve(self) -> None:
        talk = self.visitor.conversation
        await self.visitor.say(self.words.thanks)
        fields = {"conversation": talk, "epoch": self.epoch, "outcome": "resolved", "summary": "paired"}
        await self.agent.link.must("resolve", **fields)
        ended = await self.visitor.sees(lambda e: e["kind"] == "resolved", "resolved entry")
        same(ended["data"]["outcome"], "resolved", "outcome")
        again = await self.agent.link.must("resolve", **fields)
        same(again.get("dup"), True, "dup of the second resolve")

    async def closed(self) -> None:
        body = {
            "client_id": fresh(),
            "conversation": self.visitor.conversation,
            "text": "x",
            "epoch": self.epoch,
        }
        same((await self.agent.link.ask("say", **body)).get("code"), "closed", "code")

    async def rate(self) -> None:
        await self.visitor.link.must("rate", score=4)
        await self.visitor.sees(lambda e: e["kind"] == "rated" and e["data"]["score"] == 4, "rated entry")
        await self.visitor.link.must("rate", score=5, comment="👍")
        await self.visitor.sees(
            lambda e: e["kind"] == "rated" and e["data"]["score"] == 5, "second rated entry"
        )
        refused = await self.visitor.link.ask("rate", score=6)
        same(refused.get("code"), "invalid", "code of a score of 6")

    async def reopen(self) -> None:
        talk = self.visitor.conversation
        self.agent.link.frames.clear()
        await self.visitor.say(self.words.visitor[0] + "!", conversation=talk)
        await self.visitor.sees(lambda e: e["kind"] == "reopened", "reopened entry")
        offer = await self.agent.offered(talk)
        ok = await self.agent.link.must("accept", offer=offer["offer"])
        await self.agent.link.must("resolve", conversation=talk, epoch=ok["epoch"], outcome="resolved")

    async def home(self) -> None:
        self.visitor.remember()
        leaks = [text for text in self.visitor.texts if self.words.secret in text or '"note"' in text]
        same(leaks, [], "frames to the visitor with the note in it")
        _, page = await self.visitor.rest(f"conversations/{self.visitor.conversation}/entries?limit=200")
        assert self.words.secret not in str(page), "the note is in the visitor's REST timeline"
        await self.visitor.link.leave()
        for agent in (self.agent, *self.others):
            await agent.go()
