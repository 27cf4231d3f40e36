"""An agent: takes what is offered, answers, writes notes, ends it, and now and then grabs or writes under an old epoch."""

from __future__ import annotations

import asyncio
import random
from datetime import UTC, datetime
from typing import Any

from tests.faults.client import Client, Lost
from tests.faults.evidence import Frame, Record
from tests.faults.proxy import Door


class Agent(Client):
    """One desk."""

    path = "/ws/desk"

    def __init__(
        self, name: str, door: Door, record: Record, rng: random.Random, person: dict[str, Any]
    ) -> None:
        super().__init__(name, door, record, rng)
        self.key, self.capacity = person["api_key"], person["capacity"]
        self.id = ""
        self.notes: dict[str, list[Frame]] = {}
        self.held: dict[str, str] = {}  # conversation → epoch of the assignment
        self.former: dict[str, str] = {}  # epochs that are over
        self.named: set[str] = set()  # conversations of which hello said how far they are known
        self.offers: asyncio.Queue[str] = asyncio.Queue()
        self.waiting: dict[str, str] = {}  # cards that wait, by state
        self.assigned: list[tuple[float, str, str]] = []  # when, conversation, epoch: as told
        self.away = False
        self._state = ""
        self._work: set[asyncio.Task[None]] = set()

    def hello(self) -> Frame:
        hello: Frame = {"type": "hello", "protocol": 1, "device": self.name, "api_key": self.key}
        if self.epoch:
            hello |= {"epoch": self.epoch, "after": {key: self.at(key) for key in self.views}}
        self.named = set(hello.get("after", ()))
        return hello

    def at(self, conversation: str) -> Any:
        return [self.last(conversation), len(self.notes.get(conversation, ()))]

    def have(self, conversation: str) -> Frame:
        seq, n = self.at(conversation)
        return {"seq": seq, "n": n}

    def welcome(self, frame: Frame) -> None:
        self.id, self._state = frame["agent"]["id"], frame["state"]
        self.waiting.clear()
        mine = [card for card in frame["conversations"] if (card["assignee"] or {}).get("id") == self.id]
        kept = {card["id"] for card in mine if card["state"] == "live"}
        for gone in set(self.held) - kept:
            self.lose(gone)
        for conversation in kept:
            self.spawn(self.open(conversation))

    def check_heads(self, heads: dict[str, Any]) -> None:
        for conversation, (seq, n) in heads.items():
            if conversation in self.named:
                have = self.at(conversation)
                if have[0] < seq or have[1] < n:
                    self.record.wrong(
                        "DI6", f"ready with {[seq, n]} of {conversation}, sent to {have}", self.name
                    )

    def spawn(self, work: Any) -> None:
        task = asyncio.create_task(work)
        self._work.add(task)
        task.add_done_callback(self._work.discard)

    def lose(self, conversation: str) -> None:
        self.strict.discard(conversation)
        if epoch := self.held.pop(conversation, None):
            self.former[conversation] = epoch

    async def take(self, frame: Frame, text: str) -> None:
        kind = frame["type"]
        if kind == "note":
            await self.noted(frame)
        elif kind == "offer":
            self.offers.put_nowait(frame["offer"])
        elif kind == "assigned":
            self.given(frame["conversation"], frame["epoch"])
        elif kind in ("released", "gone", "withdrawn") and frame.get("conversation"):
            self.dropped(frame)
        elif kind == "card":
            self.card(frame["card"])
        elif kind == "agent" and frame["id"] == self.id:
            self.loaded(frame)
        await super().take(frame, text)

    def loaded(self, frame: Frame) -> None:
        self._state = frame["state"]
        if frame["load"] > frame["capacity"]:
            self.record.wrong("DI10", f"told a load of {frame['load']} of {frame['capacity']}", self.name)

    def dropped(self, frame: Frame) -> None:
        if frame["type"] == "withdrawn" and frame["reason"] == "accepted_elsewhere":
            return
        self.strict.discard(frame["conversation"])
        if frame["type"] == "released":
            self.lose(frame["conversation"])

    def card(self, card: Frame) -> None:
        if card["state"] in ("queued", "offered"):
            self.waiting[card["id"]] = card["state"]
        else:
            self.waiting.pop(card["id"], None)

    def given(self, conversation: str, epoch: str) -> None:
        """It is this agent's now, as far as the server says."""
        self.assigned.append((self.record.now(), conversation, epoch))
        if int(self.held.get(conversation, 0)) < int(epoch):
            self.held[conversation] = epoch
            self.spawn(self.open(conversation))

    async def noted(self, frame: Frame) -> None:
        notes = self.notes.setdefault(frame["conversation"], [])
        if frame["n"] == len(notes) + 1:
            notes.append(frame)
        elif frame["n"] > len(notes) and frame["conversation"] in self.strict:
            self.record.wrong("DI6", f"note {frame['n']} came after {len(notes)}", self.name)
        await self._owe(frame["conversation"])

    async def open(self, conversation: str) -> None:
        """Have all of it, from what is known on."""
        conn = self.conn
        self.views.setdefault(conversation, [])
        self.notes.setdefault(conversation, [])
        self.strict.discard(conversation)
        try:
            ok = await self.ask("open", conversation=conversation, after=self.at(conversation))
        except Lost:
            return
        if ok["type"] == "ok" and conn == self.conn:
            have = self.at(conversation)
            if have[0] < ok["head"][0] or have[1] < ok["head"][1]:
                self.record.wrong("DI6", f"opened {conversation} to {ok['head']}, sent to {have}", self.name)
            self.strict.add(conversation)
            if (ok["epoch"] and conversation in self.held) or self._is_mine(conversation):
                self.held[conversation] = ok["epoch"] or self.held.get(conversation, "0")

    def _is_mine(self, conversation: str) -> bool:
        """By the timeline: the last one who joined, and it goes on."""
        for entry in reversed(self.views.get(conversation, [])):
            if entry["kind"] in ("resolved", "queued", "transferred"):
                return False
            if entry["kind"] == "joined":
                return bool(entry["data"]["agent"]["id"] == self.id)
        return False

    # --- what agents do ----------------------------------------------------------------------------------------------
    async def act(self) -> None:
        """Work until cancelled."""
        await asyncio.gather(self.answer_offers(), self.stay_online(), self.talk(), self.grab())

    async def stay_online(self) -> None:
        while True:
            await self.up.wait()
            if not self.away and self._state != "online":
                await self.told("state", state="online")
                self._state = "online"
            await asyncio.sleep(0.5)

    async def answer_offers(self) -> None:
        while True:
            offer = await self.offers.get()
            chance = self.rng.random()
            if chance < 0.85:
                ok = await self.told("accept", offer=offer)
                if ok["type"] == "ok":
                    self.given(ok["conversation"], ok["epoch"])
            elif chance < 0.95:
                await self.told("decline", offer=offer)

    async def talk(self) -> None:
        while True:
            await asyncio.sleep(self.rng.uniform(0.1, 0.4))
            await self.up.wait()
            if self.held and not self.away:
                await self.serve(self.rng.choice(sorted(self.held)))
            again = [key for key, epoch in self.former.items() if self.held.get(key, epoch) != epoch]
            if again or (self.former and self.rng.random() < 0.1):
                late = again[0] if again else self.rng.choice(sorted(self.former))
                await self.too_late(late, self.former.pop(late))

    async def serve(self, conversation: str) -> None:
        epoch, chance = self.held[conversation], self.rng.random()
        if chance < 0.02:
            answer = await self.told("resolve", conversation=conversation, epoch=epoch, outcome="resolved")
        elif chance < 0.15:
            answer = await self.say("note", f"NOTE-{self.next_text()}", conversation=conversation)
        else:
            answer = await self.say("say", self.next_text(), conversation=conversation, epoch=epoch)
        if answer["type"] == "refused" or chance < 0.02:
            self.lose(conversation)

    async def too_late(self, conversation: str, epoch: str) -> None:
        """A line under an assignment that is over: never accepted."""
        await self.say("say", self.next_text(), conversation=conversation, epoch=epoch)

    async def grab(self) -> None:
        """Take what waits without being asked, at the same time as others."""
        while True:
            await asyncio.sleep(self.rng.uniform(0.5, 2.0))
            await self.up.wait()
            if self.waiting and not self.away:
                conversation = self.rng.choice(sorted(self.waiting)[:2])
                self.waiting.pop(conversation, None)
                ok = await self.told("take", conversation=conversation)
                if ok["type"] == "ok":
                    self.given(ok["conversation"], ok["epoch"])

    async def leave(self) -> None:
        """Be gone without a good-bye."""
        self.away = self.door.shut = True
        self.drop()

    def come_back(self) -> None:
        self.away = self.door.shut = False

    async def complete(self) -> None:
        await self.up.wait()
        for conversation in list(self.views):
            asked = datetime.now(UTC)
            ok = await self.told("open", conversation=conversation, after=self.at(conversation))
            if ok["type"] == "ok":
                self.whole[conversation] = asked
