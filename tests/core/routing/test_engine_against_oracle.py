"""Any order of events: the engine and the oracle agree, and a replay of the log gives the same."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from routing.engine import AgentSpec, AgentState, Decision, Engine, Request
from routing.policy import POLICIES
from routing.recompute import faults
from tests.core.routing.oracle import Oracle
from tests.core.routing.oracle_rows import Agent, Talk

AGENTS = ["a1", "a2", "a3", "a4", "a5", "a6"]
SKILLS = ["zh", "en", "billing"]
levels = st.dictionaries(st.sampled_from(SKILLS), st.integers(1, 3), max_size=3)
actions = st.one_of(
    st.tuples(st.just("drop"), st.sampled_from(SKILLS)),
    st.tuples(st.just("level"), st.sampled_from(SKILLS), st.integers(0, 2)),
    st.tuples(st.just("team"), st.sampled_from(["red", "blue"])),
    st.just(("any",)),
)
steps = st.lists(st.tuples(st.sampled_from([0.0, 10.0, 30.0, 60.0]), actions), max_size=3)
maybe_agent = st.none() | st.sampled_from(AGENTS)
moments = st.sampled_from([0.0, 0.0, 0.5, 1.0, 5.0, 10.0, 30.0, 60.0])
PLAIN = {"skills": {"zh": 3, "en": 3, "billing": 3}, "capacity": 2}  # many agents are interchangeable
places = st.just(PLAIN) | st.fixed_dictionaries(
    {
        "skills": levels,
        "capacity": st.integers(0, 4),
        "team": st.sampled_from([None, "red", "blue"]),
        "wrap_up": st.sampled_from([0.0, 0.0, 10.0]),
        "ramp": st.sampled_from([None, None, 0, 1, 2]),
        "channels": st.sampled_from([None, None, {"chat": 1}, {"mail": 0}]),
        "conc": st.sampled_from([None, (1.0, 1.6, 2.0)]),
    }
)
wants = st.fixed_dictionaries(
    {
        "needs": st.just({"zh": 1}) | levels,
        "promise": st.sampled_from([60.0, 60.0, 15.0]),
        "weight": st.sampled_from([1, 1, 1, 0, 2]),
        "sticky": maybe_agent,
        "steps": steps,
        "team": st.sampled_from([None, None, "red"]),
        "agent": st.none() | maybe_agent,
        "not_agents": st.just(()) | st.tuples(st.sampled_from(AGENTS)),
        "channel": st.sampled_from(["chat", "chat", "mail"]),
    }
)


class Routing(RuleBasedStateMachine):
    @initialize(policy=st.sampled_from(["promise", "promise", *POLICIES]), crew=st.integers(1, 5))
    def open(self, policy: str, crew: int) -> None:
        self.policy, self.now, self.count = policy, 0.0, 0
        self.engine, self.oracle = Engine(policy=policy), Oracle(policy)
        self.log: list[tuple[str, tuple[Any, ...]]] = []
        self.decided: list[Decision] = []
        for name in AGENTS[:crew]:
            self.add_agent(name, PLAIN, 0.0)

    def act(self, event: str, *args: Any) -> list[Decision]:
        """Send the event to the engine and into the log."""
        decisions: list[Decision] = getattr(self.engine, event)(*args, now=self.now)
        self.log.append((event, (*args, self.now)))
        self.decided += decisions
        return decisions

    def pass_time(self, after: float) -> None:
        self.now += after
        self.oracle.advance(self.now)

    def some(self, names: list[str], pick: int) -> str:
        assume(names)
        return sorted(names)[pick % len(names)]

    def reserved(self) -> list[str]:
        return [name for name, talk in self.oracle.talks.items() if talk.agent is not None]

    @rule(name=st.sampled_from(AGENTS), place=places, after=moments)
    def add_agent(self, name: str, place: dict[str, Any], after: float) -> None:
        assume(name not in self.oracle.agents)
        self.pass_time(after)
        spec = AgentSpec(id=name, **place)
        self.oracle.agents[name] = Agent(spec, free_since=self.now)
        self.oracle.follow(self.act("add_agent", spec))

    @rule(pick=st.integers(0, 5), place=places, after=moments)
    def update_agent(self, pick: int, place: dict[str, Any], after: float) -> None:
        name = self.some(list(self.oracle.agents), pick)
        self.pass_time(after)
        spec = AgentSpec(id=name, **place)
        if not self.oracle.agents[name].spec.ramp:
            self.oracle.agents[name].given.clear()  # nothing counted while the ramp was off
        self.oracle.agents[name].spec = spec
        self.oracle.follow(self.act("update_agent", spec))

    @rule(pick=st.integers(0, 5), after=moments)
    def remove_agent(self, pick: int, after: float) -> None:
        name = self.some(list(self.oracle.agents), pick)
        self.pass_time(after)
        for conversation in [each for each in self.reserved() if self.oracle.talks[each].agent == name]:
            self.oracle.free(conversation)
        del self.oracle.agents[name]
        self.oracle.follow(self.act("remove_agent", name))

    @rule(pick=st.integers(0, 5), state=st.sampled_from(["online", "online", *AgentState]), after=moments)
    def set_state(self, pick: int, state: str, after: float) -> None:
        name = self.some(list(self.oracle.agents), pick)
        self.pass_time(after)
        self.oracle.set_state(name, str(state))
        self.oracle.follow(self.act("set_state", name, AgentState(state)))

    @rule(want=wants, before=st.sampled_from([0.0, 0.0, 20.0]), after=moments)
    def request(self, want: dict[str, Any], before: float, after: float) -> None:
        assume(want["weight"] <= max((a.spec.capacity for a in self.oracle.agents.values()), default=9))
        self.pass_time(after)
        self.count += 1
        request = Request(id=f"c{self.count % 7}-{self.count}", arrived=self.now - before, **want)
        self.oracle.arrive(request)
        self.oracle.follow(self.act("request", request))

    @precondition(lambda self: self.reserved())
    @rule(pick=st.integers(0, 20), who=st.integers(0, 5), after=moments)
    def transfer(self, pick: int, who: int, after: float) -> None:
        name, target = self.some(self.reserved(), pick), self.some(list(self.oracle.agents), who)
        talk = self.oracle.talks[name]
        assume(f"{name}>" not in self.oracle.talks and not name.endswith(">"))
        self.pass_time(after)
        offer = Request(id=f"{name}>", arrived=self.now, agent=target, weight=talk.request.weight)
        assume(offer.weight <= max(agent.spec.capacity for agent in self.oracle.agents.values()))
        self.oracle.arrive(offer)
        self.oracle.follow(self.act("request", offer))
        if self.oracle.talks[offer.id].agent != target:
            return
        self.oracle.transfer(name, target)
        first, *others = self.act("transfer", name)
        assert (first.rule, first.agent, first.conversation) == ("manual", target, name)
        self.oracle.follow(others)

    @precondition(lambda self: self.reserved())
    @rule(pick=st.integers(0, 20), after=moments)
    def release(self, pick: int, after: float) -> None:
        name = self.some(self.reserved(), pick)
        self.pass_time(after)
        self.oracle.release(name)
        self.oracle.follow(self.act("release", name))

    @precondition(lambda self: self.reserved())
    @rule(pick=st.integers(0, 20), after=moments)
    def refuse(self, pick: int, after: float) -> None:
        name = self.some(self.reserved(), pick)
        agent = self.oracle.talks[name].agent
        self.pass_time(after)
        self.oracle.refuse(name)
        self.oracle.follow(self.act("refuse", name, agent))

    @precondition(lambda self: self.oracle.waiting())
    @rule(pick=st.integers(0, 20), after=moments)
    def cancel(self, pick: int, after: float) -> None:
        name = self.some(self.oracle.waiting(), pick)
        self.pass_time(after)
        del self.oracle.talks[name]
        self.oracle.abandoned += 1
        self.oracle.follow(self.act("cancel", name))

    @precondition(lambda self: self.oracle.waiting())
    @rule(pick=st.integers(0, 20), who=st.integers(0, 5), force=st.booleans())
    def assign_a_waiting_one(self, pick: int, who: int, force: bool) -> None:
        name = self.some(self.oracle.waiting(), pick)
        agent, request = self.some(list(self.oracle.agents), who), self.oracle.talks[name].request
        closed = self.oracle.agents[agent].state in ("offline", "break")
        if not force and (closed or not self.oracle.has_room(agent, request)):
            before = self.engine.state()
            try:
                self.engine.assign(request, agent, self.now)
            except ValueError:
                assert self.engine.state() == before
                return
            raise AssertionError("assign took an agent who can't")
        first, *others = self.act("assign", request, agent) if not force else self.forced(request, agent)
        assert (first.rule, first.agent, first.conversation) == ("manual", agent, name)
        self.oracle.talks[name] = Talk(request)
        self.oracle.take(name, agent, ramp=not force)
        self.oracle.follow(others)

    def forced(self, request: Request, agent: str) -> list[Decision]:
        decisions = self.engine.assign(request, agent, self.now, force=True)
        self.log.append(("assign", (request, agent, self.now, True)))
        self.decided += decisions
        return decisions

    @rule(after=moments)
    def tick(self, after: float) -> None:
        self.pass_time(after)
        self.oracle.follow(self.act("tick"))

    @rule()
    def tick_when_due(self) -> None:
        due = self.engine.next_due()
        assume(due is not None)
        self.pass_time((due or 0.0) - self.now)
        self.oracle.follow(self.act("tick"))

    @invariant()
    def they_agree(self) -> None:
        if not hasattr(self, "oracle"):
            return
        assert self.engine.waiting() == self.oracle.waiting()
        for name in self.oracle.agents:
            assert self.engine.load(name) == self.oracle.load(name)
        assert self.engine.next_due() == self.oracle.next_due()
        state = self.engine.state()
        counts = state["counts"]
        assert counts["arrived"] == self.oracle.arrived  # RI8, with the next three
        assert counts["closed"] == self.oracle.closed
        assert counts["abandoned"] == self.oracle.abandoned
        assert len(state["waiting"]) + len(state["reserved"]) == len(self.oracle.talks)
        assert {name: each["state"] for name, each in state["agents"].items()} == {
            name: each.state for name, each in self.oracle.agents.items()
        }

    @invariant()
    def everyone_who_waits_is_told_why(self) -> None:
        if not hasattr(self, "oracle"):
            return
        for name in self.oracle.waiting()[:3]:
            talk, told = self.oracle.talks[name], self.engine.explain(name, self.now)
            able = [a for a in self.oracle.agents if self.oracle.capable(a, talk)]
            only = self.oracle.in_force(talk.request)[2]
            number = "Only" if only is not None else str(len(able)) if able else "Nobody"
            assert told["en"].split()[0] == number, told

    @invariant()
    def a_crash_now_would_change_nothing(self) -> None:
        if not hasattr(self, "log"):
            return
        again, decided = self.replayed()
        assert [(each.conversation, each.agent) for each in decided] == [
            (each.conversation, each.agent) for each in self.decided
        ]
        assert again.state() == self.engine.state()

    def replayed(self) -> tuple[Engine, list[Decision]]:
        """An engine that was told the same, and what it decided."""
        again, decided = Engine(policy=self.policy), list[Decision]()
        for event, args in self.log:
            decided += getattr(again, event)(*args)
        return again, decided

    def teardown(self) -> None:
        if not hasattr(self, "log"):
            return
        assert self.replayed()[1] == self.decided
        assert json.loads(json.dumps(self.engine.state())) == self.engine.state()
        for decision in self.decided:
            record = json.loads(json.dumps(decision.record()))
            assert faults(record) == [], record
            assert len(json.dumps(record)) <= 1536


Routing.TestCase.settings = settings(
    max_examples=60,
    stateful_step_count=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
TestRouting = pytest.mark.timeout(300)(Routing.TestCase)
