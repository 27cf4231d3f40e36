"""A second opinion on the engine: plain dicts and loops over everything, sharing none of its code on eligibility.

It doesn't predict; it follows the same events, checks each decision against every alternative, and afterwards
that nothing is left undone.
"""

from itertools import pairwise

import pytest

from routing.spec import Decision, Request
from tests.core.routing.oracle_figures import AGENT_FIGURES, SLOT_FIGURES, History
from tests.core.routing.oracle_rows import Agent, Talk


class Oracle:
    def __init__(self, policy: str) -> None:
        self.policy = policy
        self.now = 0.0
        self.agents: dict[str, Agent] = {}
        self.talks: dict[str, Talk] = {}
        self.arrived = self.closed = self.abandoned = self.turns = 0
        self.history: History = History(self)

    # What is true now

    def load(self, agent: str, channel: str | None = None) -> int:
        mine = [talk.request for talk in self.talks.values() if talk.agent == agent]
        return sum(each.weight for each in mine if channel in (None, each.channel))

    def steps(self, request: Request) -> int:
        return len([after for after, _ in request.steps if request.arrived + after <= self.now])

    def in_force(self, request: Request) -> tuple[dict[str, int], set[str] | None, str | None]:
        needs, agent = dict(request.needs), request.agent
        teams = {request.team} if request.team is not None else None
        for _, action in request.steps[: self.steps(request)]:
            if action[0] == "drop":
                needs.pop(action[1], None)
            elif action[0] == "level" and action[1] in needs:
                needs[action[1]] = min(needs[action[1]], action[2])
            elif action[0] == "team" and teams is not None:
                teams.add(action[1])
            elif action[0] == "any":
                teams = agent = None
        return needs, teams, agent

    def capable(self, agent: str, talk: Talk) -> bool:
        spec = self.agents[agent].spec
        needs, teams, only = self.in_force(talk.request)
        most = (
            spec.capacity if spec.channels is None else spec.channels.get(talk.request.channel, spec.capacity)
        )
        return (
            all(spec.skills.get(skill, 0) >= level for skill, level in needs.items())
            and (teams is None or spec.team in teams)
            and (only is None or only == agent)
            and agent not in talk.request.not_agents
            and talk.request.weight <= spec.capacity
            and talk.request.weight <= most
        )

    def has_room(self, agent: str, request: Request) -> bool:
        spec = self.agents[agent].spec
        if self.load(agent) + request.weight > spec.capacity:
            return False
        if spec.channels is None or request.channel not in spec.channels:
            return True
        return self.load(agent, request.channel) + request.weight <= spec.channels[request.channel]

    def slowed(self, agent: str) -> bool:
        ramp, given = self.agents[agent].spec.ramp, self.agents[agent].given
        return ramp is not None and 0 < ramp <= len([at for at in given if at + 60.0 > self.now])

    def able(self, agent: str, talk: Talk) -> bool:
        return (
            self.agents[agent].state == "online"
            and self.capable(agent, talk)
            and talk.refused.get(agent, 0.0) <= self.now
            and self.has_room(agent, talk.request)
            and not self.slowed(agent)
        )

    def waiting(self) -> list[str]:
        due = 1 if self.policy == "edd" else 0
        waiting = [
            (talk.request.arrived + due * talk.request.promise, name)
            for name, talk in self.talks.items()
            if talk.agent is None
        ]
        return [name for _, name in sorted(waiting)]

    def share(self, agent: str) -> float:
        return self.load(agent) / max(self.agents[agent].spec.capacity, 1)

    def figures(self, name: str, talk: Talk) -> tuple[float, ...]:
        return AGENT_FIGURES[self.policy](self, name, talk)

    def slot_figures(self, talk: Talk) -> tuple[float, ...]:
        known = SLOT_FIGURES.get(self.policy)
        return known(self, talk) if known else (talk.request.arrived,)

    # Following events

    def advance(self, now: float) -> None:
        self.now = now
        self.history.publish()
        for agent in self.agents.values():
            if agent.wraps_until is not None and agent.wraps_until <= now:
                agent.state, agent.free_since, agent.wraps_until = "online", agent.wraps_until, None

    def set_state(self, name: str, state: str) -> None:
        agent = self.agents[name]
        if state == "online" and agent.state != "online":
            agent.free_since = self.now
        agent.state, agent.wraps_until = state, None
        if state == "wrap_up" and agent.spec.wrap_up:
            agent.wraps_until = self.now + agent.spec.wrap_up

    def arrive(self, request: Request) -> None:
        self.talks[request.id] = Talk(request)
        self.arrived += 1
        self.history.arrived(self.talks[request.id])

    def free(self, name: str) -> Agent:
        holder = self.agents[self.talks[name].agent or ""]
        holder.free_since = self.now
        self.talks[name].agent = None
        self.history.weigh(holder.spec.id)
        return holder

    def release(self, name: str, *, learn: bool = True) -> None:
        if learn:
            self.history.finished(self.talks[name], self.talks[name].agent or "")
        agent = self.free(name)
        del self.talks[name]
        self.closed += 1
        self.wrap_up(agent)

    def wrap_up(self, agent: Agent) -> None:
        if agent.spec.wrap_up and agent.state in ("online", "wrap_up"):
            agent.state, agent.wraps_until = "wrap_up", self.now + agent.spec.wrap_up

    def transfer(self, name: str, target: str) -> None:
        self.wrap_up(self.free(name))
        offered = self.talks.pop(f"{name}>")
        self.agents[target].free_since = self.now
        self.closed += 1
        assert offered.agent == target
        self.take(name, target, ramp=False, known=True)

    def refuse(self, name: str) -> None:
        talk = self.talks[name]
        talk.refused[talk.agent or ""] = self.now + 60.0
        talk.shortened = False
        self.free(name)

    def take(self, name: str, agent: str, *, ramp: bool = True, known: bool | None = None) -> None:
        """`known`: whether the chat begins now, so that its length can be learnt; else it is as `ramp`."""
        self.talks[name].agent = agent
        self.turns += 1
        self.agents[agent].turn = self.turns
        self.agents[agent].assigned_at = self.now
        self.history.began(self.talks[name], known=ramp if known is None else known)
        if ramp:
            self.agents[agent].given.append(self.now)

    # Checking

    def follow(self, decisions: list[Decision]) -> None:
        """Check each decision on the way and what is left at the end."""
        for decision in decisions:
            self.check(decision)
            self.take(decision.conversation, decision.agent)
        for name in self.waiting():
            idle = [agent for agent in self.agents if self.able(agent, self.talks[name])]
            assert not idle, f"RI4: {name} waits beside {idle}"
        self.end_rounds()

    def check(self, decision: Decision) -> None:
        talk, agent = self.talks[decision.conversation], decision.agent
        assert talk.agent is None, f"RI1: {decision.conversation} is given twice"
        assert self.able(agent, talk), f"RI2 or RI3: {agent} can't take {decision.conversation}"
        assert decision.at == self.now
        assert decision.waited == self.now - talk.request.arrived
        assert decision.step == self.steps(talk.request)
        self.check_order(talk, agent)
        self.check_choice(decision, talk)
        self.check_record(decision)

    def check_order(self, talk: Talk, agent: str) -> None:
        mine = (self.in_force(talk.request), talk.request.promise, talk.request.weight, talk.request.channel)
        for name in self.waiting():
            other = self.talks[name].request
            if (other.arrived, name) >= (talk.request.arrived, talk.request.id):
                return
            theirs = (self.in_force(other), other.promise, other.weight, other.channel)
            assert mine != theirs or not self.able(agent, self.talks[name]), f"RI5: {name} came earlier"

    def check_choice(self, decision: Decision, talk: Talk) -> None:
        ranked: list[tuple[tuple[float, ...], str]]
        if decision.rule == "slot":
            able = [name for name in self.waiting() if self.able(decision.agent, self.talks[name])]
            ranked = sorted((self.slot_figures(self.talks[name]), name) for name in able)
            assert decision.excluded == self.others(decision.agent)
        else:
            fit = [agent for agent in self.agents if self.able(agent, talk)]
            ranked = sorted((self.figures(agent, talk), agent) for agent in fit)
            sticky = talk.request.sticky
            assert (decision.rule == "sticky") == (sticky in fit)
            if sticky in fit:
                ranked = sorted(((0.0 if agent == sticky else 1.0, *each), agent) for each, agent in ranked)
            assert sum(decision.excluded.values()) == len(self.agents) - len(fit)
        self.check_candidates(decision, ranked)

    def check_candidates(self, decision: Decision, ranked: list[tuple[tuple[float, ...], str]]) -> None:
        """The best five; where rounding makes a difference, two that are as good may change places."""
        shown = [(each.figures, each.id) for each in decision.candidates]
        assert len(shown) == min(5, len(ranked))
        if self.policy != "promise":
            assert shown == ranked[:5]
        figures = {name: each for each, name in ranked}
        for (theirs, name), (mine, _) in zip(shown, ranked, strict=False):
            assert theirs == pytest.approx(figures[name], rel=1e-9, abs=2e-6)
            assert theirs == pytest.approx(mine, rel=1e-9, abs=2e-6)
        assert decision.eligible == len(ranked) - len(decision.candidates)

    def others(self, agent: str) -> dict[str, int]:
        """How many wait that this agent can't take: the engine's reasons, worked out the slow way."""
        counts: dict[str, int] = {}
        for name in self.waiting():
            if (why := self.why_not(agent, self.talks[name])) is not None:
                counts[why] = counts.get(why, 0) + 1
        return counts

    def why_not(self, agent: str, talk: Talk) -> str | None:
        spec, (needs, teams, only) = self.agents[agent].spec, self.in_force(talk.request)
        if only not in (None, agent):
            return "agent"
        if teams is not None and spec.team not in teams:
            return "team"
        if any(spec.skills.get(skill, 0) < level for skill, level in needs.items()):
            return "skill"
        if agent not in talk.request.not_agents and not self.capable(agent, talk):
            return "capacity"
        if not self.has_room(agent, talk.request):
            return "full" if self.capable(agent, talk) or self.would_fit(agent, talk) else "capacity"
        if agent in talk.request.not_agents:
            return "barred"
        return "refused" if talk.refused.get(agent, 0.0) > self.now else None

    def would_fit(self, agent: str, talk: Talk) -> bool:
        spec = self.agents[agent].spec
        most = (spec.channels or {}).get(talk.request.channel, spec.capacity)
        return talk.request.weight <= min(spec.capacity, most)

    def check_record(self, decision: Decision) -> None:
        """The record alone gives the choice, the runner-up and the margin."""
        first, *rest = decision.candidates
        assert first.id == (decision.conversation if decision.rule == "slot" else decision.agent)
        assert all((a.figures, a.id) < (b.figures, b.id) for a, b in pairwise(decision.candidates))
        assert decision.runner_up == (rest[0].id if rest else None)
        if rest:
            gaps = [b - a for a, b in zip(first.figures, rest[0].figures, strict=True) if a != b]
            assert decision.margin == (gaps[0] if gaps else 0.0)

    def end_rounds(self) -> None:
        for name in self.waiting():
            talk = self.talks[name]
            talk.refused = {agent: until for agent, until in talk.refused.items() if until > self.now}
            online = [
                a for a, agent in self.agents.items() if agent.state == "online" and self.capable(a, talk)
            ]
            if talk.refused and not talk.shortened and all(agent in talk.refused for agent in online):
                talk.refused = {a: min(until, self.now + 10.0) for a, until in talk.refused.items()}
                talk.shortened = True

    def next_due(self) -> float | None:
        due: list[float] = []
        for name, agent in self.agents.items():
            due += [agent.wraps_until] if agent.wraps_until is not None else []
            if self.slowed(name):
                recent = sorted(at for at in agent.given if at + 60.0 > self.now)
                due.append(recent[len(recent) - int(agent.spec.ramp or 0)] + 60.0)
        for name in self.waiting():
            talk = self.talks[name]
            due += talk.refused.values()
            times = [talk.request.arrived + after for after, _ in talk.request.steps]
            due += [at for at in times if at > self.now]
        return min(due, default=None)
