"""People without sockets: what they would send next, what they send again after a crash, and what they were told."""

from __future__ import annotations

import random
import secrets
from typing import Any

from tests.faults.evidence import Frame, Record, Said

WORDS = ("say", "answer", "note", "late")


class Talkers:
    """A few visitors, agents and a supervisor; each act is sent, under one client_id, until it is answered."""

    def __init__(self, rng: random.Random, record: Record, people: dict[str, list[int]]) -> None:
        self.rng, self.record = rng, record
        self.visitors, self.agents = people["visitors"], people["agents"]
        self.life = self.lines = 0
        self.open: dict[int, Frame] = {}  # acts without an answer, by number, in the order of sending
        self.talks: dict[int, str] = {}  # visitor → conversation
        self.held: dict[str, tuple[int, str]] = {}  # conversation → agent, epoch
        self.former: list[tuple[str, int, str]] = []
        self._numbers = 0

    def acts(self, most: int) -> list[Frame]:
        """What goes out now: everything unanswered once more, then something new, some of it twice."""
        again = list(self.open.values())
        new = [self._new() for _ in range(self.rng.randint(1, most))]
        found = [*again, *filter(None, new)]
        for act in found:
            self.open[act["number"]] = act
            if act["act"] in WORDS:
                said = self.record.said[act["client_id"]]
                said.sent.append((self.record.now(), self.life))
        twice = [act for act in found if act["act"] in WORDS and self.rng.random() < 0.1]
        for act in twice:
            said = self.record.said[act["client_id"]]
            said.sent.append((self.record.now(), self.life))
        return found + twice

    def _new(self) -> Frame | None:
        chance, visitor = self.rng.random(), self.rng.choice(self.visitors)
        if chance < 0.45 or not self.talks:
            known = self.talks.get(visitor) if self.rng.random() < 0.5 else None
            return self._word("say", visitor, **({"conversation": known} if known else {}))
        talk = self.rng.choice(list(self.talks.values()))
        if chance < 0.55:
            return self._act("ask", visitor)
        if chance < 0.62 or not self.held:
            return self._act("take", self.rng.choice(self.agents), conversation=talk)
        if chance < 0.65:
            return self._act("takeover", self.agents[0], conversation=talk)
        if chance < 0.70 and self.former:
            return self._late()
        talk = self.rng.choice(list(self.held))
        agent, epoch = self.held[talk]
        if chance < 0.75:
            return self._word("note", agent, conversation=talk)
        if chance < 0.80:
            return self._act("resolve", agent, conversation=talk, epoch=epoch)
        return self._word("answer", agent, conversation=talk, epoch=epoch)

    def _late(self) -> Frame:
        """A line under an assignment that is over, best of one who has it again under another."""
        again = [one for one in self.former if one[0] in self.held and self.held[one[0]][0] == one[1]]
        late = self.rng.choice(again or self.former)
        self.former.remove(late)
        talk, agent, epoch = late
        return self._word("late", agent, conversation=talk, epoch=epoch)

    def _act(self, act: str, who: int, **fields: Any) -> Frame:
        self._numbers += 1
        return {"number": self._numbers, "act": act, "who": who, **fields}

    def _word(self, act: str, who: int, **fields: Any) -> Frame:
        self.lines += 1
        role = "visitor" if act == "say" else "agent"
        client_id, text = secrets.token_hex(8), f"{role}-{who} says {self.lines:05d}"
        said = Said(f"{role}-{who}", client_id, text, fields.get("epoch"), note=act == "note")
        self.record.said[client_id] = said
        return self._act(act, who, client_id=client_id, text=text, **fields)

    # --- what they are told ------------------------------------------------------------------------------------------
    def told(self, act: Frame, answer: Frame) -> None:
        """An answer came; one that says `come again` is none."""
        if answer["type"] == "refused" and answer["retryable"] and answer["code"] != "busy":
            return
        self.open.pop(act["number"], None)
        if answer["type"] == "refused":
            self._refused(act, answer)
            return
        if act["act"] in WORDS:
            self.record.said[act["client_id"]].oks.append((self.record.now(), self.life, answer))
        if act["act"] == "say":
            self.talks[act["who"]] = answer["conversation"]
        elif act["act"] in ("take", "takeover"):
            self._has(answer["conversation"], act["who"], answer["epoch"])
        elif act["act"] == "resolve":
            self._lost(act["conversation"])

    def _refused(self, act: Frame, answer: Frame) -> None:
        if act["act"] in WORDS:
            said = self.record.said[act["client_id"]]
            if not said.oks:
                said.refused = answer
            held = self.held.get(act.get("conversation", ""))
            if held == (act["who"], act.get("epoch")):
                self._lost(act["conversation"])

    def _has(self, talk: str, agent: int, epoch: str) -> None:
        if int(epoch) >= int(self.held.get(talk, (0, "0"))[1]):
            if talk in self.held and self.held[talk] != (agent, epoch):
                self._lost(talk)
            self.held[talk] = (agent, epoch)

    def _lost(self, talk: str) -> None:
        if talk in self.held:
            self.former.append((talk, *self.held.pop(talk)))
