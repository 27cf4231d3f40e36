"""A million events in any order on a busy floor, each decision checked by rules of its own; prints what it saw.

python tests/bench/routing/million.py [events] [policy]
"""

import random
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from routing.engine import AgentSpec, AgentState, Decision, Engine, Request

SKILLS = ["zh", "en", "ja", "billing", "tech"]
STEPS = ((60.0, ("level", "billing", 1)), (120.0, ("drop", "billing")), (300.0, ("any",)))
AGENTS, LOOKED_AT_EVERY = 40, 500


@dataclass
class Ledger:
    """Who has what, kept by hand."""

    engine: Engine
    specs: dict[str, AgentSpec] = field(default_factory=dict)
    states: dict[str, str] = field(default_factory=dict)
    asked: dict[str, Request] = field(default_factory=dict)
    holder: dict[str, str] = field(default_factory=dict)
    waiting: dict[str, None] = field(default_factory=dict)
    refused: dict[tuple[str, str], float] = field(default_factory=dict)
    load: dict[str, int] = field(default_factory=dict)
    decisions: int = 0
    now: float = 0.0

    def fits(self, request: Request, agent: str) -> bool:
        """RI2 and RI3, and the requirement as it is by now."""
        spec, waited = self.specs[agent], self.now - request.arrived
        needs = dict(request.needs)
        if waited >= 60.0 and "billing" in needs:
            needs["billing"] = min(needs["billing"], 1)
        if waited >= 120.0:
            needs.pop("billing", None)
        return (
            self.states[agent] == "online"
            and self.load[agent] + request.weight <= spec.capacity
            and all(spec.skills.get(skill, 0) >= level for skill, level in needs.items())
            and self.refused.get((request.id, agent), -1.0) < self.now
        )

    def carry_out(self, decisions: list[Decision]) -> None:
        for decision in decisions:
            name, agent = decision.conversation, decision.agent
            assert name in self.waiting, f"RI1: {name}"
            assert self.fits(self.asked[name], agent), f"RI2, RI3: {name} for {agent}"
            del self.waiting[name]
            self.holder[name] = agent
            self.load[agent] += self.asked[name].weight
            self.decisions += 1

    def look(self) -> None:
        """RI4 and RI8, which take a look at everybody; exclusions that were cut short make it lenient for a while."""
        fresh = {name for name, _ in self.refused}
        for name in self.waiting:
            free = [agent for agent in self.specs if self.fits(self.asked[name], agent)]
            assert not free or name in fresh, f"RI4: {name} waits beside {free}"
        counts = self.engine.state()["counts"]
        assert counts["arrived"] == counts["closed"] + counts["abandoned"] + len(self.waiting) + len(
            self.holder
        )
        assert set(self.engine.waiting()) == set(self.waiting)
        assert all(self.engine.load(agent) == load for agent, load in self.load.items())
        self.refused = {pair: until for pair, until in self.refused.items() if until >= self.now}

    def give_back(self, name: str) -> str:
        agent = self.holder.pop(name)
        self.load[agent] -= self.asked[name].weight
        return agent


def event(ledger: Ledger, chance: random.Random, number: int) -> None:
    """One thing that happens."""
    engine, what, now = ledger.engine, chance.random(), ledger.now
    if what < 0.40 or not ledger.holder:
        request = Request(
            id=f"c{number}",
            needs={chance.choice(SKILLS[:3]): 1, **({"billing": 2} if chance.random() < 0.3 else {})},
            promise=chance.choice([30.0, 60.0]),
            arrived=now,
            steps=STEPS,
        )
        ledger.asked[request.id] = request
        ledger.waiting[request.id] = None
        ledger.carry_out(engine.request(request, now=now))
    elif what < 0.72:
        name = chance.choice(list(ledger.holder))
        ledger.give_back(name)
        ledger.carry_out(engine.release(name, now=now))
    elif what < 0.80:
        name = chance.choice(list(ledger.holder))
        agent = ledger.give_back(name)
        ledger.waiting[name] = None
        # a round may end after ten seconds, so only until then it is certain
        ledger.refused[name, agent] = now + 9.999
        ledger.carry_out(engine.refuse(name, agent, now=now))
    elif what < 0.88 and ledger.waiting:
        name = chance.choice(list(ledger.waiting))
        del ledger.waiting[name]
        engine.cancel(name, now=now)
    elif what < 0.92:
        agent = chance.choice(list(ledger.specs))
        state = chance.choice(["online", "online", "busy", "break", "offline"])
        ledger.states[agent] = state
        ledger.carry_out(engine.set_state(agent, AgentState(state), now=now))
    else:
        ledger.carry_out(engine.tick(now=now))


def main(events: int, policy: str) -> None:
    """Any violation ends it with the story's number."""
    chance = random.Random(11)
    ledger, started = Ledger(Engine(policy=policy)), time.process_time()
    for number in range(AGENTS):
        skills = dict.fromkeys(chance.sample(SKILLS, 3), 3)
        spec = AgentSpec(id=f"a{number:02}", skills=skills, capacity=3, conc=(1.0, 1.6, 2.0))
        ledger.specs[spec.id], ledger.states[spec.id], ledger.load[spec.id] = spec, "online", 0
        ledger.engine.add_agent(spec, now=0.0)
    for number in range(events):
        ledger.now += chance.expovariate(2.0)
        event(ledger, chance, number)
        if number % LOOKED_AT_EVERY == 0:
            ledger.look()
    spent = time.process_time() - started
    print(f"{policy}: {events:,} events, {ledger.decisions:,} decisions, 0 violations, {spent:.0f} s CPU")  # noqa: T201


if __name__ == "__main__":
    main(int((sys.argv[1:] or ["1000000"])[0]), (sys.argv[2:] or ["promise"])[0])
